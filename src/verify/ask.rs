//! Asking: which rules must fire and which stay silent, class by class, within one budget of work.

use crate::fact::{Fact, Metered, State};
use crate::guarantee::Region;
use crate::operation::Operation;
use crate::policy::Policy;
use crate::reading::metered_states;
use crate::verify::axis::{Side, Sight};
use crate::verify::book::Book;
use crate::verify::class::{Class, Kinds, Wish};
use crate::verify::part::Part;
use crate::verify::room::{Bound, Clauses, Room};
use crate::verify::search::{Answer, Search};
use crate::verify::space::Space;

/// Two functions in one space: what every question is about.
#[derive(Clone, Debug)]
pub(super) struct Ground<'p> {
    pub space: Space,
    pub books: [Book<'p>; 2],
    kinds: Kinds,
    /// What each fact may be with each operation.
    rooms: Vec<(Operation, Room)>,
}

/// Which rules of which side must fire, and which must not.
#[derive(Clone, Debug, Default)]
pub(super) struct Goal {
    pub fire: Vec<(Side, usize)>,
    pub silent: Vec<(Side, usize)>,
    /// The part that it is about, for messages.
    pub part: Option<Part>,
}

impl<'p> Ground<'p> {
    /// `None` where a fact would have more cells than a mask holds.
    pub fn new(sights: [Sight<'p>; 2], more: &[(Metered, i64)]) -> Option<Self> {
        let space = Space::new(sights, more)?;
        let [first, second] = sights;
        let books =
            [Book::new(first.policy, &space, Side::First), Book::new(second.policy, &space, Side::Second)];
        let kinds = Kinds::of([first.policy, second.policy]);
        let rooms = Operation::ALL.iter().map(|operation| (*operation, with(&space, *operation))).collect();
        Some(Self { space, books, kinds, rooms })
    }

    pub fn book(&self, side: Side) -> &Book<'p> {
        let [first, second] = &self.books;
        if side == Side::First { first } else { second }
    }

    /// The unordered things that a region leaves.
    pub fn within(&self, region: &Region) -> Kinds {
        let [policy, _] = self.policies();
        self.kinds.within(policy, region)
    }

    /// The policies of both sides.
    pub fn policies(&self) -> [&'p Policy; 2] {
        let [first, second] = &self.books;
        [first.policy, second.policy]
    }

    /// What each fact may be with the operation of a class, within a region read by the first side; `None` where nothing is.
    pub fn room(&self, class: &Class, region: &Region) -> Option<Room> {
        let (_, mut room) = *self.rooms.iter().find(|(operation, _)| *operation == class.operation)?;
        let book = self.book(Side::First);
        let from = region.from.iter().filter_map(|bound| book.reached(&self.space, *bound));
        let upto = region.upto.iter().filter_map(|bound| book.held(&self.space, *bound));
        for bound in from.chain(upto) {
            room.cut(bound);
        }
        (!room.is_empty()).then_some(room)
    }

    /// The classes that decide a goal: a rule that must fire is wished live and what is exempt from it not, one that must be
    /// silent the other way round.
    pub fn classes(&self, kinds: &Kinds, goal: &Goal) -> Vec<Class> {
        let mut wish = Wish::NONE;
        let asked =
            goal.fire.iter().map(|rule| (rule, true)).chain(goal.silent.iter().map(|rule| (rule, false)));
        for ((side, rule), fires) in asked {
            let book = self.book(*side);
            let (own, sparing) = if fires {
                (&mut wish.present, &mut wish.absent)
            } else {
                (&mut wish.absent, &mut wish.present)
            };
            if let Some(row) = own.get_mut(*side as usize) {
                row.insert(*rule);
            }
            if let Some(row) = sparing.get_mut(*side as usize) {
                let first = book.policy.rules().len();
                book.exempting(*rule).iter().for_each(|number| row.insert(first.saturating_add(*number)));
            }
        }
        kinds.classes(&wish)
    }

    /// Whether a reading of a region reaches a goal in a class, within so much work; counts what it took.
    pub fn answer(&self, goal: &Goal, class: &Class, region: &Region, spent: &mut Spent) -> Answer {
        spent.work = spent.work.saturating_add(1);
        let Some(mut room) = self.room(class, region) else { return Answer::None };
        let certain = |(side, rule): &(Side, usize)| self.book(*side).is_certain(&room, class, *rule);
        if goal.fire.is_empty() && goal.silent.iter().any(certain) {
            return Answer::None;
        }
        let mut clauses = Clauses::default();
        for (side, rule) in &goal.fire {
            if !self.book(*side).fire(&mut room, class, *rule, &mut clauses) {
                return Answer::None;
            }
        }
        for (side, rule) in &goal.silent {
            if !self.book(*side).silence(&room, class, *rule, &mut clauses) {
                return Answer::None;
            }
        }
        // Corners are taken by the side whose rules are in question; the second score is held from above where rules of
        // that side must be silent.
        let from_above = goal.silent.iter().any(|(side, _)| *side == Side::Second);
        let side = goal.silent.first().or(goal.fire.first()).map_or(Side::First, |(side, _)| *side);
        let mut search = Search::new(&self.space, &clauses, side, from_above, spent.most);
        let answer = search.run(room);
        spent.work = spent.work.saturating_add(spent.most.saturating_sub(search.left()));
        spent.nodes = spent.nodes.saturating_add(search.nodes());
        answer
    }
}

/// What each fact may be with an operation.
fn with(space: &Space, operation: Operation) -> Room {
    let mut room = Room::whole(space);
    for (place, axis) in space.axes.iter().enumerate() {
        if let Fact::Metered(fact) = axis.fact {
            let possible = metered_states(fact, operation).iter().fold(0, |mask, state| {
                mask | if *state == State::Known { axis.known() } else { axis.of_state(*state) }
            });
            room.cut(Bound::In(place, possible));
        }
    }
    room
}

/// What one question may cost, and what all have cost.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spent {
    pub most: u64,
    pub work: u64,
    pub nodes: u64,
}

/// Work on one question in each round; the last may take what is left.
pub(super) const ROUNDS: [u64; 3] = [64, 2_048, u64::MAX];

/// Goals of which none must be reached in a region, and what was found of them so far.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub goals: Vec<Goal>,
    pub region: Region,
    /// Goal and class of each question that is still open, and a room in which it is.
    open: Vec<(usize, Class, Option<Box<Room>>)>,
    /// The first goal that was reached, where, and by which value of each fact.
    pub reached: Option<(usize, Class, Vec<usize>)>,
    pub nodes: u64,
}

impl Case {
    pub fn new(ground: &Ground<'_>, kinds: &Kinds, region: Region, goals: Vec<Goal>) -> Self {
        let numbered = goals.iter().enumerate();
        let open = numbered.flat_map(|(number, goal)| {
            ground.classes(kinds, goal).into_iter().map(move |class| (number, class, None))
        });
        let open = open.collect();
        Self { goals, region, open, reached: None, nodes: 0 }
    }

    /// Answers what can be answered with so much work a question.
    pub fn go_on(&mut self, ground: &Ground<'_>, most: u64, left: &mut u64) {
        for (number, class, room) in core::mem::take(&mut self.open) {
            if self.reached.is_some() {
                return;
            }
            let Some(goal) = self.goals.get(number).filter(|_| *left > 0) else {
                self.open.push((number, class, room));
                continue;
            };
            let mut spent = Spent { most: most.min(*left), ..Spent::default() };
            let answer = ground.answer(goal, &class, &self.region, &mut spent);
            *left = left.saturating_sub(spent.work);
            self.nodes = self.nodes.saturating_add(spent.nodes);
            match answer {
                Answer::None => {}
                Answer::Unknown(room) => self.open.push((number, class, Some(room))),
                Answer::Some(values) => self.reached = Some((number, class, values)),
            }
        }
    }

    /// A goal that is still open, where, and the room in which it is.
    pub fn open(&self) -> Option<(usize, &Class, Option<&Room>)> {
        self.open.first().map(|(number, class, room)| (*number, class, room.as_deref()))
    }
}

/// Answers all cases, each question with a little work at first, the open ones with more, then with the rest: so that one
/// that is hard does not starve the others. Gives the work that is left.
pub(super) fn in_rounds(ground: &Ground<'_>, cases: &mut [Case], mut left: u64) -> u64 {
    for most in ROUNDS {
        cases.iter_mut().for_each(|case| case.go_on(ground, most, &mut left));
    }
    left
}
