//! What happened, as events: one line of a story may stand for many.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use stepup::event::{Announcement, Event, Happening, Movement, Scope};
use stepup::factor::{Factor, FactorSet};
use stepup::id::Pseudonym;
use stepup::profile::{Observed, Profile};
use stepup::units::Currency;

use super::cast::{Cast, country};
use super::moments::{Calendar, When, moment, shifted};
use super::story::{Again, Happened};
use super::words::{Money, Named};

/// A customer as the story goes on: their profile, what was asked for, and what was told last.
pub struct Life<'a> {
    /// Names.
    pub cast: &'a Cast<'a>,
    /// Days and hours.
    pub calendar: Calendar,
    /// The currency of every amount.
    pub currency: Currency,
    /// When the account was opened.
    pub opened: NaiveDate,
    /// What is remembered.
    pub profile: Profile,
    /// Transfers by name, as they were asked for.
    pub movements: BTreeMap<String, Movement>,
    /// The event that was told last.
    last: Option<Event>,
    told: u64,
}

/// One event before it has an id.
type Telling = (DateTime<FixedOffset>, Happening);

impl<'a> Life<'a> {
    /// A customer of whom nothing was told yet.
    pub fn new(
        cast: &'a Cast<'a>,
        calendar: Calendar,
        currency: Currency,
        opened: NaiveDate,
        profile: Profile,
    ) -> Self {
        let movements = BTreeMap::new();
        Self { cast, calendar, currency, opened, profile, movements, last: None, told: 0 }
    }

    /// Tells the profile one event under a new id.
    pub fn tell(&mut self, at: DateTime<FixedOffset>, what: Happening) -> Result<(), String> {
        self.told += 1;
        let event = Event {
            id: self.cast.event(self.told, at)?,
            customer: self.profile.customer(),
            key_id: self.cast.key_id(),
            at: moment(at)?,
            what,
        };
        self.calendar.last = Some(at);
        match self.observe(&event)? {
            Observed::New => Ok(()),
            Observed::Repeat => Err("an event under a new id was taken for a repeat".to_owned()),
        }
    }

    /// Tells everything that a line stands for; lines of the past are sorted by time before they are told.
    pub fn tell_all(&mut self, lines: &[Happened]) -> Result<(), (usize, String)> {
        let mut tellings = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            let of_line = self.past(line).map_err(|error| (index, error))?;
            tellings.extend(of_line.into_iter().map(|(at, what)| (at, index, what)));
        }
        tellings.sort_by_key(|(at, index, _)| (*at, *index));
        for (at, index, what) in tellings {
            self.tell(at, what).map_err(|error| (index, error))?;
        }
        Ok(())
    }

    /// Tells what happened next, in the order in which it is written.
    pub fn tell_next(&mut self, line: &Happened) -> Result<(), String> {
        if let Some(again) = line.again {
            return self.repeat(again);
        }
        let at = self.calendar.time(line.at.unwrap_or(When::After(stepup::units::Span::from_seconds(60))))?;
        for (at, what) in self.at_one_time(line, at)? {
            self.tell(at, what)?;
        }
        Ok(())
    }

    /// Delivers the last event again; under the same id nothing may change, to the byte.
    fn repeat(&mut self, again: Again) -> Result<(), String> {
        let mut event = self.last.ok_or("nothing happened that could come again")?;
        if again == Again::NewId {
            self.told += 1;
            let at = self.calendar.last.ok_or("nothing happened that could come again")?;
            event.id = self.cast.event(self.told, at)?;
            return self.observe(&event).map(|_| ());
        }
        let before = self.profile.encode();
        match self.observe(&event)? {
            Observed::Repeat if self.profile.encode() == before => Ok(()),
            _ => Err("a retry of the same event changed the profile".to_owned()),
        }
    }

    fn observe(&mut self, event: &Event) -> Result<Observed, String> {
        self.last = Some(*event);
        self.profile.observe(event).map_err(|error| error.to_string())
    }

    /// The events of a line of history.
    fn past(&mut self, line: &Happened) -> Result<Vec<Telling>, String> {
        let Some(every) = line.every else {
            let at = line.at.ok_or("`at` is missing: when did it happen?")?;
            let at = self.calendar.time(at)?;
            return self.at_one_time(line, at);
        };
        let Some(when @ When::Clock(0, _)) = line.at else {
            return Err("`every` needs `at` with a time of the day, such as `08:30`".to_owned());
        };
        let today = self.calendar.today;
        let first = line.days.map_or(shifted(self.opened, 1), |days| shifted(today, -days));
        let mut all = Vec::new();
        for day in first.iter_days().take_while(|day| *day < today).filter(|day| every.holds(*day)) {
            let calendar = Calendar { today: day, ..self.calendar };
            all.extend(self.at_one_time(line, calendar.time(when)?)?);
        }
        Ok(all)
    }

    fn at_one_time(&mut self, line: &Happened, at: DateTime<FixedOffset>) -> Result<Vec<Telling>, String> {
        let [what] = self.verbs(line, at)?.try_into().map_err(|found: Vec<Vec<Telling>>| {
            format!("one thing happens at a time, here {}: write a line for each", found.len())
        })?;
        Ok(what)
    }

    /// What each verb of the line stands for.
    fn verbs(&mut self, line: &Happened, at: DateTime<FixedOffset>) -> Result<Vec<Vec<Telling>>, String> {
        let mut found = self.verbs_of_money(line, at)?;
        let device = self.device(line)?;
        let mut one = |what: Option<Happening>| found.extend(what.map(|what| vec![(at, what)]));
        one(match &line.prove {
            Some(factors) => {
                let position = Some(self.cast.place(line.place.as_deref().unwrap_or("home"))?);
                Some(Happening::Proved { factors: set(factors), device: Some(device), position })
            }
            None => None,
        });
        one(line.changed.map(|Named(credential)| Happening::CredentialChanged { credential, first: false }));
        let named = |name: &Option<String>| name.as_deref().map(|name| self.cast.device(name)).transpose();
        one(named(&line.bind)?.map(|device| Happening::DeviceBound { device, at_opening: false }));
        one(named(&line.bind_at_opening)?.map(|device| Happening::DeviceBound { device, at_opening: true }));
        one(named(&line.lost)?.map(|device| Happening::DeviceLost { device }));
        let device_scope = named(&line.announce_device)?.map(Scope::Device);
        let country_scope = line.announce_country.as_deref().map(country).transpose()?.map(Scope::Country);
        for scope in [device_scope, country_scope].into_iter().flatten() {
            one(Some(Happening::Announced(announcement(line, scope, at)?)));
        }
        one(line.freeze.then_some(Happening::Frozen));
        one(line.unfreeze.then_some(Happening::Unfrozen));
        one(line.clear.then_some(Happening::Cleared));
        if let Some(name) = &line.fraud {
            let payee = self.movements.get(name).and_then(|movement| movement.payee);
            one(Some(Happening::ReportedFraud { transfer: self.cast.transfer(name)?, payee }));
        }
        if let Some(items) = &line.complete {
            found.push(
                items
                    .iter()
                    .map(|Named(item)| (at, Happening::CompletedInformation { item: *item }))
                    .collect(),
            );
        }
        let failures = [
            (line.fail, Happening::ProofFailed { device: Some(device) }),
            (line.log_in_fails, Happening::LogInFailed { device: Some(device) }),
        ];
        for (times, what) in failures {
            // WHY: twenty seconds apart, ending when the line says.
            let apart = |before: u16| at - chrono::TimeDelta::seconds(i64::from(before) * 20);
            found.extend(times.map(|times| (0..times).rev().map(|before| (apart(before), what)).collect()));
        }
        Ok(found)
    }

    fn verbs_of_money(
        &mut self,
        line: &Happened,
        at: DateTime<FixedOffset>,
    ) -> Result<Vec<Vec<Telling>>, String> {
        let mut found = Vec::new();
        for (money, settles) in [(&line.pay, true), (&line.asked, false)] {
            let Some(money) = money else { continue };
            let movement = self.movement(line, money, at)?;
            let mut tellings = vec![(at, Happening::Attempted(movement))];
            if settles {
                tellings.push((at, Happening::Settled(movement)));
            }
            found.push(tellings);
        }
        if let Some(name) = &line.settled {
            let mut movement = *self.movements.get(name).ok_or_else(|| nobody_asked(name))?;
            movement.proved = movement.proved.union(set(&line.proved));
            found.push(vec![(at, Happening::Settled(movement))]);
        }
        if let Some(name) = &line.returned {
            let transfer = self.movements.get(name).ok_or_else(|| nobody_asked(name))?.transfer;
            found.push(vec![(at, Happening::Returned { transfer })]);
        }
        if let Some(money) = &line.credit {
            let minor = money.in_currency(self.currency)?.minor();
            found.push(vec![(at, Happening::Credited { minor, currency: self.currency })]);
        }
        Ok(found)
    }

    fn movement(
        &mut self,
        line: &Happened,
        money: &Money,
        at: DateTime<FixedOffset>,
    ) -> Result<Movement, String> {
        let to = line.to.as_deref().ok_or("`to` is missing: who is paid?")?;
        let name = match &line.transfer {
            Some(name) => name.clone(),
            None => format!("{to}/{}", at.timestamp()),
        };
        let movement = Movement {
            transfer: self.cast.transfer(&name)?,
            currency: self.currency,
            minor: money.in_currency(self.currency)?.minor(),
            payee: Some(self.cast.payee(to)?),
            own_account_here: false,
            device: Some(self.device(line)?),
            position: Some(self.cast.place(line.place.as_deref().unwrap_or("home"))?),
            proved: set(&line.proved),
        };
        self.movements.insert(name, movement);
        Ok(movement)
    }

    fn device(&self, line: &Happened) -> Result<Pseudonym, String> {
        self.cast.device(line.on.as_deref().unwrap_or("phone"))
    }
}

fn nobody_asked(name: &str) -> String {
    format!("no transfer is called `{name}`; name it where it is asked for, with `transfer`")
}

fn announcement(line: &Happened, scope: Scope, at: DateTime<FixedOffset>) -> Result<Announcement, String> {
    let from = moment(at)?.at();
    let lasting = line.lasting.map_or(30 * 86_400, |lasting| lasting.0.seconds());
    Ok(Announcement { scope, proved: set(&line.proved), from, until: from.plus(lasting) })
}

/// The set of these factors.
pub fn set(factors: &[Named<Factor>]) -> FactorSet {
    factors.iter().map(|Named(factor)| *factor).collect()
}
