      * pitfalls: what goes wrong between COBOL and C, and what no other
      * program of this folder calls, tried against the installed
      * library. One line a trial, ok or FAILED, and return code 1
      * where any failed.
      *
      *   pitfalls POLICY
       IDENTIFICATION DIVISION.
       PROGRAM-ID. PITFALLS.
       DATA DIVISION.
       WORKING-STORAGE SECTION.
           COPY "stepup.cpy".

       01  POLICY-NAME             PIC X(256).
       01  POLICY-TEXT             PIC X(262144).
       01  POLICY-CAPACITY         PIC S9(9) COMP-5 VALUE 262144.
       01  POLICY-LENGTH           PIC S9(9) COMP-5.
           88  POLICY-IS-READ      VALUE 1 THRU 262144.
       01  POLICY-BYTES            PIC S9(18) COMP-5.
       01  GIVEN-BYTES             PIC S9(18) COMP-5.
       01  POLICY-HANDLE           PIC S9(18) COMP-5 VALUE 0.
       01  PROFILE                 PIC X(1024).
       01  FIRST-CANONICAL         PIC X(512).

       01  WHAT-IS-TRIED           PIC X(56).
       01  THIS-RESULT             PIC X.
           88  IT-HOLDS            VALUE "Y".
           88  IT-FAILS            VALUE "N".
       01  FAILED-COUNT            PIC 9(4) VALUE 0.
           88  NONE-FAILED         VALUE 0.

       01  CALLED-NAME             PIC X(16).
       01  SHORT-COMP              PIC S9(4) COMP.
       01  SEVENTY-THOUSAND        PIC S9(9) COMP-5 VALUE 70000.

       01  ODD-GROUP.
           05  FILLER              PIC X VALUE SPACE.
           05  ODD-REQUEST         PIC X(504).
           05  FILLER              PIC X(2) VALUE SPACES.
           05  ODD-DECISION        PIC X(760).
           05  FILLER              PIC X(2) VALUE SPACES.
           05  ODD-PROFILE         PIC X(1024).

      * A night's file in memory: between the requests may stand what
      * else the rows have.
       01  NIGHT-TABLE.
           05  NIGHT-ROW           OCCURS 3 TIMES.
               10  NIGHT-NUMBER    PIC 9(3).
               10  NIGHT-REQUEST   PIC X(504).
               10  NIGHT-DECISION  PIC X(760).
       01  NIGHT-STATUSES.
           05  NIGHT-STATUS        OCCURS 3 TIMES PIC S9(9) COMP-5.
       01  NIGHT-PROFILES.
           05  NIGHT-PROFILE       OCCURS 1 TIMES PIC X(1024).
       01  NIGHT-INDEXES.
           05  NIGHT-INDEX         OCCURS 3 TIMES PIC S9(9) COMP-5.
       01  NIGHT-PLACE             PIC S9(9) COMP-5.

       01  LONG-TEXT               PIC X(65536).
       01  REPUTATION              PIC X(64).
       01  SEEN-AT                 PIC S9(18) COMP-5 VALUE 1700000000.
       01  NEVER                   PIC S9(18) COMP-5 VALUE 0.

       01  BANK-KEY                PIC X(32) VALUE ALL "k".
       01  ID-TEXT                 PIC X(40).
       01  ID-EBCDIC               PIC X(40).
       01  ONE-PSEUDONYM           PIC X(16).
       01  OTHER-PSEUDONYM         PIC X(16).
       01  WORD-TEXT               PIC X(12).
       01  WORD-ZERO-ENDED.
           05  FILLER              PIC X(7) VALUE "step-up".
           05  FILLER              PIC X VALUE LOW-VALUE.
           05  FILLER              PIC X(4) VALUE "junk".
       01  ONE-NUMBER              PIC S9(9) COMP-5.
       01  OTHER-NUMBER            PIC S9(9) COMP-5.
       01  WORD-ROOM               PIC X(10).

       01  PACKED-AMOUNT           PIC S9(15)V99 COMP-3.
       01  PACKED-AS-TEXT          REDEFINES PACKED-AMOUNT PIC X(9).
       01  MINOR-UNITS             PIC S9(18) COMP-5.

      * What ASCII letters are in CP037.
       01  ASCII-LETTERS.
           05  FILLER              PIC X(20)
                   VALUE " 0123456789BDEGSTW-A".
       01  EBCDIC-LETTERS.
           05  FILLER              PIC X(11)
                   VALUE X"40F0F1F2F3F4F5F6F7F8F9".
           05  FILLER              PIC X(9)
                   VALUE X"C2C4C5C7E2E3E660C1".

       PROCEDURE DIVISION.
       TRY-ALL.
           PERFORM PREPARE
           PERFORM STATUS-ARRIVES-WHOLE
           PERFORM STATUS-WITHOUT-RETURNING
           PERFORM RETURN-CODE-IS-LEFT-ALONE
           PERFORM COMP-INSIDE-A-RECORD
           PERFORM SHORT-BINARY-IS-CUT
           PERFORM HANDLE-BY-VALUE-IS-CUT
           PERFORM NO-PADDING
           PERFORM PICTURES-HAVE-THE-BYTES
           PERFORM ODD-ADDRESSES
           PERFORM BLANKS-AND-ZERO-BYTES
           PERFORM INITIALIZE-IS-NO-INIT
           PERFORM UPPER-CASE-ALIASES
           PERFORM NAME-THAT-IS-NOT-THERE
           PERFORM OMITTED-IS-A-STATUS
           PERFORM PACKED-DECIMALS
           PERFORM RUNTIME-KEEPS-ITS-SIGNALS
           PERFORM EBCDIC-IS-THE-SAME-CUSTOMER
           PERFORM BLANKS-ARE-NEVER-ALLOW
           PERFORM BATCH-OVER-A-TABLE
           PERFORM MESSAGE-AND-REPLAY
           PERFORM FINDINGS-AND-REPLACE
           PERFORM PROVE-AND-COMPARE
           PERFORM CANONICAL-FORM
           PERFORM PROFILE-AND-REPUTATION
           IF NONE-FAILED
               MOVE 0 TO RETURN-CODE
           ELSE
               MOVE 1 TO RETURN-CODE
           END-IF
           STOP RUN.

       PREPARE.
           ACCEPT POLICY-NAME FROM ARGUMENT-VALUE
           CALL "READFILE" USING POLICY-NAME POLICY-TEXT
               POLICY-CAPACITY POLICY-LENGTH
           MOVE POLICY-LENGTH TO POLICY-BYTES
           IF POLICY-IS-READ
               CALL "stepup_policy_load" USING
                   BY REFERENCE POLICY-TEXT
                   BY VALUE SIZE AUTO POLICY-BYTES SU-CHARSET-UTF-8
                   BY REFERENCE OMITTED POLICY-HANDLE OMITTED
                   RETURNING SU-STATUS
           END-IF
           IF POLICY-HANDLE = 0
               DISPLAY "pitfalls: no policy from "
                   FUNCTION TRIM (POLICY-NAME) UPON SYSERR
               MOVE 1 TO RETURN-CODE
               STOP RUN
           END-IF
           MOVE LOW-VALUES TO STEPUP-OPENING
           MOVE LENGTH OF STEPUP-OPENING TO SO-SIZE
           MOVE 1 TO SO-KEY-ID
           MOVE 1700000000 TO SO-AT
           MOVE 156 TO SO-CURRENCY
           MOVE ALL "C" TO SO-CUSTOMER
           MOVE 50000 TO SO-USUAL-AMOUNT SO-USUAL-OUTFLOW
           MOVE 300 TO SO-AMOUNT-SPREAD SO-OUTFLOW-SPREAD
           CALL "stepup_profile_new" USING
               BY REFERENCE STEPUP-OPENING PROFILE OMITTED
               RETURNING SU-STATUS
           PERFORM GOOD-REQUEST
           PERFORM DECIDE
           IF NOT SU-STATUS-OK
               DISPLAY "pitfalls: the good request has status "
                   SU-STATUS UPON SYSERR
               MOVE 1 TO RETURN-CODE
               STOP RUN
           END-IF
           MOVE SD-CANONICAL TO FIRST-CANONICAL.

       GOOD-REQUEST.
           COPY "good-request.cpy".

       DECIDE.
           MOVE LOW-VALUES TO STEPUP-DECISION
           MOVE LENGTH OF STEPUP-DECISION TO SD-SIZE
           CALL "stepup_decide" USING BY VALUE SIZE AUTO POLICY-HANDLE
               BY REFERENCE STEPUP-REQUEST PROFILE STEPUP-DECISION
               OMITTED
               RETURNING SU-STATUS.

      * ---- RETURNING (1, 2) ---------------------------------------
      * RETURNING takes a C int: of 64 bits the upper half would be
      * lost. All statuses fit, also those below zero.
       STATUS-ARRIVES-WHOLE.
           MOVE "RETURNING gives the status, sign and all"
               TO WHAT-IS-TRIED
           CALL "stepup_abi" USING BY REFERENCE STEPUP-ABI-FACTS
               OMITTED RETURNING SU-STATUS
           SET IT-HOLDS TO TRUE
           IF NOT SU-STATUS-OK SET IT-FAILS TO TRUE END-IF
           CALL "stepup_abi" USING BY REFERENCE OMITTED OMITTED
               RETURNING SU-STATUS
           IF NOT SU-STATUS-NULL SET IT-FAILS TO TRUE END-IF
           PERFORM SAY-IT.

      * Without RETURNING the status is the RETURN-CODE, and what is
      * left there becomes the exit code of the run.
       STATUS-WITHOUT-RETURNING.
           MOVE "without RETURNING it is in RETURN-CODE"
               TO WHAT-IS-TRIED
           CALL "stepup_abi" USING BY REFERENCE OMITTED OMITTED
           MOVE RETURN-CODE TO SU-STATUS
           MOVE 0 TO RETURN-CODE
           SET IT-FAILS TO TRUE
           IF SU-STATUS-NULL SET IT-HOLDS TO TRUE END-IF
           PERFORM SAY-IT.

      * With it, GnuCOBOL 3 leaves RETURN-CODE as it was. GnuCOBOL 4
      * does not: set the run's exit code last.
       RETURN-CODE-IS-LEFT-ALONE.
           MOVE "with RETURNING, RETURN-CODE is left alone"
               TO WHAT-IS-TRIED
           MOVE 77 TO RETURN-CODE
           CALL "stepup_abi" USING BY REFERENCE OMITTED OMITTED
               RETURNING SU-STATUS
           SET IT-FAILS TO TRUE
           IF RETURN-CODE = 77 AND SU-STATUS-NULL
               SET IT-HOLDS TO TRUE
           END-IF
           MOVE 0 TO RETURN-CODE
           PERFORM SAY-IT.

      * ---- Numbers (3, 4, 5) --------------------------------------
      * COMP is big-endian in memory. COMPREC is this copybook with
      * COMP for COMP-5. A record of its own size is refused by its
      * size; one whose size alone is right, by its time.
       COMP-INSIDE-A-RECORD.
           MOVE "a record of COMP is a status, never a decision"
               TO WHAT-IS-TRIED
           MOVE "N" TO THIS-RESULT
           CALL "COMPREC" USING POLICY-HANDLE PROFILE THIS-RESULT
           PERFORM SAY-IT.

      * 70000 does not fit PIC S9(4) COMP; what is left is no length of
      * a word, and the library says so.
       SHORT-BINARY-IS-CUT.
           MOVE "PIC S9(4) COMP cuts 70000, which is a status"
               TO WHAT-IS-TRIED
           MOVE SEVENTY-THOUSAND TO SHORT-COMP
           SET IT-FAILS TO TRUE
           CALL "stepup_value" USING BY VALUE SU-KIND-OUTCOME
               BY REFERENCE POLICY-TEXT
               BY VALUE SHORT-COMP SU-CHARSET-UTF-8
               BY REFERENCE ONE-NUMBER OMITTED
               RETURNING SU-STATUS
           IF SHORT-COMP NOT = SEVENTY-THOUSAND AND SU-STATUS-FAILED
               SET IT-HOLDS TO TRUE
           END-IF
           PERFORM SAY-IT.

      * GnuCOBOL passes 32 bits BY VALUE whatever the picture is, unless
      * SIZE says otherwise. A handle that is cut names no policy.
       HANDLE-BY-VALUE-IS-CUT.
           MOVE "a handle BY VALUE without SIZE is never a decision"
               TO WHAT-IS-TRIED
           SET IT-HOLDS TO TRUE
           PERFORM GOOD-REQUEST
           MOVE LOW-VALUES TO STEPUP-DECISION
           MOVE LENGTH OF STEPUP-DECISION TO SD-SIZE
           CALL "stepup_decide" USING BY VALUE POLICY-HANDLE
               BY REFERENCE STEPUP-REQUEST PROFILE STEPUP-DECISION
               OMITTED
               RETURNING SU-STATUS
           IF NOT SU-STATUS-HANDLE AND NOT SU-STATUS-OK
               SET IT-FAILS TO TRUE
           END-IF
           IF SU-STATUS-OK AND SD-CANONICAL NOT = FIRST-CANONICAL
               SET IT-FAILS TO TRUE
           END-IF
           PERFORM DECIDE
           IF NOT SU-STATUS-OK SET IT-FAILS TO TRUE END-IF
           PERFORM SAY-IT.

      * COBOL puts no padding between fields, C does where it must; the
      * records are made so that there is none.
       NO-PADDING.
           MOVE "each 01 is as long as the library says"
               TO WHAT-IS-TRIED
           CALL "stepup_abi" USING BY REFERENCE STEPUP-ABI-FACTS
               OMITTED RETURNING SU-STATUS
           SET IT-FAILS TO TRUE
           IF SU-STATUS-OK
               AND SA-SIZES (SU-RECORD-ERROR) = LENGTH OF STEPUP-ERROR
               AND SA-SIZES (SU-RECORD-REQUEST)
                   = LENGTH OF STEPUP-REQUEST
               AND SA-SIZES (SU-RECORD-DECISION)
                   = LENGTH OF STEPUP-DECISION
               AND SA-SIZES (SU-RECORD-EVENT) = LENGTH OF STEPUP-EVENT
               AND SA-SIZES (SU-RECORD-OPENING)
                   = LENGTH OF STEPUP-OPENING
               AND SA-SIZES (SU-RECORD-PROFILE-FACTS)
                   = LENGTH OF STEPUP-PROFILE-FACTS
               AND SA-SIZES (SU-RECORD-TEXT) = LENGTH OF STEPUP-TEXT
               AND SA-SIZES (SU-RECORD-POLICY-FACTS)
                   = LENGTH OF STEPUP-POLICY-FACTS
               AND SA-SIZES (SU-RECORD-PROOFS) = LENGTH OF STEPUP-PROOFS
               AND SA-SIZES (SU-RECORD-COMPARISON)
                   = LENGTH OF STEPUP-COMPARISON
               AND SA-SIZES (SU-RECORD-BATCH) = LENGTH OF STEPUP-BATCH
               AND SA-SIZES (SU-RECORD-ABI-FACTS)
                   = LENGTH OF STEPUP-ABI-FACTS
               AND SA-ABI = 1
               SET IT-HOLDS TO TRUE
           END-IF
           PERFORM SAY-IT.

      * What has no record is a PIC X of a length that nothing checks.
       PICTURES-HAVE-THE-BYTES.
           MOVE "what has no record is as long as the library says"
               TO WHAT-IS-TRIED
           SET IT-FAILS TO TRUE
           IF LENGTH OF PROFILE = SU-PROFILE-BYTES
               AND LENGTH OF FIRST-CANONICAL = SU-CANONICAL-BYTES
               AND LENGTH OF REPUTATION = SU-REPUTATION-BYTES
               AND LENGTH OF SR-CUSTOMER = SU-PSEUDONYM-BYTES
               AND LENGTH OF SD-POLICY = SU-IDENTITY-BYTES
               SET IT-HOLDS TO TRUE
           END-IF
           PERFORM SAY-IT.

      * ---- Addresses (6) ------------------------------------------
      * 01 is aligned, 05 need not be.
       ODD-ADDRESSES.
           MOVE "records at odd addresses are decided the same"
               TO WHAT-IS-TRIED
           PERFORM GOOD-REQUEST
           MOVE STEPUP-REQUEST TO ODD-REQUEST
           MOVE PROFILE TO ODD-PROFILE
           MOVE LOW-VALUES TO STEPUP-DECISION
           MOVE LENGTH OF STEPUP-DECISION TO SD-SIZE
           MOVE STEPUP-DECISION TO ODD-DECISION
           CALL "stepup_decide" USING BY VALUE SIZE AUTO POLICY-HANDLE
               BY REFERENCE ODD-REQUEST ODD-PROFILE ODD-DECISION
               OMITTED
               RETURNING SU-STATUS
           MOVE ODD-DECISION TO STEPUP-DECISION
           SET IT-FAILS TO TRUE
           IF SU-STATUS-OK AND SD-CANONICAL = FIRST-CANONICAL
               SET IT-HOLDS TO TRUE
           END-IF
           PERFORM SAY-IT.

      * ---- Text (7) -----------------------------------------------
       BLANKS-AND-ZERO-BYTES.
           MOVE "blanks and a zero byte end a text alike"
               TO WHAT-IS-TRIED
           SET IT-HOLDS TO TRUE
           MOVE "step-up" TO WORD-TEXT
           CALL "stepup_value" USING BY VALUE SU-KIND-OUTCOME
               BY REFERENCE WORD-TEXT
               BY VALUE LENGTH OF WORD-TEXT SU-CHARSET-UTF-8
               BY REFERENCE ONE-NUMBER OMITTED
               RETURNING SU-STATUS
           IF NOT SU-STATUS-OK SET IT-FAILS TO TRUE END-IF
           CALL "stepup_value" USING BY VALUE SU-KIND-OUTCOME
               BY REFERENCE WORD-ZERO-ENDED
               BY VALUE LENGTH OF WORD-ZERO-ENDED SU-CHARSET-UTF-8
               BY REFERENCE OTHER-NUMBER OMITTED
               RETURNING SU-STATUS
           IF NOT SU-STATUS-OK OR ONE-NUMBER NOT = OTHER-NUMBER
               SET IT-FAILS TO TRUE
           END-IF
           CALL "stepup_init" USING BY VALUE SU-RECORD-TEXT
               BY REFERENCE STEPUP-TEXT
               BY VALUE LENGTH OF STEPUP-TEXT
               BY REFERENCE OMITTED
               RETURNING SU-STATUS
           MOVE LENGTH OF WORD-ROOM TO ST-CAPACITY
           MOVE 1 TO ST-FILL
           PERFORM NAME-THE-OUTCOME
           IF WORD-ROOM NOT = "step-up" SET IT-FAILS TO TRUE END-IF
           MOVE 0 TO ST-FILL
           PERFORM NAME-THE-OUTCOME
           IF WORD-ROOM (1:8) NOT = WORD-ZERO-ENDED (1:8)
               SET IT-FAILS TO TRUE
           END-IF
           MOVE 6 TO ST-CAPACITY
           PERFORM NAME-THE-OUTCOME
           IF NOT SU-STATUS-ROOM OR ST-NEEDED NOT = 8
                   OR WORD-ROOM NOT = ALL "?"
               SET IT-FAILS TO TRUE
           END-IF
           PERFORM SAY-IT.

       NAME-THE-OUTCOME.
           MOVE ALL "?" TO WORD-ROOM
           CALL "stepup_name" USING BY VALUE SU-KIND-OUTCOME ONE-NUMBER
               BY REFERENCE STEPUP-TEXT WORD-ROOM OMITTED
               RETURNING SU-STATUS.

      * INITIALIZE puts blanks into PIC X and 0 into the size. What
      * makes an empty record is stepup_init, or LOW-VALUES and size.
       INITIALIZE-IS-NO-INIT.
           MOVE "INITIALIZE is a status, stepup_init is zeros"
               TO WHAT-IS-TRIED
           SET IT-HOLDS TO TRUE
           INITIALIZE STEPUP-REQUEST
           PERFORM DECIDE
           IF NOT SU-STATUS-SIZE SET IT-FAILS TO TRUE END-IF
           MOVE LENGTH OF STEPUP-REQUEST TO SR-SIZE
           PERFORM DECIDE
           IF NOT SU-STATUS-FIELD SET IT-FAILS TO TRUE END-IF
           CALL "stepup_init" USING BY VALUE SU-RECORD-REQUEST
               BY REFERENCE STEPUP-REQUEST
               BY VALUE LENGTH OF STEPUP-REQUEST
               BY REFERENCE OMITTED
               RETURNING SU-STATUS
           IF NOT SU-STATUS-OK
                   OR SR-SIZE NOT = LENGTH OF STEPUP-REQUEST
               SET IT-FAILS TO TRUE
           END-IF
           MOVE 0 TO SR-SIZE
           IF STEPUP-REQUEST NOT = LOW-VALUES
               SET IT-FAILS TO TRUE
           END-IF
           PERFORM SAY-IT.

      * ---- Names (8, 9) -------------------------------------------
      * Enterprise COBOL folds names to eight upper-case letters.
       UPPER-CASE-ALIASES.
           MOVE "SUDECIDE is stepup_decide" TO WHAT-IS-TRIED
           PERFORM GOOD-REQUEST
           MOVE LOW-VALUES TO STEPUP-DECISION
           MOVE LENGTH OF STEPUP-DECISION TO SD-SIZE
           CALL "SUDECIDE" USING BY VALUE SIZE AUTO POLICY-HANDLE
               BY REFERENCE STEPUP-REQUEST PROFILE STEPUP-DECISION
               OMITTED
               RETURNING SU-STATUS
           SET IT-FAILS TO TRUE
           IF SU-STATUS-OK AND SD-CANONICAL = FIRST-CANONICAL
               SET IT-HOLDS TO TRUE
           END-IF
           PERFORM SAY-IT.

      * Names are case-sensitive, and one that is not there ends the run
      * unless ON EXCEPTION catches it.
       NAME-THAT-IS-NOT-THERE.
           MOVE "ON EXCEPTION catches a name that is not there"
               TO WHAT-IS-TRIED
           SET IT-FAILS TO TRUE
           MOVE "STEPUP_DECIDE" TO CALLED-NAME
           CALL CALLED-NAME USING BY REFERENCE OMITTED
               ON EXCEPTION
                   SET IT-HOLDS TO TRUE
           END-CALL
           PERFORM SAY-IT.

      * ---- OMITTED and packed decimals (10) -----------------------
       OMITTED-IS-A-STATUS.
           MOVE "OMITTED where something must be is a status"
               TO WHAT-IS-TRIED
           SET IT-HOLDS TO TRUE
           PERFORM GOOD-REQUEST
           PERFORM DECIDE
           CALL "stepup_decide" USING BY VALUE SIZE AUTO POLICY-HANDLE
               BY REFERENCE OMITTED PROFILE STEPUP-DECISION OMITTED
               RETURNING SU-STATUS
           IF NOT SU-STATUS-NULL SET IT-FAILS TO TRUE END-IF
      * The decision before this one is gone, so it refuses.
           IF NOT SD-OUTCOME-REFUSE SET IT-FAILS TO TRUE END-IF
           CALL "stepup_decide" USING BY VALUE SIZE AUTO POLICY-HANDLE
               BY REFERENCE STEPUP-REQUEST OMITTED STEPUP-DECISION
               OMITTED
               RETURNING SU-STATUS
           IF NOT SU-STATUS-NULL SET IT-FAILS TO TRUE END-IF
           CALL "stepup_decide" USING BY VALUE SIZE AUTO POLICY-HANDLE
               BY REFERENCE STEPUP-REQUEST PROFILE OMITTED OMITTED
               RETURNING SU-STATUS
           IF NOT SU-STATUS-NULL SET IT-FAILS TO TRUE END-IF
           PERFORM SAY-IT.

       PACKED-DECIMALS.
           MOVE "COMP-3 of 9 bytes is taken over, and text is not"
               TO WHAT-IS-TRIED
           SET IT-HOLDS TO TRUE
           MOVE LENGTH OF PACKED-AMOUNT TO ONE-NUMBER
           IF ONE-NUMBER NOT = 9
               SET IT-FAILS TO TRUE
           END-IF
           MOVE 123456789012345.67 TO PACKED-AMOUNT
           PERFORM TAKE-PACKED
           IF NOT SU-STATUS-OK OR MINOR-UNITS NOT = 12345678901234567
               SET IT-FAILS TO TRUE
           END-IF
           MOVE "049999.00" TO PACKED-AS-TEXT
           PERFORM TAKE-PACKED
           IF NOT SU-STATUS-FIELD SET IT-FAILS TO TRUE END-IF
           MOVE SPACES TO PACKED-AS-TEXT
           PERFORM TAKE-PACKED
           IF NOT SU-STATUS-FIELD SET IT-FAILS TO TRUE END-IF
           PERFORM SAY-IT.

       TAKE-PACKED.
           CALL "stepup_amount_from_packed" USING
               BY REFERENCE PACKED-AMOUNT
               BY VALUE LENGTH OF PACKED-AMOUNT 2 156
               BY REFERENCE MINOR-UNITS OMITTED
               RETURNING SU-STATUS.

      * ---- Signals (11) -------------------------------------------
      * libcob catches SIGSEGV and SIGPIPE for itself. A second load
      * must leave the handlers as they were: SIGHANDS compares them.
       RUNTIME-KEEPS-ITS-SIGNALS.
           MOVE "the runtime's signal handlers are untouched"
               TO WHAT-IS-TRIED
           MOVE "N" TO THIS-RESULT
           CALL "SIGHANDS" USING POLICY-TEXT POLICY-BYTES THIS-RESULT
           PERFORM SAY-IT.

      * ---- Code pages (12) ----------------------------------------
       EBCDIC-IS-THE-SAME-CUSTOMER.
           MOVE "EBCDIC text makes the same pseudonym as ASCII"
               TO WHAT-IS-TRIED
           SET IT-HOLDS TO TRUE
           MOVE "GB82 WEST 1234 5698 7654 32" TO ID-TEXT
           MOVE ID-TEXT TO ID-EBCDIC
           INSPECT ID-EBCDIC
               CONVERTING ASCII-LETTERS TO EBCDIC-LETTERS
           CALL "stepup_pseudonym" USING BY REFERENCE BANK-KEY
               BY VALUE LENGTH OF BANK-KEY SU-ID-IBAN
               BY REFERENCE ID-TEXT
               BY VALUE LENGTH OF ID-TEXT SU-CHARSET-UTF-8
               BY REFERENCE ONE-PSEUDONYM OMITTED
               RETURNING SU-STATUS
           IF NOT SU-STATUS-OK SET IT-FAILS TO TRUE END-IF
           CALL "stepup_pseudonym" USING BY REFERENCE BANK-KEY
               BY VALUE LENGTH OF BANK-KEY SU-ID-IBAN
               BY REFERENCE ID-EBCDIC
               BY VALUE LENGTH OF ID-EBCDIC SU-CHARSET-CP037
               BY REFERENCE OTHER-PSEUDONYM OMITTED
               RETURNING SU-STATUS
           IF NOT SU-STATUS-OK OR ONE-PSEUDONYM NOT = OTHER-PSEUDONYM
               SET IT-FAILS TO TRUE
           END-IF
      * In the wrong page it is a status and not another customer.
           CALL "stepup_pseudonym" USING BY REFERENCE BANK-KEY
               BY VALUE LENGTH OF BANK-KEY SU-ID-IBAN
               BY REFERENCE ID-TEXT
               BY VALUE LENGTH OF ID-TEXT SU-CHARSET-CP037
               BY REFERENCE OTHER-PSEUDONYM OMITTED
               RETURNING SU-STATUS
           IF NOT SU-STATUS-FAILED SET IT-FAILS TO TRUE END-IF
           PERFORM SAY-IT.

      * A decision that was blanked, in either code page, or never
      * filled in. What is not one of the answers is no answer, and
      * what is not known is refused.
       BLANKS-ARE-NEVER-ALLOW.
           MOVE "blanks in a decision are never allow"
               TO WHAT-IS-TRIED
           SET IT-HOLDS TO TRUE
           MOVE SPACES TO STEPUP-DECISION
           PERFORM MUST-NOT-ALLOW
           MOVE ALL X"40" TO STEPUP-DECISION
           PERFORM MUST-NOT-ALLOW
           MOVE HIGH-VALUES TO STEPUP-DECISION
           PERFORM MUST-NOT-ALLOW
           MOVE ALL "1" TO STEPUP-DECISION
           PERFORM MUST-NOT-ALLOW
           INITIALIZE STEPUP-DECISION
           PERFORM MUST-NOT-ALLOW
           MOVE LOW-VALUES TO STEPUP-DECISION
           PERFORM MUST-NOT-ALLOW
           IF NOT SD-OUTCOME-REFUSE SET IT-FAILS TO TRUE END-IF
           PERFORM SAY-IT.

       MUST-NOT-ALLOW.
           IF SD-OUTCOME-ALLOW SET IT-FAILS TO TRUE END-IF
           IF SD-OUTCOME-CONFIRM SET IT-FAILS TO TRUE END-IF
           IF SD-OUTCOME-STEP-UP SET IT-FAILS TO TRUE END-IF
           IF SD-OUTCOME-HOLD SET IT-FAILS TO TRUE END-IF.

      * ---- What else can be asked ---------------------------------
      * A stride is the length of the row, whatever else is in it. Each
      * transfer is reserved, so that the profile counts all three.
       BATCH-OVER-A-TABLE.
           MOVE "a table is decided as a batch, each row counted"
               TO WHAT-IS-TRIED
           SET IT-HOLDS TO TRUE
           MOVE PROFILE TO NIGHT-PROFILE (1)
           PERFORM VARYING NIGHT-PLACE FROM 1 BY 1
                   UNTIL NIGHT-PLACE > 3
               MOVE NIGHT-PLACE TO NIGHT-NUMBER (NIGHT-PLACE)
               PERFORM GOOD-REQUEST
               MOVE NIGHT-NUMBER (NIGHT-PLACE) TO SR-REFERENCE
                   SR-TRANSFER
               SET SR-TRANSFER-STATE-YES TO TRUE
               MOVE STEPUP-REQUEST TO NIGHT-REQUEST (NIGHT-PLACE)
               MOVE LOW-VALUES TO STEPUP-DECISION
               MOVE LENGTH OF STEPUP-DECISION TO SD-SIZE
               MOVE STEPUP-DECISION TO NIGHT-DECISION (NIGHT-PLACE)
               MOVE 0 TO NIGHT-INDEX (NIGHT-PLACE)
               MOVE -99 TO NIGHT-STATUS (NIGHT-PLACE)
           END-PERFORM
           MOVE LOW-VALUES TO STEPUP-BATCH
           MOVE LENGTH OF STEPUP-BATCH TO SB-SIZE
           MOVE 3 TO SB-COUNT
           MOVE 1 TO SB-PROFILES SB-RESERVE
           MOVE LENGTH OF NIGHT-ROW TO SB-REQUEST-STRIDE
               SB-DECISION-STRIDE
           MOVE LENGTH OF NIGHT-PROFILE TO SB-PROFILE-STRIDE
           CALL "SUDECBAT" USING BY VALUE SIZE AUTO POLICY-HANDLE
               BY REFERENCE STEPUP-BATCH NIGHT-REQUEST (1)
               NIGHT-PROFILES NIGHT-INDEXES NIGHT-DECISION (1)
               NIGHT-STATUSES OMITTED
               RETURNING SU-STATUS
           IF NOT SU-STATUS-OK OR SB-DECIDED NOT = 3
                   OR SB-FAILED NOT = 0
               SET IT-FAILS TO TRUE
           END-IF
           PERFORM VARYING NIGHT-PLACE FROM 1 BY 1
                   UNTIL NIGHT-PLACE > 3
               MOVE NIGHT-DECISION (NIGHT-PLACE) TO STEPUP-DECISION
               IF NIGHT-STATUS (NIGHT-PLACE) NOT = 0
                       OR NIGHT-NUMBER (NIGHT-PLACE) NOT = NIGHT-PLACE
                       OR SD-REFERENCE NOT = NIGHT-NUMBER (NIGHT-PLACE)
                   SET IT-FAILS TO TRUE
               END-IF
           END-PERFORM
           CALL "SUPROINF" USING BY REFERENCE NIGHT-PROFILE (1)
               STEPUP-PROFILE-FACTS OMITTED
               RETURNING SU-STATUS
           IF NOT SU-STATUS-OK OR SP-REVISION NOT = 3
               SET IT-FAILS TO TRUE
           END-IF
           PERFORM SAY-IT.

       MESSAGE-AND-REPLAY.
           MOVE "a stored decision is told and judged again"
               TO WHAT-IS-TRIED
           SET IT-HOLDS TO TRUE
           PERFORM ASK-FOR-LONG-TEXT
           CALL "SUMESSAG" USING BY VALUE SIZE AUTO POLICY-HANDLE
               BY REFERENCE FIRST-CANONICAL STEPUP-TEXT LONG-TEXT
               OMITTED
               RETURNING SU-STATUS
           IF NOT SU-STATUS-OK
                   OR LONG-TEXT (1:26) NOT =
                       "Please check and confirm t"
               SET IT-FAILS TO TRUE
           END-IF
           MOVE LOW-VALUES TO STEPUP-DECISION
           MOVE LENGTH OF STEPUP-DECISION TO SD-SIZE
           CALL "SUREPLAY" USING BY VALUE SIZE AUTO POLICY-HANDLE
               BY REFERENCE FIRST-CANONICAL STEPUP-DECISION OMITTED
               RETURNING SU-STATUS
           IF NOT SU-STATUS-OK OR SD-CANONICAL NOT = FIRST-CANONICAL
               SET IT-FAILS TO TRUE
           END-IF
           PERFORM SAY-IT.

      * What was in force goes on.
       FINDINGS-AND-REPLACE.
           MOVE "half a policy is found out and replaces nothing"
               TO WHAT-IS-TRIED
           SET IT-HOLDS TO TRUE
           DIVIDE POLICY-BYTES BY 2 GIVING GIVEN-BYTES
           PERFORM ASK-FOR-LONG-TEXT
           CALL "SUPOLFI" USING BY REFERENCE POLICY-TEXT
               BY VALUE SIZE AUTO GIVEN-BYTES SU-CHARSET-UTF-8
               BY REFERENCE STEPUP-TEXT LONG-TEXT OMITTED
               RETURNING SU-STATUS
           IF NOT SU-NOTE-REFUSED OR LONG-TEXT (1:6) NOT = "error["
               SET IT-FAILS TO TRUE
           END-IF
           PERFORM REPLACE-BY-SO-MANY
           IF NOT SU-STATUS-POLICY SET IT-FAILS TO TRUE END-IF
           PERFORM GOOD-REQUEST
           PERFORM DECIDE
           IF NOT SU-STATUS-OK OR SD-CANONICAL NOT = FIRST-CANONICAL
               SET IT-FAILS TO TRUE
           END-IF
           MOVE POLICY-BYTES TO GIVEN-BYTES
           PERFORM REPLACE-BY-SO-MANY
           IF NOT SU-STATUS-OK SET IT-FAILS TO TRUE END-IF
           PERFORM SAY-IT.

       REPLACE-BY-SO-MANY.
           CALL "SUPOLRP" USING BY VALUE SIZE AUTO POLICY-HANDLE
               BY REFERENCE POLICY-TEXT
               BY VALUE SIZE AUTO GIVEN-BYTES SU-CHARSET-UTF-8
               BY REFERENCE OMITTED OMITTED
               RETURNING SU-STATUS.

       PROVE-AND-COMPARE.
           MOVE "all guarantees are proved, a policy is like itself"
               TO WHAT-IS-TRIED
           SET IT-HOLDS TO TRUE
           PERFORM ASK-WHAT-THE-POLICY-IS
           PERFORM ASK-FOR-LONG-TEXT
           CALL "SUPOLPR" USING BY VALUE SIZE AUTO POLICY-HANDLE
               BY REFERENCE STEPUP-PROOFS STEPUP-TEXT LONG-TEXT
               OMITTED
               RETURNING SU-STATUS
           IF NOT SU-STATUS-OK OR SG-PROVED = 0
                   OR SG-PROVED NOT = SI-GUARANTEES
               SET IT-FAILS TO TRUE
           END-IF
           CALL "SUPOLCM" USING
               BY VALUE SIZE AUTO POLICY-HANDLE POLICY-HANDLE
               BY REFERENCE STEPUP-COMPARISON STEPUP-TEXT LONG-TEXT
               OMITTED
               RETURNING SU-STATUS
           IF NOT SU-STATUS-OK OR SC-IDENTICAL NOT = 1
               SET IT-FAILS TO TRUE
           END-IF
           PERFORM SAY-IT.

       CANONICAL-FORM.
           MOVE "the canonical form is as long as is said"
               TO WHAT-IS-TRIED
           SET IT-FAILS TO TRUE
           PERFORM ASK-WHAT-THE-POLICY-IS
           PERFORM ASK-FOR-LONG-TEXT
           CALL "SUPOLCA" USING BY VALUE SIZE AUTO POLICY-HANDLE
               BY REFERENCE STEPUP-TEXT LONG-TEXT OMITTED
               RETURNING SU-STATUS
           IF SU-STATUS-OK AND ST-NEEDED = SI-CANONICAL-BYTES
                   AND LONG-TEXT (1:16) = "# canonical form"
               SET IT-HOLDS TO TRUE
           END-IF
           PERFORM SAY-IT.

       PROFILE-AND-REPUTATION.
           MOVE "profile and reputation are bytes, times are whole"
               TO WHAT-IS-TRIED
           SET IT-HOLDS TO TRUE
           CALL "SUPROINF" USING BY REFERENCE PROFILE
               STEPUP-PROFILE-FACTS OMITTED
               RETURNING SU-STATUS
           IF NOT SU-STATUS-OK OR SP-CUSTOMER NOT = ALL "C"
                   OR SP-OPENED NOT = 1700000000
               SET IT-FAILS TO TRUE
           END-IF
           MOVE SPACES TO ODD-PROFILE
           CALL "SUPROCON" USING BY REFERENCE PROFILE BY VALUE 1
               BY REFERENCE ODD-PROFILE OMITTED
               RETURNING SU-STATUS
           IF NOT SU-STATUS-OK OR ODD-PROFILE NOT = PROFILE
               SET IT-FAILS TO TRUE
           END-IF
           MOVE SPACES TO REPUTATION
           MOVE SU-SIGHTING-SEEN TO ONE-NUMBER
           PERFORM TELL-A-SIGHTING
           IF NOT SU-STATUS-REPUTATION SET IT-FAILS TO TRUE END-IF
           MOVE SU-SIGHTING-NOBODY TO ONE-NUMBER
           PERFORM TELL-A-SIGHTING
           IF NOT SU-STATUS-OK SET IT-FAILS TO TRUE END-IF
           MOVE SU-SIGHTING-SEEN TO ONE-NUMBER
           PERFORM TELL-A-SIGHTING
           IF NOT SU-STATUS-OK SET IT-FAILS TO TRUE END-IF
      * This is no time; its lower 32 bits would be one.
           MOVE 5000000000 TO SEEN-AT
           PERFORM TELL-A-SIGHTING
           IF NOT SU-STATUS-FIELD SET IT-FAILS TO TRUE END-IF
           PERFORM SAY-IT.

       TELL-A-SIGHTING.
           CALL "SUREPOBS" USING BY REFERENCE REPUTATION
               BY VALUE ONE-NUMBER
               BY REFERENCE SO-CUSTOMER
               BY VALUE SIZE AUTO SEEN-AT NEVER
               BY REFERENCE OMITTED
               RETURNING SU-STATUS.

       ASK-WHAT-THE-POLICY-IS.
           CALL "SUPOLIN" USING BY VALUE SIZE AUTO POLICY-HANDLE
               BY REFERENCE STEPUP-POLICY-FACTS OMITTED
               RETURNING SU-STATUS
           IF NOT SU-STATUS-OK SET IT-FAILS TO TRUE END-IF.

       ASK-FOR-LONG-TEXT.
           MOVE LOW-VALUES TO STEPUP-TEXT LONG-TEXT
           MOVE LENGTH OF STEPUP-TEXT TO ST-SIZE
           SET ST-CHARSET-UTF-8 TO TRUE
           SET ST-LANGUAGE-EN TO TRUE
           MOVE 1 TO ST-FILL
           MOVE LENGTH OF LONG-TEXT TO ST-CAPACITY.

       SAY-IT.
           IF IT-HOLDS
               DISPLAY "ok     " WHAT-IS-TRIED
           ELSE
               DISPLAY "FAILED " WHAT-IS-TRIED
               ADD 1 TO FAILED-COUNT
           END-IF.
       END PROGRAM PITFALLS.

      * COMPREC: the copybook as it comes out where somebody believes
      * that COMP and COMP-5 are the same.
       IDENTIFICATION DIVISION.
       PROGRAM-ID. COMPREC.
       DATA DIVISION.
       WORKING-STORAGE SECTION.
           COPY "stepup.cpy" REPLACING ==COMP-5== BY ==COMP==.
       01  RIGHT-SIZE              PIC S9(9) COMP-5 VALUE 504.
       01  RIGHT-SIZE-BYTES        REDEFINES RIGHT-SIZE PIC X(4).
       01  DECISION-SIZE           PIC S9(9) COMP-5 VALUE 760.
       01  DECISION-SIZE-BYTES     REDEFINES DECISION-SIZE PIC X(4).
       LINKAGE SECTION.
       01  L-POLICY                PIC S9(18) COMP-5.
       01  L-PROFILE               PIC X(1024).
       01  L-RESULT                PIC X.
       PROCEDURE DIVISION USING L-POLICY L-PROFILE L-RESULT.
       TRY-COMP.
           MOVE "Y" TO L-RESULT
           COPY "good-request.cpy".
           MOVE LOW-VALUES TO STEPUP-DECISION
           MOVE DECISION-SIZE-BYTES TO STEPUP-DECISION (1:4)
           PERFORM DECIDE
           IF NOT SU-STATUS-SIZE MOVE "N" TO L-RESULT END-IF
           MOVE RIGHT-SIZE-BYTES TO STEPUP-REQUEST (1:4)
           PERFORM DECIDE
           IF NOT SU-STATUS-FIELD MOVE "N" TO L-RESULT END-IF
           IF SD-OUTCOME-ALLOW MOVE "N" TO L-RESULT END-IF
           GOBACK.
       DECIDE.
           CALL "stepup_decide" USING BY VALUE SIZE AUTO L-POLICY
               BY REFERENCE STEPUP-REQUEST L-PROFILE STEPUP-DECISION
               OMITTED
               RETURNING SU-STATUS.
       END PROGRAM COMPREC.

      * SIGHANDS: the signal handlers of the process, before and after
      * a policy is loaded and freed again.
       IDENTIFICATION DIVISION.
       PROGRAM-ID. SIGHANDS.
       DATA DIVISION.
       WORKING-STORAGE SECTION.
           COPY "stepup.cpy".
       01  NEW-POLICY              PIC S9(18) COMP-5.
       01  SIGNAL-NUMBER           PIC S9(9) COMP-5.
       01  CALL-RESULT             PIC S9(9) COMP-5.
      * SOURCE: struct sigaction of glibc on 64 bits has 152 bytes and
      * begins with the handler. Its other bytes are not all written.
       01  SIGNAL-ACTION.
           05  SIGNAL-HANDLER      PIC X(8).
           05  FILLER              PIC X(144).
       01  HANDLERS-BEFORE.
           05  HANDLER-BEFORE      OCCURS 31 TIMES PIC X(8).
       01  HANDLERS-AFTER.
           05  HANDLER-AFTER       OCCURS 31 TIMES PIC X(8).
       LINKAGE SECTION.
       01  L-TEXT                  PIC X(262144).
       01  L-BYTES                 PIC S9(18) COMP-5.
       01  L-RESULT                PIC X.
       PROCEDURE DIVISION USING L-TEXT L-BYTES L-RESULT.
       COMPARE-HANDLERS.
           PERFORM VARYING SIGNAL-NUMBER FROM 1 BY 1
                   UNTIL SIGNAL-NUMBER > 31
               PERFORM LOOK-AT-SIGNAL
               MOVE SIGNAL-HANDLER TO HANDLER-BEFORE (SIGNAL-NUMBER)
           END-PERFORM
           CALL "stepup_policy_load" USING BY REFERENCE L-TEXT
               BY VALUE SIZE AUTO L-BYTES SU-CHARSET-UTF-8
               BY REFERENCE OMITTED NEW-POLICY OMITTED
               RETURNING SU-STATUS
           CALL "stepup_policy_free" USING
               BY VALUE SIZE AUTO NEW-POLICY
               BY REFERENCE OMITTED
               RETURNING SU-STATUS
           PERFORM VARYING SIGNAL-NUMBER FROM 1 BY 1
                   UNTIL SIGNAL-NUMBER > 31
               PERFORM LOOK-AT-SIGNAL
               MOVE SIGNAL-HANDLER TO HANDLER-AFTER (SIGNAL-NUMBER)
           END-PERFORM
           MOVE "N" TO L-RESULT
           IF SU-STATUS-OK AND HANDLERS-BEFORE = HANDLERS-AFTER
               MOVE "Y" TO L-RESULT
           END-IF
           GOBACK.
       LOOK-AT-SIGNAL.
           MOVE LOW-VALUES TO SIGNAL-ACTION
           CALL "sigaction" USING BY VALUE SIGNAL-NUMBER
               BY REFERENCE OMITTED SIGNAL-ACTION
               RETURNING CALL-RESULT.
       END PROGRAM SIGHANDS.
