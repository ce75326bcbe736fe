//! The way on at the chair where the drug was mixed too long ago, or more of it is drawn up than one place takes: nobody is
//! left with a refusal alone.

use super::sheet::{Sheet, Step, Verdict, href};
use crate::access::Action;
use crate::commands::about_parcel;
use crate::domain::ids::ParcelId;
use crate::domain::localised::Localised;
use crate::domain::refusal::Refusal;
use crate::domain::rules::Protocol;
use crate::domain::supply::Place;
use crate::text::Words;
use crate::web::pages::case_head::{case_href, organisation};
use crate::web::pages::stock::back_to_dose;
use crate::web::views::dose::Way;
use crate::web::views::parts::{Banner, Link, Tone};

/// What can be done about what was just refused, the commonest first.
pub(super) fn ways(sheet: &Sheet<'_>, wrong: &[Refusal]) -> Vec<Way> {
    let each = wrong.iter().map(|refusal| match refusal {
        Refusal::MixedTooLong { .. } => mixed(sheet).to_vec(),
        Refusal::VolumeTooLarge { .. } => too_much(sheet).to_vec(),
        Refusal::BeforeClearance { .. } | Refusal::BeforeInformation { .. } => vec![before(sheet)],
        _ => Vec::new(),
    });
    each.flatten().collect()
}

/// Was the drug mixed too long before the injection, as described so far? Then the page of the pack asks why it was given
/// all the same.
pub(super) fn mixed_too_long(verdict: &Verdict) -> bool {
    let too_long = |refusal: &Refusal| matches!(refusal, Refusal::MixedTooLong { .. });
    matches!(verdict, Verdict::Open(wrong) if wrong.iter().any(too_long))
}

/// The protocol's own words, where it has some.
fn own(words: Option<&Localised>, other: &'static str) -> Words {
    words.map_or_else(|| Words::key(other), |words| words.clone().into())
}

fn mixed(sheet: &Sheet<'_>) -> [Way; 2] {
    let mixing = sheet.protocol().and_then(|protocol| protocol.mixing.as_ref());
    let product = href(sheet.id.case, sheet.id.key, Step::Product.code());
    let aside = set_aside(sheet, "way-set-aside");
    let another = Link::new(product.clone(), Words::key("way-another-pack"));
    let words = own(
        mixing.and_then(|mixing| mixing.too_long.as_ref()),
        "mixed-too-long-way",
    );
    [
        Way {
            words: Words::key("way-not-given").words("words", words),
            links: aside.into_iter().chain([another]).collect(),
        },
        Way {
            words: Words::key("way-mixed-given"),
            links: vec![Link::new(product, Words::key("way-say-why"))],
        },
    ]
}

/// Where the pack in the hand is written off, which lies here; from there it goes back to the dose.
pub(super) fn set_aside(sheet: &Sheet<'_>, words: &'static str) -> Option<Link> {
    let pack = sheet.shelf.chosen.as_ref()?;
    let here = match pack.place {
        Place::Stock { at, .. } | Place::Quarantine { at, .. } => Some(at) == sheet.shelf.at,
        _ => false,
    };
    let dose = back_to_dose(sheet.id.case, sheet.id.key);
    let href = format!("/stock/packs/{}/aside?dose={dose}", pack.id);
    here.then(|| Link::new(href, Words::key(words)))
}

/// The pack in the hand came in a parcel whose receipt nobody has written down: first that is done.
pub(super) fn not_received(sheet: &Sheet<'_>) -> Option<Banner> {
    let parcel = sheet.shelf.not_received().filter(|_| sheet.at_chair())?;
    Some(Banner {
        tone: Tone::Warn,
        title: Words::key("pack-not-received"),
        words: Some(Words::key("pack-not-received-words")),
        link: receipt(sheet, parcel),
    })
}

/// Where a parcel is received; one of another person is found in the list, for nobody reads of him here.
fn receipt(sheet: &Sheet<'_>, parcel: ParcelId) -> Option<Link> {
    let (visit, file) = (sheet.visit, &sheet.file);
    if file.case.supply.parcel(parcel).is_none() {
        let own = visit.own()?;
        let may = visit.may(Action::ReadStock, &own);
        return may.then(|| Link::new("/parcels", Words::key("parcels-title")));
    }
    let resource = file.facts.clone().into();
    let about = about_parcel(file, parcel);
    let may = visit
        .desk
        .allows(visit.actor(), Action::ReceiveParcel, &resource, &about);
    may.then(|| {
        Link::new(
            format!("/parcels/{parcel}/receive"),
            Words::key("receive-parcel-action"),
        )
    })
}

/// A dose before its papers was none of the course; that it was given is an incident.
fn before(sheet: &Sheet<'_>) -> Way {
    given_all_the_same(sheet, "way-given-before")
}

/// What was given all the same is an incident. Where the person is not treated any more none can be reported: whoever treats him
/// now is called, and writes it down.
pub(super) fn given_all_the_same(sheet: &Sheet<'_>, words: &'static str) -> Way {
    let file = &sheet.file;
    if sheet
        .visit
        .may(Action::ReportIncident, &file.facts.clone().into())
    {
        let href = format!("{}/incident", case_href(file));
        return Way {
            words: Words::key(words),
            links: vec![Link::new(href, Words::key("report-incident-action"))],
        };
    }
    let treating = file.facts.responsible;
    let phone = file
        .institution(treating)
        .map_or("", |known| known.phone.as_str());
    let words = match phone {
        "" => Words::key("given-tell"),
        phone => Words::key("given-call").words("phone", phone),
    };
    Way {
        words: words.words("organisation", organisation(file, treating)),
        links: Vec::new(),
    }
}

fn too_much(sheet: &Sheet<'_>) -> [Way; 2] {
    let begins = |protocol: &Protocol| sheet.file.case.begins(&protocol.id);
    let volume = sheet
        .protocol()
        .map(|protocol| protocol.volume_of(begins(protocol)));
    let words = own(
        volume.and_then(|volume| volume.beyond.as_ref()),
        "volume-too-large-way",
    );
    let case = case_href(&sheet.file);
    [
        Way {
            words: Words::key("way-not-given").words("words", words),
            links: vec![Link::new(case, Words::key("open-case-file"))],
        },
        given_all_the_same(sheet, "way-volume-given"),
    ]
}
