//! Records by their identity, and what they say was injected.

use super::{Case, Entry, RecordOf};
use crate::domain::event::{
    AbsenceAnswered, AbsenceAsked, Address, Aftercare, CaseEnded, Clearance, ContraindicationFound,
    Corrected, Curfew, Decided, DoseDayAgreed, DoseGiven, DoseNotGiven, Drug, Event, Examination,
    IncidentReported, Information, Judgement, LateDoseDecided, MaterialsSent, PersonCame, PersonLost,
    Reaction, ReactionOutcome, RecallReached, ReleaseDate, ReleaseDayUnknown, ReleaseNotice, Released,
    Restriction, RulingForwarded, SearchReported, Slip, TurnedUp, Unavailable, UnavailableReviewed,
};
use crate::domain::ids::RecordId;
use chrono::{DateTime, NaiveDate, Utc};

/// What the register said of the doses until one of them was put right or struck out. Until then everybody went by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DosesBelieved {
    /// The doses as they then stood.
    pub doses: Vec<Entry<DoseGiven>>,
    /// The moment of the correction.
    pub until: DateTime<Utc>,
}

impl Case {
    /// A physician's decision about a result that another drug is needed, while none has been chosen since.
    #[must_use]
    pub fn drug_to_change(&self) -> Option<&Judgement> {
        let chosen_at = self.regimens.last()?.seq;
        let mut decided = self.judgements.iter().filter(|entry| {
            let open = entry.voided.is_none() && entry.seq > chosen_at;
            open && entry.content.decided == Decided::Change
        });
        decided.next().map(|entry| &entry.content)
    }

    /// Does a correction merely say what was seen after an injection?
    #[must_use]
    pub fn only_observed(&self, corrected: &Corrected) -> bool {
        let Corrected::Dose(dose) = corrected else {
            return false;
        };
        let known = find(&self.doses, dose.id);
        known.is_some_and(|entry| entry.content.only_observed(dose))
    }

    /// Is it a correction of a dose that leaves everything as it was on which a date depends? It makes nothing known later.
    pub(super) fn keeps_dates(&self, event: &Event) -> bool {
        let Event::RecordAmended {
            corrected: Corrected::Dose(dose),
            ..
        } = event
        else {
            return false;
        };
        find(&self.doses, dose.id).is_some_and(|entry| entry.content.same_dates(dose))
    }

    /// Can a correction move the day of another dose? Only where it says something else of when, of what, or as which it was given.
    pub(super) fn moves_dose(&self, corrected: &Corrected) -> bool {
        let Corrected::Dose(dose) = corrected else {
            return false;
        };
        let known = find(&self.doses, dose.id);
        known.is_some_and(|entry| !entry.content.same_in_series(dose))
    }

    /// Keeps the doses as everybody knew them until this moment.
    pub(super) fn believe_doses_until(&mut self, until: DateTime<Utc>) {
        let doses = self.doses.clone();
        self.doses_believed.push(DosesBelieved { doses, until });
    }

    /// A record that can be corrected.
    #[must_use]
    pub fn record(&self, id: RecordId) -> Option<RecordOf<'_>> {
        let doses = find(&self.doses, id).map(|entry| entry.as_record(Some(entry.content.cycle)));
        let not_given = || find(&self.not_given, id).map(|entry| entry.as_record(Some(entry.content.cycle)));
        let decided =
            || find(&self.late_decisions, id).map(|entry| entry.as_record(Some(entry.content.cycle)));
        let incident = || find(&self.incidents, id).map(|entry| entry.as_record(None));
        let clearance = || find(&self.clearances, id).map(|entry| entry.as_record(None));
        let informed = || find(&self.informed, id).map(|entry| entry.as_record(None));
        let reaction = || find(&self.reactions, id).map(|entry| entry.as_record(None));
        let found = || find(&self.contraindications, id).map(|entry| entry.as_record(None));
        let gone = || find(&self.departures, id).map(|entry| entry.as_record(None));
        let aftercare = || find(&self.aftercare, id).map(|entry| entry.as_record(None));
        let exam = || find(&self.exams, id).map(|entry| entry.as_record(None));
        let slip = || find(&self.slips, id).map(|entry| entry.as_record(None));
        let judged = || find(&self.judgements, id).map(|entry| entry.as_record(None));
        let outcome = || find(&self.reaction_outcomes, id).map(|entry| entry.as_record(None));
        doses
            .or_else(not_given)
            .or_else(decided)
            .or_else(incident)
            .or_else(clearance)
            .or_else(informed)
            .or_else(reaction)
            .or_else(found)
            .or_else(gone)
            .or_else(aftercare)
            .or_else(exam)
            .or_else(slip)
            .or_else(judged)
            .or_else(outcome)
            .or_else(|| self.passage.record(id))
    }

    /// What a record says was injected; none for one that was struck out, or tells of no injection.
    #[must_use]
    pub fn drug_of(&self, record: RecordId) -> Option<Drug> {
        let dose = find(&self.doses, record).filter(|entry| entry.voided.is_none());
        let incident = || find(&self.incidents, record).filter(|entry| entry.voided.is_none());
        dose.map(|entry| entry.content.drug())
            .or_else(|| incident().and_then(|entry| entry.content.drug.clone()))
    }

    /// How often the person received a recalled lot, as a dose or otherwise, as far as that is known.
    #[must_use]
    pub fn received(&self, recall: &RecallReached) -> usize {
        self.received_on(recall).len()
    }

    /// The days on which the person received a recalled lot, as a dose or otherwise, oldest first; a day stands there once for each
    /// time.
    #[must_use]
    pub fn received_on(&self, recall: &RecallReached) -> Vec<NaiveDate> {
        let doses = self.doses_in_effect().into_iter();
        let doses = doses.filter(|entry| recall.is_of(&entry.content.product, &entry.content.lot));
        let others = self.incidents.iter().filter(|entry| entry.voided.is_none());
        let others = others.filter(|entry| {
            let drug = entry.content.drug.as_ref();
            drug.is_some_and(|drug| recall.is_of(&drug.product, &drug.lot))
        });
        let mut days: Vec<_> = doses
            .map(|entry| entry.content.given_on)
            .chain(others.map(|entry| entry.content.occurred_on))
            .collect();
        days.sort_unstable();
        days
    }
}

/// A record with an identity of its own.
pub(in crate::domain) trait Identified {
    /// The identity.
    fn id(&self) -> RecordId;
}

macro_rules! identified {
    ($($record:ty),+ $(,)?) => {
        $(impl Identified for $record {
            fn id(&self) -> RecordId {
                self.id
            }
        })+
    };
}

identified!(
    AbsenceAnswered,
    AbsenceAsked,
    Address,
    Aftercare,
    CaseEnded,
    Clearance,
    ContraindicationFound,
    Curfew,
    DoseDayAgreed,
    DoseGiven,
    DoseNotGiven,
    Examination,
    IncidentReported,
    Information,
    Judgement,
    LateDoseDecided,
    MaterialsSent,
    PersonCame,
    PersonLost,
    Reaction,
    ReactionOutcome,
    ReleaseDate,
    ReleaseDayUnknown,
    ReleaseNotice,
    Released,
    Restriction,
    RulingForwarded,
    SearchReported,
    Slip,
    TurnedUp,
    Unavailable,
    UnavailableReviewed
);

fn find<T: Identified>(entries: &[Entry<T>], id: RecordId) -> Option<&Entry<T>> {
    entries.iter().find(|entry| entry.content.id() == id)
}

impl<T> Entry<T> {
    fn as_record(&self, cycle: Option<u32>) -> RecordOf<'_> {
        RecordOf {
            by: &self.by,
            cycle,
            voided: self.voided.is_some(),
        }
    }
}
