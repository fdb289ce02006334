/* stepup: decides, per transfer, how a customer must prove themselves and what happens to the money.
 *
 * Every function returns an int32_t: STEPUP_STATUS_OK (0), a note above 0 (it worked, and there is
 * something to know), or a status below 0 (it did not, and nothing was written but a cleared record; of
 * a batch each request has a status of its own).
 * Arguments are int32_t, int64_t and pointers. Each function has an alias of at most eight upper-case
 * letters for systems that fold names.
 *
 * Records. The first field of every record is its size as the caller knows it: sizeof(stepup_request).
 *   stepup_init fills the size in; an error record that lacks it is told nothing. A library that knows
 *   more fields takes a shorter record of an earlier header, and what it lacks is missing; of a longer one,
 *   what the library does not know must be zero. Reserved fields must be zero. Records may lie at any
 *   address, aligned or not, and may overlap: they are copied in once before anything is written, and
 *   copied out last. In a batch that holds request by request; a profile is read once for all its requests
 *   within 1024 of the array, and of requests with different profiles either may come first. Numbers are in
 *   the machine's own byte order.
 *
 * Ids. Zeros and blanks are no id of a customer, a payee, a device, a transfer or an event: where one is
 *   said to be there, they are refused. Give each event an id of its own, and each request a reference: by
 *   it a repeat is known among the last eight events of the profile, noted, and counted once. The same
 *   transfer asked for again with another reference is one transfer, whose reservation moves.
 *
 * Notes and statuses. NOTE_REPEAT: the profile has learned this before. ADVICE: the policy is in force,
 *   and stepup_policy_findings has something to say. UNPROVED: a guarantee is refuted or open. WEAKER: the
 *   newer policy asks for less somewhere. DIFFERS: today's answer is another. END: there is no item of this
 *   number. PARTLY: requests of the batch failed, see statuses. REFUSED: the policy whose findings were
 *   asked for cannot be loaded. STATUS_NULL, SIZE, RESERVED, FIELD: an argument or a field is wrong, and
 *   the error record says which and what is legal. HANDLE: no policy has it. TEXT: not of the code page.
 *   ROOM: the buffer is too small. POLICY: it does not seal. PROFILE, REPUTATION, DECISION: the bytes are
 *   none. EVENT: it is not about this profile. IDENTITY: another policy. FULL, MEMORY: no room, no memory.
 *
 * Words. What holds a word (an operation, a channel) holds its number, from 1; 0 says nothing, and where
 *   a word must be said it is refused. Bit n of a set is the word with number n: STEPUP_BIT(n). Three
 *   vocabularies begin at 0: an outcome of 0 is refuse, a mismatch of 0 is none, a state of 0 is missing.
 *   A request of zeros claims nothing. Beside each fact of a request stands its state; without state
 *   STEPUP_STATE_KNOWN the fact itself is not looked at.
 *
 * Decisions. The decision is cleared before anything is decided; of one whose size cannot be right, the
 *   outcome. Zeros refuse. Treat every outcome that you do not know as refuse, and look whether
 *   `reference` is your request's: a decision with another one is a stale one.
 *
 * Texts. A text that is given has a length; it ends at its first zero byte, and blanks at its end do not
 *   count (of a policy all bytes count, but for one zero byte at its end). A text that is asked for goes
 *   into the caller's buffer as a stepup_text says: code page, language, a zero byte or blanks at the end,
 *   lines of fixed width. Where the buffer is too small nothing is written, the status is
 *   STEPUP_STATUS_ROOM, and `needed` says how much there must be. A policy crosses as UTF-8 or GB 18030.
 *
 * Errors. The last argument of every function may be null; else it is a stepup_error that tells which
 *   field is wrong, what is legal, and how to mend it. It never shows an identifier or a key. Where the
 *   call works, its status is 0 or the note, and nothing of an earlier failure is left in it.
 *
 * Threads. Every function may be called from any thread at any time, on records that no other thread
 *   writes. Decisions take no lock. A policy that is replaced or freed stays whole for who decides by
 *   it. The library starts no thread, installs no signal handler, reads no environment and writes to no
 *   stream. A panic, which is a mistake of the library, is STEPUP_STATUS_PANIC; Rust's hook, which is left
 *   alone, tells it to stderr before.
 *
 * Limits. A record has at most 65536 bytes, and in a batch no more than its stride; a stride at most
 *   1048576; a batch at most 16000000 requests and as many profiles. A policy's text has at most 256 KiB,
 *   an identifier 256 bytes, a key 32 to 4096; a line of fixed width 8 to 4096 bytes. 64 policies can be
 *   loaded at once.
 *
 * Nothing but the table of policies is kept between calls. Profiles (1024 bytes) and reputations (64
 * bytes) are the caller's to store, as bytes and never as text.
 */
#ifndef STEPUP_H
#define STEPUP_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef STEPUP_API
#define STEPUP_API extern
#endif

/* The set that holds one word. */
#define STEPUP_BIT(number) (1 << (number))

/* A layout that differs from the library's does not compile: an array of -1 elements. */
#define STEPUP_ASSERT(holds, name) typedef char stepup_assert_##name[(holds) ? 1 : -1]

/* What follows is written from src/ffi by tests/interface. */

#define STEPUP_ABI 1

/* Bytes of what has no record. */
#define STEPUP_PROFILE_BYTES 1024
#define STEPUP_REPUTATION_BYTES 64
#define STEPUP_CANONICAL_BYTES 512
#define STEPUP_PSEUDONYM_BYTES 16
#define STEPUP_IDENTITY_BYTES 32
#define STEPUP_DIGITS_BYTES 14

/* status: kind 1 */
#define STEPUP_KIND_STATUS 1
#define STEPUP_STATUS_PANIC (-99)
#define STEPUP_STATUS_MEMORY (-15)
#define STEPUP_STATUS_FULL (-14)
#define STEPUP_STATUS_IDENTITY (-13)
#define STEPUP_STATUS_DECISION (-12)
#define STEPUP_STATUS_EVENT (-11)
#define STEPUP_STATUS_REPUTATION (-10)
#define STEPUP_STATUS_PROFILE (-9)
#define STEPUP_STATUS_POLICY (-8)
#define STEPUP_STATUS_ROOM (-7)
#define STEPUP_STATUS_TEXT (-6)
#define STEPUP_STATUS_FIELD (-5)
#define STEPUP_STATUS_HANDLE (-4)
#define STEPUP_STATUS_RESERVED (-3)
#define STEPUP_STATUS_SIZE (-2)
#define STEPUP_STATUS_NULL (-1)
#define STEPUP_STATUS_OK 0

/* note: kind 2 */
#define STEPUP_KIND_NOTE 2
#define STEPUP_NOTE_REPEAT 1
#define STEPUP_NOTE_ADVICE 2
#define STEPUP_NOTE_UNPROVED 3
#define STEPUP_NOTE_WEAKER 4
#define STEPUP_NOTE_DIFFERS 5
#define STEPUP_NOTE_END 6
#define STEPUP_NOTE_PARTLY 7
#define STEPUP_NOTE_REFUSED 8

/* charset: kind 3 */
#define STEPUP_KIND_CHARSET 3
#define STEPUP_CHARSET_UTF_8 1
#define STEPUP_CHARSET_GB18030 2
#define STEPUP_CHARSET_CP037 3
#define STEPUP_CHARSET_CP500 4
#define STEPUP_CHARSET_CP1047 5
#define STEPUP_CHARSET_CP1141 6

/* language: kind 4 */
#define STEPUP_KIND_LANGUAGE 4
#define STEPUP_LANGUAGE_EN 1
#define STEPUP_LANGUAGE_ZH 2

/* id: kind 5 */
#define STEPUP_KIND_ID 5
#define STEPUP_ID_CUSTOMER 1
#define STEPUP_ID_IBAN 2
#define STEPUP_ID_ACCOUNT 3
#define STEPUP_ID_DEVICE 4
#define STEPUP_ID_PHONE 5

/* state: kind 6 */
#define STEPUP_KIND_STATE 6
#define STEPUP_STATE_MISSING 0
#define STEPUP_STATE_KNOWN 1
#define STEPUP_STATE_NOT_APPLICABLE 2
#define STEPUP_STATE_LATE 3
#define STEPUP_STATE_INVALID 4

/* operation: kind 7 */
#define STEPUP_KIND_OPERATION 7
#define STEPUP_OPERATION_BALANCE_QUERY 1
#define STEPUP_OPERATION_TRANSFER 2
#define STEPUP_OPERATION_WEALTH_PURCHASE 3
#define STEPUP_OPERATION_LOSS_REPORT 4
#define STEPUP_OPERATION_CARD_REISSUE 5
#define STEPUP_OPERATION_RAISE_LIMIT 6
#define STEPUP_OPERATION_LOWER_LIMIT 7
#define STEPUP_OPERATION_LIFT_FREEZE 8

/* channel: kind 8 */
#define STEPUP_KIND_CHANNEL 8
#define STEPUP_CHANNEL_APP 1
#define STEPUP_CHANNEL_WEB 2
#define STEPUP_CHANNEL_COUNTER 3
#define STEPUP_CHANNEL_ATM 4
#define STEPUP_CHANNEL_PHONE 5
#define STEPUP_CHANNEL_TERMINAL 6
#define STEPUP_CHANNEL_PARTNER 7
#define STEPUP_CHANNEL_FILE 8

/* flag: kind 9 */
#define STEPUP_KIND_FLAG 9
#define STEPUP_FLAG_VULNERABLE 1
#define STEPUP_FLAG_MINOR 2
#define STEPUP_FLAG_SENIOR 3
#define STEPUP_FLAG_ENTITY 4

/* factor: kind 10 */
#define STEPUP_KIND_FACTOR 10
#define STEPUP_FACTOR_FACE 1
#define STEPUP_FACTOR_FPT 2
#define STEPUP_FACTOR_IRIS 3
#define STEPUP_FACTOR_RETINA 4
#define STEPUP_FACTOR_VBM 5
#define STEPUP_FACTOR_PIN 6
#define STEPUP_FACTOR_PWD 7
#define STEPUP_FACTOR_KBA 8
#define STEPUP_FACTOR_SMS 9
#define STEPUP_FACTOR_TEL 10
#define STEPUP_FACTOR_OTP 11
#define STEPUP_FACTOR_SWK 12
#define STEPUP_FACTOR_HWK 13
#define STEPUP_FACTOR_POP 14
#define STEPUP_FACTOR_SC 15

/* integrity: kind 11 */
#define STEPUP_KIND_INTEGRITY 11
#define STEPUP_INTEGRITY_ATTESTED 1
#define STEPUP_INTEGRITY_UNATTESTED 2
#define STEPUP_INTEGRITY_ROOTED 3
#define STEPUP_INTEGRITY_REMOTE_CONTROL 4

/* network: kind 12 */
#define STEPUP_KIND_NETWORK 12
#define STEPUP_NETWORK_HOME 1
#define STEPUP_NETWORK_CORPORATE 2
#define STEPUP_NETWORK_VPN 3
#define STEPUP_NETWORK_HOSTING 4
#define STEPUP_NETWORK_TOR 5

/* payee-relation: kind 13 */
#define STEPUP_KIND_PAYEE_RELATION 13
#define STEPUP_PAYEE_RELATION_OWN_ACCOUNT_HERE 1
#define STEPUP_PAYEE_RELATION_TRUSTED_LIST 2
#define STEPUP_PAYEE_RELATION_PAID_BEFORE 3
#define STEPUP_PAYEE_RELATION_OWN_ACCOUNT_ELSEWHERE 4
#define STEPUP_PAYEE_RELATION_UNRELATED 5

/* payee-check: kind 14 */
#define STEPUP_KIND_PAYEE_CHECK 14
#define STEPUP_PAYEE_CHECK_MATCH 1
#define STEPUP_PAYEE_CHECK_CLOSE_MATCH 2
#define STEPUP_PAYEE_CHECK_UNAVAILABLE 3
#define STEPUP_PAYEE_CHECK_NO_MATCH 4
#define STEPUP_PAYEE_CHECK_REPORTED_MULE 5

/* destination: kind 15 */
#define STEPUP_KIND_DESTINATION 15
#define STEPUP_DESTINATION_DOMESTIC 1
#define STEPUP_DESTINATION_ABROAD 2
#define STEPUP_DESTINATION_HIGH_RISK 3

/* coercion: kind 16 */
#define STEPUP_KIND_COERCION 16
#define STEPUP_COERCION_CALL_IN_PROGRESS 1
#define STEPUP_COERCION_TOLD_TO_HURRY 2
#define STEPUP_COERCION_REPORTED 3

/* alert: kind 17 */
#define STEPUP_KIND_ALERT 17
#define STEPUP_ALERT_NONE 1
#define STEPUP_ALERT_CREDENTIAL_CHANGE 2
#define STEPUP_ALERT_COMPROMISED 3
#define STEPUP_ALERT_DEVICE_LOST 4
#define STEPUP_ALERT_UNDER_ATTACK 5

/* tra-band: kind 18 */
#define STEPUP_KIND_TRA_BAND 18
#define STEPUP_TRA_BAND_ETV_500 1
#define STEPUP_TRA_BAND_ETV_250 2
#define STEPUP_TRA_BAND_ETV_100 3
#define STEPUP_TRA_BAND_NONE 4

/* outcome: kind 19 */
#define STEPUP_KIND_OUTCOME 19
#define STEPUP_OUTCOME_REFUSE 0
#define STEPUP_OUTCOME_ALLOW 1
#define STEPUP_OUTCOME_CONFIRM 2
#define STEPUP_OUTCOME_STEP_UP 3
#define STEPUP_OUTCOME_HOLD 4
#define STEPUP_OUTCOME_REVIEW 5
#define STEPUP_OUTCOME_FREEZE 6

/* mismatch: kind 20 */
#define STEPUP_KIND_MISMATCH 20
#define STEPUP_MISMATCH_NONE 0
#define STEPUP_MISMATCH_CUSTOMER 1
#define STEPUP_MISMATCH_KEY 2
#define STEPUP_MISMATCH_CURRENCY 3

/* notice: kind 21 */
#define STEPUP_KIND_NOTICE 21
#define STEPUP_NOTICE_WAS_IT_YOU 1
#define STEPUP_NOTICE_AGENT 2

/* grade: kind 22 */
#define STEPUP_KIND_GRADE 22
#define STEPUP_GRADE_LOW 1
#define STEPUP_GRADE_MEDIUM 2
#define STEPUP_GRADE_HIGH 3

/* risk: kind 23 */
#define STEPUP_KIND_RISK 23
#define STEPUP_RISK_LOW 1
#define STEPUP_RISK_MEDIUM 2
#define STEPUP_RISK_HIGH 3
#define STEPUP_RISK_CRITICAL 4

/* tier: kind 24 */
#define STEPUP_KIND_TIER 24
#define STEPUP_TIER_PREMIER 1
#define STEPUP_TIER_TRUSTED 2
#define STEPUP_TIER_BASIC 3
#define STEPUP_TIER_NEW 4

/* happening: kind 25 */
#define STEPUP_KIND_HAPPENING 25
#define STEPUP_HAPPENING_ATTEMPTED 1
#define STEPUP_HAPPENING_SETTLED 2
#define STEPUP_HAPPENING_RETURNED 3
#define STEPUP_HAPPENING_FROZEN 4
#define STEPUP_HAPPENING_UNFROZEN 5
#define STEPUP_HAPPENING_PROVED 6
#define STEPUP_HAPPENING_PROOF_FAILED 7
#define STEPUP_HAPPENING_LOG_IN_FAILED 8
#define STEPUP_HAPPENING_CREDITED 9
#define STEPUP_HAPPENING_REPORTED_FRAUD 10
#define STEPUP_HAPPENING_CLEARED 11
#define STEPUP_HAPPENING_CREDENTIAL_CHANGED 12
#define STEPUP_HAPPENING_DEVICE_BOUND 13
#define STEPUP_HAPPENING_DEVICE_LOST 14
#define STEPUP_HAPPENING_ANNOUNCED 15
#define STEPUP_HAPPENING_COMPLETED_INFORMATION 16

/* credential: kind 26 */
#define STEPUP_KIND_CREDENTIAL 26
#define STEPUP_CREDENTIAL_PASSWORD 1
#define STEPUP_CREDENTIAL_SIM 2
#define STEPUP_CREDENTIAL_BIOMETRIC 3

/* information: kind 27 */
#define STEPUP_KIND_INFORMATION 27
#define STEPUP_INFORMATION_IDENTITY 1
#define STEPUP_INFORMATION_ADDRESS 2
#define STEPUP_INFORMATION_OCCUPATION 3
#define STEPUP_INFORMATION_RISK_ASSESSMENT 4

/* severity: kind 28 */
#define STEPUP_KIND_SEVERITY 28
#define STEPUP_SEVERITY_ADVICE 1
#define STEPUP_SEVERITY_UNPROVED 2
#define STEPUP_SEVERITY_ERROR 3

/* item: kind 29 */
#define STEPUP_KIND_ITEM 29
#define STEPUP_ITEM_NAME 1
#define STEPUP_ITEM_RULE 2
#define STEPUP_ITEM_EXEMPTION 3
#define STEPUP_ITEM_GUARANTEE 4
#define STEPUP_ITEM_RUNG 5

/* sighting: kind 30 */
#define STEPUP_KIND_SIGHTING 30
#define STEPUP_SIGHTING_NOBODY 1
#define STEPUP_SIGHTING_SEEN 2
#define STEPUP_SIGHTING_REPORTED 3
#define STEPUP_SIGHTING_CLEAN 4

/* fact: kind 31 */
#define STEPUP_KIND_FACT 31
#define STEPUP_FACT_DEVICE 1
#define STEPUP_FACT_PLACE 2
#define STEPUP_FACT_HOUR 3
#define STEPUP_FACT_AMOUNT_HABIT 4
#define STEPUP_FACT_PAYEE 5
#define STEPUP_FACT_PASSWORD_AGE 6
#define STEPUP_FACT_ATTEMPTS 7
#define STEPUP_FACT_ALERT 8
#define STEPUP_FACT_INTEGRITY 9
#define STEPUP_FACT_PLACE_CONFLICT 10
#define STEPUP_FACT_DORMANCY 11
#define STEPUP_FACT_OUTFLOW_HABIT 12
#define STEPUP_FACT_PAYEE_CHECK 13
#define STEPUP_FACT_SIM_AGE 14
#define STEPUP_FACT_PROBING 15
#define STEPUP_FACT_TIER 16
#define STEPUP_FACT_DEVICE_SHARING 17
#define STEPUP_FACT_TRAVEL 18
#define STEPUP_FACT_OWN_LIMIT 19
#define STEPUP_FACT_DRAIN 20
#define STEPUP_FACT_PAYEE_RECORD 21
#define STEPUP_FACT_ENROLMENT_AGE 22
#define STEPUP_FACT_BEHAVIOUR 23
#define STEPUP_FACT_FROZEN 24
#define STEPUP_FACT_TRA_BAND 25
#define STEPUP_FACT_NETWORK 26
#define STEPUP_FACT_GRADE 27
#define STEPUP_FACT_PASS_THROUGH 28
#define STEPUP_FACT_DESTINATION 29
#define STEPUP_FACT_RISK 30
#define STEPUP_FACT_COERCION 31

/* metered: kind 32 */
#define STEPUP_KIND_METERED 32
#define STEPUP_METERED_AMOUNT 1
#define STEPUP_METERED_BALANCE 2
#define STEPUP_METERED_TOTAL_24H 3
#define STEPUP_METERED_TOTAL_24H_PAYEE 4
#define STEPUP_METERED_TOTAL_DAY 5
#define STEPUP_METERED_TOTAL_DAY_NEW_DEVICE 6
#define STEPUP_METERED_TOTAL_SINCE_SCA 7
#define STEPUP_METERED_ATTEMPTED_24H 8
#define STEPUP_METERED_COUNT_1H 9
#define STEPUP_METERED_COUNT_24H 10
#define STEPUP_METERED_COUNT_SINCE_SCA 11
#define STEPUP_METERED_NEW_PAYEES_24H 12
#define STEPUP_METERED_SINCE_PROOF 13
#define STEPUP_METERED_SCORE 14

/* record: kind 33 */
#define STEPUP_KIND_RECORD 33
#define STEPUP_RECORD_ERROR 1
#define STEPUP_RECORD_REQUEST 2
#define STEPUP_RECORD_DECISION 3
#define STEPUP_RECORD_EVENT 4
#define STEPUP_RECORD_OPENING 5
#define STEPUP_RECORD_PROFILE_FACTS 6
#define STEPUP_RECORD_TEXT 7
#define STEPUP_RECORD_POLICY_FACTS 8
#define STEPUP_RECORD_PROOFS 9
#define STEPUP_RECORD_COMPARISON 10
#define STEPUP_RECORD_BATCH 11
#define STEPUP_RECORD_ABI_FACTS 12

/* What went wrong, told in the caller's own record; everywhere it is asked for it may be null. */
typedef struct stepup_error {
    /* Bytes of this record as the caller knows it. */
    int32_t size;
    /* Input: code page of the texts; 0, and what is none, is UTF-8. STEPUP_CHARSET_*. */
    int32_t charset;
    /* Input: 0 fills texts with zero bytes, 1 with blanks. */
    int32_t fill;
    /* The status that was returned. STEPUP_STATUS_*. */
    int32_t status;
    /* Number of the field, from 1; 0 where it is about none. */
    int32_t field;
    /* Line of the policy, from 1; 0 where it is about none. */
    int32_t line;
    /* Column of the policy in characters, from 1. */
    int32_t column;
    /* Zero. */
    int32_t reserved;
    /* Least legal value, where there is a range. */
    int64_t least;
    /* Greatest legal value. */
    int64_t most;
    /* Name of the field. */
    uint8_t name[32];
    /* What is wrong and how to mend it. */
    uint8_t text[168];
} stepup_error;

STEPUP_ASSERT(sizeof(stepup_error) == 248, size_of_error);

/* One request. A record of zeros claims nothing: every fact is missing until its state says that it
   is known. */
typedef struct stepup_request {
    /* Bytes of this record as the caller knows it. */
    int32_t size;
    /* What the customer asks for. STEPUP_OPERATION_*. */
    uint8_t operation;
    /* Where. STEPUP_CHANNEL_*. */
    uint8_t channel;
    /* 1: the customer confirmed this amount and payee. */
    uint8_t confirmed;
    /* 1: there is a transfer id. 0: there is none. */
    uint8_t transfer_state;
    /* Factors that are enrolled and usable on this channel: bit n is the factor with code n.
       STEPUP_BIT(STEPUP_FACTOR_*). */
    int32_t enrolled;
    /* Number of the key that made the pseudonyms. */
    int32_t key_id;
    /* When: seconds since 1970-01-01T00:00:00Z, 0 to 4294967295. */
    int64_t at;
    /* The customer's local time less UTC, minutes, -1439 to 1439. */
    int32_t offset_minutes;
    /* Currency of all amounts: its number in ISO 4217, 156 for CNY. */
    int32_t currency;
    /* Who: a pseudonym. */
    uint8_t customer[16];
    /* The caller's own reference, echoed in the decision. */
    uint8_t reference[16];
    /* The transfer's id. */
    uint8_t transfer[16];
    /* The device: a pseudonym. */
    uint8_t device[16];
    /* To whom: a pseudonym. */
    uint8_t payee[16];
    /* How much: minor units, 1 to 999999999999999999. */
    int64_t amount;
    /* Balance before this transfer, minor units. */
    int64_t balance;
    /* The customer's own daily limit, minor units. */
    int64_t own_limit;
    /* When the payee was added to the customer's list: seconds since 1970. */
    int64_t payee_added;
    /* Where the device says it is: microdegrees north. */
    int32_t latitude;
    /* Microdegrees east. */
    int32_t longitude;
    /* Radius of accuracy, metres. */
    int32_t radius_m;
    /* Where the line says it is: microdegrees north. */
    int32_t network_latitude;
    /* Microdegrees east. */
    int32_t network_longitude;
    /* Radius of accuracy, metres. */
    int32_t network_radius_m;
    /* How unlike themselves the customer behaves, thousandths, 0 to 1000. */
    int32_t behaviour;
    /* What the bank has marked the customer as: bit n is the flag with code n.
       STEPUP_BIT(STEPUP_FLAG_*). */
    int32_t flags;
    /* Signs of a scam: bit n is the sign with code n. STEPUP_BIT(STEPUP_COERCION_*). */
    int32_t coercion;
    /* Country of the device's position, two upper-case letters. */
    uint8_t country[2];
    /* Country of the line's position. */
    uint8_t network_country[2];
    /* State of amount. STEPUP_STATE_*. */
    uint8_t amount_state;
    /* State of balance. STEPUP_STATE_*. */
    uint8_t balance_state;
    /* State of own_limit; not-applicable where the customer set none. STEPUP_STATE_*. */
    uint8_t own_limit_state;
    /* State of device. STEPUP_STATE_*. */
    uint8_t device_state;
    /* State of payee. STEPUP_STATE_*. */
    uint8_t payee_state;
    /* State of payee_added. STEPUP_STATE_*. */
    uint8_t payee_added_state;
    /* State of country, latitude, longitude and radius. STEPUP_STATE_*. */
    uint8_t position_state;
    /* 1: latitude, longitude and radius are known. 0: the country alone. */
    uint8_t position_point;
    /* State of the network's position. STEPUP_STATE_*. */
    uint8_t network_position_state;
    /* 1: its latitude, longitude and radius are known. 0: the country alone. */
    uint8_t network_position_point;
    /* State of behaviour. STEPUP_STATE_*. */
    uint8_t behaviour_state;
    /* State of coercion. STEPUP_STATE_*. */
    uint8_t coercion_state;
    /* State of integrity. STEPUP_STATE_*. */
    uint8_t integrity_state;
    /* The device's soundness. STEPUP_INTEGRITY_*. */
    uint8_t integrity;
    /* State of network. STEPUP_STATE_*. */
    uint8_t network_state;
    /* What kind of line. STEPUP_NETWORK_*. */
    uint8_t network;
    /* State of payee_relation. STEPUP_STATE_*. */
    uint8_t payee_relation_state;
    /* What the bank's own books say of the payee. STEPUP_PAYEE_RELATION_*. */
    uint8_t payee_relation;
    /* State of payee_check. STEPUP_STATE_*. */
    uint8_t payee_check_state;
    /* The answer of the name check. STEPUP_PAYEE_CHECK_*. */
    uint8_t payee_check;
    /* State of destination. STEPUP_STATE_*. */
    uint8_t destination_state;
    /* Where the money goes. STEPUP_DESTINATION_*. */
    uint8_t destination;
    /* State of alert. STEPUP_STATE_*. */
    uint8_t alert_state;
    /* What shared signals and lists say. STEPUP_ALERT_*. */
    uint8_t alert;
    /* State of tra_band. STEPUP_STATE_*. */
    uint8_t tra_band_state;
    /* The fraud-rate band in force. STEPUP_TRA_BAND_*. */
    uint8_t tra_band;
    /* State of device_reputation. STEPUP_STATE_*. */
    uint8_t device_reputation_state;
    /* State of payee_reputation. STEPUP_STATE_*. */
    uint8_t payee_reputation_state;
    /* Zero. */
    uint8_t reserved[4];
    /* What other customers' use says of the device. */
    uint8_t device_reputation[64];
    /* What other customers' transfers say of the payee. */
    uint8_t payee_reputation[64];
    /* Proofs already given: when, seconds since 1970. */
    int64_t proof_at[16];
    /* Which factor was passed; 0 where there is no proof. STEPUP_FACTOR_*. */
    uint8_t proof_factor[16];
    /* On which channel. STEPUP_CHANNEL_*. */
    uint8_t proof_channel[16];
} stepup_request;

STEPUP_ASSERT(sizeof(stepup_request) == 504, size_of_request);

/* One decision. A record of zeros refuses, and so does every outcome that the caller does not know. */
typedef struct stepup_decision {
    /* Bytes of this record as the caller knows it. */
    int32_t size;
    /* The answer in one word; 0 is refuse. STEPUP_OUTCOME_*. */
    uint8_t outcome;
    /* Why request, profile and policy do not belong together; 0 where they do. STEPUP_MISMATCH_*. */
    uint8_t mismatch;
    /* Still to do, 1: the customer must confirm amount and payee. */
    uint8_t confirm;
    /* 1: the request is refused, whatever is proved. */
    uint8_t refuse;
    /* The caller's reference, as in the request. */
    uint8_t reference[16];
    /* SHA-256 of the policy that decided. */
    uint8_t policy[32];
    /* Delay of the money, seconds; no proof shortens it. */
    int64_t hold_seconds;
    /* Oldest proof that counts, seconds; -1 for any age. */
    int64_t max_proof_age;
    /* Delay of the money in business days; no proof shortens it. */
    int32_t hold_days;
    /* Still to do: rung of the policy's ladder, from 1; 0 for none. */
    int32_t rung;
    /* Still to do: categories of factors that the proofs must cover, 0 to 3. */
    int32_t kinds;
    /* Still to do: people who must agree, 0 to 2. */
    int32_t review;
    /* Still to do: factors that must be among the proofs. STEPUP_BIT(STEPUP_FACTOR_*). */
    int32_t include;
    /* Factors that prove nothing just now. STEPUP_BIT(STEPUP_FACTOR_*). */
    int32_t distrusted;
    /* Who is told, whatever is proved: bit n is the notice with number n.
       STEPUP_BIT(STEPUP_NOTICE_*). */
    int32_t notify;
    /* Demanded before proofs: factors. STEPUP_BIT(STEPUP_FACTOR_*). */
    int32_t demanded_include;
    /* Demanded before proofs: rung. */
    int32_t demanded_rung;
    /* Demanded before proofs: categories. */
    int32_t demanded_kinds;
    /* Demanded before proofs: people. */
    int32_t demanded_review;
    /* The score, in points. */
    int32_t score;
    /* Least score, were everything known. */
    int32_t least_score;
    /* Greatest score short of an accusation, were everything known. */
    int32_t most_score;
    /* Number of the semantics by which it was decided. */
    int32_t semantics;
    /* How many factor sets would do; the first eight are in ways, the smallest first. */
    int32_t way_count;
    /* Factor sets, each of which would do. STEPUP_BIT(STEPUP_FACTOR_*). */
    int32_t ways[8];
    /* How many rules, distrusts and exemptions took effect. */
    int32_t fired;
    /* The first sixteen of them: n is rule n, -n exemption n, as stepup_policy_item has n - 1; 0 is
       none. */
    int32_t took_effect[16];
    /* 1: the account is to be frozen, whatever is proved. */
    uint8_t freeze;
    /* 1: a fact was missing, late or invalid. */
    uint8_t uncertain;
    /* 1: nothing that is enrolled meets the demand, so a person decides. */
    uint8_t routed;
    /* 1: the request is older than the latest event of its profile. */
    uint8_t out_of_order;
    /* The score's band. STEPUP_RISK_*. */
    uint8_t risk;
    /* The customer's tier. STEPUP_TIER_*. */
    uint8_t tier;
    /* The operation's grade. STEPUP_GRADE_*. */
    uint8_t grade;
    /* Mildest outcome, were everything known. STEPUP_OUTCOME_*. */
    uint8_t least_outcome;
    /* Strictest outcome short of an accusation, were everything known. STEPUP_OUTCOME_*. */
    uint8_t most_outcome;
    /* Demanded before proofs, 1: confirmation. */
    uint8_t demanded_confirm;
    /* Zero. */
    uint8_t reserved[2];
    /* The whole decision as canonical bytes: for the audit trail, for explain and for replay. */
    uint8_t canonical[512];
} stepup_decision;

STEPUP_ASSERT(sizeof(stepup_decision) == 760, size_of_decision);

/* One event: what happened to a customer. What its kind does not carry must be zero. */
typedef struct stepup_event {
    /* Bytes of this record as the caller knows it. */
    int32_t size;
    /* What happened. STEPUP_HAPPENING_*. */
    uint8_t kind;
    /* 1: there is a device. */
    uint8_t device_state;
    /* 1: there is a payee. */
    uint8_t payee_state;
    /* 1: there is a position, or a country that is announced. */
    uint8_t position_state;
    /* Number of the key that made the pseudonyms. */
    int32_t key_id;
    /* Currency of the money: its number in ISO 4217. */
    int32_t currency;
    /* When: seconds since 1970-01-01T00:00:00Z. */
    int64_t at;
    /* The customer's local time less UTC, minutes. */
    int32_t offset_minutes;
    /* Factors that were proved: bit n is the factor with code n. STEPUP_BIT(STEPUP_FACTOR_*). */
    int32_t proved;
    /* The bank's id of the event; a repeat carries the same one. */
    uint8_t id[16];
    /* Whose profile it belongs to: a pseudonym. */
    uint8_t customer[16];
    /* The transfer's id. */
    uint8_t transfer[16];
    /* To whom: a pseudonym. */
    uint8_t payee[16];
    /* On which device: a pseudonym. */
    uint8_t device[16];
    /* Minor units. */
    int64_t minor;
    /* Microdegrees north. */
    int32_t latitude;
    /* Microdegrees east. */
    int32_t longitude;
    /* Radius of accuracy, metres. */
    int32_t radius_m;
    /* Country of the position, or the one that is announced. */
    uint8_t country[2];
    /* 1: latitude, longitude and radius are known. */
    uint8_t position_point;
    /* 1: the payee is the customer's own account at this bank. */
    uint8_t own_account_here;
    /* An announcement begins to count: seconds since 1970. */
    int64_t announced_from;
    /* It ends. */
    int64_t announced_until;
    /* The credential that was changed. STEPUP_CREDENTIAL_*. */
    uint8_t credential;
    /* The information that was completed. STEPUP_INFORMATION_*. */
    uint8_t information;
    /* 1: the first such credential ever. */
    uint8_t first;
    /* 1: the device was bound when the account was opened. */
    uint8_t at_opening;
    /* Zero. */
    uint8_t reserved[12];
} stepup_event;

STEPUP_ASSERT(sizeof(stepup_event) == 168, size_of_event);

/* What a profile begins with. */
typedef struct stepup_opening {
    /* Bytes of this record as the caller knows it. */
    int32_t size;
    /* Number of the key that made the pseudonyms. */
    int32_t key_id;
    /* When the account was opened: seconds since 1970. */
    int64_t at;
    /* The customer's local time less UTC, minutes. */
    int32_t offset_minutes;
    /* Currency of all the profile's money: its number in ISO 4217. */
    int32_t currency;
    /* Who: a pseudonym. */
    uint8_t customer[16];
    /* What customers like this one usually send at once: minor units, at least 1. */
    int64_t usual_amount;
    /* What they usually send in a day: minor units, at least 1. */
    int64_t usual_outflow;
    /* Spread of amounts: mean deviation of log2(minor units), in 256ths, 1 to 65535. */
    int32_t amount_spread;
    /* Spread of a day's outflow, likewise. */
    int32_t outflow_spread;
    /* Zero. */
    int64_t reserved;
} stepup_opening;

STEPUP_ASSERT(sizeof(stepup_opening) == 72, size_of_opening);

/* What a profile says of itself. */
typedef struct stepup_profile_facts {
    /* Bytes of this record as the caller knows it. */
    int32_t size;
    /* Number of the key that made the pseudonyms. */
    int32_t key_id;
    /* Whose it is: a pseudonym. */
    uint8_t customer[16];
    /* Rises by one with each event: for compare and swap. */
    int64_t revision;
    /* The latest time of any event: seconds since 1970. */
    int64_t high_water;
    /* When the account was opened. */
    int64_t opened;
    /* The last incident that counts against standing; -1 where there is none. */
    int64_t last_incident;
    /* The last strong authentication; -1 where there is none. */
    int64_t last_sca;
    /* Currency of its money: its number in ISO 4217. */
    int32_t currency;
    /* Settled transfers, up to 65535. */
    int32_t settled;
    /* Calendar months with a settled transfer, up to 255. */
    int32_t active_months;
    /* Seconds from high_water for which an incident holds the tier down; 0 where none does. */
    int32_t held_down_seconds;
    /* Information completed: bit n is the item with code n. STEPUP_BIT(STEPUP_INFORMATION_*). */
    int32_t information;
    /* 1: the account is frozen. */
    uint8_t frozen;
    /* The tier at high_water. STEPUP_TIER_*. */
    uint8_t tier;
    /* Zero. */
    uint8_t reserved[18];
} stepup_profile_facts;

STEPUP_ASSERT(sizeof(stepup_profile_facts) == 104, size_of_profile_facts);

/* How a text is written into the caller's buffer. */
typedef struct stepup_text {
    /* Bytes of this record as the caller knows it. */
    int32_t size;
    /* Input: code page. STEPUP_CHARSET_*. */
    int32_t charset;
    /* Input: language. STEPUP_LANGUAGE_*. */
    int32_t language;
    /* Input: 0 ends the text with a zero byte, 1 fills the buffer with blanks. */
    int32_t fill;
    /* Input: 0 separates lines by a line end; else each line has so many bytes, filled with blanks. */
    int32_t width;
    /* Zero. */
    int32_t reserved;
    /* Input: bytes of the buffer. */
    int64_t capacity;
    /* Output: bytes that the whole text takes, with its zero byte where it ends with one. */
    int64_t needed;
} stepup_text;

STEPUP_ASSERT(sizeof(stepup_text) == 40, size_of_text);

/* What a policy is. */
typedef struct stepup_policy_facts {
    /* Bytes of this record as the caller knows it. */
    int32_t size;
    /* Currency of all its amounts: its number in ISO 4217. */
    int32_t currency;
    /* SHA-256 of its canonical form: names it in every decision. */
    uint8_t identity[32];
    /* Bytes of its canonical form. */
    int64_t canonical_bytes;
    /* Number of the semantics by which this library decides. */
    int32_t semantics;
    /* How many rules and distrusts. */
    int32_t rules;
    /* How many exemptions. */
    int32_t exemptions;
    /* How many guarantees. */
    int32_t guarantees;
    /* How many rungs. */
    int32_t rungs;
    /* How many enrolments are declared. */
    int32_t enrolments;
    /* Zero. */
    int32_t reserved[4];
} stepup_policy_facts;

STEPUP_ASSERT(sizeof(stepup_policy_facts) == 88, size_of_policy_facts);

/* What was proved of a policy's guarantees. */
typedef struct stepup_proofs {
    /* Bytes of this record as the caller knows it. */
    int32_t size;
    /* How many hold for every request. */
    int32_t proved;
    /* How many are refuted. */
    int32_t refuted;
    /* How many are open. */
    int32_t undecided;
    /* Zero. */
    int32_t reserved[4];
} stepup_proofs;

STEPUP_ASSERT(sizeof(stepup_proofs) == 32, size_of_proofs);

/* What changes from one policy to another. */
typedef struct stepup_comparison {
    /* Bytes of this record as the caller knows it. */
    int32_t size;
    /* Parts and rules by which the new one is weaker somewhere. */
    int32_t weaker;
    /* Parts and rules by which it is stricter somewhere. */
    int32_t stricter;
    /* Questions that stayed open. */
    int32_t undecided;
    /* 1: they are the same in effect. */
    int32_t identical;
    /* Zero. */
    int32_t reserved[3];
} stepup_comparison;

STEPUP_ASSERT(sizeof(stepup_comparison) == 32, size_of_comparison);

/* A batch: how its arrays lie, and what came of it. */
typedef struct stepup_batch {
    /* Bytes of this record as the caller knows it. */
    int32_t size;
    /* How many requests. */
    int32_t count;
    /* How many profiles. */
    int32_t profiles;
    /* 1: what was decided is reserved in the profile, so that the customer's next request counts
       it. 0: it is not. */
    int32_t reserve;
    /* Bytes from one request to the next. */
    int64_t request_stride;
    /* Bytes from one profile to the next, at least 1024. */
    int64_t profile_stride;
    /* Bytes from one decision to the next. */
    int64_t decision_stride;
    /* Output: how many were decided. */
    int32_t decided;
    /* Output: how many failed; their statuses say why. */
    int32_t failed;
    /* Output: how many of each outcome, refuse first. */
    int32_t outcomes[8];
    /* Output: money of what was allowed as it stands, minor units. */
    int64_t allowed_minor;
} stepup_batch;

STEPUP_ASSERT(sizeof(stepup_batch) == 88, size_of_batch);

/* What this library is. */
typedef struct stepup_abi_facts {
    /* Bytes of this record as the caller knows it. */
    int32_t size;
    /* Version of this interface; it rises when an old caller can no longer use it. */
    int32_t abi;
    /* Number of the semantics by which this library decides. */
    int32_t semantics;
    /* Bytes of each record, in the order of their numbers. */
    int32_t sizes[16];
    /* Version of the library, blank-filled ASCII. */
    uint8_t version[20];
} stepup_abi_facts;

STEPUP_ASSERT(sizeof(stepup_abi_facts) == 96, size_of_abi_facts);

/* What this library is: its version, the sizes of its records, the number of its semantics. */
STEPUP_API int32_t stepup_abi(
    stepup_abi_facts *abi,
    stepup_error *error);
STEPUP_API int32_t SUABIINF(
    stepup_abi_facts *abi,
    stepup_error *error);

/* An empty record of a kind: zeros, its size, and UTF-8, English and nothing else where a text is
   asked for. */
STEPUP_API int32_t stepup_init(
    int32_t kind,
    void *area,
    int32_t size,
    stepup_error *error);
STEPUP_API int32_t SUINIT(
    int32_t kind,
    void *area,
    int32_t size,
    stepup_error *error);

/* The word of a vocabulary behind a number, in the language that the record asks for. */
STEPUP_API int32_t stepup_name(
    int32_t kind,
    int32_t value,
    stepup_text *form,
    void *buffer,
    stepup_error *error);
STEPUP_API int32_t SUNAME(
    int32_t kind,
    int32_t value,
    stepup_text *form,
    void *buffer,
    stepup_error *error);

/* The number of an English word, such as "step-up"; blanks behind it do not count. */
STEPUP_API int32_t stepup_value(
    int32_t kind,
    const void *text,
    int32_t length,
    int32_t charset,
    int32_t *value,
    stepup_error *error);
STEPUP_API int32_t SUVALUE(
    int32_t kind,
    const void *text,
    int32_t length,
    int32_t charset,
    int32_t *value,
    stepup_error *error);

/* The set of English words, such as "face sms", with blanks or commas between them: bit n is the
   word with number n. */
STEPUP_API int32_t stepup_set(
    int32_t kind,
    const void *text,
    int32_t length,
    int32_t charset,
    int32_t *set,
    stepup_error *error);
STEPUP_API int32_t SUSET(
    int32_t kind,
    const void *text,
    int32_t length,
    int32_t charset,
    int32_t *set,
    stepup_error *error);

/* The pseudonym of an identifier under the bank's key of at least 32 bytes; the same however it is
   written. */
STEPUP_API int32_t stepup_pseudonym(
    const void *key,
    int32_t key_length,
    int32_t kind,
    const void *text,
    int32_t length,
    int32_t charset,
    void *pseudonym,
    stepup_error *error);
STEPUP_API int32_t SUPSEUDO(
    const void *key,
    int32_t key_length,
    int32_t kind,
    const void *text,
    int32_t length,
    int32_t charset,
    void *pseudonym,
    stepup_error *error);

/* Minor units behind a packed decimal (COMP-3) with so many decimals, in a currency by its ISO 4217
   number. */
STEPUP_API int32_t stepup_amount_from_packed(
    const void *packed,
    int32_t bytes,
    int32_t decimals,
    int32_t currency_number,
    int64_t *minor,
    stepup_error *error);
STEPUP_API int32_t SUAMTPAC(
    const void *packed,
    int32_t bytes,
    int32_t decimals,
    int32_t currency_number,
    int64_t *minor,
    stepup_error *error);

/* Seconds since 1970 of a civil time, 14 digits YYYYMMDDhhmmss in ASCII or EBCDIC, so many minutes
   ahead of UTC. */
STEPUP_API int32_t stepup_time_from_civil(
    const void *digits,
    int32_t offset_minutes,
    int64_t *seconds,
    stepup_error *error);
STEPUP_API int32_t SUTIMCIV(
    const void *digits,
    int32_t offset_minutes,
    int64_t *seconds,
    stepup_error *error);

/* Loads a policy from its text, TOML, and gives its handle; where sha256 is not null, only the
   policy with this identity. Nothing is loaded where it does not seal: the error record has the
   first finding. */
STEPUP_API int32_t stepup_policy_load(
    const void *text,
    int64_t length,
    int32_t charset,
    const void *sha256,
    int64_t *policy,
    stepup_error *error);
STEPUP_API int32_t SUPOLLD(
    const void *text,
    int64_t length,
    int32_t charset,
    const void *sha256,
    int64_t *policy,
    stepup_error *error);

/* Puts another policy behind a handle; who decides just now ends by the one before. On a fault that
   one stays. */
STEPUP_API int32_t stepup_policy_replace(
    int64_t policy,
    const void *text,
    int64_t length,
    int32_t charset,
    const void *sha256,
    stepup_error *error);
STEPUP_API int32_t SUPOLRP(
    int64_t policy,
    const void *text,
    int64_t length,
    int32_t charset,
    const void *sha256,
    stepup_error *error);

/* Frees a handle; who decides by it just now ends in peace. Freed twice is a status. */
STEPUP_API int32_t stepup_policy_free(
    int64_t policy,
    stepup_error *error);
STEPUP_API int32_t SUPOLFR(
    int64_t policy,
    stepup_error *error);

/* Everything that was found in a policy's text, each finding with its place and its mending. */
STEPUP_API int32_t stepup_policy_findings(
    const void *text,
    int64_t length,
    int32_t charset,
    stepup_text *form,
    void *buffer,
    stepup_error *error);
STEPUP_API int32_t SUPOLFI(
    const void *text,
    int64_t length,
    int32_t charset,
    stepup_text *form,
    void *buffer,
    stepup_error *error);

/* Proves the policy's guarantees again, counts them, and says what was found of each, one line a
   guarantee. */
STEPUP_API int32_t stepup_policy_prove(
    int64_t policy,
    stepup_proofs *proofs,
    stepup_text *form,
    void *buffer,
    stepup_error *error);
STEPUP_API int32_t SUPOLPR(
    int64_t policy,
    stepup_proofs *proofs,
    stepup_text *form,
    void *buffer,
    stepup_error *error);

/* What changes from one policy to another, over every request there can be: counts, and one line a
   difference. */
STEPUP_API int32_t stepup_policy_compare(
    int64_t older,
    int64_t newer,
    stepup_comparison *comparison,
    stepup_text *form,
    void *buffer,
    stepup_error *error);
STEPUP_API int32_t SUPOLCM(
    int64_t older,
    int64_t newer,
    stepup_comparison *comparison,
    stepup_text *form,
    void *buffer,
    stepup_error *error);

/* What a policy is: currency, identity, how much of what. */
STEPUP_API int32_t stepup_policy_info(
    int64_t policy,
    stepup_policy_facts *info,
    stepup_error *error);
STEPUP_API int32_t SUPOLIN(
    int64_t policy,
    stepup_policy_facts *info,
    stepup_error *error);

/* The canonical form of a policy: a file that says everything, in fixed order; loading it gives
   this policy. */
STEPUP_API int32_t stepup_policy_canonical(
    int64_t policy,
    stepup_text *form,
    void *buffer,
    stepup_error *error);
STEPUP_API int32_t SUPOLCA(
    int64_t policy,
    stepup_text *form,
    void *buffer,
    stepup_error *error);

/* One thing of a policy: its name, or the id and reason of a rule, an exemption, a guarantee or a
   rung, from 0. */
STEPUP_API int32_t stepup_policy_item(
    int64_t policy,
    int32_t item,
    int32_t number,
    stepup_text *form,
    void *buffer,
    stepup_error *error);
STEPUP_API int32_t SUPOLIT(
    int64_t policy,
    int32_t item,
    int32_t number,
    stepup_text *form,
    void *buffer,
    stepup_error *error);

/* Decides one request of a customer whose profile is 1024 bytes. The decision is cleared before
   anything else, so that it refuses wherever the status is not 0. Takes no lock, and no memory but
   for proofs that are given and for what is told of a fault. */
STEPUP_API int32_t stepup_decide(
    int64_t policy,
    const stepup_request *request,
    const void *profile,
    stepup_decision *decision,
    stepup_error *error);
STEPUP_API int32_t SUDECIDE(
    int64_t policy,
    const stepup_request *request,
    const void *profile,
    stepup_decision *decision,
    stepup_error *error);

/* Decides many requests by one policy, those of a profile in the order of the array, and reserves
   each in its profile where that is asked for, so that three transfers of one customer are decided
   as three. indexes holds for each request the number of its profile, from 0. A request that fails
   gets its status in statuses, and the rest go on; one that was reserved before is noted there as a
   repeat. Look at what is returned first: where no policy has this handle, or the batch's own
   record is wrong, nothing is decided, and decisions are cleared as far as the record says how many
   there are and where. */
STEPUP_API int32_t stepup_decide_batch(
    int64_t policy,
    stepup_batch *batch,
    const stepup_request *requests,
    void *profiles,
    const int32_t *indexes,
    stepup_decision *decisions,
    int32_t *statuses,
    stepup_error *error);
STEPUP_API int32_t SUDECBAT(
    int64_t policy,
    stepup_batch *batch,
    const stepup_request *requests,
    void *profiles,
    const int32_t *indexes,
    stepup_decision *decisions,
    int32_t *statuses,
    stepup_error *error);

/* Why a decision is as it is, from its 512 canonical bytes and the policy that made it. Not for
   customers. */
STEPUP_API int32_t stepup_explain(
    int64_t policy,
    const void *canonical,
    stepup_text *form,
    void *buffer,
    stepup_error *error);
STEPUP_API int32_t SUEXPLAN(
    int64_t policy,
    const void *canonical,
    stepup_text *form,
    void *buffer,
    stepup_error *error);

/* What the customer may be told of a decision: what happens and what they can do, and no threshold. */
STEPUP_API int32_t stepup_message(
    int64_t policy,
    const void *canonical,
    stepup_text *form,
    void *buffer,
    stepup_error *error);
STEPUP_API int32_t SUMESSAG(
    int64_t policy,
    const void *canonical,
    stepup_text *form,
    void *buffer,
    stepup_error *error);

/* Judges a decision's reading again, by this policy: 0 where the answer is the same to the bit,
   else a note, and in both cases today's decision. With another policy: what that one would have
   said. */
STEPUP_API int32_t stepup_replay(
    int64_t policy,
    const void *canonical,
    stepup_decision *decision_again,
    stepup_error *error);
STEPUP_API int32_t SUREPLAY(
    int64_t policy,
    const void *canonical,
    stepup_decision *decision_again,
    stepup_error *error);

/* The profile of a customer of whom nothing is known yet, 1024 bytes. */
STEPUP_API int32_t stepup_profile_new(
    const stepup_opening *opening,
    void *profile,
    stepup_error *error);
STEPUP_API int32_t SUPRONEW(
    const stepup_opening *opening,
    void *profile,
    stepup_error *error);

/* What a profile says of itself. */
STEPUP_API int32_t stepup_profile_info(
    const void *profile,
    stepup_profile_facts *info,
    stepup_error *error);
STEPUP_API int32_t SUPROINF(
    const void *profile,
    stepup_profile_facts *info,
    stepup_error *error);

/* Learns from one event, in place. On a fault the profile is as it was, to the byte; a repeat is a
   note. */
STEPUP_API int32_t stepup_profile_observe(
    void *profile,
    const stepup_event *event,
    stepup_error *error);
STEPUP_API int32_t SUPROOBS(
    void *profile,
    const stepup_event *event,
    stepup_error *error);

/* Reserves in a profile what a request asks for, as a batch does: the event that a transfer was
   attempted, whose id is the request's reference. A request that moves no money changes nothing.
   What settles it needs an id of its own: with the reference as its id it would be a repeat. */
STEPUP_API int32_t stepup_profile_reserve(
    void *profile,
    const stepup_request *request,
    stepup_error *error);
STEPUP_API int32_t SUPRORES(
    void *profile,
    const stepup_request *request,
    stepup_error *error);

/* Reads a profile of any version that this library knows, and writes it in a version: 1 is the only
   one so far. */
STEPUP_API int32_t stepup_profile_convert(
    const void *from,
    int32_t version,
    void *to,
    stepup_error *error);
STEPUP_API int32_t SUPROCON(
    const void *from,
    int32_t version,
    void *to,
    stepup_error *error);

/* Learns what happened to a payee or device across customers, in its 64 bytes: it was seen with a
   customer, a transfer of transfer_at was reported as fraud at at, or is known to be clean. The
   sighting of nobody makes a new record. */
STEPUP_API int32_t stepup_reputation_observe(
    void *reputation,
    int32_t sighting,
    const void *customer,
    int64_t at,
    int64_t transfer_at,
    stepup_error *error);
STEPUP_API int32_t SUREPOBS(
    void *reputation,
    int32_t sighting,
    const void *customer,
    int64_t at,
    int64_t transfer_at,
    stepup_error *error);

#ifdef __cplusplus
}
#endif

#endif /* STEPUP_H */
