//! Profiles against an exact, slow model that remembers every event.

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use stepup::event::{Happening, Movement};
use stepup::factor::FactorSet;
use stepup::profile::{Totals, TotalsAt};
use stepup::units::Moment;

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
    at: u32,
    payee: u8,
    new_device: bool,
    state: State,
}

/// Payee 0 is the customer's own account.
fn is_own(payee: u8) -> bool {
    payee == 0
}

/// Remembers everything.
struct Model {
    life: Life,
    mark: u32,
    transfers: Vec<Known>,
    credits: Vec<(u32, i64)>,
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
        let (transfers, credits) = (Vec::new(), Vec::new());
        Self { life, mark: OPENED, transfers, credits, sca: OPENED, crowded: false, offset }
    }

    fn moment(&self, at: u32) -> Moment {
        Moment::at_offset(time(at), self.offset)
    }

    fn movement(&self, number: u64, minor: i64, to: u8, from: u8, proved: FactorSet) -> Movement {
        let device = (from > 0).then(|| device(from));
        let own_account_here = is_own(to);
        Movement { payee: Some(payee(to)), own_account_here, device, proved, ..movement(number, minor) }
    }

    fn step(&mut self, step: Step) {
        let at = (self.mark + step.ahead).saturating_sub(step.late).max(OPENED);
        self.mark = self.mark.max(at);
        let (to, from) = (step.which % 11, step.which / 11 % 3);
        let number = self.transfers.len() as u64;
        let pick =
            (!self.transfers.is_empty()).then(|| usize::from(step.which) % self.transfers.len().min(6));
        let pick = pick.map(|back| self.transfers.len() - 1 - back);
        let proved = if step.what.is_multiple_of(2) { STRONG } else { FactorSet::NONE };
        let new = |state| Known {
            number,
            minor: step.minor,
            tried: step.minor,
            at,
            payee: to,
            new_device: from != 1,
            state,
        };
        match (step.what, pick) {
            (0..=4, _) | (_, None) => {
                let movement = self.movement(number, step.minor, to, from, FactorSet::NONE);
                self.life.see(self.moment(at), Happening::Attempted(movement));
                self.transfers.push(new(State::Open));
                let open = self.transfers.iter().filter(|known| known.state == State::Open).count();
                self.crowded |= open > 4;
            }
            (5..=6, _) => {
                let movement = self.movement(number, step.minor, to, from, proved);
                self.life.see(self.moment(at), Happening::Settled(movement));
                self.transfers.push(new(State::Settled));
                self.sca = if proved == STRONG { self.sca.max(at) } else { self.sca };
            }
            (7..=10, Some(pick)) if self.transfers[pick].state == State::Open => {
                let known = self.transfers[pick];
                // Late, perhaps, but nothing settles before it was asked for.
                let at = at.max(known.at);
                let from = u8::from(!known.new_device);
                let movement = self.movement(known.number, step.minor, known.payee, from, proved);
                self.life.see(self.moment(at), Happening::Settled(movement));
                let tried = known.tried.max(step.minor);
                self.transfers[pick] = Known { minor: step.minor, tried, state: State::Settled, ..known };
                self.sca = if proved == STRONG { self.sca.max(at) } else { self.sca };
            }
            (11, Some(pick)) if self.transfers[pick].state == State::Open => {
                let known = self.transfers[pick];
                let at = at.max(known.at);
                let from = u8::from(!known.new_device);
                let movement = self.movement(known.number, step.minor, known.payee, from, FactorSet::NONE);
                self.life.see(self.moment(at), Happening::Attempted(movement));
                let minor = known.minor.max(step.minor);
                self.transfers[pick] = Known { minor, tried: minor, ..known };
            }
            (12..=13, Some(pick)) if self.transfers[pick].state == State::Open => {
                let id = transfer(self.transfers[pick].number);
                self.life.see(self.moment(at), Happening::Returned { transfer: id });
                self.transfers[pick].state = State::Returned;
            }
            (14, _) => {
                let proved = Happening::Proved { factors: STRONG, device: None, position: None };
                self.life.see(self.moment(at), proved);
                self.sca = self.sca.max(at);
            }
            _ => {
                self.life.see(self.moment(at), Happening::Credited { minor: step.minor });
                self.credits.push((at, step.minor));
            }
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
            it.filter(|when| within(seconds, *when)).count() as u16
        };
        let day = |seconds: u32| self.moment(seconds).local_day();
        let today = || live().filter(|k| k.at <= at && !is_own(k.payee) && day(k.at) == day(at));
        let in_day = || live().filter(|known| within(86_400, known.at));
        let asking = own.and_then(|own| self.transfers.iter().find(|known| known.number == own));
        let firsts = (1..=10_u8).filter(|number| asking.is_none_or(|known| known.payee != *number));
        let firsts = firsts.filter_map(|number| {
            self.transfers.iter().filter(|known| known.payee == number).map(|known| known.at).min()
        });
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
            count_since_sca: live().filter(|known| known.at > self.sca).count() as u16,
            new_payees_24h: count(&mut firsts.into_iter(), 86_400),
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
