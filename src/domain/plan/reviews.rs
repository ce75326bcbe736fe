//! What is owed around a review: the review itself, the papers for it, and the way to the court.

use super::{Clocks, Dates};
use crate::domain::event::Follows;
use crate::domain::obligation::{Because, Kind, Obligation, Why};
use crate::domain::rules::{Anchor, ClockKind, Direction, LegalClock, Offset, PaperRule, Party};
use crate::domain::schedule::Interval;
use crate::domain::time::civil_date;
use chrono::NaiveDate;

/// Papers of one review have numbers below this.
const PAPERS: u32 = 100;

/// The cycle of a paper's obligation.
#[must_use]
pub fn paper_cycle(review: u32, paper: u32) -> u32 {
    review.saturating_mul(PAPERS).saturating_add(paper)
}

/// The review and the number of the paper that a cycle stands for.
#[must_use]
pub fn paper_of(cycle: u32) -> (u32, u32) {
    (cycle / PAPERS, cycle % PAPERS)
}

/// The day to come on which a review opens, and papers are owed that are not owed yet.
pub(super) fn opens_on(owed: &[Obligation], today: NaiveDate) -> Option<NaiveDate> {
    let reviews = owed.iter().filter(|owed| owed.kind == Kind::Review);
    reviews.map(|owed| owed.opens_on).filter(|day| *day > today).min()
}

impl Clocks<'_> {
    /// The review to come with its papers, and everything that earlier ones asked of a court.
    pub(super) fn reviews(&self, today: NaiveDate) -> Vec<Obligation> {
        let mut owed = self.to_court();
        if let Some(review) = self.review() {
            if review.opens_on <= today {
                owed.extend(self.papers(&review));
            }
            owed.push(review);
        }
        owed
    }

    /// The review that is due first: in its turn, or because the court is to be asked.
    fn review(&self) -> Option<Obligation> {
        let number = self.case.next_review();
        let doses = self.case.doses_in_effect();
        let first_on = doses.first()?.content.given_on;
        let held = self.case.reviews.iter().filter_map(|review| review.concluded());
        let held_on = held.map(|(text, _)| text.held_on).max();
        let in_turn = self.review_in_turn(number, first_on, held_on);
        let early = self.review_to_stop(number, held_on);
        in_turn.into_iter().chain(early).min_by_key(|owed| owed.due_on)
    }

    /// A physician found what makes the court to be asked to stop, and no commission has met since: only a commission can
    /// ask, and it does not wait for its turn.
    fn review_to_stop(&self, number: u32, held_on: Option<NaiveDate>) -> Option<Obligation> {
        let found = self.case.found_later();
        let proposed = found.filter(|found| found.follows == Follows::ProposeStop);
        let days = proposed.map(|found| found.found_on);
        let found_on = days
            .filter(|found_on| held_on.is_none_or(|held_on| held_on < *found_on))
            .min()?;
        let (clock, anchor) = (ClockKind::Review, Anchor::ContraindicationFound);
        self.clock(Kind::Review, clock, anchor, number, found_on, 1)
    }

    /// At least every six months. The law's series is counted from the first dose. A review held early brings the next
    /// one forward, so that the gap never grows; one held late leaves the series where it is, and takes the place of
    /// each turn that was already open by then.
    fn review_in_turn(
        &self,
        number: u32,
        first_on: NaiveDate,
        held_on: Option<NaiveDate>,
    ) -> Option<Obligation> {
        let Some(held_on) = held_on else {
            return self.clock(
                Kind::Review,
                ClockKind::Review,
                Anchor::FirstDose,
                number,
                first_on,
                1,
            );
        };
        let from_last = self.clock(
            Kind::Review,
            ClockKind::Review,
            Anchor::ReviewHeld,
            number,
            held_on,
            1,
        );
        let series = self.next_in_series(number, first_on, held_on);
        from_last.into_iter().chain(series).min_by_key(|owed| owed.due_on)
    }

    fn next_in_series(&self, number: u32, first_on: NaiveDate, held_on: NaiveDate) -> Option<Obligation> {
        let law = self.rules.law_for(first_on)?;
        let mut clocks = law.procedure.clocks.iter();
        let clock: &LegalClock =
            clocks.find(|clock| clock.kind == ClockKind::Review && clock.anchor == Anchor::FirstDose)?;
        clock.repeat_months?;
        // Each turn is later than the one before, so one of them opens after any day.
        let turn = (number..number.saturating_add(1_000))
            .find(|turn| Dates::of(clock, first_on, *turn, &law).opens_on > held_on)?;
        self.clock(
            Kind::Review,
            ClockKind::Review,
            Anchor::FirstDose,
            number,
            first_on,
            turn,
        )
    }

    /// The first day on which a paper may be due where a finding brought the review forward: nobody is late with a paper on
    /// the day on which he learns that it is owed. Never after the review itself.
    fn known_by(&self, review: &Obligation, least_days: u16) -> Option<(NaiveDate, Because)> {
        review.why.counts_from("contraindication-found").then_some(())?;
        let written = self.case.contraindications.iter().filter(|entry| {
            let found = &entry.content;
            let asks = found.follows == Follows::ProposeStop && found.found_on == review.opens_on;
            entry.voided.is_none() && asks
        });
        let known_on = written
            .map(|entry| civil_date(entry.recorded_at, self.zone))
            .min()?;
        let because = Because::Clock {
            fact: "contraindication-recorded".to_owned(),
            fact_on: known_on,
            distance: format!("{least_days} days after"),
        };
        let least_on = Interval::Days(least_days).after(known_on);
        Some((least_on.min(review.due_on), because))
    }

    /// Every paper that is not there yet, each with whoever sees to it.
    fn papers(&self, review: &Obligation) -> Vec<Obligation> {
        let (Some(law), Some(place)) = (
            self.rules.law_for(review.due_on),
            self.roster.site(Party::Responsible),
        ) else {
            return Vec::new();
        };
        let begun = self.case.review(review.cycle);
        let filed = |paper: &PaperRule| begun.is_some_and(|begun| begun.paper(&paper.id).is_some());
        let known = self.known_by(review, law.course.review.paper_least_days);
        let missing = law
            .course
            .review
            .papers_at(&place.kind)
            .filter(|paper| !paper.from_record && !filed(paper));
        missing
            .filter_map(|paper| {
                let due_on = paper
                    .due_before
                    .from(review.due_on, Direction::Before, law.calendar);
                let due_on = due_on.date.max(review.opens_on);
                let later = known.as_ref().filter(|(least_on, _)| due_on < *least_on);
                let due_on = later.map_or(due_on, |(least_on, _)| *least_on);
                let in_time = Because::Clock {
                    fact: "review-due".to_owned(),
                    fact_on: review.due_on,
                    distance: before(paper.due_before),
                };
                let late = later.map(|(_, because)| because.clone());
                Some(Obligation {
                    kind: Kind::ReviewPaper,
                    cycle: paper_cycle(review.cycle, paper.number),
                    owner: self.roster.owner(
                        paper.owner.organisation,
                        paper.owner.post,
                        &self.rules.places,
                    )?,
                    opens_on: review.opens_on,
                    due_on,
                    closes_on: due_on,
                    why: Why {
                        rule: law.course.rule(),
                        because: [in_time].into_iter().chain(late).collect(),
                    },
                })
            })
            .collect()
    }

    /// What was proposed is sent; what was sent is asked after until the court has spoken.
    fn to_court(&self) -> Vec<Obligation> {
        let reviews = self.case.reviews.iter();
        let owed = reviews.filter_map(|review| {
            let (text, concluded_on) = review.concluded()?;
            if !text.to_court || !self.case.review_counts(review) {
                return None;
            }
            let (kind, clock, anchor, fact_on) = match review.submission() {
                None => (
                    Kind::SubmitToCourt,
                    ClockKind::SubmitToCourt,
                    Anchor::ReviewConcluded,
                    concluded_on,
                ),
                Some(_) if self.case.court_said(review).is_some() => return None,
                Some(sent) => (
                    Kind::AskCourt,
                    ClockKind::AskCourt,
                    Anchor::SubmissionSent,
                    sent.content.sent_on,
                ),
            };
            self.clock(kind, clock, anchor, review.number, fact_on, 1)
        });
        owed.collect()
    }
}

fn before(offset: Offset) -> String {
    match offset {
        Offset::WorkingDays(days) => format!("{days} working-days before"),
        Offset::Days(days) => format!("{days} days before"),
        Offset::Months(months) => format!("{months} months before"),
    }
}
