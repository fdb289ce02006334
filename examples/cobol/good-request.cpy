      * A transfer of 49,999.00 that is decided: statements, for a
      * paragraph of the program that has the fields.
           MOVE LOW-VALUES TO STEPUP-REQUEST
           MOVE LENGTH OF STEPUP-REQUEST TO SR-SIZE
           SET SR-OPERATION-TRANSFER TO TRUE
           SET SR-CHANNEL-APP TO TRUE
           MOVE 1 TO SR-KEY-ID
           MOVE 1700000000 TO SR-AT
           MOVE 156 TO SR-CURRENCY
           MOVE ALL "C" TO SR-CUSTOMER
           MOVE 4999900 TO SR-AMOUNT
           SET SR-AMOUNT-KNOWN TO TRUE
           MOVE ALL "P" TO SR-PAYEE
           SET SR-PAYEE-KNOWN TO TRUE.
