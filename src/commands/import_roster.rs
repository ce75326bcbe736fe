//! A clerk takes over a roster of existing cases: all of its rows, or none.

mod judge;

use super::open_case::{PersonDetails, register};
use crate::access::{Action, Actor, Context, Resource};
use crate::domain::event::{CaseOpened, Event};
use crate::domain::ids::{CaseId, OrganisationId, RecordId};
use crate::domain::import::{RosterRow, To, history};
use crate::domain::refusal::Refusal;
use crate::domain::ruling::Ruling;
use crate::domain::time::Now;
use crate::store::desk::{Desk, Failure, Submission, Work, Written};
use crate::store::imports::{self, ImportedCase};
use crate::store::organisations::Organisation;
use crate::store::{people, stock};
use chrono::{DateTime, NaiveDate, Utc};
use judge::judge;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub use judge::{judge_roster, look_at_roster};

/// What is said to one row.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// A case is opened.
    New,
    /// The case is there already: nothing is done.
    There {
        /// Its reference.
        reference: String,
    },
    /// Something is wrong: nothing of the whole file is taken over.
    Wrong(Vec<Refusal>),
}

/// A row with what is said to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Row of the file.
    pub number: usize,
    /// What is said to it.
    pub verdict: Verdict,
    /// What deserves a second look, and bars nothing.
    pub heed: Vec<Heed>,
}

/// What deserves a second look in a row, and bars nothing: one person may stand under two numbers, and two persons under
/// one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heed {
    /// The number speaks of another birth date.
    IinDiffersFromBirth,
    /// Somebody of this name and birth date, with another number, has a case in the region of the place.
    Namesake {
        /// Its reference.
        reference: String,
    },
    /// The same, in another region.
    NamesakeElsewhere,
    /// An earlier row is about somebody of this name and birth date, with another number.
    NamesakeInFile {
        /// Its number.
        row: usize,
    },
    /// The person is held at the place, and the row names no end of his term: nothing is counted toward a release.
    HeldWithoutEnd,
    /// The person is held at the place, and his term has ended.
    EndOfTermPast {
        /// Its last day.
        on: NaiveDate,
    },
    /// The last day of the ruling has passed: nothing is owed in the case.
    OrderPast {
        /// That day.
        on: NaiveDate,
    },
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportDone {
    /// The import, by which it can be undone.
    pub import: RecordId,
    /// Cases opened.
    pub opened: u64,
    /// Cases that were there already.
    pub there: u64,
}

/// A row as it is taken over.
struct Taken {
    row: RosterRow,
    person: PersonDetails,
    ruling: Ruling,
    place: Organisation,
    supervising: OrganisationId,
    end_of_term_on: Option<NaiveDate>,
    under_age_reason: Option<String>,
}

/// Takes over a roster. A row whose person and ruling are here already is passed over, so the same file may come again.
///
/// # Errors
/// [`Failure::Refused`] where a row is wrong, with everything that is wrong in the file: [`judge_roster`] says in which
/// row; [`Failure::Forbidden`] where a place is not the actor's.
pub async fn import_roster(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    rows: &[RosterRow],
    digest: [u8; 32],
) -> Result<ImportDone, Failure> {
    desk.perform(actor, submission, Action::ImportRoster, async |work| {
        imports::take_turn(work.tx()).await?;
        let looked = judge(work.tx(), rows, work.rules(), work.instant()).await?;
        let (judged, taken) = (looked.judged, looked.taken);
        let wrong = judged.iter().flat_map(|row| match &row.verdict {
            Verdict::Wrong(wrong) => wrong.clone(),
            Verdict::New | Verdict::There { .. } => Vec::new(),
        });
        let wrong: Vec<Refusal> = wrong.collect();
        if !wrong.is_empty() {
            return Err(wrong.into());
        }
        let there = (judged.len() - taken.len()) as u64;
        if taken.is_empty() {
            return Err(Refusal::NothingToDo.into());
        }
        let import = RecordId::fresh();
        let new = imports::NewImport {
            id: import,
            digest,
            at: work.instant(),
            by: actor.account_id(),
        };
        imports::create(work.tx(), &new).await?;
        let mut written: Option<Written> = None;
        let opened = taken.len() as u64;
        for row in taken {
            let one = open(work, import, row).await?;
            written = Some(match written {
                Some(before) => before.and(one),
                None => one,
            });
        }
        let written = written.ok_or(Refusal::NothingToDo)?;
        Ok((
            written,
            ImportDone {
                import,
                opened,
                there,
            },
        ))
    })
    .await
}

async fn open(work: &Work<'_>, import: RecordId, taken: Taken) -> Result<Written, Failure> {
    let resource = Resource::Organisation {
        id: taken.place.id,
        kind: taken.place.kind.clone(),
        region: taken.place.region.clone(),
    };
    let permit = work.authorise(Action::ImportRoster, &resource, &Context::default())?;
    let now = now_at(&taken.place, work.instant());
    let person = register(work, &taken.person).await?;
    let case = CaseId::fresh();
    let reference = people::next_reference(work.tx(), now.today()).await?;
    let mut events = vec![
        Event::CaseOpened(CaseOpened {
            person: person.id,
            reference,
            jurisdiction: work.rules().places.id.clone(),
            opened_on: now.today(),
            place: taken.place.id,
            supervising: taken.supervising,
            end_of_term_on: taken.end_of_term_on,
            under_age_reason: taken.under_age_reason,
        }),
        Event::RulingRecorded(taken.ruling.clone()),
    ];
    let to = To {
        import,
        place: taken.place.id,
        ruling: &taken.ruling,
    };
    events.extend(history(&taken.row, to, work.rules(), &now)?);
    events.extend(recalls(work, &events, &now).await?);
    let (written, file) = work.record_new(permit, case, person, events).await?;
    let kept = ImportedCase {
        case,
        row: taken.row.number,
        version: file.case.version,
    };
    imports::add(work.tx(), import, &kept).await?;
    Ok(written)
}

/// A dose of the time before may be of a lot that is recalled by now: its person is looked for like any other.
async fn recalls(work: &Work<'_>, events: &[Event], now: &Now) -> Result<Vec<Event>, Failure> {
    let doses = events.iter().filter_map(|event| match event {
        Event::DoseGiven(dose) => Some((dose.product.as_str(), dose.lot.as_str())),
        _ => None,
    });
    let mut told = Vec::new();
    for (product, lot) in doses.collect::<BTreeSet<_>>() {
        let standing = stock::standing_recall(work.tx(), &work.rules().products_of(product), lot).await?;
        told.extend(standing.map(|recall| recall.reaches(now.zone)));
    }
    Ok(told)
}

fn now_at(place: &Organisation, instant: DateTime<Utc>) -> Now {
    Now {
        instant,
        zone: place.zone.parse().unwrap_or(chrono_tz::Tz::UTC),
    }
}
