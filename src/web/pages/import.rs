//! `/import`: the clerk takes over a roster. A file is looked at row by row; the same file, sent again, is taken over
//! whole. Nothing of it is kept in between.

use super::record::{fresh, just_now, known, refused as form_with};
use crate::access::{Action, Actor, Resource, Role};
use crate::commands::{self, Judged, Verdict};
use crate::domain::ids::RecordId;
use crate::domain::import::{COLUMNS, RosterRow};
use crate::domain::refusal::Refusal;
use crate::domain::time::civil_date;
use crate::exchange::roster::{self, RosterFault};
use crate::secrets::{digest, hex};
use crate::store::organisations::{self, Organisation};
use crate::store::reading::imports;
use crate::text::{Language, Words};
use crate::web::faults::{Fault, refuse};
use crate::web::refused;
use crate::web::security::{Checked, CheckedUpload};
use crate::web::tables::{Sheet, Workbook};
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::import::{ImportRoster, ImportRow, PastImport, UndoImport};
use crate::web::views::parts::{Moment, Row, Status, Tone};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::request::{FromRequest, Outcome};
use rocket::response::Redirect;
use rocket::{Request, Route, get, post, routes};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

/// So many rows of a file are shown; of those that are wrong, all as far as this reaches.
const MOST_SHOWN: usize = 300;

/// So many files wait while one is read.
const MOST_WAITING: usize = 4;
/// How long a file waits for its turn.
const PATIENCE: Duration = Duration::from_secs(20);

/// The files of this process that are read.
static READING: Turns = Turns::new();

/// One file is read at a time, for what it unpacks to is held as long; a few wait, and the next is told to come again.
struct Turns {
    seats: Semaphore,
    reader: Semaphore,
}

impl Turns {
    const fn new() -> Self {
        Self {
            seats: Semaphore::const_new(MOST_WAITING + 1),
            reader: Semaphore::const_new(1),
        }
    }

    /// A turn, until it is dropped; none where too many wait, or it did not come in time.
    async fn turn(&self, patience: Duration) -> Option<(SemaphorePermit<'_>, SemaphorePermit<'_>)> {
        let seat = self.seats.try_acquire().ok()?;
        let reader = timeout(patience, self.reader.acquire()).await.ok()?.ok()?;
        Some((seat, reader))
    }
}

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![import, import_roster, template, undo, undo_import]
}

/// May the reader take over cases anywhere near?
pub(super) fn may_import(visit: &Visit<'_>) -> bool {
    visit.may_near(Action::ImportRoster)
}

/// Asks for the record: what is refused here stands in the ledger.
async fn allowed(visit: &Visit<'_>) -> Result<(), Fault> {
    if may_import(visit) {
        return Ok(());
    }
    let account = visit.actor().as_account().ok_or(Fault::Forbidden)?;
    let home = Resource::Organisation {
        id: account.organisation,
        kind: account.organisation_kind.clone(),
        region: account.region.clone(),
    };
    drop(
        visit
            .desk
            .permit(visit.actor(), Action::ImportRoster, &home)
            .await?,
    );
    Ok(())
}

async fn view(visit: &Visit<'_>, form: Form, done: Option<Words>) -> Result<ImportRoster, Fault> {
    let organisation = visit.actor().organisation().ok_or(Fault::Forbidden)?;
    let past = imports::of_organisation(visit.desk.store(), organisation).await?;
    let past = past.into_iter().map(|known| PastImport {
        at: Moment::new(known.at, visit.who.zone),
        by: known.by,
        cases: known.cases,
        state: match known.undone_at {
            Some(_) => Status::new(Tone::Quiet, Words::key("import-undone")),
            None => Status::new(Tone::Good, Words::key("import-stands")),
        },
        undo_href: known
            .undone_at
            .is_none()
            .then(|| format!("/import/undo/{}", known.id)),
    });
    Ok(ImportRoster {
        form,
        done,
        rows: Vec::new(),
        counts: None,
        heeded: None,
        looked: None,
        past: past.collect(),
        templates: Language::ALL
            .iter()
            .map(|language| {
                let words = Words::key("import-template").words("language", language.own_name());
                crate::web::views::parts::Link::new(format!("/import/template/{}", language.code()), words)
            })
            .collect(),
    })
}

#[get("/import?<opened>&<there>&<undone>")]
async fn import(
    visit: Visit<'_>,
    opened: Option<u32>,
    there: Option<u32>,
    undone: Option<u32>,
) -> Result<Html, Fault> {
    allowed(&visit).await?;
    let done = if let Some(opened) = opened {
        just_imported(&visit, opened, false).await?.then(|| {
            Words::key("import-done")
                .number("opened", opened.into())
                .number("there", there.unwrap_or(0).into())
        })
    } else if let Some(cases) = undone {
        let undone = just_imported(&visit, cases, true).await?;
        undone.then(|| Words::key("import-undone-done").number("n", cases.into()))
    } else {
        None
    };
    visit.show(&view(&visit, fresh(), done).await?)
}

/// Did the reader's organisation just take over so many cases, or undo that? An address alone takes over nothing.
async fn just_imported(visit: &Visit<'_>, cases: u32, undone: bool) -> Result<bool, Fault> {
    let (since, organisation) = (just_now(visit), visit.organisation()?);
    let past = imports::of_organisation(visit.desk.store(), organisation).await?;
    let mut past = past.iter().filter(|known| known.cases == i64::from(cases));
    Ok(past.any(|known| {
        let at = if undone { known.undone_at } else { Some(known.at) };
        at.is_some_and(|at| at >= since)
    }))
}

/// What is said to a file that is no roster.
fn fault(fault: &RosterFault) -> Words {
    match fault {
        RosterFault::TooLarge => Words::key("import-too-large"),
        RosterFault::TooManyRows => {
            Words::key("import-too-many").number("n", i64::try_from(roster::MOST_ROWS).unwrap_or(i64::MAX))
        }
        RosterFault::NotATable => Words::key("import-not-a-table"),
        RosterFault::Bomb => Words::key("import-bomb"),
        RosterFault::UnknownColumn(name) => Words::key("import-unknown-column").words("name", name.clone()),
        RosterFault::Twice(name) => Words::key("import-twice").words("name", *name),
        RosterFault::Missing(name) => Words::key("import-missing").words("name", *name),
        RosterFault::Empty => Words::key("import-empty"),
    }
}

/// Places outside the reader's rights are as unknown as those that are not there: nothing is said about their rows.
async fn within(visit: &Visit<'_>, rows: Vec<RosterRow>) -> Result<(Vec<RosterRow>, Vec<Judged>), Fault> {
    let places: BTreeMap<String, Organisation> = organisations::all(visit.desk.store())
        .await?
        .into_iter()
        .map(|place| (place.code.clone(), place))
        .collect();
    let may = |row: &RosterRow| {
        let place = places.get(row.cell("place"));
        place.is_none_or(|place| visit.may(Action::ImportRoster, &place.resource()))
    };
    let (near, far): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| may(row));
    let far = far.into_iter().map(|row| Judged {
        number: row.number,
        verdict: Verdict::Wrong(vec![Refusal::NotUnderstood { field: "place" }]),
        heed: Vec::new(),
    });
    Ok((near, far.collect()))
}

/// The rows of a file, read in its turn; or what is said to whoever sent it.
async fn rows_of(file: Vec<u8>) -> Result<Result<Vec<RosterRow>, Words>, Fault> {
    let Some(turn) = READING.turn(PATIENCE).await else {
        return Ok(Err(Words::key("import-busy")));
    };
    // A table takes its time: whoever waits for another page does not wait for it. Nor does the turn end with whoever no longer
    // waits for this one: the file is read to its end all the same.
    let reading = tokio::task::spawn_blocking(move || {
        let rows = roster::read(&file);
        drop(turn);
        rows
    });
    let rows = reading.await.map_err(Fault::internal)?;
    Ok(rows.map_err(|wrong| fault(&wrong)))
}

/// A visit of somebody who may import: asked before anything of the file is read.
struct Importing<'r>(Visit<'r>);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Importing<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let visit = match request.guard::<Visit<'r>>().await {
            Outcome::Success(visit) => visit,
            Outcome::Error(error) => return Outcome::Error(error),
            Outcome::Forward(status) => return Outcome::Forward(status),
        };
        match allowed(&visit).await {
            Ok(()) => Outcome::Success(Self(visit)),
            Err(fault) => Outcome::Error((refuse(request, fault), ())),
        }
    }
}

/// The first sending looks; the second, of the same file, takes over.
#[post("/import", data = "<upload>")]
async fn import_roster(
    importing: Importing<'_>,
    upload: CheckedUpload,
) -> Result<Result<Redirect, Html>, Fault> {
    let Importing(visit) = importing;
    let CheckedUpload { typed, file } = upload;
    let problem = |words| typed.form().problem("file", words);
    if file.is_empty() {
        let form = problem(Words::key("import-no-file"));
        return Ok(Err(visit.refuse(&view(&visit, form, None).await?)?));
    }
    let sum = digest(&file);
    let rows = match rows_of(file).await? {
        Ok(rows) => rows,
        Err(wrong) => {
            let form = problem(wrong);
            return Ok(Err(visit.refuse(&view(&visit, form, None).await?)?));
        }
    };
    let (near, mut judged) = within(&visit, rows).await?;
    // Whoever looks learns which numbers are known: that leaves its line, and comes to an end.
    let looked = commands::look_at_roster(visit.desk, visit.actor(), &near).await;
    match done_or_refused(looked)? {
        Ok(looked) => judged.extend(looked),
        Err(refusals) => {
            let form = form_with(&typed, &refusals);
            return Ok(Err(visit.refuse(&view(&visit, form, None).await?)?));
        }
    }
    judged.sort_by_key(|row| row.number);
    let wrong = judged.iter().any(|row| matches!(row.verdict, Verdict::Wrong(_)));
    let new = judged.iter().any(|row| row.verdict == Verdict::New);
    let seen = typed.text("looked");
    let take = !seen.is_empty() && typed.text("intent") == "take";
    let mut form = typed.form();
    if take && seen == hex(&sum) && !wrong && new {
        let submission = Some(visit.submission(&typed));
        let outcome = commands::import_roster(visit.desk, visit.actor(), submission, &near, sum).await;
        match done_or_refused(outcome)? {
            Ok(done) => {
                let href = format!("/import?opened={}&there={}", done.opened, done.there);
                return Ok(Ok(Redirect::to(href)));
            }
            Err(refusals) if refusals == [Refusal::FormUnkeyed] => form = form_with(&typed, &refusals),
            // Somebody else was faster: what stands in the way now is said row by row.
            Err(_) => judged = commands::judge_roster(visit.desk, &near).await?,
        }
    }
    if take && seen != hex(&sum) {
        form = form.problem("file", Words::key("import-other-file"));
    }
    let wrong = judged.iter().any(|row| matches!(row.verdict, Verdict::Wrong(_)));
    if wrong {
        form = form.problem("file", Words::key("import-rows-wrong"));
    }
    let mut page = view(&visit, form, None).await?;
    page.looked = (!wrong && new).then(|| hex(&sum));
    page.counts = Some(counts(&judged));
    page.heeded = heeded(&judged);
    page.rows = shown(&judged);
    let html = if page.form.problems.is_empty() {
        visit.show(&page)?
    } else {
        visit.refuse(&page)?
    };
    Ok(Err(html))
}

fn counts(judged: &[Judged]) -> Words {
    let count = |which: fn(&Verdict) -> bool| {
        let number = judged.iter().filter(|row| which(&row.verdict)).count();
        i64::try_from(number).unwrap_or(i64::MAX)
    };
    Words::key("import-counts")
        .number("new", count(|verdict| matches!(verdict, Verdict::New)))
        .number("there", count(|verdict| matches!(verdict, Verdict::There { .. })))
        .number("wrong", count(|verdict| matches!(verdict, Verdict::Wrong(_))))
}

/// How many rows deserve a second look.
fn heeded(judged: &[Judged]) -> Option<Words> {
    let rows = judged.iter().filter(|row| !row.heed.is_empty()).count();
    let rows = i64::try_from(rows).unwrap_or(i64::MAX);
    (rows > 0).then(|| Words::key("import-heeded").number("n", rows))
}

/// What is wrong in a column. A code that no organisation has is no cell that cannot be read.
fn in_cell(refusal: &Refusal) -> Words {
    match refusal {
        Refusal::NotUnderstood {
            field: "place" | "supervising",
        } => Words::key("import-no-such-organisation"),
        refusal => refused::words(refusal),
    }
}

/// What is wrong comes first, then what deserves a second look, then the rest, each by its number.
fn shown(judged: &[Judged]) -> Vec<ImportRow> {
    let mut rows: Vec<&Judged> = judged.iter().collect();
    rows.sort_by_key(|row| {
        let wrong = matches!(row.verdict, Verdict::Wrong(_));
        (!wrong, row.heed.is_empty(), row.number)
    });
    rows.into_iter()
        .take(MOST_SHOWN)
        .map(|row| {
            let (status, mut lines) = match &row.verdict {
                Verdict::New => {
                    let tone = if row.heed.is_empty() {
                        Tone::Good
                    } else {
                        Tone::Warn
                    };
                    (Status::new(tone, Words::key("import-new")), Vec::new())
                }
                Verdict::There { reference } => {
                    let words = Words::key("import-there").words("reference", reference.clone());
                    (Status::new(Tone::Info, words), Vec::new())
                }
                Verdict::Wrong(wrong) => {
                    let lines = wrong.iter().map(|refusal| {
                        let column = refusal.field().unwrap_or_default();
                        Row::new(Words::plain(column), in_cell(refusal))
                    });
                    (
                        Status::new(Tone::Bad, Words::key("import-wrong")),
                        lines.collect(),
                    )
                }
            };
            lines.extend(row.heed.iter().map(|heed| {
                let (column, words) = refused::heeded(heed);
                Row::new(Words::plain(column), words)
            }));
            ImportRow {
                number: row.number,
                status,
                lines,
            }
        })
        .collect()
}

/// An empty file with the columns; beside it what goes where, in a language, and the codes of the organisations and of the products.
#[get("/import/template/<language>")]
async fn template(visit: Visit<'_>, language: &str) -> Result<Workbook, Fault> {
    allowed(&visit).await?;
    let language = Language::parse(language).ok_or(Fault::NotFound)?;
    let say = |words: Words| words.say(language).map_err(Fault::internal);
    let places = &visit.desk.rules().places;
    let mut columns = Vec::new();
    for column in COLUMNS {
        let key = format!("import-column-{}", column.replace('_', "-"));
        columns.push(vec![column.to_owned(), say(Words::key(key))?]);
    }
    let mut codes = Vec::new();
    let open = organisations::all(visit.desk.store()).await?;
    for known in open.into_iter().filter(|known| !known.closed) {
        let kind = places.kind(&known.kind);
        let treats =
            kind.is_some_and(|kind| kind.treats) && visit.may(Action::ImportRoster, &known.resource());
        let supervises = kind.is_some_and(|kind| kind.supervises);
        if treats || supervises {
            let column = if treats { "place" } else { "supervising" };
            codes.push(vec![
                column.to_owned(),
                known.code.clone(),
                say(Words::Localised(known.name))?,
            ]);
        }
    }
    let today = civil_date(visit.desk.instant(), visit.who.zone);
    for product in visit.desk.rules().protocols_on(today) {
        let name = say(Words::Localised(product.name.clone()))?;
        codes.push(vec!["product".to_owned(), product.id.clone(), name]);
    }
    let sheets = [
        Sheet {
            name: "roster".to_owned(),
            rows: vec![COLUMNS.map(str::to_owned).to_vec()],
        },
        Sheet {
            name: say(Words::key("import-sheet-columns"))?,
            rows: columns,
        },
        Sheet {
            name: say(Words::key("import-sheet-codes"))?,
            rows: codes,
        },
    ];
    Workbook::of(&format!("roster-{}", language.code()), &sheets).map_err(Fault::internal)
}

/// The clerk who may undo: decided case by case, when it is done.
fn clerk(actor: &Actor) -> Result<(), Fault> {
    let registry = actor.role().map(Role::lens) == Some(crate::access::Lens::Registry);
    registry.then_some(()).ok_or(Fault::NotFound)
}

async fn known_import(visit: &Visit<'_>, id: &str) -> Result<imports::PastImport, Fault> {
    clerk(visit.actor())?;
    let id: RecordId = known(id)?;
    let organisation = visit.actor().organisation().ok_or(Fault::Forbidden)?;
    let found = imports::one(visit.desk.store(), organisation, id).await?;
    found
        .filter(|known| known.undone_at.is_none())
        .ok_or(Fault::NotFound)
}

fn undo_view(visit: &Visit<'_>, known: &imports::PastImport, form: Form) -> UndoImport {
    UndoImport {
        form,
        rows: vec![
            Row::new(
                Words::key("import-at"),
                super::case_head::at(known.at, visit.who.zone),
            ),
            Row::new(Words::key("import-by"), known.by.clone()),
            Row::new(Words::key("import-cases"), known.cases.to_string()),
        ],
    }
}

#[get("/import/undo/<import>")]
async fn undo(visit: Visit<'_>, import: &str) -> Result<Html, Fault> {
    allowed(&visit).await?;
    let known = known_import(&visit, import).await?;
    visit.show(&undo_view(&visit, &known, fresh()))
}

#[post("/import/undo/<import>", data = "<typed>")]
async fn undo_import(
    visit: Visit<'_>,
    import: &str,
    typed: Checked<Typed>,
) -> Result<Result<Redirect, Html>, Fault> {
    allowed(&visit).await?;
    let typed = typed.0;
    let known = known_import(&visit, import).await?;
    let submission = Some(visit.submission(&typed));
    let words = typed.text("words");
    let outcome = commands::undo_import(visit.desk, visit.actor(), submission, known.id, words).await;
    match done_or_refused(outcome)? {
        Ok(cases) => Ok(Ok(Redirect::to(format!("/import?undone={cases}")))),
        Err(refusals) => {
            let form = form_with(&typed, &refusals);
            Ok(Err(visit.refuse(&undo_view(&visit, &known, form))?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn files_are_read_one_at_a_time_and_the_queue_has_an_end() {
        let (turns, short) = (Turns::new(), Duration::from_millis(10));
        let first = turns.turn(short).await;
        assert!(first.is_some());
        assert!(turns.turn(short).await.is_none(), "not while one is read");
        let waiting: Vec<_> = (0..MOST_WAITING).map(|_| turns.seats.try_acquire()).collect();
        assert!(waiting.iter().all(Result::is_ok));
        // Nobody waits behind a full queue, however patient he is.
        assert!(turns.turn(Duration::from_secs(3_600)).await.is_none());
        drop((first, waiting));
        assert!(turns.turn(short).await.is_some(), "the next is read");
    }
}
