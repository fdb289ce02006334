      * One transfer as the core hands it over at the end of the day,
      * 200 bytes. Words are the words of stepup.h, blank-filled.
       01  TRANSFER-RECORD.
           05  T-NUMBER            PIC 9(9).
           05  T-CUSTOMER          PIC 9(8).
           05  T-CHANNEL           PIC X(8).
      * The customer's own clock, YYYYMMDDhhmmss, and by how many
      * minutes it is ahead of UTC.
           05  T-CIVIL-TIME        PIC X(14).
           05  T-OFFSET-MINUTES    PIC S9(4) SIGN LEADING SEPARATE.
           05  T-AMOUNT            PIC S9(13)V99 COMP-3.
           05  T-BALANCE           PIC S9(13)V99 COMP-3.
      * iban or account: what kind of number the payee's is.
           05  T-PAYEE-KIND        PIC X(7).
           05  T-PAYEE             PIC X(34).
           05  T-PAYEE-RELATION    PIC X(21).
      * Blank where no device was used.
           05  T-DEVICE            PIC X(32).
      * Factors that the customer has on this channel, and those that
      * were passed when the transfer was entered.
           05  T-ENROLLED          PIC X(28).
           05  T-PROVED-WORDS.
               10  T-PROVED        OCCURS 2 TIMES PIC X(7).
      * Y: the customer confirmed amount and payee.
           05  T-CONFIRMED         PIC X.
      * Country from which it was entered; blank where not known.
           05  T-COUNTRY           PIC X(2).
           05  FILLER              PIC X.
