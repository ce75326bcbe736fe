//! A case: the fold of its events. Tens of rows; loaded whole, decided on, written as a difference.

use super::alert::{Acknowledged, Alert, AlertState, Notice, NoticeKind};
use super::event::{
    CaseOpened, Corrected, DoseGiven, DoseNotGiven, Event, HoldPlaced, IncidentReported, LateDoseDecided,
    Recorded, Recorder, Regimen,
};
use super::ids::{AlertId, CaseId, OrganisationId, PersonId, RecordId};
use super::obligation::Kind;
use super::ruling::{RulingFile, Standing, standing_on};
use chrono::{DateTime, NaiveDate, Utc};
use thiserror::Error;

/// A stay of responsibility with one organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The organisation.
    pub organisation: OrganisationId,
    /// From this day.
    pub from_on: NaiveDate,
}

/// Something recorded, with who, when, and whether it was voided or amended since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<T> {
    /// What it says now.
    pub content: T,
    /// Position of the event that recorded it.
    pub seq: u32,
    /// By whom.
    pub by: Recorder,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
    /// Earlier contents, oldest first, each with the reason for the correction that replaced it.
    pub earlier: Vec<(T, String)>,
    /// Reason, if it was voided.
    pub voided: Option<String>,
}

/// What every record that can be corrected has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordOf<'a> {
    /// By whom it was made.
    pub by: &'a Recorder,
    /// The dose it concerns; none for an incident.
    pub cycle: Option<u32>,
    /// Was it voided since?
    pub voided: bool,
}

/// A medical hold with its later papers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// As placed.
    pub placed: HoldPlaced,
    /// By whom.
    pub by: Recorder,
    /// Intended end as last set.
    pub until_on: Option<NaiveDate>,
    /// Days on which a physician confirmed it.
    pub confirmed: Vec<NaiveDate>,
    /// First day free again.
    pub lifted_on: Option<NaiveDate>,
}

impl Hold {
    /// Does it stop a dose at this instant on this civil day?
    #[must_use]
    pub fn stops(&self, at: DateTime<Utc>, day: NaiveDate) -> bool {
        self.placed.placed_at <= at && self.lifted_on.is_none_or(|free| day < free)
    }

    /// Is it still open?
    #[must_use]
    pub fn open(&self) -> bool {
        self.lifted_on.is_none()
    }
}

/// The case as its events tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Identity.
    pub id: CaseId,
    /// Number of events folded in; also the version for the lost-update check.
    pub version: u32,
    /// Reference printed on papers.
    pub reference: String,
    /// The person.
    pub person: PersonId,
    /// Folder of policies.
    pub jurisdiction: String,
    /// Civil date of opening.
    pub opened_on: NaiveDate,
    /// End of the term of punishment.
    pub end_of_term_on: Option<NaiveDate>,
    /// Rulings with their steps.
    pub rulings: Vec<RulingFile>,
    /// Places of treatment, oldest first.
    pub places: Vec<Stay>,
    /// Supervising bodies, oldest first.
    pub supervision: Vec<Stay>,
    /// Regimens, oldest first; the last one is followed.
    pub regimens: Vec<Entry<Regimen>>,
    /// Doses given.
    pub doses: Vec<Entry<DoseGiven>>,
    /// Doses not given.
    pub not_given: Vec<Entry<DoseNotGiven>>,
    /// Physicians' decisions about late doses.
    pub late_decisions: Vec<Entry<LateDoseDecided>>,
    /// Holds.
    pub holds: Vec<Hold>,
    /// Incidents.
    pub incidents: Vec<Entry<IncidentReported>>,
    /// Alerts.
    pub alerts: Vec<Alert>,
    /// When the last fact on which dates depend was written down. Before that nobody could know that anything
    /// was late: an alert is never due earlier, however old the facts are.
    pub dates_known_at: DateTime<Utc>,
}

/// A history that does not fit together.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum Misfit {
    /// The first event does not open a case.
    #[error("the history does not begin with the opening of the case")]
    NotOpened,
    /// A position is missing or doubled.
    #[error("event {found} follows event {after}")]
    OutOfOrder {
        /// Position found.
        found: u32,
        /// Position before it.
        after: u32,
    },
    /// An event refers to something the history does not hold.
    #[error("event {seq} refers to something unknown")]
    Unknown {
        /// Position of the event.
        seq: u32,
    },
}

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
        let mut case = Self::open(id, opened, first.recorded_at);
        for recorded in history {
            case.apply(recorded)?;
        }
        Ok(case)
    }

    fn open(id: CaseId, opened: &CaseOpened, recorded_at: DateTime<Utc>) -> Self {
        let stay = |organisation| Stay {
            organisation,
            from_on: opened.opened_on,
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
            places: vec![stay(opened.place)],
            supervision: vec![stay(opened.supervising)],
            regimens: Vec::new(),
            doses: Vec::new(),
            not_given: Vec::new(),
            late_decisions: Vec::new(),
            holds: Vec::new(),
            incidents: Vec::new(),
            alerts: Vec::new(),
            dates_known_at: recorded_at,
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
        let entry = |content| Entry::new(content, recorded);
        match &recorded.event {
            Event::CaseOpened(_) => return Err(Misfit::NotOpened),
            Event::RulingRecorded(ruling) => {
                self.rulings.push(RulingFile {
                    ruling: ruling.clone(),
                    changes: Vec::new(),
                });
            }
            Event::RulingChanged(change) => {
                let file = self
                    .rulings
                    .iter_mut()
                    .find(|file| file.ruling.id == change.ruling);
                file.ok_or(unknown)?.changes.push(change.clone());
            }
            Event::PlaceChanged { place, from_on, .. } => {
                self.places.push(Stay {
                    organisation: *place,
                    from_on: *from_on,
                });
            }
            Event::SupervisionChanged {
                supervising, from_on, ..
            } => {
                self.supervision.push(Stay {
                    organisation: *supervising,
                    from_on: *from_on,
                });
            }
            Event::RegimenPrescribed(regimen) => self.regimens.push(entry(regimen.clone())),
            Event::DoseGiven(dose) => self.doses.push(Entry::new(dose.clone(), recorded)),
            Event::DoseNotGiven(record) => self.not_given.push(Entry::new(record.clone(), recorded)),
            Event::LateDoseDecided(decision) => {
                self.late_decisions.push(Entry::new(decision.clone(), recorded));
            }
            Event::IncidentReported(incident) => self.incidents.push(Entry::new(incident.clone(), recorded)),
            Event::HoldPlaced(placed) => self.holds.push(Hold {
                placed: placed.clone(),
                by: recorded.by.clone(),
                until_on: placed.until_on,
                confirmed: Vec::new(),
                lifted_on: None,
            }),
            Event::HoldConfirmed {
                hold,
                confirmed_on,
                until_on,
                ..
            } => {
                let hold = self.hold_mut(*hold).ok_or(unknown)?;
                hold.confirmed.push(*confirmed_on);
                hold.until_on = *until_on;
            }
            Event::HoldLifted { hold, lifted_on, .. } => {
                self.hold_mut(*hold).ok_or(unknown)?.lifted_on = Some(*lifted_on);
            }
            Event::RecordAmended { corrected, reason } => self.amend(corrected, reason).ok_or(unknown)?,
            Event::RecordVoided { record, reason } => self.void(*record, reason).ok_or(unknown)?,
            Event::AlertRaised { .. }
            | Event::NoticeSent { .. }
            | Event::NoticeAcknowledged { .. }
            | Event::AlertRedirected { .. }
            | Event::AlertReopened { .. }
            | Event::AlertResolved { .. } => self.apply_to_alert(recorded).ok_or(unknown)?,
        }
        if recorded.event.moves_dates() {
            self.dates_known_at = recorded.recorded_at;
        }
        self.version = recorded.seq;
        Ok(())
    }

    fn amend(&mut self, corrected: &Corrected, reason: &str) -> Option<()> {
        match corrected {
            Corrected::Dose(dose) => {
                self.doses
                    .iter_mut()
                    .find(|entry| entry.content.id == dose.id)?
                    .replace(dose.clone(), reason);
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
        let dose = self
            .doses
            .iter_mut()
            .find(|entry| entry.content.id == record)
            .map(|e| &mut e.voided);
        let not_given = self
            .not_given
            .iter_mut()
            .find(|entry| entry.content.id == record)
            .map(|e| &mut e.voided);
        let decision = self
            .late_decisions
            .iter_mut()
            .find(|entry| entry.content.id == record)
            .map(|e| &mut e.voided);
        let incident = self
            .incidents
            .iter_mut()
            .find(|entry| entry.content.id == record)
            .map(|e| &mut e.voided);
        let voided = dose.or(not_given).or(decision).or(incident)?;
        *voided = Some(reason.to_owned());
        Some(())
    }

    fn apply_to_alert(&mut self, recorded: &Recorded) -> Option<()> {
        let at = recorded.recorded_at;
        match &recorded.event {
            Event::AlertRaised {
                alert,
                kind,
                cycle,
                cause,
                due_at,
                ladder,
            } => self.alerts.push(Alert {
                id: *alert,
                kind: *kind,
                cycle: *cycle,
                cause: cause.clone(),
                ladder: ladder.clone(),
                climbs_from: *due_at,
                due_at: *due_at,
                raised_at: at,
                state: AlertState::Climbing { next: 0 },
                notices: Vec::new(),
                answers: Vec::new(),
                climb_begins: 0,
            }),
            Event::NoticeSent { alert, notice, hop } => {
                let alert = self.alert_mut(*alert)?;
                alert.notices.push(Notice {
                    kind: *notice,
                    hop: hop.clone(),
                });
                if *notice == NoticeKind::Climb {
                    alert.state = AlertState::Climbing { next: hop.step + 1 };
                }
            }
            Event::NoticeAcknowledged {
                alert,
                step,
                answer,
                rests,
                acknowledged_at,
            } => {
                let alert = self.alert_mut(*alert)?;
                alert.answers.push(Acknowledged {
                    step: *step,
                    by: recorded.by.clone(),
                    at: *acknowledged_at,
                    answer: answer.clone(),
                });
                if *rests {
                    alert.state = AlertState::Acknowledged {
                        at: *acknowledged_at,
                        step: *step,
                    };
                }
            }
            Event::AlertRedirected {
                alert,
                cause,
                due_at,
                restart,
            } => {
                let alert = self.alert_mut(*alert)?;
                alert.cause = cause.clone();
                if *restart {
                    alert.climb_from(*due_at, 0);
                }
            }
            Event::AlertReopened {
                alert,
                cause,
                due_at,
                step,
            } => {
                let alert = self.alert_mut(*alert)?;
                alert.cause = cause.clone();
                alert.climb_from(*due_at, *step);
            }
            Event::AlertResolved {
                alert,
                because,
                resolved_at,
            } => {
                self.alert_mut(*alert)?.state = AlertState::Resolved {
                    at: *resolved_at,
                    because: *because,
                };
            }
            _ => return None,
        }
        Some(())
    }

    fn hold_mut(&mut self, id: RecordId) -> Option<&mut Hold> {
        self.holds.iter_mut().find(|hold| hold.placed.id == id)
    }

    fn alert_mut(&mut self, id: AlertId) -> Option<&mut Alert> {
        self.alerts.iter_mut().find(|alert| alert.id == id)
    }

    /// What the rulings allow on a day; `None` while there is none.
    #[must_use]
    pub fn standing_on(&self, day: NaiveDate) -> Option<Standing> {
        standing_on(&self.rulings, day)
    }

    /// The organisation responsible on a day.
    #[must_use]
    pub fn place_on(&self, day: NaiveDate) -> Option<OrganisationId> {
        stay_on(&self.places, day)
    }

    /// Ended by its term or by a court: nothing is planned, and supervision no longer sees it. Derived, so a
    /// ruling that arrives late brings the case back by itself.
    #[must_use]
    pub fn ended_on(&self, day: NaiveDate) -> bool {
        self.standing_on(day).is_some_and(|standing| standing.ended())
    }

    /// The supervising body on a day.
    #[must_use]
    pub fn supervising_on(&self, day: NaiveDate) -> Option<OrganisationId> {
        stay_on(&self.supervision, day)
    }

    /// Doses that count, in the order they happened. The order in which they were written down is no matter.
    #[must_use]
    pub fn doses_in_effect(&self) -> Vec<&Entry<DoseGiven>> {
        let mut doses: Vec<_> = self.doses.iter().filter(|entry| entry.voided.is_none()).collect();
        doses.sort_by_key(|entry| (entry.content.occurred_at, entry.content.cycle));
        doses
    }

    /// The dose that discharged a cycle.
    #[must_use]
    pub fn dose_of(&self, cycle: u32) -> Option<&Entry<DoseGiven>> {
        self.doses
            .iter()
            .find(|entry| entry.voided.is_none() && entry.content.cycle == cycle)
    }

    /// A record that can be corrected.
    #[must_use]
    pub fn record(&self, id: RecordId) -> Option<RecordOf<'_>> {
        let doses = self
            .doses
            .iter()
            .map(|entry| (entry.content.id, entry.as_record(Some(entry.content.cycle))));
        let not_given = self
            .not_given
            .iter()
            .map(|entry| (entry.content.id, entry.as_record(Some(entry.content.cycle))));
        let decisions = self
            .late_decisions
            .iter()
            .map(|entry| (entry.content.id, entry.as_record(Some(entry.content.cycle))));
        let incidents = self
            .incidents
            .iter()
            .map(|entry| (entry.content.id, entry.as_record(None)));
        let mut all = doses.chain(not_given).chain(decisions).chain(incidents);
        all.find(|(known, _)| *known == id).map(|(_, record)| record)
    }

    /// The latest record, by when it happened, that a cycle's dose was not given.
    #[must_use]
    pub fn latest_not_given(&self, cycle: u32) -> Option<&Entry<DoseNotGiven>> {
        self.not_given
            .iter()
            .filter(|entry| entry.voided.is_none() && entry.content.cycle == cycle)
            .max_by_key(|entry| (entry.content.occurred_at, entry.content.id))
    }

    /// The regimen to follow.
    #[must_use]
    pub fn regimen(&self) -> Option<&Regimen> {
        self.regimens.last().map(|entry| &entry.content)
    }

    /// The hold that stops a dose at an instant.
    #[must_use]
    pub fn hold_at(&self, at: DateTime<Utc>, day: NaiveDate) -> Option<&Hold> {
        self.holds.iter().find(|hold| hold.stops(at, day))
    }

    /// The live or past alert of an obligation.
    #[must_use]
    pub fn alert_of(&self, key: (Kind, u32)) -> Option<&Alert> {
        self.alerts.iter().find(|alert| alert.key() == key)
    }

    /// Every day on which what the rulings allow may turn.
    pub(super) fn turning_days(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        let rulings = self.rulings.iter().flat_map(RulingFile::turning_days);
        let stays = self
            .places
            .iter()
            .chain(&self.supervision)
            .map(|stay| stay.from_on);
        rulings
            .chain(stays)
            .chain(self.holds.iter().filter_map(|hold| hold.lifted_on))
    }
}

fn stay_on(stays: &[Stay], day: NaiveDate) -> Option<OrganisationId> {
    let begun = stays.iter().enumerate().filter(|(_, stay)| stay.from_on <= day);
    let current = begun
        .max_by_key(|(order, stay)| (stay.from_on, *order))
        .map(|(_, stay)| stay);
    current.or(stays.first()).map(|stay| stay.organisation)
}

impl<T> Entry<T> {
    fn new(content: T, recorded: &Recorded) -> Self {
        Self {
            content,
            seq: recorded.seq,
            by: recorded.by.clone(),
            recorded_at: recorded.recorded_at,
            earlier: Vec::new(),
            voided: None,
        }
    }

    fn as_record(&self, cycle: Option<u32>) -> RecordOf<'_> {
        RecordOf {
            by: &self.by,
            cycle,
            voided: self.voided.is_some(),
        }
    }

    fn replace(&mut self, content: T, reason: &str) {
        let before = std::mem::replace(&mut self.content, content);
        self.earlier.push((before, reason.to_owned()));
    }
}
