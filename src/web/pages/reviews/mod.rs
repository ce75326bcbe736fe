//! `/reviews`: the desk of those who review. What is coming, what is missing and whose it is, what waits for the
//! reader's signature, what waits for a court.

mod court;
mod forms;
mod page;
mod papers;
mod waits;
mod way;
mod words;

pub(super) use words::{meanwhile_banner, nothing_stops, proposal, review_status};

use super::place_in_list;
use super::today::tone;
use crate::access::Action;
use crate::domain::ids::CaseId;
use crate::domain::localised::Localised;
use crate::domain::obligation::Kind;
use crate::domain::plan::paper_of;
use crate::domain::rules::{Course, PaperRule, Rules};
use crate::domain::time::civil_date;
use crate::store::reading::worklist::{self, MOST_COUNTED, Narrowed, Urgency, Whose, WorkRow};
use crate::store::reading::{PART, reviews};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::views::parts::{Link, Status, Window};
use crate::web::views::reviews::{CourtRow, ReviewRow, ReviewsDesk, ToSign};
use crate::web::views::today::Count;
use crate::web::visit::{Html, Visit};
use chrono::NaiveDate;
use rocket::{Route, get, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    [routes![desk], page::routes(), forms::routes(), court::routes()].concat()
}

#[get("/reviews?<after>")]
async fn desk(visit: Visit<'_>, after: Option<&str>) -> Result<Html, Fault> {
    let desk = visit.desk;
    let scope = desk.list(visit.actor(), Action::ReadReviews).await?;
    let now = desk.instant();
    let whose = Whose {
        scope: &scope,
        now,
        role: None,
    };
    let today = civil_date(now, visit.who.zone);
    let of = |kind, after| Narrowed {
        kind: Some(kind),
        after,
        ..Narrowed::default()
    };
    let after = after.and_then(place_in_list::day);
    let store = desk.store();
    let mut rows = worklist::part(store, &whose, &of(Kind::Review, after), today).await?;
    let more = beyond(&mut rows);
    let cases: Vec<CaseId> = rows.iter().map(WorkRow::case).collect();
    let lacking = Lacking {
        papers: reviews::missing(store, &cases).await?,
        signatures: reviews::missing_signatures(store, &cases).await?,
    };
    let overdue = reviews::overdue(store, &whose, today).await?;
    let (signatures, more_signatures) = to_sign(&visit).await?;
    let mut court = Vec::new();
    let mut more_court = false;
    for kind in [Kind::SubmitToCourt, Kind::AskCourt] {
        let mut rows = worklist::part(store, &whose, &of(kind, None), today).await?;
        more_court |= beyond(&mut rows);
        court.extend(rows);
    }
    let next = rows.last().filter(|_| more);
    let page = ReviewsDesk {
        organisation: Words::Localised(visit.who.organisation_name.clone()),
        counts: counts(overdue, signatures.len()),
        signatures,
        more_signatures,
        reviews: rows
            .iter()
            .map(|row| review_row(&visit, row, &lacking, today))
            .collect(),
        court: court.iter().map(|row| court_row(row, today)).collect(),
        more_court: more_court.then(first_of_more),
        next_href: next.map(|row| format!("/reviews?after={}_{}", row.closes_on, row.id.as_simple())),
        first_href: after.map(|_| "/reviews".to_owned()),
    };
    visit.show(&page)
}

/// What waits for the reader's own signature, on the desk and on the day's work alike, and that more does than is shown.
pub(super) async fn to_sign(visit: &Visit<'_>) -> Result<(Vec<ToSign>, Option<Words>), Fault> {
    let desk = visit.desk;
    let Some(account) = visit.actor().account_id() else {
        return Ok((Vec::new(), None));
    };
    let scope = desk.access().scope(visit.actor(), Action::ReadReviews);
    let mut rows = reviews::unsigned(desk.store(), &scope, account, desk.instant()).await?;
    let more = beyond(&mut rows).then(first_of_more);
    let rows = rows.into_iter().map(|row| ToSign {
        href: format!("/cases/{}/reviews/{}/sign", row.case(), row.review),
        person: row.name_cyrillic,
        reference: row.reference,
        held_on: row.held_on,
    });
    Ok((rows.collect(), more))
}

/// Leaves one part of a list; was there more?
pub(super) fn beyond<T>(rows: &mut Vec<T>) -> bool {
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    let more = rows.len() > part;
    rows.truncate(part);
    more
}

/// That a list without a next part shows its beginning only.
pub(super) fn first_of_more() -> Words {
    Words::key("first-of-more").number("n", i64::try_from(PART).unwrap_or(i64::MAX))
}

fn counts(overdue: u64, signatures: usize) -> Vec<Count> {
    let count = |key, number: u64, href: &str| Count {
        words: Words::key(key),
        number: if number >= MOST_COUNTED {
            format!("{MOST_COUNTED}+")
        } else {
            number.to_string()
        },
        href: href.to_owned(),
        current: false,
    };
    let signatures = u64::try_from(signatures).unwrap_or(u64::MAX);
    let mine = (signatures > 0).then(|| count("reviews-to-sign", signatures, "#to-sign"));
    std::iter::once(count("reviews-overdue", overdue, "#coming"))
        .chain(mine)
        .collect()
}

/// What the reviews of one part of the list lack.
struct Lacking {
    papers: Vec<reviews::MissingPaper>,
    signatures: Vec<reviews::MissingSignature>,
}

impl Lacking {
    /// The signatures that the text of a review waits for, or that it must be written anew: then it waits for no signature.
    fn of_text(&self, row: &WorkRow) -> Option<Words> {
        let known = self.signatures.iter();
        let known: Vec<_> = known
            .filter(|known| known.case() == row.case() && known.review == row.cycle)
            .collect();
        if known.iter().any(|known| known.anew) {
            return Some(Words::key("reviews-write-anew"));
        }
        let names: Vec<_> = known.iter().map(|known| known.display_name.as_str()).collect();
        let names = (!names.is_empty()).then(|| Words::plain(names.join(", ")));
        names.map(|names| Words::key("review-waits-signatures").words("names", names))
    }
}

fn review_row(visit: &Visit<'_>, row: &WorkRow, lacking: &Lacking, today: NaiveDate) -> ReviewRow {
    let rules = visit.desk.rules();
    let urgency = Urgency::of(row.opens_on, row.closes_on, today);
    let window = Window {
        opens_on: row.opens_on,
        due_on: row.due_on,
        closes_on: row.closes_on,
    };
    let course = rules.law_for(row.due_on).map(|law| law.course);
    let papers = lacking.papers.iter();
    let papers = papers.filter(|paper| paper.case() == row.case());
    ReviewRow {
        href: format!("/cases/{}/reviews/{}", row.case(), row.cycle),
        person: row.name_cyrillic.clone(),
        reference: row.reference.clone(),
        title: Words::key("review-number").number("n", row.cycle.into()),
        urgency: Status::new(tone(urgency), Words::key(format!("urgency-{}", urgency.code()))),
        due_on: row.due_on,
        timing: window.timing(today),
        place: Words::Localised(Localised {
            kk: row.place_kk.clone(),
            ru: row.place_ru.clone(),
            en: row.place_en.clone(),
        }),
        missing: papers
            .map(|paper| {
                let role = rules.places.role_name(&paper.owner_role).cloned();
                let role = role.map_or_else(|| Words::plain(paper.owner_role.clone()), Words::Localised);
                Words::key("missing-paper")
                    .words("paper", paper_name(course, paper.number()))
                    .words("role", role)
            })
            .chain(lacking.of_text(row))
            .collect(),
        open: row.opens_on <= today,
    }
}

fn court_row(row: &WorkRow, today: NaiveDate) -> CourtRow {
    let urgency = Urgency::of(row.opens_on, row.closes_on, today);
    CourtRow {
        href: format!("/cases/{}/reviews/{}", row.case(), row.cycle),
        person: row.name_cyrillic.clone(),
        reference: row.reference.clone(),
        kind: Words::key(format!("kind-{}", row.kind().map_or("ask-court", Kind::code))),
        urgency: Status::new(tone(urgency), Words::key(format!("urgency-{}", urgency.code()))),
        due_on: row.due_on,
    }
}

fn numbered(course: Option<&Course>, number: u32) -> Option<&PaperRule> {
    course?.review.papers.iter().find(|paper| paper.number == number)
}

fn paper_name(course: Option<&Course>, number: u32) -> Words {
    numbered(course, number).map_or_else(|| Words::key("paper"), |paper| paper.name.clone().into())
}

/// What an obligation around a review is called: a paper by its own name.
pub(super) fn paper_words(visit: &Visit<'_>, cycle: u32, due_on: NaiveDate) -> Words {
    let course = visit.desk.rules().law_for(due_on).map(|law| law.course);
    Words::key("kind-review-paper-named").words("paper", paper_name(course, paper_of(cycle).1))
}

/// What discharges an obligation around a review, and where.
pub(super) fn next_action(
    rules: &Rules,
    today: NaiveDate,
    (kind, cycle): (Kind, u32),
    case: CaseId,
) -> Option<(Action, Link)> {
    let (action, path, key) = match kind {
        // Whether to ask the court for more is what the next review is about.
        Kind::Extension => {
            let href = format!("/cases/{case}/reviews");
            return Some((Action::ReadReviews, Link::new(href, Words::key("open-review"))));
        }
        Kind::Review => (Action::ReadReviews, format!("{cycle}"), "open-review"),
        Kind::ReviewPaper => {
            let (review, number) = paper_of(cycle);
            let course = rules.law_for(today).map(|law| law.course);
            let paper = numbered(course, number)?;
            (
                Action::FileReviewPaper,
                format!("{review}/papers/{}", paper.id),
                "file-review-paper-action",
            )
        }
        Kind::SubmitToCourt => (
            Action::SubmitToCourt,
            format!("{cycle}/submission"),
            "submit-to-court-action",
        ),
        Kind::AskCourt => (Action::RecordCourtDeclined, format!("{cycle}"), "open-review"),
        _ => return None,
    };
    Some((
        action,
        Link::new(format!("/cases/{case}/reviews/{path}"), Words::key(key)),
    ))
}
