//! The facts that a history may not have, and how each is read under a policy.

use serde::Serialize;
use stepup::fact::{Given, Ranked, State};
use stepup::policy::Policy;
use stepup::request::Fields;
use stepup::signal::scale;

use super::mapping::Mapping;
use super::world::World;

/// Every fact of a request that a mapping must take from a column or say to be absent, and the signal that it feeds.
macro_rules! facts {
    ($($name:ident => $fact:ident;)+) => {
        /// The names of these facts.
        pub const FACTS: &[&str] = &[$(stringify!($name)),+];

        /// Puts the same state in place of one fact of a request.
        pub fn leave_out(fields: &mut Fields, name: &str, state: State) {
            match name {
                $(stringify!($name) => fields.$name = absent(state),)+
                _ => {}
            }
        }

        /// The signal that a fact feeds.
        pub fn signal(name: &str) -> Option<Ranked> {
            match name {
                $(stringify!($name) => Some(Ranked::$fact),)+
                _ => None,
            }
        }
    };
}

facts! {
    device => Device;
    integrity => Integrity;
    device_reputation => DeviceSharing;
    position => Place;
    network => Network;
    network_position => PlaceConflict;
    balance => Drain;
    own_limit => OwnLimit;
    payee => Payee;
    payee_reputation => PayeeRecord;
    payee_relation => Payee;
    payee_added => Payee;
    payee_check => PayeeCheck;
    destination => Destination;
    behaviour => Behaviour;
    coercion => Coercion;
    alert => Alert;
    tra_band => TraBand;
}

const fn absent<T>(state: State) -> Given<T> {
    match state {
        State::NotApplicable => Given::NotApplicable,
        _ => Given::Missing,
    }
}

/// How one absent fact is read.
#[derive(Debug, Serialize)]
pub struct ReadAs {
    /// The fact.
    pub fact: &'static str,
    /// Its state in every request.
    pub state: &'static str,
    /// The signal that it feeds.
    pub signal: &'static str,
    /// The level at which the signal stood in the last decision; none where nothing was decided.
    pub level: Option<&'static str>,
    /// Whether that level is what memory says in place of the fact: then it is another in another decision.
    pub by_memory: bool,
    /// The points of that level.
    pub points: Option<i16>,
    /// Why, in the mapping's words.
    pub why: String,
}

/// How the policy reads what the mapping leaves out, as the last decision shows it.
pub fn read_as(mapping: &Mapping, policy: &Policy, world: &World<'_>) -> Vec<ReadAs> {
    let decided = world.decision();
    let is_ours = decided.verdict().policy() == policy.identity();
    let rows = FACTS.iter().filter_map(|name| {
        let (state, why) = mapping.absent(name)?;
        let fact = signal(name)?;
        let by_memory = is_ours && decided.reading().measure(fact).state() == State::Known;
        let level = usize::from(decided.verdict().level(fact));
        let level = scale(fact).levels.get(level).filter(|_| is_ours).map(|level| level.name);
        let points = level.map(|_| decided.verdict().points(fact));
        let why = why.to_owned();
        Some(ReadAs { fact: name, state: state.name(), signal: fact.name(), level, by_memory, points, why })
    });
    rows.collect()
}
