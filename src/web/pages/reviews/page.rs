//! One review on one page: papers, text, signatures, submission, ruling, closed case.

use super::words::{dissents, lines, nothing_stops, review_status};
use crate::access::{Action, Context, Lens, Resource};
use crate::commands::{drafting, signing};
use crate::domain::event::{Meanwhile, ReviewText, Reviewer};
use crate::domain::ids::CaseId;
use crate::domain::plan::Plan;
use crate::domain::review::Review;
use crate::domain::rules::Course;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::case_head;
use crate::web::pages::record::{just_done, known};
use crate::web::views::parts::{Banner, Link, Status, Tone};
use crate::web::views::reviews::{MemberLine, ReviewPage};
use crate::web::visit::{Html, Visit};
use rocket::response::Redirect;
use rocket::{Route, get, routes};

/// The route of this page.
pub(super) fn routes() -> Vec<Route> {
    routes![review, coming]
}

/// The acts after which one returns to this page.
const DONE: [Action; 5] = [
    Action::FileReviewPaper,
    Action::DraftReview,
    Action::SignReview,
    Action::SubmitToCourt,
    Action::RecordCourtDeclined,
];

/// The review to come; the case's page where none is, because treatment has not begun.
#[get("/cases/<id>/reviews")]
async fn coming(visit: Visit<'_>, id: &str) -> Result<Redirect, Fault> {
    let file = visit
        .desk
        .look(visit.actor(), Action::ReadReviews, known(id)?)
        .await?;
    let number = file.case.next_review();
    let page = Shown::of(&visit, &file, number).map(|_| format!("/reviews/{number}"));
    Ok(Redirect::to(format!(
        "/cases/{}{}",
        file.case.id,
        page.unwrap_or_default()
    )))
}

#[get("/cases/<id>/reviews/<number>?<done>")]
async fn review(visit: Visit<'_>, id: &str, number: &str, done: Option<&str>) -> Result<Html, Fault> {
    let number: u32 = known(number)?;
    let case: CaseId = known(id)?;
    let lens = visit.actor().role().ok_or(Fault::Forbidden)?.lens();
    let clinical = lens != Lens::Registry;
    let action = if clinical {
        Action::ReadClinicalFile
    } else {
        Action::ReadRegistryFile
    };
    let file = visit.desk.look(visit.actor(), action, case).await?;
    let shown = Shown::of(&visit, &file, number).ok_or(Fault::NotFound)?;
    let done = just_done(&visit, case, done, &DONE).await?;
    visit.show(&shown.page(clinical, done))
}

/// A review as it is shown.
pub(super) struct Shown<'s> {
    pub(super) visit: &'s Visit<'s>,
    pub(super) file: &'s CaseFile,
    pub(super) number: u32,
    pub(super) review: Option<&'s Review>,
    pub(super) course: &'s Course,
    pub(super) plan: Plan,
}

impl<'s> Shown<'s> {
    /// A review that was begun, or the next one of a treatment that was.
    fn of(visit: &'s Visit<'s>, file: &'s CaseFile, number: u32) -> Option<Self> {
        let case = &file.case;
        let review = case.review(number);
        let next = number == case.next_review() && !case.doses_in_effect().is_empty();
        let rules = visit.desk.rules();
        (review.is_some() || next).then_some(())?;
        Some(Self {
            visit,
            file,
            number,
            review,
            course: rules.law_for(file.now.today())?.course,
            plan: file.plan(rules),
        })
    }

    fn page(&self, clinical: bool, done: Option<Action>) -> ReviewPage {
        ReviewPage {
            head: case_head(self.visit, self.file),
            title: Words::key("review-number").number("n", self.number.into()),
            status: review_status(self.file, self.number, &self.plan),
            banners: self.banners(clinical, done),
            way: self.way(clinical),
            waits: self.waits(clinical),
            papers: self.papers(clinical),
            text: self.text().map_or_else(Vec::new, |text| {
                if clinical {
                    lines(self.visit, text)
                } else {
                    Vec::new()
                }
            }),
            members: if clinical { self.members() } else { Vec::new() },
            actions: self.actions(),
        }
    }

    pub(super) fn text(&self) -> Option<&'s ReviewText> {
        self.review.and_then(Review::text)
    }

    fn banners(&self, clinical: bool, done: Option<Action>) -> Vec<Banner> {
        let banner = |tone, title| Banner {
            tone,
            title,
            words: None,
            link: None,
        };
        let case = &self.file.case;
        let mut banners = Vec::new();
        banners.extend(done.map(|done| banner(Tone::Good, Words::key(format!("done-{done}")))));
        let Some(review) = self.review else {
            return banners;
        };
        let today = self.file.now.today();
        if case.ended_on(today) && review.concluded().is_none() {
            banners.push(banner(Tone::Info, Words::key("review-after-end")));
        }
        let Some((text, _)) = review.concluded() else {
            return banners;
        };
        banners.extend(dissents(review, text).map(|words| banner(Tone::Warn, words)));
        let kept = text.meanwhile;
        let kept = kept.filter(|kept| *kept == Meanwhile::Hold || nothing_stops(self.file));
        if !case.review_counts(review) {
            banners.push(banner(Tone::Info, Words::key("review-kept")));
        } else if let (true, Some(kept), None) = (clinical, kept, case.court_said(review)) {
            // What becomes of the doses is a matter of treatment; the registry sees the papers only.
            banners.push(Banner {
                words: Some(Words::key("meanwhile-words")),
                ..banner(
                    if kept == Meanwhile::Hold {
                        Tone::Warn
                    } else {
                        Tone::Info
                    },
                    Words::key(format!("meanwhile-{}", kept.code())),
                )
            });
        }
        banners
    }

    fn members(&self) -> Vec<MemberLine> {
        let Some((review, text)) = self.review.zip(self.text()) else {
            return Vec::new();
        };
        let line = |member: &Reviewer| match review.signature(member.account) {
            Some(signed) => MemberLine {
                name: member.name.clone(),
                status: Status::new(
                    if signed.content.dissent.is_some() {
                        Tone::Warn
                    } else {
                        Tone::Good
                    },
                    Words::key(if signed.content.dissent.is_some() {
                        "signature-dissent"
                    } else {
                        "signature-given"
                    })
                    .date("on", signed.content.signed_on),
                ),
                dissent: signed.content.dissent.clone(),
            },
            None => MemberLine {
                name: member.name.clone(),
                status: Status::new(Tone::Warn, Words::key("signature-missing")),
                dissent: None,
            },
        };
        text.members.iter().map(line).collect()
    }

    pub(super) fn offered(&self, action: Action, context: &Context) -> bool {
        let resource: Resource = self.file.facts.clone().into();
        self.visit
            .desk
            .allows(self.visit.actor(), action, &resource, context)
    }

    pub(super) fn link(&self, path: &str, key: &'static str) -> Link {
        let case = self.file.case.id;
        Link::new(
            format!("/cases/{case}/reviews/{}/{path}", self.number),
            Words::key(key),
        )
    }

    fn actions(&self) -> Vec<Link> {
        let case = &self.file.case;
        let none = Context::default();
        let mut actions = Vec::new();
        let concluded = self.review.is_some_and(|review| review.concluded().is_some());
        if !concluded
            && self.number == case.next_review()
            && self.offered(Action::DraftReview, &drafting(self.file))
        {
            let key = if self.text().is_some() {
                "draft-review-again"
            } else {
                "draft-review-action"
            };
            actions.push(self.link("text", key));
        }
        let me = self.visit.actor().account_id();
        let waits = self
            .review
            .is_some_and(|review| review.waiting().any(|account| Some(account) == me));
        let signs = waits && self.barred().is_empty();
        if signs && self.offered(Action::SignReview, &signing(self.file, self.number)) {
            actions.insert(0, self.link("sign", "sign-review-action"));
        }
        let Some(review) = self.review.filter(|review| case.review_counts(review)) else {
            return actions;
        };
        let asks = self.text().is_some_and(|text| text.to_court) && case.court_said(review).is_none();
        if asks && self.offered(Action::SubmitToCourt, &none) {
            let sent = review.submission().is_some();
            let key = if sent {
                "submit-to-court-again"
            } else {
                "submit-to-court-action"
            };
            actions.push(self.link("submission", key));
        }
        if asks && review.submission().is_some() {
            if self.offered(Action::RecordRuling, &none) {
                let href = format!("/cases/{}/rulings/new", case.id);
                actions.push(Link::new(href, Words::key("record-ruling-action")));
            }
            let last = case
                .rulings
                .last()
                .filter(|_| self.offered(Action::ChangeRuling, &none));
            actions.extend(last.map(|last| {
                let href = format!("/cases/{}/rulings/{}", case.id, last.ruling.id);
                Link::new(href, Words::key("change-ruling-action"))
            }));
            if self.offered(Action::RecordCourtDeclined, &none) {
                actions.push(self.link("declined", "record-court-declined-action"));
            }
        }
        actions
    }
}
