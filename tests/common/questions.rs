//! Questions about small policies: promises about regions of the few facts that they speak of.

use stepup::exemption::AtMost;
use stepup::fact::{Fact, Metered, Ranked};
use stepup::factor::{Factor, FactorSet};
use stepup::guarantee::{Promise, Region};
use stepup::operation::Operation;
use stepup::policy::Policy;
use stepup::requirement::{Notice, Notices, Requirement};
use stepup::rule::{AtLeast, Circumstances};
use stepup::signal::scale;

use super::dice::Dice;
use super::small::Small;

/// A dozen questions about a small policy.
pub fn questions(dice: &mut Dice, small: &Small) -> Vec<(Region, Promise)> {
    let policy = Policy::from_toml("small.toml", &small.text).unwrap().policy;
    let mut questions = Vec::new();
    for _ in 0..12 {
        questions.push(if dice.chance(40) {
            about_a_rule(dice, &policy)
        } else {
            (region(dice, small), promise(dice))
        });
    }
    questions
}

/// A guarantee about what one rule keeps, or nearly: its own conditions with one part of what it demands.
fn about_a_rule(dice: &mut Dice, policy: &Policy) -> (Region, Promise) {
    let rule = dice.pick(policy.rules()).clone();
    let mut region = Region { from: rule.from, upto: Vec::new(), circumstances: rule.circumstances };
    if dice.chance(25) && !region.from.is_empty() {
        region.from.remove(dice.below(region.from.len()));
    }
    if dice.chance(45) {
        let least = dice.between(-8, 15);
        region.from.push(AtLeast::Metered(Metered::Score, least));
        region.upto.push(AtMost::Metered(Metered::Score, least + dice.between(0, 12)));
    }
    (region, Promise::AtLeast(rule.demand))
}

/// A region of the policy's own facts, often with scores from both sides.
fn region(dice: &mut Dice, small: &Small) -> Region {
    let mut region = Region { from: Vec::new(), upto: Vec::new(), circumstances: Circumstances::ANY };
    if dice.chance(80) {
        region.circumstances.operations = 1 << Operation::Transfer.code();
    }
    for fact in small.facts() {
        match fact {
            Fact::Ranked(fact) => {
                let top = u64::from(scale(fact).top());
                let level = |dice: &mut Dice| u8::try_from(dice.next() % (top + 1)).unwrap();
                if dice.chance(35) {
                    region.from.push(AtLeast::Ranked(fact, level(dice)));
                }
                if dice.chance(25) {
                    region.upto.push(AtMost::Ranked(fact, level(dice)));
                }
            }
            Fact::Metered(fact) => {
                if dice.chance(35) {
                    region.from.push(AtLeast::Metered(fact, dice.between(0, 5)));
                }
                if dice.chance(25) {
                    region.upto.push(AtMost::Metered(fact, dice.between(0, 5)));
                }
            }
        }
    }
    if dice.chance(50) {
        let least = dice.between(-8, 20);
        region.from.push(AtLeast::Metered(Metered::Score, least));
        if dice.chance(80) {
            region.upto.push(AtMost::Metered(Metered::Score, least + dice.between(0, 12)));
        }
    } else if dice.chance(25) {
        region.upto.push(AtMost::Ranked(Ranked::Risk, u8::try_from(dice.below(3)).unwrap()));
    }
    region
}

fn promise(dice: &mut Dice) -> Promise {
    let none = Requirement::NOTHING;
    let factor = |factor| FactorSet::NONE.with(factor);
    let all = [
        Requirement { rung: 1, ..none },
        Requirement { rung: 2, ..none },
        Requirement { include: factor(Factor::Otp), ..none },
        Requirement { kinds: 2, ..none },
        Requirement { distrusted: factor(Factor::Sms), ..none },
        Requirement { max_age: 60, ..none },
        Requirement { confirm: true, ..none },
        Requirement { hold: 7_200, ..none },
        Requirement { hold: 14_400, ..none },
        Requirement { hold_days: 1, ..none },
        Requirement { review: 1, ..none },
        Requirement { refuse: true, ..none },
        Requirement { freeze: true, ..none },
        Requirement { notify: Notices::NONE.with(Notice::Agent), ..none },
    ];
    if dice.chance(50) {
        let one = *dice.pick(&all);
        return Promise::AtLeast(if dice.chance(20) { one.join(*dice.pick(&all)) } else { one });
    }
    let parts = dice.some(&all, 75);
    Promise::AtMost(parts.into_iter().fold(none, Requirement::join))
}
