      * OVNREPRT: the report of an overnight run, made from its journal.
      * It has no date in it: a restart after midnight writes the same.
      * One without its last line is not whole.
      *
      * The code is 0, or 4 where there were bad records, or 16 where
      * there is no report or its totals do not agree.
       IDENTIFICATION DIVISION.
       PROGRAM-ID. OVNREPRT.

       ENVIRONMENT DIVISION.
       INPUT-OUTPUT SECTION.
       FILE-CONTROL.
           SELECT TRANSFERS ASSIGN TO DYNAMIC L-TRANSFERS-NAME
               ORGANIZATION IS SEQUENTIAL
               FILE STATUS IS FILE-STATUS.
           SELECT JOURNAL ASSIGN TO DYNAMIC L-JOURNAL-NAME
               ORGANIZATION IS RELATIVE
               ACCESS MODE IS SEQUENTIAL
               RELATIVE KEY IS ENTRY-KEY
               FILE STATUS IS FILE-STATUS.
           SELECT REPORT-FILE ASSIGN TO DYNAMIC L-REPORT-NAME
               ORGANIZATION IS LINE SEQUENTIAL
               FILE STATUS IS FILE-STATUS.

       DATA DIVISION.
       FILE SECTION.
       FD  TRANSFERS.
           COPY "transfer.cpy".
       FD  JOURNAL.
           COPY "journal.cpy".
       FD  REPORT-FILE.
       01  REPORT-LINE             PIC X(132).

       WORKING-STORAGE SECTION.
           COPY "stepup.cpy".
       01  FILE-STATUS             PIC X(2).
           88  FILE-IS-FINE        VALUE "00".
           88  FILE-AT-END         VALUE "10".
       01  ENTRY-KEY               PIC 9(9).
       01  FAILED-NAME             PIC X(256).
       01  FAILED-WHY              PIC X(200).

      * The explanation in rows as wide as the report's last column. A
      * row begins with a label, or goes on with the row before it. A
      * clerk wants to know what to do and which rules say so; points
      * and bounds are for the analyst, who finds the whole decision in
      * the journal.
       01  EXPLANATION.
           05  EXPLANATION-ROW     OCCURS 200 TIMES.
               10  ROW-LABEL.
                   88  ROW-TELLS-WHAT-TO-DO
                           VALUE "to do" "mismatch".
                   88  ROW-IS-FOR-THE-ANALYST
                           VALUE "outcome" "order" "score" "tier"
                           "demanded" "unknown".
                   15  ROW-WORD.
                       88  ROW-TELLS-WHY
                           VALUE "  rule" "  dist" "  exem" "  shad".
                       20  ROW-START.
                           88  ROW-TELLS-A-WAY VALUE "  by ".
                           25  ROW-INDENT  PIC X(2).
                           25  FILLER  PIC X(3).
                       20  FILLER      PIC X.
                   15  FILLER      PIC X(5).
               10  FILLER          PIC X(73).
       01  EXPLANATION-ROWS        PIC S9(9) COMP-5.
       01  ROW-NUMBER              PIC S9(9) COMP-5.
       01  ROW-CLASS               PIC X.
           88  ROW-IS-TO-DO        VALUE "T".
           88  ROW-IS-WHY          VALUE "W".
           88  ROW-IS-RECKONING    VALUE "R".
       01  CLASS-TO-SHOW           PIC X.

       01  OUTCOME-WORDS.
           05  OUTCOME-WORD        OCCURS 7 TIMES PIC X(7).
       01  OUTCOME-NUMBER          PIC S9(9) COMP-5.
       01  OUTCOME-PLACE           PIC S9(9) COMP-5.
       01  MINOR-UNITS             PIC S9(18) COMP-5.

      * SI-IDENTITY begins with these bytes; eight tell policies apart.
       01  HEX-DIGITS              PIC X(16) VALUE "0123456789abcdef".
       01  BYTE-PLACE              PIC S9(9) COMP-5.
       01  BYTE-NUMBER             PIC S9(9) COMP-5.
       01  HIGH-DIGIT              PIC S9(9) COMP-5.
       01  LOW-DIGIT               PIC S9(9) COMP-5.

       01  HEADING-LINE.
           05  FILLER              PIC X(29)
                   VALUE "OVERNIGHT TRANSFERS   POLICY ".
           05  HL-POLICY           PIC X(64).
           05  FILLER              PIC X(10) VALUE " IDENTITY ".
           05  HL-FINGERPRINT      PIC X(16).
       01  COLUMN-LINE.
           05  FILLER              PIC X(10) VALUE "TRANSFER".
           05  FILLER              PIC X(23) VALUE "CUSTOMER".
           05  FILLER              PIC X(7) VALUE "AMOUNT".
           05  FILLER              PIC X(8) VALUE "OUTCOME".
           05  FILLER              PIC X(84) VALUE "WHY".
       01  TRANSFER-LINE.
           05  TL-NUMBER           PIC X(9).
           05  FILLER              PIC X.
           05  TL-CUSTOMER         PIC X(8).
           05  FILLER              PIC X.
           05  TL-AMOUNT           PIC Z,ZZZ,ZZZ,ZZZ,ZZ9.99.
           05  TL-NO-AMOUNT        REDEFINES TL-AMOUNT PIC X(20).
           05  FILLER              PIC X.
           05  TL-OUTCOME          PIC X(7).
           05  FILLER              PIC X.
           05  TL-REASON           PIC X(84).
       01  ERROR-STATUS            PIC -(2)9.

      * Control totals, in minor units. Each record of the transfers
      * file goes into AMOUNT-IN as the file has it, and under its
      * outcome as the journal has it: two ways that must agree.
       01  TOTALS.
           05  BY-OUTCOME          OCCURS 7 TIMES.
               10  OUTCOME-COUNT   PIC 9(9).
               10  OUTCOME-AMOUNT  PIC S9(22).
           05  BAD-COUNT           PIC 9(9).
               88  NO-BAD-RECORDS  VALUE 0.
           05  BAD-AMOUNT          PIC S9(22).
           05  SUM-COUNT           PIC 9(9).
           05  SUM-AMOUNT          PIC S9(22).
           05  COUNT-IN            PIC 9(9).
           05  AMOUNT-IN           PIC S9(22).
       01  TOTAL-LINE.
           05  TO-NAME             PIC X(18).
           05  TO-COUNT            PIC ZZZ,ZZZ,ZZ9.
           05  FILLER              PIC X.
           05  TO-AMOUNT           PIC Z(6),ZZZ,ZZZ,ZZZ,ZZ9.99.

       LINKAGE SECTION.
       01  L-POLICY-HANDLE         PIC S9(18) COMP-5.
       01  L-TRANSFERS-NAME        PIC X(256).
       01  L-JOURNAL-NAME          PIC X(256).
       01  L-REPORT-NAME           PIC X(256).
       01  L-CODE                  PIC S9(9) COMP-5.

       PROCEDURE DIVISION USING L-POLICY-HANDLE L-TRANSFERS-NAME
               L-JOURNAL-NAME L-REPORT-NAME L-CODE.
       REPORT-RUN.
           MOVE 16 TO L-CODE
           INITIALIZE TOTALS
           PERFORM OPEN-FILES
           PERFORM GET-OUTCOME-WORDS
           PERFORM WRITE-HEADING
           PERFORM NEXT-TRANSFER
           PERFORM UNTIL FILE-AT-END
               PERFORM REPORT-TRANSFER
               PERFORM NEXT-TRANSFER
           END-PERFORM
           PERFORM WRITE-TOTALS
           CLOSE TRANSFERS JOURNAL REPORT-FILE
           EVALUATE TRUE
               WHEN COUNT-IN NOT = SUM-COUNT
                   DISPLAY "overnight: the counts do not agree"
                       UPON SYSERR
               WHEN AMOUNT-IN NOT = SUM-AMOUNT
                   DISPLAY "overnight: the control totals do not agree"
                       UPON SYSERR
               WHEN NO-BAD-RECORDS
                   MOVE 0 TO L-CODE
               WHEN OTHER
                   MOVE 4 TO L-CODE
           END-EVALUATE
           GOBACK.

       OPEN-FILES.
           MOVE L-TRANSFERS-NAME TO FAILED-NAME
           OPEN INPUT TRANSFERS
           PERFORM CHECK-FILE
           MOVE L-JOURNAL-NAME TO FAILED-NAME
           OPEN INPUT JOURNAL
           PERFORM CHECK-FILE
           MOVE L-REPORT-NAME TO FAILED-NAME
           OPEN OUTPUT REPORT-FILE
           PERFORM CHECK-FILE.

       GET-OUTCOME-WORDS.
           PERFORM VARYING OUTCOME-NUMBER FROM 0 BY 1
                   UNTIL OUTCOME-NUMBER > 6
               PERFORM ASK-FOR-BLANK-FILLED-TEXT
               MOVE LENGTH OF OUTCOME-WORD TO ST-CAPACITY
               CALL "SUNAME" USING
                   BY VALUE SU-KIND-OUTCOME OUTCOME-NUMBER
                   BY REFERENCE STEPUP-TEXT
                   OUTCOME-WORD (OUTCOME-NUMBER + 1) STEPUP-ERROR
                   RETURNING SU-STATUS
               PERFORM CHECK-STATUS
           END-PERFORM.

       WRITE-HEADING.
           CALL "SUPOLIN" USING BY VALUE SIZE AUTO L-POLICY-HANDLE
               BY REFERENCE STEPUP-POLICY-FACTS STEPUP-ERROR
               RETURNING SU-STATUS
           PERFORM CHECK-STATUS
           PERFORM ASK-FOR-BLANK-FILLED-TEXT
           MOVE LENGTH OF HL-POLICY TO ST-CAPACITY
           CALL "SUPOLIT" USING BY VALUE SIZE AUTO L-POLICY-HANDLE
               SU-ITEM-NAME 0
               BY REFERENCE STEPUP-TEXT HL-POLICY STEPUP-ERROR
               RETURNING SU-STATUS
           IF SU-STATUS-ROOM
               MOVE "(a long name)" TO HL-POLICY
           ELSE
               PERFORM CHECK-STATUS
           END-IF
           PERFORM VARYING BYTE-PLACE FROM 1 BY 1 UNTIL BYTE-PLACE > 8
               COMPUTE BYTE-NUMBER =
                   FUNCTION ORD (SI-IDENTITY (BYTE-PLACE:1)) - 1
               DIVIDE BYTE-NUMBER BY 16 GIVING HIGH-DIGIT
                   REMAINDER LOW-DIGIT
               MOVE HEX-DIGITS (HIGH-DIGIT + 1:1)
                   TO HL-FINGERPRINT (BYTE-PLACE * 2 - 1:1)
               MOVE HEX-DIGITS (LOW-DIGIT + 1:1)
                   TO HL-FINGERPRINT (BYTE-PLACE * 2:1)
           END-PERFORM
           WRITE REPORT-LINE FROM HEADING-LINE
           PERFORM BLANK-LINE
           WRITE REPORT-LINE FROM COLUMN-LINE
           PERFORM BLANK-LINE.

       NEXT-TRANSFER.
           READ TRANSFERS
           IF NOT FILE-AT-END
               MOVE L-TRANSFERS-NAME TO FAILED-NAME
               PERFORM CHECK-FILE
           END-IF.

       REPORT-TRANSFER.
           PERFORM COUNT-WHAT-CAME-IN
           READ JOURNAL
           MOVE L-JOURNAL-NAME TO FAILED-NAME
           PERFORM CHECK-FILE
           IF JE-TRANSFER NOT = TRANSFER-RECORD
               MOVE "this journal is of another run" TO FAILED-WHY
               PERFORM NO-REPORT
           END-IF
           MOVE SPACES TO TRANSFER-LINE
           MOVE T-NUMBER TO TL-NUMBER
           MOVE T-CUSTOMER TO TL-CUSTOMER
           IF JE-MINOR = 0
               MOVE "                none" TO TL-NO-AMOUNT
           ELSE
               DIVIDE JE-MINOR BY 100 GIVING TL-AMOUNT
           END-IF
           IF JE-IS-BAD
               PERFORM REPORT-BAD-RECORD
           ELSE
               PERFORM REPORT-DECISION
           END-IF.

       COUNT-WHAT-CAME-IN.
           MOVE 0 TO MINOR-UNITS
           CALL "SUAMTPAC" USING BY REFERENCE T-AMOUNT
               BY VALUE LENGTH OF T-AMOUNT 2 SI-CURRENCY
               BY REFERENCE MINOR-UNITS OMITTED
               RETURNING SU-STATUS
           ADD 1 TO COUNT-IN
           ADD MINOR-UNITS TO AMOUNT-IN.

       REPORT-BAD-RECORD.
           ADD 1 TO BAD-COUNT
           ADD JE-MINOR TO BAD-AMOUNT
           MOVE "BAD" TO TL-OUTCOME
           MOVE JE-STATUS TO ERROR-STATUS
           STRING "status " ERROR-STATUS ", " JE-FIELD
               DELIMITED BY SIZE INTO TL-REASON
           PERFORM WRITE-REASON
           MOVE JE-TEXT (1:84) TO TL-REASON
           PERFORM WRITE-REASON
           IF JE-TEXT (85:84) NOT = SPACES
               MOVE JE-TEXT (85:84) TO TL-REASON
               PERFORM WRITE-REASON
           END-IF.

       REPORT-DECISION.
           COMPUTE OUTCOME-PLACE = FUNCTION ORD (JE-OUTCOME)
           ADD 1 TO OUTCOME-COUNT (OUTCOME-PLACE)
           ADD JE-MINOR TO OUTCOME-AMOUNT (OUTCOME-PLACE)
           MOVE OUTCOME-WORD (OUTCOME-PLACE) TO TL-OUTCOME
           PERFORM ASK-FOR-BLANK-FILLED-TEXT
           MOVE LENGTH OF EXPLANATION TO ST-CAPACITY
           MOVE LENGTH OF EXPLANATION-ROW TO ST-WIDTH
           CALL "SUEXPLAN" USING BY VALUE SIZE AUTO L-POLICY-HANDLE
               BY REFERENCE JE-CANONICAL STEPUP-TEXT EXPLANATION
               STEPUP-ERROR
               RETURNING SU-STATUS
           PERFORM CHECK-STATUS
           DIVIDE ST-NEEDED BY LENGTH OF EXPLANATION-ROW
               GIVING EXPLANATION-ROWS
           MOVE "T" TO CLASS-TO-SHOW
           PERFORM SHOW-ROWS
      * Of what was allowed, nobody asks why.
           MOVE JE-OUTCOME TO SD-OUTCOME
           IF NOT SD-OUTCOME-ALLOW
               MOVE "W" TO CLASS-TO-SHOW
               PERFORM SHOW-ROWS
           END-IF.

       SHOW-ROWS.
           SET ROW-IS-RECKONING TO TRUE
           PERFORM VARYING ROW-NUMBER FROM 1 BY 1
                   UNTIL ROW-NUMBER > EXPLANATION-ROWS
               PERFORM CLASSIFY-ROW
               IF ROW-CLASS = CLASS-TO-SHOW
                   MOVE EXPLANATION-ROW (ROW-NUMBER) TO TL-REASON
                   PERFORM WRITE-REASON
               END-IF
           END-PERFORM.

       CLASSIFY-ROW.
           EVALUATE TRUE
               WHEN ROW-TELLS-WHAT-TO-DO (ROW-NUMBER)
                   SET ROW-IS-TO-DO TO TRUE
               WHEN ROW-TELLS-A-WAY (ROW-NUMBER)
                   SET ROW-IS-TO-DO TO TRUE
               WHEN ROW-TELLS-WHY (ROW-NUMBER)
                   SET ROW-IS-WHY TO TRUE
               WHEN ROW-IS-FOR-THE-ANALYST (ROW-NUMBER)
                   SET ROW-IS-RECKONING TO TRUE
      * What else is indented is points.
               WHEN ROW-INDENT (ROW-NUMBER) = SPACES
                   SET ROW-IS-RECKONING TO TRUE
           END-EVALUATE.

       WRITE-REASON.
           WRITE REPORT-LINE FROM TRANSFER-LINE
           MOVE SPACES TO TRANSFER-LINE.

       WRITE-TOTALS.
           PERFORM BLANK-LINE
           MOVE BAD-COUNT TO SUM-COUNT
           MOVE BAD-AMOUNT TO SUM-AMOUNT
           PERFORM VARYING OUTCOME-PLACE FROM 1 BY 1
                   UNTIL OUTCOME-PLACE > 7
               ADD OUTCOME-COUNT (OUTCOME-PLACE) TO SUM-COUNT
               ADD OUTCOME-AMOUNT (OUTCOME-PLACE) TO SUM-AMOUNT
               MOVE OUTCOME-WORD (OUTCOME-PLACE) TO TO-NAME
               MOVE OUTCOME-COUNT (OUTCOME-PLACE) TO TO-COUNT
               DIVIDE OUTCOME-AMOUNT (OUTCOME-PLACE) BY 100
                   GIVING TO-AMOUNT
               WRITE REPORT-LINE FROM TOTAL-LINE
           END-PERFORM
           MOVE "bad records" TO TO-NAME
           MOVE BAD-COUNT TO TO-COUNT
           DIVIDE BAD-AMOUNT BY 100 GIVING TO-AMOUNT
           WRITE REPORT-LINE FROM TOTAL-LINE
           MOVE "sum of the above" TO TO-NAME
           MOVE SUM-COUNT TO TO-COUNT
           DIVIDE SUM-AMOUNT BY 100 GIVING TO-AMOUNT
           WRITE REPORT-LINE FROM TOTAL-LINE
           MOVE "transfers in" TO TO-NAME
           MOVE COUNT-IN TO TO-COUNT
           DIVIDE AMOUNT-IN BY 100 GIVING TO-AMOUNT
           WRITE REPORT-LINE FROM TOTAL-LINE
           PERFORM BLANK-LINE
           MOVE "END OF REPORT" TO REPORT-LINE
           WRITE REPORT-LINE
           MOVE L-REPORT-NAME TO FAILED-NAME
           PERFORM CHECK-FILE.

       BLANK-LINE.
           MOVE SPACES TO REPORT-LINE
           WRITE REPORT-LINE.

       ASK-FOR-BLANK-FILLED-TEXT.
           MOVE 1 TO SX-FILL
           MOVE LOW-VALUES TO STEPUP-TEXT
           MOVE LENGTH OF STEPUP-TEXT TO ST-SIZE
           SET ST-CHARSET-UTF-8 TO TRUE
           SET ST-LANGUAGE-EN TO TRUE
           MOVE 1 TO ST-FILL.

       CHECK-STATUS.
           IF SU-STATUS-FAILED
               MOVE L-REPORT-NAME TO FAILED-NAME
               MOVE SX-TEXT TO FAILED-WHY
               PERFORM NO-REPORT
           END-IF.

       CHECK-FILE.
           IF NOT FILE-IS-FINE
               MOVE SPACES TO FAILED-WHY
               STRING "file status " FILE-STATUS
                   DELIMITED BY SIZE INTO FAILED-WHY
               PERFORM NO-REPORT
           END-IF.

       NO-REPORT.
           DISPLAY "overnight: no report: " FUNCTION TRIM (FAILED-NAME)
               ": " FUNCTION TRIM (FAILED-WHY) UPON SYSERR
           CLOSE TRANSFERS JOURNAL REPORT-FILE
           GOBACK.
       END PROGRAM OVNREPRT.
