//! Small policies: two or three facts, a few rules, every kind of clause, so that all their readings can be judged.

use std::fmt::Write as _;

use stepup::fact::{Fact, Group, MeterUnit, Metered, Ranked, State};
use stepup::operation::Operation;
use stepup::signal::scale;

use super::dice::Dice;

pub const STATES: [State; 5] =
    [State::NotApplicable, State::Unlearned, State::Missing, State::Late, State::Invalid];
/// Facts that imply each other, and some that do not.
const RANKED: [Ranked; 7] = [
    Ranked::Coercion,
    Ranked::Payee,
    Ranked::Device,
    Ranked::Alert,
    Ranked::SimAge,
    Ranked::Network,
    Ranked::PayeeCheck,
];
const METERED: [Metered; 7] = [
    Metered::Amount,
    Metered::Total24hPayee,
    Metered::Total24h,
    Metered::NewPayees24h,
    Metered::Count1h,
    Metered::Count24h,
    Metered::Balance,
];

/// 96 and 36 hours, 60 and 12, as measures of freshness.
pub const MOVED: [u16; 4] =
    [32_766 - (96 * 60 - 1), 32_766 - (36 * 60 - 1), 32_766 - (60 * 60 - 1), 32_766 - (12 * 60 - 1)];

/// One of each kind: with and without money, with and without a payee, of each grade.
pub const OPERATIONS: [Operation; 5] = [
    Operation::Transfer,
    Operation::WealthPurchase,
    Operation::BalanceQuery,
    Operation::RaiseLimit,
    Operation::CardReissue,
];

/// A small policy, the facts that it speaks of, and where it cuts them.
pub struct Small {
    pub text: String,
    pub ranked: Vec<Ranked>,
    pub metered: Vec<Metered>,
    pub cuts: [i64; 2],
}

impl Small {
    pub fn new(dice: &mut Dice) -> Self {
        let mut ranked = dice.some(&RANKED, 30);
        ranked.truncate(2);
        let mut metered = dice.some(&METERED, 35);
        metered.truncate(if ranked.len() > 1 { 2 } else { 3 });
        let cuts = if dice.chance(50) { [2, 3] } else { [1, 4] };
        let mut small = Self { text: String::new(), ranked, metered, cuts };
        small.text = small.write(dice);
        small
    }

    /// Another policy about the same facts: this one with a line or two changed, or one of its own.
    pub fn changed(&self, dice: &mut Dice) -> Self {
        let cuts = if dice.chance(70) { self.cuts } else { [1, 3] };
        let mut other =
            Self { text: String::new(), ranked: self.ranked.clone(), metered: self.metered.clone(), cuts };
        other.text = if dice.chance(25) { other.write(dice) } else { edited(dice, &self.text) };
        other
    }

    pub fn facts(&self) -> Vec<Fact> {
        let ranked = self.ranked.iter().map(|fact| Fact::Ranked(*fact));
        ranked.chain(self.metered.iter().map(|fact| Fact::Metered(*fact))).collect()
    }

    fn write(&self, dice: &mut Dice) -> String {
        let mut text = String::from("schema = 1\nname = \"small\"\ncurrency = \"CNY\"\n");
        for fact in &self.ranked {
            let levels = scale(*fact).levels;
            if dice.chance(70) {
                let _ = writeln!(text, "[scorecard.{fact}]");
                let mut points = dice.between(-12, 6);
                for level in levels {
                    let _ = writeln!(text, "{} = {points}", level.name);
                    points += *dice.pick(&[0, 0, 5, 5, 7, 10]);
                }
            }
            if *fact == Ranked::SimAge && dice.chance(50) {
                let edges = *dice.pick(&[["96h", "36h"], ["60h", "12h"]]);
                let _ = writeln!(
                    text,
                    "[levels.sim_age]\nunder-72h = \"{}\"\nunder-24h = \"{}\"",
                    edges[0], edges[1]
                );
            }
            if dice.chance(30) {
                let state = dice.pick(&STATES);
                let level = dice.below(usize::from(scale(*fact).worst_unaccused()) + 1);
                let _ = writeln!(text, "[state.{fact}]\n{state} = \"{}\"", levels[level].name);
            }
        }
        for fact in self.metered.iter().filter(|fact| **fact != Metered::Balance) {
            if dice.chance(60) {
                let _ = writeln!(text, "[scorecard.{fact}]");
                let mut points = dice.between(0, 7);
                for cut in self.cuts {
                    let _ = writeln!(text, "\"{}\" = {points}", written(*fact, cut).trim_matches('"'));
                    points += dice.between(0, 9);
                }
            }
        }
        for group in dice.some(Group::ALL, 50) {
            let _ = writeln!(
                text,
                "[group.{group}]\nfloor = {}\ncap = {}",
                dice.between(-8, 0),
                dice.between(0, 18)
            );
        }
        let medium = dice.between(-5, 15);
        let high = medium + dice.between(1, 10);
        let _ = writeln!(
            text,
            "[risk]\nmedium = {medium}\nhigh = {high}\ncritical = {}",
            high + dice.between(1, 9)
        );
        text.push_str("[grade]\nlow = [\"balance-query\", \"transfer\", \"lower-limit\"]\nmedium = [\"wealth-purchase\", \"raise-limit\"]\nhigh = [\"loss-report\", \"card-reissue\", \"lift-freeze\"]\n");
        let ladder = *dice.pick(&LADDERS);
        text.push_str(ladder);
        self.entries(dice, &mut text);
        text
    }

    fn entries(&self, dice: &mut Dice, text: &mut String) {
        let rules = dice.below(6) + 1;
        for number in 0..rules {
            let _ = write!(
                text,
                "[[rule]]\nid = \"r{number}\"\nwhen = {}\nrequire = {}\n",
                self.conditions(dice, true),
                demand(dice)
            );
            if dice.chance(6) {
                text.push_str("shadow = true\n");
            }
        }
        for number in 0..dice.below(2) {
            let _ = write!(
                text,
                "[[distrust]]\nid = \"d{number}\"\nfactor = \"sms\"\nwhen = {}\n",
                self.conditions(dice, true)
            );
        }
        for number in 0..dice.below(3) {
            let mut from: Vec<String> =
                (0..rules).filter(|_| dice.chance(50)).map(|rule| format!("\"r{rule}\"")).collect();
            if from.is_empty() {
                from.push("\"r0\"".to_owned());
            }
            let _ = write!(
                text,
                "[[exemption]]\nid = \"e{number}\"\nholds_while = {}\nfrom = [{}]\n",
                self.conditions(dice, false),
                from.join(", ")
            );
        }
    }

    fn conditions(&self, dice: &mut Dice, up: bool) -> String {
        let mut rows = Vec::new();
        for fact in self.facts() {
            if !dice.chance(40) {
                continue;
            }
            let side = if up { "from" } else { "upto" };
            match fact {
                Fact::Ranked(fact) => {
                    let level = dice.pick(scale(fact).levels).name;
                    rows.push(format!("{fact}_{side} = \"{level}\""));
                }
                Fact::Metered(fact) => {
                    let cut = *dice.pick(&self.cuts) - i64::from(!up);
                    rows.push(format!("{fact}_{side} = {}", written(fact, cut)));
                }
            }
        }
        if dice.chance(35) {
            let level =
                if up { *dice.pick(&["medium", "high", "critical"]) } else { *dice.pick(&["low", "medium"]) };
            rows.push(format!("risk_{} = \"{level}\"", if up { "from" } else { "upto" }));
        } else if dice.chance(20) {
            rows.push(format!("score_{} = {}", if up { "from" } else { "upto" }, dice.between(-5, 20)));
        }
        if up && dice.chance(10) {
            rows.push("operation = [\"transfer\", \"raise-limit\"]".to_owned());
        }
        if dice.chance(8) {
            rows.push(format!("grade_{} = \"medium\"", if up { "from" } else { "upto" }));
        }
        format!("{{ {} }}", rows.join(", "))
    }
}

/// Ladders whose rungs `face` and `both` mean more, less, or something else.
const LADDERS: [&str; 4] = [
    "[[ladder]]\nname = \"face\"\nany_of = [[\"face\"]]\nmax_age = \"15min\"\n\
     [[ladder]]\nname = \"both\"\nany_of = [[\"face\", \"sms\"]]\nmax_age = \"5min\"\n",
    "[[ladder]]\nname = \"face\"\nany_of = [[\"face\"]]\nmax_age = \"15min\"\n\
     [[ladder]]\nname = \"both\"\nany_of = [[\"face\", \"sms\"]]\nmax_age = \"10min\"\n",
    "[[ladder]]\nname = \"face\"\nany_of = [[\"face\"], [\"fpt\"]]\nmax_age = \"15min\"\n\
     [[ladder]]\nname = \"both\"\nany_of = [[\"face\", \"sms\"], [\"face\", \"otp\"]]\nmax_age = \"5min\"\n",
    "[[ladder]]\nname = \"face\"\nany_of = [[\"face\"]]\nmax_age = \"10min\"\n\
     [[ladder]]\nname = \"middle\"\nany_of = [[\"face\", \"pin\"]]\nmax_age = \"10min\"\n\
     [[ladder]]\nname = \"both\"\nany_of = [[\"face\", \"pin\", \"sms\"]]\nmax_age = \"5min\"\n",
];

/// A policy with a number moved, an entry dropped or a demand changed; the same where nothing legal came of it.
fn edited(dice: &mut Dice, text: &str) -> String {
    for _ in 0..8 {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for _ in 0..=dice.below(2) {
            let place = dice.below(lines.len());
            let line = lines[place].clone();
            let number = line.rsplit(" = ").next().and_then(|last| last.parse::<i64>().ok());
            if let Some(number) = number.filter(|_| !line.starts_with("schema")) {
                let moved = number + *dice.pick(&[-5, -1, 1, 5]);
                lines[place] = line.replace(&format!("= {number}"), &format!("= {moved}"));
            } else if line.starts_with("require") {
                lines[place] = format!("require = {}", demand(dice));
            } else if line.starts_with("[[rule]]") || line.starts_with("[[exemption]]") {
                let end = lines[place + 1..].iter().position(|line| line.starts_with('['));
                let end = end.map_or(lines.len(), |end| place + 1 + end);
                lines.drain(place..end);
            } else if line.contains("_from = \"") || line.contains("_upto = \"") {
                lines[place] = line.replace("\"0.02\"", "\"0.03\"").replace("\"0.04\"", "\"0.03\"");
            }
        }
        let edited = lines.join("\n") + "\n";
        if edited != text && stepup::policy::Policy::from_toml("edited", &edited).is_ok() {
            return edited;
        }
    }
    text.to_owned()
}

fn written(fact: Metered, value: i64) -> String {
    match fact.unit() {
        MeterUnit::Money => format!("\"{}.{:02}\"", value / 100, value % 100),
        _ => value.to_string(),
    }
}

fn demand(dice: &mut Dice) -> String {
    let all = [
        "rung = \"face\"",
        "rung = \"both\"",
        "include = [\"otp\"]",
        "include = [\"otp\", \"hwk\"]",
        "kinds = 2",
        "max_age = \"60s\"",
        "confirm = true",
        "hold = \"2h\"",
        "hold = \"4h\"",
        "hold_days = 1",
        "review = 1",
        "refuse = true",
        "freeze = true",
        "notify = [\"agent\"]",
        "notify = [\"agent\", \"was-it-you\"]",
    ];
    let mut rows = vec![*dice.pick(&all)];
    for _ in 0..dice.below(3) {
        let row = *dice.pick(&all);
        if !rows.iter().any(|known| known.split(' ').next() == row.split(' ').next()) {
            rows.push(row);
        }
    }
    format!("{{ {} }}", rows.join(", "))
}
