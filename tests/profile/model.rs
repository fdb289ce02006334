//! Profiles against an exact, slow model that remembers every event.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use stepup::event::{Happening, Movement};
use stepup::factor::FactorSet;
use stepup::profile::{Totals, TotalsAt};
use stepup::units::{Currency, Moment};

use crate::stream::{Life, OPENED, STRONG, Step, device, movement, payee, steps, time, transfer, utc};

#[derive(Clone, Copy, PartialEq)]
enum State {
    Open,
    Settled,
    Returned,
}

#[derive(Clone, Copy)]
struct Known {
    number: u64,
    minor: i64,
    tried: i64,
    /// The latest asking.
    at: u32,
    payee: u8,
    own_account: bool,
    new_device: bool,
    state: State,
}

/// Payee 0 is the customer's own account.
fn is_own(payee: u8) -> bool {
    payee == 0
}

/// An open transfer.
fn new(number: u64, minor: i64, at: u32, payee: u8, from: u8) -> Known {
    let (own_account, new_device) = (is_own(payee), from != 1);
    Known { number, minor, tried: minor, at, payee, own_account, new_device, state: State::Open }
}

/// Remembers everything.
struct Model {
    life: Life,
    mark: u32,
    transfers: Vec<Known>,
    credits: Vec<(u32, i64)>,
    /// When which payee was asked for who had never been paid under proof.
    strangers: Vec<(u32, u8)>,
    paid: [bool; 11],
    /// The latest strong authentication: when it was given, or what it was given for was asked for.
    sca: u32,
    /// More than four were open at once, so that some may count twice.
    crowded: bool,
    offset: i16,
}

impl Model {
    fn new(offset: i16) -> Self {
        let mut life = Life::new();
        let bound = Happening::DeviceBound { device: device(1), at_opening: true };
        let used = Happening::Proved { factors: STRONG, device: Some(device(1)), position: None };
        life.see(utc(OPENED), bound);
        life.see(utc(OPENED), used);
        Self {
            life,
            mark: OPENED,
            transfers: Vec::new(),
            credits: Vec::new(),
            strangers: Vec::new(),
            paid: [false; 11],
            sca: OPENED,
            crowded: false,
            offset,
        }
    }

    fn moment(&self, at: u32) -> Moment {
        Moment::at_offset(time(at), self.offset)
    }

    fn movement(&self, number: u64, minor: i64, to: u8, from: u8, proved: FactorSet) -> Movement {
        let device = (from > 0).then(|| device(from));
        let own_account_here = is_own(to);
        Movement { payee: Some(payee(to)), own_account_here, device, proved, ..movement(number, minor) }
    }

    fn see(&mut self, at: u32, what: Happening) {
        self.life.see(self.moment(at), what);
    }

    /// A payee is asked for.
    fn ask_for(&mut self, to: u8, at: u32) {
        if !is_own(to) && !self.paid[usize::from(to)] {
            self.strangers.push((at, to));
        }
    }

    /// A transfer settled that was asked for at `asked`.
    fn settled(&mut self, to: u8, asked: u32, proved: FactorSet) {
        if proved == STRONG {
            self.paid[usize::from(to)] = true;
            self.sca = self.sca.max(asked);
        }
    }

    fn step(&mut self, step: Step) {
        let at = (self.mark + step.ahead).saturating_sub(step.late).max(OPENED);
        self.mark = self.mark.max(at);
        let (to, from) = (step.which % 11, step.which / 11 % 3);
        let open: Vec<usize> = (0..self.transfers.len().min(6))
            .map(|back| self.transfers.len() - 1 - back)
            .filter(|place| self.transfers[*place].state == State::Open)
            .collect();
        let pick = (!open.is_empty()).then(|| open[usize::from(step.which) % open.len()]);
        let proved = if step.what.is_multiple_of(2) { STRONG } else { FactorSet::NONE };
        match (step.what, pick) {
            (0..=4, _) => self.attempt(step.minor, at, to, from),
            (5..=6, _) => {
                let number = self.number();
                let movement = self.movement(number, step.minor, to, from, proved);
                self.see(at, Happening::Settled(movement));
                self.transfers.push(Known { state: State::Settled, ..new(number, step.minor, at, to, from) });
                self.ask_for(to, at);
                self.settled(to, at, proved);
            }
            (7..=9, Some(pick)) => self.settle(pick, step, at, (to, from), proved),
            (10..=11, Some(pick)) => self.ask_again(pick, step, at, (to, from)),
            (12..=13, Some(pick)) => {
                let known = self.transfers[pick];
                self.see(at, Happening::Returned { transfer: transfer(known.number) });
                // What comes too late speaks of an earlier asking.
                if at >= known.at {
                    self.transfers[pick].state = State::Returned;
                }
            }
            (14, _) => {
                self.see(at, Happening::Proved { factors: STRONG, device: None, position: None });
                self.sca = self.sca.max(at);
            }
            (15, _) => {
                self.see(at, Happening::Credited { minor: step.minor, currency: Currency::CNY });
                self.credits.push((at, step.minor));
            }
            _ => self.attempt(step.minor, at, to, from),
        }
    }

    fn number(&self) -> u64 {
        self.transfers.len() as u64
    }

    fn attempt(&mut self, minor: i64, at: u32, to: u8, from: u8) {
        let number = self.number();
        let movement = self.movement(number, minor, to, from, FactorSet::NONE);
        self.see(at, Happening::Attempted(movement));
        self.transfers.push(new(number, minor, at, to, from));
        self.ask_for(to, at);
        let open = self.transfers.iter().filter(|known| known.state == State::Open).count();
        self.crowded |= open > 4;
    }

    /// One time in three to another payee than was asked for, from whichever device, or none that is told.
    fn settle(&mut self, pick: usize, step: Step, at: u32, (to, from): (u8, u8), proved: FactorSet) {
        let known = self.transfers[pick];
        // Late, perhaps, but nothing settles before it was asked for.
        let at = at.max(known.at);
        let to = if step.ahead.is_multiple_of(3) { to } else { known.payee };
        let movement = self.movement(known.number, step.minor, to, from, proved);
        self.see(at, Happening::Settled(movement));
        self.transfers[pick] = Known {
            minor: step.minor,
            tried: known.tried.max(step.minor),
            payee: to,
            // One that a fifth has pushed out counts for good beside what is told now.
            own_account: (known.own_account || self.crowded) && is_own(to),
            new_device: (known.new_device && !self.crowded) || from > 1,
            state: State::Settled,
            ..known
        };
        if to != known.payee {
            self.ask_for(to, known.at);
        }
        self.settled(to, known.at, proved);
    }

    /// The same transfer once more, one time in three to another payee: which is another payment.
    fn ask_again(&mut self, pick: usize, step: Step, at: u32, (to, from): (u8, u8)) {
        let known = self.transfers[pick];
        // One that a fifth has pushed out is not asked for late: nobody remembers that it was asked for since.
        let at = if self.crowded { at.max(known.at) } else { at };
        let to = if step.ahead.is_multiple_of(3) { to } else { known.payee };
        let movement = self.movement(known.number, step.minor, to, from, FactorSet::NONE);
        self.see(at, Happening::Attempted(movement));
        if to == known.payee {
            let (latest, new_device) = (known.at.max(at), from != 1);
            self.ask_for(to, latest);
            self.transfers[pick] = if self.crowded {
                // One that a fifth has pushed out counts for good beside what is asked for now.
                Known { minor: step.minor, tried: step.minor, at, new_device, ..known }
            } else {
                let minor = known.minor.max(step.minor);
                let new_device = known.new_device || new_device;
                Known { minor, tried: minor, at: latest, new_device, ..known }
            };
        } else {
            // Under a number that never asks again.
            let number = known.number + 1_000_000;
            self.transfers[pick] = Known { number, state: State::Settled, ..known };
            self.transfers.push(new(known.number, step.minor, at, to, from));
            self.ask_for(to, at);
        }
    }

    /// The truth at a moment for a transfer that asks.
    fn truth(&self, at: u32, to: u8, own: Option<u64>) -> Totals {
        let within =
            |seconds: u32, when: u32| when <= at && u64::from(when) + u64::from(seconds) > u64::from(at);
        let others = || self.transfers.iter().filter(|known| Some(known.number) != own);
        let live = || others().filter(|known| known.state != State::Returned);
        let sum = |it: &mut dyn Iterator<Item = i64>| it.fold(0_i64, i64::saturating_add);
        let count = |it: &mut dyn Iterator<Item = u32>, seconds| {
            u16::try_from(it.filter(|when| within(seconds, *when)).count()).unwrap()
        };
        let day = |seconds: u32| self.moment(seconds).local_day();
        let today = || live().filter(|k| k.at <= at && !k.own_account && day(k.at) == day(at));
        let in_day = || live().filter(|known| within(86_400, known.at));
        let asking = own.and_then(|own| self.transfers.iter().rfind(|known| known.number == own));
        let strangers = self.strangers.iter().filter(|(when, _)| within(86_400, *when));
        let strangers: BTreeSet<u8> = strangers.map(|(_, payee)| *payee).collect();
        let new_payees = strangers.iter().filter(|payee| asking.is_none_or(|known| known.payee != **payee));
        Totals {
            total_24h: sum(&mut in_day().map(|known| known.minor)),
            total_24h_payee: sum(&mut in_day().filter(|known| known.payee == to).map(|known| known.minor)),
            total_day: sum(&mut today().map(|known| known.minor)),
            total_day_new_device: sum(&mut today().filter(|known| known.new_device).map(|known| known.minor)),
            total_since_sca: sum(&mut live().filter(|known| known.at > self.sca).map(|known| known.minor)),
            attempted_24h: sum(&mut others()
                .filter(|known| within(86_400, known.at))
                .map(|known| known.tried)),
            credited_1h: sum(&mut self.credits.iter().filter(|it| within(3_600, it.0)).map(|it| it.1)),
            outflow_1h: sum(&mut live().filter(|known| within(3_600, known.at)).map(|known| known.minor)),
            count_1h: count(&mut live().map(|known| known.at), 3_600),
            count_24h: count(&mut live().map(|known| known.at), 86_400),
            count_since_sca: live().filter(|known| known.at > self.sca).map(|_| 1).sum(),
            new_payees_24h: u16::try_from(new_payees.count()).unwrap(),
        }
    }

    fn asked(&self, at: u32, to: u8, own: Option<u64>) -> Totals {
        let transfer = own.map(|number| transfer(number).tag());
        self.life.profile.totals(TotalsAt { at: self.moment(at), payee: Some(payee(to).tag()), transfer })
    }

    /// Every total at a moment against the truth.
    fn check(&self, at: u32, to: u8, own: Option<u64>) -> TestCaseResult {
        let (told, truth) = (self.asked(at, to, own), self.truth(at, to, own));
        let pairs = [
            ("total_24h", told.total_24h, truth.total_24h),
            ("total_24h_payee", told.total_24h_payee, truth.total_24h_payee),
            ("total_day", told.total_day, truth.total_day),
            ("total_day_new_device", told.total_day_new_device, truth.total_day_new_device),
            ("total_since_sca", told.total_since_sca, truth.total_since_sca),
            ("attempted_24h", told.attempted_24h, truth.attempted_24h),
            ("outflow_1h", told.outflow_1h, truth.outflow_1h),
            ("count_1h", told.count_1h.into(), truth.count_1h.into()),
            ("count_24h", told.count_24h.into(), truth.count_24h.into()),
            ("count_since_sca", told.count_since_sca.into(), truth.count_since_sca.into()),
            ("new_payees_24h", told.new_payees_24h.into(), truth.new_payees_24h.into()),
            ("credited_1h", told.credited_1h, if at >= self.mark { truth.credited_1h } else { 0 }),
        ];
        // The sums of the model stop at the largest i64, the buckets of the profile a little below.
        let top = i64::MAX - (1 << 46);
        for (name, told, truth) in pairs {
            prop_assert!(told >= truth.min(top), "{name} at {at} (mark {}): {told} < {truth}", self.mark);
        }
        prop_assert!(told.total_24h_payee <= told.total_24h && told.count_1h <= told.count_24h);
        prop_assert!(told.total_day_new_device <= told.total_day);
        Ok(())
    }

    /// How far a total of 24 hours may lie above the truth, for events in order.
    fn check_above(&self, at: u32) -> TestCaseResult {
        let live = self.transfers.iter().filter(|known| known.state != State::Returned);
        let within = live.filter(|known| known.at / 3_600 + 24 >= at / 3_600);
        let (sum, number) =
            within.fold((0_i128, 0), |(sum, n), known| (sum + i128::from(known.minor), n + 1));
        let told = i128::from(self.asked(at, 1, None).total_24h);
        let rounding = (sum * number / 262_144) + number;
        prop_assert!(told <= sum + rounding, "{told} > {sum} + {rounding}");
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_total_is_ever_below_the_truth_for_events_in_order(
        stream in steps(60, 0), offset in -720_i16..=840, asked in prop::collection::vec(0_u32..100_000, 3),
    ) {
        let mut model = Model::new(offset);
        for step in stream {
            model.step(step);
            for ahead in [0, 1, asked[0] % 3_600, asked[1], asked[2]] {
                model.check(model.mark + ahead, step.which % 11, None)?;
                if !model.crowded {
                    model.check_above(model.mark + ahead)?;
                    let (told, truth) = (model.asked(model.mark + ahead, 1, None), model.truth(model.mark + ahead, 1, None));
                    prop_assert_eq!(told.total_day, truth.total_day, "the local day is exact");
                    prop_assert_eq!(told.total_day_new_device, truth.total_day_new_device);
                }
            }
            for known in model.transfers.iter().rev().take(6).filter(|known| known.state == State::Open) {
                model.check(model.mark, known.payee, Some(known.number))?;
            }
        }
    }

    #[test]
    fn no_total_is_ever_below_the_truth_for_late_events_and_early_questions(
        stream in steps(60, 300_000), offset in -720_i16..=840, asked in prop::collection::vec(0_u32..400_000, 4),
    ) {
        let mut model = Model::new(offset);
        for step in stream {
            model.step(step);
            let now = model.mark;
            let early = asked.iter().map(|back| now.saturating_sub(*back));
            for at in early.chain([now, now + asked[0], now.saturating_sub(asked[1] % 7_200)]) {
                model.check(at, step.which % 11, None)?;
            }
            for known in model.transfers.iter().rev().take(6).filter(|known| known.state == State::Open) {
                model.check(now, known.payee, Some(known.number))?;
                model.check(known.at, known.payee, Some(known.number))?;
            }
        }
    }

    #[test]
    fn splitting_an_amount_in_two_never_lowers_a_total(
        stream in steps(30, 5_000), first in 1_i64..50_000_000, second in 1_i64..50_000_000, reserve in any::<bool>(),
    ) {
        let (mut one, mut two) = (Model::new(60), Model::new(60));
        for step in stream {
            one.step(step);
            two.step(step);
        }
        let at = one.moment(one.mark + 10);
        let happening = |movement| if reserve { Happening::Attempted(movement) } else { Happening::Settled(movement) };
        let whole = one.movement(900, first + second, 1, 2, FactorSet::NONE);
        one.life.see(at, happening(whole));
        for (number, minor) in [(900, first), (901, second)] {
            let part = two.movement(number, minor, 1, 2, FactorSet::NONE);
            two.life.see(at, happening(part));
        }
        for ahead in [10, 4_000, 30_000, 80_000] {
            let (whole, parts) = (one.asked(one.mark + ahead, 1, None), two.asked(two.mark + ahead, 1, None));
            prop_assert!(parts.total_24h >= whole.total_24h && parts.total_24h_payee >= whole.total_24h_payee);
            prop_assert!(parts.total_day >= whole.total_day && parts.attempted_24h >= whole.attempted_24h);
            prop_assert!(parts.total_since_sca >= whole.total_since_sca && parts.outflow_1h >= whole.outflow_1h);
            prop_assert!(parts.count_24h >= whole.count_24h && parts.count_1h >= whole.count_1h);
        }
    }

    #[test]
    fn a_day_begins_only_when_the_date_changed_by_both_offsets(
        stream in prop::collection::vec((0_u32..30_000, -720_i16..=840, 1_i64..1_000_000), 1..60),
    ) {
        let mut life = Life::new();
        let (mut now, mut first, mut last, mut sum) = (OPENED, 0_i16, 0_u32, 0_i64);
        let day = |at: u32, offset: i16| Moment::at_offset(time(at), offset).local_day();
        let over = |first: i16, last: u32, at: u32, offset: i16| {
            day(last, first) < day(at, first) && day(last, offset) < day(at, offset)
        };
        let mut begun = Vec::new();
        for (number, (ahead, offset, minor)) in (0_u64..).zip(stream) {
            now += ahead;
            let at = Moment::at_offset(time(now), offset);
            let told = life.profile.totals(TotalsAt { at, payee: None, transfer: None }).total_day;
            prop_assert_eq!(told, if over(first, last, now, offset) { 0 } else { sum });
            if over(first, last, now, offset) {
                (first, sum) = (offset, 0);
                begun.push(now);
            }
            (last, sum) = (now, sum + minor);
            life.see(at, Happening::Settled(movement(number, minor)));
            let told = life.profile.totals(TotalsAt { at, payee: None, transfer: None }).total_day;
            prop_assert_eq!(told, sum);
        }
        // No three days begin within 24 hours, whatever offsets are told.
        for three in begun.windows(3) {
            prop_assert!(three[2] - three[0] >= 86_400 - 60, "{:?}", three);
        }
    }
}
