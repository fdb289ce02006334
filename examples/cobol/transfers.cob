      * transfers: writes a day's transfers for the overnight run, the
      * same each time.
      *
      *   transfers COUNT FILE
       IDENTIFICATION DIVISION.
       PROGRAM-ID. TRANSFERS.
       ENVIRONMENT DIVISION.
       INPUT-OUTPUT SECTION.
       FILE-CONTROL.
           SELECT TRANSFERS-FILE ASSIGN TO DYNAMIC FILE-NAME
               ORGANIZATION IS SEQUENTIAL
               FILE STATUS IS FILE-STATUS.
       DATA DIVISION.
       FILE SECTION.
       FD  TRANSFERS-FILE.
           COPY "transfer.cpy".
       WORKING-STORAGE SECTION.
       01  FILE-NAME               PIC X(256).
       01  FILE-STATUS             PIC X(2).
           88  FILE-IS-FINE        VALUE "00" "05".
       01  COUNT-TEXT              PIC X(9).
       01  TRANSFER-COUNT          PIC 9(9).
       01  THIS-NUMBER             PIC 9(9).
       01  LAST-TRANSFER           PIC X(200).

      * SOURCE: Park and Miller's minimal standard generator, 1988.
       01  SEED                    PIC 9(18) COMP-5 VALUE 20270115.
       01  DRAWN                   PIC 9(9) COMP-5.
       01  MOST                    PIC 9(9) COMP-5.

       01  CLOCK-SECONDS           PIC 9(9) COMP-5 VALUE 28800.
       01  CLOCK.
           05  CLOCK-DATE          PIC 9(8).
           05  CLOCK-HOUR          PIC 9(2).
           05  CLOCK-MINUTE        PIC 9(2).
           05  CLOCK-SECOND        PIC 9(2).
       01  FIRST-DAY               PIC 9(9) COMP-5.
       01  SECOND-OF-DAY           PIC 9(9) COMP-5.
       01  THIS-DAY                PIC 9(9) COMP-5.
       01  MINUTE-OF-DAY           PIC 9(9) COMP-5.

      * Published examples of IBANs.
       01  IBANS.
           05  FILLER PIC X(34) VALUE "GB82 WEST 1234 5698 7654 32".
           05  FILLER PIC X(34) VALUE "DE89370400440532013000".
           05  FILLER PIC X(34) VALUE "FR1420041010050500013M02606".
           05  FILLER PIC X(34) VALUE "NL91ABNA0417164300".
       01  IBAN-TABLE REDEFINES IBANS.
           05  IBAN                OCCURS 4 TIMES PIC X(34).
       01  CHANNELS PIC X(40)
               VALUE "counter app     file    phone   web     ".
       01  CHANNEL-TABLE REDEFINES CHANNELS.
           05  CHANNEL-WORD        OCCURS 5 TIMES PIC X(8).
       01  ACCOUNT-NUMBER.
           05  FILLER              PIC X(8) VALUE "62220212".
           05  ACCOUNT-LAST        PIC 9(8).
       01  DEVICE-NAME.
           05  FILLER              PIC X(6) VALUE "PHONE-".
           05  DEVICE-OWNER        PIC 9(8).

       PROCEDURE DIVISION.
       WRITE-TRANSFERS.
           ACCEPT COUNT-TEXT FROM ARGUMENT-VALUE
           ACCEPT FILE-NAME FROM ARGUMENT-VALUE
           IF FUNCTION TEST-NUMVAL (COUNT-TEXT) NOT = 0
               DISPLAY "transfers: COUNT FILE" UPON SYSERR
               MOVE 16 TO RETURN-CODE
               STOP RUN
           END-IF
           MOVE FUNCTION NUMVAL (COUNT-TEXT) TO TRANSFER-COUNT
           COMPUTE FIRST-DAY = FUNCTION INTEGER-OF-DATE (20270115)
           OPEN OUTPUT TRANSFERS-FILE
           PERFORM CHECK-FILE
           PERFORM VARYING THIS-NUMBER FROM 1 BY 1
                   UNTIL THIS-NUMBER > TRANSFER-COUNT
               PERFORM ONE-TRANSFER
               WRITE TRANSFER-RECORD
               PERFORM CHECK-FILE
           END-PERFORM
           CLOSE TRANSFERS-FILE
           PERFORM CHECK-FILE
           STOP RUN.

       CHECK-FILE.
           IF NOT FILE-IS-FINE
               DISPLAY "transfers: " FUNCTION TRIM (FILE-NAME)
                   ": file status " FILE-STATUS UPON SYSERR
               MOVE 16 TO RETURN-CODE
               STOP RUN
           END-IF.

       ONE-TRANSFER.
           PERFORM GOOD-TRANSFER
           IF THIS-NUMBER >= 2 AND THIS-NUMBER <= 4
               PERFORM JUST-BELOW-THE-LINE
           ELSE
               EVALUATE FUNCTION MOD (THIS-NUMBER, 90)
                   WHEN 11 MOVE ALL "0" TO TRANSFER-RECORD (45:8)
                   WHEN 22 MOVE "fax" TO T-CHANNEL
                   WHEN 33 MOVE "20270230101500" TO T-CIVIL-TIME
                   WHEN 44 MOVE SPACES TO T-PAYEE
                   WHEN 55 MOVE ZERO TO T-AMOUNT
                   WHEN 66 MOVE LAST-TRANSFER TO TRANSFER-RECORD
                   WHEN 70 MOVE SPACES TO TRANSFER-RECORD (10:8)
                   WHEN 77 MOVE "iban" TO T-PAYEE-KIND
                           MOVE "GB83WEST12345698765432" TO T-PAYEE
                   WHEN 88 MULTIPLY -1 BY T-AMOUNT
               END-EVALUATE
           END-IF
           MOVE TRANSFER-RECORD TO LAST-TRANSFER.

      * One customer, one payee, three times a little less than 50,000:
      * no single one passes the line, and together they do.
       JUST-BELOW-THE-LINE.
           MOVE 1007 TO T-CUSTOMER
           MOVE "counter" TO T-CHANNEL
           MOVE 49999.00 TO T-AMOUNT
           MOVE 400000.00 TO T-BALANCE
           MOVE "iban" TO T-PAYEE-KIND
           MOVE IBAN (1) TO T-PAYEE
           MOVE "paid-before" TO T-PAYEE-RELATION
           MOVE SPACES TO T-DEVICE T-COUNTRY
           MOVE "face" TO T-PROVED (1)
           MOVE "sms" TO T-PROVED (2)
           MOVE "Y" TO T-CONFIRMED.

       GOOD-TRANSFER.
           MOVE SPACES TO TRANSFER-RECORD
           MOVE THIS-NUMBER TO T-NUMBER
           MOVE 40 TO MOST
           PERFORM DRAW
           ADD 1000 TO DRAWN GIVING T-CUSTOMER
           MOVE 5 TO MOST
           PERFORM DRAW
           MOVE CHANNEL-WORD (DRAWN) TO T-CHANNEL
           PERFORM MOVE-THE-CLOCK
           MOVE 480 TO T-OFFSET-MINUTES
           PERFORM DRAW-AMOUNT
           PERFORM DRAW-PAYEE
           IF T-CHANNEL = "app" OR T-CHANNEL = "web"
               MOVE T-CUSTOMER TO DEVICE-OWNER
               MOVE DEVICE-NAME TO T-DEVICE
               MOVE "CN" TO T-COUNTRY
           END-IF
           MOVE "face sms" TO T-ENROLLED
           MOVE 3 TO MOST
           PERFORM DRAW
           IF DRAWN > 1
               MOVE "face" TO T-PROVED (1)
               MOVE "Y" TO T-CONFIRMED
           END-IF
           IF DRAWN > 2
               MOVE "sms" TO T-PROVED (2)
           END-IF.

       MOVE-THE-CLOCK.
           MOVE 60 TO MOST
           PERFORM DRAW
           ADD DRAWN TO CLOCK-SECONDS
           DIVIDE CLOCK-SECONDS BY 86400 GIVING THIS-DAY
               REMAINDER SECOND-OF-DAY
           ADD FIRST-DAY TO THIS-DAY
           MOVE FUNCTION DATE-OF-INTEGER (THIS-DAY) TO CLOCK-DATE
           DIVIDE SECOND-OF-DAY BY 60 GIVING MINUTE-OF-DAY
               REMAINDER CLOCK-SECOND
           DIVIDE MINUTE-OF-DAY BY 60 GIVING CLOCK-HOUR
               REMAINDER CLOCK-MINUTE
           MOVE CLOCK TO T-CIVIL-TIME.

      * Most are small; one in ten is up to a thousand times as large.
       DRAW-AMOUNT.
           MOVE 50000 TO MOST
           PERFORM DRAW
           COMPUTE T-AMOUNT = DRAWN / 100
           MOVE 10 TO MOST
           PERFORM DRAW
           IF DRAWN = 1
               MOVE 1000 TO MOST
               PERFORM DRAW
               MULTIPLY DRAWN BY T-AMOUNT
           END-IF
           MOVE 9000 TO MOST
           PERFORM DRAW
           COMPUTE T-BALANCE = T-AMOUNT + DRAWN.

       DRAW-PAYEE.
           MOVE 12 TO MOST
           PERFORM DRAW
           MOVE "paid-before" TO T-PAYEE-RELATION
           EVALUATE DRAWN
               WHEN 1 THRU 4
                   MOVE "iban" TO T-PAYEE-KIND
                   MOVE IBAN (DRAWN) TO T-PAYEE
               WHEN OTHER
                   MOVE "account" TO T-PAYEE-KIND
                   MOVE DRAWN TO ACCOUNT-LAST
                   MOVE ACCOUNT-NUMBER TO T-PAYEE
           END-EVALUATE
           EVALUATE DRAWN
               WHEN 4 MOVE "unrelated" TO T-PAYEE-RELATION
               WHEN 5 MOVE "trusted-list" TO T-PAYEE-RELATION
               WHEN 6 MOVE "own-account-here" TO T-PAYEE-RELATION
           END-EVALUATE.

      * A number from 1 to MOST.
       DRAW.
           COMPUTE SEED = FUNCTION MOD (SEED * 16807, 2147483647)
           COMPUTE DRAWN = FUNCTION MOD (SEED, MOST) + 1.
       END PROGRAM TRANSFERS.
