//! The person's own page: printed for him, in his language, whatever language the reader works in.
//!
//! He learns the names of those who treated, told, examined and decided. Of those who only looked he learns office
//! and day, and of those who merely stood by, nothing.

use super::alerts::fill::next_visit;
use super::case_head::{case_head, on, product};
use super::case_page::timeline::{
    as_it_stands, changed_lines, corrected_since, days_of, recorder, said_in_full, voided_of,
};
use super::record::known;
use crate::access::Action;
use crate::domain::event::{DoseGiven, Event, Recorded, SupplyFact};
use crate::domain::ids::{CaseId, OrganisationId};
use crate::domain::letter::{Fact, OwnEntry as PaperEntry, OwnLook, OwnRecord as OnPaper, OwnSection};
use crate::domain::localised::Localised;
use crate::domain::supervision::{Expected, Next};
use crate::domain::time::civil_date;
use crate::store::file::CaseFile;
use crate::store::reading::own_record::{Look as Looked, MOST, looks as looks_at};
use crate::text::{Language, Words, moment_compact};
use crate::web::faults::Fault;
use crate::web::views::own_record::{Look, OwnEntry, OwnRecord, Seal, Section};
use crate::web::views::parts::{Link, Moment, Row};
use crate::web::visit::{Html, Visit};
use chrono::NaiveDate;
use rocket::{Route, get, routes};

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    routes![own_record]
}

/// The parts of the page, in their order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Ordered,
    Given,
    Moved,
    Explained,
    Found,
    Reviewed,
    Complained,
}

const PARTS: [(Part, &str); 7] = [
    (Part::Ordered, "own-ordered"),
    (Part::Given, "own-given"),
    (Part::Moved, "own-moved"),
    (Part::Explained, "own-explained"),
    (Part::Found, "own-found"),
    (Part::Reviewed, "own-reviewed"),
    (Part::Complained, "own-complained"),
];

/// Where an event stands. Without a default arm: a new kind of event is not left out in silence.
fn part_of(event: &Event) -> Option<Part> {
    Some(match event {
        Event::CaseOpened(_)
        | Event::RulingRecorded(_)
        | Event::RulingChanged(_)
        | Event::RulingStepVoided(_)
        | Event::RulingAmended(_)
        | Event::PersonCorrected(_)
        | Event::PlaceChanged { .. }
        | Event::SupervisionChanged { .. }
        | Event::RegimenPrescribed(_)
        | Event::CourtDeclined(_)
        | Event::CaseEnded(_)
        | Event::EndTold(_)
        | Event::EndLetterWithdrawn { .. } => Part::Ordered,
        Event::DoseGiven(_)
        | Event::DoseNotGiven(_)
        | Event::RecordAmended { .. }
        | Event::RecordVoided { .. } => Part::Given,
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
        | Event::SearchReported(_) => Part::Moved,
        Event::PersonInformed(_) => Part::Explained,
        Event::ClearanceRecorded(_)
        | Event::IncidentReported(_)
        | Event::ExamRecorded(_)
        | Event::ResultsRecorded(_)
        | Event::ReactionReported(_)
        | Event::ReactionEnded(_)
        | Event::ContraindicationFound(_)
        | Event::HoldPlaced(_) => Part::Found,
        Event::IncidentReviewed(_)
        | Event::ResultJudged(_)
        | Event::ReviewPaperFiled(_)
        | Event::ReviewDrafted(_)
        | Event::ReviewSigned(_)
        | Event::SubmittedToCourt(_)
        | Event::AftercarePlanned(_)
        | Event::LateDoseDecided(_)
        | Event::HoldConfirmed { .. }
        | Event::HoldLifted { .. }
        | Event::ContraindicationOver { .. } => Part::Reviewed,
        Event::ComplaintLodged(_) | Event::ComplaintAnswered(_) => Part::Complained,
        // What a recalled lot means for his body is his; which hands a box passed through is not.
        Event::Supply(SupplyFact::RecallReached(_) | SupplyFact::RecallFollowedUp { .. }) => Part::Found,
        Event::Supply(_) => return None,
        // How offices remind each other is not about him; who looked stands in a part of its own.
        Event::Warned(_)
        | Event::AlertRaised { .. }
        | Event::NoticeSent { .. }
        | Event::NoticeAcknowledged { .. }
        | Event::AlertActed { .. }
        | Event::OfficerAssigned { .. }
        | Event::AlertRedirected { .. }
        | Event::AlertReopened { .. }
        | Event::AlertRested { .. }
        | Event::AlertResolved { .. }
        | Event::EntryTranscribed(_)
        | Event::EntryVerified(_)
        | Event::WrongPersonReported(_)
        | Event::WrongPersonSettled(_)
        | Event::HistoryImported(_)
        | Event::CasesMerged(_)
        | Event::CasesParted(_)
        | Event::ImportUndone(_) => return None,
    })
}

#[get("/cases/<id>/own-record/<language>")]
async fn own_record(visit: Visit<'_>, id: &str, language: &str) -> Result<Html, Fault> {
    let id: CaseId = known(id)?;
    let language = Language::parse(language).ok_or(Fault::NotFound)?;
    let file = visit.desk.look(visit.actor(), Action::ReadOwnRecord, id).await?;
    // The look has its line by now: it is the newest of them, and the seal of this print.
    let mut looked = looks_at(visit.desk.store(), id).await?;
    let more_looks = u64::try_from(looked.len()).unwrap_or(u64::MAX) > MOST;
    looked.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    let reader = visit.actor().account_id().map(|account| account.0);
    let own = looked
        .iter()
        .find(|look| Some(look.account) == reader && look.verb == Action::ReadOwnRecord.as_str());
    let page = OwnRecord {
        head: case_head(&visit, &file),
        languages: links(id),
        now: now(&visit, &file),
        sections: sections(&visit, &file),
        looks: looks(&visit, &file, &looked),
        more_looks,
        printed_at: Moment::new(file.now.instant, file.now.zone),
        printed_by: printed_by(&visit),
        seal: own.map(|look| Seal {
            number: look.seq,
            hash: look.hash.clone(),
        }),
        case: id.to_string(),
    };
    visit.show_in(language, &page)
}

/// What the page says, for the letter that is signed and handed over.
///
/// # Errors
/// When the database does not answer, or a text is missing.
pub(super) async fn on_paper(visit: &Visit<'_>, file: &CaseFile) -> Result<OnPaper, Fault> {
    let mut looked = looks_at(visit.desk.store(), file.case.id).await?;
    let more_looks = u64::try_from(looked.len()).unwrap_or(u64::MAX) > MOST;
    looked.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    let said = |words: &Words| words.everywhere().map_err(Fault::internal);
    let now = now(visit, file).into_iter().map(|row| {
        Ok(Fact {
            label: said(&row.label)?,
            value: said(&row.value)?,
        })
    });
    let sections = sections(visit, file).into_iter().map(|section| {
        let entries = section.entries.iter().map(entry_on_paper);
        Ok(OwnSection {
            title: said(&section.title)?,
            entries: entries.collect::<Result<_, Fault>>()?,
        })
    });
    let looks = looks(visit, file, &looked).into_iter().map(|look| {
        Ok(OwnLook {
            on: look.on,
            who: said(&look.who)?,
            times: u32::try_from(look.times).unwrap_or(u32::MAX),
        })
    });
    Ok(OnPaper {
        case_version: file.case.version,
        now: now.collect::<Result<_, Fault>>()?,
        sections: sections.collect::<Result<_, Fault>>()?,
        looks: looks.collect::<Result<_, Fault>>()?,
        more_looks,
    })
}

fn entry_on_paper(entry: &OwnEntry) -> Result<PaperEntry, Fault> {
    let said = |words: &Words| words.everywhere().map_err(Fault::internal);
    let at = |language| moment_compact(entry.at.0, language);
    Ok(PaperEntry {
        at: Localised {
            kk: at(Language::Kk),
            ru: at(Language::Ru),
            en: at(Language::En),
        },
        title: said(&entry.title)?,
        lines: entry.lines.iter().map(said).collect::<Result<_, _>>()?,
        who: said(&entry.who)?,
        struck: entry.struck.as_ref().map(said).transpose()?,
    })
}

/// The page in each language.
pub(super) fn links(case: CaseId) -> Vec<Link> {
    let link = |language: &Language| {
        Link::new(
            format!("/cases/{case}/own-record/{}", language.code()),
            Words::plain(language.own_name()),
        )
    };
    Language::ALL.iter().map(link).collect()
}

fn printed_by(visit: &Visit<'_>) -> Words {
    Words::key("ladder-who")
        .words("name", Words::plain(visit.who.display_name.clone()))
        .words(
            "organisation",
            Words::Localised(visit.who.organisation_name.clone()),
        )
}

/// What is in force today.
fn now(visit: &Visit<'_>, file: &CaseFile) -> Vec<Row> {
    let rules = visit.desk.rules();
    let regimen = file.case.regimen();
    let drug = regimen.map(|regimen| product(rules, &regimen.protocol, file.now.today()));
    let mut rows: Vec<_> = drug
        .into_iter()
        .map(|drug| Row::new(Words::key("product"), drug))
        .collect();
    let next = match file.dose(rules) {
        Ok(window) => next_dose(visit, file, window.due_on),
        Err(reason) => Words::key(format!("no-dose-{}", reason.code())),
    };
    rows.push(Row::new(Words::key("own-next"), next));
    rows
}

/// When the open dose is expected: as his letters say it, so no day that is over, and the further attempt that was agreed. A
/// first appointment elsewhere is no dose.
fn next_dose(visit: &Visit<'_>, file: &CaseFile, due_on: NaiveDate) -> Words {
    let (plan, today) = (file.plan(visit.desk.rules()), file.now.today());
    let expected = Expected {
        appointment_on: None,
        ..Expected::of(&file.case, &plan, today)
    };
    match Next::seen_from(today, &expected) {
        Some(Next::On(day)) => on(day),
        Some(next) => next_visit(next, Words::key("none")).when,
        None => on(due_on),
    }
}

fn sections(visit: &Visit<'_>, file: &CaseFile) -> Vec<Section> {
    let of = |part: Part| {
        let mut entries: Vec<_> = file
            .history
            .iter()
            .filter(|recorded| part_of(&recorded.event) == Some(part))
            .map(|recorded| entry(visit, file, recorded))
            .collect();
        entries.sort_by_key(|entry| entry.at.0);
        entries
    };
    PARTS
        .map(|(part, key)| Section {
            title: Words::key(key),
            entries: of(part),
        })
        .into()
}

fn entry(visit: &Visit<'_>, file: &CaseFile, recorded: &Recorded) -> OwnEntry {
    // He is handed what stands; what it was before is said by the correction.
    let recorded = &as_it_stands(file, recorded);
    let at = recorded.event.occurred_at().unwrap_or(recorded.recorded_at);
    OwnEntry {
        at: Moment::new(at, file.now.zone),
        title: Words::key(format!("event-{}", recorded.event.verb())),
        lines: own_lines(visit, file, recorded),
        who: recorder(visit, file, &recorded.by),
        struck: voided_of(file, recorded).map(Words::plain),
    }
}

fn own_lines(visit: &Visit<'_>, file: &CaseFile, recorded: &Recorded) -> Vec<Words> {
    let place = |id: OrganisationId| {
        let known = file.institution(id)?;
        Some(Words::key("own-place").words("place", Words::Localised(known.name.clone())))
    };
    let treated = match &recorded.event {
        Event::DoseGiven(dose) => Some(dose.place),
        Event::DoseNotGiven(record) => Some(record.place),
        _ => None,
    };
    let mut said = match &recorded.event {
        Event::DoseGiven(dose) => {
            let unattended = DoseGiven {
                present: None,
                present_as: None,
                ..dose.clone()
            };
            let event = Event::DoseGiven(unattended);
            said_in_full(
                visit,
                file,
                &Recorded {
                    event,
                    ..recorded.clone()
                },
            )
        }
        _ => said_in_full(visit, file, recorded),
    };
    if let Event::RulingRecorded(ruling) = &recorded.event {
        said.extend(days_of(ruling));
    }
    said.extend(treated.and_then(place));
    said.extend(corrected_since(file, &recorded.event));
    said.extend(changed_lines(visit, file, recorded));
    said
}

/// By day and office, however often.
fn looks(visit: &Visit<'_>, file: &CaseFile, looked: &[Looked]) -> Vec<Look> {
    let places = &visit.desk.rules().places;
    let mut told: Vec<Look> = Vec::new();
    for look in looked {
        let role = places
            .role_name(&look.role)
            .map_or_else(|| Words::plain(look.role.clone()), |name| name.clone().into());
        let who = Words::key("ladder-role")
            .words("role", role)
            .words("organisation", Words::Localised(look.organisation.clone()));
        let on = civil_date(look.at, file.now.zone);
        match told.iter_mut().find(|known| known.on == on && known.who == who) {
            Some(known) => known.times += 1,
            None => told.push(Look { on, who, times: 1 }),
        }
    }
    told
}
