//! A request beside a profile, as a reading: every signal measured, this transfer counted in every total.

use crate::event::Credential;
use crate::fact::{Given, LANES, Measure, Ranked, State};
use crate::profile::Profile;
use crate::reading::Reading;
use crate::request::{Fields, Request};
use crate::requirement::{ProofAge, ProofAges};
use crate::signal::scene::{Scene, sum};
use crate::signal::{
    alert, amount_habit, attempts, behaviour, change_age, coercion, destination, device_sharing, dormancy,
    drain, hour, integrity, network, outflow_habit, pass_through, payee_check, payee_record, place,
    place_conflict, probing, travel,
};
use crate::standing::Standing;
use crate::units::{Amount, Currency};

impl Reading {
    /// Everything that `judge` may see of `request` beside `profile`: pure, total, without heap, and closed.
    ///
    /// This transfer is included in every total and count. Totals stop at [`Amount::MAX_MINOR`], counts at
    /// [`Measure::MAX`]. Operations that move no money have no money facts: they are `NotApplicable`. Whether request
    /// and profile belong together (customer, key, currency) is not asked here.
    #[must_use]
    pub fn of(request: &Request, profile: &Profile) -> Self {
        let scene = Scene::of(request, profile);
        let fields = scene.fields;
        let money = money(&scene);
        let mut reading = Self {
            money: money.facts(&scene),
            proofs: proofs(&scene),
            since_proof: since_proof(&scene),
            lanes: lanes(&scene, money.total_day),
            counts: counts(&scene),
            enrolled: fields.enrolled.bits(),
            currency: currency(fields),
            minute: fields.at.local_minute(),
            operation: fields.operation.code(),
            channel: fields.channel.code(),
            flags: fields.flags.bits(),
            marks: u8::from(fields.confirmed) | (u8::from(scene.now < profile.high_water()) << 1),
            reserved: [0; 6],
        };
        reading.close();
        reading
    }
}

/// The measure of each ranked fact in its lane.
///
/// INVARIANT: no measure is beyond its scale, so that none has to be cut back here; `tests/signals.rs` holds it by
/// decoding what was read, which refuses such a measure.
fn lanes(scene: &Scene<'_>, total_day: i64) -> [i16; LANES] {
    let mut lanes = [0; LANES];
    let mut put = |fact: Ranked, measure: Measure| {
        if let Some(lane) = lanes.get_mut(fact.lane()) {
            *lane = measure.raw();
        }
    };
    put(Ranked::Device, scene.device);
    put(Ranked::Integrity, integrity::measure(scene));
    put(Ranked::DeviceSharing, device_sharing::measure(scene));
    put(Ranked::Place, place::measure(scene));
    put(Ranked::PlaceConflict, place_conflict::measure(scene));
    put(Ranked::Travel, travel::measure(scene));
    put(Ranked::Network, network::measure(scene));
    put(Ranked::Hour, hour::measure(scene));
    put(Ranked::Dormancy, dormancy::measure(scene));
    put(Ranked::AmountHabit, amount_habit::measure(scene));
    put(Ranked::OutflowHabit, outflow_habit::measure(scene));
    put(Ranked::Drain, drain::measure(scene));
    put(Ranked::PassThrough, pass_through::measure(scene));
    put(Ranked::Payee, scene.payee);
    put(Ranked::PayeeCheck, payee_check::measure(scene));
    put(Ranked::PayeeRecord, payee_record::measure(scene));
    put(Ranked::Destination, destination::measure(scene));
    put(Ranked::Attempts, attempts::measure(scene));
    put(Ranked::Probing, probing::measure(scene));
    put(Ranked::PasswordAge, change_age::measure(scene, Credential::Password));
    put(Ranked::SimAge, change_age::measure(scene, Credential::Sim));
    put(Ranked::EnrolmentAge, change_age::measure(scene, Credential::Biometric));
    put(Ranked::Behaviour, behaviour::measure(scene));
    put(Ranked::Coercion, coercion::measure(scene));
    put(Ranked::Alert, alert::measure(scene));
    put(Ranked::OwnLimit, own_limit(scene, total_day));
    put(Ranked::Frozen, Measure::known(u16::from(scene.profile.is_frozen())));
    let standing = Standing::of(&scene.profile.counters(), scene.now);
    put(Ranked::Tier, Measure::known(u16::from(standing.tier().code())));
    put(Ranked::TraBand, Measure::of(scene.fields.tra_band, |band| u16::from(band.code())));
    lanes
}

/// Whether the day's total, this transfer included, is over the customer's own limit.
fn own_limit(scene: &Scene<'_>, total_day: i64) -> Measure {
    scene.of_money(|_| Measure::of(scene.fields.own_limit, |limit| u16::from(total_day > limit.minor())))
}

/// The sums with this transfer, minor units.
struct Money {
    total_24h: i64,
    /// Or `NotApplicable`, where there is no payee.
    total_24h_payee: i64,
    total_day: i64,
    total_day_new_device: i64,
}

fn money(scene: &Scene<'_>) -> Money {
    let totals = &scene.totals;
    let minor = scene.money.unwrap_or(0);
    let leaving = if scene.stays_here() { 0 } else { minor };
    let from_new_device = if scene.is_device_new() { leaving } else { 0 };
    let total_24h = scene.total_24h();
    Money {
        total_24h,
        total_24h_payee: match scene.fields.payee.state() {
            State::Known => sum(totals.total_24h_payee, minor),
            // WHY: memory keeps no sum of what went to nobody, so that only parts of it would ever be told.
            State::NotApplicable => raw(State::NotApplicable),
            // WHY: a payee that was not supplied may be anyone, so all that left may have gone there: never too little.
            _ => total_24h,
        },
        total_day: sum(totals.total_day, leaving),
        total_day_new_device: sum(totals.total_day_new_device, from_new_device),
    }
}

impl Money {
    /// The eight money facts, in the order of [`Metered`](crate::fact::Metered).
    fn facts(&self, scene: &Scene<'_>) -> [i64; 8] {
        let Some(minor) = scene.money else {
            return [raw(State::NotApplicable); 8];
        };
        let balance = match scene.fields.balance {
            Given::Known(balance) => balance.minor(),
            other => raw(other.state()),
        };
        [
            minor,
            balance,
            self.total_24h,
            self.total_24h_payee,
            self.total_day,
            self.total_day_new_device,
            sum(scene.totals.total_since_sca, minor),
            sum(scene.totals.attempted_24h, minor),
        ]
    }
}

/// The four counts with this transfer, in the order of [`Metered`](crate::fact::Metered).
fn counts(scene: &Scene<'_>) -> [i16; 4] {
    let totals = &scene.totals;
    if scene.money.is_none() {
        return [Measure::of_state(State::NotApplicable).raw(); 4];
    }
    let with = |before: u16, more: bool| Measure::known(before.saturating_add(u16::from(more))).raw();
    [
        with(totals.count_1h, true),
        with(totals.count_24h, true),
        with(totals.count_since_sca, true),
        with(totals.new_payees_24h, scene.is_payee_new() && !scene.is_payee_paid()),
    ]
}

/// The youngest proof of each factor among those that the request brings.
fn proofs(scene: &Scene<'_>) -> ProofAges {
    let mut held = ProofAges::NONE;
    for proof in &scene.fields.proofs {
        let age = ProofAge { seconds: scene.now.since(proof.at), channel: proof.channel };
        held = held.with(proof.factor, age);
    }
    held
}

/// Seconds since the youngest proof, of the request or remembered; the most where there never was one.
fn since_proof(scene: &Scene<'_>) -> i32 {
    let given = scene.fields.proofs.iter().map(|proof| scene.now.since(proof.at)).min();
    // WHY: a request older than what the profile has seen does not make a remembered proof younger than it is.
    let latest = scene.now.max(scene.profile.high_water());
    let remembered = scene.profile.last_proof().map(|at| latest.since(at));
    let youngest = given.into_iter().chain(remembered).min();
    youngest.and_then(|seconds| i32::try_from(seconds).ok()).unwrap_or(i32::MAX)
}

/// The number of the amount's currency; 0 where no money moves.
fn currency(fields: &Fields) -> u16 {
    fields.amount.known().map_or(0, |amount| Currency::numeric(Amount::currency(amount)))
}

/// The number that stands for a state.
fn raw(state: State) -> i64 {
    i64::from(Measure::of_state(state).raw())
}
