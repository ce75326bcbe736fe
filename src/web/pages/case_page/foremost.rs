//! What leads the page of a case, before everything else: an answer that a physician must not overlook. And what the
//! reader should know of the rules behind it.

use crate::access::Action;
use crate::domain::event::Judgement;
use crate::domain::plan::protocol;
use crate::domain::results::{Reading, Stands, readings, stands};
use crate::domain::rules::Item;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::pages::monitoring::words::value_words;
use crate::web::pages::rules::link_to;
use crate::web::views::parts::{Banner, Link, Tone};
use crate::web::visit::Visit;

/// Thoughts of suicide, low mood, signs of a meningioma: the latest answer to each question that is decided on the same
/// day, while it is not as it should be. Decided or not, it stands here until a later answer says otherwise.
pub(super) fn banners(visit: &Visit<'_>, file: &CaseFile) -> Vec<Banner> {
    let rules = visit.desk.rules();
    let Some(law) = rules.law_for(file.now.today()) else {
        return Vec::new();
    };
    let all = readings(&file.case);
    let items = law.course.items.iter().filter(|item| item.same_day());
    let alarming = items.filter_map(|item| {
        let latest = all
            .iter()
            .rev()
            .find(|reading| reading.measured.item == item.id)?;
        (stands(&file.case, rules, latest) == Some(Stands::NotWell)).then_some((item, latest))
    });
    let mut banners: Vec<_> = alarming
        .map(|(item, latest)| banner(visit, file, item, latest))
        .collect();
    // What nobody has decided about comes first.
    banners.sort_by_key(|banner| banner.tone != Tone::Bad);
    banners
}

fn banner(visit: &Visit<'_>, file: &CaseFile, item: &Item, latest: &Reading<'_>) -> Banner {
    let title = Words::key("banner-answer")
        .words("item", item.in_lists().clone())
        .words("answer", value_words(Some(item), latest.measured))
        .date("on", latest.taken_on);
    let mut standing = file.case.judgements.iter().filter(|entry| entry.voided.is_none());
    let about = |judgement: &Judgement| {
        judgement.record == latest.record && !judgement.left.contains(&latest.measured.item)
    };
    if let Some(judged) = standing.rfind(|entry| about(&entry.content)) {
        return Banner {
            tone: Tone::Warn,
            title,
            words: Some(decided(&judged.content)),
            link: None,
        };
    }
    let may = visit.may(Action::JudgeResult, &file.facts.clone().into());
    let href = format!("/cases/{}/judge", file.case.id);
    Banner {
        tone: Tone::Bad,
        title,
        words: Some(Words::key("banner-answer-waits")),
        link: may.then(|| Link::new(href, Words::key("judge-result-action"))),
    }
}

fn decided(judgement: &Judgement) -> Words {
    Words::key("banner-answer-decided")
        .date("on", judgement.judged_on)
        .words(
            "decision",
            Words::key(format!("decided-{}", judgement.decided.code())),
        )
}

/// The rules behind this case that are not published yet, and may therefore still change.
pub(super) fn drafts(visit: &Visit<'_>, file: &CaseFile, clinical: bool) -> Vec<Link> {
    let rules = visit.desk.rules();
    let law = rules.law_for(file.now.today());
    let product = protocol(&file.case, rules)
        .filter(|_| clinical)
        .map(|found| found.rule());
    let course = law.as_ref().filter(|_| clinical).map(|law| law.course.rule());
    let procedure = law.as_ref().map(|law| law.procedure.id.clone());
    let used = [product, course, procedure].into_iter().flatten();
    let sheets = used.filter_map(|rule| rules.sheet_of(&rule));
    sheets
        .filter(|sheet| !sheet.published)
        .filter_map(|sheet| link_to(Some(sheet)))
        .collect()
}
