//! What each event says of itself, one line for each detail.

use super::passage::said;
use super::records::{dose_lines, not_given_lines};
use super::{View, court, paper, passage};
use crate::domain::alert::NoticeKind;
use crate::domain::event::{
    CasesMerged, Corrected, Event, IncidentKind, IncidentReported, LateDoseDecided, Merged, Regimen,
    WrongPersonSettled,
};
use crate::domain::ids::OrganisationId;
use crate::domain::roster::Found;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::pages::alerts::fill::{act_words, answer_words};
use crate::web::pages::case_page::{alert_words, before, complaints, course_of, ladder, reviews, supply_of};
use crate::web::visit::Visit;

/// The details of an event, one line each.
pub(in crate::web::pages) fn lines(visit: &Visit<'_>, file: &CaseFile, event: &Event) -> Vec<Words> {
    let place = |id: OrganisationId| {
        file.institution(id)
            .map(|known| Words::Localised(known.name.clone()))
    };
    match event {
        Event::CaseOpened(opened) => {
            let reason = court::in_law(opened.under_age_reason.as_ref());
            place(opened.place).into_iter().chain(reason).collect()
        }
        Event::RulingRecorded(ruling) => {
            let paper = Words::plain(format!("{} № {}", ruling.court, ruling.number));
            let reason = court::in_law(ruling.under_age_reason.as_ref());
            std::iter::once(paper).chain(reason).collect()
        }
        Event::PlaceChanged {
            place: id,
            from_on,
            reason,
            ..
        }
        | Event::SupervisionChanged {
            supervising: id,
            from_on,
            reason,
        } => {
            let from = Words::key("effective-from").date("on", *from_on);
            place(*id).into_iter().chain([from]).chain(said(reason)).collect()
        }
        Event::ClearanceRecorded(clearance) => before::clearance(visit, clearance),
        Event::PersonInformed(told) => before::informed(visit, told),
        Event::RegimenPrescribed(regimen) => regimen_lines(visit, regimen),
        Event::DoseGiven(dose) => dose_lines(visit, dose, file.now.zone),
        Event::DoseNotGiven(record) => not_given_lines(visit, record),
        Event::LateDoseDecided(decided) => decision_lines(visit, decided),
        Event::HoldPlaced(hold) => {
            let until = hold.until_on.map(|on| Words::key("until-date").date("on", on));
            until.into_iter().chain(said(&hold.reason)).collect()
        }
        Event::HoldConfirmed { until_on, words, .. } => {
            let until = until_on.map(|on| Words::key("until-date").date("on", on));
            until.into_iter().chain(said(words)).collect()
        }
        Event::HoldLifted { words, over, .. } => court::over(visit, file, over.as_deref())
            .into_iter()
            .chain(said(words))
            .collect(),
        Event::ContraindicationOver { over, words, .. } => court::over(visit, file, Some(over.as_slice()))
            .into_iter()
            .chain(said(words))
            .collect(),
        Event::RecordAmended { corrected, reason } => amended(corrected, reason),
        Event::RecordVoided { reason, .. } => said(reason).into_iter().collect(),
        Event::IncidentReported(incident) => incident_lines(incident),
        Event::Supply(fact) => supply_of::lines(visit, file, fact),
        Event::ComplaintLodged(complaint) => complaints::lodged(visit, file, complaint),
        Event::ComplaintAnswered(answer) => complaints::answered(visit, file, answer),
        Event::IncidentReviewed(review) => said(&review.words).into_iter().collect(),
        Event::EntryTranscribed(typed) => paper::transcribed(typed),
        Event::HistoryImported(from) => vec![
            Words::key("import-row").number("n", i64::from(from.row)),
            Words::key("import-doses").number("n", i64::try_from(from.records.len()).unwrap_or(i64::MAX)),
        ],
        Event::ImportUndone(undone) => said(&undone.words).into_iter().collect(),
        Event::CasesMerged(merged) => merged_lines(merged),
        Event::CasesParted(parted) => said(&parted.words).into_iter().collect(),
        Event::WrongPersonReported(reported) => {
            let other =
                Words::key("wrong-person-other-case").words("other", reported.other_reference.clone());
            std::iter::once(other).chain(said(&reported.words)).collect()
        }
        Event::WrongPersonSettled(settled) => settled_lines(settled),
        Event::EntryVerified(verified) => said(&verified.words).into_iter().collect(),
        Event::ReviewPaperFiled(_)
        | Event::ReviewDrafted(_)
        | Event::ReviewSigned(_)
        | Event::SubmittedToCourt(_)
        | Event::CourtDeclined(_) => reviews::lines(visit, event),
        event if passage::of_passage(event) => {
            passage::lines(visit, file, event, View::Clinical).unwrap_or_default()
        }
        _ => course_of::lines(visit, event).unwrap_or_else(|| alert_lines(visit, file, event)),
    }
}

/// What was prescribed, from when, and why.
fn regimen_lines(visit: &Visit<'_>, regimen: &Regimen) -> Vec<Words> {
    let protocol = visit.desk.rules().protocol(&regimen.protocol, regimen.version);
    let name = protocol.map(|protocol| Words::Localised(protocol.name.clone()));
    let first = Words::key("why-first-dose-on").date("on", regimen.first_on);
    name.into_iter()
        .chain([first])
        .chain(said(&regimen.reason))
        .chain(court::change_lines(visit.desk.rules(), regimen))
        .collect()
}

/// What a physician decided about a late dose, and on what.
fn decision_lines(visit: &Visit<'_>, decided: &LateDoseDecided) -> Vec<Words> {
    let key = if decided.give {
        "late-dose-give"
    } else {
        "late-dose-withhold"
    };
    std::iter::once(Words::key(key))
        .chain(said(&decided.words))
        .chain(unmeasured(decided))
        .chain(court::cover_lines(
            visit.desk.rules(),
            decided.flare_cover.as_ref(),
            decided.decided_on,
        ))
        .chain(court::despite_sum_line(decided.despite_sum.as_ref()))
        .collect()
}

/// Which dose was put right, and why.
fn amended(corrected: &Corrected, reason: &str) -> Vec<Words> {
    let cycle = match corrected {
        Corrected::Dose(dose) => dose.cycle,
        Corrected::NotGiven(record) => record.cycle,
    };
    let because = (!reason.is_empty()).then(|| Words::key("amended-because").words("words", reason));
    std::iter::once(Words::key("dose-number").number("n", i64::from(cycle)))
        .chain(because)
        .collect()
}

/// What kind of incident it was, in whose words.
fn incident_lines(incident: &IncidentReported) -> Vec<Words> {
    let kind = Words::key(format!("incident-{}", incident.kind.code()));
    let words = said(&incident.words).into_iter();
    // Whoever wrote the dose down did not say these.
    let words = words.map(|words| match incident.kind {
        IncidentKind::WrittenWhileHeld => Words::key("incident-stop-said").words("words", words),
        _ => words,
    });
    std::iter::once(kind).chain(words).collect()
}

/// Which of the two cases goes on, and why they are one.
fn merged_lines(merged: &CasesMerged) -> Vec<Words> {
    let other = Words::key(match merged.here {
        Merged::Leads => "merged-leads",
        Merged::Rests => "merged-rests",
    });
    std::iter::once(other.words("other", merged.other_reference.clone()))
        .chain(said(&merged.words))
        .collect()
}

/// Is the dose of another person, and what was found.
fn settled_lines(settled: &WrongPersonSettled) -> Vec<Words> {
    let found = if settled.confirmed {
        "wrong-person-confirm"
    } else {
        "wrong-person-decline"
    };
    std::iter::once(Words::key(found))
        .chain(said(&settled.words))
        .collect()
}

/// Why a physician let treatment go on without the result that the protocol asks for.
fn unmeasured(decided: &LateDoseDecided) -> Option<Words> {
    let why = decided.unmeasured.as_ref()?;
    Some(Words::key("late-unmeasured-line").words("words", Words::plain(why.clone())))
}

fn alert_lines(visit: &Visit<'_>, file: &CaseFile, event: &Event) -> Vec<Words> {
    match event {
        Event::AlertRaised { alert, .. }
        | Event::AlertRedirected { alert, .. }
        | Event::AlertReopened { alert, .. }
        | Event::AlertRested { alert, .. } => {
            let known = file.case.alerts.iter().find(|known| known.id == *alert);
            known.map(alert_words).into_iter().collect()
        }
        Event::NoticeSent { notice, hop, .. } => {
            let found = Found {
                organisation: hop.organisation,
                role: hop.role.clone(),
                account: hop.account,
                gap: hop.gap,
            };
            let mut lines = vec![ladder::who(visit, file, &found)];
            match notice {
                NoticeKind::Climb => {}
                NoticeKind::Correction => lines.push(Words::key("notice-correction")),
                NoticeKind::Entrusted => lines.push(Words::key("notice-entrusted")),
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
