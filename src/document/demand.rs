//! Requirements as written: `{ rung = "face+sms", confirm = true, hold = "2h" }`.

use crate::document::desk::{Desk, Kind};
use crate::document::tree::{At, Node};
use crate::factor::{Factor, FactorSet};
use crate::finding::{Code, Said};
use crate::requirement::{Notice, Notices, Requirement};
use crate::units::Span;

const KEYS: [&str; 11] = [
    "rung",
    "include",
    "kinds",
    "max_age",
    "confirm",
    "hold",
    "hold_days",
    "review",
    "refuse",
    "freeze",
    "notify",
];

/// The most business days that a hold may name: more than any law allows, few enough for a byte.
pub const MOST_DAYS: i64 = 90;

impl<'a> Desk<'a> {
    /// What a rule demands; `distrusted` may be named only where a guarantee speaks of it.
    pub fn demand(&mut self, at: &'a At<Node>, rungs: &[&str], guarantee: bool) -> Requirement {
        let section = self.table(at);
        let mut allowed = KEYS.to_vec();
        if guarantee {
            allowed.push("distrusted");
        }
        self.only(section, &allowed);
        let mut demand = Requirement::NOTHING;
        for entry in section.entries {
            let value = &entry.value;
            match entry.key.value.as_str() {
                "rung" => demand.rung = self.rung(value, rungs),
                "include" => demand.include = self.factors(value),
                "distrusted" if guarantee => demand.distrusted = self.factors(value),
                "kinds" => demand.kinds = self.small(value, 1, 3),
                "max_age" => demand.max_age = self.duration(value).unwrap_or(u32::MAX),
                "confirm" => demand.confirm = self.boolean(value).unwrap_or(true),
                "hold" if guarantee => demand.hold = self.duration(value).unwrap_or(0),
                "hold" => demand.hold = self.lawful_hold(value),
                "hold_days" => demand.hold_days = self.small(value, 1, MOST_DAYS),
                "review" => demand.review = self.small(value, 1, 2),
                "refuse" => demand.refuse = self.boolean(value).unwrap_or(true),
                "freeze" => demand.freeze = self.boolean(value).unwrap_or(true),
                "notify" => demand.notify = self.notices(value),
                _ => {}
            }
        }
        demand
    }

    /// What a rule demands, which must be something.
    pub fn some_demand(&mut self, at: &'a At<Node>, rungs: &[&str], guarantee: bool) -> Requirement {
        let before = self.findings.len();
        let demand = self.demand(at, rungs, guarantee);
        // WHY: a rung that was not found has its finding elsewhere.
        let named = at.value.get("rung").is_some();
        if demand == Requirement::NOTHING && self.findings.len() == before && !named {
            let message = Said::new("a demand for nothing", "没有任何要求");
            let mending = Said::new(
                "say what it demands, such as `{ review = 1 }`, or delete the rule",
                "写明要求，如`{ review = 1 }`，或删除此规则",
            );
            self.report(Code::Empty, &at.span, message, mending, Self::replace(&at.span, "{ review = 1 }"));
        }
        demand
    }

    /// Factors by name; at least one.
    pub fn factors(&mut self, at: &'a At<Node>) -> FactorSet {
        let kind = Kind("factor", "认证因素");
        self.list(at, kind).iter().filter_map(|item| self.factor(item)).collect()
    }

    /// One factor by its RFC 8176 name.
    pub fn factor(&mut self, at: &'a At<Node>) -> Option<Factor> {
        let words: Vec<&str> = Factor::ALL.iter().map(|factor| factor.name()).collect();
        self.word(at, Kind("factor", "认证因素"), Factor::from_name, &words)
    }

    fn rung(&mut self, at: &'a At<Node>, rungs: &[&str]) -> u8 {
        let place = self.reference(at, Kind("rung", "阶梯"), rungs);
        place.and_then(|place| u8::try_from(place.saturating_add(1)).ok()).unwrap_or(0)
    }

    /// A hold within the policy's own legal maximum.
    fn lawful_hold(&mut self, at: &'a At<Node>) -> u32 {
        let hold = self.duration(at).unwrap_or(0);
        if let Some(most) = self.hold_limit
            && hold > most
        {
            let most = Span::from_seconds(most);
            let message = Said::new(
                format!("longer than the {most} that `[limits]` allows"),
                format!("超过`[limits]`允许的{most}"),
            );
            let mending = Said::new(format!("write at most \"{most}\""), format!("至多写\"{most}\""));
            let edit = Self::perhaps(&at.span, format!("\"{most}\""));
            self.report(Code::LimitExceeded, &at.span, message, mending, edit);
        }
        hold
    }

    fn small(&mut self, at: &At<Node>, least: i64, most: i64) -> u8 {
        self.integer_in(at, least, most).and_then(|number| u8::try_from(number).ok()).unwrap_or(0)
    }

    fn notices(&mut self, at: &'a At<Node>) -> Notices {
        let words: Vec<&str> = Notice::ALL.iter().map(|notice| notice.name()).collect();
        let kind = Kind("notice", "通知");
        let items = self.list(at, kind);
        items
            .iter()
            .filter_map(|item| self.word(item, kind, Notice::from_name, &words))
            .fold(Notices::NONE, Notices::with)
    }
}
