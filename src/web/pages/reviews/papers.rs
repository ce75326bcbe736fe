//! The papers of a review, each with how it stands and whose it is.

use super::page::Shown;
use crate::access::Action;
use crate::commands::filing;
use crate::domain::decide::missing_papers;
use crate::domain::obligation::Kind;
use crate::domain::plan::paper_cycle;
use crate::domain::rules::PaperRule;
use crate::text::Words;
use crate::web::pages::case_head::{organisation, who};
use crate::web::views::parts::{Link, Status, Tone};
use crate::web::views::reviews::PaperLine;
use chrono::NaiveDate;

impl Shown<'_> {
    pub(super) fn missing(&self) -> impl Iterator<Item = &PaperRule> {
        let (case, kind) = (&self.file.case, self.file.kind_of_place());
        missing_papers(case, self.number, &self.course.review, kind)
    }

    pub(super) fn papers(&self, clinical: bool) -> Vec<PaperLine> {
        let asked = self.course.review.papers_at(self.file.kind_of_place());
        let shown = asked.filter(|paper| self.shown_to(paper, clinical));
        shown.map(|paper| self.paper(paper)).collect()
    }

    /// Whose paper it is.
    pub(super) fn owner_words(&self, paper: &PaperRule) -> Words {
        let rules = self.visit.desk.rules();
        let owner = self
            .file
            .roster
            .owner(paper.owner.organisation, paper.owner.post, &rules.places);
        let role = owner
            .as_ref()
            .and_then(|owner| rules.places.role_name(&owner.role));
        owner.as_ref().map_or_else(
            || Words::key("none"),
            |owner| {
                Words::key("ladder-role")
                    .words(
                        "role",
                        role.cloned().map_or_else(|| Words::plain(""), Words::Localised),
                    )
                    .words("organisation", organisation(self.file, owner.organisation))
            },
        )
    }

    fn paper(&self, paper: &PaperRule) -> PaperLine {
        let owner = self.owner_words(paper);
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
}
