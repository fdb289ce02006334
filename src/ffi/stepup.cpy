      * stepup for COBOL. COPY "stepup.cpy" in WORKING-STORAGE.
      *
      * Every function is CALLed with BY REFERENCE for records and
      * texts, and BY VALUE for numbers, RETURNING SU-STATUS: 0, a note
      * above it, or a status below. A number of PIC S9(18), such as a
      * policy's handle, is passed BY VALUE SIZE 8: GnuCOBOL passes 32
      * bits where no size is said. Numbers are COMP-5, the machine's
      * own order. Before a record is used again, CALL "stepup_init",
      * or MOVE LOW-VALUES to it and set its SIZE field. Fields of
      * zeros claim nothing.
      *
      * One-byte codes are PIC X with condition names: SET them TRUE,
      * and test them. The number n that stepup_value gives goes into
      * one as FUNCTION CHAR (n + 1). Sets of words, such as enrolled
      * factors, are numbers: stepup_set makes one, or add SU-BITs.
      *
      * A decision of zeros refuses: test it by SD-OUTCOME-ALLOW and
      * its sisters, and treat everything else as refused.
      *
      * What follows is written from src/ffi by tests/interface.
      * Numbers to pass.
       01  SU-CONSTANTS.
           05  SU-PROFILE-BYTES
                   PIC S9(9) COMP-5 VALUE 1024.
           05  SU-REPUTATION-BYTES
                   PIC S9(9) COMP-5 VALUE 64.
           05  SU-CANONICAL-BYTES
                   PIC S9(9) COMP-5 VALUE 512.
           05  SU-PSEUDONYM-BYTES
                   PIC S9(9) COMP-5 VALUE 16.
           05  SU-IDENTITY-BYTES
                   PIC S9(9) COMP-5 VALUE 32.
           05  SU-DIGITS-BYTES
                   PIC S9(9) COMP-5 VALUE 14.
           05  SU-KIND-STATUS
                   PIC S9(9) COMP-5 VALUE 1.
           05  SU-KIND-NOTE
                   PIC S9(9) COMP-5 VALUE 2.
           05  SU-KIND-CHARSET
                   PIC S9(9) COMP-5 VALUE 3.
           05  SU-CHARSET-UTF-8
                   PIC S9(9) COMP-5 VALUE 1.
           05  SU-CHARSET-GB18030
                   PIC S9(9) COMP-5 VALUE 2.
           05  SU-CHARSET-CP037
                   PIC S9(9) COMP-5 VALUE 3.
           05  SU-CHARSET-CP500
                   PIC S9(9) COMP-5 VALUE 4.
           05  SU-CHARSET-CP1047
                   PIC S9(9) COMP-5 VALUE 5.
           05  SU-CHARSET-CP1141
                   PIC S9(9) COMP-5 VALUE 6.
           05  SU-KIND-LANGUAGE
                   PIC S9(9) COMP-5 VALUE 4.
           05  SU-LANGUAGE-EN
                   PIC S9(9) COMP-5 VALUE 1.
           05  SU-LANGUAGE-ZH
                   PIC S9(9) COMP-5 VALUE 2.
           05  SU-KIND-ID
                   PIC S9(9) COMP-5 VALUE 5.
           05  SU-ID-CUSTOMER
                   PIC S9(9) COMP-5 VALUE 1.
           05  SU-ID-IBAN
                   PIC S9(9) COMP-5 VALUE 2.
           05  SU-ID-ACCOUNT
                   PIC S9(9) COMP-5 VALUE 3.
           05  SU-ID-DEVICE
                   PIC S9(9) COMP-5 VALUE 4.
           05  SU-ID-PHONE
                   PIC S9(9) COMP-5 VALUE 5.
           05  SU-KIND-STATE
                   PIC S9(9) COMP-5 VALUE 6.
           05  SU-KIND-OPERATION
                   PIC S9(9) COMP-5 VALUE 7.
           05  SU-KIND-CHANNEL
                   PIC S9(9) COMP-5 VALUE 8.
           05  SU-KIND-FLAG
                   PIC S9(9) COMP-5 VALUE 9.
           05  SU-BIT-VULNERABLE
                   PIC S9(9) COMP-5 VALUE 2.
           05  SU-BIT-MINOR
                   PIC S9(9) COMP-5 VALUE 4.
           05  SU-BIT-SENIOR
                   PIC S9(9) COMP-5 VALUE 8.
           05  SU-BIT-ENTITY
                   PIC S9(9) COMP-5 VALUE 16.
           05  SU-KIND-FACTOR
                   PIC S9(9) COMP-5 VALUE 10.
           05  SU-BIT-FACE
                   PIC S9(9) COMP-5 VALUE 2.
           05  SU-BIT-FPT
                   PIC S9(9) COMP-5 VALUE 4.
           05  SU-BIT-IRIS
                   PIC S9(9) COMP-5 VALUE 8.
           05  SU-BIT-RETINA
                   PIC S9(9) COMP-5 VALUE 16.
           05  SU-BIT-VBM
                   PIC S9(9) COMP-5 VALUE 32.
           05  SU-BIT-PIN
                   PIC S9(9) COMP-5 VALUE 64.
           05  SU-BIT-PWD
                   PIC S9(9) COMP-5 VALUE 128.
           05  SU-BIT-KBA
                   PIC S9(9) COMP-5 VALUE 256.
           05  SU-BIT-SMS
                   PIC S9(9) COMP-5 VALUE 512.
           05  SU-BIT-TEL
                   PIC S9(9) COMP-5 VALUE 1024.
           05  SU-BIT-OTP
                   PIC S9(9) COMP-5 VALUE 2048.
           05  SU-BIT-SWK
                   PIC S9(9) COMP-5 VALUE 4096.
           05  SU-BIT-HWK
                   PIC S9(9) COMP-5 VALUE 8192.
           05  SU-BIT-POP
                   PIC S9(9) COMP-5 VALUE 16384.
           05  SU-BIT-SC
                   PIC S9(9) COMP-5 VALUE 32768.
           05  SU-KIND-INTEGRITY
                   PIC S9(9) COMP-5 VALUE 11.
           05  SU-KIND-NETWORK
                   PIC S9(9) COMP-5 VALUE 12.
           05  SU-KIND-PAYEE-RELATION
                   PIC S9(9) COMP-5 VALUE 13.
           05  SU-KIND-PAYEE-CHECK
                   PIC S9(9) COMP-5 VALUE 14.
           05  SU-KIND-DESTINATION
                   PIC S9(9) COMP-5 VALUE 15.
           05  SU-KIND-COERCION
                   PIC S9(9) COMP-5 VALUE 16.
           05  SU-BIT-CALL-IN-PROGRESS
                   PIC S9(9) COMP-5 VALUE 2.
           05  SU-BIT-TOLD-TO-HURRY
                   PIC S9(9) COMP-5 VALUE 4.
           05  SU-BIT-REPORTED
                   PIC S9(9) COMP-5 VALUE 8.
           05  SU-KIND-ALERT
                   PIC S9(9) COMP-5 VALUE 17.
           05  SU-KIND-TRA-BAND
                   PIC S9(9) COMP-5 VALUE 18.
           05  SU-KIND-OUTCOME
                   PIC S9(9) COMP-5 VALUE 19.
           05  SU-KIND-MISMATCH
                   PIC S9(9) COMP-5 VALUE 20.
           05  SU-KIND-NOTICE
                   PIC S9(9) COMP-5 VALUE 21.
           05  SU-BIT-WAS-IT-YOU
                   PIC S9(9) COMP-5 VALUE 2.
           05  SU-BIT-AGENT
                   PIC S9(9) COMP-5 VALUE 4.
           05  SU-KIND-GRADE
                   PIC S9(9) COMP-5 VALUE 22.
           05  SU-KIND-RISK
                   PIC S9(9) COMP-5 VALUE 23.
           05  SU-KIND-TIER
                   PIC S9(9) COMP-5 VALUE 24.
           05  SU-KIND-HAPPENING
                   PIC S9(9) COMP-5 VALUE 25.
           05  SU-KIND-CREDENTIAL
                   PIC S9(9) COMP-5 VALUE 26.
           05  SU-KIND-INFORMATION
                   PIC S9(9) COMP-5 VALUE 27.
           05  SU-BIT-IDENTITY
                   PIC S9(9) COMP-5 VALUE 2.
           05  SU-BIT-ADDRESS
                   PIC S9(9) COMP-5 VALUE 4.
           05  SU-BIT-OCCUPATION
                   PIC S9(9) COMP-5 VALUE 8.
           05  SU-BIT-RISK-ASSESSMENT
                   PIC S9(9) COMP-5 VALUE 16.
           05  SU-KIND-SEVERITY
                   PIC S9(9) COMP-5 VALUE 28.
           05  SU-KIND-ITEM
                   PIC S9(9) COMP-5 VALUE 29.
           05  SU-ITEM-NAME
                   PIC S9(9) COMP-5 VALUE 1.
           05  SU-ITEM-RULE
                   PIC S9(9) COMP-5 VALUE 2.
           05  SU-ITEM-EXEMPTION
                   PIC S9(9) COMP-5 VALUE 3.
           05  SU-ITEM-GUARANTEE
                   PIC S9(9) COMP-5 VALUE 4.
           05  SU-ITEM-RUNG
                   PIC S9(9) COMP-5 VALUE 5.
           05  SU-KIND-SIGHTING
                   PIC S9(9) COMP-5 VALUE 30.
           05  SU-SIGHTING-NOBODY
                   PIC S9(9) COMP-5 VALUE 1.
           05  SU-SIGHTING-SEEN
                   PIC S9(9) COMP-5 VALUE 2.
           05  SU-SIGHTING-REPORTED
                   PIC S9(9) COMP-5 VALUE 3.
           05  SU-SIGHTING-CLEAN
                   PIC S9(9) COMP-5 VALUE 4.
           05  SU-KIND-FACT
                   PIC S9(9) COMP-5 VALUE 31.
           05  SU-KIND-METERED
                   PIC S9(9) COMP-5 VALUE 32.
           05  SU-KIND-RECORD
                   PIC S9(9) COMP-5 VALUE 33.
           05  SU-RECORD-ERROR
                   PIC S9(9) COMP-5 VALUE 1.
           05  SU-RECORD-REQUEST
                   PIC S9(9) COMP-5 VALUE 2.
           05  SU-RECORD-DECISION
                   PIC S9(9) COMP-5 VALUE 3.
           05  SU-RECORD-EVENT
                   PIC S9(9) COMP-5 VALUE 4.
           05  SU-RECORD-OPENING
                   PIC S9(9) COMP-5 VALUE 5.
           05  SU-RECORD-PROFILE-FACTS
                   PIC S9(9) COMP-5 VALUE 6.
           05  SU-RECORD-TEXT
                   PIC S9(9) COMP-5 VALUE 7.
           05  SU-RECORD-POLICY-FACTS
                   PIC S9(9) COMP-5 VALUE 8.
           05  SU-RECORD-PROOFS
                   PIC S9(9) COMP-5 VALUE 9.
           05  SU-RECORD-COMPARISON
                   PIC S9(9) COMP-5 VALUE 10.
           05  SU-RECORD-BATCH
                   PIC S9(9) COMP-5 VALUE 11.
           05  SU-RECORD-ABI-FACTS
                   PIC S9(9) COMP-5 VALUE 12.
      * The status that a function returns: RETURNING SU-STATUS.
       01  SU-STATUS PIC S9(9) COMP-5 VALUE 0.
           88  SU-STATUS-PANIC VALUE -99.
           88  SU-STATUS-MEMORY VALUE -15.
           88  SU-STATUS-FULL VALUE -14.
           88  SU-STATUS-IDENTITY VALUE -13.
           88  SU-STATUS-DECISION VALUE -12.
           88  SU-STATUS-EVENT VALUE -11.
           88  SU-STATUS-REPUTATION VALUE -10.
           88  SU-STATUS-PROFILE VALUE -9.
           88  SU-STATUS-POLICY VALUE -8.
           88  SU-STATUS-ROOM VALUE -7.
           88  SU-STATUS-TEXT VALUE -6.
           88  SU-STATUS-FIELD VALUE -5.
           88  SU-STATUS-HANDLE VALUE -4.
           88  SU-STATUS-RESERVED VALUE -3.
           88  SU-STATUS-SIZE VALUE -2.
           88  SU-STATUS-NULL VALUE -1.
           88  SU-STATUS-OK VALUE 0.
           88  SU-NOTE-REPEAT VALUE 1.
           88  SU-NOTE-ADVICE VALUE 2.
           88  SU-NOTE-UNPROVED VALUE 3.
           88  SU-NOTE-WEAKER VALUE 4.
           88  SU-NOTE-DIFFERS VALUE 5.
           88  SU-NOTE-END VALUE 6.
           88  SU-NOTE-PARTLY VALUE 7.
           88  SU-NOTE-REFUSED VALUE 8.
           88  SU-STATUS-FAILED VALUE -99 THRU -1.
      * Numbers of words that stand in no record as such: MOVE one
      * here to ask what it is.
       01  SU-WORDS.
           05  SU-ID
                   PIC S9(9) COMP-5 VALUE 0.
               88  SU-IS-ID-CUSTOMER VALUE 1.
               88  SU-IS-ID-IBAN VALUE 2.
               88  SU-IS-ID-ACCOUNT VALUE 3.
               88  SU-IS-ID-DEVICE VALUE 4.
               88  SU-IS-ID-PHONE VALUE 5.
           05  SU-FLAG
                   PIC S9(9) COMP-5 VALUE 0.
               88  SU-IS-FLAG-VULNERABLE VALUE 1.
               88  SU-IS-FLAG-MINOR VALUE 2.
               88  SU-IS-FLAG-SENIOR VALUE 3.
               88  SU-IS-FLAG-ENTITY VALUE 4.
           05  SU-COERCION
                   PIC S9(9) COMP-5 VALUE 0.
               88  SU-IS-CALL-IN-PROGRESS VALUE 1.
               88  SU-IS-COERCION-TOLD-TO-HURRY VALUE 2.
               88  SU-IS-COERCION-REPORTED VALUE 3.
           05  SU-NOTICE
                   PIC S9(9) COMP-5 VALUE 0.
               88  SU-IS-NOTICE-WAS-IT-YOU VALUE 1.
               88  SU-IS-NOTICE-AGENT VALUE 2.
           05  SU-SEVERITY
                   PIC S9(9) COMP-5 VALUE 0.
               88  SU-IS-SEVERITY-ADVICE VALUE 1.
               88  SU-IS-SEVERITY-UNPROVED VALUE 2.
               88  SU-IS-SEVERITY-ERROR VALUE 3.
           05  SU-ITEM
                   PIC S9(9) COMP-5 VALUE 0.
               88  SU-IS-ITEM-NAME VALUE 1.
               88  SU-IS-ITEM-RULE VALUE 2.
               88  SU-IS-ITEM-EXEMPTION VALUE 3.
               88  SU-IS-ITEM-GUARANTEE VALUE 4.
               88  SU-IS-ITEM-RUNG VALUE 5.
           05  SU-SIGHTING
                   PIC S9(9) COMP-5 VALUE 0.
               88  SU-IS-SIGHTING-NOBODY VALUE 1.
               88  SU-IS-SIGHTING-SEEN VALUE 2.
               88  SU-IS-SIGHTING-REPORTED VALUE 3.
               88  SU-IS-SIGHTING-CLEAN VALUE 4.
           05  SU-FACT
                   PIC S9(9) COMP-5 VALUE 0.
               88  SU-IS-FACT-DEVICE VALUE 1.
               88  SU-IS-FACT-PLACE VALUE 2.
               88  SU-IS-FACT-HOUR VALUE 3.
               88  SU-IS-FACT-AMOUNT-HABIT VALUE 4.
               88  SU-IS-FACT-PAYEE VALUE 5.
               88  SU-IS-FACT-PASSWORD-AGE VALUE 6.
               88  SU-IS-FACT-ATTEMPTS VALUE 7.
               88  SU-IS-FACT-ALERT VALUE 8.
               88  SU-IS-FACT-INTEGRITY VALUE 9.
               88  SU-IS-FACT-PLACE-CONFLICT VALUE 10.
               88  SU-IS-FACT-DORMANCY VALUE 11.
               88  SU-IS-FACT-OUTFLOW-HABIT VALUE 12.
               88  SU-IS-FACT-PAYEE-CHECK VALUE 13.
               88  SU-IS-FACT-SIM-AGE VALUE 14.
               88  SU-IS-FACT-PROBING VALUE 15.
               88  SU-IS-FACT-TIER VALUE 16.
               88  SU-IS-FACT-DEVICE-SHARING VALUE 17.
               88  SU-IS-FACT-TRAVEL VALUE 18.
               88  SU-IS-FACT-OWN-LIMIT VALUE 19.
               88  SU-IS-FACT-DRAIN VALUE 20.
               88  SU-IS-FACT-PAYEE-RECORD VALUE 21.
               88  SU-IS-FACT-ENROLMENT-AGE VALUE 22.
               88  SU-IS-FACT-BEHAVIOUR VALUE 23.
               88  SU-IS-FACT-FROZEN VALUE 24.
               88  SU-IS-FACT-TRA-BAND VALUE 25.
               88  SU-IS-FACT-NETWORK VALUE 26.
               88  SU-IS-FACT-GRADE VALUE 27.
               88  SU-IS-FACT-PASS-THROUGH VALUE 28.
               88  SU-IS-FACT-DESTINATION VALUE 29.
               88  SU-IS-FACT-RISK VALUE 30.
               88  SU-IS-FACT-COERCION VALUE 31.
           05  SU-METERED
                   PIC S9(9) COMP-5 VALUE 0.
               88  SU-IS-METERED-AMOUNT VALUE 1.
               88  SU-IS-METERED-BALANCE VALUE 2.
               88  SU-IS-METERED-TOTAL-24H VALUE 3.
               88  SU-IS-METERED-TOTAL-24H-PAYEE VALUE 4.
               88  SU-IS-METERED-TOTAL-DAY VALUE 5.
               88  SU-IS-TOTAL-DAY-NEW-DEVICE VALUE 6.
               88  SU-IS-METERED-TOTAL-SINCE-SCA VALUE 7.
               88  SU-IS-METERED-ATTEMPTED-24H VALUE 8.
               88  SU-IS-METERED-COUNT-1H VALUE 9.
               88  SU-IS-METERED-COUNT-24H VALUE 10.
               88  SU-IS-METERED-COUNT-SINCE-SCA VALUE 11.
               88  SU-IS-METERED-NEW-PAYEES-24H VALUE 12.
               88  SU-IS-METERED-SINCE-PROOF VALUE 13.
               88  SU-IS-METERED-SCORE VALUE 14.
           05  SU-RECORD
                   PIC S9(9) COMP-5 VALUE 0.
               88  SU-IS-RECORD-ERROR VALUE 1.
               88  SU-IS-RECORD-REQUEST VALUE 2.
               88  SU-IS-RECORD-DECISION VALUE 3.
               88  SU-IS-RECORD-EVENT VALUE 4.
               88  SU-IS-RECORD-OPENING VALUE 5.
               88  SU-IS-RECORD-PROFILE-FACTS VALUE 6.
               88  SU-IS-RECORD-TEXT VALUE 7.
               88  SU-IS-RECORD-POLICY-FACTS VALUE 8.
               88  SU-IS-RECORD-PROOFS VALUE 9.
               88  SU-IS-RECORD-COMPARISON VALUE 10.
               88  SU-IS-RECORD-BATCH VALUE 11.
               88  SU-IS-RECORD-ABI-FACTS VALUE 12.

      * What went wrong, told in the caller's own record; everywhere
      * it is asked for it may be null.
       01  STEPUP-ERROR.
      * Bytes of this record as the caller knows it.
           05  SX-SIZE
                   PIC S9(9) COMP-5 VALUE 248.
      * Input: code page of the texts; 0, and what is none, is
      * UTF-8.
           05  SX-CHARSET
                   PIC S9(9) COMP-5 VALUE 0.
               88  SX-CHARSET-UTF-8 VALUE 1.
               88  SX-CHARSET-GB18030 VALUE 2.
               88  SX-CHARSET-CP037 VALUE 3.
               88  SX-CHARSET-CP500 VALUE 4.
               88  SX-CHARSET-CP1047 VALUE 5.
               88  SX-CHARSET-CP1141 VALUE 6.
      * Input: 0 fills texts with zero bytes, 1 with blanks.
           05  SX-FILL
                   PIC S9(9) COMP-5 VALUE 0.
      * The status that was returned.
           05  SX-STATUS
                   PIC S9(9) COMP-5 VALUE 0.
               88  SX-STATUS-PANIC VALUE -99.
               88  SX-STATUS-MEMORY VALUE -15.
               88  SX-STATUS-FULL VALUE -14.
               88  SX-STATUS-IDENTITY VALUE -13.
               88  SX-STATUS-DECISION VALUE -12.
               88  SX-STATUS-EVENT VALUE -11.
               88  SX-STATUS-REPUTATION VALUE -10.
               88  SX-STATUS-PROFILE VALUE -9.
               88  SX-STATUS-POLICY VALUE -8.
               88  SX-STATUS-ROOM VALUE -7.
               88  SX-STATUS-TEXT VALUE -6.
               88  SX-STATUS-FIELD VALUE -5.
               88  SX-STATUS-HANDLE VALUE -4.
               88  SX-STATUS-RESERVED VALUE -3.
               88  SX-STATUS-SIZE VALUE -2.
               88  SX-STATUS-NULL VALUE -1.
               88  SX-STATUS-OK VALUE 0.
      * Number of the field, from 1; 0 where it is about none.
           05  SX-FIELD
                   PIC S9(9) COMP-5 VALUE 0.
      * Line of the policy, from 1; 0 where it is about none.
           05  SX-LINE
                   PIC S9(9) COMP-5 VALUE 0.
      * Column of the policy in characters, from 1.
           05  SX-COLUMN
                   PIC S9(9) COMP-5 VALUE 0.
      * Zero.
           05  SX-RESERVED
                   PIC S9(9) COMP-5 VALUE 0.
      * Least legal value, where there is a range.
           05  SX-LEAST
                   PIC S9(18) COMP-5 VALUE 0.
      * Greatest legal value.
           05  SX-MOST
                   PIC S9(18) COMP-5 VALUE 0.
      * Name of the field.
           05  SX-NAME
                   PIC X(32) VALUE LOW-VALUES.
      * What is wrong and how to mend it.
           05  SX-TEXT
                   PIC X(168) VALUE LOW-VALUES.

      * One request. A record of zeros claims nothing: every fact is
      * missing until its state says that it is known.
       01  STEPUP-REQUEST.
      * Bytes of this record as the caller knows it.
           05  SR-SIZE
                   PIC S9(9) COMP-5 VALUE 504.
      * What the customer asks for.
           05  SR-OPERATION
                   PIC X VALUE LOW-VALUE.
               88  SR-OPERATION-BALANCE-QUERY VALUE X"01".
               88  SR-OPERATION-TRANSFER VALUE X"02".
               88  SR-OPERATION-WEALTH-PURCHASE VALUE X"03".
               88  SR-OPERATION-LOSS-REPORT VALUE X"04".
               88  SR-OPERATION-CARD-REISSUE VALUE X"05".
               88  SR-OPERATION-RAISE-LIMIT VALUE X"06".
               88  SR-OPERATION-LOWER-LIMIT VALUE X"07".
               88  SR-OPERATION-LIFT-FREEZE VALUE X"08".
      * Where.
           05  SR-CHANNEL
                   PIC X VALUE LOW-VALUE.
               88  SR-CHANNEL-APP VALUE X"01".
               88  SR-CHANNEL-WEB VALUE X"02".
               88  SR-CHANNEL-COUNTER VALUE X"03".
               88  SR-CHANNEL-ATM VALUE X"04".
               88  SR-CHANNEL-PHONE VALUE X"05".
               88  SR-CHANNEL-TERMINAL VALUE X"06".
               88  SR-CHANNEL-PARTNER VALUE X"07".
               88  SR-CHANNEL-FILE VALUE X"08".
      * 1: the customer confirmed this amount and payee.
           05  SR-CONFIRMED
                   PIC X VALUE LOW-VALUE.
               88  SR-CONFIRMED-YES VALUE X"01".
      * 1: there is a transfer id. 0: there is none.
           05  SR-TRANSFER-STATE
                   PIC X VALUE LOW-VALUE.
               88  SR-TRANSFER-STATE-YES VALUE X"01".
      * Factors that are enrolled and usable on this channel: bit n
      * is the factor with code n.
           05  SR-ENROLLED
                   PIC S9(9) COMP-5 VALUE 0.
      * Number of the key that made the pseudonyms.
           05  SR-KEY-ID
                   PIC S9(9) COMP-5 VALUE 0.
      * When: seconds since 1970-01-01T00:00:00Z, 0 to 4294967295.
           05  SR-AT
                   PIC S9(18) COMP-5 VALUE 0.
      * The customer's local time less UTC, minutes, -1439 to 1439.
           05  SR-OFFSET-MINUTES
                   PIC S9(9) COMP-5 VALUE 0.
      * Currency of all amounts: its number in ISO 4217, 156 for
      * CNY.
           05  SR-CURRENCY
                   PIC S9(9) COMP-5 VALUE 0.
      * Who: a pseudonym.
           05  SR-CUSTOMER
                   PIC X(16) VALUE LOW-VALUES.
      * The caller's own reference, echoed in the decision.
           05  SR-REFERENCE
                   PIC X(16) VALUE LOW-VALUES.
      * The transfer's id.
           05  SR-TRANSFER
                   PIC X(16) VALUE LOW-VALUES.
      * The device: a pseudonym.
           05  SR-DEVICE
                   PIC X(16) VALUE LOW-VALUES.
      * To whom: a pseudonym.
           05  SR-PAYEE
                   PIC X(16) VALUE LOW-VALUES.
      * How much: minor units, 1 to 999999999999999999.
           05  SR-AMOUNT
                   PIC S9(18) COMP-5 VALUE 0.
      * Balance before this transfer, minor units.
           05  SR-BALANCE
                   PIC S9(18) COMP-5 VALUE 0.
      * The customer's own daily limit, minor units.
           05  SR-OWN-LIMIT
                   PIC S9(18) COMP-5 VALUE 0.
      * When the payee was added to the customer's list: seconds
      * since 1970.
           05  SR-PAYEE-ADDED
                   PIC S9(18) COMP-5 VALUE 0.
      * Where the device says it is: microdegrees north.
           05  SR-LATITUDE
                   PIC S9(9) COMP-5 VALUE 0.
      * Microdegrees east.
           05  SR-LONGITUDE
                   PIC S9(9) COMP-5 VALUE 0.
      * Radius of accuracy, metres.
           05  SR-RADIUS-M
                   PIC S9(9) COMP-5 VALUE 0.
      * Where the line says it is: microdegrees north.
           05  SR-NETWORK-LATITUDE
                   PIC S9(9) COMP-5 VALUE 0.
      * Microdegrees east.
           05  SR-NETWORK-LONGITUDE
                   PIC S9(9) COMP-5 VALUE 0.
      * Radius of accuracy, metres.
           05  SR-NETWORK-RADIUS-M
                   PIC S9(9) COMP-5 VALUE 0.
      * How unlike themselves the customer behaves, thousandths, 0
      * to 1000.
           05  SR-BEHAVIOUR
                   PIC S9(9) COMP-5 VALUE 0.
      * What the bank has marked the customer as: bit n is the flag
      * with code n.
           05  SR-FLAGS
                   PIC S9(9) COMP-5 VALUE 0.
      * Signs of a scam: bit n is the sign with code n.
           05  SR-COERCION
                   PIC S9(9) COMP-5 VALUE 0.
      * Country of the device's position, two upper-case letters.
           05  SR-COUNTRY
                   PIC X(2) VALUE LOW-VALUES.
      * Country of the line's position.
           05  SR-NETWORK-COUNTRY
                   PIC X(2) VALUE LOW-VALUES.
      * State of amount.
           05  SR-AMOUNT-STATE
                   PIC X VALUE LOW-VALUE.
               88  SR-AMOUNT-MISSING VALUE X"00".
               88  SR-AMOUNT-KNOWN VALUE X"01".
               88  SR-AMOUNT-NA VALUE X"02".
               88  SR-AMOUNT-LATE VALUE X"03".
               88  SR-AMOUNT-INVALID VALUE X"04".
      * State of balance.
           05  SR-BALANCE-STATE
                   PIC X VALUE LOW-VALUE.
               88  SR-BALANCE-MISSING VALUE X"00".
               88  SR-BALANCE-KNOWN VALUE X"01".
               88  SR-BALANCE-NA VALUE X"02".
               88  SR-BALANCE-LATE VALUE X"03".
               88  SR-BALANCE-INVALID VALUE X"04".
      * State of own_limit; not-applicable where the customer set
      * none.
           05  SR-OWN-LIMIT-STATE
                   PIC X VALUE LOW-VALUE.
               88  SR-OWN-LIMIT-MISSING VALUE X"00".
               88  SR-OWN-LIMIT-KNOWN VALUE X"01".
               88  SR-OWN-LIMIT-NA VALUE X"02".
               88  SR-OWN-LIMIT-LATE VALUE X"03".
               88  SR-OWN-LIMIT-INVALID VALUE X"04".
      * State of device.
           05  SR-DEVICE-STATE
                   PIC X VALUE LOW-VALUE.
               88  SR-DEVICE-MISSING VALUE X"00".
               88  SR-DEVICE-KNOWN VALUE X"01".
               88  SR-DEVICE-NA VALUE X"02".
               88  SR-DEVICE-LATE VALUE X"03".
               88  SR-DEVICE-INVALID VALUE X"04".
      * State of payee.
           05  SR-PAYEE-STATE
                   PIC X VALUE LOW-VALUE.
               88  SR-PAYEE-MISSING VALUE X"00".
               88  SR-PAYEE-KNOWN VALUE X"01".
               88  SR-PAYEE-NA VALUE X"02".
               88  SR-PAYEE-LATE VALUE X"03".
               88  SR-PAYEE-INVALID VALUE X"04".
      * State of payee_added.
           05  SR-PAYEE-ADDED-STATE
                   PIC X VALUE LOW-VALUE.
               88  SR-PAYEE-ADDED-MISSING VALUE X"00".
               88  SR-PAYEE-ADDED-KNOWN VALUE X"01".
               88  SR-PAYEE-ADDED-NA VALUE X"02".
               88  SR-PAYEE-ADDED-LATE VALUE X"03".
               88  SR-PAYEE-ADDED-INVALID VALUE X"04".
      * State of country, latitude, longitude and radius.
           05  SR-POSITION-STATE
                   PIC X VALUE LOW-VALUE.
               88  SR-POSITION-MISSING VALUE X"00".
               88  SR-POSITION-KNOWN VALUE X"01".
               88  SR-POSITION-NA VALUE X"02".
               88  SR-POSITION-LATE VALUE X"03".
               88  SR-POSITION-INVALID VALUE X"04".
      * 1: latitude, longitude and radius are known. 0: the country
      * alone.
           05  SR-POSITION-POINT
                   PIC X VALUE LOW-VALUE.
               88  SR-POSITION-POINT-YES VALUE X"01".
      * State of the network's position.
           05  SR-NETWORK-POSITION-STATE
                   PIC X VALUE LOW-VALUE.
               88  SR-NETWORK-POSITION-MISSING VALUE X"00".
               88  SR-NETWORK-POSITION-KNOWN VALUE X"01".
               88  SR-NETWORK-POSITION-NA VALUE X"02".
               88  SR-NETWORK-POSITION-LATE VALUE X"03".
               88  SR-NETWORK-POSITION-INVALID VALUE X"04".
      * 1: its latitude, longitude and radius are known. 0: the
      * country alone.
           05  SR-NETWORK-POSITION-POINT
                   PIC X VALUE LOW-VALUE.
               88  SR-NETWORK-POSITION-POINT-YES VALUE X"01".
      * State of behaviour.
           05  SR-BEHAVIOUR-STATE
                   PIC X VALUE LOW-VALUE.
               88  SR-BEHAVIOUR-MISSING VALUE X"00".
               88  SR-BEHAVIOUR-KNOWN VALUE X"01".
               88  SR-BEHAVIOUR-NA VALUE X"02".
               88  SR-BEHAVIOUR-LATE VALUE X"03".
               88  SR-BEHAVIOUR-INVALID VALUE X"04".
      * State of coercion.
           05  SR-COERCION-STATE
                   PIC X VALUE LOW-VALUE.
               88  SR-COERCION-MISSING VALUE X"00".
               88  SR-COERCION-KNOWN VALUE X"01".
               88  SR-COERCION-NA VALUE X"02".
               88  SR-COERCION-LATE VALUE X"03".
               88  SR-COERCION-INVALID VALUE X"04".
      * State of integrity.
           05  SR-INTEGRITY-STATE
                   PIC X VALUE LOW-VALUE.
               88  SR-INTEGRITY-MISSING VALUE X"00".
               88  SR-INTEGRITY-KNOWN VALUE X"01".
               88  SR-INTEGRITY-NA VALUE X"02".
               88  SR-INTEGRITY-LATE VALUE X"03".
               88  SR-INTEGRITY-INVALID VALUE X"04".
      * The device's soundness.
           05  SR-INTEGRITY
                   PIC X VALUE LOW-VALUE.
               88  SR-INTEGRITY-ATTESTED VALUE X"01".
               88  SR-INTEGRITY-UNATTESTED VALUE X"02".
               88  SR-INTEGRITY-ROOTED VALUE X"03".
               88  SR-INTEGRITY-REMOTE-CONTROL VALUE X"04".
      * State of network.
           05  SR-NETWORK-STATE
                   PIC X VALUE LOW-VALUE.
               88  SR-NETWORK-MISSING VALUE X"00".
               88  SR-NETWORK-KNOWN VALUE X"01".
               88  SR-NETWORK-NA VALUE X"02".
               88  SR-NETWORK-LATE VALUE X"03".
               88  SR-NETWORK-INVALID VALUE X"04".
      * What kind of line.
           05  SR-NETWORK
                   PIC X VALUE LOW-VALUE.
               88  SR-NETWORK-HOME VALUE X"01".
               88  SR-NETWORK-CORPORATE VALUE X"02".
               88  SR-NETWORK-VPN VALUE X"03".
               88  SR-NETWORK-HOSTING VALUE X"04".
               88  SR-NETWORK-TOR VALUE X"05".
      * State of payee_relation.
           05  SR-PAYEE-RELATION-STATE
                   PIC X VALUE LOW-VALUE.
               88  SR-PAYEE-RELATION-MISSING VALUE X"00".
               88  SR-PAYEE-RELATION-KNOWN VALUE X"01".
               88  SR-PAYEE-RELATION-NA VALUE X"02".
               88  SR-PAYEE-RELATION-LATE VALUE X"03".
               88  SR-PAYEE-RELATION-INVALID VALUE X"04".
      * What the bank's own books say of the payee.
           05  SR-PAYEE-RELATION
                   PIC X VALUE LOW-VALUE.
               88  SR-OWN-ACCOUNT-HERE VALUE X"01".
               88  SR-PAYEE-RELATION-TRUSTED-LIST VALUE X"02".
               88  SR-PAYEE-RELATION-PAID-BEFORE VALUE X"03".
               88  SR-OWN-ACCOUNT-ELSEWHERE VALUE X"04".
               88  SR-PAYEE-RELATION-UNRELATED VALUE X"05".
      * State of payee_check.
           05  SR-PAYEE-CHECK-STATE
                   PIC X VALUE LOW-VALUE.
               88  SR-PAYEE-CHECK-MISSING VALUE X"00".
               88  SR-PAYEE-CHECK-KNOWN VALUE X"01".
               88  SR-PAYEE-CHECK-NA VALUE X"02".
               88  SR-PAYEE-CHECK-LATE VALUE X"03".
               88  SR-PAYEE-CHECK-INVALID VALUE X"04".
      * The answer of the name check.
           05  SR-PAYEE-CHECK
                   PIC X VALUE LOW-VALUE.
               88  SR-PAYEE-CHECK-MATCH VALUE X"01".
               88  SR-PAYEE-CHECK-CLOSE-MATCH VALUE X"02".
               88  SR-PAYEE-CHECK-UNAVAILABLE VALUE X"03".
               88  SR-PAYEE-CHECK-NO-MATCH VALUE X"04".
               88  SR-PAYEE-CHECK-REPORTED-MULE VALUE X"05".
      * State of destination.
           05  SR-DESTINATION-STATE
                   PIC X VALUE LOW-VALUE.
               88  SR-DESTINATION-MISSING VALUE X"00".
               88  SR-DESTINATION-KNOWN VALUE X"01".
               88  SR-DESTINATION-NA VALUE X"02".
               88  SR-DESTINATION-LATE VALUE X"03".
               88  SR-DESTINATION-INVALID VALUE X"04".
      * Where the money goes.
           05  SR-DESTINATION
                   PIC X VALUE LOW-VALUE.
               88  SR-DESTINATION-DOMESTIC VALUE X"01".
               88  SR-DESTINATION-ABROAD VALUE X"02".
               88  SR-DESTINATION-HIGH-RISK VALUE X"03".
      * State of alert.
           05  SR-ALERT-STATE
                   PIC X VALUE LOW-VALUE.
               88  SR-ALERT-MISSING VALUE X"00".
               88  SR-ALERT-KNOWN VALUE X"01".
               88  SR-ALERT-NA VALUE X"02".
               88  SR-ALERT-LATE VALUE X"03".
               88  SR-ALERT-INVALID VALUE X"04".
      * What shared signals and lists say.
           05  SR-ALERT
                   PIC X VALUE LOW-VALUE.
               88  SR-ALERT-NONE VALUE X"01".
               88  SR-ALERT-CREDENTIAL-CHANGE VALUE X"02".
               88  SR-ALERT-COMPROMISED VALUE X"03".
               88  SR-ALERT-DEVICE-LOST VALUE X"04".
               88  SR-ALERT-UNDER-ATTACK VALUE X"05".
      * State of tra_band.
           05  SR-TRA-BAND-STATE
                   PIC X VALUE LOW-VALUE.
               88  SR-TRA-BAND-MISSING VALUE X"00".
               88  SR-TRA-BAND-KNOWN VALUE X"01".
               88  SR-TRA-BAND-NA VALUE X"02".
               88  SR-TRA-BAND-LATE VALUE X"03".
               88  SR-TRA-BAND-INVALID VALUE X"04".
      * The fraud-rate band in force.
           05  SR-TRA-BAND
                   PIC X VALUE LOW-VALUE.
               88  SR-TRA-BAND-ETV-500 VALUE X"01".
               88  SR-TRA-BAND-ETV-250 VALUE X"02".
               88  SR-TRA-BAND-ETV-100 VALUE X"03".
               88  SR-TRA-BAND-NONE VALUE X"04".
      * State of device_reputation.
           05  SR-DEVICE-REPUTATION-STATE
                   PIC X VALUE LOW-VALUE.
               88  SR-DEVICE-REPUTATION-MISSING VALUE X"00".
               88  SR-DEVICE-REPUTATION-KNOWN VALUE X"01".
               88  SR-DEVICE-REPUTATION-NA VALUE X"02".
               88  SR-DEVICE-REPUTATION-LATE VALUE X"03".
               88  SR-DEVICE-REPUTATION-INVALID VALUE X"04".
      * State of payee_reputation.
           05  SR-PAYEE-REPUTATION-STATE
                   PIC X VALUE LOW-VALUE.
               88  SR-PAYEE-REPUTATION-MISSING VALUE X"00".
               88  SR-PAYEE-REPUTATION-KNOWN VALUE X"01".
               88  SR-PAYEE-REPUTATION-NA VALUE X"02".
               88  SR-PAYEE-REPUTATION-LATE VALUE X"03".
               88  SR-PAYEE-REPUTATION-INVALID VALUE X"04".
      * Zero.
           05  SR-RESERVED
                   PIC X(4) VALUE LOW-VALUES.
      * What other customers' use says of the device.
           05  SR-DEVICE-REPUTATION
                   PIC X(64) VALUE LOW-VALUES.
      * What other customers' transfers say of the payee.
           05  SR-PAYEE-REPUTATION
                   PIC X(64) VALUE LOW-VALUES.
      * Proofs already given: when, seconds since 1970.
           05  SR-PROOF-AT
                   OCCURS 16 TIMES PIC S9(18) COMP-5 VALUE 0.
      * Which factor was passed; 0 where there is no proof.
           05  SR-PROOF-FACTOR
                   OCCURS 16 TIMES PIC X VALUE LOW-VALUE.
               88  SR-PROOF-FACTOR-FACE VALUE X"01".
               88  SR-PROOF-FACTOR-FPT VALUE X"02".
               88  SR-PROOF-FACTOR-IRIS VALUE X"03".
               88  SR-PROOF-FACTOR-RETINA VALUE X"04".
               88  SR-PROOF-FACTOR-VBM VALUE X"05".
               88  SR-PROOF-FACTOR-PIN VALUE X"06".
               88  SR-PROOF-FACTOR-PWD VALUE X"07".
               88  SR-PROOF-FACTOR-KBA VALUE X"08".
               88  SR-PROOF-FACTOR-SMS VALUE X"09".
               88  SR-PROOF-FACTOR-TEL VALUE X"0A".
               88  SR-PROOF-FACTOR-OTP VALUE X"0B".
               88  SR-PROOF-FACTOR-SWK VALUE X"0C".
               88  SR-PROOF-FACTOR-HWK VALUE X"0D".
               88  SR-PROOF-FACTOR-POP VALUE X"0E".
               88  SR-PROOF-FACTOR-SC VALUE X"0F".
      * On which channel.
           05  SR-PROOF-CHANNEL
                   OCCURS 16 TIMES PIC X VALUE LOW-VALUE.
               88  SR-PROOF-CHANNEL-APP VALUE X"01".
               88  SR-PROOF-CHANNEL-WEB VALUE X"02".
               88  SR-PROOF-CHANNEL-COUNTER VALUE X"03".
               88  SR-PROOF-CHANNEL-ATM VALUE X"04".
               88  SR-PROOF-CHANNEL-PHONE VALUE X"05".
               88  SR-PROOF-CHANNEL-TERMINAL VALUE X"06".
               88  SR-PROOF-CHANNEL-PARTNER VALUE X"07".
               88  SR-PROOF-CHANNEL-FILE VALUE X"08".

      * One decision. A record of zeros refuses, and so does every
      * outcome that the caller does not know.
       01  STEPUP-DECISION.
      * Bytes of this record as the caller knows it.
           05  SD-SIZE
                   PIC S9(9) COMP-5 VALUE 760.
      * The answer in one word; 0 is refuse.
           05  SD-OUTCOME
                   PIC X VALUE LOW-VALUE.
               88  SD-OUTCOME-REFUSE VALUE X"00".
               88  SD-OUTCOME-ALLOW VALUE X"01".
               88  SD-OUTCOME-CONFIRM VALUE X"02".
               88  SD-OUTCOME-STEP-UP VALUE X"03".
               88  SD-OUTCOME-HOLD VALUE X"04".
               88  SD-OUTCOME-REVIEW VALUE X"05".
               88  SD-OUTCOME-FREEZE VALUE X"06".
      * Why request, profile and policy do not belong together; 0
      * where they do.
           05  SD-MISMATCH
                   PIC X VALUE LOW-VALUE.
               88  SD-MISMATCH-NONE VALUE X"00".
               88  SD-MISMATCH-CUSTOMER VALUE X"01".
               88  SD-MISMATCH-KEY VALUE X"02".
               88  SD-MISMATCH-CURRENCY VALUE X"03".
      * Still to do, 1: the customer must confirm amount and payee.
           05  SD-CONFIRM
                   PIC X VALUE LOW-VALUE.
               88  SD-CONFIRM-YES VALUE X"01".
      * 1: the request is refused, whatever is proved.
           05  SD-REFUSE
                   PIC X VALUE LOW-VALUE.
               88  SD-REFUSE-YES VALUE X"01".
      * The caller's reference, as in the request.
           05  SD-REFERENCE
                   PIC X(16) VALUE LOW-VALUES.
      * SHA-256 of the policy that decided.
           05  SD-POLICY
                   PIC X(32) VALUE LOW-VALUES.
      * Delay of the money, seconds; no proof shortens it.
           05  SD-HOLD-SECONDS
                   PIC S9(18) COMP-5 VALUE 0.
      * Oldest proof that counts, seconds; -1 for any age.
           05  SD-MAX-PROOF-AGE
                   PIC S9(18) COMP-5 VALUE 0.
      * Delay of the money in business days; no proof shortens it.
           05  SD-HOLD-DAYS
                   PIC S9(9) COMP-5 VALUE 0.
      * Still to do: rung of the policy's ladder, from 1; 0 for
      * none.
           05  SD-RUNG
                   PIC S9(9) COMP-5 VALUE 0.
      * Still to do: categories of factors that the proofs must
      * cover, 0 to 3.
           05  SD-KINDS
                   PIC S9(9) COMP-5 VALUE 0.
      * Still to do: people who must agree, 0 to 2.
           05  SD-REVIEW
                   PIC S9(9) COMP-5 VALUE 0.
      * Still to do: factors that must be among the proofs.
           05  SD-INCLUDE
                   PIC S9(9) COMP-5 VALUE 0.
      * Factors that prove nothing just now.
           05  SD-DISTRUSTED
                   PIC S9(9) COMP-5 VALUE 0.
      * Who is told, whatever is proved: bit n is the notice with
      * number n.
           05  SD-NOTIFY
                   PIC S9(9) COMP-5 VALUE 0.
      * Demanded before proofs: factors.
           05  SD-DEMANDED-INCLUDE
                   PIC S9(9) COMP-5 VALUE 0.
      * Demanded before proofs: rung.
           05  SD-DEMANDED-RUNG
                   PIC S9(9) COMP-5 VALUE 0.
      * Demanded before proofs: categories.
           05  SD-DEMANDED-KINDS
                   PIC S9(9) COMP-5 VALUE 0.
      * Demanded before proofs: people.
           05  SD-DEMANDED-REVIEW
                   PIC S9(9) COMP-5 VALUE 0.
      * The score, in points.
           05  SD-SCORE
                   PIC S9(9) COMP-5 VALUE 0.
      * Least score, were everything known.
           05  SD-LEAST-SCORE
                   PIC S9(9) COMP-5 VALUE 0.
      * Greatest score short of an accusation, were everything
      * known.
           05  SD-MOST-SCORE
                   PIC S9(9) COMP-5 VALUE 0.
      * Number of the semantics by which it was decided.
           05  SD-SEMANTICS
                   PIC S9(9) COMP-5 VALUE 0.
      * How many factor sets would do; the first eight are in ways,
      * the smallest first.
           05  SD-WAY-COUNT
                   PIC S9(9) COMP-5 VALUE 0.
      * Factor sets, each of which would do.
           05  SD-WAYS
                   OCCURS 8 TIMES PIC S9(9) COMP-5 VALUE 0.
      * How many rules, distrusts and exemptions took effect.
           05  SD-FIRED
                   PIC S9(9) COMP-5 VALUE 0.
      * The first sixteen of them: n is rule n, -n exemption n, as
      * stepup_policy_item has n - 1; 0 is none.
           05  SD-TOOK-EFFECT
                   OCCURS 16 TIMES PIC S9(9) COMP-5 VALUE 0.
      * 1: the account is to be frozen, whatever is proved.
           05  SD-FREEZE
                   PIC X VALUE LOW-VALUE.
               88  SD-FREEZE-YES VALUE X"01".
      * 1: a fact was missing, late or invalid.
           05  SD-UNCERTAIN
                   PIC X VALUE LOW-VALUE.
               88  SD-UNCERTAIN-YES VALUE X"01".
      * 1: nothing that is enrolled meets the demand, so a person
      * decides.
           05  SD-ROUTED
                   PIC X VALUE LOW-VALUE.
               88  SD-ROUTED-YES VALUE X"01".
      * 1: the request is older than the latest event of its
      * profile.
           05  SD-OUT-OF-ORDER
                   PIC X VALUE LOW-VALUE.
               88  SD-OUT-OF-ORDER-YES VALUE X"01".
      * The score's band.
           05  SD-RISK
                   PIC X VALUE LOW-VALUE.
               88  SD-RISK-LOW VALUE X"01".
               88  SD-RISK-MEDIUM VALUE X"02".
               88  SD-RISK-HIGH VALUE X"03".
               88  SD-RISK-CRITICAL VALUE X"04".
      * The customer's tier.
           05  SD-TIER
                   PIC X VALUE LOW-VALUE.
               88  SD-TIER-PREMIER VALUE X"01".
               88  SD-TIER-TRUSTED VALUE X"02".
               88  SD-TIER-BASIC VALUE X"03".
               88  SD-TIER-NEW VALUE X"04".
      * The operation's grade.
           05  SD-GRADE
                   PIC X VALUE LOW-VALUE.
               88  SD-GRADE-LOW VALUE X"01".
               88  SD-GRADE-MEDIUM VALUE X"02".
               88  SD-GRADE-HIGH VALUE X"03".
      * Mildest outcome, were everything known.
           05  SD-LEAST-OUTCOME
                   PIC X VALUE LOW-VALUE.
               88  SD-LEAST-OUTCOME-REFUSE VALUE X"00".
               88  SD-LEAST-OUTCOME-ALLOW VALUE X"01".
               88  SD-LEAST-OUTCOME-CONFIRM VALUE X"02".
               88  SD-LEAST-OUTCOME-STEP-UP VALUE X"03".
               88  SD-LEAST-OUTCOME-HOLD VALUE X"04".
               88  SD-LEAST-OUTCOME-REVIEW VALUE X"05".
               88  SD-LEAST-OUTCOME-FREEZE VALUE X"06".
      * Strictest outcome short of an accusation, were everything
      * known.
           05  SD-MOST-OUTCOME
                   PIC X VALUE LOW-VALUE.
               88  SD-MOST-OUTCOME-REFUSE VALUE X"00".
               88  SD-MOST-OUTCOME-ALLOW VALUE X"01".
               88  SD-MOST-OUTCOME-CONFIRM VALUE X"02".
               88  SD-MOST-OUTCOME-STEP-UP VALUE X"03".
               88  SD-MOST-OUTCOME-HOLD VALUE X"04".
               88  SD-MOST-OUTCOME-REVIEW VALUE X"05".
               88  SD-MOST-OUTCOME-FREEZE VALUE X"06".
      * Demanded before proofs, 1: confirmation.
           05  SD-DEMANDED-CONFIRM
                   PIC X VALUE LOW-VALUE.
               88  SD-DEMANDED-CONFIRM-YES VALUE X"01".
      * Zero.
           05  SD-RESERVED
                   PIC X(2) VALUE LOW-VALUES.
      * The whole decision as canonical bytes: for the audit trail,
      * for explain and for replay.
           05  SD-CANONICAL
                   PIC X(512) VALUE LOW-VALUES.

      * One event: what happened to a customer. What its kind does
      * not carry must be zero.
       01  STEPUP-EVENT.
      * Bytes of this record as the caller knows it.
           05  SE-SIZE
                   PIC S9(9) COMP-5 VALUE 168.
      * What happened.
           05  SE-KIND
                   PIC X VALUE LOW-VALUE.
               88  SE-KIND-ATTEMPTED VALUE X"01".
               88  SE-KIND-SETTLED VALUE X"02".
               88  SE-KIND-RETURNED VALUE X"03".
               88  SE-KIND-FROZEN VALUE X"04".
               88  SE-KIND-UNFROZEN VALUE X"05".
               88  SE-KIND-PROVED VALUE X"06".
               88  SE-KIND-PROOF-FAILED VALUE X"07".
               88  SE-KIND-LOG-IN-FAILED VALUE X"08".
               88  SE-KIND-CREDITED VALUE X"09".
               88  SE-KIND-REPORTED-FRAUD VALUE X"0A".
               88  SE-KIND-CLEARED VALUE X"0B".
               88  SE-KIND-CREDENTIAL-CHANGED VALUE X"0C".
               88  SE-KIND-DEVICE-BOUND VALUE X"0D".
               88  SE-KIND-DEVICE-LOST VALUE X"0E".
               88  SE-KIND-ANNOUNCED VALUE X"0F".
               88  SE-KIND-COMPLETED-INFORMATION VALUE X"10".
      * 1: there is a device.
           05  SE-DEVICE-STATE
                   PIC X VALUE LOW-VALUE.
               88  SE-DEVICE-STATE-YES VALUE X"01".
      * 1: there is a payee.
           05  SE-PAYEE-STATE
                   PIC X VALUE LOW-VALUE.
               88  SE-PAYEE-STATE-YES VALUE X"01".
      * 1: there is a position, or a country that is announced.
           05  SE-POSITION-STATE
                   PIC X VALUE LOW-VALUE.
               88  SE-POSITION-STATE-YES VALUE X"01".
      * Number of the key that made the pseudonyms.
           05  SE-KEY-ID
                   PIC S9(9) COMP-5 VALUE 0.
      * Currency of the money: its number in ISO 4217.
           05  SE-CURRENCY
                   PIC S9(9) COMP-5 VALUE 0.
      * When: seconds since 1970-01-01T00:00:00Z.
           05  SE-AT
                   PIC S9(18) COMP-5 VALUE 0.
      * The customer's local time less UTC, minutes.
           05  SE-OFFSET-MINUTES
                   PIC S9(9) COMP-5 VALUE 0.
      * Factors that were proved: bit n is the factor with code n.
           05  SE-PROVED
                   PIC S9(9) COMP-5 VALUE 0.
      * The bank's id of the event; a repeat carries the same one.
           05  SE-ID
                   PIC X(16) VALUE LOW-VALUES.
      * Whose profile it belongs to: a pseudonym.
           05  SE-CUSTOMER
                   PIC X(16) VALUE LOW-VALUES.
      * The transfer's id.
           05  SE-TRANSFER
                   PIC X(16) VALUE LOW-VALUES.
      * To whom: a pseudonym.
           05  SE-PAYEE
                   PIC X(16) VALUE LOW-VALUES.
      * On which device: a pseudonym.
           05  SE-DEVICE
                   PIC X(16) VALUE LOW-VALUES.
      * Minor units.
           05  SE-MINOR
                   PIC S9(18) COMP-5 VALUE 0.
      * Microdegrees north.
           05  SE-LATITUDE
                   PIC S9(9) COMP-5 VALUE 0.
      * Microdegrees east.
           05  SE-LONGITUDE
                   PIC S9(9) COMP-5 VALUE 0.
      * Radius of accuracy, metres.
           05  SE-RADIUS-M
                   PIC S9(9) COMP-5 VALUE 0.
      * Country of the position, or the one that is announced.
           05  SE-COUNTRY
                   PIC X(2) VALUE LOW-VALUES.
      * 1: latitude, longitude and radius are known.
           05  SE-POSITION-POINT
                   PIC X VALUE LOW-VALUE.
               88  SE-POSITION-POINT-YES VALUE X"01".
      * 1: the payee is the customer's own account at this bank.
           05  SE-OWN-ACCOUNT-HERE
                   PIC X VALUE LOW-VALUE.
               88  SE-OWN-ACCOUNT-HERE-YES VALUE X"01".
      * An announcement begins to count: seconds since 1970.
           05  SE-ANNOUNCED-FROM
                   PIC S9(18) COMP-5 VALUE 0.
      * It ends.
           05  SE-ANNOUNCED-UNTIL
                   PIC S9(18) COMP-5 VALUE 0.
      * The credential that was changed.
           05  SE-CREDENTIAL
                   PIC X VALUE LOW-VALUE.
               88  SE-CREDENTIAL-PASSWORD VALUE X"01".
               88  SE-CREDENTIAL-SIM VALUE X"02".
               88  SE-CREDENTIAL-BIOMETRIC VALUE X"03".
      * The information that was completed.
           05  SE-INFORMATION
                   PIC X VALUE LOW-VALUE.
               88  SE-INFORMATION-IDENTITY VALUE X"01".
               88  SE-INFORMATION-ADDRESS VALUE X"02".
               88  SE-INFORMATION-OCCUPATION VALUE X"03".
               88  SE-INFORMATION-RISK-ASSESSMENT VALUE X"04".
      * 1: the first such credential ever.
           05  SE-FIRST
                   PIC X VALUE LOW-VALUE.
               88  SE-FIRST-YES VALUE X"01".
      * 1: the device was bound when the account was opened.
           05  SE-AT-OPENING
                   PIC X VALUE LOW-VALUE.
               88  SE-AT-OPENING-YES VALUE X"01".
      * Zero.
           05  SE-RESERVED
                   PIC X(12) VALUE LOW-VALUES.

      * What a profile begins with.
       01  STEPUP-OPENING.
      * Bytes of this record as the caller knows it.
           05  SO-SIZE
                   PIC S9(9) COMP-5 VALUE 72.
      * Number of the key that made the pseudonyms.
           05  SO-KEY-ID
                   PIC S9(9) COMP-5 VALUE 0.
      * When the account was opened: seconds since 1970.
           05  SO-AT
                   PIC S9(18) COMP-5 VALUE 0.
      * The customer's local time less UTC, minutes.
           05  SO-OFFSET-MINUTES
                   PIC S9(9) COMP-5 VALUE 0.
      * Currency of all the profile's money: its number in ISO 4217.
           05  SO-CURRENCY
                   PIC S9(9) COMP-5 VALUE 0.
      * Who: a pseudonym.
           05  SO-CUSTOMER
                   PIC X(16) VALUE LOW-VALUES.
      * What customers like this one usually send at once: minor
      * units, at least 1.
           05  SO-USUAL-AMOUNT
                   PIC S9(18) COMP-5 VALUE 0.
      * What they usually send in a day: minor units, at least 1.
           05  SO-USUAL-OUTFLOW
                   PIC S9(18) COMP-5 VALUE 0.
      * Spread of amounts: mean deviation of log2(minor units), in
      * 256ths, 1 to 65535.
           05  SO-AMOUNT-SPREAD
                   PIC S9(9) COMP-5 VALUE 0.
      * Spread of a day's outflow, likewise.
           05  SO-OUTFLOW-SPREAD
                   PIC S9(9) COMP-5 VALUE 0.
      * Zero.
           05  SO-RESERVED
                   PIC S9(18) COMP-5 VALUE 0.

      * What a profile says of itself.
       01  STEPUP-PROFILE-FACTS.
      * Bytes of this record as the caller knows it.
           05  SP-SIZE
                   PIC S9(9) COMP-5 VALUE 104.
      * Number of the key that made the pseudonyms.
           05  SP-KEY-ID
                   PIC S9(9) COMP-5 VALUE 0.
      * Whose it is: a pseudonym.
           05  SP-CUSTOMER
                   PIC X(16) VALUE LOW-VALUES.
      * Rises by one with each event: for compare and swap.
           05  SP-REVISION
                   PIC S9(18) COMP-5 VALUE 0.
      * The latest time of any event: seconds since 1970.
           05  SP-HIGH-WATER
                   PIC S9(18) COMP-5 VALUE 0.
      * When the account was opened.
           05  SP-OPENED
                   PIC S9(18) COMP-5 VALUE 0.
      * The last incident that counts against standing; -1 where
      * there is none.
           05  SP-LAST-INCIDENT
                   PIC S9(18) COMP-5 VALUE 0.
      * The last strong authentication; -1 where there is none.
           05  SP-LAST-SCA
                   PIC S9(18) COMP-5 VALUE 0.
      * Currency of its money: its number in ISO 4217.
           05  SP-CURRENCY
                   PIC S9(9) COMP-5 VALUE 0.
      * Settled transfers, up to 65535.
           05  SP-SETTLED
                   PIC S9(9) COMP-5 VALUE 0.
      * Calendar months with a settled transfer, up to 255.
           05  SP-ACTIVE-MONTHS
                   PIC S9(9) COMP-5 VALUE 0.
      * Seconds from high_water for which an incident holds the tier
      * down; 0 where none does.
           05  SP-HELD-DOWN-SECONDS
                   PIC S9(9) COMP-5 VALUE 0.
      * Information completed: bit n is the item with code n.
           05  SP-INFORMATION
                   PIC S9(9) COMP-5 VALUE 0.
      * 1: the account is frozen.
           05  SP-FROZEN
                   PIC X VALUE LOW-VALUE.
               88  SP-FROZEN-YES VALUE X"01".
      * The tier at high_water.
           05  SP-TIER
                   PIC X VALUE LOW-VALUE.
               88  SP-TIER-PREMIER VALUE X"01".
               88  SP-TIER-TRUSTED VALUE X"02".
               88  SP-TIER-BASIC VALUE X"03".
               88  SP-TIER-NEW VALUE X"04".
      * Zero.
           05  SP-RESERVED
                   PIC X(18) VALUE LOW-VALUES.

      * How a text is written into the caller's buffer.
       01  STEPUP-TEXT.
      * Bytes of this record as the caller knows it.
           05  ST-SIZE
                   PIC S9(9) COMP-5 VALUE 40.
      * Input: code page.
           05  ST-CHARSET
                   PIC S9(9) COMP-5 VALUE 0.
               88  ST-CHARSET-UTF-8 VALUE 1.
               88  ST-CHARSET-GB18030 VALUE 2.
               88  ST-CHARSET-CP037 VALUE 3.
               88  ST-CHARSET-CP500 VALUE 4.
               88  ST-CHARSET-CP1047 VALUE 5.
               88  ST-CHARSET-CP1141 VALUE 6.
      * Input: language.
           05  ST-LANGUAGE
                   PIC S9(9) COMP-5 VALUE 0.
               88  ST-LANGUAGE-EN VALUE 1.
               88  ST-LANGUAGE-ZH VALUE 2.
      * Input: 0 ends the text with a zero byte, 1 fills the buffer
      * with blanks.
           05  ST-FILL
                   PIC S9(9) COMP-5 VALUE 0.
      * Input: 0 separates lines by a line end; else each line has
      * so many bytes, filled with blanks.
           05  ST-WIDTH
                   PIC S9(9) COMP-5 VALUE 0.
      * Zero.
           05  ST-RESERVED
                   PIC S9(9) COMP-5 VALUE 0.
      * Input: bytes of the buffer.
           05  ST-CAPACITY
                   PIC S9(18) COMP-5 VALUE 0.
      * Output: bytes that the whole text takes, with its zero byte
      * where it ends with one.
           05  ST-NEEDED
                   PIC S9(18) COMP-5 VALUE 0.

      * What a policy is.
       01  STEPUP-POLICY-FACTS.
      * Bytes of this record as the caller knows it.
           05  SI-SIZE
                   PIC S9(9) COMP-5 VALUE 88.
      * Currency of all its amounts: its number in ISO 4217.
           05  SI-CURRENCY
                   PIC S9(9) COMP-5 VALUE 0.
      * SHA-256 of its canonical form: names it in every decision.
           05  SI-IDENTITY
                   PIC X(32) VALUE LOW-VALUES.
      * Bytes of its canonical form.
           05  SI-CANONICAL-BYTES
                   PIC S9(18) COMP-5 VALUE 0.
      * Number of the semantics by which this library decides.
           05  SI-SEMANTICS
                   PIC S9(9) COMP-5 VALUE 0.
      * How many rules and distrusts.
           05  SI-RULES
                   PIC S9(9) COMP-5 VALUE 0.
      * How many exemptions.
           05  SI-EXEMPTIONS
                   PIC S9(9) COMP-5 VALUE 0.
      * How many guarantees.
           05  SI-GUARANTEES
                   PIC S9(9) COMP-5 VALUE 0.
      * How many rungs.
           05  SI-RUNGS
                   PIC S9(9) COMP-5 VALUE 0.
      * How many enrolments are declared.
           05  SI-ENROLMENTS
                   PIC S9(9) COMP-5 VALUE 0.
      * Zero.
           05  SI-RESERVED
                   OCCURS 4 TIMES PIC S9(9) COMP-5 VALUE 0.

      * What was proved of a policy's guarantees.
       01  STEPUP-PROOFS.
      * Bytes of this record as the caller knows it.
           05  SG-SIZE
                   PIC S9(9) COMP-5 VALUE 32.
      * How many hold for every request.
           05  SG-PROVED
                   PIC S9(9) COMP-5 VALUE 0.
      * How many are refuted.
           05  SG-REFUTED
                   PIC S9(9) COMP-5 VALUE 0.
      * How many are open.
           05  SG-UNDECIDED
                   PIC S9(9) COMP-5 VALUE 0.
      * Zero.
           05  SG-RESERVED
                   OCCURS 4 TIMES PIC S9(9) COMP-5 VALUE 0.

      * What changes from one policy to another.
       01  STEPUP-COMPARISON.
      * Bytes of this record as the caller knows it.
           05  SC-SIZE
                   PIC S9(9) COMP-5 VALUE 32.
      * Parts and rules by which the new one is weaker somewhere.
           05  SC-WEAKER
                   PIC S9(9) COMP-5 VALUE 0.
      * Parts and rules by which it is stricter somewhere.
           05  SC-STRICTER
                   PIC S9(9) COMP-5 VALUE 0.
      * Questions that stayed open.
           05  SC-UNDECIDED
                   PIC S9(9) COMP-5 VALUE 0.
      * 1: they are the same in effect.
           05  SC-IDENTICAL
                   PIC S9(9) COMP-5 VALUE 0.
      * Zero.
           05  SC-RESERVED
                   OCCURS 3 TIMES PIC S9(9) COMP-5 VALUE 0.

      * A batch: how its arrays lie, and what came of it.
       01  STEPUP-BATCH.
      * Bytes of this record as the caller knows it.
           05  SB-SIZE
                   PIC S9(9) COMP-5 VALUE 88.
      * How many requests.
           05  SB-COUNT
                   PIC S9(9) COMP-5 VALUE 0.
      * How many profiles.
           05  SB-PROFILES
                   PIC S9(9) COMP-5 VALUE 0.
      * 1: what was decided is reserved in the profile, so that the
      * customer's next request counts it. 0: it is not.
           05  SB-RESERVE
                   PIC S9(9) COMP-5 VALUE 0.
      * Bytes from one request to the next.
           05  SB-REQUEST-STRIDE
                   PIC S9(18) COMP-5 VALUE 0.
      * Bytes from one profile to the next, at least 1024.
           05  SB-PROFILE-STRIDE
                   PIC S9(18) COMP-5 VALUE 0.
      * Bytes from one decision to the next.
           05  SB-DECISION-STRIDE
                   PIC S9(18) COMP-5 VALUE 0.
      * Output: how many were decided.
           05  SB-DECIDED
                   PIC S9(9) COMP-5 VALUE 0.
      * Output: how many failed; their statuses say why.
           05  SB-FAILED
                   PIC S9(9) COMP-5 VALUE 0.
      * Output: how many of each outcome, refuse first.
           05  SB-OUTCOMES
                   OCCURS 8 TIMES PIC S9(9) COMP-5 VALUE 0.
      * Output: money of what was allowed as it stands, minor units.
           05  SB-ALLOWED-MINOR
                   PIC S9(18) COMP-5 VALUE 0.

      * What this library is.
       01  STEPUP-ABI-FACTS.
      * Bytes of this record as the caller knows it.
           05  SA-SIZE
                   PIC S9(9) COMP-5 VALUE 96.
      * Version of this interface; it rises when an old caller can
      * no longer use it.
           05  SA-ABI
                   PIC S9(9) COMP-5 VALUE 0.
      * Number of the semantics by which this library decides.
           05  SA-SEMANTICS
                   PIC S9(9) COMP-5 VALUE 0.
      * Bytes of each record, in the order of their numbers.
           05  SA-SIZES
                   OCCURS 16 TIMES PIC S9(9) COMP-5 VALUE 0.
      * Version of the library, blank-filled ASCII.
           05  SA-VERSION
                   PIC X(20) VALUE LOW-VALUES.

