//! Laws of the step from a request and a profile to a reading, over random ones of both.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "helpers of tests may take the short way"
)]

use proptest::prelude::*;
use stepup::event::{Announcement, Credential, Event, Happening, Information, Movement, Scope};
use stepup::fact::{Given, Metered, Ranked, State};
use stepup::factor::{Factor, FactorSet};
use stepup::id::{EventId, Pseudonym, TransferId};
use stepup::operation::{Channel, CustomerFlags, Operation};
use stepup::place::{Country, Point, Position};
use stepup::profile::{Observed, PeerGroup, Profile};
use stepup::reading::Reading;
use stepup::reputation::Reputation;
use stepup::request::{
    Alert, CoercionSigns, Destination, Fields, Integrity, Network, PayeeCheck, PayeeRelation, Proof, Request,
    TraBand,
};
use stepup::units::{Amount, Currency, Moment, Timestamp};

const NOW: u32 = 1_800_000_000;

/// Random choices from one seed; a failing seed is printed and replays the case.
struct Dice(u64);

fn missing_at_least<T>(given: Given<T>) -> Given<T> {
    match given {
        Given::NotApplicable => Given::Missing,
        given => given,
    }
}

impl Dice {
    fn roll(&mut self) -> u64 {
        // SOURCE: SplitMix64 (Steele, Lea, Flood 2014).
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.roll() % end
    }

    fn chance(&mut self, of: u64) -> bool {
        self.below(of) == 0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()]
    }

    /// Any size of money, each order of magnitude as likely as the next.
    fn minor(&mut self) -> i64 {
        let most = 10_u64.pow(u32::try_from(self.below(18)).unwrap() + 1);
        i64::try_from(self.below(most)).unwrap()
    }

    fn given<T>(&mut self, value: impl FnOnce(&mut Self) -> T) -> Given<T> {
        match self.below(8) {
            0 => Given::NotApplicable,
            1 => Given::Missing,
            2 => Given::Late,
            3 => Given::Invalid,
            _ => Given::Known(value(self)),
        }
    }

    fn small(&mut self, end: u64) -> u16 {
        u16::try_from(self.below(end)).unwrap()
    }

    /// A time around now, mostly before; about the ages at which levels change.
    fn time(&mut self) -> Timestamp {
        let most = self.pick(&[60, 3_600, 86_400, 4 * 86_400, 40 * 86_400, 600 * 86_400]);
        Timestamp::from_seconds(NOW - u32::try_from(self.below(most)).unwrap())
    }

    fn name(&mut self) -> Pseudonym {
        Pseudonym::from_bytes([u8::try_from(self.below(4)).unwrap(); 16])
    }

    fn country(&mut self) -> Country {
        Country::from_code(self.pick(&["CN", "FR", "HK"])).unwrap()
    }

    fn point(&mut self) -> Point {
        // WHY: often near one town, so that places, regions and short journeys occur.
        let spread = self.pick(&[1_000, 100_000, 3_000_000, 50_000_000]);
        let mut around = |at: i32| at + i32::try_from(self.below(spread)).unwrap();
        let (latitude, longitude) = (around(31_000_000), around(121_000_000));
        let radius = self.pick(&[0, 10, 5_000, 100_000, 100_001, u32::MAX]);
        Point::new(latitude, longitude, radius).unwrap()
    }

    fn position(&mut self) -> Position {
        let country = self.country();
        Position { country, point: (!self.chance(4)).then(|| self.point()) }
    }

    fn reputation(&mut self) -> Reputation {
        let mut reputation = Reputation::new();
        for _ in 0..self.below(8) {
            let (customer, at) = (Pseudonym::from_bytes([self.small(9).to_le_bytes()[0]; 16]), self.time());
            match self.below(5) {
                0 => reputation.reported(at, Timestamp::from_seconds(NOW)),
                1 => reputation.known_clean(at),
                _ => reputation.seen(customer, at),
            }
        }
        reputation
    }

    fn fields(&mut self) -> Fields {
        let operation = self.pick(&[
            Operation::Transfer,
            Operation::Transfer,
            Operation::WealthPurchase,
            Operation::RaiseLimit,
        ]);
        let offset = i16::try_from(self.below(2_879)).unwrap() - 1_439;
        let at = Moment::at_offset(Timestamp::from_seconds(NOW), offset);
        let mut fields = Fields::new(operation, self.pick(Channel::ALL), self.name(), 7, at);
        fields.transfer = self.chance(2).then_some(TransferId([1; 16]));
        if operation.moves_money() {
            fields.amount = Given::Known(yuan(self.minor().max(1)));
        }
        fields.balance = self.given(|dice| yuan(dice.minor()));
        fields.own_limit = self.given(|dice| yuan(dice.minor()));
        fields.device = self.given(Self::name);
        if fields.device == Given::NotApplicable {
            fields.channel = self.pick(&[Channel::Counter, Channel::Terminal, Channel::Phone]);
        }
        fields.integrity = self.given(|dice| dice.pick(Integrity::ALL));
        fields.device_reputation = self.given(Self::reputation);
        fields.position = self.given(Self::position);
        fields.network = self.given(|dice| dice.pick(Network::ALL));
        if fields.channel.has_device() {
            // What is said of a device that there must be: never that there is none.
            fields.integrity = missing_at_least(fields.integrity);
            fields.position = missing_at_least(fields.position);
            fields.network = missing_at_least(fields.network);
        }
        fields.network_position = self.given(Self::position);
        fields.payee = self.given(Self::name);
        if operation == Operation::Transfer {
            fields.payee = Given::Known(self.name());
        }
        fields.payee_relation = self.given(|dice| dice.pick(PayeeRelation::ALL));
        fields.payee_added = self.given(Self::time);
        fields.payee_check = self.given(|dice| dice.pick(PayeeCheck::ALL));
        fields.payee_reputation = self.given(Self::reputation);
        fields.destination = self.given(|dice| dice.pick(Destination::ALL));
        fields.behaviour = self.given(|dice| dice.small(1_001));
        fields.coercion = self.given(|dice| CoercionSigns {
            call_in_progress: dice.chance(2),
            told_to_hurry: dice.chance(4),
            reported: dice.chance(4),
        });
        fields.alert = self.given(|dice| dice.pick(Alert::ALL));
        fields.tra_band = self.given(|dice| dice.pick(TraBand::ALL));
        fields.flags = CustomerFlags::from_bits(u8::try_from(self.below(16)).unwrap());
        fields.proofs = (0..self.below(4))
            .map(|_| Proof {
                factor: self.pick(Factor::ALL),
                at: self.time(),
                channel: self.pick(Channel::ALL),
            })
            .collect();
        fields.confirmed = self.chance(2);
        fields.enrolled = FactorSet::from_bits(u16::try_from(self.below(1 << 15)).unwrap());
        fields
    }

    fn factors(&mut self) -> FactorSet {
        FactorSet::from_bits(self.pick(&[0, 0x0001, 0x0101, 0x0121]))
    }

    fn movement(&mut self) -> Movement {
        Movement {
            transfer: TransferId([self.pick(&[1, 2, 3, 4, 5, 6]); 16]),
            minor: self.minor(),
            currency: Currency::CNY,
            payee: self.chance(2).then(|| self.name()),
            own_account_here: self.chance(4),
            device: self.chance(2).then(|| self.name()),
            position: self.chance(2).then(|| self.position()),
            proved: self.factors(),
        }
    }

    fn happening(&mut self) -> Happening {
        let device = self.chance(2).then(|| self.name());
        let scope = if self.chance(2) { Scope::Device(self.name()) } else { Scope::Country(self.country()) };
        let (from, until) = (self.time(), Timestamp::from_seconds(NOW + 86_400));
        match self.below(14) {
            0 | 1 => Happening::Attempted(self.movement()),
            2..=4 => Happening::Settled(self.movement()),
            5 => Happening::Returned { transfer: self.movement().transfer },
            6 => Happening::Credited { minor: self.minor(), currency: Currency::CNY },
            7 => Happening::LogInFailed { device },
            8 => {
                Happening::CredentialChanged { credential: self.pick(Credential::ALL), first: self.chance(2) }
            }
            9 => Happening::DeviceBound { device: self.name(), at_opening: self.chance(4) },
            10 => Happening::Announced(Announcement { scope, proved: self.factors(), from, until }),
            11 => Happening::CompletedInformation { item: self.pick(Information::ALL) },
            12 => self.pick(&[Happening::Frozen, Happening::Unfrozen, Happening::Cleared]),
            _ => {
                let position = self.chance(2).then(|| self.position());
                Happening::Proved { factors: self.factors(), device, position }
            }
        }
    }

    /// The profile that up to forty events leave behind, some of them late, a few later than the request.
    fn profile(&mut self) -> Profile {
        let mut log = || self.small(16_000);
        let (amount_centre, outflow_centre) = (log(), log());
        let (amount_spread, outflow_spread) = (log() / 16, log() / 16);
        let peers = PeerGroup {
            currency: Currency::CNY,
            amount_centre,
            amount_spread,
            outflow_centre,
            outflow_spread,
        };
        let opened = Moment::at_offset(self.time(), 480);
        let mut profile = Profile::new(self.name(), 7, opened, peers);
        let mut times: Vec<u32> = (0..self.below(40)).map(|_| self.time().seconds()).collect();
        times.sort_unstable();
        if self.chance(8) {
            times.push(NOW + 30);
        }
        for time in times {
            let late = if self.chance(8) { 7_200 } else { 0 };
            let at = Moment::at_offset(Timestamp::from_seconds(time - late), 480);
            let what = self.happening();
            observe(&mut profile, at, what);
        }
        profile
    }
}

/// Lets something happen to the customer of a profile.
fn observe(profile: &mut Profile, at: Moment, what: Happening) {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&profile.revision().to_le_bytes());
    let event = Event { id: EventId(id), customer: profile.customer(), key_id: 7, at, what };
    assert_eq!(profile.observe(&event), Ok(Observed::New));
}

fn yuan(minor: i64) -> Amount {
    Amount::new(minor, Currency::CNY).unwrap()
}

fn read(fields: &Fields, profile: &Profile) -> Reading {
    Reading::of(&Request::new(fields.clone()).unwrap(), profile)
}

/// Whether every fact of `more` is in the same state as in `less`, and no smaller.
fn is_nowhere_less(more: &Reading, less: &Reading) -> Result<(), String> {
    for fact in Ranked::ALL.iter().copied() {
        let (low, high) = (less.measure(fact), more.measure(fact));
        if low.state() != high.state() || low.value() > high.value() {
            return Err(format!("{fact}: {low:?}, then {high:?}"));
        }
    }
    for fact in Metered::ALL.iter().copied() {
        match (less.metered(fact), more.metered(fact)) {
            (Ok(low), Ok(high)) if low <= high => {}
            (Err(low), Err(high)) if low == high => {}
            (low, high) => return Err(format!("{fact}: {low:?}, then {high:?}")),
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_reading_is_closed_pure_within_its_scales_and_reads_back(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let (fields, profile) = (dice.fields(), dice.profile());
        let reading = read(&fields, &profile);
        prop_assert!(reading.is_closed());
        prop_assert_eq!(&reading, &read(&fields.clone(), &profile.clone()));
        // Decoding refuses a measure beyond its scale.
        prop_assert_eq!(Reading::decode(&reading.encode()), Ok(reading));
        let money = fields.amount.known();
        prop_assert_eq!(reading.currency(), money.map(Amount::currency));
        prop_assert_eq!(reading.metered(Metered::Amount).ok(), money.map(Amount::minor));
        prop_assert_eq!(reading.is_out_of_order(), profile.high_water() > fields.at.at());
        for fact in Metered::ALL.iter().copied().filter(|fact| fact.has_points()) {
            match money {
                None => prop_assert_eq!(reading.metered(fact), Err(State::NotApplicable), "{}", fact),
                Some(_) if fact == Metered::Balance => {
                    prop_assert_eq!(reading.metered(fact).is_ok(), fields.balance.known().is_some());
                }
                Some(_) if fact == Metered::Total24hPayee => {
                    prop_assert_eq!(reading.metered(fact).is_ok(), fields.payee != Given::NotApplicable);
                }
                Some(_) => prop_assert!(reading.metered(fact).is_ok(), "{}", fact),
            }
        }
    }

    #[test]
    fn more_money_is_nowhere_less_suspicious(seed in any::<u64>(), other in 1..=Amount::MAX_MINOR) {
        let mut dice = Dice(seed);
        let (mut fields, profile) = (dice.fields(), dice.profile());
        let Given::Known(amount) = fields.amount else { return Ok(()) };
        let other = if dice.chance(2) { other } else { dice.minor().max(1) };
        fields.amount = Given::Known(yuan(amount.minor().min(other)));
        let less = read(&fields, &profile);
        fields.amount = Given::Known(yuan(amount.minor().max(other)));
        prop_assert_eq!(is_nowhere_less(&read(&fields, &profile), &less), Ok(()));
    }

    #[test]
    fn splitting_a_transfer_lowers_no_total(seed in any::<u64>(), part in 0_u64..10_000) {
        let mut dice = Dice(seed);
        let (mut fields, mut profile) = (dice.fields(), dice.profile());
        let Given::Known(amount) = fields.amount else { return Ok(()) };
        let (whole, habit) = (read(&fields, &profile), profile.outflow_habit());
        let first = i64::try_from(u128::from(amount.minor().unsigned_abs()) * u128::from(part) / 10_000).unwrap();
        let reported = fields.coercion.known().is_some_and(|signs| signs.reported);
        let payee = fields.payee.known();
        let own_account_here = whole.measure(Ranked::Payee).value() == Some(0) && !reported;
        let movement = Movement {
            transfer: TransferId([9; 16]),
            minor: first,
            currency: Currency::CNY,
            payee,
            own_account_here,
            device: fields.device.known(),
            position: None,
            proved: FactorSet::NONE,
        };
        observe(&mut profile, fields.at, Happening::Attempted(movement));
        if dice.chance(2) {
            observe(&mut profile, fields.at, Happening::Settled(movement));
        }
        fields.amount = Given::Known(yuan(amount.minor() - first));
        let split = read(&fields, &profile);
        for fact in [
            Metered::Total24h, Metered::Total24hPayee, Metered::TotalDay, Metered::TotalDayNewDevice,
            Metered::TotalSinceSca, Metered::Attempted24h, Metered::Count1h, Metered::Count24h,
        ] {
            match (split.metered(fact), whole.metered(fact)) {
                (Ok(parts), Ok(one)) => prop_assert!(parts >= one, "{}: {} in parts, {} at once", fact, parts, one),
                (parts, one) => {
                    prop_assert!(parts == one && fact == Metered::Total24hPayee && payee.is_none(), "{}", fact);
                }
            }
        }
        prop_assert!(split.measure(Ranked::OwnLimit).value() >= whole.measure(Ranked::OwnLimit).value());
        // What is counted for good may teach, and so move the habit by its bounded step.
        let above = |reading: &Reading| reading.measure(Ranked::OutflowHabit).value();
        prop_assert!(profile.outflow_habit() != habit || above(&split) >= above(&whole));
    }

    #[test]
    fn younger_or_more_proofs_change_nothing_but_the_proofs(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        let (mut fields, profile) = (dice.fields(), dice.profile());
        let before = read(&fields, &profile);
        fields.proofs.push(Proof { factor: dice.pick(Factor::ALL), at: dice.time(), channel: dice.pick(Channel::ALL) });
        let after = read(&fields, &profile);
        prop_assert!(after.metered(Metered::SinceProof).unwrap() <= before.metered(Metered::SinceProof).unwrap());
        for factor in Factor::ALL {
            let age = |reading: &Reading| reading.proofs().get(*factor).map_or(u32::MAX, |proof| proof.seconds);
            prop_assert!(age(&after) <= age(&before));
        }
        for fact in Ranked::ALL {
            prop_assert_eq!(before.measure(*fact), after.measure(*fact));
        }
    }
}

#[test]
fn a_customers_first_day_accuses_nobody_and_travels_nowhere() {
    let peers = PeerGroup {
        currency: Currency::CNY,
        amount_centre: 3_000,
        amount_spread: 300,
        outflow_centre: 3_300,
        outflow_spread: 300,
    };
    let at = Moment::at_offset(Timestamp::from_seconds(NOW), 480);
    let profile = Profile::new(Pseudonym::from_bytes([1; 16]), 7, at, peers);
    let mut fields = Fields::new(Operation::Transfer, Channel::App, profile.customer(), 7, at);
    fields.amount = Given::Known(yuan(1_500));
    fields.payee = Given::Known(Pseudonym::from_bytes([2; 16]));
    fields.position = Given::Known(Dice(5).position());
    let reading = read(&fields, &profile);
    let state = |fact| reading.measure(fact).state().name();
    assert_eq!(state(Ranked::Travel), "not-applicable");
    assert_eq!([state(Ranked::Place), state(Ranked::Hour)], ["unlearned"; 2]);
    for fact in
        [Ranked::PasswordAge, Ranked::Dormancy, Ranked::AmountHabit, Ranked::Attempts, Ranked::PassThrough]
    {
        assert_eq!(reading.measure(fact).value(), Some(0), "{fact}");
    }
    assert_eq!(reading.metered(Metered::SinceProof), Ok(i64::from(i32::MAX)));
    assert_eq!(reading.metered(Metered::TotalDayNewDevice), Ok(1_500), "a device that is not known is new");
}

#[test]
#[ignore = "a timing, not a promise: cargo test --release --test signals -- --ignored --nocapture"]
fn a_reading_takes_about_a_tenth_of_a_microsecond() {
    let mut dice = Dice(11);
    let town = |radius| Point::new(31_230_400, 121_473_700, radius).unwrap();
    let country = Country::from_code("CN").unwrap();
    let here = Position { country, point: Some(town(20)) };
    let away = Position { country, point: Point::new(39_904_200, 116_407_400, 3_000).ok() };
    let [device, payee] = [2, 3].map(|number| Pseudonym::from_bytes([number; 16]));
    let mut profile = dice.profile();
    let mut settle = |position, days: u32, transfer| {
        let movement = Movement {
            transfer: TransferId([transfer; 16]),
            minor: 20_000,
            currency: Currency::CNY,
            payee: Some(payee),
            own_account_here: false,
            device: Some(device),
            position: Some(position),
            proved: FactorSet::from_bits(0x0101),
        };
        let at = Moment::at_offset(Timestamp::from_seconds(NOW - days * 86_400), 480);
        observe(&mut profile, at, Happening::Settled(movement));
    };
    (20..26).for_each(|transfer| settle(away, 40, transfer));
    (30..36).for_each(|transfer| settle(here, 1, transfer));
    let mut fields = dice.fields();
    fields.operation = Operation::Transfer;
    fields.amount = Given::Known(yuan(123_456));
    fields.balance = Given::Known(yuan(9_999_999));
    fields.own_limit = Given::Known(yuan(2_000_000));
    (fields.position, fields.network_position) = (Given::Known(here), Given::Known(here));
    fields.network = Given::Known(Network::Home);
    fields.payee = Given::Known(payee);
    fields.payee_relation = Given::Known(PayeeRelation::Unrelated);
    fields.device = Given::Known(device);
    fields.device_reputation = Given::Known(dice.reputation());
    fields.payee_reputation = Given::Known(dice.reputation());
    let at = Timestamp::from_seconds(NOW - 9);
    fields.proofs = vec![Proof { factor: Factor::Face, at, channel: Channel::App }];
    for (what, position) in [("at home", here), ("at the other place", away)] {
        fields.position = Given::Known(position);
        let request = Request::new(fields.clone()).unwrap();
        let begun = std::time::Instant::now();
        for _ in 0..2_000_000 {
            std::hint::black_box(Reading::of(std::hint::black_box(&request), std::hint::black_box(&profile)));
        }
        println!("{what}: {} ns a reading", begun.elapsed().as_nanos() / 2_000_000);
    }
}
