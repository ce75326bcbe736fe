//! The stage: deeds are done by those whose deeds they are, through the same commands that people use, while a
//! clock that stands is moved from one to the next. Between them everything that follows by itself happens when it
//! falls due.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::DemoFault;
use super::country::{Cast, Worker};
use super::endings::HISTORY_DAYS;
use super::story::{At, Deed, Step, Story};
use super::supply::Supply;
use crate::access::Action;
use crate::commands::{self, OpenCase, PersonDetails};
use crate::domain::ids::{CaseId, OrganisationId, RulingId};
use crate::domain::rules::Post;
use crate::domain::ruling::Ruling;
use crate::domain::time::start_of_day;
use crate::jobs;
use crate::jobs::{WayOut, transport::Transport};
use crate::letters::Press;
use crate::store::desk::{Desk, Failure};
use crate::store::file::CaseFile;
use crate::store::reading::due;

const WORKER: &str = "demo";

/// A case being played.
pub(super) struct Played {
    /// The case.
    pub(super) case: CaseId,
    /// Its first ruling.
    pub(super) ruling: RulingId,
    /// Where, from which day on; oldest first.
    places: Vec<(NaiveDate, At)>,
    /// Supervised by whom, from which day on; oldest first.
    supervision: Vec<(NaiveDate, At)>,
}

impl Played {
    pub(super) fn place(&self, on: NaiveDate) -> Option<&At> {
        self.places
            .iter()
            .rev()
            .find(|(from_on, _)| *from_on <= on)
            .map(|(_, at)| at)
    }

    pub(super) fn supervising(&self, on: NaiveDate) -> Option<&At> {
        self.supervision
            .iter()
            .rev()
            .find(|(from_on, _)| *from_on <= on)
            .map(|(_, at)| at)
    }
}

/// Everybody and everything on the stage.
pub struct Stage<'a> {
    /// The desk, with a clock that stands.
    pub desk: &'a Desk,
    /// Who works here.
    pub cast: &'a Cast,
    /// Prints what they sign.
    pub press: &'a Press,
}

/// A deed with its instant, or the opening of a case.
struct Cue<'s> {
    at: DateTime<Utc>,
    story: usize,
    step: Option<&'s Step>,
}

/// The region whose scene of the drug is played next, where that is not after a moment.
fn next_of(supplies: &mut [Supply], until: DateTime<Utc>) -> Option<&mut Supply> {
    let due = |supply: &&mut Supply| supply.next_at().is_some_and(|at| at <= until);
    let due = supplies.iter_mut().filter(due);
    due.min_by_key(|supply| supply.next_at())
}

/// Somebody's post at an organisation of a region.
type Chair<'a> = (&'a str, &'a str, Post);

impl Stage<'_> {
    /// Plays all stories up to an instant and leaves the clock there. A deed of the present day that would come
    /// later than that has not happened yet.
    ///
    /// # Errors
    /// The first deed that failed.
    pub async fn play(
        &self,
        stories: &[Story],
        people: &[PersonDetails],
        (until, stocked): (DateTime<Utc>, [&str; 2]),
    ) -> Result<(), DemoFault> {
        let mut supplies = Supply::before(until, stocked);
        let mut played: Vec<Option<Played>> = stories.iter().map(|_| None).collect();
        for cue in self.cues(stories).into_iter().filter(|cue| cue.at <= until) {
            while let Some(supply) = next_of(&mut supplies, cue.at) {
                self.supply(supply, &played).await?;
            }
            self.let_time_pass(cue.at).await?;
            let story = &stories[cue.story];
            let doing = || {
                format!(
                    "case {} ({:?}) at {}",
                    cue.story,
                    cue.step.map(|step| &step.deed),
                    cue.at
                )
            };
            let failed = |why: Failure| DemoFault::Failed {
                doing: doing(),
                why: Box::new(why),
            };
            match (cue.step, &played[cue.story]) {
                (None, _) => {
                    // Each deed lies on the heap: the frames of a debug build are large, and the policies want room.
                    let opened = Box::pin(self.open(story, &people[cue.story]))
                        .await
                        .map_err(failed)?;
                    Box::pin(self.send_papers(&opened)).await.map_err(failed)?;
                    played[cue.story] = Some(opened);
                }
                (Some(step), Some(known)) => {
                    Box::pin(self.act(known, step, cue.story)).await.map_err(failed)?;
                    if step.deed.leaves_papers() {
                        Box::pin(self.send_papers(known)).await.map_err(failed)?;
                    }
                }
                (Some(_), None) => {}
            }
            if let (Some(step), Some(known)) = (cue.step, &mut played[cue.story]) {
                follow_moves(known, step);
            }
        }
        while let Some(supply) = next_of(&mut supplies, until) {
            self.supply(supply, &played).await?;
        }
        self.let_time_pass(until).await
    }

    /// Plays the next scene of the drug with the cases of its region.
    async fn supply(&self, supply: &mut Supply, played: &[Option<Played>]) -> Result<(), DemoFault> {
        let Some(at) = supply.next_at() else {
            return Ok(());
        };
        self.let_time_pass(at).await?;
        let day = at.date_naive();
        let here = played.iter().flatten();
        let here = here.filter(|known| known.place(day).is_some_and(|at| at.region == supply.region()));
        let cases: Vec<CaseId> = here.map(|known| known.case).collect();
        match supply.play(self, &cases).await {
            Ok(()) => Ok(()),
            // Invented for any day, a scene may find nobody to play it with: the country is whole without it.
            Err(Failure::Refused(why)) => {
                tracing::warn!(%at, scene = ?why, "a scene of the drug was left out");
                Ok(())
            }
            Err(why) => Err(DemoFault::Failed {
                doing: format!("the drug at {at}"),
                why: Box::new(why),
            }),
        }
    }

    fn cues<'s>(&self, stories: &'s [Story]) -> Vec<Cue<'s>> {
        let mut cues = Vec::new();
        for (number, story) in stories.iter().enumerate() {
            let zone = self.zone(&story.place.region);
            // Openings take turns at the counter.
            let turn = u32::try_from(number % 20).unwrap_or_default();
            let opening = instant(story.opened_on, super::story::hours::REGISTRY, turn, zone);
            cues.push(Cue {
                at: opening,
                story: number,
                step: None,
            });
            cues.extend(story.steps.iter().map(|step| {
                let at = instant(step.on, step.minute, turn, zone);
                Cue {
                    at,
                    story: number,
                    step: Some(step),
                }
            }));
        }
        cues.sort_by_key(|cue| (cue.at, cue.story));
        cues
    }

    pub(super) fn zone(&self, region: &str) -> Tz {
        let regions = &self.desk.rules().places.regions;
        regions
            .iter()
            .find(|known| known.id == region)
            .map_or(Tz::UTC, |known| known.zone)
    }

    /// Moves the clock on, stopping wherever something is due.
    async fn let_time_pass(&self, until: DateTime<Utc>) -> Result<(), DemoFault> {
        let failed = |why: Failure| DemoFault::Failed {
            doing: format!("letting time pass until {until}"),
            why: Box::new(why),
        };
        // Nothing leaves: the words are only tried, and shown later under the address that the house then has.
        let way_out = WayOut {
            transport: Transport::Training,
            public_url: String::new(),
        };
        let mut last = None;
        while let Some(due_at) = due::earliest(self.desk.store())
            .await?
            .filter(|due_at| *due_at <= until)
        {
            if last == Some(due_at) {
                return Err(DemoFault::Stuck(due_at));
            }
            last = Some(due_at);
            self.show(due_at.max(self.desk.instant()))?;
            jobs::catch_up(self.desk, Some(&way_out), WORKER)
                .await
                .map_err(failed)?;
        }
        self.show(until)
    }

    fn show(&self, at: DateTime<Utc>) -> Result<(), DemoFault> {
        self.desk
            .clock()
            .set(at)
            .map_err(|fault| DemoFault::Atlas(fault.to_string()))
    }

    pub(super) fn at(&self, at: &At) -> Result<OrganisationId, DemoFault> {
        self.cast.organisation(&at.region, at.code)
    }

    pub(super) fn worker(&self, (region, code, post): Chair<'_>, turn: usize) -> Result<&Worker, Failure> {
        let found = self
            .cast
            .organisation(region, code)
            .and_then(|at| self.cast.worker(at, post, turn));
        found.map_err(|fault| {
            tracing::error!(%fault, "nobody plays this part");
            Failure::Store(crate::store::StoreError::Missing("somebody to play a part"))
        })
    }

    async fn open(&self, story: &Story, person: &PersonDetails) -> Result<Played, Failure> {
        let (region, missing) = (&story.place.region, |_| {
            crate::store::StoreError::Missing("organisation")
        });
        let clerk = self.worker((region, "registry", Post::Clerk), 0)?;
        let ruling = self.ruling(story.opened_on, story.in_force_on, story.until_on);
        let mut person = person.clone();
        if !story.has_iin {
            person.iin.clear();
        }
        let form = OpenCase {
            person,
            ruling,
            place: self.at(&story.place).map_err(missing)?,
            supervising: self.at(&story.supervision).map_err(missing)?,
            end_of_term_on: story.end_of_term_on,
            jurisdiction: "kz".to_owned(),
            under_age_reason: String::new(),
        };
        let opened = commands::open_case(self.desk, &clerk.actor, None, &form).await?;
        Ok(Played {
            case: opened.case,
            ruling: form.ruling.id,
            places: vec![(NaiveDate::MIN, story.place.clone())],
            supervision: vec![(NaiveDate::MIN, story.supervision.clone())],
        })
    }

    pub(super) fn ruling(
        &self,
        on: NaiveDate,
        in_force_on: Option<NaiveDate>,
        until_on: Option<NaiveDate>,
    ) -> Ruling {
        // The day itself may already be the day of force.
        let ruled_on = in_force_on.unwrap_or(on).min(on) - Days::new(16);
        Ruling {
            id: RulingId::fresh(),
            court: "Учебный районный суд".to_owned(),
            number: format!(
                "4/{}-{}",
                ruled_on.format("%y%m%d"),
                self.desk.instant().timestamp() % 1000
            ),
            ruled_on,
            in_force_on,
            until_on,
            offence_on: Some(ruled_on - Days::new(900)),
            scan_sha256: None,
            draft: false,
            under_age_reason: None,
        }
    }

    /// Reads the case as the one who is about to act.
    pub(super) async fn look(
        &self,
        worker: &Worker,
        action: Action,
        case: CaseId,
    ) -> Result<CaseFile, Failure> {
        self.desk.look(&worker.actor, action, case).await
    }

    async fn act(&self, played: &Played, step: &Step, turn: usize) -> Result<(), Failure> {
        let missing = || Failure::Store(crate::store::StoreError::Missing("place of the case"));
        let place = played.place(step.on).ok_or_else(missing)?;
        let supervising = played.supervising(step.on).ok_or_else(missing)?;
        let nurse = (place.region.as_str(), place.code, Post::Giver);
        let physician = (place.region.as_str(), "clinic", Post::Physician);
        let clerk = (place.region.as_str(), "registry", Post::Clerk);
        match &step.deed {
            Deed::Give { .. } | Deed::NotGiven { .. } | Deed::Amend { .. } | Deed::VoidDose { .. } => {
                self.at_the_chair(played, &step.deed, self.worker(nurse, turn)?, turn, place)
                    .await
            }
            Deed::VoidNotGiven { .. } | Deed::Complain { .. } | Deed::Incident { .. } | Deed::Hold { .. } => {
                self.at_the_chair(played, &step.deed, self.worker(nurse, turn)?, turn, place)
                    .await
            }
            Deed::Clear
            | Deed::Examine { .. }
            | Deed::Measure { .. }
            | Deed::Escape
            | Deed::Judge
            | Deed::ReviewIncident { .. }
            | Deed::AnswerComplaint { .. }
            | Deed::Inform { .. }
            | Deed::Prescribe { .. }
            | Deed::Decide { .. }
            | Deed::Confirm { .. }
            | Deed::Lift { .. } => {
                self.by_physician(played, &step.deed, self.worker(physician, turn)?)
                    .await
            }
            Deed::TellEnd => self.tell_end(played, self.worker(physician, 0)?).await,
            Deed::NameRelease { .. }
            | Deed::Lives
            | Deed::Offer { .. }
            | Deed::Decline { .. }
            | Deed::TakeOver
            | Deed::Go { .. }
            | Deed::Come { .. }
            | Deed::GoAlone { .. } => self.on_the_way(played, &step.deed, place, turn).await,
            Deed::FilePapers { .. } | Deed::Review { .. } | Deed::Submit => {
                self.around_review(played, &step.deed, place, turn).await
            }
            Deed::Court { .. }
            | Deed::Extend { .. }
            | Deed::Version { .. }
            | Deed::Depart { .. }
            | Deed::Supervise { .. } => self.by_clerk(played, step, self.worker(clerk, 0)?).await,
            Deed::Answer { post, action, words } => {
                let by = match post {
                    Post::Coordinator => (place.region.as_str(), "health", *post),
                    Post::Giver => nurse,
                    _ => (supervising.region.as_str(), supervising.code, *post),
                };
                self.answer(played.case, self.worker(by, 0)?, *post, action, words)
                    .await
            }
        }
    }
}

fn follow_moves(played: &mut Played, step: &Step) {
    match &step.deed {
        Deed::Go { to } => played.places.push((step.on, to.clone())),
        Deed::Supervise { by, from_on, .. } => played.supervision.push((*from_on, by.clone())),
        _ => {}
    }
}

/// An instant of a civil day; `turn` spreads what happens at the same hour over some minutes.
fn instant(on: NaiveDate, minute: u16, turn: u32, zone: Tz) -> DateTime<Utc> {
    start_of_day(on, zone) + TimeDelta::minutes(i64::from(minute) + i64::from(turn))
}

/// Where the clock begins, so that everything told fits in.
#[must_use]
pub fn beginning(now: DateTime<Utc>) -> DateTime<Utc> {
    now - TimeDelta::days(HISTORY_DAYS)
}
