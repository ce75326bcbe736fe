//! Identities. Opaque, random, safe in an address: they say nothing about the person or the time.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// A fresh random identity; the one place that makes them.
#[must_use]
pub fn fresh() -> Uuid {
    #[allow(clippy::disallowed_methods)]
    Uuid::new_v4()
}

macro_rules! identity {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new identity, never used before.
            #[must_use]
            pub fn fresh() -> Self {
                Self(fresh())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_simple().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

impl AlertId {
    /// The identity of the alert about one obligation: the same obligation never has two.
    #[must_use]
    pub fn of(case: CaseId, kind: &str, cycle: u32) -> Self {
        Self(Uuid::new_v5(&case.0, format!("{kind}:{cycle}").as_bytes()))
    }
}

impl RecordId {
    /// The identity of the incident that goes with a dose.
    #[must_use]
    pub fn of_incident(self) -> Self {
        Self(Uuid::new_v5(&self.0, b"incident"))
    }

    /// The identity of the incident that goes with a dose which was written down while the doses were stopped.
    #[must_use]
    pub fn of_incident_while_held(self) -> Self {
        Self(Uuid::new_v5(&self.0, b"incident while held"))
    }

    /// The identity of the incident that goes with a dose that was moved to a day: moved there twice it is one.
    #[must_use]
    pub fn of_incident_on(self, day: chrono::NaiveDate) -> Self {
        Self(Uuid::new_v5(&self.0, format!("incident {day}").as_bytes()))
    }

    /// The identity of the incident that goes with a dose which a fact left without a ruling, by the place of that fact in
    /// the history.
    #[must_use]
    pub fn of_incident_by(self, seq: u32) -> Self {
        Self(Uuid::new_v5(&self.0, format!("incident by {seq}").as_bytes()))
    }

    /// The identity of what a record brings along by the answer to a question.
    #[must_use]
    pub fn of_check(self, check: &str) -> Self {
        Self(Uuid::new_v5(&self.0, format!("check {check}").as_bytes()))
    }

    /// The identity of what a record brings along for a day, such as a value typed at the chair: the same record never
    /// brings it twice.
    #[must_use]
    pub fn of_day(self, day: chrono::NaiveDate) -> Self {
        Self(Uuid::new_v5(&self.0, day.to_string().as_bytes()))
    }
}

identity! {
    /// A case: one person under one or more successive rulings.
    CaseId,
    /// A person treated.
    PersonId,
    /// A penal facility, clinic, probation office, police department, …
    OrganisationId,
    /// A named user's account.
    AccountId,
    /// A ruling of a court.
    RulingId,
    /// A recorded fact that can be corrected: a dose, a dose not given, a hold.
    RecordId,
    /// A missed obligation that climbs a ladder until a named human answers.
    AlertId,
    /// A lot of a product: what was made together.
    LotId,
    /// One pack of the drug.
    PackId,
    /// A parcel bound to a person and a dose.
    ParcelId,
    /// Something owed about a shelf and not about a person.
    ShelfDutyId,
    /// A printed run sheet.
    SheetId,
    /// A message on its way out.
    MessageId,
    /// Where a channel leads: a system of an organisation, a telephone.
    EndpointId,
    /// The address of a calendar feed.
    FeedId,
    /// A letter, whatever its drafts and issues.
    LetterId,
    /// One filled-in form: sent twice, it answers once.
    SubmissionKey,
}
