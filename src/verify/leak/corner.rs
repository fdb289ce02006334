//! The least suspicious values of a region: what every silent transfer may as well have.

use crate::exemption::AtMost;
use crate::fact::{Measure, Metered, Ranked, State};
use crate::guarantee::Region;
use crate::operation::Operation;
use crate::policy::Policy;
use crate::reading::{Reading, largest};
use crate::requirement::{Notices, Requirement};
use crate::rule::AtLeast;
use crate::scorecard::{Column, STATES};
use crate::signal::device::RECENT;
use crate::signal::payee::OWN_ACCOUNT_HERE;

/// A value for each fact that does not run along with the transfers.
#[derive(Clone, Debug)]
pub(super) struct Corner {
    /// Whether it is the least for effects that outlast the decision, where silence counts as nothing.
    pub lasting: bool,
    /// Whether what leaves counts as leaving from a new device.
    pub new_device: bool,
    ranked: Vec<(Ranked, Measure)>,
    /// Lower bounds of the region on metered facts.
    metered: Vec<(Metered, i64)>,
    balance: Option<State>,
}

impl Corner {
    /// Puts the values into a reading.
    pub fn set(&self, reading: &mut Reading) {
        for (fact, measure) in &self.ranked {
            reading.set(*fact, *measure);
        }
        for (fact, least) in &self.metered {
            reading.set_metered(*fact, *least);
        }
        if let Some(state) = self.balance {
            reading.set_metered_state(Metered::Balance, state);
        }
    }
}

/// The least corners of a region, the usual ones first; none where no transfer is in it.
///
/// WHY several: a device that is missing may stand for a high level and yet count as nothing for what lasts, and one
/// that does not apply is never new. Where one corner is at most another in all of it, the other is left out.
pub(super) fn corners(policy: &Policy, region: &Region, before: Requirement) -> Vec<Corner> {
    let lasts = before.freeze || before.notify != Notices::NONE;
    let mut found = Vec::new();
    if !holds_grade(policy, region) {
        return found;
    }
    for lasting in [false, true] {
        if lasting && !lasts {
            continue;
        }
        let mut best = None;
        for new_device in [false, true] {
            let Some((corner, level)) = corner(policy, region, lasting, new_device) else { continue };
            if best.is_none_or(|best| level < best) {
                best = Some(level);
                found.push(corner);
            }
        }
    }
    found
}

/// The least corner of one kind, and its device's level.
fn corner(policy: &Policy, region: &Region, lasting: bool, new_device: bool) -> Option<(Corner, u8)> {
    let mut ranked = Vec::new();
    let mut device = 0;
    for column in &policy.ranked {
        let (measure, level) = least(column, region, lasting, new_device)?;
        if column.fact == Ranked::Device {
            device = level;
        }
        ranked.push((column.fact, measure));
    }
    let facts = Metered::ALL.iter().copied().filter(|fact| fact.is_measured());
    let mut metered: Vec<(Metered, i64)> =
        facts.filter_map(|fact| Some((fact, from_metered(region, fact)?))).collect();
    let balance = metered.iter().any(|(fact, _)| *fact == Metered::Balance);
    let silent = lasting && upto_metered(region, Metered::Balance) >= largest(Metered::Balance);
    let balance = match (balance, silent) {
        // A balance that is not told is read as the most, and for what lasts as nothing.
        (true, true) => Some(State::Missing),
        (true, false) => None,
        (false, _) => Some(State::NotApplicable),
    };
    if balance.is_some() {
        metered.retain(|(fact, _)| *fact != Metered::Balance);
    }
    Some((Corner { lasting, new_device, ranked, metered, balance }, device))
}

/// The least value of a ranked fact in a region, and its level: of equals one that is known.
fn least(column: &Column, region: &Region, lasting: bool, new_device: bool) -> Option<(Measure, u8)> {
    let (from, upto) = ranked_bounds(region, column.fact);
    let edges = column.edges.iter().filter_map(|edge| u16::try_from(*edge).ok());
    let known =
        core::iter::once(0).chain(edges).map(Measure::known).zip(0_u8..).map(|(m, level)| (m, level, level));
    let states = STATES.iter().zip(column.states).map(|(state, level)| {
        (Measure::of_state(*state), level, if state.is_uncertain() { 0 } else { level })
    });
    known
        .chain(states)
        .filter(|(_, usual, _)| (from..=upto).contains(usual))
        .filter(|(measure, _, _)| match column.fact {
            Ranked::Device => is_new(*measure) == new_device,
            // A transfer always has a payee.
            Ranked::Payee => {
                *measure != Measure::known(OWN_ACCOUNT_HERE) && measure.state() != State::NotApplicable
            }
            _ => true,
        })
        .map(|(measure, usual, silent)| (measure, if lasting { silent } else { usual }))
        .min_by_key(|(_, level)| *level)
}

/// Whether what leaves from such a device counts in `total_day_new_device`.
fn is_new(device: Measure) -> bool {
    device.value().map_or(device.state() != State::NotApplicable, |value| value >= RECENT)
}

fn ranked_bounds(region: &Region, fact: Ranked) -> (u8, u8) {
    let from = region.from.iter().filter_map(|bound| match bound {
        AtLeast::Ranked(named, level) if *named == fact => Some(*level),
        _ => None,
    });
    let upto = region.upto.iter().filter_map(|bound| match bound {
        AtMost::Ranked(named, level) if *named == fact => Some(*level),
        _ => None,
    });
    (from.max().unwrap_or(0), upto.min().unwrap_or(u8::MAX))
}

/// The lower bound of a region on a metered fact.
fn from_metered(region: &Region, fact: Metered) -> Option<i64> {
    let bounds = region.from.iter().filter_map(|bound| match bound {
        AtLeast::Metered(named, value) if *named == fact => Some(*value),
        _ => None,
    });
    bounds.max()
}

/// The upper bound of a region on a metered fact; the largest number where there is none.
pub(super) fn upto_metered(region: &Region, fact: Metered) -> i64 {
    let bounds = region.upto.iter().filter_map(|bound| match bound {
        AtMost::Metered(named, value) if *named == fact => Some(*value),
        _ => None,
    });
    bounds.min().unwrap_or(i64::MAX)
}

fn holds_grade(policy: &Policy, region: &Region) -> bool {
    let (from, upto) = ranked_bounds(region, Ranked::Grade);
    (from..=upto).contains(&policy.grade(Operation::Transfer).code())
}
