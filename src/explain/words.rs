//! Requirements in words for customers, in a few sentences that reveal nothing; and what analysts read beside them.

use crate::factor::Factor;
use crate::finding::Said;
use crate::language::Language;
use crate::phrase::{chinese, plain};
use crate::requirement::{Notice, Requirement};
use crate::units::Span;
use crate::verdict::{Mismatch, Outcome};

/// A factor set by its words of RFC 8176, in the words of a language.
pub(super) fn way(names: &[&str], language: Language) -> String {
    let factors = names.iter().filter_map(|name| Factor::from_name(name));
    let words = factors.map(|factor| language.of(plain(factor), factor.name_zh()));
    words.collect::<Vec<_>>().join(" + ")
}

/// Why the three do not belong together, and how to mend it; nothing where they do.
pub(super) fn mending(mismatch: Mismatch) -> Option<Said> {
    let (en, zh) = match mismatch {
        Mismatch::None => return None,
        Mismatch::Customer => (
            "the profile is another customer's; load the one of the customer whom the request names",
            "档案属于另一客户；请读取请求所指客户的档案",
        ),
        Mismatch::Key => (
            "the request's pseudonyms were made with another key than the profile's; make both with one key",
            "请求与档案的假名使用了不同的密钥；请使用同一密钥生成",
        ),
        Mismatch::Currency => (
            "amount, profile and policy are not all in one currency; take the profile and the policy of the amount's",
            "金额、档案与策略的币种不一致；请使用与金额同币种的档案和策略",
        ),
    };
    Some(Said::new(en, zh))
}

/// The largest unit that divides a span, in English words.
fn english(span: Span) -> String {
    let text = span.to_string();
    let units = [("min", "minute"), ("s", "second"), ("h", "hour"), ("d", "day")];
    let found = units.iter().find_map(|(unit, word)| Some((text.strip_suffix(unit)?, word)));
    let plural = |number: &str| if number == "1" { "" } else { "s" };
    found.map_or_else(String::new, |(number, word)| format!("{number} {word}{}", plural(number)))
}

/// What a customer is told about.
pub(super) struct Told<'a> {
    pub(super) outcome: Outcome,
    pub(super) remaining: &'a Requirement,
    /// Factor sets that would do, the shortest first.
    pub(super) ways: &'a [Vec<&'static str>],
    /// Whether nothing that is enrolled meets the answer.
    pub(super) routed: bool,
}

/// What a customer may be told. It depends on what remains to be done alone, so two customers of whom the same is
/// asked are told the same. WHY: it claims nothing about the account, of which the library knows no balance to rely on.
pub(super) fn customer(told: &Told<'_>, language: Language) -> String {
    let of = |english, chinese| language.of(english, chinese).to_owned();
    let mut said: Vec<String> = match told.outcome {
        Outcome::Freeze => vec![of(
            "To protect you, your account is locked for now. We will contact you.",
            "为保护您的资金，账户已临时锁定，我们将与您联系。",
        )],
        Outcome::Refuse => {
            vec![of("We cannot do this now. Please contact us.", "目前无法办理，请与我们联系。")]
        }
        Outcome::Allow => vec![of("Done.", "已受理。")],
        Outcome::Confirm | Outcome::StepUp | Outcome::Hold | Outcome::Review => to_do(told, language),
    };
    if told.remaining.notify.contains(Notice::WasItYou) {
        said.push(of("Was it you? If not, tell us at once.", "是您本人操作吗？如不是，请立即告知我们。"));
    }
    said.join(language.of(" ", ""))
}

/// What the customer can do, and what happens to the money.
fn to_do(told: &Told<'_>, language: Language) -> Vec<String> {
    let of = |english, chinese| language.of(english, chinese).to_owned();
    let remaining = told.remaining;
    let mut said: Vec<String> = Vec::new();
    if remaining.confirm {
        said.push(of("Please check and confirm the amount and the payee.", "请核对并确认金额与收款人。"));
    }
    if remaining.rung > 0 || remaining.kinds > 0 || !remaining.include.is_empty() {
        said.push(prove(told, language));
    }
    if remaining.review > 0 {
        said.push(of("A colleague will look at it and may call you.", "工作人员将进行复核，可能与您联系。"));
    }
    if remaining.hold > 0 {
        let hold = Span::from_seconds(remaining.hold);
        said.push(match language {
            Language::English => {
                format!("The money leaves after {}; until then you can cancel.", english(hold))
            }
            Language::Chinese => format!("款项将在{}后转出，期间可以撤销。", chinese(hold)),
        });
    }
    if remaining.hold_days > 0 {
        let days = remaining.hold_days;
        said.push(match language {
            Language::English => {
                let plural = if days == 1 { "" } else { "s" };
                format!("The money leaves within {days} business day{plural}; until then you can cancel.")
            }
            Language::Chinese => format!("款项将在{days}个工作日内转出，期间可以撤销。"),
        });
    }
    said
}

/// How they can prove that it is them; where nothing that is enrolled will do, a person takes it up.
fn prove(told: &Told<'_>, language: Language) -> String {
    let name = |factor: Factor| language.of(spoken(factor), factor.name_zh());
    let join = |factors: &mut dyn Iterator<Item = Factor>| {
        factors.map(name).collect::<Vec<_>>().join(language.of(" and ", "和"))
    };
    let ways = told.ways.iter().take(3);
    let mut ways: Vec<String> =
        ways.map(|way| join(&mut way.iter().filter_map(|word| Factor::from_name(word)))).collect();
    if ways.is_empty() && !told.remaining.include.is_empty() {
        ways.push(join(&mut told.remaining.include.iter()));
    }
    if told.routed {
        let person = language.of(
            "A colleague will contact you to make sure that it is you.",
            "工作人员将与您联系，核实您的身份。",
        );
        return person.to_owned();
    }
    if ways.is_empty() {
        return language.of("Please prove that it is you.", "请验证身份。").to_owned();
    }
    let list = ways.join(language.of(", or ", "，或"));
    match language {
        Language::English => format!("Please prove that it is you: {list}."),
        Language::Chinese => format!("请验证身份：{list}。"),
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
