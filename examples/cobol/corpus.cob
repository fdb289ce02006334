      * corpus: replays a file of calls, and writes what came of them.
      * Programs in other languages that are given the same file must
      * write the same bytes.
      *
      *   corpus POLICY CORPUS ANSWERS PROFILES
      *
      * The entries are handed over as they lie there, right or wrong:
      * what is wrong is a status, and goes into the answers.
       IDENTIFICATION DIVISION.
       PROGRAM-ID. CORPUS.
       ENVIRONMENT DIVISION.
       INPUT-OUTPUT SECTION.
       FILE-CONTROL.
           SELECT ENTRIES ASSIGN TO DYNAMIC ENTRIES-NAME
               ORGANIZATION IS SEQUENTIAL
               FILE STATUS IS FILE-STATUS.
           SELECT ANSWERS ASSIGN TO DYNAMIC ANSWERS-NAME
               ORGANIZATION IS SEQUENTIAL
               FILE STATUS IS FILE-STATUS.
           SELECT PROFILES ASSIGN TO DYNAMIC PROFILES-NAME
               ORGANIZATION IS SEQUENTIAL
               FILE STATUS IS FILE-STATUS.
           SELECT CALL-TIMES ASSIGN TO DISK.
       DATA DIVISION.
       FILE SECTION.
       FD  ENTRIES.
       01  ENTRY-RECORD.
           05  ENTRY-KIND          PIC S9(9) COMP-5.
               88  IT-IS-A-REQUEST VALUE 1.
               88  IT-IS-AN-EVENT  VALUE 2.
               88  IT-IS-AN-OPENING VALUE 3.
           05  ENTRY-INDEX         PIC S9(9) COMP-5.
               88  INDEX-IS-LEGAL  VALUE 0 THRU 499.
           05  ENTRY-BODY          PIC X(504).
       FD  ANSWERS.
       01  ANSWER-RECORD.
           05  ANSWER-STATUS       PIC S9(9) COMP-5.
           05  ANSWER-ZERO         PIC S9(9) COMP-5.
           05  ANSWER-CANONICAL    PIC X(512).
       FD  PROFILES.
       01  PROFILE-RECORD          PIC X(1024).
      * One sort of the times gives the median and the 99th percentile.
       SD  CALL-TIMES.
       01  CALL-TIME-RECORD.
           05  SORTED-TIME    PIC 9(12).
       WORKING-STORAGE SECTION.
           COPY "stepup.cpy".
       01  POLICY-NAME             PIC X(256).
       01  ENTRIES-NAME            PIC X(256).
       01  ANSWERS-NAME            PIC X(256).
       01  PROFILES-NAME           PIC X(256).
       01  FAILED-NAME             PIC X(256).
       01  FILE-STATUS             PIC X(2).
           88  FILE-IS-FINE        VALUE "00" "05".
           88  FILE-AT-END         VALUE "10".

       01  POLICY-TEXT             PIC X(262144).
       01  POLICY-CAPACITY         PIC S9(9) COMP-5 VALUE 262144.
       01  POLICY-LENGTH           PIC S9(9) COMP-5.
           88  POLICY-IS-READ      VALUE 1 THRU 262144.
       01  POLICY-BYTES            PIC S9(18) COMP-5.
       01  POLICY-HANDLE           PIC S9(18) COMP-5.

       01  PROFILE-TABLE.
           05  PROFILE             OCCURS 500 TIMES PIC X(1024).
       01  PLACE                   PIC S9(9) COMP-5.

      * SOURCE: struct timespec and CLOCK_MONOTONIC of Linux on 64 bits.
       01  CLOCK-MONOTONIC         PIC S9(9) COMP-5 VALUE 1.
       01  TIME-BEFORE.
           05  SECONDS-BEFORE      PIC S9(18) COMP-5.
           05  NANOS-BEFORE        PIC S9(18) COMP-5.
       01  TIME-AFTER.
           05  SECONDS-AFTER       PIC S9(18) COMP-5.
           05  NANOS-AFTER         PIC S9(18) COMP-5.
       01  CLOCK-RESULT            PIC S9(9) COMP-5.
       01  NANOSECONDS             PIC S9(18) COMP-5.
       01  TIME-TABLE.
           05  CALL-TIME           OCCURS 1000000 TIMES
                                   PIC S9(9) COMP-5.
       01  CALL-COUNT              PIC S9(9) COMP-5 VALUE 0.
       01  CALL-NUMBER             PIC S9(9) COMP-5.
       01  MEDIAN-PLACE            PIC S9(9) COMP-5.
       01  P99-PLACE               PIC S9(9) COMP-5.
       01  SHOWN-COUNT             PIC Z(8)9.
       01  MEDIAN                  PIC Z(11)9.
       01  P99                     PIC Z(11)9.

       PROCEDURE DIVISION.
       REPLAY-CORPUS.
           ACCEPT POLICY-NAME FROM ARGUMENT-VALUE
           ACCEPT ENTRIES-NAME FROM ARGUMENT-VALUE
           ACCEPT ANSWERS-NAME FROM ARGUMENT-VALUE
           ACCEPT PROFILES-NAME FROM ARGUMENT-VALUE
               ON EXCEPTION
                   DISPLAY "corpus: POLICY CORPUS ANSWERS PROFILES"
                       UPON SYSERR
                   PERFORM STOP-FAILED
           END-ACCEPT
           PERFORM LOAD-POLICY
           MOVE LOW-VALUES TO PROFILE-TABLE
           MOVE ENTRIES-NAME TO FAILED-NAME
           OPEN INPUT ENTRIES
           PERFORM CHECK-FILE
           MOVE ANSWERS-NAME TO FAILED-NAME
           OPEN OUTPUT ANSWERS
           PERFORM CHECK-FILE
           PERFORM READ-ENTRY
           PERFORM UNTIL FILE-AT-END
               PERFORM REPLAY-ENTRY
               PERFORM READ-ENTRY
           END-PERFORM
           CLOSE ENTRIES
           MOVE ANSWERS-NAME TO FAILED-NAME
           CLOSE ANSWERS
           PERFORM CHECK-FILE
           PERFORM WRITE-PROFILES
           PERFORM SAY-HOW-LONG
           MOVE 0 TO RETURN-CODE
           STOP RUN.

       LOAD-POLICY.
           CALL "READFILE" USING POLICY-NAME POLICY-TEXT
               POLICY-CAPACITY POLICY-LENGTH
           IF NOT POLICY-IS-READ
               DISPLAY "corpus: " FUNCTION TRIM (POLICY-NAME)
                   ": cannot be read" UPON SYSERR
               PERFORM STOP-FAILED
           END-IF
           MOVE POLICY-LENGTH TO POLICY-BYTES
           MOVE 1 TO SX-FILL
      * SIZE AUTO, here and below: without it, GnuCOBOL cuts a number of
      * 64 bits to 32 on its way BY VALUE.
           CALL "stepup_policy_load" USING BY REFERENCE POLICY-TEXT
               BY VALUE SIZE AUTO POLICY-BYTES SU-CHARSET-UTF-8
               BY REFERENCE OMITTED POLICY-HANDLE STEPUP-ERROR
               RETURNING SU-STATUS
           IF SU-STATUS-FAILED
               DISPLAY "corpus: " FUNCTION TRIM (POLICY-NAME)
                   ": line " SX-LINE ", column " SX-COLUMN ": "
                   FUNCTION TRIM (SX-TEXT) UPON SYSERR
               PERFORM STOP-FAILED
           END-IF.

       READ-ENTRY.
           MOVE ENTRIES-NAME TO FAILED-NAME
           READ ENTRIES
           IF NOT FILE-AT-END
               PERFORM CHECK-FILE
               IF NOT INDEX-IS-LEGAL
                   DISPLAY "corpus: profiles are 0 to 499, not "
                       ENTRY-INDEX UPON SYSERR
                   PERFORM STOP-FAILED
               END-IF
           END-IF.

       REPLAY-ENTRY.
           ADD 1 TO ENTRY-INDEX GIVING PLACE
           MOVE LOW-VALUES TO ANSWER-RECORD
           EVALUATE TRUE
               WHEN IT-IS-A-REQUEST
                   PERFORM DECIDE
               WHEN IT-IS-AN-EVENT
                   CALL "stepup_profile_observe" USING
                       BY REFERENCE PROFILE (PLACE) ENTRY-BODY OMITTED
                       RETURNING SU-STATUS
               WHEN IT-IS-AN-OPENING
                   CALL "stepup_profile_new" USING
                       BY REFERENCE ENTRY-BODY PROFILE (PLACE) OMITTED
                       RETURNING SU-STATUS
               WHEN OTHER
                   DISPLAY "corpus: no entry has kind " ENTRY-KIND
                       UPON SYSERR
                   PERFORM STOP-FAILED
           END-EVALUATE
           MOVE SU-STATUS TO ANSWER-STATUS
           WRITE ANSWER-RECORD
           MOVE ANSWERS-NAME TO FAILED-NAME
           PERFORM CHECK-FILE.

       DECIDE.
           MOVE LOW-VALUES TO STEPUP-DECISION
           MOVE LENGTH OF STEPUP-DECISION TO SD-SIZE
           CALL "clock_gettime" USING BY VALUE CLOCK-MONOTONIC
               BY REFERENCE TIME-BEFORE RETURNING CLOCK-RESULT
           CALL "stepup_decide" USING
               BY VALUE SIZE AUTO POLICY-HANDLE
               BY REFERENCE ENTRY-BODY PROFILE (PLACE)
               STEPUP-DECISION OMITTED
               RETURNING SU-STATUS
           CALL "clock_gettime" USING BY VALUE CLOCK-MONOTONIC
               BY REFERENCE TIME-AFTER RETURNING CLOCK-RESULT
           IF NOT SU-STATUS-FAILED
               MOVE SD-CANONICAL TO ANSWER-CANONICAL
           END-IF
           SUBTRACT SECONDS-BEFORE FROM SECONDS-AFTER
           SUBTRACT NANOS-BEFORE FROM NANOS-AFTER GIVING NANOSECONDS
           MULTIPLY 1000000000 BY SECONDS-AFTER
           ADD SECONDS-AFTER TO NANOSECONDS
           ADD 1 TO CALL-COUNT
           IF CALL-COUNT > 1000000
               DISPLAY "corpus: times of a million calls at most"
                   UPON SYSERR
               PERFORM STOP-FAILED
           END-IF
           MOVE NANOSECONDS TO CALL-TIME (CALL-COUNT).

       WRITE-PROFILES.
           MOVE PROFILES-NAME TO FAILED-NAME
           OPEN OUTPUT PROFILES
           PERFORM CHECK-FILE
           PERFORM VARYING PLACE FROM 1 BY 1 UNTIL PLACE > 500
               MOVE PROFILE (PLACE) TO PROFILE-RECORD
               WRITE PROFILE-RECORD
               PERFORM CHECK-FILE
           END-PERFORM
           CLOSE PROFILES
           PERFORM CHECK-FILE.

       SAY-HOW-LONG.
           MOVE 0 TO MEDIAN P99
           COMPUTE MEDIAN-PLACE = (CALL-COUNT + 1) / 2
           COMPUTE P99-PLACE = (CALL-COUNT * 99 + 99) / 100
           SORT CALL-TIMES ON ASCENDING KEY SORTED-TIME
               INPUT PROCEDURE IS RELEASE-TIMES
               OUTPUT PROCEDURE IS PICK-TIMES
           MOVE CALL-COUNT TO SHOWN-COUNT
           DISPLAY "COBOL: " FUNCTION TRIM (SHOWN-COUNT)
               " decisions, median " FUNCTION TRIM (MEDIAN)
               " ns, p99 " FUNCTION TRIM (P99)
               " ns a call of stepup_decide".

       RELEASE-TIMES.
           PERFORM VARYING CALL-NUMBER FROM 1 BY 1
                   UNTIL CALL-NUMBER > CALL-COUNT
               MOVE CALL-TIME (CALL-NUMBER) TO SORTED-TIME
               RELEASE CALL-TIME-RECORD
           END-PERFORM.

       PICK-TIMES.
           PERFORM VARYING CALL-NUMBER FROM 1 BY 1
                   UNTIL CALL-NUMBER > CALL-COUNT
               RETURN CALL-TIMES
                   AT END MOVE CALL-COUNT TO CALL-NUMBER
               END-RETURN
               IF CALL-NUMBER = MEDIAN-PLACE
                   MOVE SORTED-TIME TO MEDIAN
               END-IF
               IF CALL-NUMBER = P99-PLACE
                   MOVE SORTED-TIME TO P99
               END-IF
           END-PERFORM.

       CHECK-FILE.
           IF NOT FILE-IS-FINE
               DISPLAY "corpus: " FUNCTION TRIM (FAILED-NAME)
                   ": file status " FILE-STATUS UPON SYSERR
               PERFORM STOP-FAILED
           END-IF.

       STOP-FAILED.
           MOVE 1 TO RETURN-CODE
           STOP RUN.
       END PROGRAM CORPUS.
