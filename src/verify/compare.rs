//! Safe change: whether a new policy is nowhere weaker than the old one, or one witness for each rule and part.

use crate::factor::FactorSet;
use crate::finding::Said;
use crate::guarantee::Region;
use crate::operation::Channel;
use crate::policy::Policy;
use crate::requirement::{Ladder, Requirement};
use crate::rule::Circumstances;
use crate::units::Currency;
use crate::verify::ask::{Case, Goal, Ground, in_rounds};
use crate::verify::axis::{Side, Sight, View};
use crate::verify::part::{Part, Piece, pieces};
use crate::verify::realise::{Realised, realise};
use crate::verify::witness::{self, Witness};

/// Work that a comparison may take, in the units of [`BUDGET`](crate::verify::BUDGET).
pub const COMPARE_BUDGET: u64 = 60_000;

/// What a new policy changes, over all readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Where the new policy demands less: one reading for each rule and part of the old.
    pub weaker: Vec<Difference>,
    /// Where it demands more: one reading for each rule and part of the new.
    pub stricter: Vec<Difference>,
    /// Factors that prove something to requests on a channel again, by the new policy.
    pub counted: Vec<(Channel, FactorSet)>,
    /// Factors that prove nothing there any more.
    pub uncounted: Vec<(Channel, FactorSet)>,
    /// Whether a hold that the old policy counts in business days can end earlier by the new one's calendar.
    pub shorter: bool,
    /// Whether a hold that the new policy counts in business days can end earlier by the old one's calendar.
    pub longer: bool,
    /// What was not found within the budget; none of it is known to be safe.
    pub undecided: Vec<Doubt>,
    /// Nodes that the search looked at.
    pub nodes: u64,
}

/// A rule of one policy, a part of what it demands, and a reading where the other policy demands less of that part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Whether the new policy demands less there; otherwise more.
    pub weaker: bool,
    /// The rule that demands it: of the old policy where `weaker`, else of the new.
    pub rule: String,
    /// Which part.
    pub part: Part,
    /// What it demands of that part: of a set, one element.
    pub piece: Requirement,
    /// The reading, and its story. [`Difference::realise`] looks for a request like it.
    pub witness: Witness,
    /// What the old policy demands there.
    pub old: Requirement,
    /// What the new policy demands there.
    pub new: Requirement,
}

/// A rule and part of which it is not known whether the other policy always demands as much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Whether the new policy could be weaker there; otherwise stricter.
    pub weaker: bool,
    /// The rule that demands it: of the old policy where `weaker`, else of the new.
    pub rule: String,
    /// Which part.
    pub part: Part,
    /// What it demands of that part: of a set, one element.
    pub piece: Requirement,
    /// The readings that are still open.
    pub open: Said,
}

/// Two policies that cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the old policy is about {old}, the new one about {new}: policies of one currency can be compared")]
pub struct Incomparable {
    /// The currency of the old policy.
    pub old: Currency,
    /// The currency of the new one.
    pub new: Currency,
}

impl Comparison {
    /// Whether the new policy demands at least as much of every reading, part by part, and no proof counts for more.
    #[must_use]
    pub fn is_nowhere_weaker(&self) -> bool {
        let none = self.weaker.is_empty() && self.counted.is_empty() && !self.shorter;
        none && !self.undecided.iter().any(|doubt| doubt.weaker)
    }

    /// Whether the new policy demands at most as much of every reading, part by part, and no proof counts for less.
    #[must_use]
    pub fn is_nowhere_stricter(&self) -> bool {
        self.stricter.is_empty()
            && self.uncounted.is_empty()
            && !self.longer
            && self.undecided.iter().all(|doubt| doubt.weaker)
    }

    /// Whether both demand the same of every reading.
    #[must_use]
    pub fn is_identical(&self) -> bool {
        self.is_nowhere_weaker() && self.is_nowhere_stricter()
    }
}

impl Policy {
    /// What changes when this policy is replaced by `new`, over all closed readings: exact, rule by rule and part by part.
    ///
    /// Rungs are compared by what they mean, so names and numbers may differ; edges, meanings of states, points and
    /// exemptions may all have moved. "Nowhere weaker" is sufficient for "no customer gets by with less"; it is not
    /// necessary, since a demand may have moved from one part to another.
    ///
    /// # Errors
    /// [`Incomparable`] where the policies are about different currencies.
    pub fn compare(&self, new: &Self) -> Result<Comparison, Incomparable> {
        if self.currency() != new.currency() {
            return Err(Incomparable { old: self.currency(), new: new.currency() });
        }
        let mut comparison = Comparison {
            weaker: Vec::new(),
            stricter: Vec::new(),
            counted: dropped(self.ladder(), new.ladder()),
            uncounted: dropped(new.ladder(), self.ladder()),
            shorter: is_shorter(self, new),
            longer: is_shorter(new, self),
            undecided: Vec::new(),
            nodes: 0,
        };
        for weaker in [true, false] {
            let pair = if weaker { [self, new] } else { [new, self] };
            let mut left = COMPARE_BUDGET / 2;
            for view in [View::Usual, View::Least] {
                left = one_way(pair, weaker, view, left, &mut comparison);
            }
        }
        Ok(comparison)
    }
}

/// Whether a hold that the first policy counts in business days can end earlier by the second one's calendar.
fn is_shorter(first: &Policy, second: &Policy) -> bool {
    let counts = first.rules().iter().any(|rule| !rule.shadow && rule.demand.hold_days > 0);
    // Without a calendar such a hold waits for a person.
    counts
        && second
            .calendar()
            .is_some_and(|new| first.calendar().is_none_or(|old| !new.is_nowhere_shorter(old)))
}

/// Factors that prove nothing on a channel by the first ladder, and something by the second.
fn dropped(first: &Ladder, second: &Ladder) -> Vec<(Channel, FactorSet)> {
    let channels = Channel::ALL.iter().copied();
    let dropped =
        channels.map(|channel| (channel, first.excluded(channel).without(second.excluded(channel))));
    dropped.filter(|(_, factors)| !factors.is_empty()).collect()
}

/// Where the second policy demands less than the first, as one view of silence has it; gives the work that is left.
fn one_way(pair: [&Policy; 2], weaker: bool, view: View, left: u64, found: &mut Comparison) -> u64 {
    let [first, second] = pair;
    let demanding = first.rules().iter().enumerate().filter(|(_, rule)| !rule.shadow);
    let asked: Vec<(usize, Piece)> = demanding
        .flat_map(|(number, rule)| pieces(rule.demand).into_iter().map(move |piece| (number, piece)))
        .filter(|(_, piece)| piece.view == view)
        .collect();
    // A fact has at most 16 cells a policy, so two policies always fit.
    let Some(ground) = Ground::new(pair.map(|policy| Sight { policy, view }), &[]) else { return left };
    let alike = ground.scores_alike();
    let everywhere = Region { from: Vec::new(), upto: Vec::new(), circumstances: Circumstances::ANY };
    let kinds = ground.within(&everywhere);
    let mut open: Vec<(usize, Piece)> = Vec::new();
    let mut cases: Vec<Case> = Vec::new();
    if asked.is_empty() {
        return left;
    }
    let rungs = adequate_rungs(first.ladder(), second.ladder());
    for (rule, piece) in asked {
        let demanding = second.rules().iter().enumerate().filter(|(_, other)| !other.shadow);
        let adequate: Vec<usize> = demanding
            .filter(|(_, other)| is_adequate(&rungs, other.demand, piece.demand))
            .map(|(number, _)| number)
            .collect();
        let name = first.rules().get(rule).map(|rule| &rule.id);
        let same = |number: &&usize| second.rules().get(**number).map(|rule| &rule.id) == name;
        let mut likely = adequate.iter().filter(same).chain(adequate.iter().filter(|number| !same(number)));
        if likely.any(|other| ground.covers(alike, (Side::First, rule), (Side::Second, *other))) {
            continue;
        }
        let silent = adequate.into_iter().map(|number| (Side::Second, number)).collect();
        let goal = Goal { fire: vec![(Side::First, rule)], silent, part: None };
        cases.push(Case::new(&ground, &kinds, everywhere.clone(), vec![goal]));
        open.push((rule, piece));
    }
    let left = in_rounds(&ground, &mut cases, left);
    for ((rule, piece), case) in open.into_iter().zip(cases) {
        report(&ground, &rungs, weaker, (rule, piece), &case, found);
    }
    left
}

/// Puts what was found of one rule and part where it belongs. A witness that judging does not confirm leaves doubt.
fn report(
    ground: &Ground<'_>,
    rungs: &Rungs,
    weaker: bool,
    (rule, piece): (usize, Piece),
    case: &Case,
    found: &mut Comparison,
) {
    found.nodes = found.nodes.saturating_add(case.nodes);
    let [first, second] = ground.policies();
    let id = first.rules().get(rule).map_or(String::new(), |rule| rule.id.clone());
    let doubt = |open: Said| Doubt { weaker, rule: id.clone(), part: piece.part, piece: piece.demand, open };
    if let Some((_, class, values)) = &case.reached {
        let reading = witness::reading(ground, class, values);
        let demands = |reading: &_| [first, second].map(|policy| *policy.judge(reading).requirement());
        let [more, less] = demands(&reading);
        if differ(rungs, [more, less], piece.demand) && reading.is_closed() {
            let [old, new] = if weaker { [more, less] } else { [less, more] };
            let but = if weaker {
                Said::new(
                    format!("less is demanded of `{}`", piece.part.name()),
                    format!("对`{}`要求更低", piece.part.name_zh()),
                )
            } else {
                Said::new(
                    format!("more is demanded of `{}`", piece.part.name()),
                    format!("对`{}`要求更高", piece.part.name_zh()),
                )
            };
            let story = witness::story(ground, class, values, &reading, &but);
            let witness = Witness { reading, story, realised: None };
            let Piece { part, demand: piece, .. } = piece;
            let difference = Difference { weaker, rule: id, part, piece, witness, old, new };
            if weaker { found.weaker.push(difference) } else { found.stricter.push(difference) }
        } else {
            found.undecided.push(doubt(Said::new(
                "a witness was found that judging it does not confirm: a mistake of the verifier, please report it",
                "找到的反例未被判定确认：这是验证器的错误，请报告",
            )));
        }
    } else if let Some((_, class, room)) = case.open() {
        let open = room.map_or(Said::new("all of it", "全部"), |room| witness::region(ground, class, room));
        found.undecided.push(doubt(open));
    }
}

/// Whether one policy demands a piece and the other less.
fn differ(rungs: &Rungs, [more, less]: [Requirement; 2], piece: Requirement) -> bool {
    more.is_at_least(piece) && !is_adequate(rungs, less, piece)
}

impl Difference {
    /// A request and a profile that show the difference between the two policies it was found between; `None` where none
    /// was built. Takes about a millisecond, so a comparison with many differences does not look by itself.
    #[must_use]
    pub fn realise(&self, old: &Policy, new: &Policy) -> Option<Box<Realised>> {
        let [first, second] = if self.weaker { [old, new] } else { [new, old] };
        let rungs = adequate_rungs(first.ladder(), second.ladder());
        realise(&self.witness.reading, first.currency(), |reading| {
            let demands = [first, second].map(|policy| *policy.judge(reading).requirement());
            differ(&rungs, demands, self.piece)
        })
    }
}

/// For each rung of the first ladder, from none up: bit `n` where rung `n` of the second is adequate for it.
type Rungs = Vec<u32>;

/// Whether a demand of the second policy is at least as strict as a piece of the first.
fn is_adequate(rungs: &Rungs, demand: Requirement, piece: Requirement) -> bool {
    if piece.rung == 0 {
        return demand.is_at_least(piece);
    }
    rungs.get(usize::from(piece.rung)).is_some_and(|adequate| adequate >> demand.rung & 1 != 0)
}

fn adequate_rungs(first: &Ladder, second: &Ladder) -> Rungs {
    let numbers = |ladder: &Ladder| 0..=u8::try_from(ladder.rungs().len()).unwrap_or(u8::MAX);
    let row = |rung: u8| {
        numbers(second)
            .filter(|other| means_as_much(first, rung, second, *other))
            .fold(0, |row, other| row | 1_u32.checked_shl(u32::from(other)).unwrap_or(0))
    };
    numbers(first).map(row).collect()
}

/// Whether whoever reaches a rung of the second ladder, or one above it, has reached a rung of the first: for each way up
/// there is one of the first ladder, from that rung on, with no factor more and no proof younger.
fn means_as_much(first: &Ladder, rung: u8, second: &Ladder, other: u8) -> bool {
    let Some(from) = usize::from(rung).checked_sub(1) else { return true };
    let Some(at) = usize::from(other).checked_sub(1) else { return false };
    let ways = |ladder: &Ladder, from: usize| -> Vec<(FactorSet, u32)> {
        let rungs = ladder.rungs().iter().skip(from);
        let sets = |first: u8, end: u8| {
            let count = usize::from(end).saturating_sub(usize::from(first));
            ladder.sets().iter().copied().skip(usize::from(first)).take(count).collect::<Vec<_>>()
        };
        rungs.flat_map(|rung| sets(rung.first, rung.end).into_iter().map(|set| (set, rung.max_age))).collect()
    };
    let known = ways(first, from);
    ways(second, at)
        .iter()
        .all(|(set, age)| known.iter().any(|(least, oldest)| least.is_within(*set) && oldest >= age))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "schema = 1\nname = \"c\"\ncurrency = \"CNY\"\n[risk]\nmedium = 40\nhigh = 80\ncritical = 130\n[grade]\nlow = [\"balance-query\", \"transfer\", \"lower-limit\", \"wealth-purchase\", \"raise-limit\", \"loss-report\", \"card-reissue\", \"lift-freeze\"]\n";

    fn scored(least: i64) -> Policy {
        let rule = "[[rule]]\nid = \"r\"\nrequire = { review = 1 }\n";
        let text = format!("{HEAD}[scorecard.device]\nknown = 10\n{rule}when = {{ score_from = {least} }}\n");
        Policy::from_toml("c.toml", &text).unwrap_or_else(|findings| panic!("{findings}")).policy
    }

    /// What was not looked at for want of work is left open, so that no policy is called nowhere weaker by it.
    #[test]
    fn what_the_work_does_not_last_for_stays_open() {
        let (old, new) = (scored(10), scored(11));
        let looked = |left: u64| {
            let mut found = old.compare(&old).unwrap();
            one_way([&old, &new], true, View::Usual, left, &mut found);
            (found.weaker.len(), found.undecided.len(), found.is_nowhere_weaker())
        };
        assert_eq!([looked(0), looked(1_000)], [(0, 1, false), (1, 0, false)]);
    }
}
