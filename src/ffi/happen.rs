//! From the record of an event to an event and back; what a kind does not carry must be zero.

use crate::event::{Announcement, Credential, Event, Happening, HappeningKind, Information, Movement, Scope};
use crate::ffi::ask::{country, currency, factors, id, mark, moment, most, point, pseudonym, time, word};
use crate::ffi::fault::{Fault, Status};
use crate::ffi::layout::{Record, bytes_of};
use crate::ffi::records;
use crate::id::{EventId, Pseudonym, TransferId};
use crate::place::{Point, Position};
use crate::units::Amount;

type Taken<T> = Result<T, Fault>;

impl records::Event {
    /// The event that the record tells of.
    pub(super) fn event(&self) -> Taken<Event> {
        let event = self.taken().map_err(|fault| fault.within(&Self::LAYOUT))?;
        // WHY: a device that was moved in and whose state was forgotten would be told to nobody; so nothing of a record
        // is passed over.
        match self.first_difference(&Self::of(&event)) {
            None => Ok(event),
            Some("reserved") => Err(Fault::reserved().within(&Self::LAYOUT)),
            Some(field) => {
                let kind = event.what.kind();
                let text = format!(
                    "`{field}` is given, and {kind} does not carry it, or its state says that there is none"
                );
                Err(Fault::about(Status::Field, &Self::LAYOUT, field, text))
            }
        }
    }

    fn taken(&self) -> Taken<Event> {
        let kind = HappeningKind::from_code(self.kind);
        let kind =
            kind.ok_or_else(|| Fault::range("kind", self.kind.into(), 1, most!(HappeningKind).into()))?;
        Ok(Event {
            id: EventId(id("id", self.id)?),
            customer: pseudonym("customer", self.customer)?,
            key_id: self.key_id.cast_unsigned(),
            at: moment(self.at, self.offset_minutes)?,
            what: self.happening(kind)?,
        })
    }

    fn happening(&self, kind: HappeningKind) -> Taken<Happening> {
        Ok(match kind {
            HappeningKind::Attempted => Happening::Attempted(self.movement()?),
            HappeningKind::Settled => Happening::Settled(self.movement()?),
            HappeningKind::Returned => Happening::Returned { transfer: self.transfer()? },
            HappeningKind::Frozen => Happening::Frozen,
            HappeningKind::Unfrozen => Happening::Unfrozen,
            HappeningKind::Proved => Happening::Proved {
                factors: factors("proved", self.proved)?,
                device: self.device()?,
                position: self.position()?,
            },
            HappeningKind::ProofFailed => Happening::ProofFailed { device: self.device()? },
            HappeningKind::LogInFailed => Happening::LogInFailed { device: self.device()? },
            HappeningKind::Credited => {
                Happening::Credited { minor: self.money()?, currency: currency(self.currency)? }
            }
            HappeningKind::ReportedFraud => {
                Happening::ReportedFraud { transfer: self.transfer()?, payee: self.payee()? }
            }
            HappeningKind::Cleared => Happening::Cleared,
            HappeningKind::CredentialChanged => Happening::CredentialChanged {
                credential: word("credential", self.credential, most!(Credential), Credential::from_code)?,
                first: mark("first", self.first)?,
            },
            HappeningKind::DeviceBound => Happening::DeviceBound {
                device: self.needed_device()?,
                at_opening: mark("at_opening", self.at_opening)?,
            },
            HappeningKind::DeviceLost => Happening::DeviceLost { device: self.needed_device()? },
            HappeningKind::Announced => Happening::Announced(self.announcement()?),
            HappeningKind::CompletedInformation => Happening::CompletedInformation {
                item: word("information", self.information, most!(Information), Information::from_code)?,
            },
        })
    }

    fn movement(&self) -> Taken<Movement> {
        Ok(Movement {
            transfer: self.transfer()?,
            minor: self.money()?,
            currency: currency(self.currency)?,
            payee: self.payee()?,
            own_account_here: mark("own_account_here", self.own_account_here)?,
            device: self.device()?,
            position: self.position()?,
            proved: factors("proved", self.proved)?,
        })
    }

    fn announcement(&self) -> Taken<Announcement> {
        let scope = match (self.device()?, self.position_state) {
            (Some(device), 0) => Scope::Device(device),
            (None, 1) => Scope::Country(country("country", self.country)?),
            _ => {
                let text = "an announcement is of a device or of a country: one of device_state and position_state is 1";
                return Err(Fault { field: "device_state", ..Fault::of(Status::Field, text) });
            }
        };
        Ok(Announcement {
            scope,
            proved: factors("proved", self.proved)?,
            from: time("announced_from", self.announced_from)?,
            until: time("announced_until", self.announced_until)?,
        })
    }

    fn money(&self) -> Taken<i64> {
        let right = (0..=Amount::MAX_MINOR).contains(&self.minor);
        if right { Ok(self.minor) } else { Err(Fault::range("minor", self.minor, 0, Amount::MAX_MINOR)) }
    }

    fn transfer(&self) -> Taken<TransferId> {
        id("transfer", self.transfer).map(TransferId)
    }

    fn device(&self) -> Taken<Option<Pseudonym>> {
        let is_given = mark("device_state", self.device_state)?;
        is_given.then(|| pseudonym("device", self.device)).transpose()
    }

    fn payee(&self) -> Taken<Option<Pseudonym>> {
        let is_given = mark("payee_state", self.payee_state)?;
        is_given.then(|| pseudonym("payee", self.payee)).transpose()
    }

    fn needed_device(&self) -> Taken<Pseudonym> {
        let missing = || Fault {
            field: "device_state",
            ..Fault::of(Status::Field, "this event is about a device: give it, and its state 1")
        };
        self.device()?.ok_or_else(missing)
    }

    fn position(&self) -> Taken<Option<Position>> {
        if !mark("position_state", self.position_state)? {
            return Ok(None);
        }
        let marked = mark("position_point", self.position_point)?;
        let point = point(
            ["latitude", "longitude", "radius_m"],
            marked,
            [self.latitude, self.longitude, self.radius_m],
        )?;
        Ok(Some(Position { country: country("country", self.country)?, point }))
    }

    /// The record of an event; the inverse of [`Self::event`].
    pub(super) fn of(event: &Event) -> Self {
        let blank = Self {
            kind: event.what.kind().code(),
            key_id: event.key_id.cast_signed(),
            at: event.at.at().seconds().into(),
            offset_minutes: event.at.offset_minutes().into(),
            id: event.id.0,
            customer: event.customer.to_bytes(),
            ..Self::BLANK
        };
        let transfer = |transfer: TransferId| Self { transfer: transfer.0, ..blank };
        match event.what {
            Happening::Attempted(movement) | Happening::Settled(movement) => blank.with_movement(&movement),
            Happening::Returned { transfer: id } => transfer(id),
            Happening::ReportedFraud { transfer: id, payee } => transfer(id).with_payee(payee),
            Happening::Frozen | Happening::Unfrozen | Happening::Cleared => blank,
            Happening::Proved { factors, device, position } => Self {
                proved: i32::from(factors.bits()) << 1,
                ..blank.with_device(device).with_position(position)
            },
            Happening::ProofFailed { device } | Happening::LogInFailed { device } => {
                blank.with_device(device)
            }
            Happening::Credited { minor, currency } => {
                Self { minor, currency: currency.numeric().into(), ..blank }
            }
            Happening::CredentialChanged { credential, first } => {
                Self { credential: credential.code().saturating_add(1), first: first.into(), ..blank }
            }
            Happening::DeviceBound { device, at_opening } => {
                Self { at_opening: at_opening.into(), ..blank.with_device(Some(device)) }
            }
            Happening::DeviceLost { device } => blank.with_device(Some(device)),
            Happening::Announced(made) => blank.with_announcement(&made),
            Happening::CompletedInformation { item } => {
                Self { information: item.code().saturating_add(1), ..blank }
            }
        }
    }

    fn with_movement(self, movement: &Movement) -> Self {
        Self {
            transfer: movement.transfer.0,
            minor: movement.minor,
            currency: movement.currency.numeric().into(),
            own_account_here: movement.own_account_here.into(),
            proved: i32::from(movement.proved.bits()) << 1,
            ..self.with_payee(movement.payee).with_device(movement.device).with_position(movement.position)
        }
    }

    fn with_announcement(self, made: &Announcement) -> Self {
        let scoped = match made.scope {
            Scope::Device(device) => self.with_device(Some(device)),
            Scope::Country(country) => self.with_position(Some(Position { country, point: None })),
        };
        Self {
            proved: i32::from(made.proved.bits()) << 1,
            announced_from: made.from.seconds().into(),
            announced_until: made.until.seconds().into(),
            ..scoped
        }
    }

    fn with_device(self, device: Option<Pseudonym>) -> Self {
        let Some(device) = device else { return self };
        Self { device_state: 1, device: device.to_bytes(), ..self }
    }

    fn with_payee(self, payee: Option<Pseudonym>) -> Self {
        let Some(payee) = payee else { return self };
        Self { payee_state: 1, payee: payee.to_bytes(), ..self }
    }

    fn with_position(self, position: Option<Position>) -> Self {
        let Some(Position { country, point }) = position else { return self };
        let placed = Self { position_state: 1, country: country.to_number().to_le_bytes(), ..self };
        let Some(point) = point else { return placed };
        Self { position_point: 1, ..placed }.with_point(point)
    }

    fn with_point(self, point: Point) -> Self {
        let radius = i32::try_from(point.radius_m()).unwrap_or(i32::MAX);
        Self { latitude: point.latitude(), longitude: point.longitude(), radius_m: radius, ..self }
    }

    /// The first field in which two records differ; the countries of an EBCDIC caller are the same letters.
    fn first_difference(&self, other: &Self) -> Option<&'static str> {
        let same_country = country("country", self.country).ok() == country("country", other.country).ok()
            && (self.country == [0; 2]) == (other.country == [0; 2]);
        let (own, others) = (bytes_of(self), bytes_of(other));
        let mut fields = Self::LAYOUT.fields.iter().zip(Self::LAYOUT.ends());
        let differs = fields.find(|(field, end)| match field.name {
            "country" => !same_country,
            _ => own.get(field.offset..*end) != others.get(field.offset..*end),
        });
        differs.map(|(field, _)| field.name)
    }
}
