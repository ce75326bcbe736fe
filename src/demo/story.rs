//! What happens in one case, day by day: a plan of deeds, made backwards from how the case shall look today.

use chrono::{NaiveDate, TimeDelta};

use crate::domain::event::{Consent, Departure};
use crate::domain::rules::Post;
use crate::domain::ruling::RulingStep;

/// Minutes after midnight at which things happen; each kind of deed has its hour, so that a day reads naturally.
pub mod hours {
    /// A case is opened, a paper arrives.
    pub const REGISTRY: u16 = 9 * 60 + 5;
    /// A dose is given or not.
    pub const CHAIR: u16 = 10 * 60;
    /// Somebody answers.
    pub const DESK: u16 = 10 * 60 + 40;
    /// A commission examines.
    pub const COMMISSION: u16 = 11 * 60 + 30;
    /// A physician decides.
    pub const PHYSICIAN: u16 = 12 * 60 + 15;
    /// The person is told.
    pub const TOLD: u16 = 13 * 60 + 10;
    /// A record is looked at again.
    pub const AFTERNOON: u16 = 15 * 60 + 20;
}

/// Where a case is treated, or by whom it is supervised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    /// Region.
    pub region: String,
    /// Code of the organisation in it.
    pub code: &'static str,
}

/// Something that somebody does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// A physician looks at the incident that nobody has looked at.
    ReviewIncident { words: &'static str },
    /// A commission clears the person.
    Clear,
    /// A physician tells the person about the drug.
    Inform {
        consent: Consent,
        own_words: &'static str,
    },
    /// A physician chooses the drug.
    Prescribe {
        product: &'static str,
        first_on: NaiveDate,
    },
    /// Specialists examine; a laboratory measures, by a chance of its own.
    Examine { draw: u64 },
    /// A laboratory measures.
    Measure { draw: u64 },
    /// Testosterone that nobody expected.
    Escape,
    /// A physician decides about everything that waits.
    Judge,
    /// A physician tells on paper that the measure is over, everybody who must know.
    TellEnd,
    /// A nurse gives the open dose; the cause counts where it is late.
    Give {
        late: Option<(&'static str, &'static str)>,
    },
    /// A nurse records that it was not given.
    NotGiven {
        cause: &'static str,
        words: &'static str,
        own_words: &'static str,
    },
    /// A physician decides about a very late dose.
    Decide { give: bool, words: &'static str },
    /// A nurse stops the dose.
    Hold {
        reason: &'static str,
        until_on: Option<NaiveDate>,
    },
    /// A physician confirms it.
    Confirm {
        until_on: Option<NaiveDate>,
        words: &'static str,
    },
    /// A physician ends it.
    Lift { words: &'static str },
    /// The owners of papers for the next review file some of them.
    FilePapers { at_most: usize },
    /// A commission examines and writes; so many of its members sign.
    Review {
        proposal: &'static str,
        signatures: usize,
    },
    /// The clerk sends to the court what a review proposed.
    Submit,
    /// A court acts.
    Court {
        step: RulingStep,
        document: &'static str,
    },
    /// A court extends the measure.
    Extend { from_on: NaiveDate, until_on: NaiveDate },
    /// A court changes what its ruling says: another version of it.
    Version {
        step: RulingStep,
        document: &'static str,
        until_on: Option<NaiveDate>,
        words: &'static str,
    },
    /// The person died or left for another state.
    Depart {
        departure: Departure,
        document: &'static str,
    },
    /// A paper names a day of release.
    NameRelease { on: NaiveDate, because: &'static str },
    /// The person says where he is going to live: in the region where he is.
    Lives,
    /// A nurse asks a clinic of the region to take over on release.
    Offer { words: &'static str },
    /// The clinic says no.
    Decline { words: &'static str },
    /// The clinic takes over, with a first appointment on the first working day after the release.
    TakeOver,
    /// A nurse records that the person went to the clinic that took over.
    Go { to: At },
    /// He comes to his first appointment there.
    Come { words: &'static str },
    /// The coordinator lets the person go although nobody has taken over.
    GoAlone { words: &'static str },
    /// Supervision moves on a day.
    Supervise {
        by: At,
        from_on: NaiveDate,
        reason: &'static str,
    },
    /// The lot of the last dose is put right.
    Amend { reason: &'static str },
    /// The last dose is struck out.
    VoidDose { reason: &'static str },
    /// The last record of a dose not given is struck out.
    VoidNotGiven { reason: &'static str },
    /// A nurse takes down the person's complaint.
    Complain {
        subject: &'static str,
        addressee: &'static str,
        words: &'static str,
    },
    /// A physician answers the oldest complaint that waits.
    AnswerComplaint { words: &'static str },
    /// Something irregular is reported.
    Incident { words: &'static str },
    /// Somebody answers the latest alert.
    Answer {
        post: Post,
        action: &'static str,
        words: &'static str,
    },
}

impl Deed {
    /// Is it a day on which the registry looks at what it has to send out? A paper of a court came in, or another
    /// quarter has passed.
    pub fn leaves_papers(&self) -> bool {
        matches!(
            self,
            Self::Court { .. }
                | Self::Extend { .. }
                | Self::Version { .. }
                | Self::Examine { .. }
                | Self::NameRelease { .. }
                | Self::Offer { .. }
                | Self::TakeOver
        )
    }
}

/// A deed on a day, so many minutes after midnight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Day at the place of treatment.
    pub on: NaiveDate,
    /// Minute of that day.
    pub minute: u16,
    /// What.
    pub deed: Deed,
}

/// A case from its opening to today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Where it is opened.
    pub place: At,
    /// Who supervises at first.
    pub supervision: At,
    /// When it is opened.
    pub opened_on: NaiveDate,
    /// First day of the ruling in force, where known then.
    pub in_force_on: Option<NaiveDate>,
    /// Its last day.
    pub until_on: Option<NaiveDate>,
    /// End of the term of punishment.
    pub end_of_term_on: Option<NaiveDate>,
    /// Has the person an IIN?
    pub has_iin: bool,
    /// What happens after the opening.
    pub steps: Vec<Step>,
}

impl Story {
    /// Adds a deed.
    pub fn then(&mut self, on: NaiveDate, minute: u16, deed: Deed) {
        self.steps.push(Step { on, minute, deed });
    }
}

/// A day counted from another.
#[must_use]
pub fn days(from: NaiveDate, by: i64) -> NaiveDate {
    from.checked_add_signed(TimeDelta::days(by)).unwrap_or(from)
}

/// A refusal.
#[must_use]
pub fn refused() -> Deed {
    Deed::NotGiven {
        cause: "person-refused",
        words: "Отказался без объяснения причин",
        own_words: "«Не сегодня»",
    }
}

/// The person was not brought.
#[must_use]
pub fn not_brought() -> Deed {
    Deed::NotGiven {
        cause: "person-not-brought",
        words: "Находится в пути между учреждениями",
        own_words: "",
    }
}

/// An answer in the usual words.
#[must_use]
pub fn answered(post: Post, action: &'static str) -> Deed {
    let words = match action {
        "called" => "Позвонили по телефону, обещал явиться",
        "visited" => "Посетили по месту жительства",
        "summoned" => "Вручена повестка, явка назначена",
        "passed-on" => "Передано поставщику, ответ ожидается",
        "new-attempt" => "Назначена новая явка",
        _ => "Приняты меры",
    };
    Deed::Answer { post, action, words }
}
