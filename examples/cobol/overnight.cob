      * overnight: decides a day's transfers, one after the other, as
      * an end-of-day batch does.
      *
      *   overnight POLICY KEY TRANSFERS PROFILES JOURNAL REPORT
      *
      * It may be killed at any moment and started again with the same
      * arguments: the profiles and the report are the same, to the
      * byte, as if it had never been killed. The return code is 0, or
      * 4 where there were bad records, or 16 where it could not run.
       IDENTIFICATION DIVISION.
       PROGRAM-ID. OVERNIGHT.

       ENVIRONMENT DIVISION.
       INPUT-OUTPUT SECTION.
       FILE-CONTROL.
           SELECT TRANSFERS ASSIGN TO DYNAMIC TRANSFERS-NAME
               ORGANIZATION IS SEQUENTIAL
               FILE STATUS IS FILE-STATUS.
      * The profiles lie in a RELATIVE file under the customer's number.
      * An INDEXED file would read the same, but GnuCOBOL keeps it in
      * Berkeley DB without transactions, and kill -9 can tear its
      * index. On a mainframe this is a VSAM RRDS or KSDS. EXCLUSIVE
      * keeps a second run out while the first one lives.
           SELECT PROFILES ASSIGN TO DYNAMIC PROFILES-NAME
               ORGANIZATION IS RELATIVE
               ACCESS MODE IS DYNAMIC
               LOCK MODE IS EXCLUSIVE
               RELATIVE KEY IS PROFILE-KEY
               FILE STATUS IS FILE-STATUS.
           SELECT JOURNAL ASSIGN TO DYNAMIC JOURNAL-NAME
               ORGANIZATION IS RELATIVE
               ACCESS MODE IS DYNAMIC
               LOCK MODE IS EXCLUSIVE
               RELATIVE KEY IS ENTRY-KEY
               FILE STATUS IS FILE-STATUS.

       DATA DIVISION.
       FILE SECTION.
       FD  TRANSFERS.
           COPY "transfer.cpy".

      * A profile is 1024 bytes that only the library reads. They are
      * bytes, not text: no code page may be converted here.
       FD  PROFILES.
       01  PROFILE-RECORD          PIC X(1024).

       FD  JOURNAL.
           COPY "journal.cpy".

       WORKING-STORAGE SECTION.
           COPY "stepup.cpy".

       01  FILE-NAMES.
           05  POLICY-NAME         PIC X(256).
           05  KEY-NAME            PIC X(256).
           05  TRANSFERS-NAME      PIC X(256).
           05  PROFILES-NAME       PIC X(256).
           05  JOURNAL-NAME        PIC X(256).
           05  REPORT-NAME         PIC X(256).

       01  FILE-STATUS             PIC X(2).
           88  FILE-IS-FINE        VALUE "00" "05".
           88  FILE-AT-END         VALUE "10".
           88  FILE-IS-NOT-THERE   VALUE "35".
           88  SLOT-IS-TAKEN       VALUE "22".
           88  SLOT-IS-EMPTY       VALUE "23".
      * A slot of which the kill left only the beginning.
           88  SLOT-IS-TORN        VALUE "30".
       01  PROFILE-KEY             PIC 9(8).
       01  ENTRY-KEY               PIC 9(9).

       01  WHY-IT-CANNOT-RUN.
           05  WHY-WHAT            PIC X(40).
           05  WHY-FILE            PIC X(256).
           05  WHY-DETAIL          PIC X(200).
       01  SHOWN-LINE              PIC Z(4)9.
       01  SHOWN-COLUMN            PIC ZZ9.

      * The bank's policy and the key of its pseudonyms. KEY-NUMBER
      * rises when the bank changes the key; profiles made under
      * another key do not match.
      *
      * The handle and the length of a policy are of 64 bits. GnuCOBOL
      * cuts what goes BY VALUE to 32, silently, unless it is told not
      * to: that is what SIZE AUTO in the calls below is for.
       01  POLICY-TEXT             PIC X(262144).
       01  POLICY-CAPACITY         PIC S9(9) COMP-5 VALUE 262144.
       01  POLICY-HANDLE           PIC S9(18) COMP-5 VALUE 0.
       01  POLICY-BYTES            PIC S9(18) COMP-5.
       01  KEY-TEXT                PIC X(4096).
       01  KEY-CAPACITY            PIC S9(9) COMP-5 VALUE 4096.
       01  KEY-BYTES               PIC S9(9) COMP-5.
           88  KEY-IS-LONG-ENOUGH  VALUE 32 THRU 4096.
       01  KEY-NUMBER              PIC S9(9) COMP-5 VALUE 1.
       01  FILE-LENGTH             PIC S9(9) COMP-5.
           88  FILE-IS-UNREADABLE  VALUE -1.
           88  FILE-IS-TOO-LONG    VALUE 0.
      * What customers of whom nothing is known yet usually send, in
      * minor units: this bank's averages.
       01  USUAL-AMOUNT            PIC S9(18) COMP-5 VALUE 50000.
       01  USUAL-OUTFLOW           PIC S9(18) COMP-5 VALUE 100000.
       01  USUAL-SPREAD            PIC S9(9) COMP-5 VALUE 300.

       01  REPORT-CODE             PIC S9(9) COMP-5.

       01  WHERE-WE-ARE            PIC X VALUE "M".
           88  MORE-TRANSFERS      VALUE "M".
           88  NO-MORE-TRANSFERS   VALUE "N".
       01  DONE-BEFORE             PIC 9(9) VALUE 0.
       01  TRANSFER-COUNT          PIC 9(9) VALUE 0.

      * Ids of 16 bytes, made from the core's own number, so that a
      * restart makes the same ones. A transfer's attempt and its
      * settlement are two events and need two ids: under one, the
      * second would be taken for a repeat and not be counted.
       01  IDS.
           05  TRANSFER-ID.
               10  FILLER          PIC X(4) VALUE "OVN-".
               10  TRANSFER-ID-NO  PIC 9(9).
               10  FILLER          PIC X(3) VALUE SPACES.
           05  ATTEMPT-ID.
               10  FILLER          PIC X(4) VALUE "OVN-".
               10  ATTEMPT-ID-NO   PIC 9(9).
               10  FILLER          PIC X(3) VALUE "-AT".
           05  SETTLED-ID.
               10  FILLER          PIC X(4) VALUE "OVN-".
               10  SETTLED-ID-NO   PIC 9(9).
               10  FILLER          PIC X(3) VALUE "-ST".

      * Words of the record on their way to numbers of the interface,
      * sets of words, and identifiers on theirs to pseudonyms.
       01  WORD-KIND               PIC S9(9) COMP-5.
       01  WORD-TEXT               PIC X(28).
       01  WORD-NUMBER             PIC S9(9) COMP-5.
       01  ID-KIND                 PIC S9(9) COMP-5.
       01  ID-TEXT                 PIC X(34).
       01  ID-PSEUDONYM            PIC X(16).
       01  FACTOR-PLACE            PIC 9(4) COMP-5.
       01  PROVED-SET              PIC S9(9) COMP-5.
       01  MINOR-UNITS             PIC S9(18) COMP-5.

       PROCEDURE DIVISION.
       OVERNIGHT-RUN.
           PERFORM TAKE-ARGUMENTS
           PERFORM LOAD-POLICY
           PERFORM LOAD-KEY
           PERFORM OPEN-FILES
           PERFORM FIND-WHERE-TO-GO-ON
           PERFORM NEXT-TRANSFER
           PERFORM UNTIL NO-MORE-TRANSFERS
               PERFORM DECIDE-TRANSFER
               PERFORM NEXT-TRANSFER
           END-PERFORM
           CLOSE TRANSFERS PROFILES JOURNAL
           PERFORM WRITE-REPORT
           CALL "SUPOLFR" USING BY VALUE SIZE AUTO POLICY-HANDLE
               BY REFERENCE OMITTED RETURNING SU-STATUS
      * Only here: whatever is called may have left its own code.
           MOVE REPORT-CODE TO RETURN-CODE
           STOP RUN.

      * ---- Beginning ----------------------------------------------
       TAKE-ARGUMENTS.
           ACCEPT POLICY-NAME FROM ARGUMENT-VALUE
           ACCEPT KEY-NAME FROM ARGUMENT-VALUE
           ACCEPT TRANSFERS-NAME FROM ARGUMENT-VALUE
           ACCEPT PROFILES-NAME FROM ARGUMENT-VALUE
           ACCEPT JOURNAL-NAME FROM ARGUMENT-VALUE
           ACCEPT REPORT-NAME FROM ARGUMENT-VALUE
               ON EXCEPTION
                   MOVE "six file names are needed" TO WHY-WHAT
                   MOVE SPACES TO WHY-FILE
                   MOVE "POLICY KEY TRANSFERS PROFILES JOURNAL REPORT"
                       TO WHY-DETAIL
                   PERFORM CANNOT-RUN
           END-ACCEPT.

       LOAD-POLICY.
           CALL "READFILE" USING POLICY-NAME POLICY-TEXT
               POLICY-CAPACITY FILE-LENGTH
           MOVE POLICY-NAME TO WHY-FILE
           PERFORM CHECK-WHOLE-FILE
           MOVE FILE-LENGTH TO POLICY-BYTES
           PERFORM CLEAR-ERROR
           CALL "SUPOLLD" USING BY REFERENCE POLICY-TEXT
               BY VALUE SIZE AUTO POLICY-BYTES SU-CHARSET-UTF-8
               BY REFERENCE OMITTED POLICY-HANDLE STEPUP-ERROR
               RETURNING SU-STATUS
           IF SU-STATUS-FAILED
               MOVE "the policy does not load" TO WHY-WHAT
               PERFORM CANNOT-RUN-AS-THE-LIBRARY-SAYS
           END-IF
           CALL "SUPOLIN" USING BY VALUE SIZE AUTO POLICY-HANDLE
               BY REFERENCE STEPUP-POLICY-FACTS STEPUP-ERROR
               RETURNING SU-STATUS
           IF SU-STATUS-FAILED
               MOVE "the policy tells nothing of itself" TO WHY-WHAT
               PERFORM CANNOT-RUN-AS-THE-LIBRARY-SAYS
           END-IF.

       LOAD-KEY.
           CALL "READFILE" USING KEY-NAME KEY-TEXT
               KEY-CAPACITY FILE-LENGTH
           MOVE KEY-NAME TO WHY-FILE
           PERFORM CHECK-WHOLE-FILE
           MOVE FILE-LENGTH TO KEY-BYTES
           IF NOT KEY-IS-LONG-ENOUGH
               MOVE "the key is too short" TO WHY-WHAT
               MOVE "it needs 32 bytes" TO WHY-DETAIL
               PERFORM CANNOT-RUN
           END-IF.

       CHECK-WHOLE-FILE.
           IF FILE-IS-UNREADABLE
               MOVE "this file cannot be read" TO WHY-WHAT
               MOVE SPACES TO WHY-DETAIL
               PERFORM CANNOT-RUN
           END-IF
           IF FILE-IS-TOO-LONG
               MOVE "this file is empty or too long" TO WHY-WHAT
               MOVE SPACES TO WHY-DETAIL
               PERFORM CANNOT-RUN
           END-IF.

       OPEN-FILES.
           OPEN INPUT TRANSFERS
           MOVE TRANSFERS-NAME TO WHY-FILE
           PERFORM CHECK-FILE
           MOVE PROFILES-NAME TO WHY-FILE
           OPEN I-O PROFILES
           IF FILE-IS-NOT-THERE
               OPEN OUTPUT PROFILES
               PERFORM CHECK-FILE
               CLOSE PROFILES
               OPEN I-O PROFILES
           END-IF
           PERFORM CHECK-FILE
           MOVE JOURNAL-NAME TO WHY-FILE
           OPEN I-O JOURNAL
           IF FILE-IS-NOT-THERE
               OPEN OUTPUT JOURNAL
               PERFORM CHECK-FILE
               CLOSE JOURNAL
               OPEN I-O JOURNAL
           END-IF
           PERFORM CHECK-FILE.

      * ---- Restart ------------------------------------------------
      * The journal is written before the profile, and the report when
      * all is decided. The other way round, a kill between the two
      * would leave a profile that counts a transfer of which nobody
      * knows the decision. Deciding it again, on top of itself, would
      * give another answer, and reserving it would be a repeat.
      *
      * So all that can be lost is the profile of the last whole entry,
      * which may be old, new, or half of each. The entry has it, and
      * putting it in place again does no harm. A torn entry says that
      * its profile was not touched yet: its transfer is decided again.
       FIND-WHERE-TO-GO-ON.
           MOVE 1 TO ENTRY-KEY
           PERFORM READ-ENTRY
           PERFORM UNTIL NOT FILE-IS-FINE
               MOVE ENTRY-KEY TO DONE-BEFORE
               ADD 1 TO ENTRY-KEY
               PERFORM READ-ENTRY
           END-PERFORM
           PERFORM CHECK-NOTHING-FOLLOWS
           IF DONE-BEFORE > 0
               PERFORM SKIP-TRANSFER DONE-BEFORE TIMES
               MOVE DONE-BEFORE TO ENTRY-KEY
               PERFORM READ-ENTRY
               PERFORM CHECK-ENTRY-BELONGS-HERE
               IF JE-IS-DECIDED
                   PERFORM PUT-PROFILE
               END-IF
           END-IF.

       READ-ENTRY.
           READ JOURNAL
           IF FILE-IS-FINE
               IF JE-BEGIN NOT = ENTRY-KEY OR JE-END NOT = ENTRY-KEY
                   SET SLOT-IS-TORN TO TRUE
               END-IF
           END-IF
           IF NOT FILE-IS-FINE AND NOT SLOT-IS-EMPTY
                   AND NOT SLOT-IS-TORN
               MOVE JOURNAL-NAME TO WHY-FILE
               PERFORM CHECK-FILE
           END-IF.

      * Only the last entry can be torn by a kill. One with others
      * behind it was damaged, and nothing may be decided over them.
       CHECK-NOTHING-FOLLOWS.
           ADD 1 TO ENTRY-KEY
           PERFORM READ-ENTRY
           IF NOT SLOT-IS-EMPTY
               MOVE "this journal is damaged" TO WHY-WHAT
               MOVE JOURNAL-NAME TO WHY-FILE
               MOVE "put its copy in place" TO WHY-DETAIL
               PERFORM CANNOT-RUN
           END-IF.

       SKIP-TRANSFER.
           PERFORM NEXT-TRANSFER
           IF NO-MORE-TRANSFERS
               PERFORM CANNOT-GO-ON-HERE
           END-IF.

       CHECK-ENTRY-BELONGS-HERE.
           IF JE-TRANSFER NOT = TRANSFER-RECORD
                   OR JE-POLICY NOT = SI-IDENTITY
               PERFORM CANNOT-GO-ON-HERE
           END-IF.

       CANNOT-GO-ON-HERE.
           MOVE "this journal is of another run" TO WHY-WHAT
           MOVE JOURNAL-NAME TO WHY-FILE
           MOVE "restart with the same policy and transfers, or begin"
               & " with an empty journal" TO WHY-DETAIL
           PERFORM CANNOT-RUN.

      * ---- One transfer -------------------------------------------
       NEXT-TRANSFER.
           READ TRANSFERS
           IF FILE-AT-END
               SET NO-MORE-TRANSFERS TO TRUE
           ELSE
               MOVE TRANSFERS-NAME TO WHY-FILE
               PERFORM CHECK-FILE
               ADD 1 TO TRANSFER-COUNT
           END-IF.

       DECIDE-TRANSFER.
           PERFORM CLEAR-ERROR
           PERFORM BEGIN-REQUEST
           PERFORM TAKE-AMOUNTS
           IF NOT SU-STATUS-FAILED PERFORM TAKE-CUSTOMER END-IF
           IF NOT SU-STATUS-FAILED PERFORM TAKE-CHANNEL END-IF
           IF NOT SU-STATUS-FAILED PERFORM TAKE-TIME END-IF
           IF NOT SU-STATUS-FAILED PERFORM TAKE-PAYEE END-IF
           IF NOT SU-STATUS-FAILED PERFORM TAKE-DEVICE END-IF
           IF NOT SU-STATUS-FAILED PERFORM TAKE-FACTORS END-IF
           IF NOT SU-STATUS-FAILED PERFORM TAKE-THE-REST END-IF
           IF NOT SU-STATUS-FAILED PERFORM GET-PROFILE END-IF
           IF NOT SU-STATUS-FAILED PERFORM ASK-THE-LIBRARY END-IF
           IF NOT SU-STATUS-FAILED PERFORM REMEMBER-IT END-IF
           PERFORM WRITE-ENTRY
           IF JE-IS-DECIDED
               PERFORM PUT-PROFILE
           END-IF.

      * Zeros claim nothing: a fact that is not taken over below is
      * missing, and the policy says what a missing fact is taken for.
       BEGIN-REQUEST.
           MOVE LOW-VALUES TO STEPUP-REQUEST
           MOVE LENGTH OF STEPUP-REQUEST TO SR-SIZE
           SET SR-OPERATION-TRANSFER TO TRUE
           MOVE KEY-NUMBER TO SR-KEY-ID
           MOVE SI-CURRENCY TO SR-CURRENCY
           MOVE T-NUMBER TO TRANSFER-ID-NO ATTEMPT-ID-NO SETTLED-ID-NO
           MOVE ATTEMPT-ID TO SR-REFERENCE
           MOVE TRANSFER-ID TO SR-TRANSFER
           SET SR-TRANSFER-STATE-YES TO TRUE.

      * The packed fields are checked by the library. COBOL itself
      * would make some number of blanks that were moved there as text.
       TAKE-AMOUNTS.
           MOVE 0 TO MINOR-UNITS
           CALL "SUAMTPAC" USING BY REFERENCE T-AMOUNT
               BY VALUE LENGTH OF T-AMOUNT 2 SI-CURRENCY
               BY REFERENCE MINOR-UNITS STEPUP-ERROR
               RETURNING SU-STATUS
           IF NOT SU-STATUS-FAILED
               MOVE MINOR-UNITS TO SR-AMOUNT
               SET SR-AMOUNT-KNOWN TO TRUE
               CALL "SUAMTPAC" USING BY REFERENCE T-BALANCE
                   BY VALUE LENGTH OF T-BALANCE 2 SI-CURRENCY
                   BY REFERENCE SR-BALANCE STEPUP-ERROR
                   RETURNING SU-STATUS
               SET SR-BALANCE-KNOWN TO TRUE
           END-IF.

      * No identifier leaves this program: customer, payee and device
      * go as pseudonyms under the bank's key.
       TAKE-CUSTOMER.
           MOVE SU-ID-CUSTOMER TO ID-KIND
           MOVE T-CUSTOMER TO ID-TEXT
           PERFORM TAKE-ID
           MOVE ID-PSEUDONYM TO SR-CUSTOMER
      * Only this program knows that its customers are numbers.
           IF NOT SU-STATUS-FAILED
               IF T-CUSTOMER NOT NUMERIC OR T-CUSTOMER = ZERO
                   SET SU-STATUS-FIELD TO TRUE
                   MOVE "customer" TO SX-NAME
                   MOVE "a customer has a number from 1" TO SX-TEXT
               END-IF
           END-IF.

       TAKE-CHANNEL.
           MOVE SU-KIND-CHANNEL TO WORD-KIND
           MOVE T-CHANNEL TO WORD-TEXT
           PERFORM TAKE-WORD
           IF NOT SU-STATUS-FAILED
               MOVE FUNCTION CHAR (WORD-NUMBER + 1) TO SR-CHANNEL
           END-IF.

       TAKE-TIME.
           IF T-OFFSET-MINUTES NOT NUMERIC
               SET SU-STATUS-FIELD TO TRUE
               MOVE "offset_minutes" TO SX-NAME
               MOVE "the offset is no number" TO SX-TEXT
           ELSE
               MOVE T-OFFSET-MINUTES TO SR-OFFSET-MINUTES
               CALL "SUTIMCIV" USING BY REFERENCE T-CIVIL-TIME
                   BY VALUE SR-OFFSET-MINUTES
                   BY REFERENCE SR-AT STEPUP-ERROR
                   RETURNING SU-STATUS
           END-IF.

       TAKE-PAYEE.
           MOVE SU-KIND-ID TO WORD-KIND
           MOVE T-PAYEE-KIND TO WORD-TEXT
           PERFORM TAKE-WORD
           IF NOT SU-STATUS-FAILED
               MOVE WORD-NUMBER TO ID-KIND
               MOVE T-PAYEE TO ID-TEXT
               PERFORM TAKE-ID
               MOVE ID-PSEUDONYM TO SR-PAYEE
               SET SR-PAYEE-KNOWN TO TRUE
           END-IF
           IF NOT SU-STATUS-FAILED
               MOVE SU-KIND-PAYEE-RELATION TO WORD-KIND
               MOVE T-PAYEE-RELATION TO WORD-TEXT
               PERFORM TAKE-WORD
               MOVE FUNCTION CHAR (WORD-NUMBER + 1)
                   TO SR-PAYEE-RELATION
               SET SR-PAYEE-RELATION-KNOWN TO TRUE
           END-IF.

      * In an app or a browser somebody holds a device even where the
      * record names none: then it is missing, and that is suspicious.
      * At a counter there is none, and nothing is missing.
       TAKE-DEVICE.
           EVALUATE TRUE
               WHEN T-DEVICE NOT = SPACES
                   MOVE SU-ID-DEVICE TO ID-KIND
                   MOVE T-DEVICE TO ID-TEXT
                   PERFORM TAKE-ID
                   MOVE ID-PSEUDONYM TO SR-DEVICE
                   SET SR-DEVICE-KNOWN TO TRUE
               WHEN SR-CHANNEL-APP
                   SET SR-DEVICE-MISSING TO TRUE
               WHEN SR-CHANNEL-WEB
                   SET SR-DEVICE-MISSING TO TRUE
               WHEN OTHER
                   SET SR-DEVICE-NA TO TRUE
                   SET SR-POSITION-NA TO TRUE
                   SET SR-INTEGRITY-NA TO TRUE
                   SET SR-NETWORK-NA TO TRUE
                   SET SR-NETWORK-POSITION-NA TO TRUE
                   SET SR-BEHAVIOUR-NA TO TRUE
           END-EVALUATE.

       TAKE-FACTORS.
           MOVE SU-KIND-FACTOR TO WORD-KIND
           MOVE T-ENROLLED TO WORD-TEXT
           PERFORM TAKE-SET
           MOVE WORD-NUMBER TO SR-ENROLLED
           IF NOT SU-STATUS-FAILED
               MOVE T-PROVED-WORDS TO WORD-TEXT
               PERFORM TAKE-SET
               MOVE WORD-NUMBER TO PROVED-SET
           END-IF
           PERFORM VARYING FACTOR-PLACE FROM 1 BY 1
                   UNTIL FACTOR-PLACE > 2 OR SU-STATUS-FAILED
               IF T-PROVED (FACTOR-PLACE) NOT = SPACES
                   MOVE T-PROVED (FACTOR-PLACE) TO WORD-TEXT
                   PERFORM TAKE-WORD
                   MOVE FUNCTION CHAR (WORD-NUMBER + 1)
                       TO SR-PROOF-FACTOR (FACTOR-PLACE)
                   MOVE SR-CHANNEL TO SR-PROOF-CHANNEL (FACTOR-PLACE)
                   MOVE SR-AT TO SR-PROOF-AT (FACTOR-PLACE)
               END-IF
           END-PERFORM.

       TAKE-THE-REST.
           IF T-CONFIRMED = "Y"
               SET SR-CONFIRMED-YES TO TRUE
           END-IF
           IF T-COUNTRY NOT = SPACES
               MOVE T-COUNTRY TO SR-COUNTRY
               SET SR-POSITION-KNOWN TO TRUE
           END-IF.

      * Of what is no word the number is 0, as the library leaves it.
       TAKE-WORD.
           CALL "SUVALUE" USING BY VALUE WORD-KIND
               BY REFERENCE WORD-TEXT
               BY VALUE LENGTH OF WORD-TEXT SU-CHARSET-UTF-8
               BY REFERENCE WORD-NUMBER STEPUP-ERROR
               RETURNING SU-STATUS.

       TAKE-SET.
           CALL "SUSET" USING BY VALUE WORD-KIND
               BY REFERENCE WORD-TEXT
               BY VALUE LENGTH OF WORD-TEXT SU-CHARSET-UTF-8
               BY REFERENCE WORD-NUMBER STEPUP-ERROR
               RETURNING SU-STATUS.

       TAKE-ID.
           CALL "SUPSEUDO" USING BY REFERENCE KEY-TEXT
               BY VALUE KEY-BYTES ID-KIND
               BY REFERENCE ID-TEXT
               BY VALUE LENGTH OF ID-TEXT SU-CHARSET-UTF-8
               BY REFERENCE ID-PSEUDONYM STEPUP-ERROR
               RETURNING SU-STATUS
           IF SU-STATUS-FAILED
               MOVE LOW-VALUES TO ID-PSEUDONYM
           END-IF.

      * ---- Profile and decision -----------------------------------
       GET-PROFILE.
           MOVE T-CUSTOMER TO PROFILE-KEY
           READ PROFILES
           IF SLOT-IS-EMPTY
               PERFORM NEW-PROFILE
           ELSE
               MOVE PROFILES-NAME TO WHY-FILE
               PERFORM CHECK-FILE
           END-IF.

       NEW-PROFILE.
           MOVE LOW-VALUES TO STEPUP-OPENING
           MOVE LENGTH OF STEPUP-OPENING TO SO-SIZE
           MOVE KEY-NUMBER TO SO-KEY-ID
           MOVE SR-AT TO SO-AT
           MOVE SR-OFFSET-MINUTES TO SO-OFFSET-MINUTES
           MOVE SR-CURRENCY TO SO-CURRENCY
           MOVE SR-CUSTOMER TO SO-CUSTOMER
           MOVE USUAL-AMOUNT TO SO-USUAL-AMOUNT
           MOVE USUAL-OUTFLOW TO SO-USUAL-OUTFLOW
           MOVE USUAL-SPREAD TO SO-AMOUNT-SPREAD SO-OUTFLOW-SPREAD
           CALL "SUPRONEW" USING BY REFERENCE STEPUP-OPENING
               PROFILE-RECORD STEPUP-ERROR
               RETURNING SU-STATUS.

       ASK-THE-LIBRARY.
           MOVE LOW-VALUES TO STEPUP-DECISION
           MOVE LENGTH OF STEPUP-DECISION TO SD-SIZE
           CALL "SUDECIDE" USING BY VALUE SIZE AUTO POLICY-HANDLE
               BY REFERENCE STEPUP-REQUEST PROFILE-RECORD
               STEPUP-DECISION STEPUP-ERROR
               RETURNING SU-STATUS.

      * What was asked for is reserved whatever the answer is, so that
      * the customer's next transfer is decided as one more on top of
      * it. What may go is settled as well. Both events carry an id; of
      * one that the profile knows, the library says that it is a
      * repeat and changes nothing. Here that means that the same
      * transfer stands in the file twice.
      *
      * Whoever freezes the account, settles what was held or proves
      * what was asked for tells the profile by an event of its own.
       REMEMBER-IT.
           CALL "SUPRORES" USING BY REFERENCE PROFILE-RECORD
               STEPUP-REQUEST STEPUP-ERROR
               RETURNING SU-STATUS
           IF SU-NOTE-REPEAT
               SET SU-STATUS-EVENT TO TRUE
               MOVE "number" TO SX-NAME
               MOVE "this transfer was decided already" TO SX-TEXT
           END-IF
           IF SU-STATUS-OK AND SD-OUTCOME-ALLOW
               PERFORM SETTLE-IT
           END-IF.

       SETTLE-IT.
           MOVE LOW-VALUES TO STEPUP-EVENT
           MOVE LENGTH OF STEPUP-EVENT TO SE-SIZE
           SET SE-KIND-SETTLED TO TRUE
           MOVE SETTLED-ID TO SE-ID
           MOVE SR-KEY-ID TO SE-KEY-ID
           MOVE SR-AT TO SE-AT
           MOVE SR-OFFSET-MINUTES TO SE-OFFSET-MINUTES
           MOVE SR-CUSTOMER TO SE-CUSTOMER
           MOVE SR-TRANSFER TO SE-TRANSFER
           MOVE SR-CURRENCY TO SE-CURRENCY
           MOVE SR-AMOUNT TO SE-MINOR
           MOVE PROVED-SET TO SE-PROVED
           MOVE SR-PAYEE TO SE-PAYEE
           SET SE-PAYEE-STATE-YES TO TRUE
           IF SR-OWN-ACCOUNT-HERE
               SET SE-OWN-ACCOUNT-HERE-YES TO TRUE
           END-IF
           IF SR-DEVICE-KNOWN
               MOVE SR-DEVICE TO SE-DEVICE
               SET SE-DEVICE-STATE-YES TO TRUE
           END-IF
           IF SR-POSITION-KNOWN
               MOVE SR-COUNTRY TO SE-COUNTRY
               SET SE-POSITION-STATE-YES TO TRUE
           END-IF
           CALL "SUPROOBS" USING BY REFERENCE PROFILE-RECORD
               STEPUP-EVENT STEPUP-ERROR
               RETURNING SU-STATUS.

      * ---- Journal and profiles -----------------------------------
       WRITE-ENTRY.
           MOVE LOW-VALUES TO JOURNAL-ENTRY
           MOVE TRANSFER-COUNT TO ENTRY-KEY JE-BEGIN JE-END
           MOVE MINOR-UNITS TO JE-MINOR
           MOVE TRANSFER-RECORD TO JE-TRANSFER
           MOVE SI-IDENTITY TO JE-POLICY
           MOVE SU-STATUS TO JE-STATUS
           IF SU-STATUS-FAILED
               SET JE-IS-BAD TO TRUE
               MOVE SX-NAME TO JE-FIELD
               MOVE SX-TEXT TO JE-TEXT
           ELSE
               SET JE-IS-DECIDED TO TRUE
               MOVE SD-OUTCOME TO JE-OUTCOME
               MOVE SD-CANONICAL TO JE-CANONICAL
               MOVE PROFILE-RECORD TO JE-PROFILE
           END-IF
           WRITE JOURNAL-ENTRY
           IF SLOT-IS-TAKEN
               REWRITE JOURNAL-ENTRY
           END-IF
           MOVE JOURNAL-NAME TO WHY-FILE
           PERFORM CHECK-FILE.

      * The customer's number stands in the transfer, which is the same
      * in the file and in the entry. WRITE comes before REWRITE: in
      * GnuCOBOL 3.1.2 a REWRITE of a slot that was never written has
      * status 00, and what it wrote cannot be read.
       PUT-PROFILE.
           MOVE T-CUSTOMER TO PROFILE-KEY
           MOVE JE-PROFILE TO PROFILE-RECORD
           WRITE PROFILE-RECORD
           IF SLOT-IS-TAKEN
               REWRITE PROFILE-RECORD
           END-IF
           MOVE PROFILES-NAME TO WHY-FILE
           PERFORM CHECK-FILE.

      * The report is made anew from the journal whenever a run comes
      * to its end, so a kill while it is written costs nothing.
       WRITE-REPORT.
           CALL "OVNREPRT" USING POLICY-HANDLE TRANSFERS-NAME
               JOURNAL-NAME REPORT-NAME REPORT-CODE.

      * ---- What goes wrong ----------------------------------------
      * Blanks instead of zero bytes, so that the texts can be moved
      * and printed as they are.
       CLEAR-ERROR.
           MOVE LOW-VALUES TO STEPUP-ERROR
           MOVE LENGTH OF STEPUP-ERROR TO SX-SIZE
           MOVE 1 TO SX-FILL
           SET SU-STATUS-OK TO TRUE.

       CHECK-FILE.
           IF NOT FILE-IS-FINE
               MOVE "this file fails" TO WHY-WHAT
               MOVE SPACES TO WHY-DETAIL
               STRING "file status " FILE-STATUS
                   DELIMITED BY SIZE INTO WHY-DETAIL
               PERFORM CANNOT-RUN
           END-IF.

       CANNOT-RUN-AS-THE-LIBRARY-SAYS.
           MOVE SX-LINE TO SHOWN-LINE
           MOVE SX-COLUMN TO SHOWN-COLUMN
           STRING "line " SHOWN-LINE ", column " SHOWN-COLUMN ": "
               SX-TEXT DELIMITED BY SIZE INTO WHY-DETAIL
           PERFORM CANNOT-RUN.

       CANNOT-RUN.
           DISPLAY "overnight: " FUNCTION TRIM (WHY-WHAT) ": "
               FUNCTION TRIM (WHY-FILE) ": "
               FUNCTION TRIM (WHY-DETAIL) UPON SYSERR
           CLOSE TRANSFERS PROFILES JOURNAL
           MOVE 16 TO RETURN-CODE
           STOP RUN.
       END PROGRAM OVERNIGHT.
