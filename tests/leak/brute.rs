//! Against brute force: small policies, every schedule of small amounts on two dates, every reading of the region.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use stepup::exemption::AtMost;
use stepup::fact::{Measure, Metered, Ranked, State};
use stepup::factor::FactorSet;
use stepup::guarantee::Region;
use stepup::operation::{Channel, CustomerFlag, CustomerFlags, Operation};
use stepup::policy::Policy;
use stepup::reading::{Reading, ReadingParts};
use stepup::requirement::{Notice, Notices, ProofAges, Requirement};
use stepup::rule::{AtLeast, Circumstances};
use stepup::signal::scale;
use stepup::units::Currency;
use stepup::verify::Leaked;

use crate::common::dice::Dice;
use crate::common::small::STATES;

const RANKED: [Ranked; 2] = [Ranked::Device, Ranked::Payee];
const SUMS: [Metered; 7] = [
    Metered::Total24h,
    Metered::Total24hPayee,
    Metered::TotalDay,
    Metered::TotalDayNewDevice,
    Metered::TotalSinceSca,
    Metered::Attempted24h,
    Metered::Amount,
];
/// Those that tell payees and dates apart, more often.
const PICKED: [Metered; 9] = [
    Metered::Total24hPayee,
    Metered::Total24hPayee,
    Metered::Total24hPayee,
    Metered::TotalDay,
    Metered::TotalDay,
    Metered::TotalDayNewDevice,
    Metered::Total24h,
    Metered::TotalSinceSca,
    Metered::Amount,
];
const COUNTS: [Metered; 2] = [Metered::Count24h, Metered::CountSinceSca];
const CHANNELS: [Channel; 2] = [Channel::App, Channel::Web];
const MINUTES: [u16; 2] = [0, 720];
const NONE: Requirement = Requirement::NOTHING;

/// What a policy and its question speak of beside money and counts: little, so that all of it can be tried.
struct Open {
    /// No silent transfer is larger than this.
    largest: i64,
    /// The first transfer that is never silent is one of these.
    end: (i64, i64),
    /// Where totals are cut, and counts.
    sums: (i64, i64),
    counts: (i64, i64),
    ranked: Vec<Ranked>,
    unordered: Vec<&'static str>,
}

impl Open {
    fn new(dice: &mut Dice) -> Self {
        let unordered = ["channel = [\"app\"]", "clock = \"06:00-18:00\"", "flag = [\"minor\"]"];
        Self {
            largest: 4,
            end: (3, 5),
            sums: (3, 11),
            counts: (2, 4),
            ranked: dice.some(&RANKED, 35),
            unordered: dice.some(&unordered, 25),
        }
    }

    /// Many small transfers: long runs, and numbers of them on the first date that nobody can try all of.
    fn long() -> Self {
        let (ranked, unordered) = (Vec::new(), Vec::new());
        Self { largest: 2, end: (9, 17), sums: (4, 30), counts: (3, 14), ranked, unordered }
    }

    fn has(&self, word: &str) -> bool {
        self.unordered.iter().any(|row| row.starts_with(word))
    }
}

fn shown(fact: Metered, value: i64) -> String {
    if COUNTS.contains(&fact) { value.to_string() } else { format!("\"0.{value:02}\"") }
}

fn conditions(dice: &mut Dice, open: &Open, up: bool) -> String {
    let side = if up { "from" } else { "upto" };
    let mut rows = Vec::new();
    let (one, other) = (*dice.pick(&PICKED), *dice.pick(&PICKED));
    for fact in [one, other].into_iter().take(if one == other || dice.chance(50) { 1 } else { 2 }) {
        let (least, most) = if fact == Metered::Amount { (1, open.largest) } else { open.sums };
        rows.push(format!("{fact}_{side} = {}", shown(fact, dice.between(least, most))));
    }
    for fact in COUNTS {
        if dice.chance(12) {
            rows.push(format!("{fact}_{side} = {}", dice.between(open.counts.0, open.counts.1)));
        }
    }
    for fact in &open.ranked {
        if dice.chance(25) {
            rows.push(format!("{fact}_{side} = \"{}\"", dice.pick(scale(*fact).levels).name));
        }
    }
    if dice.chance(20) {
        let level = dice.pick(&["medium", "high"]);
        rows.push(format!("risk_{side} = \"{level}\""));
    }
    rows.extend(open.unordered.iter().filter(|_| dice.chance(25)).map(|row| (*row).to_owned()));
    format!("{{ {} }}", rows.join(", "))
}

/// A small policy that lets few transfers of at most the largest amount pass.
fn policy(dice: &mut Dice, open: &Open) -> String {
    let mut text = String::from("schema = 1\nname = \"small\"\ncurrency = \"CNY\"\n");
    for fact in SUMS.into_iter().chain(COUNTS) {
        if dice.chance(25) {
            let _ = writeln!(text, "[scorecard.{fact}]");
            let (first, points) = (dice.between(1, 4), dice.between(1, 8));
            let second = first + dice.between(1, 6);
            let key = |value: i64| shown(fact, value).trim_matches('"').to_owned();
            let _ = writeln!(text, "\"{}\" = {points}\n\"{}\" = {}", key(first), key(second), points + 5);
        }
    }
    for fact in &open.ranked {
        let levels = scale(*fact).levels;
        if dice.chance(50) {
            let _ = writeln!(text, "[scorecard.{fact}]");
            for (place, level) in levels.iter().enumerate() {
                let _ = writeln!(text, "{} = {}", level.name, 4 * place);
            }
        }
        if dice.chance(50) {
            let _ = writeln!(text, "[state.{fact}]\n{} = \"{}\"", dice.pick(&STATES), dice.pick(levels).name);
        }
    }
    if dice.chance(30) {
        let _ = writeln!(text, "[group.money]\nfloor = 0\ncap = {}", dice.between(4, 20));
    }
    let medium = dice.between(3, 15);
    let _ =
        writeln!(text, "[risk]\nmedium = {medium}\nhigh = {}\ncritical = 60", medium + dice.between(2, 9));
    text.push_str("[grade]\nlow = [\"balance-query\", \"transfer\", \"lower-limit\", \"wealth-purchase\", \"raise-limit\", \"loss-report\", \"card-reissue\", \"lift-freeze\"]\n");
    let end = dice.between(open.end.0, open.end.1);
    let _ = writeln!(
        text,
        "[[rule]]\nid = \"count\"\nwhen = {{ count_24h_from = {end} }}\nrequire = {{ review = 2, confirm = true, notify = [\"agent\"] }}\n\
         [[rule]]\nid = \"amount\"\nwhen = {{ amount_from = {} }}\nrequire = {{ review = 2, confirm = true, notify = [\"agent\"] }}",
        shown(Metered::Amount, open.largest + 1)
    );
    let rules = dice.between(1, 4);
    for number in 0..rules {
        let demand = dice.pick(&[
            "review = 1",
            "review = 2",
            "confirm = true",
            "review = 1, confirm = true",
            "notify = [\"agent\"]",
        ]);
        let _ = writeln!(
            text,
            "[[rule]]\nid = \"r{number}\"\nwhen = {}\nrequire = {{ {demand} }}",
            conditions(dice, open, true)
        );
    }
    if dice.chance(30) {
        let from = dice.between(0, rules - 1);
        let _ = writeln!(
            text,
            "[[exemption]]\nid = \"e\"\nholds_while = {}\nfrom = [\"r{from}\"]",
            conditions(dice, open, false)
        );
    }
    text
}

fn before(dice: &mut Dice) -> Requirement {
    let review = Requirement { review: 1, ..NONE };
    let notify = Requirement { notify: Notices::NONE.with(Notice::Agent), ..NONE };
    *dice.pick(&[
        review,
        review,
        Requirement { review: 2, ..NONE },
        Requirement { confirm: true, ..NONE },
        Requirement { confirm: true, ..review },
        notify,
        notify.join(review),
    ])
}

fn region(dice: &mut Dice, open: &Open, before: Requirement) -> Region {
    let mut region = Region { from: Vec::new(), upto: Vec::new(), circumstances: Circumstances::ANY };
    if dice.chance(30) {
        return region;
    }
    for fact in open.ranked.iter().copied() {
        let top = i64::from(scale(fact).top());
        let level = |dice: &mut Dice| u8::try_from(dice.between(0, top)).unwrap();
        if dice.chance(60) {
            region.from.push(AtLeast::Ranked(fact, level(dice)));
        }
        if dice.chance(20) {
            region.upto.push(AtMost::Ranked(fact, level(dice)));
        }
    }
    for fact in SUMS.into_iter().chain(COUNTS) {
        if dice.chance(6) {
            region.from.push(AtLeast::Metered(fact, dice.between(0, 5)));
        }
        if dice.chance(8) {
            region.upto.push(AtMost::Metered(fact, dice.between(1, 12)));
        }
    }
    // Beside what lasts, a bound on the score may count too much.
    if before.notify == Notices::NONE && dice.chance(25) {
        region.upto.push(if dice.chance(50) {
            AtMost::Metered(Metered::Score, dice.between(0, 20))
        } else {
            AtMost::Ranked(Ranked::Risk, u8::try_from(dice.between(0, 1)).unwrap())
        });
    }
    if open.has("channel") && dice.chance(30) {
        region.circumstances.channels = 1 << Channel::App.code();
    }
    if open.has("clock") && dice.chance(30) {
        region.circumstances.clock = Some((360, 1_080));
    }
    if open.has("flag") && dice.chance(30) {
        region.circumstances.flags.push(CustomerFlag::Minor);
    }
    region
}

/// The same by exhaustion: states are values too, a payee is never an own account here and never absent.
struct Oracle<'a> {
    policy: &'a Policy,
    region: &'a Region,
    before: Requirement,
    largest: i64,
    /// Every reading before money runs, and whether its device is new.
    blanks: Vec<(Reading, bool)>,
    known: RefCell<BTreeMap<[i64; 5], bool>>,
}

impl<'a> Oracle<'a> {
    fn new(
        policy: &'a Policy,
        open: &Open,
        region: &'a Region,
        before: Requirement,
        flags: CustomerFlags,
    ) -> Self {
        let (mut blanks, mut seen) = (Vec::new(), BTreeSet::new());
        // What neither policy nor region speaks of need not be tried in every value.
        let values = |fact: Ranked| {
            if !open.ranked.contains(&fact) {
                return vec![Measure::known(u16::from(fact == Ranked::Payee))];
            }
            let known = (0..=u16::from(scale(fact).top())).map(Measure::known);
            known.chain(STATES.map(Measure::of_state)).collect::<Vec<_>>()
        };
        for (channel, minute) in CHANNELS.iter().flat_map(|c| MINUTES.map(|minute| (*c, minute))) {
            let idle = (channel != CHANNELS[0] && !open.has("channel"))
                || (minute != MINUTES[0] && !open.has("clock"));
            if idle {
                continue;
            }
            if !region.circumstances.hold(Operation::Transfer, channel, flags.bits(), minute) {
                continue;
            }
            for device in values(Ranked::Device) {
                for payee in values(Ranked::Payee) {
                    if payee == Measure::known(0) || payee.state() == State::NotApplicable {
                        continue;
                    }
                    let mut reading = Reading::blank(&ReadingParts {
                        operation: Operation::Transfer,
                        channel,
                        flags,
                        minute,
                        currency: Currency::CNY,
                        enrolled: FactorSet::NONE,
                        confirmed: false,
                        out_of_order: false,
                        proofs: ProofAges::NONE,
                    });
                    reading.set(Ranked::Device, device);
                    reading.set(Ranked::Payee, payee);
                    let new = device.value().map_or(device.state() != State::NotApplicable, |rank| rank >= 2);
                    // Values that are read alike, in both views, are one.
                    let verdict = policy.judge(&reading);
                    let within = region.from.iter().all(|bound| match bound {
                        AtLeast::Ranked(fact, level) => verdict.level(*fact) >= *level,
                        AtLeast::Metered(..) => true,
                    });
                    let alike = [(Ranked::Device, device), (Ranked::Payee, payee)]
                        .map(|(fact, measure)| (verdict.level(fact), measure.state().is_uncertain()));
                    if within && seen.insert((channel.code(), minute, alike, new)) {
                        blanks.push((reading, new));
                    }
                }
            }
        }
        // WHY: where any is silent, the least suspicious ones are; they are asked first.
        blanks.sort_by_key(|(reading, new)| {
            let verdict = policy.judge(reading);
            (verdict.level(Ranked::Device) + verdict.level(Ranked::Payee), *new)
        });
        Self { policy, region, before, largest: open.largest, blanks, known: RefCell::default() }
    }

    fn is_silent(&self, amount: i64, to_payee: i64, total: i64, day: i64, count: i64) -> bool {
        let key = [amount, to_payee, total, day, count];
        let known = self.known.borrow().get(&key).copied();
        known.unwrap_or_else(|| {
            let silent = self.judged(amount, to_payee, total, day, count);
            self.known.borrow_mut().insert(key, silent);
            silent
        })
    }

    fn judged(&self, amount: i64, to_payee: i64, total: i64, day: i64, count: i64) -> bool {
        self.blanks.iter().any(|(blank, new)| {
            let mut reading = *blank;
            for (fact, value) in [
                (Metered::Amount, amount),
                (Metered::Total24hPayee, to_payee),
                (Metered::Total24h, total),
                (Metered::Attempted24h, total),
                (Metered::TotalSinceSca, total),
                (Metered::TotalDay, day),
                (Metered::TotalDayNewDevice, if *new { day } else { 0 }),
                (Metered::Count24h, count),
                (Metered::CountSinceSca, count),
            ] {
                let least = self.region.from.iter().filter_map(|bound| match bound {
                    AtLeast::Metered(named, least) if *named == fact => Some(*least),
                    _ => None,
                });
                reading.set_metered(fact, least.max().unwrap_or(0).max(value));
            }
            reading.close();
            let verdict = self.policy.judge(&reading);
            let upto = self.region.upto.iter().all(|bound| match bound {
                AtMost::Ranked(fact, level) => verdict.level(*fact) <= *level,
                AtMost::Metered(Metered::Score, most) => i64::from(verdict.score()) <= *most,
                AtMost::Metered(fact, most) => reading.metered(*fact).unwrap() <= *most,
            });
            upto && !verdict.requirement().is_at_least(self.before)
        })
    }

    /// The most that any schedule leaks: all states that silent transfers lead to, whatever the amounts.
    fn leak(&self, one: bool) -> i64 {
        let mut most = 0;
        // Count, total, the date's total, whether it is the second date.
        let mut open: Vec<(i64, i64, i64, bool)> = vec![(0, 0, 0, false)];
        let mut seen: BTreeSet<_> = open.iter().copied().collect();
        while let Some((count, total, day, second)) = open.pop() {
            most = most.max(total);
            let dates = if second { vec![(day, true)] } else { vec![(day, false), (0, true)] };
            for (day, second) in dates {
                for amount in 1..=self.largest {
                    let (count, total, day) = (count + 1, total + amount, day + amount);
                    let to_payee = if one { total } else { amount };
                    let next = (count, total, day, second);
                    if !seen.contains(&next) && self.is_silent(amount, to_payee, total, day, count) {
                        seen.insert(next);
                        open.push(next);
                    }
                }
            }
        }
        most
    }

    /// Whether a schedule's transfers are all silent, one after the other.
    fn is_schedule(&self, transfers: &[(i64, u8)], one: bool) -> bool {
        let (mut total, mut day, mut date) = (0, 0, 1);
        transfers.iter().zip(1..).all(|((amount, on), count)| {
            day = if *on == date { day + amount } else { *amount };
            let in_order = *on >= date;
            date = *on;
            total += amount;
            in_order && self.is_silent(*amount, if one { total } else { *amount }, total, day, count)
        })
    }
}

fn customers() -> [CustomerFlags; 2] {
    [CustomerFlags::NONE, CustomerFlags::NONE.with(CustomerFlag::Minor)]
}

/// Compares leaks with those of all schedules; counts what the cases were like.
fn agree(seed: u64, policies: u64, open: impl Fn(&mut Dice) -> Open) -> BTreeMap<&'static str, u64> {
    let mut mix: BTreeMap<&'static str, u64> = BTreeMap::new();
    for number in 0..policies {
        let mut dice = Dice(seed * 1_000_003 + number);
        let open = open(&mut dice);
        let text = policy(&mut dice, &open);
        let sealed =
            Policy::from_toml("small.toml", &text).unwrap_or_else(|findings| panic!("{findings}{text}"));
        let before = before(&mut dice);
        let region = region(&mut dice, &open, before);
        let leak = sealed.policy.leak(before, &region);
        for (one, leaked) in [(false, &leak.to_all), (true, &leak.to_one)] {
            let oracles =
                customers().map(|flags| (flags, Oracle::new(&sealed.policy, &open, &region, before, flags)));
            let expected = oracles.iter().map(|(_, oracle)| oracle.leak(one)).max().unwrap();
            let shown = || format!("policy {number}, one {one}\n{text}\n{region:?}\n{before:?}\n{leaked:?}");
            let Leaked::Bounded(schedule) = leaked else { panic!("few transfers: {}", shown()) };
            assert_eq!(schedule.minor, expected, "{}", shown());
            let transfers: Vec<(i64, u8)> = schedule.transfers().map(|run| (run.minor, run.date)).collect();
            assert_eq!(transfers.iter().map(|(amount, _)| amount).sum::<i64>(), expected, "{}", shown());
            let minor = schedule.flags.contains(CustomerFlag::Minor);
            assert!(
                transfers.is_empty() || oracles[usize::from(minor)].1.is_schedule(&transfers, one),
                "{}",
                shown()
            );
            for (what, is_so) in [
                ("leaks", true),
                ("of nothing", expected == 0),
                ("of one transfer", transfers.len() == 1),
                ("of three and more", transfers.len() > 2),
                (
                    "of amounts that differ",
                    schedule.runs.len() > 1 && schedule.runs[0].minor != schedule.runs[1].minor,
                ),
                ("on two dates", transfers.iter().any(|(_, date)| *date == 2)),
                ("to one below to all", one && leak.to_all.minor() > leak.to_one.minor()),
                ("of a marked customer", minor),
                ("in a region", !region.from.is_empty() || !region.upto.is_empty()),
                ("on other channels", schedule.runs.iter().any(|run| run.channel != Channel::App)),
                ("realised", schedule.realised),
                ("of a run of five and more", schedule.runs.iter().any(|run| run.times >= 5)),
            ] {
                *mix.entry(what).or_insert(0) += u64::from(is_so);
            }
        }
    }
    for (what, count) in &mix {
        println!("{what:<26} {count:>8}");
    }
    mix
}

fn enough(mix: &BTreeMap<&str, u64>, wanted: &[(&str, u64)]) {
    for (what, least) in wanted {
        assert!(mix[what] >= *least, "too few {what}: {mix:?}");
    }
}

#[test]
fn every_leak_of_a_small_policy_is_that_of_all_schedules() {
    let mix = agree(77, 3_000, Open::new);
    let wanted = [
        ("leaks", 6_000),
        ("of nothing", 300),
        ("of one transfer", 300),
        ("of three and more", 2_000),
        ("of amounts that differ", 500),
        ("on two dates", 400),
        ("to one below to all", 250),
        ("of a marked customer", 200),
        ("in a region", 2_500),
        ("on other channels", 250),
        ("realised", 4_000),
    ];
    enough(&mix, &wanted);
}

#[test]
fn every_leak_of_many_small_transfers_is_that_of_all_schedules() {
    let mix = agree(78, 400, |_| Open::long());
    let wanted = [("leaks", 800), ("on two dates", 80), ("of a run of five and more", 300)];
    enough(&mix, &wanted);
}
