//! Standing: the earned record of a customer, the tier it gives, and what takes them to the next.
//!
//! It climbs slowly and drops at once. Nothing is stored: it is reckoned from the profile's counters each time, so a
//! report that reaches the profile counts for the very next request.

use crate::event::Information;
use crate::profile::Counters;
use crate::units::Timestamp;
use crate::word::vocabulary;

vocabulary! {
    /// The rank of a standing, from the highest down: larger is more suspicious, as in every fact.
    pub enum Tier {
        /// A year and more of blameless, regular use, and everything known that the bank asks for.
        Premier = 0, "premier", "尊享";
        /// A quarter and more of it.
        Trusted = 1, "trusted", "可信";
        /// Used for a week; or held here after an incident.
        Basic = 2, "basic", "基础";
        /// Everybody's first.
        New = 3, "new", "新客户";
    }
}

const DAY_S: u32 = 86_400;

/// What a tier asks for. Each higher one asks for at least as much of everything.
#[derive(Debug)]
struct Needs {
    tier: Tier,
    /// Days since the account was opened.
    age: u32,
    /// Days since the last incident.
    clean: u32,
    /// Months of 30 days with a settled transfer.
    active: u8,
    /// Settled transfers.
    settled: u16,
    /// Bit `n`: the information with code `n` is complete.
    information: u8,
}

/// SOURCE: the design's own. A week outlasts the first day's rush of an account opened to be abused, three transfers
/// show that it is used.
const BASIC: Needs = Needs { tier: Tier::Basic, age: 7, clean: 0, active: 0, settled: 3, information: 0 };

/// SOURCE: the design's own. Fraud is mostly reported within three months, so a blameless quarter means something;
/// twenty transfers in three different months cannot be hurried.
const TRUSTED: Needs = Needs {
    tier: Tier::Trusted,
    age: 90,
    clean: 90,
    active: 3,
    settled: 20,
    information: IDENTITY_AND_ADDRESS,
};

/// SOURCE: the design's own. A year, nine of its months in use: card schemes let a disputed payment come back for up
/// to 540 days, most within a year. The risk assessment is part of it, because limits are highest here.
const PREMIER: Needs = Needs {
    tier: Tier::Premier,
    age: 365,
    clean: 360,
    active: 9,
    settled: 100,
    information: ALL_INFORMATION,
};

const CLIMB: [&Needs; 3] = [&BASIC, &TRUSTED, &PREMIER];

const IDENTITY_AND_ADDRESS: u8 = bit(Information::Identity) | bit(Information::Address);
const ALL_INFORMATION: u8 =
    IDENTITY_AND_ADDRESS | bit(Information::Occupation) | bit(Information::RiskAssessment);

const fn bit(item: Information) -> u8 {
    1 << item.code()
}

/// The earned record, in the numbers that tiers ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    age: u32,
    clean: u32,
    active: u8,
    settled: u16,
    information: u8,
    had_incident: bool,
}

impl Standing {
    /// The standing that these counters give now; ages are whole days, 0 for what lies after `now`.
    #[must_use]
    pub fn of(counters: &Counters, now: Timestamp) -> Self {
        let age = now.since(counters.opened) / DAY_S;
        let clean = counters.last_incident.map_or(age, |last| age.min(now.since(last) / DAY_S));
        Self {
            age,
            clean,
            active: counters.active_months,
            settled: counters.settled,
            information: counters.information,
            had_incident: counters.last_incident.is_some(),
        }
    }

    /// The highest tier of which everything is met.
    #[must_use]
    pub fn tier(&self) -> Tier {
        CLIMB.iter().rev().find(|needs| self.meets(needs)).map_or(Tier::New, |needs| needs.tier)
    }

    /// The tier above this one and what is missing for it; `None` at the top.
    #[must_use]
    pub fn next_tier(&self) -> Option<NextTier> {
        let needs = CLIMB.iter().copied().find(|needs| !self.meets(needs))?;
        Some(NextTier { standing: *self, needs })
    }

    /// Whole days for which an incident still holds the tier at `basic` or below, whatever else was earned; `None`
    /// where none does.
    #[must_use]
    pub fn held_down_for(&self) -> Option<u32> {
        let left = TRUSTED.clean.saturating_sub(self.clean);
        (self.had_incident && left > 0).then_some(left)
    }

    fn meets(&self, needs: &Needs) -> bool {
        self.age >= needs.age
            && self.clean >= needs.clean
            && self.active >= needs.active
            && self.settled >= needs.settled
            && self.information & needs.information == needs.information
    }
}

/// The next tier, and the steps to it.
#[derive(Clone, Copy, Debug)]
pub struct NextTier {
    standing: Standing,
    needs: &'static Needs,
}

impl NextTier {
    /// The tier.
    #[must_use]
    pub const fn tier(&self) -> Tier {
        self.needs.tier
    }

    /// What is missing, at least one step; days and months may pass side by side.
    pub fn steps(&self) -> impl Iterator<Item = Step> {
        let Self { standing, needs } = *self;
        let days = needs.age.saturating_sub(standing.age);
        let clean = needs.clean.saturating_sub(standing.clean);
        let months = needs.active.saturating_sub(standing.active);
        let transfers = needs.settled.saturating_sub(standing.settled);
        let missing = needs.information & !standing.information;
        // WHY: without an incident a short clean time only says once more that the account is young.
        let clean_counts = clean > 0 && standing.had_incident;
        let steps = [
            (days > 0).then_some(Step::Age { days }),
            clean_counts.then_some(Step::NoIncident { days: clean }),
            (months > 0).then_some(Step::ActiveMonths { months }),
            (transfers > 0).then_some(Step::Transfers { transfers }),
        ];
        let items = Information::ALL.iter().copied().filter(move |item| missing & bit(*item) != 0);
        steps.into_iter().flatten().chain(items.map(|item| Step::Complete { item }))
    }
}

/// One thing that is missing for the next tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The account has to be older.
    Age {
        /// Days to go.
        days: u32,
    },
    /// The last incident has to lie further back.
    NoIncident {
        /// Days to go.
        days: u32,
    },
    /// The account has to be used in more months.
    ActiveMonths {
        /// Months of 30 days to go.
        months: u8,
    },
    /// More transfers have to be settled.
    Transfers {
        /// Transfers to go.
        transfers: u16,
    },
    /// Information has to be completed.
    Complete {
        /// Which.
        item: Information,
    },
}

impl Step {
    /// The step in words for the customer, English.
    #[must_use]
    pub fn text(&self) -> String {
        let more = |number: u32, thing: &str| {
            let plural = if number == 1 { "" } else { "s" };
            format!("{number} more {thing}{plural}")
        };
        match *self {
            Self::Age { days } => format!("keep the account open for {}", more(days, "day")),
            Self::NoIncident { days } => {
                format!("{} without an incident; the last one lowered the standing", more(days, "day"))
            }
            Self::ActiveMonths { months } => {
                format!("use the account in {}", more(u32::from(months), "month"))
            }
            Self::Transfers { transfers } => format!("make {}", more(u32::from(transfers), "transfer")),
            Self::Complete { item } => match item {
                Information::Identity => "complete the identity document".to_owned(),
                Information::Address => "complete the address".to_owned(),
                Information::Occupation => "complete occupation and income".to_owned(),
                Information::RiskAssessment => "take the risk assessment".to_owned(),
            },
        }
    }

    /// The step in words for the customer, Chinese.
    #[must_use]
    pub fn text_zh(&self) -> String {
        match *self {
            Self::Age { days } => format!("账户再开立{days}天"),
            Self::NoIncident { days } => format!("再保持{days}天无风险事件（上次事件已降低等级）"),
            Self::ActiveMonths { months } => format!("再有{months}个月使用账户"),
            Self::Transfers { transfers } => format!("再完成{transfers}笔转账"),
            Self::Complete { item } => format!("完善{}", item.name_zh()),
        }
    }
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "tests reckon with small numbers")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

    fn days_ago(days: u32) -> Timestamp {
        Timestamp::from_seconds(NOW.seconds() - days * DAY_S)
    }

    /// Counters that meet a tier exactly, not a day more.
    fn just(needs: &Needs) -> Counters {
        Counters {
            opened: days_ago(needs.age),
            last_incident: None,
            active_months: needs.active,
            settled: needs.settled,
            information: needs.information,
        }
    }

    /// Information that this tier asks for and no lower one does.
    fn last_item(needs: &Needs) -> u8 {
        if needs.tier == Tier::Premier { bit(Information::RiskAssessment) } else { bit(Information::Address) }
    }

    fn tier(counters: &Counters) -> Tier {
        Standing::of(counters, NOW).tier()
    }

    fn steps(counters: &Counters) -> Vec<Step> {
        Standing::of(counters, NOW).next_tier().map_or(Vec::new(), |next| next.steps().collect())
    }

    #[test]
    fn each_tier_begins_exactly_where_everything_it_asks_for_is_met() {
        for needs in CLIMB {
            let met = just(needs);
            assert_eq!(tier(&met), needs.tier);
            let short = [
                Counters { opened: Timestamp::from_seconds(met.opened.seconds() + 1), ..met },
                Counters { active_months: needs.active.wrapping_sub(1), ..met },
                Counters { settled: needs.settled - 1, ..met },
                Counters { information: met.information & !last_item(needs), ..met },
            ];
            let lacking = [true, needs.active > 0, true, needs.information > 0];
            for (counters, lacks) in short.iter().zip(lacking).filter(|(_, lacks)| *lacks) {
                assert!(lacks && tier(counters).code() == needs.tier.code() + 1, "{counters:?}");
                assert_eq!(steps(counters).len(), 1, "{counters:?}");
            }
        }
        assert_eq!(steps(&just(&PREMIER)), []);
    }

    #[test]
    fn each_higher_tier_asks_for_at_least_as_much_of_everything() {
        for pair in CLIMB.windows(2) {
            let (low, high) = (pair[0], pair[1]);
            assert!(low.age <= high.age && low.clean <= high.clean && low.active <= high.active);
            assert!(low.settled <= high.settled && low.information & !high.information == 0);
            assert!(high.clean <= high.age, "without an incident a clean time is never what is missing");
            assert_eq!(low.tier.code(), high.tier.code() + 1);
        }
    }

    #[test]
    fn an_incident_drops_to_basic_at_once_for_three_clean_months_and_says_so() {
        let earned = |days| Counters { last_incident: Some(days_ago(days)), ..just(&PREMIER) };
        for (days, expected, held) in [
            (0, Tier::Basic, Some(90)),
            (89, Tier::Basic, Some(1)),
            (90, Tier::Trusted, None),
            (359, Tier::Trusted, None),
            (360, Tier::Premier, None),
        ] {
            let standing = Standing::of(&earned(days), NOW);
            assert_eq!(standing.tier(), expected, "{days}");
            assert_eq!(standing.held_down_for(), held, "{days}");
        }
        assert_eq!(steps(&earned(80)), [Step::NoIncident { days: 10 }]);
        let words = Step::NoIncident { days: 1 };
        assert_eq!(words.text(), "1 more day without an incident; the last one lowered the standing");
        assert_eq!(words.text_zh(), "再保持1天无风险事件（上次事件已降低等级）");
    }

    #[test]
    fn what_is_missing_is_listed_in_words() {
        let nothing = Counters {
            opened: days_ago(0),
            last_incident: None,
            active_months: 0,
            settled: 0,
            information: 0,
        };
        let texts = |counters: &Counters| steps(counters).iter().map(Step::text).collect::<Vec<_>>();
        assert_eq!(tier(&nothing), Tier::New);
        assert_eq!(texts(&nothing), ["keep the account open for 7 more days", "make 3 more transfers"]);
        assert_eq!(
            texts(&just(&BASIC)),
            [
                "keep the account open for 83 more days",
                "use the account in 3 more months",
                "make 17 more transfers",
                "complete the identity document",
                "complete the address",
            ]
        );
        let chinese: Vec<_> = steps(&just(&TRUSTED)).iter().map(Step::text_zh).collect();
        assert_eq!(
            chinese,
            ["账户再开立275天", "再有6个月使用账户", "再完成80笔转账", "完善职业与收入", "完善风险测评"]
        );
    }

    prop_compose! {
        fn any_counters()(
            opened in 0_u32..500, incident in proptest::option::of(0_u32..500), active_months in 0_u8..12,
            settled in 0_u16..150, information in 0_u8..16,
        ) -> Counters {
            let last_incident = incident.map(days_ago);
            Counters { opened: days_ago(opened), last_incident, active_months, settled, information }
        }
    }

    proptest! {
        #[test]
        fn more_of_anything_never_lowers_the_tier(counters in any_counters(), more in any_counters(), later in any::<u32>()) {
            let before = tier(&counters).code();
            let either = |a: Option<Timestamp>, b: Option<Timestamp>| a.zip(b).map(|(a, b)| a.min(b));
            for grown in [
                Counters { opened: counters.opened.min(more.opened), ..counters },
                Counters { last_incident: either(counters.last_incident, more.last_incident), ..counters },
                Counters { active_months: counters.active_months.max(more.active_months), ..counters },
                Counters { settled: counters.settled.max(more.settled), ..counters },
                Counters { information: counters.information | more.information, ..counters },
            ] {
                prop_assert!(tier(&grown).code() <= before);
            }
            prop_assert!(Standing::of(&counters, NOW.plus(later)).tier().code() <= before);
        }

        #[test]
        fn an_incident_never_raises_the_tier(counters in any_counters(), days in 0_u32..500) {
            let last_incident = counters.last_incident.max(Some(days_ago(days)));
            let after = Counters { last_incident, ..counters };
            prop_assert!(tier(&after).code() >= tier(&counters).code());
        }

        #[test]
        fn taking_every_step_reaches_the_next_tier(counters in any_counters()) {
            let standing = Standing::of(&counters, NOW);
            let Some(next) = standing.next_tier() else { return Ok(()) };
            prop_assert_eq!(next.tier().code() + 1, standing.tier().code());
            let (mut then, mut days) = (counters, 0);
            for step in next.steps() {
                match step {
                    Step::Age { days: more } | Step::NoIncident { days: more } => days = days.max(more),
                    Step::ActiveMonths { months } => then.active_months += months,
                    Step::Transfers { transfers } => then.settled += transfers,
                    Step::Complete { item } => then.information |= bit(item),
                }
            }
            prop_assert!(Standing::of(&then, NOW.plus(days * DAY_S)).tier().code() <= next.tier().code());
        }
    }
}
