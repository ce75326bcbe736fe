//! Logging an injection at the chair: one thing per page, check answers, confirmation.

mod samples;

use super::{
    Form,
    parts::{Banner, CaseHead, Choice, ChoiceGroup, Link, Moment, Row, Status, Window},
};
use crate::domain::event::Observation;
use crate::text::Words;
use serde::Serialize;

/// Where a page of the wizard stands.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// Whose dose it is.
    pub head: CaseHead,
    /// The form; values of earlier steps are carried.
    pub form: Form,
    /// Which step.
    pub number: u8,
    /// Of how many.
    pub of: u8,
    /// The step before.
    pub back_href: String,
    /// The rule behind this page, with its sources.
    pub rule: Option<Link>,
}

/// Step 1: who is in the chair. Fields: `identified_by_<value>` = `yes` for each identifier confirmed; two are needed.
#[derive(Clone, Debug, Serialize)]
pub struct DoseIdentity {
    /// Where this page stands.
    pub step: Step,
    /// The window of the dose.
    pub window: Window,
    /// The window seen from today.
    pub timing: Words,
    /// The identifiers that can be confirmed.
    pub identifiers: Vec<Choice>,
    /// Doses of which somebody says that this person, or another, received them.
    pub doubts: Vec<Banner>,
    /// An appeal, and complaints without an answer: they stop no dose.
    pub beside: Vec<Banner>,
    /// A pack kept for the person is recalled.
    pub recalled: Option<Recalled>,
}

/// A pack kept for the person, or the one in the hand, is of a recalled lot.
#[derive(Clone, Debug, Serialize)]
pub struct Recalled {
    /// Which lot, since when, by whom, on which notice.
    pub banners: Vec<Banner>,
    /// What is done instead.
    pub way: Way,
}

/// Step 2: the protocol's checks before the dose. Fields: `check_<id>`, and `check_<id>_on` (date) for a result.
#[derive(Clone, Debug, Serialize)]
pub struct DoseChecks {
    /// Where this page stands.
    pub step: Step,
    /// The questions, from the protocol.
    pub questions: Vec<Question>,
    /// Answers that do not stop the dose but deserve a second look.
    pub warnings: Vec<Words>,
}

/// One question of the protocol.
#[derive(Clone, Debug, Serialize)]
pub struct Question {
    /// The field: `check_<id>`.
    pub field: String,
    /// The question.
    pub words: Words,
    /// What helps to answer: limits, how old a result may be.
    pub hint: Option<Words>,
    /// The unit of a number; a question without one is answered yes or no.
    pub unit: Option<Words>,
    /// Is it a result whose day is asked for?
    pub dated: bool,
    /// What is recorded, and until when it counts, or that it does no more.
    pub recorded: Option<Status>,
}

/// Step 3: the package in the hand. Fields: `code` (scanned), `pack`, `lot`, `expiry_on` (date), `pack_words`, `despite`,
/// `despite_given`.
#[derive(Clone, Debug, Serialize)]
pub struct DoseProduct {
    /// Where this page stands.
    pub step: Step,
    /// What the regimen prescribes.
    pub prescribed: Vec<Row>,
    /// A pack kept for the person, or the one in the hand, is recalled.
    pub recalled: Option<Recalled>,
    /// The pack in the hand is still in a parcel, as far as the books go.
    pub coming: Option<Banner>,
    /// Sound packs that lie here; none where no stock is kept.
    pub packs: Vec<Choice>,
    /// Where the chosen pack is set aside when it breaks.
    pub breaks: Option<Link>,
    /// Is it asked why it was given all the same?
    pub despite: bool,
    /// Is it asked whether it has been given already?
    pub asks_given: bool,
}

/// Step 4: what was done. Fields: `site`, `volume_ml`, `occurred_on` (date), `occurred_time` (both left empty: the minute in
/// which the page is sent), `given_before`, `stop_seen`, `late_cause`, `late_words`.
#[derive(Clone, Debug, Serialize)]
pub struct DoseInjection {
    /// Where this page stands.
    pub step: Step,
    /// The places of the body that the protocol allows.
    pub sites: Vec<Choice>,
    /// The usual volume; none for an implant, whose volume nobody measures.
    pub volume: Option<Words>,
    /// What differs at the first dose.
    pub instruction: Option<Words>,
    /// How long after mixing the dose may be given.
    pub mixing: Option<Words>,
    /// For how long the person is observed; what was seen is asked then. Fields: `observed`, `observed_words`.
    pub observation: Option<Words>,
    /// What can be said about it.
    pub observed: Vec<Choice>,
    /// What deserves a second look.
    pub warnings: Vec<Words>,
    /// Does a time left empty mean that it was given just now? What is copied from paper says when.
    pub just_now: bool,
    /// What has stopped the doses since the time typed: it is asked whether this one was given before that.
    pub stopped: Option<Banner>,
    /// What can be done about what was just refused.
    pub ways: Vec<Way>,
    /// Where the chosen pack is set aside when it breaks.
    pub breaks: Option<Link>,
    /// Reasons for a late dose; asked for only when it is late.
    pub late_reasons: Option<Vec<ChoiceGroup>>,
    /// What a dose at the time in the form does to the next date.
    pub outlook: Option<Outlook>,
}

impl DoseInjection {
    /// What can be said about the time after the injection; the last leaves it for later.
    #[must_use]
    pub fn observed_choices() -> Vec<Choice> {
        let known = Observation::ALL.iter().map(|how| how.code());
        known
            .chain(["later"])
            .map(|code| Choice::new(code, Words::key(format!("observed-{code}"))))
            .collect()
    }
}

/// A way on from a refusal.
#[derive(Clone, Debug, Serialize)]
pub struct Way {
    /// When it is the right one, and what is done.
    pub words: Words,
    /// Where.
    pub links: Vec<Link>,
}

/// What a dose does to the next date, said before it is saved.
#[derive(Clone, Debug, Serialize)]
pub struct Outlook {
    /// When the next dose will be due.
    pub sentence: Words,
    /// Why, and how this dose stands to its own date.
    pub why: Vec<Words>,
}

/// Step 5: who was present. Field: `present`.
#[derive(Clone, Debug, Serialize)]
pub struct DosePresence {
    /// Where this page stands.
    pub step: Step,
    /// The role that the place requires.
    pub role: Words,
}

/// Step 6: check the answers.
#[derive(Clone, Debug, Serialize)]
pub struct DoseAnswers {
    /// Where this page stands.
    pub step: Step,
    /// The answers, each with its way back.
    pub rows: Vec<Row>,
    /// Answers that do not stop the dose but deserve a second look.
    pub warnings: Vec<Words>,
    /// What the next date will be, and why.
    pub outlook: Option<Outlook>,
}

/// The dose is recorded.
#[derive(Clone, Debug, Serialize)]
pub struct DoseConfirmed {
    /// Whose dose it was.
    pub head: CaseHead,
    /// What the next date is.
    pub sentence: Words,
    /// What else the record became.
    pub notices: Vec<Words>,
    /// What was recorded.
    pub rows: Vec<Row>,
    /// Where to go on.
    pub links: Vec<Link>,
}

/// Somebody has already recorded this dose. Field: `choice` = `discard` or `second-injection`.
#[derive(Clone, Debug, Serialize)]
pub struct DoseTaken {
    /// Whose dose it is.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// Who recorded it.
    pub by: Words,
    /// When.
    pub at: Moment,
    /// The recorded dose.
    pub theirs: Vec<Row>,
    /// What was about to be recorded.
    pub mine: Vec<Row>,
}

/// No dose may be given now. Fields, for a dose given while it was still allowed: `occurred_on` (date),
/// `occurred_time`.
#[derive(Clone, Debug, Serialize)]
pub struct DoseBlocked {
    /// Whose dose it is.
    pub head: CaseHead,
    /// The form of the earlier moment; none where no earlier moment can help.
    pub form: Option<Form>,
    /// Why not.
    pub reason: Words,
    /// What to do instead.
    pub what_to_do: Vec<Words>,
    /// Where it is written down that it was given all the same, or who is called.
    pub given: Way,
    /// Where to do it.
    pub links: Vec<Link>,
}
