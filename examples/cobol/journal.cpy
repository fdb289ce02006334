      * Entry n tells what became of record n of the transfers. It
      * holds the profile as it is afterwards, so that a restart can
      * put it in place whatever state the kill left it in.
      *
      * A slot is these 2040 bytes and 8 of GnuCOBOL's in front, and
      * 2048 divides a page. A process can die between two pages of one
      * write, and so never inside an entry. JE-END, which is the last
      * to be written, tells a whole entry from a torn one all the same.
      * That is proof against the death of the process. Against that of
      * the machine, set COB_SYNC=true, and each write reaches the disk
      * before the next one begins.
       01  JOURNAL-ENTRY.
           05  JE-BEGIN            PIC 9(9).
           05  JE-KIND             PIC X.
               88  JE-IS-DECIDED   VALUE "D".
               88  JE-IS-BAD       VALUE "B".
           05  JE-STATUS           PIC S9(9) COMP-5.
      * Minor units; 0 where the record's amount cannot be read.
           05  JE-MINOR            PIC S9(18) COMP-5.
           05  JE-OUTCOME          PIC X.
           05  JE-TRANSFER         PIC X(200).
           05  JE-POLICY           PIC X(32).
           05  JE-FIELD            PIC X(32).
           05  JE-TEXT             PIC X(168).
           05  JE-CANONICAL        PIC X(512).
           05  JE-PROFILE          PIC X(1024).
           05  FILLER              PIC X(40).
           05  JE-END              PIC 9(9).
