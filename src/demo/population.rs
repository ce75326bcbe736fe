//! Many invented cases for load tests. The same rules decide and the same rows are written as by the commands of
//! people; only that many acts of one person share a transaction.

mod deeds;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::chance::Chance;
use super::country::{Atlas, Cast, Worker};
use super::{DemoFault, JOB, people, reviews, stage};
use crate::access::{Action, Actor};
use crate::clock::Clock;
use crate::commands::{advance, leave_clock};
use crate::domain::ids::{CaseId, OrganisationId, PersonId};
use crate::domain::iin::Iin;
use crate::domain::refusal::Refusal;
use crate::domain::rules::Post;
use crate::jobs;
use crate::secrets::Keys;
use crate::store::desk::{Desk, Failure, Written};
use crate::store::file::Person;
use crate::store::organisations;
use crate::store::reading::due;

const PRODUCT: &str = "triptorelin-12w";
const INTERVAL_DAYS: i64 = 84;
/// Doses behind each case.
const DOSES: i64 = 3;
/// Days of the term that the court sets: it ends well after today, so that nobody has to ask for more yet.
const TERM_DAYS: u64 = 500;
/// Days from the opening of a case to the end of the term in custody: long after the measure.
const HELD_DAYS: u64 = 900;
/// Days after the first dose on which specialists examine and a laboratory measures.
const EXAMS: [i64; 3] = [29, 84, 168];
/// Days after the first dose on which the commission reviews, some weeks before it must.
const REVIEW: i64 = 160;
/// Days from the opening of a case to its first dose.
const LEAD_DAYS: i64 = 2;
/// The next doses are spread over one interval; so many days of it are already past.
const OVERDUE_DAYS: i64 = 3;
/// Acts in one transaction: enough that its durability costs little, few enough that it fits in memory.
const BATCH: usize = 200;
/// Cases that are brought up to date in one transaction, for the same reason.
const PART: u64 = 200;
/// Nobody is born later: the numbers say the nineteenth century, and birthdays go back from here by [`BIRTH_DAYS`] at most.
const LAST_BIRTH: Option<NaiveDate> = NaiveDate::from_ymd_opt(1897, 12, 31);
const BIRTH_DAYS: u32 = 14_600;

/// How many to invent.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Cases.
    pub cases: u32,
    /// Penal facilities to spread them over.
    pub facilities: u32,
    /// Seed of chance.
    pub seed: u64,
}

/// What was invented.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Population {
    /// Facilities.
    pub facilities: usize,
    /// Cases.
    pub cases: usize,
    /// Doses given in them.
    pub doses: usize,
    /// Cases in which something is overdue.
    pub overdue: u64,
}

/// A facility with those who act in its cases.
struct Ward {
    place: OrganisationId,
    supervising: OrganisationId,
    nurse: Worker,
    attendant: String,
    physician: Worker,
    clerk: Worker,
    commission: Vec<Worker>,
}

/// Cases of one facility whose doses fall on the same days.
struct Cohort {
    ward: usize,
    /// The day on which the next dose is due, counted from today.
    due_in: i64,
    /// Numbers of the persons.
    people: Vec<u32>,
    cases: Vec<CaseId>,
}

/// What is done to a cohort on a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Open,
    Prescribe,
    Give,
    Examine,
    Review,
}

/// Invents a population in an empty training database and leaves its clock at `now`.
///
/// # Errors
/// [`DemoFault`]; the database is then of no use.
pub async fn populate(
    desk: &Desk,
    keys: &Keys,
    now: DateTime<Utc>,
    wanted: Wanted,
) -> Result<Population, DemoFault> {
    if !organisations::all(desk.store()).await?.is_empty() {
        return Err(DemoFault::Occupied);
    }
    let past = desk.with_clock(Clock::frozen(stage::beginning(now)));
    let mut chance = Chance::new(wanted.seed);
    let atlas = Atlas::read()?;
    let cast = atlas.found(&past, keys, wanted.facilities, &mut chance).await?;
    let wards = wards(&past, &cast, wanted.facilities)?;
    let mut seeding = Seeding {
        desk: &past,
        atlas: &atlas,
        wards,
        now,
        chance,
    };
    let mut cohorts = seeding.cohorts(wanted.cases);
    let mut population = Population {
        facilities: seeding.wards.len(),
        ..Population::default()
    };
    for (day, turn, number) in timetable(&cohorts) {
        let cohort = &mut cohorts[number];
        let failed = |why| DemoFault::Failed {
            doing: format!("seeding day {day}"),
            why: Box::new(why),
        };
        seeding.take(day, turn, cohort).await.map_err(failed)?;
        match turn {
            Turn::Open => population.cases += cohort.cases.len(),
            Turn::Prescribe | Turn::Examine | Turn::Review => {}
            Turn::Give => population.doses += cohort.cases.len(),
        }
    }
    leave_clock(desk, JOB, now).await?;
    let failed = |why| DemoFault::Failed {
        doing: "the last sweep".to_owned(),
        why: Box::new(why),
    };
    let settled = catch_up(desk).await.map_err(failed)?;
    population.overdue = settled + jobs::sweep(desk).await.map_err(failed)?;
    Ok(population)
}

/// Takes what has fallen due, as the sweep does, but many cases to a transaction: everybody is behind at once here, and
/// nobody else is at work. What needs more turns than one is left to the sweep, as is what concerns a shelf. Answers in
/// how many cases something happened.
async fn catch_up(desk: &Desk) -> Result<u64, Failure> {
    let actor = Actor::system(jobs::sweep::JOB);
    let (now, mut happened, mut after) = (desk.instant(), 0, None);
    loop {
        let page = due::cases(desk.store(), now, after, PART).await?;
        after = page.last().copied();
        if page.is_empty() {
            return Ok(happened);
        }
        happened += desk
            .perform(&actor, None, Action::AdvanceCase, async |work| {
                let (mut last, mut stepped) = (None, 0_u64);
                for due in &page {
                    let (written, happened) = advance(work, due.case).await?;
                    stepped += u64::from(happened);
                    last = Some(written);
                }
                finish(last, stepped)
            })
            .await?;
    }
}

fn wards(desk: &Desk, cast: &Cast, facilities: u32) -> Result<Vec<Ward>, DemoFault> {
    let regions = &desk.rules().places.regions;
    let numbers = 0..usize::try_from(facilities.max(1)).unwrap_or(usize::MAX);
    let ward = |number: usize| {
        let region = &regions[number % regions.len()].id;
        let place = cast.organisation(region, &Atlas::nth("prison", number / regions.len()))?;
        let at = |code, post| {
            cast.worker(cast.organisation(region, code)?, post, number)
                .cloned()
        };
        Ok(Ward {
            place,
            supervising: cast.organisation(region, "probation")?,
            nurse: cast.worker(place, Post::Giver, 0)?.clone(),
            attendant: cast.worker(place, Post::Attendant, 0)?.name.clone(),
            physician: at("clinic", Post::Physician)?,
            clerk: at("registry", Post::Clerk)?,
            commission: reviews::commission(region, cast, number)?
                .map(Worker::clone)
                .into(),
        })
    };
    numbers.map(ward).collect()
}

/// What is to be done, in the order of time.
fn timetable(cohorts: &[Cohort]) -> Vec<(i64, Turn, usize)> {
    let mut turns = Vec::new();
    for (number, cohort) in cohorts.iter().enumerate() {
        let first = cohort.due_in - DOSES * INTERVAL_DAYS;
        turns.push((first - LEAD_DAYS, Turn::Open, number));
        turns.push((first - LEAD_DAYS, Turn::Prescribe, number));
        turns.extend((0..DOSES).map(|dose| (first + dose * INTERVAL_DAYS, Turn::Give, number)));
        turns.extend(EXAMS.map(|after| (first + after, Turn::Examine, number)));
        turns.push((first + REVIEW, Turn::Review, number));
    }
    turns.sort_unstable();
    turns
}

struct Seeding<'a> {
    desk: &'a Desk,
    atlas: &'a Atlas,
    wards: Vec<Ward>,
    now: DateTime<Utc>,
    chance: Chance,
}

impl Seeding<'_> {
    /// Deals the persons out: over the facilities first, then over the days of an interval.
    fn cohorts(&self, cases: u32) -> Vec<Cohort> {
        let wards = self.wards.len();
        let spread = usize::try_from(INTERVAL_DAYS).unwrap_or(1);
        let mut cohorts: Vec<Cohort> = (-OVERDUE_DAYS..INTERVAL_DAYS - OVERDUE_DAYS)
            .flat_map(|due_in| {
                (0..wards).map(move |ward| Cohort {
                    ward,
                    due_in,
                    people: Vec::new(),
                    cases: Vec::new(),
                })
            })
            .collect();
        for number in 0..cases {
            let dealt = usize::try_from(number).unwrap_or_default();
            cohorts[(dealt / wards) % spread * wards + dealt % wards]
                .people
                .push(number);
        }
        cohorts.retain(|cohort| !cohort.people.is_empty());
        cohorts
    }

    async fn take(&mut self, day: i64, turn: Turn, cohort: &mut Cohort) -> Result<(), Failure> {
        let at = self.now + TimeDelta::days(day);
        if self.desk.clock().set(at).is_err() {
            tracing::error!("the clock of the past cannot be moved");
        }
        if turn == Turn::Open {
            for chunk in cohort.people.chunks(BATCH) {
                let people: Vec<_> = chunk.iter().map(|number| self.person(*number)).collect();
                let opened = self.open(&self.wards[cohort.ward], people).await?;
                cohort.cases.extend(opened);
            }
            return Ok(());
        }
        let ward = &self.wards[cohort.ward];
        for chunk in cohort.cases.chunks(BATCH) {
            match turn {
                Turn::Open => {}
                Turn::Prescribe => self.prescribe(ward, chunk).await?,
                Turn::Give => self.give(ward, chunk).await?,
                Turn::Examine => self.examine(ward, chunk).await?,
                Turn::Review => self.review(ward, chunk).await?,
            }
        }
        Ok(())
    }

    /// A person whose number nobody else has.
    fn person(&mut self, number: u32) -> Person {
        let details = self.atlas.names.person(&mut self.chance);
        let born_on = LAST_BIRTH.unwrap_or_default() - Days::new(u64::from(number % BIRTH_DAYS));
        // A serial number without a check digit is passed over; the next person's begins well after.
        let iin = people::iin(born_on, number / BIRTH_DAYS * 3).filter(|iin| Iin::parse(iin).is_ok());
        Person {
            id: PersonId::fresh(),
            name_cyrillic: details.name_cyrillic,
            name_latin: details.name_latin,
            iin,
            other_document: None,
            born_on,
        }
    }
}

/// What the last act of a batch wrote stands for all of them; an empty batch is no act.
fn finish<T>(last: Option<Written>, answer: T) -> Result<(Written, T), Failure> {
    let written = last.ok_or(Refusal::NothingToDo)?;
    Ok((written, answer))
}
