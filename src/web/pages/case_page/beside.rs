//! What is read beside a dose and stops none: an appeal, and complaints without an answer.

use super::complaints;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::views::parts::{Banner, Tone};
use crate::web::visit::Visit;

/// One line for each, for whoever is about to give the dose. No way leads on: the hands are at the chair.
pub(in crate::web::pages) fn beside_the_dose(visit: &Visit<'_>, file: &CaseFile) -> Vec<Banner> {
    let plan = file.plan(visit.desk.rules());
    let open = complaints::banners(visit, file, &plan).into_iter();
    let unanswered = open.map(|banner| Banner { link: None, ..banner });
    appeals(file).chain(unanswered).collect()
}

fn appeals(file: &CaseFile) -> impl Iterator<Item = Banner> + '_ {
    let today = file.now.today();
    let stand = file.case.rulings.iter();
    let stand = stand.filter(move |ruling| !ruling.standing_on(today).ended());
    let since = stand.filter_map(move |ruling| ruling.appealed_on(today));
    since.map(|on| Banner {
        tone: Tone::Warn,
        title: Words::key("banner-appealed").date("on", on),
        words: Some(Words::key("banner-appealed-words")),
        link: None,
    })
}
