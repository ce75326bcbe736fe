//! What happened, the newest first: each thing with when it happened, when it was written down, and by whom.

mod corrected;
mod court;
mod lines;
mod paper;
mod papers;
pub(in crate::web::pages) mod passage;
mod records;

pub(in crate::web::pages) use corrected::{as_it_stands, changed_lines, corrected_since};
pub(in crate::web::pages) use court::flare_line;
pub(in crate::web::pages) use lines::lines;
pub(in crate::web::pages) use papers::days_of;
pub(in crate::web::pages) use records::dose_details;

use super::View;
use crate::access::{Action, Context};
use crate::domain::event::{Event, Recorded, Recorder};
use crate::domain::ids::{RecordId, RulingId};
use crate::domain::roster::Found;
use crate::domain::ruling::{RulingFile, Standing};
use crate::domain::time::Now;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::pages::ruling_history::{struck_out, void_link};
use crate::web::views::case_file::{Entry, Voided};
use crate::web::views::parts::{Link, Moment};
use crate::web::visit::Visit;
use chrono::{DateTime, Utc};
use corrected::changed;

/// What a reader may see of the history, the newest first.
pub(super) fn shown(file: &CaseFile, view: View) -> impl Iterator<Item = &Recorded> {
    let newest_first = file.history.iter().rev();
    newest_first.filter(move |recorded| view == View::Clinical || of_registry(&recorded.event))
}

/// The papers; nothing of the treatment.
fn of_registry(event: &Event) -> bool {
    matches!(
        event,
        Event::CaseOpened(_)
            | Event::RulingRecorded(_)
            | Event::RulingChanged(_)
            | Event::RulingStepVoided(_)
            | Event::RulingAmended(_)
            | Event::PersonCorrected(_)
            | Event::PlaceChanged { .. }
            | Event::SupervisionChanged { .. }
            | Event::SubmittedToCourt(_)
            | Event::CourtDeclined(_)
            | Event::CaseEnded(_)
            | Event::EndTold(_)
            | Event::EndLetterWithdrawn { .. }
            | Event::Warned(_)
            | Event::ImportUndone(_)
            | Event::CasesMerged(_)
            | Event::CasesParted(_)
    ) || passage::of_registry(event)
}

/// What an event is about, for a reader who looks for one thing in a history of years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// What was done, found and decided in the treatment.
    Treatment,
    /// The court's papers, places, supervision.
    Papers,
    /// Alerts, who was told, who answered, and warnings.
    Notices,
}

impl Part {
    /// Every part, in the order screens offer them.
    pub(super) const ALL: [Self; 3] = [Self::Treatment, Self::Papers, Self::Notices];

    /// Its name in addresses, and the end of its text key.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Treatment => "treatment",
            Self::Papers => "papers",
            Self::Notices => "notices",
        }
    }

    /// The part with this name.
    pub(super) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }

    /// The part to which an event belongs.
    pub(super) fn of(event: &Event) -> Self {
        match event {
            Event::AlertRaised { .. }
            | Event::NoticeSent { .. }
            | Event::NoticeAcknowledged { .. }
            | Event::AlertRedirected { .. }
            | Event::AlertReopened { .. }
            | Event::AlertRested { .. }
            | Event::AlertResolved { .. }
            | Event::Warned(_) => Self::Notices,
            paper if of_registry(paper) => Self::Papers,
            _ => Self::Treatment,
        }
    }
}

/// Everything an entry says of itself, whatever it is about.
fn said(visit: &Visit<'_>, file: &CaseFile, recorded: &Recorded, view: View) -> Vec<Words> {
    court::lines(visit, file, recorded, view)
        .or_else(|| passage::lines(visit, file, &recorded.event, view))
        .unwrap_or_else(|| lines(visit, file, &recorded.event))
}

/// The same for a reader who may know all of it.
pub(in crate::web::pages) fn said_in_full(
    visit: &Visit<'_>,
    file: &CaseFile,
    recorded: &Recorded,
) -> Vec<Words> {
    said(visit, file, recorded, View::Clinical)
}

/// One entry.
pub(super) fn entry(visit: &Visit<'_>, file: &CaseFile, recorded: &Recorded, view: View) -> Entry {
    let zone = file.now.zone;
    let recorded = &as_it_stands(file, recorded);
    let occurred_at = recorded.event.occurred_at().unwrap_or(recorded.recorded_at);
    let ruling = cited(file, recorded, occurred_at);
    let record = record_of(&recorded.event);
    Entry {
        title: Words::key(format!("event-{}", recorded.event.verb())),
        lines: said(visit, file, recorded, view)
            .into_iter()
            .chain(corrected_since(file, &recorded.event))
            .chain(
                record
                    .into_iter()
                    .flat_map(|(record, _)| paper::marks(file, record)),
            )
            .collect(),
        changes: changed(visit, file, recorded),
        details: match &recorded.event {
            Event::DoseGiven(dose) => dose_details(visit, file, dose),
            _ => Vec::new(),
        },
        occurred_at: Moment::new(occurred_at, zone),
        recorded_at: Moment::new(recorded.recorded_at, zone),
        who: recorder(visit, file, &recorded.by),
        ruling,
        voided: record
            .and_then(|(record, _)| voided(file, record))
            .or_else(|| step_voided(file, recorded)),
        links: match (&recorded.event, record) {
            (Event::RulingChanged(change), _) => {
                void_link(visit, file, recorded, change).into_iter().collect()
            }
            (_, Some(record)) => links(visit, file, record, &recorded.by),
            _ => Vec::new(),
        },
    }
}

/// The ruling on which an entry rests, with the version of it that spoke then: of a court's paper itself that ruling, of all
/// else the one in force at its minute.
fn cited(file: &CaseFile, recorded: &Recorded, occurred_at: DateTime<Utc>) -> Option<Words> {
    let (known, version) = of_itself(file, recorded).or_else(|| in_force(file, occurred_at))?;
    let version = i64::try_from(version).unwrap_or(i64::MAX);
    Some(
        Words::key("ruling-version")
            .words("number", Words::plain(known.ruling.number.clone()))
            .number("version", version),
    )
}

/// What is written down of a ruling speaks of it whether it is in force or not, and so does the opening with it.
fn of_itself<'a>(file: &'a CaseFile, recorded: &Recorded) -> Option<(&'a RulingFile, usize)> {
    let (ruling, on) = match &recorded.event {
        Event::CaseOpened(_) => {
            let mut papers = file.case.rulings.iter();
            return Some((papers.find(|known| known.recorded_at == recorded.recorded_at)?, 1));
        }
        Event::RulingRecorded(ruling) => return Some((ruling_of(file, ruling.id)?, 1)),
        Event::RulingChanged(change) => (change.ruling, change.effective_on),
        Event::RulingStepVoided(struck) => (struck.ruling, struck.voided_on),
        Event::RulingAmended(amended) => (amended.ruling.id, amended.amended_on),
        _ => return None,
    };
    let known = ruling_of(file, ruling)?;
    Some((known, known.version_on(on)))
}

/// The ruling that allowed treatment at a minute, and the version of it that spoke on that day.
fn in_force(file: &CaseFile, at: DateTime<Utc>) -> Option<(&RulingFile, usize)> {
    let then = Now {
        instant: at,
        ..file.now
    };
    let Standing::InForce { ruling, .. } = file.case.standing_at(&then)? else {
        return None;
    };
    let known = ruling_of(file, ruling)?;
    Some((known, known.version_on(then.today())))
}

fn ruling_of(file: &CaseFile, id: RulingId) -> Option<&RulingFile> {
    file.case.rulings.iter().find(|known| known.ruling.id == id)
}

/// That a step of a ruling was struck out.
fn step_voided(file: &CaseFile, recorded: &Recorded) -> Option<Voided> {
    Some(Voided {
        reason: Words::plain(struck_out(file, recorded)?),
        link: None,
    })
}

/// The correctable record an event made, with the ways of correcting it. A decision or an incident is only ever
/// struck out.
pub(in crate::web::pages) fn record_of(
    event: &Event,
) -> Option<(RecordId, &'static [(Action, &'static str)])> {
    const ALL: &[(Action, &str)] = &[(Action::AmendRecord, "amend"), (Action::VoidRecord, "void")];
    const VOID: &[(Action, &str)] = &[(Action::VoidRecord, "void")];
    match event {
        Event::DoseGiven(dose) => Some((dose.id, ALL)),
        Event::DoseNotGiven(record) => Some((record.id, ALL)),
        Event::LateDoseDecided(decided) => Some((decided.id, VOID)),
        Event::IncidentReported(incident) => Some((incident.id, VOID)),
        Event::ClearanceRecorded(clearance) => Some((clearance.id, VOID)),
        Event::PersonInformed(told) => Some((told.id, VOID)),
        Event::ReactionReported(reaction) => Some((reaction.id, VOID)),
        Event::ContraindicationFound(found) => Some((found.id, VOID)),
        Event::CaseEnded(ended) => Some((ended.id, VOID)),
        Event::AftercarePlanned(planned) => Some((planned.id, VOID)),
        Event::ExamRecorded(exam) => Some((exam.id, VOID)),
        Event::ResultsRecorded(slip) => Some((slip.id, VOID)),
        Event::ResultJudged(judgement) => Some((judgement.id, VOID)),
        Event::ReactionEnded(outcome) => Some((outcome.id, VOID)),
        Event::ReleaseDateSet(set) => Some((set.id, VOID)),
        Event::ReleaseDayUnknown(said) => Some((said.id, VOID)),
        Event::MaterialsSent(sent) => Some((sent.id, VOID)),
        Event::RulingForwarded(sent) => Some((sent.id, VOID)),
        Event::ReleaseNoticeSent(sent) => Some((sent.id, VOID)),
        Event::PersonCame(came) => Some((came.id, VOID)),
        Event::AddressReported(address) => Some((address.id, VOID)),
        Event::AbsenceAsked(asked) => Some((asked.id, VOID)),
        Event::AbsenceAnswered(answer) => Some((answer.id, VOID)),
        Event::DoseDayAgreed(agreed) => Some((agreed.id, VOID)),
        Event::UnavailabilityRecorded(known) => Some((known.id, VOID)),
        Event::UnavailabilityReviewed(seen) => Some((seen.id, VOID)),
        Event::CurfewSet(curfew) => Some((curfew.id, VOID)),
        Event::RestrictionSet(known) => Some((known.id, VOID)),
        Event::PersonTurnedUp(seen) => Some((seen.id, VOID)),
        Event::PersonLost(lost) => Some((lost.id, VOID)),
        Event::SearchReported(report) => Some((report.id, VOID)),
        _ => None,
    }
}

fn voided(file: &CaseFile, record: RecordId) -> Option<Voided> {
    let reason = voided_because(file, record)?;
    Some(Voided {
        reason: Words::plain(reason),
        link: paper::moved_to(file, record),
    })
}

fn voided_because(file: &CaseFile, record: RecordId) -> Option<String> {
    let case = &file.case;
    reason_of(&case.doses, |dose| dose.id == record)
        .or_else(|| reason_of(&case.not_given, |not_given| not_given.id == record))
        .or_else(|| reason_of(&case.late_decisions, |decided| decided.id == record))
        .or_else(|| reason_of(&case.incidents, |incident| incident.id == record))
        .or_else(|| reason_of(&case.clearances, |clearance| clearance.id == record))
        .or_else(|| reason_of(&case.informed, |told| told.id == record))
        .or_else(|| reason_of(&case.reactions, |reaction| reaction.id == record))
        .or_else(|| reason_of(&case.contraindications, |found| found.id == record))
        .or_else(|| reason_of(&case.departures, |ended| ended.id == record))
        .or_else(|| reason_of(&case.aftercare, |planned| planned.id == record))
        .or_else(|| reason_of(&case.exams, |exam| exam.id == record))
        .or_else(|| reason_of(&case.slips, |slip| slip.id == record))
        .or_else(|| reason_of(&case.judgements, |judgement| judgement.id == record))
        .or_else(|| reason_of(&case.reaction_outcomes, |outcome| outcome.id == record))
        .or_else(|| case.passage.struck_because(record).map(str::to_owned))
}

/// Why the record an event made was struck out, where it was.
pub(in crate::web::pages) fn voided_of(file: &CaseFile, recorded: &Recorded) -> Option<String> {
    match record_of(&recorded.event) {
        Some((record, _)) => voided_because(file, record),
        None => struck_out(file, recorded),
    }
}

fn reason_of<T>(entries: &[crate::domain::case::Entry<T>], is: impl Fn(&T) -> bool) -> Option<String> {
    let entry = entries.iter().find(|entry| is(&entry.content))?;
    entry.voided.clone()
}

fn links(
    visit: &Visit<'_>,
    file: &CaseFile,
    (record, ways): (RecordId, &[(Action, &str)]),
    by: &Recorder,
) -> Vec<Link> {
    if voided(file, record).is_some() {
        return Vec::new();
    }
    let context = Context {
        recorded_at: file.organisation_of(by),
        ..Context::default()
    };
    let resource = file.facts.clone().into();
    let path = format!("/cases/{}/records/{record}", file.case.id);
    let compare = paper::compare(visit, file, record);
    ways.iter()
        .filter(|(action, _)| visit.desk.allows(visit.actor(), *action, &resource, &context))
        .map(|(action, step)| Link::new(format!("{path}/{step}"), Words::key(format!("{action}-action"))))
        .chain(compare)
        .chain(paper::elsewhere(visit, file, record))
        .collect()
}

/// Who wrote something down.
pub(in crate::web::pages) fn recorder(visit: &Visit<'_>, file: &CaseFile, by: &Recorder) -> Words {
    let Some(member) = by.account().and_then(|account| file.member(account)) else {
        return Words::key("recorder-system");
    };
    let found = Found {
        organisation: member.organisation,
        role: member.role.clone(),
        account: Some(member.id),
        gap: None,
    };
    match file.institution(member.organisation) {
        Some(_) => super::ladder::who(visit, file, &found),
        None => Words::plain(member.name.clone()),
    }
}
