//! What happened, the newest first: each thing with when it happened, when it was written down, and by whom.

mod court;
mod paper;
mod papers;
pub(in crate::web::pages) mod passage;
mod records;

use super::{View, before, complaints, reviews};
use crate::access::{Action, Context};
use crate::domain::alert::NoticeKind;
use crate::domain::event::{Corrected, Event, Merged, Recorded, Recorder};
use crate::domain::ids::{OrganisationId, RecordId};
use crate::domain::roster::Found;
use crate::domain::ruling::Standing;
use crate::domain::time::civil_date;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::pages::alerts::fill::{act_words, answer_words};
use crate::web::pages::ruling_history::{struck_out, void_link};
use crate::web::views::case_file::{Change, Entry, Voided};
use crate::web::views::parts::{Link, Moment};
use crate::web::visit::Visit;
use chrono::NaiveDate;
pub(in crate::web::pages) use court::flare_line;
pub(in crate::web::pages) use records::dose_details;
use records::{changes, dose_lines, not_given_lines};
use std::borrow::Cow;

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

/// What was recorded, as its corrections left it. The old values stand in the entries of the corrections.
pub(in crate::web::pages) fn as_it_stands<'f>(file: &CaseFile, recorded: &'f Recorded) -> Cow<'f, Recorded> {
    let event = match &recorded.event {
        Event::DoseGiven(dose) => {
            standing(&file.case.doses, |known| known.id == dose.id).map(Event::DoseGiven)
        }
        Event::DoseNotGiven(record) => {
            standing(&file.case.not_given, |known| known.id == record.id).map(Event::DoseNotGiven)
        }
        Event::RulingRecorded(ruling) => {
            let mut rulings = file.case.rulings.iter();
            let known = rulings.find(|known| known.ruling.id == ruling.id && !known.earlier.is_empty());
            known.map(|known| Event::RulingRecorded(known.ruling.clone()))
        }
        _ => None,
    };
    event.map_or(Cow::Borrowed(recorded), |event| {
        Cow::Owned(Recorded {
            event,
            ..recorded.clone()
        })
    })
}

fn standing<T: Clone>(entries: &[crate::domain::case::Entry<T>], is: impl Fn(&T) -> bool) -> Option<T> {
    let entry = entries.iter().find(|entry| is(&entry.content))?;
    (!entry.earlier.is_empty()).then(|| entry.content.clone())
}

/// That a record was corrected, and when last.
pub(in crate::web::pages) fn corrected_since(file: &CaseFile, event: &Event) -> Option<Words> {
    let corrects = |known: &&Recorded| match (event, &known.event) {
        (Event::DoseGiven(dose), Event::RecordAmended { corrected, .. }) => corrected.id() == dose.id,
        (Event::DoseNotGiven(record), Event::RecordAmended { corrected, .. }) => corrected.id() == record.id,
        (Event::RulingRecorded(ruling), Event::RulingAmended(amended)) => amended.ruling.id == ruling.id,
        _ => false,
    };
    let last = file.history.iter().rfind(corrects)?;
    let on = civil_date(last.recorded_at, file.now.zone);
    Some(Words::key("corrected-since").date("on", on))
}

/// What a correction changed, in lines, for the person himself: whoever merely stood by is not named to him.
pub(in crate::web::pages) fn changed_lines(
    visit: &Visit<'_>,
    file: &CaseFile,
    recorded: &Recorded,
) -> Vec<Words> {
    let changed = changed(visit, file, recorded).into_iter();
    changed
        .filter(|change| change.label != Words::key("present"))
        .map(|change| {
            Words::key("change-line")
                .words("label", change.label)
                .words("old", change.old)
                .words("new", change.new)
        })
        .collect()
}

/// What a correction changed: each value as it was and as it is.
fn changed(visit: &Visit<'_>, file: &CaseFile, recorded: &Recorded) -> Vec<Change> {
    match &recorded.event {
        Event::RecordAmended { corrected, .. } => changes(visit, file, recorded, corrected),
        Event::RulingAmended(amended) => papers::ruling_changes(file, recorded, amended),
        Event::PersonCorrected(corrected) => papers::person_changes(visit, file, corrected),
        _ => Vec::new(),
    }
}

/// One entry.
pub(super) fn entry(visit: &Visit<'_>, file: &CaseFile, recorded: &Recorded, view: View) -> Entry {
    let zone = file.now.zone;
    let recorded = &as_it_stands(file, recorded);
    let occurred_at = recorded.event.occurred_at().unwrap_or(recorded.recorded_at);
    let ruling = cited(file, civil_date(occurred_at, zone));
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

/// The ruling in force on a day, with the version of it that spoke then.
fn cited(file: &CaseFile, day: NaiveDate) -> Option<Words> {
    let Standing::InForce { ruling, .. } = file.case.standing_on(day)? else {
        return None;
    };
    let known = file.case.rulings.iter().find(|known| known.ruling.id == ruling)?;
    let version = i64::try_from(known.version_on(day)).unwrap_or(i64::MAX);
    Some(
        Words::key("ruling-version")
            .words("number", Words::plain(known.ruling.number.clone()))
            .number("version", version),
    )
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
fn record_of(event: &Event) -> Option<(RecordId, &'static [(Action, &'static str)])> {
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
        Event::MaterialsSent(sent) => Some((sent.id, VOID)),
        Event::RulingForwarded(sent) => Some((sent.id, VOID)),
        Event::ReleaseNoticeSent(sent) => Some((sent.id, VOID)),
        Event::PersonCame(came) => Some((came.id, VOID)),
        Event::AddressReported(address) => Some((address.id, VOID)),
        Event::AbsenceAsked(asked) => Some((asked.id, VOID)),
        Event::AbsenceAnswered(answer) => Some((answer.id, VOID)),
        Event::UnavailabilityRecorded(known) => Some((known.id, VOID)),
        Event::UnavailabilityReviewed(seen) => Some((seen.id, VOID)),
        Event::CurfewSet(curfew) => Some((curfew.id, VOID)),
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

/// The details of an event, one line each.
pub(in crate::web::pages) fn lines(visit: &Visit<'_>, file: &CaseFile, event: &Event) -> Vec<Words> {
    let plain = |text: &str| Some(Words::plain(text.to_owned())).filter(|_| !text.is_empty());
    let place = |id: OrganisationId| {
        file.institution(id)
            .map(|known| Words::Localised(known.name.clone()))
    };
    match event {
        Event::CaseOpened(opened) => place(opened.place).into_iter().collect(),
        Event::RulingRecorded(ruling) => vec![Words::plain(format!("{} № {}", ruling.court, ruling.number))],
        Event::PlaceChanged {
            place: id,
            from_on,
            reason,
        }
        | Event::SupervisionChanged {
            supervising: id,
            from_on,
            reason,
        } => {
            let from = Words::key("effective-from").date("on", *from_on);
            place(*id)
                .into_iter()
                .chain([from])
                .chain(plain(reason))
                .collect()
        }
        Event::ClearanceRecorded(clearance) => before::clearance(visit, clearance),
        Event::PersonInformed(told) => before::informed(visit, told),
        Event::RegimenPrescribed(regimen) => {
            let protocol = visit.desk.rules().protocol(&regimen.protocol, regimen.version);
            let name = protocol.map(|protocol| Words::Localised(protocol.name.clone()));
            let first = Words::key("why-first-dose-on").date("on", regimen.first_on);
            name.into_iter()
                .chain([first])
                .chain(plain(&regimen.reason))
                .chain(court::change_lines(regimen))
                .collect()
        }
        Event::DoseGiven(dose) => dose_lines(visit, dose),
        Event::DoseNotGiven(record) => not_given_lines(visit, record),
        Event::LateDoseDecided(decided) => {
            let key = if decided.give {
                "late-dose-give"
            } else {
                "late-dose-withhold"
            };
            std::iter::once(Words::key(key))
                .chain(plain(&decided.words))
                .chain(court::flare_line(decided.flare_cover.as_ref()))
                .collect()
        }
        Event::HoldPlaced(hold) => {
            let until = hold.until_on.map(|on| Words::key("until-date").date("on", on));
            until.into_iter().chain(plain(&hold.reason)).collect()
        }
        Event::HoldConfirmed { until_on, words, .. } => {
            let until = until_on.map(|on| Words::key("until-date").date("on", on));
            until.into_iter().chain(plain(words)).collect()
        }
        Event::HoldLifted { words, .. } => plain(words).into_iter().collect(),
        Event::RecordAmended { corrected, reason } => {
            let cycle = match corrected {
                Corrected::Dose(dose) => dose.cycle,
                Corrected::NotGiven(record) => record.cycle,
            };
            let because = Words::key("amended-because").words("words", reason.as_str());
            vec![Words::key("dose-number").number("n", i64::from(cycle)), because]
        }
        Event::RecordVoided { reason, .. } => plain(reason).into_iter().collect(),
        Event::IncidentReported(incident) => {
            let kind = Words::key(format!("incident-{}", incident.kind.code()));
            std::iter::once(kind).chain(plain(&incident.words)).collect()
        }
        Event::Supply(fact) => super::supply_of::lines(visit, file, fact),
        Event::ComplaintLodged(complaint) => complaints::lodged(visit, file, complaint),
        Event::ComplaintAnswered(answer) => complaints::answered(visit, file, answer),
        Event::IncidentReviewed(review) => plain(&review.words).into_iter().collect(),
        Event::EntryTranscribed(typed) => paper::transcribed(typed),
        Event::HistoryImported(from) => vec![
            Words::key("import-row").number("n", i64::from(from.row)),
            Words::key("import-doses").number("n", i64::try_from(from.records.len()).unwrap_or(i64::MAX)),
        ],
        Event::ImportUndone(undone) => plain(&undone.words).into_iter().collect(),
        Event::CasesMerged(merged) => {
            let other = Words::key(match merged.here {
                Merged::Leads => "merged-leads",
                Merged::Rests => "merged-rests",
            });
            std::iter::once(other.words("other", merged.other_reference.clone()))
                .chain(plain(&merged.words))
                .collect()
        }
        Event::CasesParted(parted) => plain(&parted.words).into_iter().collect(),
        Event::WrongPersonReported(reported) => {
            let other =
                Words::key("wrong-person-other-case").words("other", reported.other_reference.clone());
            std::iter::once(other).chain(plain(&reported.words)).collect()
        }
        Event::WrongPersonSettled(settled) => {
            let said = if settled.confirmed {
                "wrong-person-confirm"
            } else {
                "wrong-person-decline"
            };
            std::iter::once(Words::key(said))
                .chain(plain(&settled.words))
                .collect()
        }
        Event::EntryVerified(verified) => plain(&verified.words).into_iter().collect(),
        Event::ReviewPaperFiled(_)
        | Event::ReviewDrafted(_)
        | Event::ReviewSigned(_)
        | Event::SubmittedToCourt(_)
        | Event::CourtDeclined(_) => reviews::lines(visit, event),
        event if passage::of_passage(event) => {
            passage::lines(visit, file, event, View::Clinical).unwrap_or_default()
        }
        _ => super::course_of::lines(visit, event).unwrap_or_else(|| alert_lines(visit, file, event)),
    }
}

fn alert_lines(visit: &Visit<'_>, file: &CaseFile, event: &Event) -> Vec<Words> {
    match event {
        Event::AlertRaised { alert, .. }
        | Event::AlertRedirected { alert, .. }
        | Event::AlertReopened { alert, .. }
        | Event::AlertRested { alert, .. } => {
            let known = file.case.alerts.iter().find(|known| known.id == *alert);
            known.map(super::alert_words).into_iter().collect()
        }
        Event::NoticeSent { notice, hop, .. } => {
            let found = Found {
                organisation: hop.organisation,
                role: hop.role.clone(),
                account: hop.account,
                gap: hop.gap,
            };
            let mut lines = vec![super::ladder::who(visit, file, &found)];
            if *notice == NoticeKind::Correction {
                lines.push(Words::key("notice-correction"));
            }
            lines.extend(hop.gap.map(|gap| Words::key(format!("gap-{}", gap.code()))));
            lines
        }
        Event::NoticeAcknowledged { answer, .. } => vec![
            answer_words(visit.desk.rules(), &answer.action),
            Words::plain(answer.words.clone()),
        ],
        Event::AlertActed { act, .. } => vec![
            act_words(visit.desk.rules(), &act.action),
            Words::plain(act.words.clone()),
            Words::key("on-date").date("on", act.done_on),
        ],
        Event::OfficerAssigned { officer, reason, .. } => {
            let name = file
                .member(*officer)
                .map(|member| Words::plain(member.name.clone()));
            name.into_iter().chain([Words::plain(reason.clone())]).collect()
        }
        Event::AlertResolved { because, .. } => vec![Words::key(format!("resolved-{}", because.code()))],
        _ => Vec::new(),
    }
}
