//! Requirements, factors, spans and amounts as analysts read them; English and Chinese.

use crate::fact::{MeterUnit, Metered};
use crate::factor::{Factor, FactorSet};
use crate::finding::Said;
use crate::policy::Policy;
use crate::requirement::{Notice, Requirement};
use crate::units::{Amount, Span};

impl Requirement {
    /// Each part in words, as analysts read them; "nothing" where there is none. Rungs are the policy's.
    #[must_use]
    pub fn said(&self, policy: &Policy) -> Vec<Said> {
        demands(self, policy)
    }
}

/// Each part of a requirement in words; "nothing" where there is none.
pub(crate) fn demands(requirement: &Requirement, policy: &Policy) -> Vec<Said> {
    let mut said = Vec::new();
    if let Some(rung) = policy.rung(requirement.rung) {
        said.push(Said::new(rung.name.clone(), rung.name.clone()));
    }
    if !requirement.include.is_empty() {
        let (en, zh) = factors(requirement.include);
        said.push(Said::new(format!("including {en}"), format!("须含{zh}")));
    }
    if requirement.kinds > 0 {
        let kinds = requirement.kinds;
        said.push(Said::new(format!("{kinds} kinds of factor"), format!("{kinds}类认证因素")));
    }
    if !requirement.distrusted.is_empty() {
        let (en, zh) = factors(requirement.distrusted);
        said.push(Said::new(format!("{en} does not count"), format!("{zh}不作数")));
    }
    if requirement.max_age != u32::MAX {
        let age = Span::from_seconds(requirement.max_age);
        said.push(Said::new(format!("proved within {age}"), format!("{}内的认证", chinese(age))));
    }
    if requirement.confirm {
        said.push(Said::new("confirm", "确认"));
    }
    if requirement.hold > 0 {
        let hold = Span::from_seconds(requirement.hold);
        said.push(Said::new(format!("hold {hold}"), format!("延时{}", chinese(hold))));
    }
    if requirement.hold_days > 0 {
        let days = requirement.hold_days;
        let plural = if days == 1 { "" } else { "s" };
        said.push(Said::new(format!("hold {days} business day{plural}"), format!("延时{days}个工作日")));
    }
    if requirement.review > 0 {
        let review = requirement.review;
        said.push(Said::new(format!("review by {review}"), format!("{review}人复核")));
    }
    if requirement.refuse {
        said.push(Said::new("refuse", "拒绝"));
    }
    if requirement.freeze {
        said.push(Said::new("freeze", "冻结"));
    }
    for notice in Notice::ALL.iter().filter(|notice| requirement.notify.contains(**notice)) {
        said.push(Said::new(format!("notify {notice}"), format!("通知{}", notice.name_zh())));
    }
    if said.is_empty() {
        said.push(Said::new("nothing", "无"));
    }
    said
}

fn factors(set: FactorSet) -> (String, String) {
    let names: Vec<&str> = set.iter().map(plain).collect();
    let names_zh: Vec<&str> = set.iter().map(Factor::name_zh).collect();
    (names.join(", "), names_zh.join("、"))
}

/// A metered value as people read it; money without its currency.
pub(crate) fn shown(fact: Metered, value: i64, policy: &Policy) -> Said {
    let text = match fact.unit() {
        MeterUnit::Money => {
            Amount::new(value, policy.currency()).map_or_else(|_| value.to_string(), Amount::grouped)
        }
        MeterUnit::Seconds => {
            let span = Span::from_seconds(u32::try_from(value).unwrap_or(u32::MAX));
            return Said::new(span.to_string(), chinese(span));
        }
        MeterUnit::Count | MeterUnit::Points => value.to_string(),
    };
    Said::new(text.clone(), text)
}

/// The largest unit that divides a span, in Chinese.
pub(crate) fn chinese(span: Span) -> String {
    let text = span.to_string();
    let units = [("min", "分钟"), ("s", "秒"), ("h", "小时"), ("d", "天")];
    let found = units.iter().find_map(|(unit, zh)| Some((text.strip_suffix(unit)?, zh)));
    found.map_or_else(String::new, |(number, zh)| format!("{number}{zh}"))
}

/// A factor as an analyst calls it.
pub(crate) const fn plain(factor: Factor) -> &'static str {
    match factor {
        Factor::Face => "face",
        Factor::Fpt => "fingerprint",
        Factor::Iris => "iris",
        Factor::Retina => "retina",
        Factor::Vbm => "voice",
        Factor::Pin => "PIN",
        Factor::Pwd => "password",
        Factor::Kba => "security questions",
        Factor::Sms => "text-message code",
        Factor::Tel => "telephone call",
        Factor::Otp => "one-time password",
        Factor::Swk => "software key",
        Factor::Hwk => "hardware key",
        Factor::Pop => "proof of possession",
        Factor::Sc => "smart card",
    }
}
