//! Random policies, as text: one to 256 entries, negative points, binding floors and caps, exemptions, distrust.

use std::fmt::Write as _;

use stepup::fact::{Fact, Group, MeterUnit, Metered, Ranked, State};
use stepup::factor::Factor;
use stepup::operation::{Channel, CustomerFlag, Operation};
use stepup::requirement::Notice;
use stepup::signal::{Unit, scale};
use stepup::units::Currency;

use super::dice::Dice;
use super::readings::{COUNTS, POOL, SECONDS};

const TIMES: [&str; 5] = ["00:00", "06:00", "09:30", "20:00", "23:59"];

/// Any legal policy.
pub fn policy(dice: &mut Dice) -> String {
    let entries = match dice.below(10) {
        0..=4 => dice.between(1, 12),
        5..=7 => dice.between(13, 64),
        _ => dice.between(65, 256),
    };
    policy_of(dice, usize::try_from(entries).unwrap())
}

/// The same policy in another currency: its amounts have the same minor units.
pub fn denominated(text: &str, currency: Currency) -> String {
    let digits = usize::from(currency.minor_digits());
    let parts = text.split('"').enumerate().map(|(place, part)| match part.split_once('.') {
        Some((whole, cents)) if place % 2 == 1 && cents.len() == 2 && part.len() > 3 => {
            let minor = format!("{whole}{cents}");
            let minor = format!("{:0>width$}", minor.trim_start_matches('0'), width = digits + 1);
            let (whole, fraction) = minor.split_at(minor.len() - digits);
            if digits == 0 { whole.to_owned() } else { format!("{whole}.{fraction}") }
        }
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("\"").replacen("CNY", &currency.to_string(), 1)
}

/// A policy with one number moved by a little; not always a legal one.
pub fn changed(dice: &mut Dice, text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    // From a random line on, the first that has a number.
    let start = dice.below(lines.len());
    let places = (start..lines.len()).chain(0..start);
    let numbered = |line: &str| {
        let words = line.rsplit([' ', '"', ',']);
        words.filter_map(|word| word.parse::<i64>().ok().map(|number| (word.to_owned(), number))).next()
    };
    for place in places {
        if let Some((word, number)) = numbered(&lines[place]).filter(|_| !lines[place].starts_with("schema"))
        {
            let moved = number + *dice.pick(&[-5, -3, -1, 1, 3, 5]);
            lines[place] = lines[place].replacen(&word, &moved.to_string(), 1);
            break;
        }
    }
    lines.join("\n") + "\n"
}

/// A policy of so many rules, exemptions and distrusts together.
pub fn policy_of(dice: &mut Dice, entries: usize) -> String {
    let mut text = String::from("schema = 1\nname = \"random\"\ncurrency = \"CNY\"\n");
    scorecard(dice, &mut text);
    let rungs = ladder(dice, &mut text);
    grades(dice, &mut text);
    let (mut rules, mut distrusts, mut exemptions) = (1, 0, 0);
    for _ in 1..entries {
        match dice.below(10) {
            0 => distrusts += 1,
            1 | 2 => exemptions += 1,
            _ => rules += 1,
        }
    }
    for number in 0..rules {
        let _ = write!(text, "\n[[rule]]\nid = \"r{number}\"\nwhen = {}\n", conditions(dice, true));
        let _ = writeln!(text, "require = {}", demand(dice, rungs));
        if dice.chance(8) {
            text.push_str("shadow = true\n");
        }
    }
    for number in 0..distrusts {
        let factor = dice.pick(Factor::ALL);
        let _ = write!(text, "\n[[distrust]]\nfactor = \"{factor}\"\n");
        if dice.chance(60) {
            let _ = writeln!(text, "id = \"d{number}\"");
        }
        let _ = writeln!(text, "when = {}", conditions(dice, true));
        if dice.chance(10) {
            text.push_str("shadow = true\n");
        }
    }
    for number in 0..exemptions {
        let _ =
            write!(text, "\n[[exemption]]\nid = \"e{number}\"\nholds_while = {}\n", conditions(dice, false));
        let mut from: Vec<String> =
            (0..rules).filter(|_| dice.chance(30)).map(|n| format!("\"r{n}\"")).collect();
        if from.is_empty() {
            from.push("\"r0\"".to_owned());
        }
        let _ = writeln!(text, "from = [{}]", from.join(", "));
    }
    text
}

fn scorecard(dice: &mut Dice, text: &mut String) {
    for fact in Ranked::ALL.iter().copied().filter(|fact| fact.has_points() && fact.is_measured()) {
        if dice.chance(50) {
            continue;
        }
        let _ = writeln!(text, "[scorecard.{fact}]");
        let mut points = dice.between(-40, 10);
        for (place, level) in scale(fact).levels.iter().enumerate() {
            // A column may leave levels out; the least one only where it has no points.
            if place == 0 || dice.chance(80) {
                let _ = writeln!(text, "{} = {points}", level.name);
            }
            points = (points + dice.between(0, 40)).min(255);
        }
    }
    for fact in Metered::ALL.iter().copied().filter(|fact| fact.has_points()) {
        if dice.chance(75) {
            continue;
        }
        let _ = writeln!(text, "[scorecard.{fact}]");
        let mut points = dice.between(0, 10);
        for value in if fact.unit() == MeterUnit::Money { POOL } else { COUNTS } {
            if dice.chance(40) {
                let key = threshold(fact, value);
                let _ = writeln!(text, "\"{}\" = {points}", key.trim_matches('"'));
                points += dice.between(0, 20);
            }
        }
    }
    moved(dice, text);
    for group in Group::ALL {
        if dice.chance(60) {
            let (floor, cap) = (dice.between(-40, 0), dice.between(0, 80));
            let _ = writeln!(text, "[group.{group}]\nfloor = {floor}\ncap = {cap}");
        }
    }
    let medium = dice.between(-20, 60);
    let high = medium + dice.between(1, 60);
    let critical = high + dice.between(1, 60);
    let _ = writeln!(text, "[risk]\nmedium = {medium}\nhigh = {high}\ncritical = {critical}");
}

/// Edges and meanings of states that differ from the defaults.
fn moved(dice: &mut Dice, text: &mut String) {
    for fact in Ranked::ALL.iter().copied().filter(|fact| fact.is_measured()) {
        let scale = scale(fact);
        let numeric = !matches!(scale.unit, Unit::Rank | Unit::Freshness);
        if numeric && dice.chance(15) {
            let _ = writeln!(text, "[levels.{fact}]");
            for (level, edge) in scale.levels.iter().skip(1).zip(scale.edges) {
                let _ = writeln!(text, "{} = {}", level.name, edge + 1);
            }
        }
        if scale.unit == Unit::Freshness && dice.chance(20) {
            let oldest = dice.between(80, 500);
            let middle = dice.between(10, 70);
            let _ = writeln!(text, "[levels.{fact}]\nunder-72h = \"{oldest}h\"");
            let _ = writeln!(text, "under-24h = \"{middle}h\"\nunder-1h = \"{}min\"", dice.between(1, 500));
        }
        if dice.chance(20) {
            let _ = writeln!(text, "[state.{fact}]");
            let all = [State::NotApplicable, State::Unlearned, State::Missing, State::Late, State::Invalid];
            for state in dice.some(&all, 50) {
                let level = dice.below(usize::from(scale.worst_unaccused()) + 1);
                let _ = writeln!(text, "{state} = \"{}\"", scale.levels[level].name);
            }
        }
    }
}

fn ladder(dice: &mut Dice, text: &mut String) -> usize {
    let rungs = if dice.chance(10) { 16 } else { dice.below(5) };
    let mut below: Vec<Vec<Factor>> = vec![Vec::new()];
    for rung in 0..rungs {
        let sets: Vec<Vec<Factor>> = (0..dice.below(4) + 1)
            .map(|_| {
                let mut set = dice.pick(&below).clone();
                let more = *dice.pick(Factor::ALL);
                if set.is_empty() || dice.chance(60) {
                    set.push(more);
                }
                set
            })
            .collect();
        let _ = writeln!(text, "[[ladder]]\nname = \"rung{rung}\"");
        let shown: Vec<String> =
            sets.iter().map(|set| names(set.iter().map(|factor| factor.name()))).collect();
        let age = SECONDS[5 - (rung / 3).min(5)] - i64::try_from(rung).unwrap();
        let _ = writeln!(text, "any_of = [{}]\nmax_age = \"{age}s\"", shown.join(", "));
        below = sets;
    }
    for _ in 0..dice.below(3) {
        let factors = [*dice.pick(Factor::ALL), *dice.pick(Factor::ALL)];
        let channel = dice.pick(Channel::ALL);
        let factors = names(factors.iter().map(|factor| factor.name()));
        let _ = writeln!(text, "[[proof_exclusion]]\nchannel = \"{channel}\"\nfactors = {factors}");
    }
    rungs
}

fn grades(dice: &mut Dice, text: &mut String) {
    let mut lists: [Vec<&str>; 3] = Default::default();
    for operation in Operation::ALL {
        lists[dice.below(3)].push(operation.name());
    }
    text.push_str("[grade]\n");
    for (grade, list) in ["low", "medium", "high"].iter().zip(lists) {
        let _ = writeln!(text, "{grade} = {}", names(list));
    }
}

fn names<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("\"{word}\"")).collect();
    format!("[{}]", words.join(", "))
}

/// Zero to four ordered conditions and sometimes unordered ones.
fn conditions(dice: &mut Dice, up: bool) -> String {
    let mut rows: Vec<String> = Vec::new();
    let mut used: Vec<&str> = Vec::new();
    for _ in 0..dice.below(5) {
        let fact = if dice.chance(65) {
            Fact::Ranked(*dice.pick(Ranked::ALL))
        } else {
            Fact::Metered(*dice.pick(Metered::ALL))
        };
        if used.contains(&fact.name()) {
            continue;
        }
        used.push(fact.name());
        let inclusive = dice.chance(70);
        match fact {
            Fact::Ranked(fact) => {
                let levels = scale(fact).levels;
                // Beyond the last (or first) level nothing lies, and the loader says so.
                let place = match (up, inclusive) {
                    (_, true) => dice.below(levels.len()),
                    (true, false) => dice.below(levels.len() - 1),
                    (false, false) => 1 + dice.below(levels.len() - 1),
                };
                let up = up != (fact == Ranked::Tier);
                rows.push(format!("{fact}{} = \"{}\"", suffix(up, inclusive), levels[place].name));
                // The same fact twice: the stricter of both counts.
                if inclusive && dice.chance(5) {
                    let rising = up != (fact == Ranked::Tier);
                    let other = if rising { 0 } else { levels.len() - 1 };
                    rows.push(format!("{fact}{} = \"{}\"", suffix(up, false), levels[other].name));
                }
            }
            Fact::Metered(fact) => {
                let pool = match fact.unit() {
                    MeterUnit::Money => POOL,
                    MeterUnit::Count => COUNTS,
                    MeterUnit::Seconds => SECONDS,
                    MeterUnit::Points => [-30, 0, 15, 40, 80, 130],
                };
                let value = *dice.pick(&pool);
                rows.push(format!("{fact}{} = {}", suffix(up, inclusive), threshold(fact, value)));
            }
        }
    }
    if dice.chance(10) {
        rows.push(format!("operation = {}", names([dice.pick(Operation::ALL).name(), "transfer"])));
    }
    if dice.chance(10) {
        rows.push(format!("channel = {}", names([dice.pick(Channel::ALL).name(), "app"])));
    }
    if dice.chance(7) {
        rows.push(format!("flag = {}", names([dice.pick(CustomerFlag::ALL).name()])));
    }
    if dice.chance(7) {
        let from = dice.below(TIMES.len());
        let to = (from + 1 + dice.below(TIMES.len() - 1)) % TIMES.len();
        rows.push(format!("clock = \"{}-{}\"", TIMES[from], TIMES[to]));
    }
    format!("{{ {} }}", rows.join(", "))
}

fn suffix(up: bool, inclusive: bool) -> &'static str {
    match (up, inclusive) {
        (true, true) => "_from",
        (true, false) => "_above",
        (false, true) => "_upto",
        (false, false) => "_below",
    }
}

fn threshold(fact: Metered, value: i64) -> String {
    match fact.unit() {
        MeterUnit::Money => format!("\"{}.{:02}\"", value / 100, value % 100),
        MeterUnit::Seconds => format!("\"{value}s\""),
        _ => value.to_string(),
    }
}

fn demand(dice: &mut Dice, rungs: usize) -> String {
    let mut rows: Vec<String> = Vec::new();
    if rungs > 0 && dice.chance(60) {
        rows.push(format!("rung = \"rung{}\"", dice.below(rungs)));
    }
    if dice.chance(12) {
        rows.push(format!("include = {}", names([dice.pick(Factor::ALL).name()])));
    }
    if dice.chance(10) {
        rows.push(format!("kinds = {}", dice.between(1, 3)));
    }
    if dice.chance(15) {
        rows.push(format!("max_age = \"{}s\"", dice.pick(&SECONDS)));
    }
    if dice.chance(20) {
        rows.push("confirm = true".to_owned());
    }
    if dice.chance(25) {
        rows.push(format!("hold = \"{}h\"", dice.between(1, 72)));
    }
    if dice.chance(10) {
        rows.push(format!("hold_days = {}", dice.between(1, 4)));
    }
    if dice.chance(10) {
        rows.push(format!("review = {}", dice.between(1, 2)));
    }
    if dice.chance(6) {
        rows.push("refuse = true".to_owned());
    }
    if dice.chance(10) {
        rows.push("freeze = true".to_owned());
    }
    if dice.chance(12) || rows.is_empty() {
        rows.push(format!("notify = {}", names([dice.pick(Notice::ALL).name()])));
    }
    format!("{{ {} }}", rows.join(", "))
}
