//! Requirements in words, for analysts part by part, for customers in a few sentences that reveal nothing.

use crate::factor::{Factor, FactorSet};
use crate::finding::Said;
use crate::language::Language;
use crate::policy::Policy;
use crate::requirement::{Notice, Requirement};
use crate::units::Span;
use crate::verdict::Outcome;

/// Each part of a requirement in words; "nothing" where there is none.
pub(super) fn demands(requirement: &Requirement, policy: &Policy) -> Vec<Said> {
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
        said.push(Said::new(format!("proved within {age}"), format!("{age}内的认证")));
    }
    if requirement.confirm {
        said.push(Said::new("confirm", "确认"));
    }
    if requirement.hold > 0 {
        let hold = Span::from_seconds(requirement.hold);
        said.push(Said::new(format!("hold {hold}"), format!("延时{hold}")));
    }
    if requirement.hold_days > 0 {
        let days = requirement.hold_days;
        said.push(Said::new(format!("hold {days} business days"), format!("延时{days}个工作日")));
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
    let names: Vec<&str> = set.iter().map(Factor::name).collect();
    let names_zh: Vec<&str> = set.iter().map(Factor::name_zh).collect();
    (names.join(", "), names_zh.join("、"))
}

/// What a customer may be told. It depends on what remains to be done alone, so two customers of whom the same is
/// asked are told the same.
pub(super) fn customer(
    outcome: Outcome,
    remaining: &Requirement,
    ways: &[Vec<&'static str>],
    language: Language,
) -> String {
    let of = |english, chinese| language.of(english, chinese).to_owned();
    let mut said: Vec<String> = Vec::new();
    match outcome {
        Outcome::Freeze => {
            let text = of(
                "To protect you, your account is locked for now. Nothing has left it. We will contact you.",
                "为保护您的资金，账户已临时锁定，款项未转出，我们将与您联系。",
            );
            return text;
        }
        Outcome::Refuse => {
            let text = of(
                "We cannot do this now. Please contact us; nothing has left your account.",
                "目前无法办理，款项未转出，请与我们联系。",
            );
            return text;
        }
        Outcome::Allow => return of("Done.", "已受理。"),
        Outcome::Confirm | Outcome::StepUp | Outcome::Hold | Outcome::Review => {}
    }
    if remaining.confirm {
        said.push(of("Please check and confirm the amount and the payee.", "请核对并确认金额与收款人。"));
    }
    if remaining.rung > 0 || remaining.kinds > 0 || !remaining.include.is_empty() {
        said.push(prove(ways, language));
    }
    if remaining.review > 0 {
        said.push(of("A colleague will look at it and may call you.", "工作人员将进行复核，可能与您联系。"));
    }
    if remaining.hold > 0 {
        let hold = Span::from_seconds(remaining.hold);
        let text = match language {
            Language::English => format!("The money leaves after {hold}; until then you can cancel."),
            Language::Chinese => format!("款项将在{hold}后转出，期间可以撤销。"),
        };
        said.push(text);
    }
    if remaining.hold_days > 0 {
        let days = remaining.hold_days;
        let text = match language {
            Language::English => {
                format!("The money leaves within {days} business days; until then you can cancel.")
            }
            Language::Chinese => format!("款项将在{days}个工作日内转出，期间可以撤销。"),
        };
        said.push(text);
    }
    said.join(" ")
}

fn prove(ways: &[Vec<&'static str>], language: Language) -> String {
    let name = |word: &&str| {
        Factor::from_name(word).map_or("", |factor| language.of(spoken(factor), factor.name_zh())).to_owned()
    };
    let join = language.of(" and ", "和");
    let ways: Vec<String> =
        ways.iter().take(3).map(|way| way.iter().map(name).collect::<Vec<_>>().join(join)).collect();
    let list = ways.join(language.of(", or ", "，或"));
    match (language, list.is_empty()) {
        (Language::English, false) => format!("Please prove that it is you: {list}."),
        (Language::English, true) => "Please prove that it is you.".to_owned(),
        (Language::Chinese, false) => format!("请验证身份：{list}。"),
        (Language::Chinese, true) => "请验证身份。".to_owned(),
    }
}

/// A factor as a customer calls it.
const fn spoken(factor: Factor) -> &'static str {
    match factor {
        Factor::Face => "your face",
        Factor::Fpt => "your fingerprint",
        Factor::Iris | Factor::Retina => "your eye",
        Factor::Vbm => "your voice",
        Factor::Pin => "your PIN",
        Factor::Pwd => "your password",
        Factor::Kba => "your security questions",
        Factor::Sms => "a code by text message",
        Factor::Tel => "a call to your telephone",
        Factor::Otp => "a one-time password",
        Factor::Swk | Factor::Pop => "your app",
        Factor::Hwk => "your security key",
        Factor::Sc => "your card",
    }
}
