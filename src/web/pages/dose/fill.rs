//! The views of the wizard, filled from the sheet.

use super::endings::rows;
use super::on_record;
use super::recalled;
use super::sheet::{SCANNED, Sheet, Step, Verdict, href};
use super::stopped;
use super::ways;
use crate::domain::decide::{asked, outlook as foresee, presence_role, to_heed, unusual_volume as unusual};
use crate::domain::dosing::next_dose;
use crate::domain::identifier::Identifier;
use crate::domain::refusal::{PackFault, Refusal};
use crate::domain::rules::{Answer, PreDoseCheck};
use crate::domain::supply::Place;
use crate::domain::time::civil_date;
use crate::text::{Words, typed_decimal};
use crate::web::faults::Fault;
use crate::web::pages::case_head::{because, case_head, case_href, identifier, reasons, without_weekday};
use crate::web::pages::case_page::beside_the_dose;
use crate::web::pages::choices::causes;
use crate::web::pages::rules::link_to;
use crate::web::pages::stock::BY_HAND;
use crate::web::pages::stock::pack_name;
use crate::web::pages::wrong_person;
use crate::web::refused::with_refusals;
use crate::web::views::Form;
use crate::web::views::dose::{
    DoseAnswers, DoseChecks, DoseIdentity, DoseInjection, DosePresence, DoseProduct, Outlook, Question,
    Step as At,
};
use crate::web::views::parts::{Choice, Link, Row, Window};
use crate::web::visit::Html;
use chrono::{DateTime, Utc};

/// One page of the wizard; with problems it is a refusal.
pub(super) fn page(sheet: &Sheet<'_>, step: Step, wrong: &[Refusal]) -> Result<Html, Fault> {
    drawn(sheet, step, wrong, !wrong.is_empty())
}

/// A page to which somebody came back, or was led: what is wrong there with what was answered before is said, and nothing
/// is refused.
pub(super) fn come_back(sheet: &Sheet<'_>, step: Step, wrong: &[Refusal]) -> Result<Html, Fault> {
    drawn(sheet, step, wrong, false)
}

fn drawn(sheet: &Sheet<'_>, step: Step, wrong: &[Refusal], refused: bool) -> Result<Html, Fault> {
    let mut form = with_refusals(form(sheet, step), wrong);
    if step == Step::Product {
        recalled::at_a_field(sheet, &mut form);
        which_gone(sheet, &mut form);
    }
    let here = at_step(sheet, step, form);
    macro_rules! print {
        ($view:expr) => {
            if refused {
                sheet.visit.refuse(&$view)
            } else {
                sheet.visit.show(&$view)
            }
        };
    }
    match step {
        Step::Identity => print!(identity(sheet, here)?),
        Step::Checks => print!(checks(sheet, here)),
        Step::Product => print!(package(sheet, here)),
        Step::Injection => print!(injection(sheet, here, wrong)),
        Step::Presence => print!(present(sheet, here)),
        Step::Answers => print!(answers(sheet, here)),
    }
}

/// Whoever holds a pack that is on record learns what the books say of it, and not what else could be the matter.
fn which_gone(sheet: &Sheet<'_>, form: &mut Form) {
    let key = match sheet.shelf.chosen.as_ref().map(|pack| pack.place) {
        Some(Place::Used { .. }) => "pack-used-already",
        Some(Place::Returned | Place::Destroyed) => "pack-gone-already",
        _ => return,
    };
    let gone = Words::key(format!("refusal-{}", PackFault::Gone.code()));
    for problem in form.problems.iter_mut().filter(|problem| problem.words == gone) {
        problem.words = Words::key(key);
    }
}

/// Names the answers that were shown as deserving a second look.
const HEEDED: &str = "check_heeded";

/// The answers so far that deserve a second look; none while another answer forbids the dose, for the page must not say of
/// one dose that it is stopped and that it is not.
fn to_look_at<'s>(sheet: &'s Sheet<'_>) -> Vec<&'s PreDoseCheck> {
    let forbids = |refusal: &Refusal| matches!(refusal, Refusal::CheckFailed { .. });
    if matches!(sheet.verdict(), Verdict::Open(wrong) if wrong.iter().any(forbids)) {
        return Vec::new();
    }
    let rules = sheet.visit.desk.rules();
    to_heed(&sheet.file.case, &sheet.injection(), rules, sheet.then().today())
}

fn to_read(sheet: &Sheet<'_>) -> String {
    let ids: Vec<_> = to_look_at(sheet).iter().map(|check| check.id.as_str()).collect();
    ids.join(",")
}

/// Were exactly these answers shown as deserving a second look, and sent again? Said at once: on the last page the drug
/// is drawn up already.
pub(super) fn heeded(sheet: &Sheet<'_>) -> bool {
    sheet.typed.text(HEEDED) == to_read(sheet)
}

/// Names the volume that was shown as unusual.
pub(super) const VOLUME_HEEDED: &str = "volume_heeded";

/// Says under a key of the texts that the volume is not the usual one.
fn unusual_volume(sheet: &Sheet<'_>, key: &'static str) -> Option<Words> {
    let form = sheet.injection();
    let usual = unusual(&sheet.file.case, &form, sheet.visit.desk.rules())?;
    let words = Words::key(key).words("usual", Words::decimal(usual.to_string()));
    Some(words.words("typed", Words::decimal(form.volume_ml)))
}

/// Where the volume is typed: what to do about it.
const VOLUME_TYPED: &str = "volume-unusual";

/// Where everything is read once more before it is recorded: nothing is to be continued there.
const VOLUME_READ: &str = "volume-unusual-read";

/// Was exactly this volume shown as unusual, and sent again?
pub(super) fn volume_heeded(sheet: &Sheet<'_>) -> bool {
    unusual_volume(sheet, VOLUME_TYPED).is_none()
        || sheet.typed.text(VOLUME_HEEDED) == sheet.typed.text("volume_ml")
}

fn warnings(sheet: &Sheet<'_>) -> Vec<Words> {
    let heed = to_look_at(sheet).into_iter();
    heed.map(|check| Words::key("check-heeded").words("check", check.question.clone()))
        .collect()
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
        rule: rule(sheet, step),
    }
}

/// The protocol asks and limits; who must be present is said by the places.
fn rule(sheet: &Sheet<'_>, step: Step) -> Option<Link> {
    let rules = sheet.visit.desk.rules();
    match step {
        Step::Presence => {
            let mut sheets = rules.sheets().iter();
            link_to(sheets.find(|known| known.kind == "places"))
        }
        _ => link_to(rules.sheet_of(&sheet.protocol()?.rule())),
    }
}

/// The form of a page: what was answered, and at the injection what is usual.
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
    if step == Step::Checks {
        on_record::prefill(sheet, &mut form);
        form.carried.insert(HEEDED.to_owned(), to_read(sheet));
    }
    if step == Step::Injection {
        stopped::ask(sheet, &mut form);
        if unusual_volume(sheet, VOLUME_TYPED).is_some() {
            let typed = sheet.typed.text("volume_ml").to_owned();
            form.carried.insert(VOLUME_HEEDED.to_owned(), typed);
        }
        if let Some(volume) = usual_volume(sheet) {
            form.values.entry("volume_ml".to_owned()).or_insert(volume);
        }
    }
    form
}

fn usual_volume(sheet: &Sheet<'_>) -> Option<String> {
    let protocol = sheet.protocol()?;
    let volume = protocol.volume_of(sheet.file.case.begins(&protocol.id));
    let usual = volume.usual_ml.to_string();
    volume
        .measured()
        .then(|| typed_decimal(&usual, sheet.visit.language))
}

fn identity(sheet: &Sheet<'_>, step: At) -> Result<DoseIdentity, Fault> {
    let file = &sheet.file;
    let then = sheet.then();
    // Whoever comes here has an open dose; another moment between two pages is answered as if it were gone.
    let window = next_dose(&file.case, sheet.protocol(), &then).map_err(|_| Fault::Conflict)?;
    let window = Window {
        opens_on: window.opens_on,
        due_on: window.due_on,
        closes_on: window.closes_on,
    };
    let number = if file.person.iin.is_some() {
        Identifier::Iin
    } else {
        Identifier::Document
    };
    let hints = [
        (
            Identifier::Name,
            Some(Words::plain(file.person.name_cyrillic.clone())),
        ),
        (Identifier::Born, Some(without_weekday(file.person.born_on))),
        (number, Some(identifier(&file.person))),
        (Identifier::Photo, None),
    ];
    let identifiers = hints.into_iter().map(|(used, hint)| Choice {
        hint,
        ..Choice::new(used.code(), Words::key(format!("identity-{}", used.code())))
    });
    Ok(DoseIdentity {
        step,
        timing: window.timing(then.today()),
        window,
        identifiers: identifiers.collect(),
        doubts: wrong_person::banners(sheet.visit, file),
        beside: beside_the_dose(sheet.visit, file),
        recalled: recalled::view(sheet),
    })
}

fn checks(sheet: &Sheet<'_>, step: At) -> DoseChecks {
    let then = sheet.then();
    let asked = sheet
        .protocol()
        .into_iter()
        .flat_map(|protocol| asked(&sheet.file.case, protocol, sheet.visit.desk.rules(), &then));
    let questions: Vec<Question> = asked.map(|check| question(sheet, check)).collect();
    let mut step = step;
    for asked in &questions {
        step.form.names.insert(asked.field.clone(), asked.words.clone());
        step.form
            .names
            .insert(format!("{}_on", asked.field), asked.words.clone());
    }
    DoseChecks {
        step,
        questions,
        warnings: warnings(sheet),
    }
}

fn question(sheet: &Sheet<'_>, check: &PreDoseCheck) -> Question {
    Question {
        field: format!("check_{}", check.id),
        words: check.question.clone().into(),
        hint: hint(check),
        unit: match &check.answer {
            Answer::YesNo { .. } => None,
            Answer::Number { unit, .. } => Some(unit.clone().into()),
        },
        dated: check.valid_days.is_some(),
        recorded: on_record::status(sheet, check),
    }
}

/// The limits of a number; else how old a result may be.
fn hint(check: &PreDoseCheck) -> Option<Words> {
    let limits = match &check.answer {
        Answer::YesNo { .. } => None,
        Answer::Number { min, max, .. } => match (min, max) {
            (Some(min), Some(max)) => Some(
                Words::key("check-limits")
                    .words("min", Words::decimal(min.to_string()))
                    .words("max", Words::decimal(max.to_string())),
            ),
            (Some(min), None) => {
                Some(Words::key("check-at-least").words("min", Words::decimal(min.to_string())))
            }
            (None, Some(max)) => {
                Some(Words::key("check-at-most").words("max", Words::decimal(max.to_string())))
            }
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
            Row::new(Words::key("strength"), protocol.strength.clone()),
            Row::new(Words::key("form"), protocol.form.clone()),
            Row::new(Words::key("route"), protocol.route.clone()),
        ]
    });
    let packs = sheet.shelf.usable.iter().map(|pack| {
        let words = Words::key("pack-of-lot")
            .words("lot", pack.number.clone())
            .words("on", without_weekday(pack.expiry_on));
        let whose = if pack.place.case().is_some() {
            "pack-his"
        } else {
            "pack-free"
        };
        let hint = Words::key("pack-and-whose")
            .words("pack", pack_name(pack))
            .words("whose", Words::key(whose));
        Choice {
            hint: Some(hint),
            ..Choice::new(pack.id.to_string(), words)
        }
    });
    let mut packs: Vec<_> = packs.collect();
    if !packs.is_empty() {
        packs.push(Choice::new(BY_HAND, Words::key("pack-by-hand")));
    }
    // A mark in a list cannot be taken back: whoever scanned beside one says here that the scan is meant.
    if !packs.is_empty() && !sheet.typed.text("code").is_empty() {
        packs.insert(0, Choice::new(SCANNED, Words::key("pack-scanned")));
    }
    let unsound = step
        .form
        .problems
        .iter()
        .any(|problem| ["pack", "lot", "code", "expiry_on"].contains(&problem.field.as_str()));
    let unsound = unsound && !sheet.unchosen();
    let despite = unsound || !sheet.typed.text("despite").is_empty() || sheet.mixed_too_long;
    DoseProduct {
        step,
        prescribed,
        recalled: recalled::view(sheet),
        coming: ways::not_received(sheet),
        packs,
        breaks: ways::set_aside(sheet, "pack-break"),
        despite,
        asks_given: despite && sheet.at_chair(),
    }
}

fn injection(sheet: &Sheet<'_>, step: At, wrong: &[Refusal]) -> DoseInjection {
    let protocol = sheet.protocol();
    let then = sheet.then();
    let late = sheet.asks_late_reason();
    let sites = protocol.map_or(&[][..], |protocol| &protocol.sites);
    let mixing = protocol.and_then(|protocol| protocol.mixing.as_ref());
    let begun = protocol.filter(|protocol| sheet.file.case.begins(&protocol.id));
    let first_dose = begun.and_then(|protocol| protocol.first_dose.as_ref());
    DoseInjection {
        step,
        sites: sites
            .iter()
            .map(|site| Choice::new(&site.id, site.name.clone()))
            .collect(),
        volume: usual_volume(sheet).map(|ml| Words::key("volume-usual").words("ml", Words::decimal(ml))),
        instruction: first_dose.map(|first_dose| first_dose.instruction.clone().into()),
        mixing: mixing.map(|mixing| Words::key("mixing-within").number("n", mixing.within_minutes.into())),
        observation: protocol
            .and_then(|protocol| protocol.observation.as_ref())
            .map(|asked| Words::key("observation-asked").number("n", asked.minutes.into())),
        observed: DoseInjection::observed_choices(),
        warnings: unusual_volume(sheet, VOLUME_TYPED).into_iter().collect(),
        just_now: sheet.at_chair(),
        stopped: stopped::banner(sheet),
        ways: ways::ways(sheet, wrong),
        breaks: ways::set_aside(sheet, "pack-break"),
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
            why.extend(reasons(sheet.visit.desk.rules(), &window.why));
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
    let role = presence_role(rules, &sheet.file.roster).and_then(|role| rules.places.role_name(role));
    DosePresence {
        step,
        role: role.map_or_else(|| Words::key("none"), |name| name.clone().into()),
    }
}

fn answers(sheet: &Sheet<'_>, step: At) -> DoseAnswers {
    DoseAnswers {
        step,
        rows: rows(sheet, true),
        warnings: warnings(sheet)
            .into_iter()
            .chain(unusual_volume(sheet, VOLUME_READ))
            .chain(stopped::warning(sheet))
            .collect(),
        outlook: outlook(sheet, sheet.then().instant),
    }
}
