//! Policies of 256 entries as a bank might have them.

use std::fmt::Write as _;

use stepup::fact::{Group, Ranked};
use stepup::signal::scale;

use super::dice::Dice;

/// A policy of 256 entries as a bank might have it: every signal has points, two conditions a rule or three, a fifth of the
/// rules about risk or score, one in seven exempt somewhere.
pub fn ordinary(seed: u64) -> String {
    let mut dice = Dice(seed);
    let mut text = String::from("schema = 1\nname = \"ordinary\"\ncurrency = \"CNY\"\n");
    for fact in Ranked::SIGNALS {
        let _ = writeln!(text, "[scorecard.{fact}]");
        let mut points = dice.between(-20, 0);
        for level in scale(fact).levels {
            let _ = writeln!(text, "{} = {points}", level.name);
            points += dice.between(0, 30);
        }
    }
    text.push_str("[risk]\nmedium = 40\nhigh = 100\ncritical = 130\n");
    for group in Group::ALL {
        let _ = writeln!(
            text,
            "[group.{group}]\nfloor = {}\ncap = {}",
            -dice.between(0, 20),
            dice.between(60, 130)
        );
    }
    text.push_str(
        "[grade]\nlow = [\"balance-query\", \"transfer\", \"lower-limit\"]\nmedium = [\"wealth-purchase\", \
         \"raise-limit\"]\nhigh = [\"loss-report\", \"card-reissue\", \"lift-freeze\"]\n[[ladder]]\nname = \"face\"\nany_of = \
         [[\"face\"], [\"fpt\"]]\nmax_age = \"15min\"\n[[ladder]]\nname = \"face+sms\"\nany_of = [[\"face\", \"sms\"]]\n\
         max_age = \"5min\"\n",
    );
    for number in 0..220 {
        let conditions = bounds(&mut dice, "from");
        let demand = *dice.pick(&[
            "rung = \"face\"",
            "rung = \"face+sms\"",
            "confirm = true",
            "hold = \"2h\"",
            "rung = \"face+sms\", hold = \"2h\"",
            "review = 1, hold = \"24h\"",
            "refuse = true, notify = [\"agent\"]",
        ]);
        let _ = write!(
            text,
            "[[rule]]\nid = \"r{number}\"\nwhen = {{ {conditions} }}\nrequire = {{ {demand} }}\n"
        );
    }
    for number in 0..36 {
        let conditions = bounds(&mut dice, "upto");
        let rule = dice.below(220);
        let _ = write!(
            text,
            "[[exemption]]\nid = \"e{number}\"\nholds_while = {{ {conditions} }}\nfrom = [\"r{rule}\"]\n"
        );
    }
    for number in 0..64 {
        let conditions = bounds(&mut dice, "from");
        let demand = *dice.pick(&["rung = \"face\"", "confirm = true", "hold = \"2h\""]);
        let _ = write!(
            text,
            "[[guarantee]]\nid = \"g{number}\"\ngiven = {{ {conditions} }}\nat_least = {{ {demand} }}\n"
        );
    }
    text
}

/// Two bounds or three; one time in five one of them on risk or score.
fn bounds(dice: &mut Dice, side: &str) -> String {
    let mut rows: Vec<String> = Vec::new();
    for _ in 0..2 + dice.below(2) {
        let row = if dice.chance(25) {
            let fact = *dice.pick(&["amount", "total_24h", "total_24h_payee", "total_day"]);
            let thousands = dice.pick(&[1_i64, 5, 10, 50, 100, 200, 500]);
            format!("{fact}_{side} = \"{}.00\"", thousands * 1_000)
        } else {
            let fact = *dice.pick(&Ranked::SIGNALS);
            let levels = scale(fact).levels;
            format!("{fact}_{side} = \"{}\"", levels[1 + dice.below(levels.len() - 1)].name)
        };
        if !rows.iter().any(|known| known.split('_').next() == row.split('_').next()) {
            rows.push(row);
        }
    }
    if dice.chance(10) {
        rows.push(format!("risk_{side} = \"{}\"", dice.pick(&["medium", "high"])));
    } else if dice.chance(10) {
        rows.push(format!("score_{side} = {}", 20 * dice.between(1, 7)));
    }
    rows.join(", ")
}
