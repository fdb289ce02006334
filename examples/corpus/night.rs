//! The whole corpus from its seed: customers who live, ask and err, in an order that never changes.

use stepup::document::presets::RETAIL_CN;
use stepup::ffi::Status;
use stepup::policy::Policy;
use stepup::profile::{Observed, PeerGroup, Profile, log2_256};

use super::dice::Dice;
use super::entry::{Answer, Entry, Opening};
use super::life::Life;
use super::wrong;

/// Profiles of the corpus; a few are never opened.
pub const PROFILES: usize = 500;

pub struct Night {
    dice: Dice,
    policy: Policy,
    lives: Vec<Life>,
    profiles: Vec<Option<Profile>>,
    left: u32,
    opened: usize,
}

impl Night {
    /// So many requests.
    pub fn new(requests: u32) -> Self {
        let mut dice = Dice(20_261_126);
        let policy = RETAIL_CN.seal().expect("a preset seals").policy;
        let lives = (0..PROFILES).map(|number| Life::new(number, &mut dice)).collect();
        Self { dice, policy, lives, profiles: vec![None; PROFILES], left: requests, opened: 0 }
    }

    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The next entry.
    pub fn next(&mut self) -> Option<Entry> {
        if self.opened < PROFILES - 3 {
            let index = self.opened;
            self.opened += 1;
            return Some(Entry::Open { index, opening: self.lives[index].opening() });
        }
        if self.left == 0 {
            return None;
        }
        let index = self.dice.below(PROFILES);
        let life = &mut self.lives[index];
        if let Some(event) = life.event(&mut self.dice) {
            return Some(Entry::Observe { index, event });
        }
        self.left -= 1;
        let request = life.request(&mut self.dice);
        if self.dice.chance(1) {
            let (record, status) = wrong::record(&request, &mut self.dice);
            return Some(Entry::Wrong { index, record: Box::new(record), status });
        }
        Some(Entry::Decide { index, request: Box::new(request) })
    }

    /// What Rust answers to it; the profile learns.
    pub fn answer(&mut self, entry: &Entry) -> Answer {
        let refused = |status: i32| Answer { status, decision: None };
        match entry {
            Entry::Open { index, opening } => {
                self.profiles[*index] = Some(begun(opening));
                refused(0)
            }
            Entry::Wrong { status, .. } => refused(*status),
            Entry::Decide { index, request } => match &self.profiles[*index] {
                Some(profile) => Answer { status: 0, decision: Some(self.policy.decide(request, profile)) },
                None => refused(Status::Profile.number()),
            },
            Entry::Observe { index, event } => {
                let Some(profile) = &mut self.profiles[*index] else {
                    return refused(Status::Profile.number());
                };
                refused(match profile.observe(event) {
                    Ok(Observed::New) => 0,
                    Ok(Observed::Repeat) => 1,
                    Err(_) => Status::Event.number(),
                })
            }
        }
    }

    /// All profiles, as they are stored.
    pub fn profiles(&self) -> Vec<u8> {
        let encoded =
            |profile: &Option<Profile>| profile.as_ref().map_or([0; Profile::BYTES], Profile::encode);
        self.profiles.iter().flat_map(encoded).collect()
    }
}

fn begun(opening: &Opening) -> Profile {
    let peers = PeerGroup {
        currency: opening.currency,
        amount_centre: log2_256(opening.usual_amount),
        amount_spread: opening.amount_spread,
        outflow_centre: log2_256(opening.usual_outflow),
        outflow_spread: opening.outflow_spread,
    };
    Profile::new(opening.customer, opening.key_id, opening.at, peers)
}
