//! The scorecard: levels and points of all ranked facts at once, evidence groups with floor and cap, bands of risk.

use crate::fact::{LANES, Ranked, State};
use crate::signal::scale;

/// Lanes of one slot: one for each evidence group.
const GROUPS: usize = 8;
/// Edges of one fact at the most, by the scales of all signals; a policy moves edges but adds none.
const EDGES: usize = 5;

/// Points and levels of a policy, laid out so that every ranked fact is cut in the same few vector comparisons.
///
/// INVARIANT: points never decrease along a chain (`rises` are not negative) and a group's floor <= 0 <= cap, so the
/// score never falls when a measure rises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scorecard {
    steps: [Step; EDGES],
    /// Points of the least level, for each lane.
    base: [i16; LANES],
    /// What `NotApplicable` and `Unlearned` stand for, however silence is read.
    settled: [Stand; 2],
    /// What missing, late and invalid stand for, as the policy says and at the most; at the least they add nothing.
    silences: [[Stand; 3]; 2],
    floors: [i16; GROUPS],
    caps: [i16; GROUPS],
    /// The least score of the bands medium, high and critical.
    bands: [i16; 3],
}

/// A step from one level to the next, for each lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Step {
    /// The least measure of the level above; `i16::MAX`, which no measure reaches, where there is none.
    edges: [i16; LANES],
    /// Points that the level above adds.
    rises: [i16; LANES],
}

/// Levels, and points above the base, that one state stands for in each lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stand {
    levels: [i16; LANES],
    points: [i16; LANES],
}

/// How facts that are missing, late or invalid are read. The other states mean the same in all three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Silence {
    /// As the level that the policy gives them.
    Usual,
    /// As their least level: what is judged for effects that outlast the decision, and the lower bound.
    Least,
    /// As their worst level that is no accusation: the upper bound.
    Most,
}

/// One column as the policy has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub fact: Ranked,
    /// Edges, ascending: one fewer than levels.
    pub edges: Vec<i16>,
    /// Points of each level, never decreasing.
    pub points: Vec<i16>,
    /// The level that each of the five states stands for, from `NotApplicable` on.
    pub states: [u8; 5],
}

/// What the scorecard says of one reading.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ranks {
    pub levels: [i16; LANES],
    pub points: [i16; LANES],
}

/// The score, and what floors and caps changed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tally {
    pub score: i16,
    /// For each group, what its floor added or its cap took away.
    pub clamps: [i16; GROUPS],
}

impl Scorecard {
    /// A scorecard of one column for every measured ranked fact.
    pub(crate) fn new(
        columns: &[Column],
        floors: [i16; GROUPS],
        caps: [i16; GROUPS],
        bands: [i16; 3],
    ) -> Self {
        let stand = Stand { levels: [0; LANES], points: [0; LANES] };
        let mut card = Self {
            steps: [Step { edges: [i16::MAX; LANES], rises: [0; LANES] }; EDGES],
            base: [0; LANES],
            settled: [stand; 2],
            silences: [[stand; 3]; 2],
            floors,
            caps,
            bands,
        };
        columns.iter().for_each(|column| card.set(column));
        card
    }

    fn set(&mut self, column: &Column) {
        let lane = column.fact.lane();
        let points_at = |level: u8| column.points.get(usize::from(level)).copied().unwrap_or(0);
        let base = points_at(0);
        put(&mut self.base, lane, base);
        let pairs = column.points.iter().zip(column.points.iter().skip(1));
        for (step, (edge, (below, above))) in self.steps.iter_mut().zip(column.edges.iter().zip(pairs)) {
            put(&mut step.edges, lane, *edge);
            put(&mut step.rises, lane, above.saturating_sub(*below));
        }
        let worst = scale(column.fact).worst_unaccused();
        let stand_for = |stand: &mut Stand, level: u8| {
            put(&mut stand.levels, lane, i16::from(level));
            put(&mut stand.points, lane, points_at(level).saturating_sub(base));
        };
        let [not_applicable, unlearned, silent @ ..] = column.states;
        self.settled
            .iter_mut()
            .zip([not_applicable, unlearned])
            .for_each(|(stand, level)| stand_for(stand, level));
        let [usual, most] = &mut self.silences;
        usual.iter_mut().zip(silent).for_each(|(stand, level)| stand_for(stand, level));
        // WHY: a policy may read silence as worse than the default, never as an accusation.
        most.iter_mut().zip(silent).for_each(|(stand, level)| stand_for(stand, worst.max(level)));
    }

    /// Levels and points of every lane; lanes that are missing, late or invalid stand at their least.
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "a sealed policy's points span at most 8,192, its levels are at most 8"
    )]
    #[inline]
    pub(crate) fn rank(&self, lanes: &[i16; LANES]) -> Ranks {
        let mut ranks = Ranks { levels: [0; LANES], points: self.base };
        for Step { edges, rises } in &self.steps {
            let sums = ranks.levels.iter_mut().zip(&mut ranks.points);
            for (((level, points), lane), (edge, rise)) in sums.zip(lanes).zip(edges.iter().zip(rises)) {
                let reached = -i16::from(*lane >= *edge);
                *level -= reached;
                *points += reached & rise;
            }
        }
        stand_in(lanes, -1, &self.settled, &mut ranks);
        ranks
    }

    /// Raises the lanes that are missing, late or invalid from their least to what silence is read as.
    #[inline]
    pub(crate) fn voice(&self, lanes: &[i16; LANES], silence: Silence, ranks: &mut Ranks) {
        let [usual, most] = &self.silences;
        match silence {
            Silence::Usual => stand_in(lanes, -3, usual, ranks),
            Silence::Least => {}
            Silence::Most => stand_in(lanes, -3, most, ranks),
        }
    }

    /// The score: each group's points with its floor and cap applied once, added up.
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "a sealed policy's points span at most 8,192, its levels are at most 8"
    )]
    pub(crate) fn tally(&self, points: &[i16; LANES], metered_points: i16) -> Tally {
        let mut sums = [0_i16; GROUPS];
        for slot in points.as_chunks::<GROUPS>().0 {
            sums.iter_mut().zip(slot).for_each(|(sum, points)| *sum += *points);
        }
        let [_, _, _, money, ..] = &mut sums;
        *money += metered_points;
        let mut tally = Tally { score: 0, clamps: [0; GROUPS] };
        let limits = self.floors.iter().zip(&self.caps);
        for ((sum, clamp), (floor, cap)) in sums.iter().zip(&mut tally.clamps).zip(limits) {
            let held = (*sum).max(*floor).min(*cap);
            *clamp = held - *sum;
            tally.score += held;
        }
        tally
    }

    /// The band of a score, 0 (low) to 3 (critical).
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "a sealed policy's points span at most 8,192, its levels are at most 8"
    )]
    pub(crate) fn risk(&self, score: i16) -> i16 {
        self.bands.iter().fold(0, |risk, band| risk + i16::from(score >= *band))
    }
}

/// The states that stand for a level, in the order of their raw numbers -1 to -5.
pub(crate) const STATES: [State; 5] =
    [State::NotApplicable, State::Unlearned, State::Missing, State::Late, State::Invalid];

/// Adds the levels and points of lanes that hold a state, the raw number of the first `state`; they have reached no edge.
#[expect(
    clippy::arithmetic_side_effects,
    reason = "a sealed policy's points span at most 8,192, its levels are at most 8"
)]
#[inline]
fn stand_in(lanes: &[i16; LANES], state: i16, stands: &[Stand], ranks: &mut Ranks) {
    for (place, stand) in (0..).zip(stands) {
        let held_by = state - place;
        let sums = ranks.levels.iter_mut().zip(&mut ranks.points);
        for (((level, points), lane), (stand_level, stand_points)) in
            sums.zip(lanes).zip(stand.levels.iter().zip(&stand.points))
        {
            let held = -i16::from(*lane == held_by);
            *level += held & stand_level;
            *points += held & stand_points;
        }
    }
}

fn put(row: &mut [i16; LANES], lane: usize, value: i16) {
    if let Some(slot) = row.get_mut(lane) {
        *slot = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_scale_has_more_edges_than_there_are_steps() {
        assert!(Ranked::ALL.iter().all(|fact| scale(*fact).edges.len() <= EDGES));
    }
}
