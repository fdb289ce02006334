//! Whether a transfer is silent: judged on every channel and at every time that a policy can tell apart.

use core::cell::Cell;

use crate::bits::Bits;
use crate::fact::Metered;
use crate::factor::FactorSet;
use crate::guarantee::Region;
use crate::operation::{Channel, CustomerFlags, Operation};
use crate::policy::Policy;
use crate::reading::{Reading, ReadingParts, largest};
use crate::requirement::{ProofAges, Requirement};
use crate::rule::Circumstances;
use crate::verify::inside::is_below;
use crate::verify::leak::corner::{Corner, corners, upto_metered};

/// What runs along with the transfers, this one included: minor units, and how many.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sums {
    pub amount: i64,
    pub to_payee: i64,
    pub total: i64,
    pub day: i64,
    pub count: i64,
}

/// A channel, and a minute of the local day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub channel: Channel,
    pub minute: u16,
}

/// What a transfer is silent without.
#[derive(Clone, Copy, Debug)]
pub(super) enum Before {
    /// At least this is demanded: every part of it.
    AtLeast(Requirement),
    /// Anything at all is demanded. That a factor proves nothing just now is no demand.
    Anything,
}

impl Before {
    fn is_met(self, demand: &Requirement) -> bool {
        match self {
            Self::AtLeast(least) => demand.is_at_least(least),
            Self::Anything => Requirement { distrusted: FactorSet::NONE, ..*demand } != Requirement::NOTHING,
        }
    }

    /// What is to be judged with silence at its least, too.
    const fn lasting(self) -> Requirement {
        match self {
            Self::AtLeast(least) => least,
            Self::Anything => Requirement::NOTHING,
        }
    }
}

/// One question: what is silent of one kind of customer.
pub(super) struct Silence<'a> {
    policy: &'a Policy,
    region: &'a Region,
    before: Before,
    pub flags: CustomerFlags,
    /// Judgements that are left.
    left: &'a Cell<u64>,
    /// Every way that is worth trying, and the least readings of the region there.
    ways: Vec<(Way, Vec<Base>)>,
}

/// A least reading, before any money runs.
struct Base {
    reading: Reading,
    lasting: bool,
    new_device: bool,
}

impl<'a> Silence<'a> {
    pub fn new(
        policy: &'a Policy,
        before: Before,
        region: &'a Region,
        flags: CustomerFlags,
        left: &'a Cell<u64>,
    ) -> Self {
        let corners = corners(policy, region, before.lasting());
        let base = |way: Way, corner: &Corner| {
            let mut reading = Reading::blank(&ReadingParts {
                operation: Operation::Transfer,
                channel: way.channel,
                flags,
                minute: way.minute,
                currency: policy.currency(),
                enrolled: FactorSet::NONE,
                confirmed: false,
                out_of_order: false,
                proofs: ProofAges::NONE,
            });
            corner.set(&mut reading);
            Base { reading, lasting: corner.lasting, new_device: corner.new_device }
        };
        let ways = ways(policy, region, flags).into_iter();
        let ways = ways.map(|way| (way, corners.iter().map(|corner| base(way, corner)).collect())).collect();
        Self { policy, region, before, flags, left, ways }
    }

    /// The first way in which such a transfer is in the region and not as much is demanded of it as was asked about.
    ///
    /// INVARIANT: where it is silent, so is every transfer with smaller sums. `judge` is monotone, and the bounds that
    /// end the region are upper ones.
    pub fn way(&self, sums: &Sums) -> Option<Way> {
        let silent = |bases: &Vec<Base>| {
            let mut inside = false;
            bases.iter().any(|base| {
                let reading = base.with(sums);
                self.left.set(self.left.get().saturating_sub(1));
                let verdict = self.policy.judge(&reading);
                let met = self.before.is_met(verdict.requirement());
                if !base.lasting {
                    let below = is_below(self.region, &reading, &verdict);
                    inside |= below;
                    return below && !met;
                }
                // WHY: what lasts does not depend on how the policy reads silence, but the region does.
                inside && !met
            })
        };
        // WHY: where the judgements are spent nothing is silent, so that the climb ends; its caller sees that they are.
        let mut ways = self.ways.iter().take_while(|_| self.left.get() > 0);
        ways.find(|(_, bases)| silent(bases)).map(|(way, _)| *way)
    }

    /// Where policy or region cut any of these facts: the first value of every cell, from `least` on.
    pub fn cells(&self, facts: &[Metered], least: i64) -> Vec<i64> {
        let mut cells = vec![least];
        for fact in facts {
            let ends = upto_metered(self.region, *fact).saturating_add(1);
            let cuts = self.policy.thresholds(*fact).into_iter().chain([ends]);
            cells.extend(cuts.filter(|cut| *cut > least && *cut <= largest(*fact)));
        }
        cells.sort_unstable();
        cells.dedup();
        cells
    }

    /// Whether any corner counts what leaves as leaving from a new device.
    pub fn has_new_device(&self) -> bool {
        self.ways.iter().flat_map(|(_, bases)| bases).any(|base| base.new_device)
    }
}

impl Base {
    fn with(&self, sums: &Sums) -> Reading {
        let mut reading = self.reading;
        let new_device = if self.new_device { sums.day } else { 0 };
        for (fact, value) in [
            (Metered::Amount, sums.amount),
            (Metered::Total24hPayee, sums.to_payee),
            (Metered::Total24h, sums.total),
            (Metered::Attempted24h, sums.total),
            (Metered::TotalSinceSca, sums.total),
            (Metered::TotalDay, sums.day),
            (Metered::TotalDayNewDevice, new_device),
            (Metered::Count24h, sums.count),
            (Metered::CountSinceSca, sums.count),
        ] {
            // WHY: what is there already is the region's lower bound.
            let least = reading.metered(fact).unwrap_or(0);
            reading.set_metered(fact, value.max(least));
        }
        reading.close();
        reading
    }
}

/// Every rule's and exemption's unordered conditions, by number.
fn entries(policy: &Policy) -> impl Iterator<Item = &Circumstances> {
    let rules = policy.rules().iter().map(|rule| &rule.circumstances);
    rules.chain(policy.exemptions().iter().map(|exemption| &exemption.circumstances))
}

/// Rules and exemptions that can take effect on a transfer.
pub(super) fn live(policy: &Policy, flags: CustomerFlags, way: Way) -> Bits<4> {
    let mut live = Bits::NONE;
    for (number, circumstances) in entries(policy).enumerate() {
        if circumstances.hold(Operation::Transfer, way.channel, flags.bits(), way.minute) {
            live.insert(number);
        }
    }
    live
}

/// Those of which no other has no more rules and no fewer exemptions; of equals the first.
fn loosest<T>(policy: &Policy, of: impl Iterator<Item = (T, Bits<4>)>) -> Vec<T> {
    let mut rules = Bits::<4>::NONE;
    (0..policy.rules().len()).for_each(|number| rules.insert(number));
    let within = |few: &Bits<4>, many: &Bits<4>| few.and(many) == *few;
    let mut found: Vec<(T, Bits<4>, Bits<4>)> = Vec::new();
    for (value, live) in of {
        let (demands, mut spares) = (live.and(&rules), live);
        spares.drop_all(&rules);
        if !found.iter().any(|(_, d, s)| within(d, &demands) && within(&spares, s)) {
            found.retain(|(_, d, s)| !(within(&demands, d) && within(s, &spares)));
            found.push((value, demands, spares));
        }
    }
    found.into_iter().map(|(value, _, _)| value).collect()
}

/// What customers of a region can be marked as who may lose most.
pub(super) fn customers(policy: &Policy, region: &Region) -> Vec<CustomerFlags> {
    let all = (0..16).map(CustomerFlags::from_bits);
    let fits = |circumstances: &Circumstances, flags: CustomerFlags| {
        let anywhere = Circumstances { flags: circumstances.flags.clone(), ..Circumstances::ANY };
        anywhere.hold(Operation::Transfer, Channel::App, flags.bits(), 0)
    };
    let row = |flags: CustomerFlags| {
        let mut row = Bits::NONE;
        let fitting = entries(policy).enumerate().filter(|(_, circumstances)| fits(circumstances, flags));
        fitting.for_each(|(number, _)| row.insert(number));
        (flags, row)
    };
    loosest(policy, all.filter(|flags| fits(&region.circumstances, *flags)).map(row))
}

/// The minutes at which policy or region change, from midnight on.
fn minutes(policy: &Policy, region: &Region) -> Vec<u16> {
    let windows = entries(policy).chain([&region.circumstances]).filter_map(|c| c.clock);
    let mut all: Vec<u16> =
        windows.flat_map(|(from, to)| [from, to]).chain([0]).filter(|m| *m < 1_440).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The ways of a region that are worth trying.
fn ways(policy: &Policy, region: &Region, flags: CustomerFlags) -> Vec<Way> {
    let minutes = minutes(policy, region);
    let all = Channel::ALL.iter().flat_map(|channel| {
        let channel = *channel;
        minutes.iter().map(move |minute| Way { channel, minute: *minute })
    });
    let fits =
        |way: &Way| region.circumstances.hold(Operation::Transfer, way.channel, flags.bits(), way.minute);
    loosest(policy, all.filter(fits).map(|way| (way, live(policy, flags, way))))
}
