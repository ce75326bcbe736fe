//! Which facts open an incident by themselves, so that a physician looks at them: what `docs/clinical-course.md`,
//! `docs/drug-supply.md`, `docs/states.md`, `docs/merged-cases.md` and `docs/continuity.md` say, in the plainest words.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::court::Word;
use super::days::between;
use super::dose::{Next, allowed_so_late, followed, next};
use super::told::Told;
use crate::domain::event::{CasesMerged, Clearance, Corrected, DoseGiven, Event, IncidentKind, Recorded};
use crate::domain::ids::RecordId;
use crate::domain::rules::{Protocol, Rules};
use crate::domain::time::Now;
use crate::simulate::Broken;

/// What kind of incident, when, on which day; and whether something entered the body that stands nowhere else.
type Incident = (IncidentKind, DateTime<Utc>, NaiveDate, bool);

/// What a fact opens.
#[derive(Default)]
struct Opens {
    must: Vec<Incident>,
    /// What is neither asked for nor denied: in a case that was taken over by mistake.
    may: Vec<Incident>,
}

impl Opens {
    /// An incident about a dose, which is on record itself and counts already.
    fn about(&mut self, kind: IncidentKind, dose: &DoseGiven) {
        self.must.push((kind, dose.occurred_at, dose.given_on, false));
    }
}

/// What is wrong with the incidents that were opened by what was written down at once: the facts of a history from the place
/// `known` on, of which the first one is what somebody did. `unsound` are the doses among them from a pack that must not be
/// given, as the packs lay then.
#[must_use]
pub fn opened(
    (history, known): (&[Recorded], usize),
    unsound: &[RecordId],
    rules: &Rules,
    zone: Tz,
) -> Vec<Broken> {
    let (before, at_once) = history.split_at(known.min(history.len()));
    // What somebody reports of his own accord stands first, and follows from nothing.
    let Some((first, rest)) = at_once.split_first() else {
        return Vec::new();
    };
    let what = What { before, rules, zone };
    let opens = what.opens(first, unsound);
    let mut more = Vec::new();
    for recorded in rest {
        if let Event::IncidentReported(incident) = &recorded.event {
            let (at, on) = (incident.occurred_at, incident.occurred_on);
            more.push((incident.kind, at, on, incident.injected));
        }
    }
    let mut missing = Vec::new();
    for incident in opens.must {
        match more.iter().position(|reported| *reported == incident) {
            Some(at) => {
                more.remove(at);
            }
            None => missing.push(incident),
        }
    }
    more.retain(|reported| !opens.may.contains(reported));
    if missing.is_empty() && more.is_empty() {
        return Vec::new();
    }
    let promise = "an incident is opened when the rules say so";
    let found = format!("{missing:?} is missing, {more:?} is too much after {first:?}");
    vec![Broken::new(promise, found)]
}

/// What was on record before something was done.
struct What<'a> {
    before: &'a [Recorded],
    rules: &'a Rules,
    zone: Tz,
}

impl What<'_> {
    fn opens(&self, first: &Recorded, unsound: &[RecordId]) -> Opens {
        let mut opens = Opens::default();
        match &first.event {
            Event::DoseGiven(dose) => self.given((dose, first.recorded_at), unsound, &mut opens),
            Event::RecordAmended {
                corrected: Corrected::Dose(dose),
                ..
            } => self.moved(dose, &mut opens),
            Event::RecordVoided { record, .. } => self.struck_out(*record, &mut opens),
            Event::RulingChanged(_) | Event::RulingStepVoided(_) | Event::RulingAmended(_) => {
                self.uncovered(first, &mut opens);
            }
            // Whoever died or left was given nothing afterwards; somebody finds out what was meant.
            Event::CaseEnded(ended) => {
                for dose in Told::of(self.before).doses {
                    if dose.content.occurred_at > ended.ended_at {
                        opens.about(IncidentKind::DoseAfterEnd, dose.content);
                    }
                }
            }
            Event::CasesMerged(merged) => self.merged(merged, &mut opens),
            Event::PersonTurnedUp(seen) => {
                let kind = IncidentKind::TurnedUpElsewhere;
                opens.must.push((kind, seen.came_at, seen.came_on, false));
            }
            _ => {}
        }
        opens
    }

    /// A dose from a pack that must not be given, past its last day, or too long after it was mixed; and one that is written
    /// down while a physician or a court has stopped the doses, for a time before the stop.
    fn given(
        &self,
        (dose, written_at): (&DoseGiven, DateTime<Utc>),
        unsound: &[RecordId],
        opens: &mut Opens,
    ) {
        let told = Told::of(self.before);
        let limit = protocol_of(&told, dose, self.rules).and_then(|protocol| protocol.mixing.as_ref());
        let limit = limit.map(|mixing| TimeDelta::minutes(mixing.within_minutes.into()));
        let mixed = dose.mixed_at.zip(limit);
        let stale = mixed.is_some_and(|(mixed_at, limit)| dose.occurred_at - mixed_at > limit);
        if unsound.contains(&dose.id) || dose.expiry_on < dose.given_on || stale {
            opens.about(IncidentKind::UnsoundPack, dose);
        }
        let written = Now {
            instant: written_at,
            zone: self.zone,
        };
        let mut stopped = told.word_at(&written) == Word::Suspended;
        for hold in &told.holds {
            stopped = stopped || (hold.lifted.is_none() && dose.occurred_at < hold.placed_at);
        }
        if stopped {
            opens.about(IncidentKind::WrittenWhileHeld, dose);
        }
    }

    /// A dose happened at another time than was written down: without its papers, where it could not be planned, so late that a
    /// physician must decide and before he had, or too near to another one. Whatever else is found, a physician is asked once
    /// about one dose, and once about each day on which it is too near.
    fn moved(&self, dose: &DoseGiven, opens: &mut Opens) {
        let told = Told::of(self.before);
        let mut doses = told.doses.iter();
        let Some(was) = doses.find(|known| known.content.id == dose.id) else {
            return;
        };
        let was = was.content;
        let near = too_near(&told, dose, self.rules);
        let of_day = dose.id.of_incident_on(dose.given_on);
        if near && was.given_on != dose.given_on && !asked_about(&told, of_day) {
            opens.about(IncidentKind::IrregularDose, dose);
        }
        if asked_about(&told, dose.id.of_incident()) {
            return;
        }
        if loses(lacks(&told, was, None), lacks(&told, dose, None)) {
            opens.about(IncidentKind::IrregularDose, dose);
            return;
        }
        if near {
            return;
        }
        if told.undone_on.is_some() {
            let kind = IncidentKind::IrregularDose;
            opens.may.push((kind, dose.occurred_at, dose.given_on, false));
            return;
        }
        let against = self.against(dose);
        if against.is_some() && against != self.against(was) {
            opens.about(IncidentKind::IrregularDose, dose);
        }
    }

    /// Why a dose would not have been planned at the moment at which it was given; nothing where it would.
    fn against(&self, dose: &DoseGiven) -> Option<&'static str> {
        let known = self.bore_on(dose);
        let then = Now {
            instant: dose.occurred_at,
            zone: self.zone,
        };
        let told = Told::of(&known);
        let window = match next(&told, self.rules, &then) {
            Next::Due(window) if dose.given_on < window.opens_on => return Some("too-early"),
            Next::Due(window) => window,
            Next::None(reason) => return Some(reason),
        };
        let (_, protocol) = followed(&told, self.rules)?;
        let allowed = allowed_so_late(&told, protocol, (dose.cycle, window.target_on), &then);
        allowed.err().map(|_| "undecided")
    }

    /// What bore on a dose when it was given: nothing that happened, was examined or chosen only afterwards.
    fn bore_on(&self, dose: &DoseGiven) -> Vec<Recorded> {
        let mut known = Vec::new();
        let mut chosen = false;
        for recorded in self.before {
            let counts = match &recorded.event {
                Event::RegimenPrescribed(regimen) => {
                    let before = !chosen;
                    chosen = chosen || regimen.id == dose.regimen;
                    before
                }
                Event::IncidentReported(incident) => incident.occurred_at < dose.occurred_at,
                Event::ClearanceRecorded(clearance) => {
                    let that_day = clearance.examined_on == dose.given_on;
                    let written = recorded.recorded_at <= dose.occurred_at;
                    clearance.examined_on < dose.given_on || (that_day && written)
                }
                Event::DoseGiven(other) => other.cycle < dose.cycle,
                _ => true,
            };
            if counts {
                let mut recorded = recorded.clone();
                if let Event::CasesMerged(merged) = &mut recorded.event {
                    merged.doses.retain(|other| other.occurred_at < dose.occurred_at);
                }
                known.push(recorded);
            }
        }
        known
    }

    /// A paper is struck out without which a first dose may not be given.
    fn struck_out(&self, record: RecordId, opens: &mut Opens) {
        let told = Told::of(self.before);
        for dose in &told.doses {
            let dose = dose.content;
            let lost = loses(lacks(&told, dose, None), lacks(&told, dose, Some(record)));
            if lost && !asked_about(&told, dose.id.of_incident()) {
                opens.about(IncidentKind::IrregularDose, dose);
            }
        }
    }

    /// What a court did became known after a dose, or the register was wrong about a court's paper: at the minute of the dose
    /// there was no ruling in force, and nobody could know. Where a court had stopped execution for a while, it is said so.
    fn uncovered(&self, first: &Recorded, opens: &mut Opens) {
        let mut put_right = self.before.to_vec();
        put_right.push(first.clone());
        let (told, after) = (Told::of(self.before), Told::of(&put_right));
        for dose in &told.doses {
            let dose = dose.content;
            let then = Now {
                instant: dose.occurred_at,
                zone: self.zone,
            };
            let (was, is) = (told.word_at(&then), after.word_at(&then));
            if was == Word::InForce && is != Word::InForce {
                let kind = match is {
                    Word::Suspended => IncidentKind::SuspendedLater,
                    _ => IncidentKind::UncoveredLater,
                };
                opens.about(kind, dose);
            }
        }
    }

    /// Two cases are about one body: what was given there may have come too near to what was given here. The other case of
    /// these lives follows no drug, so that the least interval is that of the drug here.
    fn merged(&self, merged: &CasesMerged, opens: &mut Opens) {
        let told = Told::of(self.before);
        let least = followed(&told, self.rules).map_or(0, |(_, protocol)| protocol.minimum.days);
        let mut here = Vec::new();
        for dose in &told.doses {
            here.push(dose.content.given_on);
        }
        for (_, on) in &told.injected {
            here.push(*on);
        }
        for there in &merged.doses {
            let near = |on: &NaiveDate| between(*on, there.given_on).abs() < i64::from(least);
            if here.iter().any(near) {
                let kind = IncidentKind::SecondInjection;
                opens.must.push((kind, there.occurred_at, there.given_on, false));
            }
        }
    }
}

/// Was a physician asked about this already, whatever became of it?
pub(super) fn asked_about(told: &Told<'_>, incident: RecordId) -> bool {
    told.incidents.iter().any(|known| known.id == incident)
}

fn protocol_of<'r>(told: &Told<'_>, dose: &DoseGiven, rules: &'r Rules) -> Option<&'r Protocol> {
    let mut regimens = told.regimens.iter();
    let regimen = regimens.find(|regimen| regimen.id == dose.regimen)?;
    rules.protocol(&regimen.protocol, regimen.version)
}

/// Is a dose nearer to another of its drug than the rules of the later one allow?
pub(super) fn too_near(told: &Told<'_>, dose: &DoseGiven, rules: &Rules) -> bool {
    let mut near = false;
    for other in &told.doses {
        let other = other.content;
        if other.id == dose.id || other.product != dose.product {
            continue;
        }
        let days = between(other.given_on, dose.given_on);
        let later = if days < 0 { other } else { dose };
        let least = protocol_of(told, later, rules).map_or(0, |protocol| protocol.minimum.days);
        near = near || days.abs() < i64::from(least);
    }
    near
}

/// Which of its papers a dose lacks, one paper aside that is struck out: the word of a commission as it last stood on that day,
/// where it is the first of all; what the person was told, where it is the first of its drug.
pub(super) fn lacks(told: &Told<'_>, dose: &DoseGiven, without: Option<RecordId>) -> [bool; 2] {
    let (mut first_of_all, mut first_of_drug) = (true, true);
    for other in &told.doses {
        if other.content.cycle < dose.cycle {
            first_of_all = false;
            first_of_drug = first_of_drug && other.content.regimen != dose.regimen;
        }
    }
    let mut looked: Option<&Clearance> = None;
    for clearance in &told.clearances {
        let last = looked.is_none_or(|known| known.examined_on <= clearance.examined_on);
        if last && Some(clearance.id) != without && clearance.examined_on <= dose.given_on {
            looked = Some(clearance);
        }
    }
    let cleared = looked.is_some_and(|looked| looked.cleared);
    let mut informed = false;
    for about in &told.told_about {
        let counts = Some(about.id) != without && about.regimen == dose.regimen;
        informed = informed || (counts && about.told_on <= dose.given_on);
    }
    [first_of_all && !cleared, first_of_drug && !informed]
}

/// Is a paper lacking now that was there before?
fn loses(before: [bool; 2], after: [bool; 2]) -> bool {
    (after[0] && !before[0]) || (after[1] && !before[1])
}
