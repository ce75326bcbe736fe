//! The views of the wizard, filled from the sheet.

use super::sheet::{Sheet, Step, href};
use crate::commands::DoseRecorded;
use crate::domain::case::Entry;
use crate::domain::decide::{asked, outlook as foresee, presence, to_heed};
use crate::domain::dosing::next_dose;
use crate::domain::event::DoseGiven;
use crate::domain::refusal::Refusal;
use crate::domain::rules::{Answer, Demand, PreDoseCheck};
use crate::domain::time::civil_date;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::{at, because, case_head, case_href, identifier, on, reasons, who};
use crate::web::pages::choices::{answered, cause, causes};
use crate::web::pages::rows::{dose_rows, millilitres};
use crate::web::refused::{with_refusals, words};
use crate::web::typed::{put_date, put_moment};
use crate::web::views::Form;
use crate::web::views::dose::{
    DoseAnswers, DoseBlocked, DoseChecks, DoseConfirmed, DoseIdentity, DoseInjection, DosePresence,
    DoseProduct, DoseTaken, Outlook, Question, Step as At,
};
use crate::web::views::parts::{CaseHead, Choice, Link, Moment, Row, Window};
use crate::web::visit::{Html, Visit};
use chrono::{DateTime, Utc};

/// One page of the wizard; with problems it is a refusal.
pub(super) fn page(sheet: &Sheet<'_>, step: Step, wrong: &[Refusal]) -> Result<Html, Fault> {
    let form = with_refusals(form(sheet, step), wrong);
    let here = at_step(sheet, step, form);
    macro_rules! print {
        ($view:expr) => {
            if wrong.is_empty() {
                sheet.visit.show(&$view)
            } else {
                sheet.visit.refuse(&$view)
            }
        };
    }
    match step {
        Step::Identity => print!(identity(sheet, here)?),
        Step::Checks => print!(checks(sheet, here)),
        Step::Product => print!(package(sheet, here)),
        Step::Injection => print!(injection(sheet, here)),
        Step::Presence => print!(present(sheet, here)),
        Step::Answers => print!(answers(sheet, here)),
    }
}

fn at_step(sheet: &Sheet<'_>, step: Step, form: Form) -> At {
    let steps = sheet.steps();
    let place = steps.iter().position(|known| *known == step).unwrap_or_default();
    let back = place.checked_sub(1).and_then(|before| steps.get(before));
    let small = |number: usize| u8::try_from(number).unwrap_or(u8::MAX);
    At {
        head: case_head(sheet.visit, &sheet.file),
        form,
        number: small(place + 1),
        of: small(steps.len()),
        back_href: back.map_or_else(
            || case_href(&sheet.file),
            |before| href(sheet.id.case, sheet.id.key, before.code()),
        ),
    }
}

/// The form of a page: what was answered, and at the injection what is usual and the present moment.
fn form(sheet: &Sheet<'_>, step: Step) -> Form {
    let mut form = Form {
        values: sheet.typed.fields(),
        ..Form::new(sheet.id.key)
    };
    let page = if step == Step::Answers {
        "save"
    } else {
        step.code()
    };
    form.action = href(sheet.id.case, sheet.id.key, page);
    if step == Step::Identity {
        form.carried.insert("cycle".to_owned(), sheet.cycle().to_string());
    }
    if step == Step::Injection {
        if sheet.typed.date("occurred_on").is_none() && sheet.typed.text("occurred_time").is_empty() {
            let now = sheet.file.now;
            put_moment(&mut form, "occurred_on", "occurred_time", now.instant, now.zone);
        }
        if let Some(volume) = usual_volume(sheet) {
            form.values.entry("volume_ml".to_owned()).or_insert(volume);
        }
    }
    form
}

fn first(sheet: &Sheet<'_>) -> bool {
    sheet.file.case.doses_in_effect().is_empty()
}

fn usual_volume(sheet: &Sheet<'_>) -> Option<String> {
    let volume = sheet.protocol()?.volume_of(first(sheet));
    volume.measured().then(|| volume.usual_ml.to_string())
}

fn identity(sheet: &Sheet<'_>, step: At) -> Result<DoseIdentity, Fault> {
    let file = &sheet.file;
    let then = then(sheet);
    // Whoever comes here has an open dose; another moment between two pages is answered as if it were gone.
    let window = next_dose(&file.case, sheet.protocol(), &then).map_err(|_| Fault::Conflict)?;
    let window = Window {
        opens_on: window.opens_on,
        due_on: window.due_on,
        closes_on: window.closes_on,
    };
    let number = if file.person.iin.is_some() {
        "iin"
    } else {
        "document"
    };
    let hints = [
        ("name", Some(Words::plain(file.person.name_cyrillic.clone()))),
        ("born", Some(on(file.person.born_on))),
        (number, Some(identifier(&file.person))),
        ("photo", None),
    ];
    let identifiers = hints.into_iter().map(|(value, hint)| Choice {
        hint,
        ..Choice::new(value, Words::key(format!("identity-{value}")))
    });
    Ok(DoseIdentity {
        step,
        timing: window.timing(then.today()),
        window,
        identifiers: identifiers.collect(),
    })
}

fn checks(sheet: &Sheet<'_>, step: At) -> DoseChecks {
    let then = then(sheet);
    let asked = sheet
        .protocol()
        .into_iter()
        .flat_map(|protocol| asked(&sheet.file.case, protocol, &then));
    DoseChecks {
        step,
        questions: asked.map(question).collect(),
    }
}

fn question(check: &PreDoseCheck) -> Question {
    Question {
        field: format!("check_{}", check.id),
        words: check.question.clone().into(),
        hint: hint(check),
        unit: match &check.answer {
            Answer::YesNo { .. } => None,
            Answer::Number { unit, .. } => Some(Words::plain(unit.clone())),
        },
        dated: check.valid_days.is_some(),
    }
}

/// The limits of a number; else how old a result may be.
fn hint(check: &PreDoseCheck) -> Option<Words> {
    let limits = match &check.answer {
        Answer::YesNo { .. } => None,
        Answer::Number { min, max, .. } => match (min, max) {
            (Some(min), Some(max)) => Some(
                Words::key("check-limits")
                    .words("min", min.to_string())
                    .words("max", max.to_string()),
            ),
            (Some(min), None) => Some(Words::key("check-at-least").words("min", min.to_string())),
            (None, Some(max)) => Some(Words::key("check-at-most").words("max", max.to_string())),
            (None, None) => None,
        },
    };
    let age = check
        .valid_days
        .map(|days| Words::key("check-not-older").number("n", days.into()));
    limits.or(age)
}

fn package(sheet: &Sheet<'_>, step: At) -> DoseProduct {
    let prescribed = sheet.protocol().map_or_else(Vec::new, |protocol| {
        vec![
            Row::new(Words::key("product"), protocol.name.clone()),
            Row::new(Words::key("strength"), Words::plain(protocol.strength.clone())),
            Row::new(Words::key("form"), protocol.form.clone()),
            Row::new(Words::key("route"), protocol.route.clone()),
        ]
    });
    DoseProduct { step, prescribed }
}

/// The moment the rules are asked about: when it happened as typed, else now.
fn then(sheet: &Sheet<'_>) -> crate::domain::time::Now {
    let now = sheet.file.now;
    crate::domain::time::Now {
        instant: sheet.occurred_at().unwrap_or(now.instant).min(now.instant),
        ..now
    }
}

fn injection(sheet: &Sheet<'_>, step: At) -> DoseInjection {
    let protocol = sheet.protocol();
    let then = then(sheet);
    let late = next_dose(&sheet.file.case, protocol, &then)
        .ok()
        .is_some_and(|window| {
            protocol
                .and_then(|protocol| protocol.band(window.days_late_on(then.today())))
                .is_some_and(|band| band.demands(Demand::LateReason))
        });
    let sites = protocol.map_or(&[][..], |protocol| &protocol.sites);
    let mixing = protocol.and_then(|protocol| protocol.mixing.as_ref());
    let first_dose = protocol.and_then(|protocol| protocol.first_dose.as_ref());
    DoseInjection {
        step,
        sites: sites
            .iter()
            .map(|site| Choice::new(&site.id, site.name.clone()))
            .collect(),
        volume: usual_volume(sheet).map(|ml| Words::key("volume-usual").words("ml", ml)),
        instruction: first_dose
            .filter(|_| first(sheet))
            .map(|first_dose| first_dose.instruction.clone().into()),
        mixing: mixing.map(|mixing| Words::key("mixing-within").number("n", mixing.within_minutes.into())),
        late_reasons: late.then(|| causes(sheet.visit.desk.rules().causes.late_reasons())),
        outlook: outlook(sheet, then.instant),
    }
}

/// What a dose at a moment does to the next date.
fn outlook(sheet: &Sheet<'_>, occurred_at: DateTime<Utc>) -> Option<Outlook> {
    let file = &sheet.file;
    let place = file.case.place_on(civil_date(occurred_at, file.now.zone))?;
    let seen = foresee(
        &file.case,
        occurred_at,
        place,
        sheet.visit.desk.rules(),
        &file.now,
    )?;
    let mut why = vec![match seen.days_late {
        0 => Words::key("outlook-on-day"),
        late @ 1.. => Words::key("outlook-late").number("n", late),
        early => Words::key("outlook-early").number("n", -early),
    }];
    if seen.days_uncovered > 0 {
        why.push(Words::key("outlook-uncovered").number("n", seen.days_uncovered));
    }
    let sentence = match &seen.next {
        Ok(window) => {
            why.extend(reasons(&window.why));
            why.push(
                Words::key("outlook-window")
                    .date("opens", window.opens_on)
                    .date("closes", window.closes_on),
            );
            Words::key("next-sentence").date("on", window.due_on)
        }
        Err(reason) => {
            why.extend(seen.counted.iter().flat_map(because));
            why.push(Words::key(format!("no-dose-{}", reason.code())));
            Words::key("next-sentence-none")
        }
    };
    Some(Outlook { sentence, why })
}

fn present(sheet: &Sheet<'_>, step: At) -> DosePresence {
    let rules = sheet.visit.desk.rules();
    let site = sheet.file.roster.site(crate::domain::rules::Party::Responsible);
    let demanded = presence(rules, &sheet.file.roster);
    let role = site
        .zip(demanded)
        .and_then(|(site, demanded)| rules.places.role(&site.kind, demanded.post))
        .and_then(|role| rules.places.role_name(role));
    DosePresence {
        step,
        role: role.map_or_else(|| Words::key("none"), |name| name.clone().into()),
    }
}

fn answers(sheet: &Sheet<'_>, step: At) -> DoseAnswers {
    let form = sheet.injection();
    let rules = sheet.visit.desk.rules();
    let given_on = then(sheet).today();
    let heed = to_heed(&sheet.file.case, &form, rules, given_on);
    DoseAnswers {
        step,
        rows: rows(sheet, true),
        warnings: heed
            .into_iter()
            .map(|check| Words::key("check-heeded").words("check", check.question.clone()))
            .collect(),
        outlook: outlook(sheet, then(sheet).instant),
    }
}

/// What was typed, row by row; with the way back to each page where it can still be changed.
fn rows(sheet: &Sheet<'_>, changeable: bool) -> Vec<Row> {
    let form = sheet.injection();
    let rules = sheet.visit.desk.rules();
    let mut rows = Vec::new();
    let mut row = |step: Step, label: Words, value: Words| {
        let change = Link::new(
            href(sheet.id.case, sheet.id.key, step.code()),
            Words::key("change"),
        );
        rows.push(Row {
            change: changeable.then_some(change),
            ..Row::new(label, value)
        });
    };
    for used in &form.identified_by {
        row(
            Step::Identity,
            Words::key("identified-by"),
            Words::key(format!("identity-{used}")),
        );
    }
    let protocol = sheet.protocol();
    for answer in &form.checks {
        let check =
            protocol.and_then(|protocol| protocol.checks.iter().find(|check| check.id == answer.check));
        if let Some(check) = check {
            row(Step::Checks, check.question.clone().into(), dated(check, answer));
        }
    }
    row(Step::Product, Words::key("lot"), form.lot.clone().into());
    if let Some(day) = form.expiry_on {
        row(Step::Product, Words::key("expiry"), on(day));
    }
    let site = protocol.and_then(|protocol| protocol.site(&form.site));
    if let Some(site) = site {
        row(Step::Injection, Words::key("site"), site.name.clone().into());
    }
    if !form.volume_ml.is_empty() {
        row(
            Step::Injection,
            Words::key("volume-ml"),
            millilitres(&form.volume_ml),
        );
    }
    if let Some(occurred_at) = form.occurred_at {
        row(
            Step::Injection,
            Words::key("given-at"),
            at(occurred_at, sheet.file.now.zone),
        );
    }
    if !form.late_cause.is_empty() {
        let words = cause(rules, &form.late_cause);
        row(Step::Injection, Words::key("late-reason-short"), words);
    }
    if !form.late_words.is_empty() {
        row(
            Step::Injection,
            Words::key("in-your-words"),
            form.late_words.clone().into(),
        );
    }
    if !form.present.is_empty() {
        row(Step::Presence, Words::key("present"), form.present.clone().into());
    }
    rows
}

fn dated(check: &PreDoseCheck, answer: &crate::domain::event::CheckAnswer) -> Words {
    let said = answered(check, &answer.answer);
    match answer.taken_on {
        Some(day) => Words::key("answer-of-day").words("answer", said).date("on", day),
        None => said,
    }
}

/// A dose on record, with who wrote it down.
fn given(visit: &Visit<'_>, file: &CaseFile, entry: &Entry<DoseGiven>) -> Vec<Row> {
    let mut rows = dose_rows(visit.desk.rules(), &entry.content, file.now.zone);
    rows.insert(1, Row::new(Words::key("given-by"), who(file, &entry.by)));
    rows
}

/// The confirmation, from the answer that was stored with the dose.
pub(super) fn confirmed(
    visit: &Visit<'_>,
    file: &CaseFile,
    head: CaseHead,
    answer: &DoseRecorded,
) -> Option<DoseConfirmed> {
    let entry = file
        .case
        .doses
        .iter()
        .find(|entry| entry.content.id == answer.record)?;
    let sentence = match (answer.next_due_on, &answer.no_next) {
        (Some(due_on), _) => Words::key("next-sentence").date("on", due_on),
        (None, Some(reason)) => Words::key(format!("no-dose-{reason}")),
        (None, None) => Words::key("next-sentence-none"),
    };
    Some(DoseConfirmed {
        head,
        sentence,
        rows: given(visit, file, entry),
        links: vec![
            Link::new("/today", Words::key("nav-today")),
            Link::new(case_href(file), Words::key("open-case-file")),
        ],
    })
}

/// Somebody was first.
pub(super) fn taken(sheet: &Sheet<'_>, problem: Option<Words>) -> DoseTaken {
    let file = &sheet.file;
    let mut form = Form::new(sheet.id.key);
    form.action = href(sheet.id.case, sheet.id.key, "taken");
    if let Some(problem) = problem {
        form = form.problem("choice", problem);
    }
    let entry = file.case.dose_of(sheet.cycle());
    DoseTaken {
        head: case_head(sheet.visit, file),
        form,
        by: entry.map_or_else(|| Words::key("none"), |entry| who(file, &entry.by)),
        at: Moment::new(
            entry.map_or(file.now.instant, |entry| entry.recorded_at),
            file.now.zone,
        ),
        theirs: entry
            .map(|entry| given(sheet.visit, file, entry))
            .unwrap_or_default(),
        mine: rows(sheet, false),
    }
}

/// No dose may be given: why, what to do, and where.
pub(super) fn blocked(sheet: &Sheet<'_>, refusal: &Refusal, wrong: &[Refusal]) -> DoseBlocked {
    let case = case_href(&sheet.file);
    let (reason, what_to_do) = match refusal {
        Refusal::TooEarly { .. } => (words(refusal), "blocked-wait"),
        Refusal::DecisionNeeded { .. } | Refusal::Withheld { .. } => {
            (words(refusal), "blocked-ask-psychiatrist")
        }
        Refusal::NoDose(reason) => (
            words(refusal),
            match reason.code() {
                "held" | "no-regimen" => "blocked-ask-psychiatrist",
                _ => "blocked-do-not-give",
            },
        ),
        _ => (Words::key("blocked-not-due"), "blocked-irregular"),
    };
    // An earlier moment cannot help where the dose itself is another one by now.
    let helps = !matches!(refusal, Refusal::NothingToDo | Refusal::TooEarly { .. });
    let mut form = Form::new(sheet.id.key);
    form.action = href(sheet.id.case, sheet.id.key, "earlier");
    form.values = sheet.typed.fields();
    if sheet.typed.date("occurred_on").is_none() {
        put_date(&mut form, "occurred_on", sheet.file.now.today());
    }
    let wrong: Vec<_> = wrong
        .iter()
        .map(|refusal| crate::web::views::Problem {
            field: "occurred_on".to_owned(),
            words: words(refusal),
        })
        .collect();
    form.problems = wrong;
    DoseBlocked {
        head: case_head(sheet.visit, &sheet.file),
        form: helps.then_some(form),
        reason,
        what_to_do: vec![Words::key(what_to_do)],
        links: vec![
            Link::new(format!("{case}/not-given"), Words::key("record-not-given-action")),
            Link::new(case, Words::key("open-case-file")),
        ],
    }
}
