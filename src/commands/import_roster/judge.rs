//! What is said to each row of a roster: as the database stands, and against the rows before it.

use super::{Heed, Judged, Taken, Verdict, now_at};
use crate::access::Actor;
use crate::commands::open_case::{PersonDetails, check_person, was_under_age};
use crate::domain::decide::check_ruling;
use crate::domain::identifier::document_reads;
use crate::domain::ids::{PersonId, RecordId};
use crate::domain::iin::Iin;
use crate::domain::import::{RosterRow, To, history, ruling};
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::rules::Rules;
use crate::domain::ruling::Ruling;
use crate::domain::time::Now;
use crate::store::desk::{Desk, Failure, LookElsewhere};
use crate::store::file::Person;
use crate::store::organisations::{self, Organisation};
use crate::store::reading::cases;
use crate::store::{Tx, imports, people};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// Says what an import of these rows would do, and does nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn judge_roster(desk: &Desk, rows: &[RosterRow]) -> Result<Vec<Judged>, Failure> {
    let (judged, _) = judged(desk, rows).await?;
    Ok(judged)
}

/// Says the same to somebody who looks at a roster, and leaves a line in the ledger: so many rows, and who of them is
/// registered in other regions.
///
/// # Errors
/// [`Failure::Refused`] where the account has heard of too many persons of other regions.
pub async fn look_at_roster(desk: &Desk, actor: &Actor, rows: &[RosterRow]) -> Result<Vec<Judged>, Failure> {
    let (judged, found) = judged(desk, rows).await?;
    let look = LookElsewhere {
        verb: "look-at-roster",
        rows: rows.len(),
        found,
    };
    desk.note_elsewhere(actor, &look).await?;
    Ok(judged)
}

/// What is said to each row, and the cases of other regions of which it is said that they are there.
async fn judged(desk: &Desk, rows: &[RosterRow]) -> Result<(Vec<Judged>, BTreeSet<String>), Failure> {
    // A transaction that is never committed: one moment, and no trace.
    let tx = desk.store().begin_write().await?;
    let looked = judge(&tx, rows, desk.rules(), desk.instant()).await?;
    let (mut judged, mut found) = (looked.judged, BTreeSet::new());
    let mut before = Namesakes::default();
    for row in &looked.taken {
        let (heed, elsewhere) = namesakes(&tx, row, &mut before).await?;
        found.extend(elsewhere);
        if let Some(known) = judged.iter_mut().find(|known| known.number == row.row.number) {
            known.heed.extend(heed);
        }
    }
    for (person, region) in looked.known {
        found.extend(cases::only_elsewhere(&tx, person, &region).await?);
    }
    Ok((judged, found))
}

/// What was found out about the rows of a roster.
pub(super) struct Looked {
    /// What is said to each.
    pub(super) judged: Vec<Judged>,
    /// Those that would be taken over.
    pub(super) taken: Vec<Taken>,
    /// Of the others, the persons who are known by their number, each with the region of the row's place.
    known: Vec<(PersonId, String)>,
}

/// Looks at every row: as the database stands, and against the rows before it.
pub(super) async fn judge(
    tx: &Tx,
    rows: &[RosterRow],
    rules: &Rules,
    instant: DateTime<Utc>,
) -> Result<Looked, Failure> {
    let places: BTreeMap<String, Organisation> = organisations::all_in(tx)
        .await?
        .into_iter()
        .map(|place| (place.code.clone(), place))
        .collect();
    let (mut judged, mut taken, mut numbered) = (Vec::new(), Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for row in rows {
        let mut heed = Vec::new();
        let verdict = match read(row, &places, rules, instant) {
            Err(wrong) => Verdict::Wrong(wrong),
            Ok(read) if !seen.insert(identity(&read.person)) => {
                drop(read);
                Verdict::Wrong(vec![Refusal::TwiceInFile])
            }
            Ok(read) => {
                let iin = Iin::parse(&read.person.iin).ok();
                let born_on = read.person.born_on;
                if iin
                    .zip(born_on)
                    .is_some_and(|(iin, born_on)| iin.differs_from_birth(born_on))
                {
                    heed.push(Heed::IinDiffersFromBirth);
                }
                let (verdict, known) = standing_of(tx, &read).await?;
                if verdict == Verdict::New {
                    heed.extend(ends(&read, rules, instant));
                    taken.push(read);
                } else {
                    numbered.extend(known.map(|person| (person, read.place.region)));
                }
                verdict
            }
        };
        judged.push(Judged {
            number: row.number,
            verdict,
            heed,
        });
    }
    Ok(Looked {
        judged,
        taken,
        known: numbered,
    })
}

/// What is odd about the days on which the term and the ruling end: a year is easily mistyped, and nothing follows from a day
/// that has passed.
fn ends(row: &Taken, rules: &Rules, instant: DateTime<Utc>) -> impl Iterator<Item = Heed> {
    let today = now_at(&row.place, instant).today();
    let kind = rules.places.kind(&row.place.kind);
    let held = kind.is_some_and(|kind| kind.custody());
    let term = match row.end_of_term_on.filter(|_| held) {
        None => held.then_some(Heed::HeldWithoutEnd),
        Some(on) => (on < today).then_some(Heed::EndOfTermPast { on }),
    };
    let order = row.ruling.until_on.filter(|on| *on < today);
    term.into_iter().chain(order.map(|on| Heed::OrderPast { on }))
}

/// A drug for whose use the person is not old enough, which a case here would plan on from its last dose.
fn too_young(row: &RosterRow, born_on: Option<NaiveDate>, rules: &Rules, now: &Now) -> Option<Refusal> {
    let protocol = rules.protocol_on(row.cell("product"), now.today())?;
    let years = protocol.too_young(born_on?, now.today())?;
    Some(Refusal::TooYoung { years })
}

/// The rows looked at so far, by name and birth date.
type Namesakes = BTreeMap<(String, NaiveDate), usize>;

/// Who has the name and the birth date of a new row, under another number: registered already, or in an earlier row.
/// Whose number it is, is said only within the region; the cases of others are there to be counted.
async fn namesakes(
    tx: &Tx,
    new: &Taken,
    before: &mut Namesakes,
) -> Result<(Vec<Heed>, Vec<String>), Failure> {
    let person = &new.person;
    let Some(born_on) = person.born_on else {
        return Ok((Vec::new(), Vec::new()));
    };
    let names = (person.name_cyrillic.as_str(), person.name_latin.as_str());
    let found = cases::namesakes_in(tx, names, born_on, &person.iin).await?;
    let (here, elsewhere) = cases::seen_from(&new.place.region, found);
    let here = here.into_iter().map(|reference| Heed::Namesake { reference });
    let mut heed: Vec<Heed> = here.collect();
    heed.extend((!elsewhere.is_empty()).then_some(Heed::NamesakeElsewhere));
    let mut earlier = None;
    for name in [names.0, names.1] {
        let key = (name.trim().to_lowercase(), born_on);
        let row = *before.entry(key).or_insert(new.row.number);
        earlier = earlier.or(Some(row).filter(|row| *row != new.row.number));
    }
    heed.extend(earlier.map(|row| Heed::NamesakeInFile { row }));
    Ok((heed, elsewhere))
}

/// Who a row is about: two rows about one person contradict each other.
fn identity(person: &PersonDetails) -> String {
    if person.iin.is_empty() {
        let born_on = person.born_on.map(|day| day.to_string()).unwrap_or_default();
        format!("{} {born_on}", document_reads(&person.other_document))
    } else {
        person.iin.clone()
    }
}

/// Is the case of a row here already? And whose the number is, where it is known.
async fn standing_of(tx: &Tx, taken: &Taken) -> Result<(Verdict, Option<PersonId>), Failure> {
    let Some(known) = people::find_like(tx, &taken.person.iin, &taken.person.other_document).await? else {
        return Ok((Verdict::New, None));
    };
    Ok((standing_beside(tx, taken, &known).await?, Some(known.id)))
}

async fn standing_beside(tx: &Tx, taken: &Taken, known: &Person) -> Result<Verdict, Failure> {
    if !taken.person.iin.is_empty() && taken.person.born_on != Some(known.born_on) {
        return Ok(Verdict::Wrong(vec![Refusal::NumberOfAnother]));
    }
    let paper = &taken.ruling;
    let same = (paper.court.as_str(), paper.number.as_str(), paper.ruled_on);
    if let Some(reference) = imports::case_under(tx, known.id, same).await? {
        return Ok(Verdict::There { reference });
    }
    if people::has_open_case(tx, known.id).await? {
        return Ok(Verdict::Wrong(vec![Refusal::PersonHasCase]));
    }
    Ok(Verdict::New)
}

fn read(
    row: &RosterRow,
    places: &BTreeMap<String, Organisation>,
    rules: &Rules,
    instant: DateTime<Utc>,
) -> Result<Taken, Vec<Refusal>> {
    let mut wrong = Vec::new();
    let kind = |place: &&Organisation| rules.places.kind(&place.kind).cloned();
    let place = places.get(row.cell("place"));
    let place = place.filter(|place| kind(place).is_some_and(|kind| kind.treats));
    let supervising = places.get(row.cell("supervising"));
    let supervising = supervising.filter(|place| kind(place).is_some_and(|kind| kind.supervises));
    for (field, found) in [("place", place), ("supervising", supervising)] {
        match found {
            None => wrong.push(Refusal::NotUnderstood { field }),
            Some(known) if known.closed => wrong.push(Refusal::PlaceClosed { field }),
            Some(_) => {}
        }
    }
    let now = place.map_or(
        Now {
            instant,
            zone: chrono_tz::Tz::UTC,
        },
        |place| now_at(place, instant),
    );
    let mut day = |column| {
        row.date(column).unwrap_or_else(|refusal| {
            wrong.push(refusal);
            None
        })
    };
    let (born_on, end_of_term_on) = (day("born_on"), day("end_of_term_on"));
    let person = person(row, born_on);
    wrong.extend(check_person(&person, &now));
    let ruling = ruling(row, &mut wrong);
    if ruling.ruled_on != NaiveDate::MIN {
        wrong.extend(check_ruling(&ruling, &now));
    }
    let under_age_reason = under_age_reason(row, (born_on, &ruling), rules, &now).unwrap_or_else(|refusal| {
        wrong.push(refusal);
        None
    });
    if let Some(place) = place {
        let to = To {
            import: RecordId::fresh(),
            place: place.id,
            ruling: &ruling,
        };
        wrong.extend(history(row, to, rules, &now).err().into_iter().flatten());
    }
    wrong.extend(too_young(row, born_on, rules, &now));
    wrong.extend(row.beyond.then_some(Refusal::BeyondColumns));
    let formulas = row.formulas();
    wrong.retain(|refusal| !formulas.contains(refusal));
    wrong.extend(formulas);
    wrong.dedup();
    match (place, supervising) {
        (Some(place), Some(supervising)) if wrong.is_empty() => Ok(Taken {
            row: row.clone(),
            person,
            ruling,
            place: place.clone(),
            supervising: supervising.id,
            end_of_term_on,
            under_age_reason,
        }),
        _ => Err(wrong),
    }
}

fn person(row: &RosterRow, born_on: Option<NaiveDate>) -> PersonDetails {
    PersonDetails {
        name_cyrillic: row.cell("name_cyrillic").to_owned(),
        name_latin: row.cell("name_latin").to_owned(),
        iin: row.iin(),
        other_document: row.cell("other_document").to_owned(),
        other_document_reason: row.cell("other_document_reason").to_owned(),
        born_on,
        under_age_reason: String::new(),
    }
}

/// Why in law the measure is applied to whoever was under age, as a register is asked it, too; none where he was not, whatever
/// the cell says.
fn under_age_reason(
    row: &RosterRow,
    (born_on, ruling): (Option<NaiveDate>, &Ruling),
    rules: &Rules,
    now: &Now,
) -> Result<Option<String>, Refusal> {
    // A day of the ruling that cannot be read is wrong by itself.
    let known = born_on.filter(|_| ruling.ruled_on != NaiveDate::MIN);
    if !was_under_age(known, ruling, rules, now) {
        return Ok(None);
    }
    let field = "under_age_reason";
    text(field, row.cell(field), true, WORDS).map(Some)
}
