//! What the timeline says about clearance and information.

use crate::domain::event::{Clearance, Information};
use crate::text::Words;
use crate::web::pages::case_head::product;
use crate::web::pages::monitoring::words::{compared_words, value_words};
use crate::web::visit::Visit;

pub(super) fn clearance(visit: &Visit<'_>, clearance: &Clearance) -> Vec<Words> {
    let law = visit.desk.rules().law_for(clearance.examined_on);
    let course = law.map(|law| law.course);
    let key = if clearance.cleared {
        "clearance-cleared"
    } else {
        "clearance-not-cleared"
    };
    let mut lines = vec![
        Words::key(key),
        Words::key("examined-on-day").date("on", clearance.examined_on),
    ];
    lines.extend(
        clearance
            .again_on
            .map(|on| Words::key("again-on-day").date("on", on)),
    );
    for member in &clearance.members {
        let speciality = course.and_then(|course| course.speciality(&member.speciality));
        let speciality = speciality.map_or_else(
            || Words::plain(member.speciality.clone()),
            |known| known.name.clone().into(),
        );
        lines.push(
            Words::key("commission-member")
                .words("speciality", speciality)
                .words("name", Words::plain(member.name.clone())),
        );
    }
    let asked = clearance.findings.len();
    let found: Vec<_> = clearance
        .findings
        .iter()
        .filter(|finding| finding.present)
        .collect();
    lines.push(
        Words::key("clearance-asked")
            .number("n", i64::try_from(asked).unwrap_or(i64::MAX))
            .number("found", i64::try_from(found.len()).unwrap_or(i64::MAX)),
    );
    for finding in found {
        let known = course.and_then(|course| course.contraindication(&finding.contraindication));
        let name = known.map_or_else(
            || Words::plain(finding.contraindication.clone()),
            |known| known.name.clone().into(),
        );
        lines.push(Words::key("clearance-found-line").words("name", name));
        let drugs = finding.drugs.iter();
        let drugs = drugs.map(|drug| product(visit.desk.rules(), drug, clearance.examined_on));
        lines.extend(drugs.map(|drug| Words::key("found-under-drug").words("product", drug)));
    }
    for measured in &clearance.earlier {
        let load = course.and_then(|course| course.load(&measured.item));
        let asked = load.and_then(|load| load.before.as_ref());
        let value = match asked {
            Some(item) => compared_words(item, measured),
            None => value_words(None, measured),
        };
        let substance = load.map_or_else(
            || Words::plain(measured.item.clone()),
            |load| load.name.clone().into(),
        );
        let line = Words::key("earlier-line").words("substance", substance);
        lines.push(line.words("value", value));
    }
    if !clearance.words.is_empty() {
        lines.push(Words::plain(clearance.words.clone()));
    }
    lines
}

pub(super) fn informed(visit: &Visit<'_>, told: &Information) -> Vec<Words> {
    let law = visit.desk.rules().law_for(told.told_on);
    let language = law.and_then(|law| law.course.told_in(&told.language));
    let language = match (&told.other_language, language) {
        (Some(named), _) => Words::plain(named.clone()),
        (None, Some(known)) => known.name.clone().into(),
        (None, None) => Words::plain(told.language.clone()),
    };
    let mut lines = vec![
        Words::key("told-line")
            .date("on", told.told_on)
            .words("by", Words::plain(told.told_by.clone()))
            .words("language", language),
    ];
    lines.extend(
        told.interpreter
            .as_ref()
            .map(|name| Words::key("interpreter-line").words("name", Words::plain(name.clone()))),
    );
    lines.push(Words::key(format!("consent-{}", told.consent.code())));
    lines.push(Words::key(if told.signed { "signed-yes" } else { "signed-no" }));
    lines.push(Words::key("own-words-line").words("words", Words::plain(told.own_words.clone())));
    lines
}
