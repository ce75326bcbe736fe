//! One review on one page: papers, text, signatures, submission, ruling, closed case.

use crate::access::{Action, Context, Lens, Resource};
use crate::commands::{filing, signing};
use crate::domain::decide::{meanwhile, missing_papers};
use crate::domain::event::{Meanwhile, ReviewText};
use crate::domain::ids::CaseId;
use crate::domain::obligation::Kind;
use crate::domain::plan::{Plan, paper_cycle};
use crate::domain::review::{CourtSaid, Review};
use crate::domain::rules::{Course, PaperRule};
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::{case_head, on, organisation, reasons, who};
use crate::web::pages::record::known;
use crate::web::views::parts::{Banner, Link, Row, Status, Tone};
use crate::web::views::reviews::{MemberLine, PaperLine, ReviewPage, WayStep};
use crate::web::visit::{Html, Visit};
use chrono::NaiveDate;
use rocket::{Route, get, routes};

/// The route of this page.
pub(super) fn routes() -> Vec<Route> {
    routes![review]
}

/// The acts after which one returns to this page.
const DONE: [Action; 5] = [
    Action::FileReviewPaper,
    Action::DraftReview,
    Action::SignReview,
    Action::SubmitToCourt,
    Action::RecordCourtDeclined,
];

#[get("/cases/<id>/reviews/<number>?<done>")]
async fn review(visit: Visit<'_>, id: &str, number: u32, done: Option<&str>) -> Result<Html, Fault> {
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
    let done = done.and_then(|verb| verb.parse::<Action>().ok());
    let done = done.filter(|done| DONE.contains(done));
    visit.show(&shown.page(clinical, done))
}

/// A review as it is shown.
struct Shown<'s> {
    visit: &'s Visit<'s>,
    file: &'s CaseFile,
    number: u32,
    review: Option<&'s Review>,
    course: &'s Course,
    plan: Plan,
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
            banners: self.banners(done),
            way: self.way(clinical),
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

    fn text(&self) -> Option<&'s ReviewText> {
        self.review.and_then(Review::text)
    }

    fn banners(&self, done: Option<Action>) -> Vec<Banner> {
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
        if !case.review_counts(review) {
            banners.push(banner(Tone::Info, Words::key("review-kept")));
        } else if let (Some(kept), None) = (text.meanwhile, case.court_said(review)) {
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

    fn way(&self, clinical: bool) -> Vec<WayStep> {
        let step = |key: &'static str, done, lines| WayStep {
            title: Words::key(key),
            lines,
            done,
        };
        let case = &self.file.case;
        let concluded = self.review.and_then(Review::concluded);
        let missing = self.missing().count();
        let mut way = Vec::new();
        let due = self.plan.obligation((Kind::Review, self.number));
        way.extend(due.map(|owed| {
            let mut said = vec![Words::key("review-due").date("on", owed.due_on)];
            said.extend(reasons(self.visit.desk.rules(), &owed.why));
            step("way-due", false, said)
        }));
        if clinical {
            let papers = match concluded {
                Some((text, _)) => text.missing.len(),
                None => missing,
            };
            let count = i64::try_from(papers).unwrap_or(i64::MAX);
            let said = if papers == 0 {
                Words::key("way-papers-complete")
            } else {
                Words::key("way-papers-missing").number("n", count)
            };
            way.push(step("way-papers", concluded.is_some() || papers == 0, vec![said]));
            let held = self
                .text()
                .map(|text| vec![Words::key("review-held").date("on", text.held_on)]);
            way.push(step("way-text", held.is_some(), held.unwrap_or_default()));
        }
        let signed = concluded.map(|(text, signed_on)| {
            vec![
                Words::key("review-concluded").date("on", signed_on),
                proposal(self.visit, text),
            ]
        });
        way.push(step(
            "way-signatures",
            signed.is_some(),
            signed.unwrap_or_default(),
        ));
        let to_court = concluded.is_none_or(|(text, _)| text.to_court);
        if !to_court {
            way.push(step("way-no-court", true, Vec::new()));
            return way;
        }
        let sent = self.review.and_then(Review::submission).map(|entry| {
            let sent = &entry.content;
            vec![
                Words::key("submission-sent").date("on", sent.sent_on),
                Words::plain(format!("{}, {}", sent.court, sent.reference)),
                who(self.file, &entry.by),
            ]
        });
        way.push(step("way-submission", sent.is_some(), sent.unwrap_or_default()));
        let said = self.review.and_then(|review| case.court_said(review));
        way.push(step(
            "way-ruling",
            said.is_some(),
            said.map_or_else(Vec::new, court_lines),
        ));
        let ended_on = case.closes_on(self.file.now.today());
        let ended = case.ended_on(self.file.now.today());
        let closed = ended_on.filter(|_| ended).map(|day| vec![on(day)]);
        if closed.is_some() || concluded.is_some_and(|(text, _)| text.meanwhile.is_some()) {
            way.push(step("way-closed", closed.is_some(), closed.unwrap_or_default()));
        }
        way
    }

    fn missing(&self) -> impl Iterator<Item = &PaperRule> {
        let (case, kind) = (&self.file.case, self.file.kind_of_place());
        missing_papers(case, self.number, &self.course.review, kind)
    }

    /// The registry sees the papers that are its own.
    fn papers(&self, clinical: bool) -> Vec<PaperLine> {
        let asked = self.course.review.papers_at(self.file.kind_of_place());
        let reader = self.visit.actor().organisation();
        let rules = self.visit.desk.rules();
        let mine = |paper: &&PaperRule| {
            let owner = self
                .file
                .roster
                .owner(paper.owner.organisation, paper.owner.post, &rules.places);
            clinical || owner.is_some_and(|owner| Some(owner.organisation) == reader)
        };
        asked.filter(mine).map(|paper| self.paper(paper)).collect()
    }

    fn paper(&self, paper: &PaperRule) -> PaperLine {
        let rules = self.visit.desk.rules();
        let owner = self
            .file
            .roster
            .owner(paper.owner.organisation, paper.owner.post, &rules.places);
        let role = owner
            .as_ref()
            .and_then(|owner| rules.places.role_name(&owner.role));
        let owner = owner.as_ref().map_or_else(
            || Words::key("none"),
            |owner| {
                Words::key("ladder-role")
                    .words(
                        "role",
                        role.cloned().map_or_else(|| Words::plain(""), Words::Localised),
                    )
                    .words("organisation", organisation(self.file, owner.organisation))
            },
        );
        let line = |status, lines, scan, action| PaperLine {
            name: paper.name.clone().into(),
            status,
            lines,
            owner: owner.clone(),
            scan,
            action,
        };
        if paper.from_record {
            let status = Status::new(Tone::Good, Words::key("paper-from-record"));
            return line(status, vec![self.record_of_doses()], None, None);
        }
        let filed = self.review.and_then(|review| review.paper(&paper.id));
        let concluded = self.review.is_some_and(|review| review.concluded().is_some());
        let action = (!concluded)
            .then(|| self.file_link(paper, filed.is_some()))
            .flatten();
        match filed {
            Some(entry) => {
                let content = &entry.content;
                let lines = vec![
                    Words::key("paper-filed-line")
                        .date("on", content.dated_on)
                        .words("reference", Words::plain(content.reference.clone())),
                    who(self.file, &entry.by),
                ];
                let scan = content.scan_sha256.as_ref();
                let scan = scan.map(|hash| hash.chars().take(16).collect());
                line(
                    Status::new(Tone::Good, Words::key("paper-filed")),
                    lines,
                    scan,
                    action,
                )
            }
            None if concluded => line(
                Status::new(Tone::Quiet, Words::key("paper-was-missing")),
                Vec::new(),
                None,
                None,
            ),
            None => {
                let key = (Kind::ReviewPaper, paper_cycle(self.number, paper.number));
                let owed = self.plan.obligation(key);
                let late = owed.is_some_and(|owed| owed.closes_on < self.file.now.today());
                let tone = if late { Tone::Bad } else { Tone::Warn };
                let due = owed.map(|owed| Words::key("paper-due").date("on", owed.due_on));
                let status = Status::new(tone, Words::key("paper-missing"));
                line(status, due.into_iter().collect(), None, action)
            }
        }
    }

    fn file_link(&self, paper: &PaperRule, again: bool) -> Option<Link> {
        let context = filing(self.file, self.visit.desk.rules(), &paper.id)?;
        let key = if again {
            "file-review-paper-again"
        } else {
            "file-review-paper-action"
        };
        let path = format!("papers/{}", paper.id);
        self.offered(Action::FileReviewPaper, &context)
            .then(|| self.link(&path, key))
    }

    /// Doses and misses since the last review, as the records say.
    fn record_of_doses(&self) -> Words {
        let case = &self.file.case;
        let earlier = case.reviews.iter().filter(|known| known.number < self.number);
        let since = earlier
            .filter_map(|known| known.concluded())
            .map(|(text, _)| text.held_on)
            .max();
        let until = self.text().map_or(self.file.now.today(), |text| text.held_on);
        let within = |day: NaiveDate| since.is_none_or(|since| day > since) && day <= until;
        let given = case
            .doses_in_effect()
            .into_iter()
            .filter(|dose| within(dose.content.given_on));
        let not_given = case.not_given.iter().filter(|entry| entry.voided.is_none());
        let missed = not_given.filter(|entry| within(entry.content.occurred_on));
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        Words::key("paper-record-line")
            .number("given", number(given.count()))
            .number("missed", number(missed.count()))
            .date("until", until)
    }

    fn members(&self) -> Vec<MemberLine> {
        let Some((review, text)) = self.review.zip(self.text()) else {
            return Vec::new();
        };
        let line = |member: &crate::domain::event::Reviewer| match review.signature(member.account) {
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

    fn offered(&self, action: Action, context: &Context) -> bool {
        let resource: Resource = self.file.facts.clone().into();
        self.visit
            .desk
            .allows(self.visit.actor(), action, &resource, context)
    }

    fn link(&self, path: &str, key: &'static str) -> Link {
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
        if !concluded && self.number == case.next_review() && self.offered(Action::DraftReview, &none) {
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
        if waits && self.offered(Action::SignReview, &signing(self.file, self.number)) {
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

/// How a review stands, in one word.
pub(in crate::web::pages) fn review_status(file: &CaseFile, number: u32, plan: &Plan) -> Status {
    let case = &file.case;
    let review = case.review(number);
    let owed = plan.obligation((Kind::Review, number));
    let today = file.now.today();
    let (tone, state) = match review.and_then(|review| review.concluded().map(|(text, _)| (review, text))) {
        Some((review, _)) if !case.review_counts(review) => (Tone::Quiet, "kept"),
        Some((review, _)) if review.submission().is_some() => match case.court_said(review) {
            Some(_) => (Tone::Good, "ruled"),
            None => (Tone::Info, "at-court"),
        },
        Some((_, text)) if text.to_court && file.facts.open => (Tone::Warn, "to-submit"),
        Some(_) => (Tone::Good, "concluded"),
        None if owed.is_some_and(|owed| owed.closes_on < today) => (Tone::Bad, "overdue"),
        None if review.is_some_and(|review| review.text().is_some()) => (Tone::Warn, "signing"),
        None if !file.facts.open => (Tone::Quiet, "not-owed"),
        None if owed.is_some_and(|owed| owed.opens_on > today) => (Tone::Quiet, "planned"),
        None if plan.obligations.iter().any(|owed| owed.kind == Kind::ReviewPaper) => {
            (Tone::Warn, "papers-missing")
        }
        None => (Tone::Info, "ready"),
    };
    Status::new(tone, Words::key(format!("review-state-{state}")))
}

/// A proposal in the words of the rules it was made under.
pub(in crate::web::pages) fn proposal(visit: &Visit<'_>, text: &ReviewText) -> Words {
    let law = visit.desk.rules().law_for(text.held_on);
    let known = law.and_then(|law| law.course.review.proposal(&text.proposal));
    known.map_or_else(
        || Words::plain(text.proposal.clone()),
        |known| known.name.clone().into(),
    )
}

/// The text of a commission as rows.
pub(in crate::web::pages) fn lines(visit: &Visit<'_>, text: &ReviewText) -> Vec<Row> {
    let mut rows = vec![
        Row::new(Words::key("review-held-on"), on(text.held_on)),
        Row::new(Words::key("review-proposal"), proposal(visit, text)),
        Row::new(Words::key("review-findings"), text.findings.clone()),
        Row::new(Words::key("review-reasons"), text.reasons.clone()),
    ];
    if !text.without.is_empty() {
        rows.push(Row::new(Words::key("review-without"), text.without.clone()));
    }
    rows.push(Row::new(
        Words::key("review-version-label"),
        Words::key("review-version").number("n", text.version.into()),
    ));
    rows
}

fn court_lines(said: CourtSaid<'_>) -> Vec<Words> {
    match said {
        CourtSaid::Ruled(ruling) => vec![
            Words::key("court-ruled").date("on", ruling.ruled_on),
            Words::plain(format!("{} № {}", ruling.court, ruling.number)),
        ],
        CourtSaid::Ended(change) => vec![
            Words::key(format!("ruling-step-{}", change.step.code())),
            Words::key("effective-from").date("on", change.effective_on),
            Words::plain(change.document.clone()),
        ],
        CourtSaid::Declined(declined) => vec![
            Words::key("court-declined-on").date("on", declined.decided_on),
            Words::plain(declined.document.clone()),
        ],
    }
}

/// What the case page says while doses and a court's decision cross.
pub(in crate::web::pages) fn meanwhile_banner(file: &CaseFile) -> Option<Banner> {
    let kept = meanwhile(&file.case).filter(|_| file.facts.open)?;
    let review = file
        .case
        .reviews
        .iter()
        .rfind(|review| file.case.review_counts(review) && file.case.court_said(review).is_none())?;
    Some(Banner {
        tone: if kept == Meanwhile::Hold {
            Tone::Warn
        } else {
            Tone::Info
        },
        title: Words::key(format!("meanwhile-{}", kept.code())),
        words: Some(Words::key("meanwhile-words")),
        link: Some(Link::new(
            format!("/cases/{}/reviews/{}", file.case.id, review.number),
            Words::key("open-review"),
        )),
    })
}
