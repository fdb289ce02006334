//! `policy compare`: whether a new policy is nowhere weaker than the old one, else where.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use stepup::factor::FactorSet;
use stepup::language::Language;
use stepup::operation::Channel;
use stepup::policy::Policy;
use stepup::verify::{Comparison, Difference, Doubt};

use super::args::Asked;
use super::lines::paint;
use super::load::sealed;
use super::table::{Table, flow};
use super::words::{demand, elapsed, identity, say, short_identity};
use super::{Answer, Failure, Screen, said};

/// Differences and doubts that fit a screen, those of the weaker side first.
const SCREEN: usize = 6;

/// Two policies and what changes between them.
struct Pair {
    old: Policy,
    new: Policy,
    found: Comparison,
    took: Duration,
}

/// Compares two policies.
pub fn run(asked: &Asked, screen: &mut Screen<'_>) -> Result<Answer, Failure> {
    let (old, new) = (sealed(asked, 0)?.policy, sealed(asked, 1)?.policy);
    let began = Instant::now();
    let found = old.compare(&new).map_err(|error| {
        let (old, new) = (old.currency(), new.currency());
        let zh = format!("旧策略币种为{old}，新策略为{new}：只能比较同一币种的策略");
        said(asked, error.to_string(), zh)
    })?;
    let pair = Pair { old, new, found, took: began.elapsed() };
    if asked.json {
        super::json(screen, &pair.json())?;
    } else {
        pair.write(asked, screen)?;
    }
    Ok(if pair.found.is_nowhere_weaker() { Answer::Good } else { Answer::Bad })
}

/// The verdict: its word for machines, in English and Chinese.
pub fn verdict(found: &Comparison) -> [&'static str; 3] {
    let weaker = !found.weaker.is_empty() || !found.counted.is_empty();
    let stricter = !found.stricter.is_empty() || !found.uncounted.is_empty();
    match (weaker, stricter) {
        _ if found.is_identical() => ["identical", "identical in effect", "效果相同"],
        _ if found.is_nowhere_weaker() && stricter => {
            ["nowhere-weaker", "nowhere weaker, and stricter somewhere", "处处不弱，部分更严"]
        }
        _ if found.is_nowhere_weaker() => ["nowhere-weaker", "nowhere weaker", "处处不弱"],
        (true, true) => ["weaker-and-stricter", "weaker somewhere, stricter elsewhere", "部分更弱，部分更严"],
        (true, false) if found.is_nowhere_stricter() => {
            ["weaker", "weaker somewhere, and nowhere stricter", "部分更弱，无一处更严"]
        }
        (true, false) => ["weaker", "weaker somewhere", "部分更弱"],
        (false, _) => ["undecided", "not known to be nowhere weaker", "不能确定处处不弱"],
    }
}

impl Pair {
    fn write(&self, asked: &Asked, screen: &mut Screen<'_>) -> Result<(), Failure> {
        let (language, found) = (asked.language, &self.found);
        let [_, en, zh] = verdict(found);
        let colour = if found.is_nowhere_weaker() { "1;32" } else { "1;31" };
        let [old, new] = [&self.old, &self.new].map(|one| format!("{} {}", one.name(), short_identity(one)));
        writeln!(screen.out, "{old} → {new}: {}", paint(language.of(en, zh), colour, screen.colour))?;
        self.counted(language, screen)?;
        for (shorter, en, zh) in [
            (
                found.shorter,
                "a hold of business days can end earlier by the new calendar",
                "按新日历，营业日延时可能提前结束",
            ),
            (
                found.longer,
                "a hold of business days can end later by the new calendar",
                "按新日历，营业日延时可能推后结束",
            ),
        ] {
            if shorter {
                flow(screen, 2, 2, language.of(en, zh))?;
            }
        }
        let mut left = if asked.all { usize::MAX } else { SCREEN };
        let mut hidden = 0;
        for (differences, weaker) in [(&found.weaker, true), (&found.stricter, false)] {
            let shown = differences.len().min(left);
            left -= shown;
            hidden += differences.len() - shown;
            self.differences(language, screen, &differences[..shown], (weaker, differences.len()))?;
        }
        let shown = found.undecided.len().min(left);
        hidden += found.undecided.len() - shown;
        self.doubts(language, screen, &found.undecided[..shown])?;
        if hidden > 0 {
            match language {
                Language::English => writeln!(screen.out, "\n... and {hidden} more; --all shows them")?,
                Language::Chinese => writeln!(screen.out, "\n……另有{hidden}项，--all可全部列出")?,
            }
        }
        let (nodes, took) = (found.nodes, elapsed(self.took));
        match language {
            Language::English => writeln!(screen.out, "\nnodes {nodes}, {took}")?,
            Language::Chinese => writeln!(screen.out, "\n{nodes}个节点，{took}")?,
        }
        Ok(())
    }

    /// Factors that prove something again, or nothing any more.
    fn counted(&self, language: Language, screen: &mut Screen<'_>) -> Result<(), Failure> {
        let sides = [
            (&self.found.counted, "prove something again", "重新作数"),
            (&self.found.uncounted, "prove nothing any more", "不再作数"),
        ];
        for (lists, en, zh) in sides {
            for (channel, factors) in lists {
                let names = names(*factors).join(", ");
                let channel = language.of(channel.name(), channel.name_zh());
                let line = match language {
                    Language::English => format!("on {channel}, {names} {en}"),
                    Language::Chinese => format!("{channel}：{names}{zh}"),
                };
                flow(screen, 2, 2, &line)?;
            }
        }
        Ok(())
    }

    fn differences(
        &self,
        language: Language,
        screen: &mut Screen<'_>,
        shown: &[Difference],
        (weaker, all): (bool, usize),
    ) -> Result<(), Failure> {
        if shown.is_empty() {
            return Ok(());
        }
        let title = match (language, weaker) {
            (Language::English, true) => format!("weaker; demands of the old policy that fall: {all}"),
            (Language::English, false) => format!("stricter; demands of the new policy that rise: {all}"),
            (Language::Chinese, true) => format!("更弱：旧策略规则的{all}处要求"),
            (Language::Chinese, false) => format!("更严：新策略规则的{all}处要求"),
        };
        let colour = if weaker { "1;31" } else { "1;36" };
        writeln!(screen.out, "\n{}", paint(&title, colour, screen.colour))?;
        let head = match language {
            Language::English => ["rule", "part", "old demands there", "new demands there"],
            Language::Chinese => ["规则", "部分", "旧策略在此要求", "新策略在此要求"],
        };
        let mut table = Table::new(&head, &[]);
        for one in shown {
            let part = language.of(one.part.name(), one.part.name_zh()).to_owned();
            let old = demand(&one.old, &self.old, language);
            let new = demand(&one.new, &self.new, language);
            table.row([one.rule.clone(), part, old, new]);
            let shown = match (language, self.is_real(one)) {
                (Language::English, true) => ", as a real request shows",
                (Language::English, false) => ", abstractly: no request was built for it",
                (Language::Chinese, true) => "，真实请求可以重现",
                (Language::Chinese, false) => "，仅为抽象：未能构造出相应的请求",
            };
            table.under(say(&one.witness.story, language).to_owned() + shown);
        }
        Ok(table.write(screen)?)
    }

    /// Whether a request and a profile were built that show a difference.
    fn is_real(&self, one: &Difference) -> bool {
        one.realise(&self.old, &self.new).is_some()
    }

    fn doubts(&self, language: Language, screen: &mut Screen<'_>, shown: &[Doubt]) -> Result<(), Failure> {
        if shown.is_empty() {
            return Ok(());
        }
        let title = language.of("not found within the budget of work", "预算内未能判定");
        writeln!(screen.out, "\n{}", paint(title, "1;33", screen.colour))?;
        let head = match language {
            Language::English => ["rule", "part", "could be", "still open"],
            Language::Chinese => ["规则", "部分", "可能", "尚未判定"],
        };
        let mut table = Table::new(&head, &[]);
        for doubt in shown {
            let part = language.of(doubt.part.name(), doubt.part.name_zh()).to_owned();
            let side = if doubt.weaker {
                language.of("weaker", "更弱")
            } else {
                language.of("stricter", "更严")
            };
            table.row([doubt.rule.clone(), part, side.to_owned(), say(&doubt.open, language).to_owned()]);
        }
        Ok(table.write(screen)?)
    }

    fn json(&self) -> Value {
        let found = &self.found;
        let [word, ..] = verdict(found);
        let named = |policy: &Policy| json!({ "name": policy.name(), "identity": identity(policy) });
        let list = |differences: &[Difference], demanding: &Policy| -> Vec<Value> {
            let one = |one: &Difference| {
                json!({
                    "rule": one.rule, "part": one.part.name(), "demands": one.piece.said(demanding),
                    "story": one.witness.story, "realised": self.is_real(one), "old": one.old.said(&self.old), "new": one.new.said(&self.new),
                })
            };
            differences.iter().map(one).collect()
        };
        let doubts: Vec<Value> = found
            .undecided
            .iter()
            .map(|doubt| {
                let side = if doubt.weaker { "weaker" } else { "stricter" };
                json!({ "could_be": side, "rule": doubt.rule, "part": doubt.part.name(), "open": doubt.open })
            })
            .collect();
        json!({
            "old": named(&self.old), "new": named(&self.new), "verdict": word,
            "nowhere_weaker": found.is_nowhere_weaker(), "nowhere_stricter": found.is_nowhere_stricter(),
            "weaker": list(&found.weaker, &self.old), "stricter": list(&found.stricter, &self.new),
            "shorter_holds": found.shorter, "longer_holds": found.longer,
            "counted": by_channel(&found.counted), "uncounted": by_channel(&found.uncounted),
            "undecided": doubts, "nodes": found.nodes,
            "micros": u64::try_from(self.took.as_micros()).unwrap_or(u64::MAX),
        })
    }
}

fn names(factors: FactorSet) -> Vec<&'static str> {
    factors.iter().map(|factor| factor.name()).collect()
}

fn by_channel(lists: &[(Channel, FactorSet)]) -> Vec<Value> {
    let one = |(channel, factors): &(Channel, FactorSet)| json!({ "channel": channel.name(), "factors": names(*factors) });
    lists.iter().map(one).collect()
}
