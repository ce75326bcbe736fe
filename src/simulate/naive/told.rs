//! What the events say, written down as they come.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::climb::Climbs;
use super::lab::Lab;
use super::open::Open;
use super::way::Way;
use crate::domain::event::{
    Clearance, ContraindicationFound, Corrected, Departure, DoseGiven, DoseNotGiven, EndTold, Event,
    IncidentKind, Information, LateDoseDecided, Meanwhile, Recorded, Regimen, ReviewText, Warned,
};
use crate::domain::ids::{AccountId, RecordId, RulingId};
use crate::domain::ruling::{Ruling, RulingChange};

/// A court's paper and everything that was done to it.
#[derive(Clone)]
pub(super) struct Paper<'h> {
    pub(super) ruling: &'h Ruling,
    /// Each step with its place in the history.
    pub(super) steps: Vec<(u32, &'h RulingChange)>,
    /// When it was first written down.
    pub(super) recorded_at: DateTime<Utc>,
    /// When anything was last written down about its term.
    pub(super) term_known_at: DateTime<Utc>,
    /// When a mistake about its term was last put right.
    pub(super) term_corrected_at: Option<DateTime<Utc>>,
}

impl Paper<'_> {
    fn term_put_right(&mut self, at: DateTime<Utc>) {
        self.term_known_at = at;
        self.term_corrected_at = Some(at);
    }
}

/// What everybody went by until a mistake about a court's paper was put right.
pub(super) struct Mistaken<'h> {
    pub(super) papers: Vec<Paper<'h>>,
    /// From this day.
    pub(super) from_on: NaiveDate,
    /// The day on which it was put right.
    pub(super) until_on: NaiveDate,
    /// The moment.
    pub(super) until: DateTime<Utc>,
}

/// A dose as it now stands.
pub(super) struct Dose<'h> {
    pub(super) content: &'h DoseGiven,
}

/// A stop of the doses.
pub(super) struct Hold {
    pub(super) id: RecordId,
    pub(super) placed_at: DateTime<Utc>,
    pub(super) placed_on: NaiveDate,
    /// The days on which somebody looked at it.
    pub(super) confirmed: Vec<NaiveDate>,
    /// Its intended end, as last said.
    pub(super) until_on: Option<NaiveDate>,
    /// First day free again, and the place in the history of the record that says so.
    pub(super) lifted: Option<(NaiveDate, u32)>,
    /// What the physician said to be over as he lifted it; none where he was not asked.
    pub(super) over: Option<Vec<RecordId>>,
}

/// Something around an injection that was reported; those struck out keep their number.
pub(super) struct Incident {
    pub(super) id: RecordId,
    pub(super) kind: IncidentKind,
    pub(super) reported_at: DateTime<Utc>,
    pub(super) looked_at: bool,
    pub(super) struck_out: bool,
}

/// What one review knows.
#[derive(Default)]
pub(super) struct Review<'h> {
    pub(super) papers: Vec<&'h str>,
    pub(super) text: Option<&'h ReviewText>,
    pub(super) signatures: Vec<(AccountId, u32, NaiveDate)>,
    pub(super) sent_on: Option<NaiveDate>,
    pub(super) declined_on: Option<NaiveDate>,
    /// When that was written down.
    pub(super) declined_at: Option<DateTime<Utc>>,
}

impl<'h> Review<'h> {
    /// Is a paper with this name there?
    pub(super) fn has(&self, paper: &str) -> bool {
        self.papers.contains(&paper)
    }

    /// The text that every member signed, and the day of the last signature.
    pub(super) fn concluded(&self) -> Option<(&'h ReviewText, NaiveDate)> {
        let text = self.text?;
        let mut last_on = None;
        for member in &text.members {
            let mut signed = false;
            for (account, version, _) in &self.signatures {
                signed = signed || (*account == member.account && *version == text.version);
            }
            if !signed {
                return None;
            }
        }
        for (_, version, signed_on) in &self.signatures {
            if *version == text.version {
                last_on = Some(*signed_on);
            }
        }
        Some((text, last_on?))
    }
}

/// A history, sorted into drawers. Records that were struck out are not in them.
pub(super) struct Told<'h> {
    /// All of it, to be read again up to a moment.
    pub(super) history: &'h [Recorded],
    pub(super) opened_on: NaiveDate,
    pub(super) rulings: Vec<Paper<'h>>,
    /// When each step of a court was written down, by its place in the history.
    pub(super) steps_at: BTreeMap<u32, DateTime<Utc>>,
    pub(super) mistakes: Vec<Mistaken<'h>>,
    /// The day on which the case was found to have been taken over by mistake.
    pub(super) undone_on: Option<NaiveDate>,
    /// What was given under a case that rests, by the merging.
    pub(super) elsewhere: Vec<(RecordId, NaiveDate)>,
    pub(super) way: Way<'h>,
    pub(super) lab: Lab<'h>,
    pub(super) open: Open<'h>,
    pub(super) climbs: Climbs<'h>,
    pub(super) departure: Option<(RecordId, DateTime<Utc>, NaiveDate, Departure)>,
    pub(super) clearances: Vec<&'h Clearance>,
    pub(super) told_about: Vec<&'h Information>,
    pub(super) regimens: Vec<&'h Regimen>,
    pub(super) doses: Vec<Dose<'h>>,
    /// Doses that were not given, each with the moment at which that was first written down.
    pub(super) not_given: Vec<(DateTime<Utc>, &'h DoseNotGiven)>,
    /// What physicians decided about late doses, each with the moment at which that was written down.
    pub(super) decisions: Vec<(DateTime<Utc>, &'h LateDoseDecided)>,
    pub(super) holds: Vec<Hold>,
    pub(super) injected: Vec<(RecordId, NaiveDate)>,
    pub(super) incidents: Vec<Incident>,
    pub(super) found: Vec<(u32, &'h ContraindicationFound)>,
    /// When the person was born, each time that was put right, and when it was.
    pub(super) births: Vec<(NaiveDate, DateTime<Utc>)>,
    /// What was said to be over apart from any hold.
    pub(super) passed: Vec<RecordId>,
    pub(super) reviews: BTreeMap<u32, Review<'h>>,
    pub(super) examined: Vec<(RecordId, NaiveDate)>,
    pub(super) warned: Vec<(&'h Warned, DateTime<Utc>)>,
    /// Who was told that the measure is over, and since when.
    pub(super) end_told: Vec<&'h EndTold>,
}

impl<'h> Told<'h> {
    /// Reads a history from its beginning to its end.
    pub(super) fn of(history: &'h [Recorded]) -> Self {
        let mut told = Self {
            history,
            opened_on: NaiveDate::MIN,
            rulings: Vec::new(),
            steps_at: BTreeMap::new(),
            mistakes: Vec::new(),
            undone_on: None,
            elsewhere: Vec::new(),
            way: Way::default(),
            lab: Lab::default(),
            open: Open::default(),
            climbs: Climbs::default(),
            departure: None,
            clearances: Vec::new(),
            told_about: Vec::new(),
            regimens: Vec::new(),
            doses: Vec::new(),
            not_given: Vec::new(),
            decisions: Vec::new(),
            holds: Vec::new(),
            injected: Vec::new(),
            incidents: Vec::new(),
            births: Vec::new(),
            found: Vec::new(),
            passed: Vec::new(),
            reviews: BTreeMap::new(),
            examined: Vec::new(),
            warned: Vec::new(),
            end_told: Vec::new(),
        };
        for recorded in history {
            told.read(recorded);
        }
        told.doses
            .sort_by_key(|dose| (dose.content.occurred_at, dose.content.cycle));
        told
    }

    fn read(&mut self, recorded: &'h Recorded) {
        // Half of all events are about alerts, and tell nothing else.
        if self.climbs.read(recorded) {
            return;
        }
        self.way.read(recorded);
        self.lab.read(recorded);
        self.open.read(recorded);
        match &recorded.event {
            Event::CaseOpened(opened) => self.opened_on = opened.opened_on,
            Event::ImportUndone(undone) => self.undone_on = Some(undone.undone_on),
            Event::CasesMerged(merged) => {
                for dose in &merged.doses {
                    self.elsewhere.push((merged.id, dose.given_on));
                }
            }
            Event::CasesParted(parted) => self.elsewhere.retain(|(id, _)| *id != parted.merging),
            Event::CaseEnded(ended) => {
                let gone = (ended.id, ended.ended_at, ended.ended_on, ended.departure);
                self.departure = self.departure.or(Some(gone));
            }
            Event::ClearanceRecorded(clearance) => self.clearances.push(clearance),
            Event::PersonInformed(about) => self.told_about.push(about),
            Event::RegimenPrescribed(regimen) => self.regimens.push(regimen),
            Event::DoseGiven(content) => self.doses.push(Dose { content }),
            Event::DoseNotGiven(missed) => self.not_given.push((recorded.recorded_at, missed)),
            Event::LateDoseDecided(decided) => self.decisions.push((recorded.recorded_at, decided)),
            Event::HoldPlaced(hold) => self.holds.push(Hold {
                id: hold.id,
                placed_at: hold.placed_at,
                placed_on: hold.placed_on,
                confirmed: Vec::new(),
                until_on: hold.until_on,
                lifted: None,
                over: None,
            }),
            Event::HoldConfirmed {
                hold,
                confirmed_on,
                until_on,
                ..
            } => {
                for known in &mut self.holds {
                    if known.id == *hold {
                        known.confirmed.push(*confirmed_on);
                        known.until_on = *until_on;
                    }
                }
            }
            Event::EndTold(told) => self.end_told.push(told),
            Event::Warned(warned) => self.warned.push((warned, recorded.recorded_at)),
            Event::HoldLifted {
                hold,
                lifted_on,
                over,
                ..
            } => {
                for known in &mut self.holds {
                    if known.id == *hold {
                        known.lifted = Some((*lifted_on, recorded.seq));
                        known.over.clone_from(over);
                    }
                }
            }
            Event::IncidentReported(incident) => {
                self.incidents.push(Incident {
                    id: incident.id,
                    kind: incident.kind,
                    reported_at: recorded.recorded_at,
                    looked_at: false,
                    struck_out: false,
                });
                if incident.injected {
                    self.injected.push((incident.id, incident.occurred_on));
                }
            }
            Event::IncidentReviewed(review) => {
                for known in &mut self.incidents {
                    known.looked_at = known.looked_at || known.id == review.incident;
                }
            }
            Event::ContraindicationFound(found) => self.found.push((recorded.seq, found)),
            Event::PersonCorrected(said) if said.is.born_on != said.was.born_on => {
                self.births.push((said.is.born_on, recorded.recorded_at));
            }
            Event::ContraindicationOver { over, .. } => self.passed.extend(over),
            Event::ExamRecorded(exam) => self.examined.push((exam.id, exam.examined_on)),
            Event::RecordAmended { corrected, .. } => self.correct(corrected),
            Event::RecordVoided { record, .. } => self.strike_out(*record),
            _ => {
                self.read_court(recorded);
                self.read_review(recorded);
            }
        }
    }

    fn read_court(&mut self, recorded: &'h Recorded) {
        match &recorded.event {
            Event::RulingRecorded(ruling) => self.rulings.push(Paper {
                ruling,
                steps: Vec::new(),
                recorded_at: recorded.recorded_at,
                term_known_at: recorded.recorded_at,
                term_corrected_at: None,
            }),
            Event::RulingChanged(change) => {
                self.steps_at.insert(recorded.seq, recorded.recorded_at);
                if let Some(paper) = self.paper(change.ruling) {
                    paper.steps.push((recorded.seq, change));
                    if change.terms.is_some() {
                        paper.term_known_at = recorded.recorded_at;
                    }
                }
            }
            Event::RulingStepVoided(struck) => {
                self.mistaken(recorded, struck.since_on, struck.voided_on);
                if let Some(paper) = self.paper(struck.ruling) {
                    let said =
                        |(seq, step): &(u32, &RulingChange)| *seq == struck.step && step.terms.is_some();
                    if paper.steps.iter().any(said) {
                        paper.term_put_right(recorded.recorded_at);
                    }
                    paper.steps.retain(|(seq, _)| *seq != struck.step);
                }
            }
            Event::RulingAmended(amended) => {
                self.mistaken(recorded, amended.since_on, amended.amended_on);
                if let Some(paper) = self.paper(amended.ruling.id) {
                    if paper.ruling.until_on != amended.ruling.until_on {
                        paper.term_put_right(recorded.recorded_at);
                    }
                    paper.ruling = &amended.ruling;
                }
            }
            _ => {}
        }
    }

    fn paper(&mut self, ruling: RulingId) -> Option<&mut Paper<'h>> {
        self.rulings.iter_mut().find(|paper| paper.ruling.id == ruling)
    }

    fn mistaken(&mut self, recorded: &Recorded, from_on: NaiveDate, until_on: NaiveDate) {
        self.mistakes.push(Mistaken {
            papers: self.rulings.clone(),
            from_on,
            until_on,
            until: recorded.recorded_at,
        });
    }

    fn read_review(&mut self, recorded: &'h Recorded) {
        match &recorded.event {
            Event::ReviewPaperFiled(filed) => {
                self.reviews
                    .entry(filed.review)
                    .or_default()
                    .papers
                    .push(&filed.paper);
            }
            Event::ReviewDrafted(text) => self.reviews.entry(text.review).or_default().text = Some(text),
            Event::ReviewSigned(signature) => {
                if let Some(account) = recorded.by.account() {
                    let signed = (account, signature.version, signature.signed_on);
                    let review = self.reviews.entry(signature.review).or_default();
                    review.signatures.push(signed);
                }
            }
            Event::SubmittedToCourt(sent) => {
                self.reviews.entry(sent.review).or_default().sent_on = Some(sent.sent_on);
            }
            Event::CourtDeclined(said) => {
                let review = self.reviews.entry(said.review).or_default();
                review.declined_on = Some(said.decided_on);
                review.declined_at = Some(recorded.recorded_at);
            }
            _ => {}
        }
    }

    fn correct(&mut self, corrected: &'h Corrected) {
        match corrected {
            Corrected::Dose(content) => {
                for dose in &mut self.doses {
                    if dose.content.id == content.id {
                        dose.content = content;
                    }
                }
            }
            Corrected::NotGiven(content) => {
                for (_, missed) in &mut self.not_given {
                    if missed.id == content.id {
                        *missed = content;
                    }
                }
            }
        }
    }

    fn strike_out(&mut self, record: RecordId) {
        self.way.strike_out(record);
        self.lab.strike_out(record);
        self.open.strike_out(record);
        self.departure = self.departure.filter(|(id, ..)| *id != record);
        self.clearances.retain(|clearance| clearance.id != record);
        self.told_about.retain(|about| about.id != record);
        self.doses.retain(|dose| dose.content.id != record);
        self.not_given.retain(|(_, missed)| missed.id != record);
        self.decisions.retain(|(_, decided)| decided.id != record);
        self.injected.retain(|(id, _)| *id != record);
        for known in &mut self.incidents {
            known.struck_out = known.struck_out || known.id == record;
        }
        self.found.retain(|(_, found)| found.id != record);
        self.examined.retain(|(id, _)| *id != record);
    }

    /// Is something over that was found at a place in the history? What never goes away is not. What may pass is over where a
    /// physician named it later, as he lifted a hold or by itself; before he was asked for names, lifting a hold ended all that
    /// had been found.
    pub(super) fn is_over(&self, seq: u32, found: &ContraindicationFound) -> bool {
        let mut over = self.passed.contains(&found.id);
        for hold in &self.holds {
            let later = hold.lifted.is_some_and(|(_, lifted)| lifted > seq);
            let named = match &hold.over {
                Some(over) => over.contains(&found.id),
                None => true,
            };
            over = over || (later && named);
        }
        over && !found.permanent
    }

    /// The drug that is followed: the last one chosen.
    pub(super) fn regimen(&self) -> Option<&'h Regimen> {
        self.regimens.last().copied()
    }

    /// Do doses wait for a court on a day, because a commission proposed to stop and the procedure holds them?
    pub(super) fn waits_for_court(&self, day: NaiveDate) -> bool {
        for review in self.reviews.values() {
            let Some((text, concluded_on)) = review.concluded() else {
                continue;
            };
            // The cheap questions first: this is asked of each of many days.
            if text.meanwhile != Some(Meanwhile::Hold) || day < concluded_on {
                continue;
            }
            if self.word_on(concluded_on).ended() {
                continue;
            }
            if self.court_said(review).is_none_or(|said_on| day < said_on) {
                return true;
            }
        }
        false
    }

    /// The first day from the sending on, on which a court said something: a ruling, another version of one, an end, a no.
    pub(super) fn court_said(&self, review: &Review<'_>) -> Option<NaiveDate> {
        use crate::domain::ruling::RulingStep::{EndedByCourt, Extended, Quashed, Varied};
        let sent_on = review.sent_on?;
        let mut said = Vec::new();
        said.extend(review.declined_on);
        for paper in &self.rulings {
            said.push(paper.ruling.ruled_on);
            for (_, step) in &paper.steps {
                // A variation that says it is about something else leaves the question open.
                let of_something_else = step.step == Varied && step.answers == Some(false);
                if [EndedByCourt, Quashed, Varied, Extended].contains(&step.step) && !of_something_else {
                    said.push(step.effective_on);
                }
            }
        }
        said.retain(|day| *day >= sent_on);
        said.into_iter().min()
    }
}
