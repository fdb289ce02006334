      * READFILE: a whole file into memory, byte for byte. A policy's
      * place names and a key's bytes would not survive LINE SEQUENTIAL.
      * The length is -1 where there is no such file or it cannot be
      * read, and 0 where it does not fit.
       IDENTIFICATION DIVISION.
       PROGRAM-ID. READFILE.
       DATA DIVISION.
       WORKING-STORAGE SECTION.
      * The byte stream routines take big-endian numbers, as COMP-X is.
       01  FILE-FACTS.
           05  FF-BYTES            PIC X(8) COMP-X.
           05  FILLER              PIC X(8).
       01  FILE-HANDLE             PIC X(4).
       01  FILE-OFFSET             PIC X(8) COMP-X VALUE 0.
       01  FILE-COUNT              PIC X(4) COMP-X.
       LINKAGE SECTION.
       01  L-NAME                  PIC X(256).
       01  L-AREA                  PIC X.
       01  L-CAPACITY              PIC S9(9) COMP-5.
       01  L-LENGTH                PIC S9(9) COMP-5.
       PROCEDURE DIVISION USING L-NAME L-AREA L-CAPACITY L-LENGTH.
       READ-IT.
           MOVE -1 TO L-LENGTH
           CALL "CBL_CHECK_FILE_EXIST" USING L-NAME FILE-FACTS
           IF RETURN-CODE = 0
               IF FF-BYTES > L-CAPACITY
                   MOVE 0 TO L-LENGTH
               ELSE
                   PERFORM OPEN-AND-READ
               END-IF
           END-IF
           MOVE 0 TO RETURN-CODE
           GOBACK.
       OPEN-AND-READ.
           CALL "CBL_OPEN_FILE" USING L-NAME X"01" X"00" X"00"
               FILE-HANDLE
           IF RETURN-CODE = 0
               MOVE FF-BYTES TO FILE-COUNT
               CALL "CBL_READ_FILE" USING FILE-HANDLE FILE-OFFSET
                   FILE-COUNT X"00" L-AREA
               IF RETURN-CODE = 0
                   MOVE FF-BYTES TO L-LENGTH
               END-IF
               CALL "CBL_CLOSE_FILE" USING FILE-HANDLE
           END-IF.
       END PROGRAM READFILE.
