//! `policy explain`: the answer to one situation, why, what would change it, and which fact to ask for next.

use stepup::decision::Decision;
use stepup::language::Language;
use stepup::policy::Policy;
use stepup::reading::Reading;

use super::args::Asked;
use super::given::{Told, reading};
use super::load::sealed;
use super::table::flow;
use super::words::{short_identity, value_of};
use super::{Answer, Failure, Screen, said};

/// Columns of the labels in front of an explanation's lines.
const LABEL: usize = 11;

/// Explains the answer to the situation of the command line.
pub fn run(asked: &Asked, screen: &mut Screen<'_>) -> Result<Answer, Failure> {
    let policy = sealed(asked, 0)?.policy;
    let words = asked.given.as_ref().ok_or_else(|| {
        let en = "`policy explain` needs `--given`; see --help";
        said(asked, en.into(), "`policy explain`需要`--given`，见--help".into())
    })?;
    let Told { reading, raised } = reading(words, &policy, asked.language).map_err(Failure::Said)?;
    let decision = Decision::refused().with(reading, policy.judge(&reading));
    let wrong = |error: stepup::explain::WrongPolicy| Failure::Said(error.to_string());
    let explanation = decision.explain_from_reading(&policy).map_err(wrong)?;
    if asked.json {
        super::json(screen, &explanation)?;
        return Ok(Answer::Good);
    }
    let language = asked.language;
    head(asked, screen, &policy, &reading, words)?;
    for fact in raised {
        let value = reading.metered(fact).map_or(String::new(), |value| value_of(fact, value, &policy));
        let line = match language {
            Language::English => {
                format!("{fact} is read as {value}: it is never below what this transfer makes it")
            }
            Language::Chinese => format!("{}按{value}计：不会低于本笔所致的数额", fact.name_zh()),
        };
        flow(screen, 0, 2, &line)?;
    }
    writeln!(screen.out)?;
    for line in explanation.text(language).lines() {
        let lead = line.chars().take_while(|c| *c == ' ').count();
        flow(screen, 0, if lead == 0 { LABEL } else { lead + 2 }, line)?;
    }
    let message = decision.message(&policy, language).map_err(wrong)?;
    flow(screen, 0, LABEL, &format!("{:<10} {message}", language.of("customer", "客户")))?;
    Ok(Answer::Good)
}

/// Of what the answer is.
fn head(
    asked: &Asked,
    screen: &mut Screen<'_>,
    policy: &Policy,
    reading: &Reading,
    words: &[String],
) -> Result<(), Failure> {
    let (name, identity, given) = (policy.name(), short_identity(policy), words.join(" "));
    let (operation, channel) = (reading.operation(), reading.channel());
    let line = match asked.language {
        Language::English => {
            format!("{name} {identity}: {operation} on {channel}; {given}; everything else at its least")
        }
        Language::Chinese => format!(
            "{name} {identity}：{}经{}；{given}；其余皆为最低",
            operation.name_zh(),
            channel.name_zh()
        ),
    };
    Ok(flow(screen, 0, 2, &line)?)
}
