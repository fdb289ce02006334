//! The records that cross the border. What an enumeration may hold counts from 1, so that 0 says nothing; bit `n` of a
//! set is the word with code `n`. Only outcome and mismatch begin at 0: there 0 is refuse, and none.

mod shown;

use crate::ffi::layout::{Layout, Record, record};

pub use shown::{Abi, Batch, Comparison, PolicyInfo, Proofs, Text};

record! {
    /// What went wrong, told in the caller's own record; everywhere it is asked for it may be null.
    pub struct Error = 1, "error", "SX", 248 {
        /// Input: code page of the texts; 0, and what is none, is UTF-8.
        charset: i32 = "charset",
        /// Input: 0 fills texts with zero bytes, 1 with blanks.
        fill: i32,
        /// The status that was returned.
        status: i32 = "status",
        /// Number of the field, from 1; 0 where it is about none.
        field: i32,
        /// Line of the policy, from 1; 0 where it is about none.
        line: i32,
        /// Column of the policy in characters, from 1.
        column: i32,
        /// Zero.
        reserved: i32,
        /// Least legal value, where there is a range.
        least: i64,
        /// Greatest legal value.
        most: i64,
        /// Name of the field.
        name: [u8; 32],
        /// What is wrong and how to mend it.
        text: [u8; 168],
        /// What a later version has more.
        #[cfg(stepup_appended)]
        appended: i64,
    }
}

record! {
    /// One request. A record of zeros claims nothing: every fact is missing until its state says that it is known.
    pub struct Request = 2, "request", "SR", 504 {
        /// What the customer asks for.
        operation: u8 = "operation",
        /// Where.
        channel: u8 = "channel",
        /// 1: the customer confirmed this amount and payee.
        confirmed: u8,
        /// 1: there is a transfer id. 0: there is none.
        transfer_state: u8,
        /// Factors that are enrolled and usable on this channel: bit n is the factor with code n.
        enrolled: i32 as "factor",
        /// Number of the key that made the pseudonyms.
        key_id: i32,
        /// When: seconds since 1970-01-01T00:00:00Z, 0 to 4294967295.
        at: i64,
        /// The customer's local time less UTC, minutes, -1439 to 1439.
        offset_minutes: i32,
        /// Currency of all amounts: its number in ISO 4217, 156 for CNY.
        currency: i32,
        /// Who: a pseudonym.
        customer: [u8; 16],
        /// The caller's own reference, echoed in the decision.
        reference: [u8; 16],
        /// The transfer's id.
        transfer: [u8; 16],
        /// The device: a pseudonym.
        device: [u8; 16],
        /// To whom: a pseudonym.
        payee: [u8; 16],
        /// How much: minor units, 1 to 999999999999999999.
        amount: i64,
        /// Balance before this transfer, minor units.
        balance: i64,
        /// The customer's own daily limit, minor units.
        own_limit: i64,
        /// When the payee was added to the customer's list: seconds since 1970.
        payee_added: i64,
        /// Where the device says it is: microdegrees north.
        latitude: i32,
        /// Microdegrees east.
        longitude: i32,
        /// Radius of accuracy, metres.
        radius_m: i32,
        /// Where the line says it is: microdegrees north.
        network_latitude: i32,
        /// Microdegrees east.
        network_longitude: i32,
        /// Radius of accuracy, metres.
        network_radius_m: i32,
        /// How unlike themselves the customer behaves, thousandths, 0 to 1000.
        behaviour: i32,
        /// What the bank has marked the customer as: bit n is the flag with code n.
        flags: i32 as "flag",
        /// Signs of a scam: bit n is the sign with code n.
        coercion: i32 as "coercion",
        /// Country of the device's position, two upper-case letters.
        country: [u8; 2],
        /// Country of the line's position.
        network_country: [u8; 2],
        /// State of amount.
        amount_state: u8 = "state",
        /// State of balance.
        balance_state: u8 = "state",
        /// State of own_limit; not-applicable where the customer set none.
        own_limit_state: u8 = "state",
        /// State of device.
        device_state: u8 = "state",
        /// State of payee.
        payee_state: u8 = "state",
        /// State of payee_added.
        payee_added_state: u8 = "state",
        /// State of country, latitude, longitude and radius.
        position_state: u8 = "state",
        /// 1: latitude, longitude and radius are known. 0: the country alone.
        position_point: u8,
        /// State of the network's position.
        network_position_state: u8 = "state",
        /// 1: its latitude, longitude and radius are known. 0: the country alone.
        network_position_point: u8,
        /// State of behaviour.
        behaviour_state: u8 = "state",
        /// State of coercion.
        coercion_state: u8 = "state",
        /// State of integrity.
        integrity_state: u8 = "state",
        /// The device's soundness.
        integrity: u8 = "integrity",
        /// State of network.
        network_state: u8 = "state",
        /// What kind of line.
        network: u8 = "network",
        /// State of payee_relation.
        payee_relation_state: u8 = "state",
        /// What the bank's own books say of the payee.
        payee_relation: u8 = "payee-relation",
        /// State of payee_check.
        payee_check_state: u8 = "state",
        /// The answer of the name check.
        payee_check: u8 = "payee-check",
        /// State of destination.
        destination_state: u8 = "state",
        /// Where the money goes.
        destination: u8 = "destination",
        /// State of alert.
        alert_state: u8 = "state",
        /// What shared signals and lists say.
        alert: u8 = "alert",
        /// State of tra_band.
        tra_band_state: u8 = "state",
        /// The fraud-rate band in force.
        tra_band: u8 = "tra-band",
        /// State of device_reputation.
        device_reputation_state: u8 = "state",
        /// State of payee_reputation.
        payee_reputation_state: u8 = "state",
        /// Zero.
        reserved: [u8; 4],
        /// What other customers' use says of the device.
        device_reputation: [u8; 64],
        /// What other customers' transfers say of the payee.
        payee_reputation: [u8; 64],
        /// Proofs already given: when, seconds since 1970.
        proof_at: [i64; 16],
        /// Which factor was passed; 0 where there is no proof.
        proof_factor: [u8; 16] = "factor",
        /// On which channel.
        proof_channel: [u8; 16] = "channel",
        /// What a later version asks for: 1 makes it refuse.
        #[cfg(stepup_appended)]
        appended: i64,
    }
}

record! {
    /// One decision. A record of zeros refuses, and so does every outcome that the caller does not know.
    pub struct Decision = 3, "decision", "SD", 760 {
        /// The answer in one word; 0 is refuse.
        outcome: u8 = "outcome",
        /// Why request, profile and policy do not belong together; 0 where they do.
        mismatch: u8 = "mismatch",
        /// Still to do, 1: the customer must confirm amount and payee.
        confirm: u8,
        /// 1: the request is refused, whatever is proved.
        refuse: u8,
        /// The caller's reference, as in the request.
        reference: [u8; 16],
        /// SHA-256 of the policy that decided.
        policy: [u8; 32],
        /// Delay of the money, seconds; no proof shortens it.
        hold_seconds: i64,
        /// Oldest proof that counts, seconds; -1 for any age.
        max_proof_age: i64,
        /// Delay of the money in business days; no proof shortens it.
        hold_days: i32,
        /// Still to do: rung of the policy's ladder, from 1; 0 for none.
        rung: i32,
        /// Still to do: categories of factors that the proofs must cover, 0 to 3.
        kinds: i32,
        /// Still to do: people who must agree, 0 to 2.
        review: i32,
        /// Still to do: factors that must be among the proofs.
        include: i32 as "factor",
        /// Factors that prove nothing just now.
        distrusted: i32 as "factor",
        /// Who is told, whatever is proved: bit n is the notice with number n.
        notify: i32 as "notice",
        /// Demanded before proofs: factors.
        demanded_include: i32 as "factor",
        /// Demanded before proofs: rung.
        demanded_rung: i32,
        /// Demanded before proofs: categories.
        demanded_kinds: i32,
        /// Demanded before proofs: people.
        demanded_review: i32,
        /// The score, in points.
        score: i32,
        /// Least score, were everything known.
        least_score: i32,
        /// Greatest score short of an accusation, were everything known.
        most_score: i32,
        /// Number of the semantics by which it was decided.
        semantics: i32,
        /// How many factor sets would do; the first eight are in ways, the smallest first.
        way_count: i32,
        /// Factor sets, each of which would do.
        ways: [i32; 8] as "factor",
        /// How many rules, distrusts and exemptions took effect.
        fired: i32,
        /// The first sixteen of them: n is rule n, -n exemption n, as stepup_policy_item has n - 1; 0 is none.
        took_effect: [i32; 16],
        /// 1: the account is to be frozen, whatever is proved.
        freeze: u8,
        /// 1: a fact was missing, late or invalid.
        uncertain: u8,
        /// 1: nothing that is enrolled meets the demand, so a person decides.
        routed: u8,
        /// 1: the request is older than the latest event of its profile.
        out_of_order: u8,
        /// The score's band.
        risk: u8 = "risk",
        /// The customer's tier.
        tier: u8 = "tier",
        /// The operation's grade.
        grade: u8 = "grade",
        /// Mildest outcome, were everything known.
        least_outcome: u8 = "outcome",
        /// Strictest outcome short of an accusation, were everything known.
        most_outcome: u8 = "outcome",
        /// Demanded before proofs, 1: confirmation.
        demanded_confirm: u8,
        /// Zero.
        reserved: [u8; 2],
        /// The whole decision as canonical bytes: for the audit trail, for explain and for replay.
        canonical: [u8; 512],
        /// What a later version tells.
        #[cfg(stepup_appended)]
        appended: i64,
    }
}

record! {
    /// One event: what happened to a customer. What its kind does not carry must be zero.
    pub struct Event = 4, "event", "SE", 168 {
        /// What happened.
        kind: u8 = "happening",
        /// 1: there is a device.
        device_state: u8,
        /// 1: there is a payee.
        payee_state: u8,
        /// 1: there is a position, or a country that is announced.
        position_state: u8,
        /// Number of the key that made the pseudonyms.
        key_id: i32,
        /// Currency of the money: its number in ISO 4217.
        currency: i32,
        /// When: seconds since 1970-01-01T00:00:00Z.
        at: i64,
        /// The customer's local time less UTC, minutes.
        offset_minutes: i32,
        /// Factors that were proved: bit n is the factor with code n.
        proved: i32 as "factor",
        /// The bank's id of the event; a repeat carries the same one.
        id: [u8; 16],
        /// Whose profile it belongs to: a pseudonym.
        customer: [u8; 16],
        /// The transfer's id.
        transfer: [u8; 16],
        /// To whom: a pseudonym.
        payee: [u8; 16],
        /// On which device: a pseudonym.
        device: [u8; 16],
        /// Minor units.
        minor: i64,
        /// Microdegrees north.
        latitude: i32,
        /// Microdegrees east.
        longitude: i32,
        /// Radius of accuracy, metres.
        radius_m: i32,
        /// Country of the position, or the one that is announced.
        country: [u8; 2],
        /// 1: latitude, longitude and radius are known.
        position_point: u8,
        /// 1: the payee is the customer's own account at this bank.
        own_account_here: u8,
        /// An announcement begins to count: seconds since 1970.
        announced_from: i64,
        /// It ends.
        announced_until: i64,
        /// The credential that was changed.
        credential: u8 = "credential",
        /// The information that was completed.
        information: u8 = "information",
        /// 1: the first such credential ever.
        first: u8,
        /// 1: the device was bound when the account was opened.
        at_opening: u8,
        /// Zero.
        reserved: [u8; 12],
        /// What a later version has more.
        #[cfg(stepup_appended)]
        appended: i64,
    }
}

record! {
    /// What a profile begins with.
    pub struct Opening = 5, "opening", "SO", 72 {
        /// Number of the key that made the pseudonyms.
        key_id: i32,
        /// When the account was opened: seconds since 1970.
        at: i64,
        /// The customer's local time less UTC, minutes.
        offset_minutes: i32,
        /// Currency of all the profile's money: its number in ISO 4217.
        currency: i32,
        /// Who: a pseudonym.
        customer: [u8; 16],
        /// What customers like this one usually send at once: minor units, at least 1.
        usual_amount: i64,
        /// What they usually send in a day: minor units, at least 1.
        usual_outflow: i64,
        /// Spread of amounts: mean deviation of log2(minor units), in 256ths, 1 to 65535.
        amount_spread: i32,
        /// Spread of a day's outflow, likewise.
        outflow_spread: i32,
        /// Zero.
        reserved: i64,
        /// What a later version has more.
        #[cfg(stepup_appended)]
        appended: i64,
    }
}

record! {
    /// What a profile says of itself.
    pub struct ProfileInfo = 6, "profile_facts", "SP", 104 {
        /// Number of the key that made the pseudonyms.
        key_id: i32,
        /// Whose it is: a pseudonym.
        customer: [u8; 16],
        /// Rises by one with each event: for compare and swap.
        revision: i64,
        /// The latest time of any event: seconds since 1970.
        high_water: i64,
        /// When the account was opened.
        opened: i64,
        /// The last incident that counts against standing; -1 where there is none.
        last_incident: i64,
        /// The last strong authentication; -1 where there is none.
        last_sca: i64,
        /// Currency of its money: its number in ISO 4217.
        currency: i32,
        /// Settled transfers, up to 65535.
        settled: i32,
        /// Calendar months with a settled transfer, up to 255.
        active_months: i32,
        /// Seconds from high_water for which an incident holds the tier down; 0 where none does.
        held_down_seconds: i32,
        /// Information completed: bit n is the item with code n.
        information: i32 as "information",
        /// 1: the account is frozen.
        frozen: u8,
        /// The tier at high_water.
        tier: u8 = "tier",
        /// Zero.
        reserved: [u8; 18],
        /// What a later version has more.
        #[cfg(stepup_appended)]
        appended: i64,
    }
}

/// Every record, in the order of their numbers.
pub const LAYOUTS: [Layout; 12] = [
    Error::LAYOUT,
    Request::LAYOUT,
    Decision::LAYOUT,
    Event::LAYOUT,
    Opening::LAYOUT,
    ProfileInfo::LAYOUT,
    Text::LAYOUT,
    PolicyInfo::LAYOUT,
    Proofs::LAYOUT,
    Comparison::LAYOUT,
    Batch::LAYOUT,
    Abi::LAYOUT,
];
