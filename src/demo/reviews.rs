//! Reviews of the demo country: every half year one, and today some of them in each of their states.

use chrono::{Months, NaiveDate};

use super::DemoFault;
use super::country::{Cast, Worker};
use super::endings::Ending;
use super::plots::Plot;
use super::stage::{Played, Stage};
use super::story::{At, Deed, Story, days, hours};
use crate::access::Action;
use crate::commands;
use crate::domain::decide::{DraftReview, FilePaper, SignReview, SubmitToCourt, missing_papers};
use crate::domain::ids::AccountId;
use crate::domain::refusal::Refusal;
use crate::domain::rules::{PaperRule, Post};
use crate::store::StoreError;
use crate::store::desk::Failure;

/// Days between two reviews of a careful commission: a little less than half a year.
const APART: i64 = 176;
/// Days from a first dose within which nobody reviews.
const QUIET: i64 = 40;
/// What the commission proposes when nothing is to change, to be extended, to end.
const CONTINUE: &str = "continue";
const EXTEND: &str = "extend";
const STOP: &str = "stop";

/// How the reviews of a case stand today.
#[derive(Clone, Copy)]
enum State {
    /// The last one was held so many days ago, and nothing is open.
    Held(i64),
    /// Due in so many days (negative: overdue), so many papers filed.
    Owed(i64, usize),
    /// Due in so many days, written yesterday, not signed by all.
    Signing(i64),
    /// Concluded, and proposed what nobody has sent.
    ToSubmit(&'static str),
    /// Sent so many days ago.
    AtCourt(&'static str, i64),
    /// Sent before a court ruled on that day.
    Ruled(&'static str, i64),
}

/// The state that a plot's reviews have reached, by its number in the list.
fn state(plot: &Plot, number: usize) -> State {
    match (plot.ending, number) {
        (Ending::EndedByCourt(on), _) => State::Ruled(STOP, on),
        (Ending::Extended(on), _) => State::Ruled(EXTEND, on),
        (Ending::Quashed(on) | Ending::EndedByTerm(on) | Ending::Died(on) | Ending::Abroad(on), _) => {
            State::Held(45 - on)
        }
        (_, 1) => State::Signing(6),
        (_, 2) => State::Owed(-14, 2),
        (_, 3) => State::Signing(-1),
        (_, 4) => State::Owed(12, 1),
        (_, 5) => State::Owed(-3, 4),
        (_, 6) => State::ToSubmit(EXTEND),
        (_, 7) => State::AtCourt(STOP, 16),
        (_, 8) => State::Owed(21, 0),
        (_, 9) => State::AtCourt(EXTEND, 40),
        (_, 27) => State::Owed(4, 3),
        (_, 28) => State::ToSubmit(STOP),
        _ => State::Held(20 + i64::try_from(number * 17 % 120).unwrap_or_default()),
    }
}

/// Adds the reviews of a treatment that began on a day.
pub(super) fn tell(story: &mut Story, plot: &Plot, number: usize, first_on: NaiveDate, today: NaiveDate) {
    let state = state(plot, number);
    let half_a_year_before = |day: NaiveDate| day.checked_sub_months(Months::new(6)).unwrap_or(day);
    let last_on = match state {
        State::Held(ago) => days(today, -ago),
        State::Owed(due_in, _) | State::Signing(due_in) => half_a_year_before(days(today, due_in)),
        State::ToSubmit(_) => days(today, -2),
        State::AtCourt(_, ago) => days(today, -ago - 4),
        State::Ruled(_, on) => days(today, on - 24),
    };
    if last_on < days(first_on, QUIET) {
        return;
    }
    let mut held: Vec<NaiveDate> = std::iter::successors(Some(last_on), |day| Some(days(*day, -APART)))
        .take_while(|day| *day >= days(first_on, QUIET))
        .collect();
    held.reverse();
    for day in &held {
        let last = *day == last_on;
        let proposal = match state {
            State::ToSubmit(proposal) | State::AtCourt(proposal, _) | State::Ruled(proposal, _) if last => {
                proposal
            }
            _ => CONTINUE,
        };
        story.then(days(*day, -9), hours::AFTERNOON, Deed::FilePapers { at_most: 9 });
        let signatures = 3;
        story.then(*day, hours::COMMISSION, Deed::Review { proposal, signatures });
    }
    let sent = |story: &mut Story| story.then(days(last_on, 2), hours::DESK, Deed::Submit);
    match state {
        State::AtCourt(..) | State::Ruled(..) => sent(story),
        State::Owed(_, papers) if papers > 0 => {
            let at_most = papers;
            story.then(days(today, -5), hours::AFTERNOON, Deed::FilePapers { at_most });
        }
        State::Signing(_) => {
            story.then(days(today, -5), hours::AFTERNOON, Deed::FilePapers { at_most: 9 });
            story.then(
                days(today, -1),
                hours::COMMISSION,
                Deed::Review {
                    proposal: CONTINUE,
                    signatures: 1,
                },
            );
        }
        State::Held(_) | State::Owed(..) | State::ToSubmit(_) => {}
    }
}

/// Who sits on a commission of a region: two psychiatrists of the forensic centre and one of the clinic, who is another than
/// the one whose turn it is to treat.
///
/// # Errors
/// [`DemoFault::Nobody`].
pub(super) fn commission<'c>(
    region: &str,
    cast: &'c Cast,
    treats: usize,
) -> Result<[&'c Worker; 3], DemoFault> {
    let worker = |code, turn| cast.worker(cast.organisation(region, code)?, Post::Physician, turn);
    Ok([
        worker("forensic", 0)?,
        worker("forensic", 1)?,
        worker("clinic", treats + 1)?,
    ])
}

/// What a commission finds where nothing is to change, and why it proposes to go on.
const UNCHANGED: (&str, &str) = (
    "Состояние стабильное, лечение переносит удовлетворительно",
    "Оснований для изменения или прекращения меры нет",
);

/// The text of a review in which nothing is to change.
pub(super) fn unchanged(review: u32, held_on: NaiveDate, members: &[Worker]) -> DraftReview {
    let members = members.iter().map(|member| member.account).collect();
    text(review, held_on, members, (CONTINUE, UNCHANGED.0, UNCHANGED.1))
}

fn text(
    review: u32,
    held_on: NaiveDate,
    members: Vec<AccountId>,
    (proposal, findings, reasons): (&str, &str, &str),
) -> DraftReview {
    DraftReview {
        review,
        over: 0,
        held_on: Some(held_on),
        members,
        findings: findings.to_owned(),
        proposal: proposal.to_owned(),
        reasons: reasons.to_owned(),
        without: "Запрошены повторно; срок освидетельствования не ждёт".to_owned(),
    }
}

/// A signature under the first text of a review, without a word of dissent.
pub(super) fn agreed(review: u32) -> SignReview {
    SignReview {
        review,
        version: 1,
        dissents: Some(false),
        dissent: String::new(),
    }
}

impl Stage<'_> {
    /// Deeds around a review. The commission sits with two psychiatrists of the forensic centre and one of the clinic who
    /// has not treated the person.
    pub(super) async fn around_review(
        &self,
        played: &Played,
        deed: &Deed,
        place: &At,
        turn: usize,
    ) -> Result<(), Failure> {
        let at = At {
            region: place.region.clone(),
            code: "registry",
        };
        let missing = |_| Failure::Store(StoreError::Missing("somebody to play a part"));
        let commission = commission(&place.region, self.cast, turn).map_err(missing)?;
        match deed {
            Deed::FilePapers { at_most } => self.file_papers(played, commission[0], *at_most).await,
            Deed::Review { proposal, signatures } => {
                self.review(played, &commission, proposal, *signatures).await
            }
            Deed::Submit => {
                let registry = self.at(&at).map_err(missing)?;
                let clerk = self.cast.worker(registry, Post::Clerk, 0).map_err(missing)?;
                self.submit(played, clerk).await
            }
            _ => Err(Refusal::NothingToDo.into()),
        }
    }

    async fn file_papers(&self, played: &Played, reader: &Worker, at_most: usize) -> Result<(), Failure> {
        let (desk, case) = (self.desk, played.case);
        let file = self.look(reader, Action::ReadClinicalFile, case).await?;
        let law = desk.rules().law_for(file.now.today());
        let rule = &law.ok_or(Refusal::NothingToDo)?.course.review;
        let review = file.case.next_review();
        let papers: Vec<&PaperRule> =
            missing_papers(&file.case, review, rule, file.kind_of_place()).collect();
        for (number, paper) in (1..).zip(papers).take(at_most) {
            let Some(site) = file.roster.site(paper.owner.organisation) else {
                continue;
            };
            let owner = self.cast.worker(site.organisation, paper.owner.post, 0);
            let missing = |_| Failure::Store(StoreError::Missing("owner of a paper"));
            let form = FilePaper {
                review,
                paper: paper.id.clone(),
                dated_on: Some(days(file.now.today(), -3)),
                reference: format!("исх. № {}-{number}", file.case.version),
                scan_sha256: String::new(),
            };
            let actor = &owner.map_err(missing)?.actor;
            commands::file_review_paper(desk, actor, None, case, &form).await?;
        }
        Ok(())
    }

    async fn review(
        &self,
        played: &Played,
        commission: &[&Worker],
        proposal: &str,
        signatures: usize,
    ) -> Result<(), Failure> {
        let (desk, case) = (self.desk, played.case);
        let chair = commission.first().ok_or(Refusal::NothingToDo)?;
        let file = self.look(chair, Action::ReadClinicalFile, case).await?;
        let review = file.case.next_review();
        let (findings, reasons) = match proposal {
            STOP => (
                "Стойкая ремиссия, критика к содеянному сохранна, влечение под контролем",
                "Психическое состояние изменилось: необходимости в мере больше нет",
            ),
            EXTEND => (
                "Состояние стабильное, без препарата риск возобновления сохраняется",
                "Срок постановления заканчивается, основания для меры сохраняются",
            ),
            _ => UNCHANGED,
        };
        let members = commission.iter().map(|worker| worker.account).collect();
        let form = text(review, file.now.today(), members, (proposal, findings, reasons));
        commands::draft_review(desk, &chair.actor, None, case, &form).await?;
        for member in commission.iter().take(signatures) {
            let form = agreed(review);
            commands::sign_review(desk, &member.actor, None, case, &form).await?;
        }
        Ok(())
    }

    async fn submit(&self, played: &Played, clerk: &Worker) -> Result<(), Failure> {
        let file = self.look(clerk, Action::ReadRegistryFile, played.case).await?;
        let review = file
            .case
            .reviews
            .iter()
            .rfind(|review| review.concluded().is_some());
        let court = file.case.rulings.last().map(|known| known.ruling.court.clone());
        let form = SubmitToCourt {
            review: review.ok_or(Refusal::NothingToDo)?.number,
            sent_on: Some(file.now.today()),
            court: court.unwrap_or_default(),
            reference: format!("исх. № {}", file.case.version),
        };
        commands::submit_to_court(self.desk, &clerk.actor, None, played.case, &form).await?;
        Ok(())
    }
}
