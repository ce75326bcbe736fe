//! Taking in events: the fold that makes a case of its history.

use super::{Case, Entry, Identified, Misfit, Stay, ToldOfEnd};
use crate::domain::event::{CaseOpened, Corrected, Event, Recorded};
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::paper::Transcription;
use crate::domain::passage::Passage;
use crate::domain::supply::Held;
use chrono::{DateTime, Utc};

impl Case {
    /// Folds a whole history.
    ///
    /// # Errors
    /// [`Misfit`] where the history has a gap or does not fit together.
    pub fn fold<'a>(id: CaseId, history: impl IntoIterator<Item = &'a Recorded>) -> Result<Self, Misfit> {
        let mut history = history.into_iter();
        let first = history.next().ok_or(Misfit::NotOpened)?;
        let Event::CaseOpened(opened) = &first.event else {
            return Err(Misfit::NotOpened);
        };
        let mut case = Self::open(id, opened, first);
        for recorded in history {
            case.apply(recorded)?;
        }
        Ok(case)
    }

    fn open(id: CaseId, opened: &CaseOpened, first: &Recorded) -> Self {
        let recorded_at = first.recorded_at;
        let stay = |organisation| Stay {
            organisation,
            from_on: opened.opened_on,
            known_at: recorded_at,
            seq: first.seq,
        };
        Self {
            id,
            version: 1,
            reference: opened.reference.clone(),
            person: opened.person,
            jurisdiction: opened.jurisdiction.clone(),
            opened_on: opened.opened_on,
            end_of_term_on: opened.end_of_term_on,
            rulings: Vec::new(),
            believed: Vec::new(),
            places: vec![stay(opened.place)],
            supervision: vec![stay(opened.supervising)],
            officers: Vec::new(),
            clearances: Vec::new(),
            informed: Vec::new(),
            regimens: Vec::new(),
            doses: Vec::new(),
            not_given: Vec::new(),
            transcribed: Vec::new(),
            imported: None,
            undone: None,
            merges: Vec::new(),
            mistakes: Vec::new(),
            late_decisions: Vec::new(),
            holds: Vec::new(),
            incidents: Vec::new(),
            incident_reviews: Vec::new(),
            reviews: Vec::new(),
            reactions: Vec::new(),
            reaction_outcomes: Vec::new(),
            births: Vec::new(),
            contraindications: Vec::new(),
            contraindications_over: Vec::new(),
            freed_by: Vec::new(),
            departures: Vec::new(),
            aftercare: Vec::new(),
            told_of_end: Vec::new(),
            warned: Vec::new(),
            complaints: Vec::new(),
            complaint_answers: Vec::new(),
            exams: Vec::new(),
            slips: Vec::new(),
            judgements: Vec::new(),
            passage: Passage::default(),
            supply: Held::default(),
            alerts: Vec::new(),
            struck_out: Vec::new(),
            doses_believed: Vec::new(),
            begun: None,
            dates_known_at: recorded_at,
            last_recorded_at: recorded_at,
        }
    }

    /// Takes in the next event.
    ///
    /// # Errors
    /// [`Misfit`] where the event is not the next one or refers to something unknown.
    pub fn apply(&mut self, recorded: &Recorded) -> Result<(), Misfit> {
        if recorded.seq != self.version + 1 {
            return Err(Misfit::OutOfOrder {
                found: recorded.seq,
                after: self.version,
            });
        }
        let unknown = Misfit::Unknown { seq: recorded.seq };
        let moves_dates = recorded.event.moves_dates() && !self.keeps_dates(&recorded.event);
        let entry = |content| Entry::new(content, recorded);
        match &recorded.event {
            Event::CaseOpened(_) => return Err(Misfit::NotOpened),
            Event::RulingRecorded(_)
            | Event::RulingChanged(_)
            | Event::RulingStepVoided(_)
            | Event::RulingAmended(_) => self.apply_to_rulings(recorded).ok_or(unknown)?,
            // Who the person is stands in the register of persons; what it said before stands in the history. When he was born bears
            // on which drug he may be given.
            Event::PersonCorrected(corrected) => {
                if corrected.is.born_on != corrected.was.born_on {
                    self.births.push((corrected.is.born_on, recorded.recorded_at));
                }
            }
            Event::PlaceChanged { .. } | Event::SupervisionChanged { .. } => {
                self.apply_to_stays(recorded).ok_or(unknown)?;
            }
            Event::ClearanceRecorded(clearance) => {
                self.clearances.push(Entry::new(clearance.clone(), recorded));
            }
            Event::PersonInformed(told) => self.informed.push(Entry::new(told.clone(), recorded)),
            Event::RegimenPrescribed(regimen) => self.regimens.push(entry(regimen.clone())),
            Event::DoseGiven(dose) => {
                if let Some(pack) = dose.pack {
                    self.supply.used(pack);
                }
                self.doses.push(Entry::new(dose.clone(), recorded));
            }
            Event::Supply(fact) => self.supply.apply(fact, recorded).ok_or(unknown)?,
            Event::DoseNotGiven(record) => self.not_given.push(Entry::new(record.clone(), recorded)),
            Event::LateDoseDecided(decision) => {
                self.late_decisions.push(Entry::new(decision.clone(), recorded));
            }
            Event::IncidentReported(incident) => {
                if let Some(pack) = incident.drug.as_ref().and_then(|drug| drug.pack) {
                    self.supply.used(pack);
                }
                self.incidents.push(Entry::new(incident.clone(), recorded));
            }
            Event::IncidentReviewed(review) => {
                self.incident_reviews.push(Entry::new(review.clone(), recorded));
            }
            Event::EntryTranscribed(from) => self.transcribed.push(Transcription {
                from: from.clone(),
                by: recorded.by.clone(),
                last_by: recorded.by.clone(),
                verified: None,
            }),
            Event::EntryVerified(verified) => {
                let mut typed = self.transcribed.iter_mut();
                let typed = typed
                    .find(|typed| typed.from.record == verified.record)
                    .ok_or(unknown)?;
                typed.verified = Some((recorded.by.clone(), recorded.recorded_at));
            }
            Event::HistoryImported(from) => self.imported = Some(from.clone()),
            Event::ImportUndone(undone) => self.undone = Some(undone.clone()),
            Event::CasesMerged(_) | Event::CasesParted(_) => self.apply_to_merging(recorded)?,
            Event::WrongPersonReported(_) | Event::WrongPersonSettled(_) => {
                self.apply_to_mistake(recorded)?;
            }
            Event::ReactionReported(reaction) => self.reactions.push(Entry::new(reaction.clone(), recorded)),
            Event::ReactionEnded(outcome) => {
                self.reaction_outcomes.push(Entry::new(outcome.clone(), recorded));
            }
            Event::ContraindicationFound(found) => {
                self.contraindications.push(Entry::new(found.clone(), recorded));
            }
            Event::ContraindicationOver { over, .. } => {
                self.contraindications_over.extend(over);
                self.freed_by.extend(recorded.by.account());
            }
            Event::CaseEnded(ended) => self.departures.push(Entry::new(ended.clone(), recorded)),
            Event::AftercarePlanned(planned) => self.aftercare.push(Entry::new(planned.clone(), recorded)),
            Event::EndTold(told) => self.told_of_end.push(ToldOfEnd::new(told)),
            Event::EndLetterWithdrawn { letter } => self.take_back_end(*letter),
            Event::Warned(warned) => self.warned.push(warned.clone()),
            Event::ComplaintLodged(complaint) => {
                self.complaints.push(Entry::new(complaint.clone(), recorded));
            }
            Event::ComplaintAnswered(answer) => {
                self.complaint_answers.push(Entry::new(answer.clone(), recorded));
            }
            Event::ExamRecorded(exam) => self.exams.push(Entry::new(exam.clone(), recorded)),
            Event::ResultsRecorded(slip) => self.slips.push(Entry::new(slip.clone(), recorded)),
            Event::ResultJudged(judged) => self.judgements.push(Entry::new(judged.clone(), recorded)),
            Event::HoldPlaced(_) | Event::HoldConfirmed { .. } | Event::HoldLifted { .. } => {
                self.apply_to_hold(recorded).ok_or(unknown)?;
            }
            Event::RecordAmended { .. } | Event::RecordVoided { .. } => {
                self.apply_to_record(recorded).ok_or(unknown)?;
            }
            Event::ReviewPaperFiled(_)
            | Event::ReviewDrafted(_)
            | Event::ReviewSigned(_)
            | Event::SubmittedToCourt(_)
            | Event::CourtDeclined(_) => self.apply_to_review(recorded)?,
            Event::ReleaseDateSet(_)
            | Event::MaterialsSent(_)
            | Event::RulingForwarded(_)
            | Event::ReleaseNoticeSent(_)
            | Event::HandoverOffered(_)
            | Event::HandoverAccepted(_)
            | Event::AppointmentSet(_)
            | Event::HandoverRejected(_)
            | Event::HandoverWithdrawn(_)
            | Event::HandoverExpired { .. }
            | Event::HandoverLapsed { .. }
            | Event::Released(_)
            | Event::PersonCame(_)
            | Event::AddressReported(_)
            | Event::AbsenceAsked(_)
            | Event::ReleaseDayUnknown(_)
            | Event::AbsenceAnswered(_)
            | Event::DoseDayAgreed(_)
            | Event::UnavailabilityRecorded(_)
            | Event::UnavailabilityReviewed(_)
            | Event::CurfewSet(_)
            | Event::RestrictionSet(_)
            | Event::PersonTurnedUp(_)
            | Event::PersonLost(_)
            | Event::SearchReported(_) => {
                if let Event::Released(released) = &recorded.event {
                    self.give_up_moves(released, recorded.recorded_at);
                }
                if let Some(moved) = self.passage.apply(recorded).ok_or(unknown)? {
                    self.places.push(moved);
                }
                self.passage.arrive(&self.places);
            }
            Event::OfficerAssigned {
                organisation,
                officer,
                ..
            } => self.officers.push((*organisation, *officer)),
            Event::AlertRaised { .. }
            | Event::NoticeSent { .. }
            | Event::NoticeAcknowledged { .. }
            | Event::AlertActed { .. }
            | Event::AlertRedirected { .. }
            | Event::AlertReopened { .. }
            | Event::AlertRested { .. }
            | Event::AlertResolved { .. } => self.apply_to_alert(recorded).ok_or(unknown)?,
        }
        if moves_dates {
            self.dates_known_at = recorded.recorded_at;
            self.note_begun(recorded.recorded_at);
        }
        self.last_recorded_at = recorded.recorded_at;
        self.version = recorded.seq;
        Ok(())
    }

    /// Keeps since when it is known on which day treatment began.
    fn note_begun(&mut self, at: DateTime<Utc>) {
        let doses = self.doses.iter().filter(|entry| entry.voided.is_none());
        let first = doses.min_by_key(|entry| (entry.content.occurred_at, entry.content.cycle));
        let first_on = first.map(|entry| entry.content.given_on);
        if first_on != self.begun.map(|(known_on, _)| known_on) {
            self.begun = first_on.map(|on| (on, at));
        }
    }

    /// Takes in that a record was put right or struck out; none where it is unknown.
    fn apply_to_record(&mut self, recorded: &Recorded) -> Option<()> {
        match &recorded.event {
            Event::RecordAmended { corrected, reason } => {
                if !self.only_observed(corrected) {
                    self.corrected_since(corrected.id(), &recorded.by);
                }
                if self.moves_dose(corrected) {
                    self.believe_doses_until(recorded.recorded_at);
                }
                self.amend(corrected, reason, recorded.recorded_at)?;
            }
            Event::RecordVoided { record, reason } => {
                if self.doses.iter().any(|dose| dose.content.id == *record) {
                    self.believe_doses_until(recorded.recorded_at);
                }
                self.void(*record, reason)?;
                self.struck_out.push((*record, recorded.recorded_at));
            }
            _ => return None,
        }
        Some(())
    }

    fn amend(&mut self, corrected: &Corrected, reason: &str, at: DateTime<Utc>) -> Option<()> {
        match corrected {
            Corrected::Dose(dose) => {
                let mut doses = self.doses.iter_mut();
                let entry = doses.find(|entry| entry.content.id == dose.id)?;
                let before = entry.content.pack;
                entry.replace(dose.clone(), reason);
                if before != dose.pack {
                    before.into_iter().for_each(|pack| self.supply.not_used(pack));
                    let now = dose.pack.into_iter();
                    now.for_each(|pack| self.supply.used_before(pack, at));
                }
            }
            Corrected::NotGiven(record) => {
                let entry = self
                    .not_given
                    .iter_mut()
                    .find(|entry| entry.content.id == record.id)?;
                entry.replace(record.clone(), reason);
            }
        }
        Some(())
    }

    fn void(&mut self, record: RecordId, reason: &str) -> Option<()> {
        if let Some(pack) = self.drug_of(record).and_then(|drug| drug.pack) {
            self.supply.not_used(pack);
        }
        let voided = voided(&mut self.doses, record)
            .or_else(|| voided(&mut self.not_given, record))
            .or_else(|| voided(&mut self.late_decisions, record))
            .or_else(|| voided(&mut self.incidents, record))
            .or_else(|| voided(&mut self.clearances, record))
            .or_else(|| voided(&mut self.informed, record))
            .or_else(|| voided(&mut self.reactions, record))
            .or_else(|| voided(&mut self.contraindications, record))
            .or_else(|| voided(&mut self.departures, record))
            .or_else(|| voided(&mut self.aftercare, record))
            .or_else(|| voided(&mut self.exams, record))
            .or_else(|| voided(&mut self.slips, record))
            .or_else(|| voided(&mut self.judgements, record))
            .or_else(|| voided(&mut self.reaction_outcomes, record))
            .or_else(|| self.passage.void(record))?;
        *voided = Some(reason.to_owned());
        Some(())
    }
}

fn voided<T: Identified>(entries: &mut [Entry<T>], id: RecordId) -> Option<&mut Option<String>> {
    let entry = entries.iter_mut().find(|entry| entry.content.id() == id)?;
    Some(&mut entry.voided)
}

impl<T> Entry<T> {
    pub(in crate::domain) fn new(content: T, recorded: &Recorded) -> Self {
        Self {
            content,
            seq: recorded.seq,
            by: recorded.by.clone(),
            recorded_at: recorded.recorded_at,
            earlier: Vec::new(),
            voided: None,
        }
    }

    fn replace(&mut self, content: T, reason: &str) {
        let before = std::mem::replace(&mut self.content, content);
        self.earlier.push((before, reason.to_owned()));
    }
}
