/** Where the fields of stepup lie and what its words are called. written from src/ffi by tests/interface. */
final class Layout {
    private Layout() { }

    static final int ABI = 1;
    static final int PROFILE_BYTES = 1024;
    static final int REPUTATION_BYTES = 64;
    static final int CANONICAL_BYTES = 512;
    static final int PSEUDONYM_BYTES = 16;
    static final int IDENTITY_BYTES = 32;
    static final int DIGITS_BYTES = 14;

    /** What went wrong, told in the caller's own record; everywhere it is asked for it may be null. */
    static final class Error {
        private Error() { }

        static final int RECORD = 1;
        static final int BYTES = 248;
        /** Bytes of this record as the caller knows it. An int. */
        static final int SIZE = 0;
        /** Input: code page of the texts; 0, and what is none, is UTF-8. An int, of CharsetWord. */
        static final int CHARSET = 4;
        /** Input: 0 fills texts with zero bytes, 1 with blanks. An int. */
        static final int FILL = 8;
        /** The status that was returned. An int, of StatusWord. */
        static final int STATUS = 12;
        /** Number of the field, from 1; 0 where it is about none. An int. */
        static final int FIELD = 16;
        /** Line of the policy, from 1; 0 where it is about none. An int. */
        static final int LINE = 20;
        /** Column of the policy in characters, from 1. An int. */
        static final int COLUMN = 24;
        /** Zero. An int. */
        static final int RESERVED = 28;
        /** Least legal value, where there is a range. A long. */
        static final int LEAST = 32;
        /** Greatest legal value. A long. */
        static final int MOST = 40;
        /** Name of the field. 32 bytes. */
        static final int NAME = 48;
        /** What is wrong and how to mend it. 168 bytes. */
        static final int TEXT = 80;
    }

    /** One request. A record of zeros claims nothing: every fact is missing until its state says that it is known. */
    static final class Request {
        private Request() { }

        static final int RECORD = 2;
        static final int BYTES = 504;
        /** Bytes of this record as the caller knows it. An int. */
        static final int SIZE = 0;
        /** What the customer asks for. A byte, of OperationWord. */
        static final int OPERATION = 4;
        /** Where. A byte, of ChannelWord. */
        static final int CHANNEL = 5;
        /** 1: the customer confirmed this amount and payee. A byte. */
        static final int CONFIRMED = 6;
        /** 1: there is a transfer id. 0: there is none. A byte. */
        static final int TRANSFER_STATE = 7;
        /** Factors that are enrolled and usable on this channel: bit n is the factor with code n. An int, bits of FactorWord. */
        static final int ENROLLED = 8;
        /** Number of the key that made the pseudonyms. An int. */
        static final int KEY_ID = 12;
        /** When: seconds since 1970-01-01T00:00:00Z, 0 to 4294967295. A long. */
        static final int AT = 16;
        /** The customer's local time less UTC, minutes, -1439 to 1439. An int. */
        static final int OFFSET_MINUTES = 24;
        /** Currency of all amounts: its number in ISO 4217, 156 for CNY. An int. */
        static final int CURRENCY = 28;
        /** Who: a pseudonym. 16 bytes. */
        static final int CUSTOMER = 32;
        /** The caller's own reference, echoed in the decision. 16 bytes. */
        static final int REFERENCE = 48;
        /** The transfer's id. 16 bytes. */
        static final int TRANSFER = 64;
        /** The device: a pseudonym. 16 bytes. */
        static final int DEVICE = 80;
        /** To whom: a pseudonym. 16 bytes. */
        static final int PAYEE = 96;
        /** How much: minor units, 1 to 999999999999999999. A long. */
        static final int AMOUNT = 112;
        /** Balance before this transfer, minor units. A long. */
        static final int BALANCE = 120;
        /** The customer's own daily limit, minor units. A long. */
        static final int OWN_LIMIT = 128;
        /** When the payee was added to the customer's list: seconds since 1970. A long. */
        static final int PAYEE_ADDED = 136;
        /** Where the device says it is: microdegrees north. An int. */
        static final int LATITUDE = 144;
        /** Microdegrees east. An int. */
        static final int LONGITUDE = 148;
        /** Radius of accuracy, metres. An int. */
        static final int RADIUS_M = 152;
        /** Where the line says it is: microdegrees north. An int. */
        static final int NETWORK_LATITUDE = 156;
        /** Microdegrees east. An int. */
        static final int NETWORK_LONGITUDE = 160;
        /** Radius of accuracy, metres. An int. */
        static final int NETWORK_RADIUS_M = 164;
        /** How unlike themselves the customer behaves, thousandths, 0 to 1000. An int. */
        static final int BEHAVIOUR = 168;
        /** What the bank has marked the customer as: bit n is the flag with code n. An int, bits of FlagWord. */
        static final int FLAGS = 172;
        /** Signs of a scam: bit n is the sign with code n. An int, bits of CoercionWord. */
        static final int COERCION = 176;
        /** Country of the device's position, two upper-case letters. 2 bytes. */
        static final int COUNTRY = 180;
        /** Country of the line's position. 2 bytes. */
        static final int NETWORK_COUNTRY = 182;
        /** State of amount. A byte, of StateWord. */
        static final int AMOUNT_STATE = 184;
        /** State of balance. A byte, of StateWord. */
        static final int BALANCE_STATE = 185;
        /** State of own_limit; not-applicable where the customer set none. A byte, of StateWord. */
        static final int OWN_LIMIT_STATE = 186;
        /** State of device. A byte, of StateWord. */
        static final int DEVICE_STATE = 187;
        /** State of payee. A byte, of StateWord. */
        static final int PAYEE_STATE = 188;
        /** State of payee_added. A byte, of StateWord. */
        static final int PAYEE_ADDED_STATE = 189;
        /** State of country, latitude, longitude and radius. A byte, of StateWord. */
        static final int POSITION_STATE = 190;
        /** 1: latitude, longitude and radius are known. 0: the country alone. A byte. */
        static final int POSITION_POINT = 191;
        /** State of the network's position. A byte, of StateWord. */
        static final int NETWORK_POSITION_STATE = 192;
        /** 1: its latitude, longitude and radius are known. 0: the country alone. A byte. */
        static final int NETWORK_POSITION_POINT = 193;
        /** State of behaviour. A byte, of StateWord. */
        static final int BEHAVIOUR_STATE = 194;
        /** State of coercion. A byte, of StateWord. */
        static final int COERCION_STATE = 195;
        /** State of integrity. A byte, of StateWord. */
        static final int INTEGRITY_STATE = 196;
        /** The device's soundness. A byte, of IntegrityWord. */
        static final int INTEGRITY = 197;
        /** State of network. A byte, of StateWord. */
        static final int NETWORK_STATE = 198;
        /** What kind of line. A byte, of NetworkWord. */
        static final int NETWORK = 199;
        /** State of payee_relation. A byte, of StateWord. */
        static final int PAYEE_RELATION_STATE = 200;
        /** What the bank's own books say of the payee. A byte, of PayeeRelationWord. */
        static final int PAYEE_RELATION = 201;
        /** State of payee_check. A byte, of StateWord. */
        static final int PAYEE_CHECK_STATE = 202;
        /** The answer of the name check. A byte, of PayeeCheckWord. */
        static final int PAYEE_CHECK = 203;
        /** State of destination. A byte, of StateWord. */
        static final int DESTINATION_STATE = 204;
        /** Where the money goes. A byte, of DestinationWord. */
        static final int DESTINATION = 205;
        /** State of alert. A byte, of StateWord. */
        static final int ALERT_STATE = 206;
        /** What shared signals and lists say. A byte, of AlertWord. */
        static final int ALERT = 207;
        /** State of tra_band. A byte, of StateWord. */
        static final int TRA_BAND_STATE = 208;
        /** The fraud-rate band in force. A byte, of TraBandWord. */
        static final int TRA_BAND = 209;
        /** State of device_reputation. A byte, of StateWord. */
        static final int DEVICE_REPUTATION_STATE = 210;
        /** State of payee_reputation. A byte, of StateWord. */
        static final int PAYEE_REPUTATION_STATE = 211;
        /** Zero. 4 bytes. */
        static final int RESERVED = 212;
        /** What other customers' use says of the device. 64 bytes. */
        static final int DEVICE_REPUTATION = 216;
        /** What other customers' transfers say of the payee. 64 bytes. */
        static final int PAYEE_REPUTATION = 280;
        /** Proofs already given: when, seconds since 1970. 16 longs. */
        static final int PROOF_AT = 344;
        /** Which factor was passed; 0 where there is no proof. 16 bytes, of FactorWord. */
        static final int PROOF_FACTOR = 472;
        /** On which channel. 16 bytes, of ChannelWord. */
        static final int PROOF_CHANNEL = 488;
    }

    /** One decision. A record of zeros refuses, and so does every outcome that the caller does not know. */
    static final class Decision {
        private Decision() { }

        static final int RECORD = 3;
        static final int BYTES = 760;
        /** Bytes of this record as the caller knows it. An int. */
        static final int SIZE = 0;
        /** The answer in one word; 0 is refuse. A byte, of OutcomeWord. */
        static final int OUTCOME = 4;
        /** Why request, profile and policy do not belong together; 0 where they do. A byte, of MismatchWord. */
        static final int MISMATCH = 5;
        /** Still to do, 1: the customer must confirm amount and payee. A byte. */
        static final int CONFIRM = 6;
        /** 1: the request is refused, whatever is proved. A byte. */
        static final int REFUSE = 7;
        /** The caller's reference, as in the request. 16 bytes. */
        static final int REFERENCE = 8;
        /** SHA-256 of the policy that decided. 32 bytes. */
        static final int POLICY = 24;
        /** Delay of the money, seconds; no proof shortens it. A long. */
        static final int HOLD_SECONDS = 56;
        /** Oldest proof that counts, seconds; -1 for any age. A long. */
        static final int MAX_PROOF_AGE = 64;
        /** Delay of the money in business days; no proof shortens it. An int. */
        static final int HOLD_DAYS = 72;
        /** Still to do: rung of the policy's ladder, from 1; 0 for none. An int. */
        static final int RUNG = 76;
        /** Still to do: categories of factors that the proofs must cover, 0 to 3. An int. */
        static final int KINDS = 80;
        /** Still to do: people who must agree, 0 to 2. An int. */
        static final int REVIEW = 84;
        /** Still to do: factors that must be among the proofs. An int, bits of FactorWord. */
        static final int INCLUDE = 88;
        /** Factors that prove nothing just now. An int, bits of FactorWord. */
        static final int DISTRUSTED = 92;
        /** Who is told, whatever is proved: bit n is the notice with number n. An int, bits of NoticeWord. */
        static final int NOTIFY = 96;
        /** Demanded before proofs: factors. An int, bits of FactorWord. */
        static final int DEMANDED_INCLUDE = 100;
        /** Demanded before proofs: rung. An int. */
        static final int DEMANDED_RUNG = 104;
        /** Demanded before proofs: categories. An int. */
        static final int DEMANDED_KINDS = 108;
        /** Demanded before proofs: people. An int. */
        static final int DEMANDED_REVIEW = 112;
        /** The score, in points. An int. */
        static final int SCORE = 116;
        /** Least score, were everything known. An int. */
        static final int LEAST_SCORE = 120;
        /** Greatest score short of an accusation, were everything known. An int. */
        static final int MOST_SCORE = 124;
        /** Number of the semantics by which it was decided. An int. */
        static final int SEMANTICS = 128;
        /** How many factor sets would do; the first eight are in ways, the smallest first. An int. */
        static final int WAY_COUNT = 132;
        /** Factor sets, each of which would do. 8 ints, bits of FactorWord. */
        static final int WAYS = 136;
        /** How many rules, distrusts and exemptions took effect. An int. */
        static final int FIRED = 168;
        /** The first sixteen of them: n is rule n, -n exemption n, as stepup_policy_item has n - 1; 0 is none. 16 ints. */
        static final int TOOK_EFFECT = 172;
        /** 1: the account is to be frozen, whatever is proved. A byte. */
        static final int FREEZE = 236;
        /** 1: a fact was missing, late or invalid. A byte. */
        static final int UNCERTAIN = 237;
        /** 1: nothing that is enrolled meets the demand, so a person decides. A byte. */
        static final int ROUTED = 238;
        /** 1: the request is older than the latest event of its profile. A byte. */
        static final int OUT_OF_ORDER = 239;
        /** The score's band. A byte, of RiskWord. */
        static final int RISK = 240;
        /** The customer's tier. A byte, of TierWord. */
        static final int TIER = 241;
        /** The operation's grade. A byte, of GradeWord. */
        static final int GRADE = 242;
        /** Mildest outcome, were everything known. A byte, of OutcomeWord. */
        static final int LEAST_OUTCOME = 243;
        /** Strictest outcome short of an accusation, were everything known. A byte, of OutcomeWord. */
        static final int MOST_OUTCOME = 244;
        /** Demanded before proofs, 1: confirmation. A byte. */
        static final int DEMANDED_CONFIRM = 245;
        /** Zero. 2 bytes. */
        static final int RESERVED = 246;
        /** The whole decision as canonical bytes: for the audit trail, for explain and for replay. 512 bytes. */
        static final int CANONICAL = 248;
    }

    /** One event: what happened to a customer. What its kind does not carry must be zero. */
    static final class Event {
        private Event() { }

        static final int RECORD = 4;
        static final int BYTES = 168;
        /** Bytes of this record as the caller knows it. An int. */
        static final int SIZE = 0;
        /** What happened. A byte, of HappeningWord. */
        static final int KIND = 4;
        /** 1: there is a device. A byte. */
        static final int DEVICE_STATE = 5;
        /** 1: there is a payee. A byte. */
        static final int PAYEE_STATE = 6;
        /** 1: there is a position, or a country that is announced. A byte. */
        static final int POSITION_STATE = 7;
        /** Number of the key that made the pseudonyms. An int. */
        static final int KEY_ID = 8;
        /** Currency of the money: its number in ISO 4217. An int. */
        static final int CURRENCY = 12;
        /** When: seconds since 1970-01-01T00:00:00Z. A long. */
        static final int AT = 16;
        /** The customer's local time less UTC, minutes. An int. */
        static final int OFFSET_MINUTES = 24;
        /** Factors that were proved: bit n is the factor with code n. An int, bits of FactorWord. */
        static final int PROVED = 28;
        /** The bank's id of the event; a repeat carries the same one. 16 bytes. */
        static final int ID = 32;
        /** Whose profile it belongs to: a pseudonym. 16 bytes. */
        static final int CUSTOMER = 48;
        /** The transfer's id. 16 bytes. */
        static final int TRANSFER = 64;
        /** To whom: a pseudonym. 16 bytes. */
        static final int PAYEE = 80;
        /** On which device: a pseudonym. 16 bytes. */
        static final int DEVICE = 96;
        /** Minor units. A long. */
        static final int MINOR = 112;
        /** Microdegrees north. An int. */
        static final int LATITUDE = 120;
        /** Microdegrees east. An int. */
        static final int LONGITUDE = 124;
        /** Radius of accuracy, metres. An int. */
        static final int RADIUS_M = 128;
        /** Country of the position, or the one that is announced. 2 bytes. */
        static final int COUNTRY = 132;
        /** 1: latitude, longitude and radius are known. A byte. */
        static final int POSITION_POINT = 134;
        /** 1: the payee is the customer's own account at this bank. A byte. */
        static final int OWN_ACCOUNT_HERE = 135;
        /** An announcement begins to count: seconds since 1970. A long. */
        static final int ANNOUNCED_FROM = 136;
        /** It ends. A long. */
        static final int ANNOUNCED_UNTIL = 144;
        /** The credential that was changed. A byte, of CredentialWord. */
        static final int CREDENTIAL = 152;
        /** The information that was completed. A byte, of InformationWord. */
        static final int INFORMATION = 153;
        /** 1: the first such credential ever. A byte. */
        static final int FIRST = 154;
        /** 1: the device was bound when the account was opened. A byte. */
        static final int AT_OPENING = 155;
        /** Zero. 12 bytes. */
        static final int RESERVED = 156;
    }

    /** What a profile begins with. */
    static final class Opening {
        private Opening() { }

        static final int RECORD = 5;
        static final int BYTES = 72;
        /** Bytes of this record as the caller knows it. An int. */
        static final int SIZE = 0;
        /** Number of the key that made the pseudonyms. An int. */
        static final int KEY_ID = 4;
        /** When the account was opened: seconds since 1970. A long. */
        static final int AT = 8;
        /** The customer's local time less UTC, minutes. An int. */
        static final int OFFSET_MINUTES = 16;
        /** Currency of all the profile's money: its number in ISO 4217. An int. */
        static final int CURRENCY = 20;
        /** Who: a pseudonym. 16 bytes. */
        static final int CUSTOMER = 24;
        /** What customers like this one usually send at once: minor units, at least 1. A long. */
        static final int USUAL_AMOUNT = 40;
        /** What they usually send in a day: minor units, at least 1. A long. */
        static final int USUAL_OUTFLOW = 48;
        /** Spread of amounts: mean deviation of log2(minor units), in 256ths, 1 to 65535. An int. */
        static final int AMOUNT_SPREAD = 56;
        /** Spread of a day's outflow, likewise. An int. */
        static final int OUTFLOW_SPREAD = 60;
        /** Zero. A long. */
        static final int RESERVED = 64;
    }

    /** What a profile says of itself. */
    static final class ProfileFacts {
        private ProfileFacts() { }

        static final int RECORD = 6;
        static final int BYTES = 104;
        /** Bytes of this record as the caller knows it. An int. */
        static final int SIZE = 0;
        /** Number of the key that made the pseudonyms. An int. */
        static final int KEY_ID = 4;
        /** Whose it is: a pseudonym. 16 bytes. */
        static final int CUSTOMER = 8;
        /** Rises by one with each event: for compare and swap. A long. */
        static final int REVISION = 24;
        /** The latest time of any event: seconds since 1970. A long. */
        static final int HIGH_WATER = 32;
        /** When the account was opened. A long. */
        static final int OPENED = 40;
        /** The last incident that counts against standing; -1 where there is none. A long. */
        static final int LAST_INCIDENT = 48;
        /** The last strong authentication; -1 where there is none. A long. */
        static final int LAST_SCA = 56;
        /** Currency of its money: its number in ISO 4217. An int. */
        static final int CURRENCY = 64;
        /** Settled transfers, up to 65535. An int. */
        static final int SETTLED = 68;
        /** Calendar months with a settled transfer, up to 255. An int. */
        static final int ACTIVE_MONTHS = 72;
        /** Seconds from high_water for which an incident holds the tier down; 0 where none does. An int. */
        static final int HELD_DOWN_SECONDS = 76;
        /** Information completed: bit n is the item with code n. An int, bits of InformationWord. */
        static final int INFORMATION = 80;
        /** 1: the account is frozen. A byte. */
        static final int FROZEN = 84;
        /** The tier at high_water. A byte, of TierWord. */
        static final int TIER = 85;
        /** Zero. 18 bytes. */
        static final int RESERVED = 86;
    }

    /** How a text is written into the caller's buffer. */
    static final class Text {
        private Text() { }

        static final int RECORD = 7;
        static final int BYTES = 40;
        /** Bytes of this record as the caller knows it. An int. */
        static final int SIZE = 0;
        /** Input: code page. An int, of CharsetWord. */
        static final int CHARSET = 4;
        /** Input: language. An int, of LanguageWord. */
        static final int LANGUAGE = 8;
        /** Input: 0 ends the text with a zero byte, 1 fills the buffer with blanks. An int. */
        static final int FILL = 12;
        /** Input: 0 separates lines by a line end; else each line has so many bytes, filled with blanks. An int. */
        static final int WIDTH = 16;
        /** Zero. An int. */
        static final int RESERVED = 20;
        /** Input: bytes of the buffer. A long. */
        static final int CAPACITY = 24;
        /** Output: bytes that the whole text takes, with its zero byte where it ends with one. A long. */
        static final int NEEDED = 32;
    }

    /** What a policy is. */
    static final class PolicyFacts {
        private PolicyFacts() { }

        static final int RECORD = 8;
        static final int BYTES = 88;
        /** Bytes of this record as the caller knows it. An int. */
        static final int SIZE = 0;
        /** Currency of all its amounts: its number in ISO 4217. An int. */
        static final int CURRENCY = 4;
        /** SHA-256 of its canonical form: names it in every decision. 32 bytes. */
        static final int IDENTITY = 8;
        /** Bytes of its canonical form. A long. */
        static final int CANONICAL_BYTES = 40;
        /** Number of the semantics by which this library decides. An int. */
        static final int SEMANTICS = 48;
        /** How many rules and distrusts. An int. */
        static final int RULES = 52;
        /** How many exemptions. An int. */
        static final int EXEMPTIONS = 56;
        /** How many guarantees. An int. */
        static final int GUARANTEES = 60;
        /** How many rungs. An int. */
        static final int RUNGS = 64;
        /** How many enrolments are declared. An int. */
        static final int ENROLMENTS = 68;
        /** Zero. 4 ints. */
        static final int RESERVED = 72;
    }

    /** What was proved of a policy's guarantees. */
    static final class Proofs {
        private Proofs() { }

        static final int RECORD = 9;
        static final int BYTES = 32;
        /** Bytes of this record as the caller knows it. An int. */
        static final int SIZE = 0;
        /** How many hold for every request. An int. */
        static final int PROVED = 4;
        /** How many are refuted. An int. */
        static final int REFUTED = 8;
        /** How many are open. An int. */
        static final int UNDECIDED = 12;
        /** Zero. 4 ints. */
        static final int RESERVED = 16;
    }

    /** What changes from one policy to another. */
    static final class Comparison {
        private Comparison() { }

        static final int RECORD = 10;
        static final int BYTES = 32;
        /** Bytes of this record as the caller knows it. An int. */
        static final int SIZE = 0;
        /** Parts and rules by which the new one is weaker somewhere. An int. */
        static final int WEAKER = 4;
        /** Parts and rules by which it is stricter somewhere. An int. */
        static final int STRICTER = 8;
        /** Questions that stayed open. An int. */
        static final int UNDECIDED = 12;
        /** 1: they are the same in effect. An int. */
        static final int IDENTICAL = 16;
        /** Zero. 3 ints. */
        static final int RESERVED = 20;
    }

    /** A batch: how its arrays lie, and what came of it. */
    static final class Batch {
        private Batch() { }

        static final int RECORD = 11;
        static final int BYTES = 88;
        /** Bytes of this record as the caller knows it. An int. */
        static final int SIZE = 0;
        /** How many requests. An int. */
        static final int COUNT = 4;
        /** How many profiles. An int. */
        static final int PROFILES = 8;
        /** 1: what was decided is reserved in the profile, so that the customer's next request counts it. 0: it is not. An int. */
        static final int RESERVE = 12;
        /** Bytes from one request to the next. A long. */
        static final int REQUEST_STRIDE = 16;
        /** Bytes from one profile to the next, at least 1024. A long. */
        static final int PROFILE_STRIDE = 24;
        /** Bytes from one decision to the next. A long. */
        static final int DECISION_STRIDE = 32;
        /** Output: how many were decided. An int. */
        static final int DECIDED = 40;
        /** Output: how many failed; their statuses say why. An int. */
        static final int FAILED = 44;
        /** Output: how many of each outcome, refuse first. 8 ints. */
        static final int OUTCOMES = 48;
        /** Output: money of what was allowed as it stands, minor units. A long. */
        static final int ALLOWED_MINOR = 80;
    }

    /** What this library is. */
    static final class AbiFacts {
        private AbiFacts() { }

        static final int RECORD = 12;
        static final int BYTES = 96;
        /** Bytes of this record as the caller knows it. An int. */
        static final int SIZE = 0;
        /** Version of this interface; it rises when an old caller can no longer use it. An int. */
        static final int ABI = 4;
        /** Number of the semantics by which this library decides. An int. */
        static final int SEMANTICS = 8;
        /** Bytes of each record, in the order of their numbers. 16 ints. */
        static final int SIZES = 12;
        /** Version of the library, blank-filled ASCII. 20 bytes. */
        static final int VERSION = 76;
    }

    /** Words of kind 1. */
    static final class StatusWord {
        private StatusWord() { }

        static final int KIND = 1;
        static final int PANIC = -99;
        static final int MEMORY = -15;
        static final int FULL = -14;
        static final int IDENTITY = -13;
        static final int DECISION = -12;
        static final int EVENT = -11;
        static final int REPUTATION = -10;
        static final int PROFILE = -9;
        static final int POLICY = -8;
        static final int ROOM = -7;
        static final int TEXT = -6;
        static final int FIELD = -5;
        static final int HANDLE = -4;
        static final int RESERVED = -3;
        static final int SIZE = -2;
        static final int NULL = -1;
        static final int OK = 0;
    }

    /** Words of kind 2. */
    static final class NoteWord {
        private NoteWord() { }

        static final int KIND = 2;
        static final int REPEAT = 1;
        static final int ADVICE = 2;
        static final int UNPROVED = 3;
        static final int WEAKER = 4;
        static final int DIFFERS = 5;
        static final int END = 6;
        static final int PARTLY = 7;
        static final int REFUSED = 8;
    }

    /** Words of kind 3. */
    static final class CharsetWord {
        private CharsetWord() { }

        static final int KIND = 3;
        static final int UTF_8 = 1;
        static final int GB18030 = 2;
        static final int CP037 = 3;
        static final int CP500 = 4;
        static final int CP1047 = 5;
        static final int CP1141 = 6;
    }

    /** Words of kind 4. */
    static final class LanguageWord {
        private LanguageWord() { }

        static final int KIND = 4;
        static final int EN = 1;
        static final int ZH = 2;
    }

    /** Words of kind 5. */
    static final class IdWord {
        private IdWord() { }

        static final int KIND = 5;
        static final int CUSTOMER = 1;
        static final int IBAN = 2;
        static final int ACCOUNT = 3;
        static final int DEVICE = 4;
        static final int PHONE = 5;
    }

    /** Words of kind 6. */
    static final class StateWord {
        private StateWord() { }

        static final int KIND = 6;
        static final int MISSING = 0;
        static final int KNOWN = 1;
        static final int NOT_APPLICABLE = 2;
        static final int LATE = 3;
        static final int INVALID = 4;
    }

    /** Words of kind 7. */
    static final class OperationWord {
        private OperationWord() { }

        static final int KIND = 7;
        static final int BALANCE_QUERY = 1;
        static final int TRANSFER = 2;
        static final int WEALTH_PURCHASE = 3;
        static final int LOSS_REPORT = 4;
        static final int CARD_REISSUE = 5;
        static final int RAISE_LIMIT = 6;
        static final int LOWER_LIMIT = 7;
        static final int LIFT_FREEZE = 8;
    }

    /** Words of kind 8. */
    static final class ChannelWord {
        private ChannelWord() { }

        static final int KIND = 8;
        static final int APP = 1;
        static final int WEB = 2;
        static final int COUNTER = 3;
        static final int ATM = 4;
        static final int PHONE = 5;
        static final int TERMINAL = 6;
        static final int PARTNER = 7;
        static final int FILE = 8;
    }

    /** Words of kind 9. */
    static final class FlagWord {
        private FlagWord() { }

        static final int KIND = 9;
        static final int VULNERABLE = 1;
        static final int MINOR = 2;
        static final int SENIOR = 3;
        static final int ENTITY = 4;
    }

    /** Words of kind 10. */
    static final class FactorWord {
        private FactorWord() { }

        static final int KIND = 10;
        static final int FACE = 1;
        static final int FPT = 2;
        static final int IRIS = 3;
        static final int RETINA = 4;
        static final int VBM = 5;
        static final int PIN = 6;
        static final int PWD = 7;
        static final int KBA = 8;
        static final int SMS = 9;
        static final int TEL = 10;
        static final int OTP = 11;
        static final int SWK = 12;
        static final int HWK = 13;
        static final int POP = 14;
        static final int SC = 15;
    }

    /** Words of kind 11. */
    static final class IntegrityWord {
        private IntegrityWord() { }

        static final int KIND = 11;
        static final int ATTESTED = 1;
        static final int UNATTESTED = 2;
        static final int ROOTED = 3;
        static final int REMOTE_CONTROL = 4;
    }

    /** Words of kind 12. */
    static final class NetworkWord {
        private NetworkWord() { }

        static final int KIND = 12;
        static final int HOME = 1;
        static final int CORPORATE = 2;
        static final int VPN = 3;
        static final int HOSTING = 4;
        static final int TOR = 5;
    }

    /** Words of kind 13. */
    static final class PayeeRelationWord {
        private PayeeRelationWord() { }

        static final int KIND = 13;
        static final int OWN_ACCOUNT_HERE = 1;
        static final int TRUSTED_LIST = 2;
        static final int PAID_BEFORE = 3;
        static final int OWN_ACCOUNT_ELSEWHERE = 4;
        static final int UNRELATED = 5;
    }

    /** Words of kind 14. */
    static final class PayeeCheckWord {
        private PayeeCheckWord() { }

        static final int KIND = 14;
        static final int MATCH = 1;
        static final int CLOSE_MATCH = 2;
        static final int UNAVAILABLE = 3;
        static final int NO_MATCH = 4;
        static final int REPORTED_MULE = 5;
    }

    /** Words of kind 15. */
    static final class DestinationWord {
        private DestinationWord() { }

        static final int KIND = 15;
        static final int DOMESTIC = 1;
        static final int ABROAD = 2;
        static final int HIGH_RISK = 3;
    }

    /** Words of kind 16. */
    static final class CoercionWord {
        private CoercionWord() { }

        static final int KIND = 16;
        static final int CALL_IN_PROGRESS = 1;
        static final int TOLD_TO_HURRY = 2;
        static final int REPORTED = 3;
    }

    /** Words of kind 17. */
    static final class AlertWord {
        private AlertWord() { }

        static final int KIND = 17;
        static final int NONE = 1;
        static final int CREDENTIAL_CHANGE = 2;
        static final int COMPROMISED = 3;
        static final int DEVICE_LOST = 4;
        static final int UNDER_ATTACK = 5;
    }

    /** Words of kind 18. */
    static final class TraBandWord {
        private TraBandWord() { }

        static final int KIND = 18;
        static final int ETV_500 = 1;
        static final int ETV_250 = 2;
        static final int ETV_100 = 3;
        static final int NONE = 4;
    }

    /** Words of kind 19. */
    static final class OutcomeWord {
        private OutcomeWord() { }

        static final int KIND = 19;
        static final int REFUSE = 0;
        static final int ALLOW = 1;
        static final int CONFIRM = 2;
        static final int STEP_UP = 3;
        static final int HOLD = 4;
        static final int REVIEW = 5;
        static final int FREEZE = 6;
    }

    /** Words of kind 20. */
    static final class MismatchWord {
        private MismatchWord() { }

        static final int KIND = 20;
        static final int NONE = 0;
        static final int CUSTOMER = 1;
        static final int KEY = 2;
        static final int CURRENCY = 3;
    }

    /** Words of kind 21. */
    static final class NoticeWord {
        private NoticeWord() { }

        static final int KIND = 21;
        static final int WAS_IT_YOU = 1;
        static final int AGENT = 2;
    }

    /** Words of kind 22. */
    static final class GradeWord {
        private GradeWord() { }

        static final int KIND = 22;
        static final int LOW = 1;
        static final int MEDIUM = 2;
        static final int HIGH = 3;
    }

    /** Words of kind 23. */
    static final class RiskWord {
        private RiskWord() { }

        static final int KIND = 23;
        static final int LOW = 1;
        static final int MEDIUM = 2;
        static final int HIGH = 3;
        static final int CRITICAL = 4;
    }

    /** Words of kind 24. */
    static final class TierWord {
        private TierWord() { }

        static final int KIND = 24;
        static final int PREMIER = 1;
        static final int TRUSTED = 2;
        static final int BASIC = 3;
        static final int NEW = 4;
    }

    /** Words of kind 25. */
    static final class HappeningWord {
        private HappeningWord() { }

        static final int KIND = 25;
        static final int ATTEMPTED = 1;
        static final int SETTLED = 2;
        static final int RETURNED = 3;
        static final int FROZEN = 4;
        static final int UNFROZEN = 5;
        static final int PROVED = 6;
        static final int PROOF_FAILED = 7;
        static final int LOG_IN_FAILED = 8;
        static final int CREDITED = 9;
        static final int REPORTED_FRAUD = 10;
        static final int CLEARED = 11;
        static final int CREDENTIAL_CHANGED = 12;
        static final int DEVICE_BOUND = 13;
        static final int DEVICE_LOST = 14;
        static final int ANNOUNCED = 15;
        static final int COMPLETED_INFORMATION = 16;
    }

    /** Words of kind 26. */
    static final class CredentialWord {
        private CredentialWord() { }

        static final int KIND = 26;
        static final int PASSWORD = 1;
        static final int SIM = 2;
        static final int BIOMETRIC = 3;
    }

    /** Words of kind 27. */
    static final class InformationWord {
        private InformationWord() { }

        static final int KIND = 27;
        static final int IDENTITY = 1;
        static final int ADDRESS = 2;
        static final int OCCUPATION = 3;
        static final int RISK_ASSESSMENT = 4;
    }

    /** Words of kind 28. */
    static final class SeverityWord {
        private SeverityWord() { }

        static final int KIND = 28;
        static final int ADVICE = 1;
        static final int UNPROVED = 2;
        static final int ERROR = 3;
    }

    /** Words of kind 29. */
    static final class ItemWord {
        private ItemWord() { }

        static final int KIND = 29;
        static final int NAME = 1;
        static final int RULE = 2;
        static final int EXEMPTION = 3;
        static final int GUARANTEE = 4;
        static final int RUNG = 5;
    }

    /** Words of kind 30. */
    static final class SightingWord {
        private SightingWord() { }

        static final int KIND = 30;
        static final int NOBODY = 1;
        static final int SEEN = 2;
        static final int REPORTED = 3;
        static final int CLEAN = 4;
    }

    /** Words of kind 31. */
    static final class FactWord {
        private FactWord() { }

        static final int KIND = 31;
        static final int DEVICE = 1;
        static final int PLACE = 2;
        static final int HOUR = 3;
        static final int AMOUNT_HABIT = 4;
        static final int PAYEE = 5;
        static final int PASSWORD_AGE = 6;
        static final int ATTEMPTS = 7;
        static final int ALERT = 8;
        static final int INTEGRITY = 9;
        static final int PLACE_CONFLICT = 10;
        static final int DORMANCY = 11;
        static final int OUTFLOW_HABIT = 12;
        static final int PAYEE_CHECK = 13;
        static final int SIM_AGE = 14;
        static final int PROBING = 15;
        static final int TIER = 16;
        static final int DEVICE_SHARING = 17;
        static final int TRAVEL = 18;
        static final int OWN_LIMIT = 19;
        static final int DRAIN = 20;
        static final int PAYEE_RECORD = 21;
        static final int ENROLMENT_AGE = 22;
        static final int BEHAVIOUR = 23;
        static final int FROZEN = 24;
        static final int TRA_BAND = 25;
        static final int NETWORK = 26;
        static final int GRADE = 27;
        static final int PASS_THROUGH = 28;
        static final int DESTINATION = 29;
        static final int RISK = 30;
        static final int COERCION = 31;
    }

    /** Words of kind 32. */
    static final class MeteredWord {
        private MeteredWord() { }

        static final int KIND = 32;
        static final int AMOUNT = 1;
        static final int BALANCE = 2;
        static final int TOTAL_24H = 3;
        static final int TOTAL_24H_PAYEE = 4;
        static final int TOTAL_DAY = 5;
        static final int TOTAL_DAY_NEW_DEVICE = 6;
        static final int TOTAL_SINCE_SCA = 7;
        static final int ATTEMPTED_24H = 8;
        static final int COUNT_1H = 9;
        static final int COUNT_24H = 10;
        static final int COUNT_SINCE_SCA = 11;
        static final int NEW_PAYEES_24H = 12;
        static final int SINCE_PROOF = 13;
        static final int SCORE = 14;
    }

    /** Words of kind 33. */
    static final class RecordWord {
        private RecordWord() { }

        static final int KIND = 33;
        static final int ERROR = 1;
        static final int REQUEST = 2;
        static final int DECISION = 3;
        static final int EVENT = 4;
        static final int OPENING = 5;
        static final int PROFILE_FACTS = 6;
        static final int TEXT = 7;
        static final int POLICY_FACTS = 8;
        static final int PROOFS = 9;
        static final int COMPARISON = 10;
        static final int BATCH = 11;
        static final int ABI_FACTS = 12;
    }
}
