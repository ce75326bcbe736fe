//! One letter: reading, printing, signing, drawing up again, withdrawing.

use super::people::{around, in_region, told};
use super::{fill, reading_of};
use crate::access::{Action, Context, Lens, Resource, Role};
use crate::commands::{self, SignLetter};
use crate::domain::ids::{LetterId, OrganisationId};
use crate::domain::letter::{About, Letter, LetterKind, LetterState, Outdated, Paper};
use crate::domain::refusal::Refusal;
use crate::domain::time::civil_date;
use crate::letters::{Dated, Press};
use crate::store::StoreError;
use crate::store::file::CaseFile;
use crate::store::letters;
use crate::store::organisations::{self, Organisation};
use crate::text::{Language, Words};
use crate::web::faults::Fault;
use crate::web::pages::case_head::{at, case_head, on};
use crate::web::pages::record::{Answer, carry, fresh, known, refused};
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::letters::{LetterPage, SupervisionLetter, WithdrawLetter};
use crate::web::views::parts::{Link, Row};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::http::{ContentType, Header};
use rocket::response::{self, Redirect, Responder};
use rocket::{Request, Response, Route, State, get, post, routes};
use serde_json::{Map, json};
use std::io::Cursor;

pub(super) fn routes() -> Vec<Route> {
    routes![letter, sign, again, withdrawal, withdraw]
}

/// A printed letter, shown by the browser. The name of the file is its kind and number.
struct Pdf {
    name: String,
    bytes: Vec<u8>,
}

impl<'r> Responder<'r, 'static> for Pdf {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        let shown = format!("inline; filename=\"{}\"", self.name);
        Response::build()
            .header(ContentType::PDF)
            .header(Header::new("Content-Disposition", shown))
            .sized_body(self.bytes.len(), Cursor::new(self.bytes))
            .ok()
    }
}

/// A page or a file, both under the letter's own address.
#[derive(Responder)]
enum Shown {
    Page(Html),
    File(Pdf),
}

fn outside(visit: &Visit<'_>) -> bool {
    visit.actor().role().map(Role::lens) == Some(Lens::Supervision)
}

/// A letter that was opened, with what it belongs to.
struct Opened {
    letter: Letter,
    /// Its case.
    file: Option<CaseFile>,
    /// What the policies are asked about: its case, the house that writes about a lot, or the installation.
    of: Resource,
    /// Of a letter about a lot, one of its two houses, of which the reader sees the stock.
    seen_at: Option<OrganisationId>,
}

/// Opens a letter for reading; the ledger says which, and what was printed. A draft is nothing to those outside.
async fn open(visit: &Visit<'_>, id: &str, printed: Option<(&str, Option<u32>)>) -> Result<Opened, Fault> {
    let found = match letters::find(visit.desk.store(), known(id)?).await {
        Err(StoreError::Missing(_)) => None,
        found => Some(found?),
    };
    let Some(letter) = found.filter(|letter| !outside(visit) || !letter.issues.is_empty()) else {
        let absent = visit.desk.absent(visit.actor(), Action::ReadClinicalLetter).await;
        return Err(absent.into());
    };
    let mut paper = Map::from_iter([("letter".to_owned(), json!(letter.id.to_string()))]);
    if let Some((language, issue)) = printed {
        paper.insert("printed".to_owned(), json!(language));
        paper.insert("issue".to_owned(), json!(issue));
    }
    let action = reading_of(letter.kind());
    let (desk, actor) = (visit.desk, visit.actor());
    let Some(case) = letter.case else {
        let (of, seen) = house(visit, &letter).await?;
        let asked = seen.as_ref().map_or_else(|| of.clone(), Organisation::resource);
        let may = desk.permit(actor, action, &asked).await;
        // That there is such a letter is nobody else's concern.
        let _permit = may.map_err(|_| Fault::NotFound)?;
        desk.note_paper(actor, action, paper).await?;
        return Ok(Opened {
            letter,
            file: None,
            of,
            seen_at: seen.map(|place| place.id),
        });
    };
    let file = desk
        .look_at_paper(actor, action, case, (letter.addressee, letter.kind()), paper)
        .await;
    let file = file.map_err(|failure| match Fault::from(failure) {
        Fault::Forbidden => Fault::NotFound,
        fault => fault,
    })?;
    Ok(Opened {
        letter,
        of: file.facts.clone().into(),
        file: Some(file),
        seen_at: None,
    })
}

/// To what a letter belongs that belongs to no case; of one about a lot, also whichever of its two houses shows the reader
/// its stock.
async fn house(visit: &Visit<'_>, letter: &Letter) -> Result<(Resource, Option<Organisation>), Fault> {
    if !matches!(letter.about, About::Lot { .. }) {
        return Ok((Resource::System, None));
    }
    let store = visit.desk.store();
    let sender = organisations::find(store, letter.sender).await?;
    let sender = sender.ok_or(Fault::NotFound)?;
    let of = sender.resource();
    let to = match letter.addressee {
        Some(id) => organisations::find(store, id).await?,
        None => None,
    };
    let mut ends = to.into_iter().chain([sender]);
    let seen = ends.find(|place| visit.may(Action::ReadStock, &place.resource()));
    Ok((of, seen))
}

#[get("/letters/<name>?<language>&<issue>&<done>")]
async fn letter(
    visit: Visit<'_>,
    press: &State<Press>,
    name: &str,
    language: Option<&str>,
    issue: Option<u32>,
    done: Option<&str>,
) -> Result<Shown, Fault> {
    if let Some(id) = name.strip_suffix(".pdf") {
        let language = match language {
            Some(code) => Language::parse(code).ok_or(Fault::NotFound)?,
            None => visit.language,
        };
        return Ok(Shown::File(print(&visit, press, id, language, issue).await?));
    }
    let opened = open(&visit, name, None).await?;
    if outside(&visit) {
        let file = opened.file.ok_or(Fault::NotFound)?;
        return Ok(Shown::Page(visit.show(&supervision(
            &visit,
            &opened.letter,
            &file,
        ))?));
    }
    let mut page = view(&visit, &opened, fresh()).await?;
    page.done = done.and_then(|done| said_done(done, opened.letter.state()));
    Ok(Shown::Page(visit.show(&page)?))
}

/// The words for what an address says was done, where the letter bears it out.
fn said_done(done: &str, state: LetterState) -> Option<Words> {
    let key = match (done, state) {
        ("drawn", LetterState::Draft | LetterState::Redrawn) => "letter-done-drawn",
        ("signed", LetterState::Signed) => "letter-done-signed",
        ("withdrawn", LetterState::Withdrawn) => "letter-done-withdrawn",
        _ => return None,
    };
    Some(Words::key(key))
}

/// A stored file of an issue, or the draft that waits, printed now.
async fn print(
    visit: &Visit<'_>,
    press: &Press,
    id: &str,
    language: Language,
    issue: Option<u32>,
) -> Result<Pdf, Fault> {
    let opened = open(visit, id, Some((language.code(), issue))).await?;
    let (letter, file) = (opened.letter, opened.file);
    let issue = match issue {
        Some(number) => Some(number),
        None if outside(visit) || letter.pending().is_none() => letter.last_issue().map(|issue| issue.number),
        None => None,
    };
    let code = file_name(letter.kind());
    if let Some(number) = issue {
        let known = letter.issues.iter().find(|issue| issue.number == number);
        let known = known.ok_or(Fault::NotFound)?;
        let bytes = letters::file(visit.desk.store(), letter.id, number, language.code()).await?;
        let number = known.letter_number.replace('/', "-");
        return Ok(Pdf {
            name: format!("{code}-{number}-{}-{}.pdf", known.number, language.code()),
            bytes,
        });
    }
    let draft = letter.pending().ok_or(Fault::NotFound)?;
    let zone = file.as_ref().map_or(visit.who.zone, |file| file.now.zone);
    let paper = Paper {
        sheet: draft.sheet.clone(),
        dated_on: civil_date(draft.drawn_at, zone),
        seal: None,
    };
    Ok(Pdf {
        name: format!("{code}-draft-{}.pdf", language.code()),
        bytes: press.one(&paper, language).await.map_err(Fault::internal)?,
    })
}

/// What a file is called by: whoever sees its name in a list of files learns nothing about health.
fn file_name(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::TreatmentCertificate => "certificate",
        kind => kind.code(),
    }
}

fn supervision(visit: &Visit<'_>, letter: &Letter, file: &CaseFile) -> SupervisionLetter {
    let behind = commands::letters_outdated(file, visit.desk.rules(), [letter]);
    SupervisionLetter {
        // What the records say now it learns from the sender, who signs for it; that a draft waits to say so, from nobody.
        outdated: (!behind.is_empty()).then(|| fill::outdated("letter-outdated-received")),
        title: fill::kind(letter),
        reference: file.case.reference.clone(),
        state: fill::state(letter, true),
        facts: received(letter, file),
        issues: fill::issues(letter),
        changes: fill::changed_last(letter)
            .map_or_else(Vec::new, |(before, after)| fill::changes(before, after)),
        // Of a case that is closed its supervising body has nothing but this letter.
        back: if file.facts.open {
            format!("/cases/{}", file.case.id)
        } else {
            "/cases".to_owned()
        },
    }
}

fn may(visit: &Visit<'_>, action: Action, opened: &Opened) -> bool {
    let context = Context {
        letter: Some(opened.letter.kind().code()),
        ..Context::default()
    };
    visit.desk.allows(visit.actor(), action, &opened.of, &context)
}

async fn view(visit: &Visit<'_>, opened: &Opened, mut form: Form) -> Result<LetterPage, Fault> {
    let (letter, file) = (&opened.letter, opened.file.as_ref());
    let zone = file.map_or(visit.who.zone, |file| file.now.zone);
    let withdrawn = letter.state() == LetterState::Withdrawn;
    let pending = letter.pending();
    let address = format!("/letters/{}", letter.id);
    form.action = format!("{address}/sign");
    if let Some(draft) = pending {
        carry(&mut form, "draft", draft.number);
    }
    let drawn_again = file.is_some() || matches!(letter.about, About::Lot { .. });
    let outdated = file.and_then(|file| commands::letter_outdated(file, visit.desk.rules(), letter));
    let gone = outdated == Some(Outdated::Nothing);
    let may_draw = may(visit, Action::DraftLetter, opened);
    let again = !withdrawn && drawn_again && !gone && may_draw;
    let mut drawing = fresh();
    drawing.action = format!("{address}/again");
    let may_withdraw = !withdrawn && may(visit, Action::WithdrawLetter, opened);
    let signers = match (pending, file) {
        (None, _) => Vec::new(),
        (Some(_), Some(file)) => around(visit, letter, file),
        (Some(_), None) => in_region(visit, letter, &opened.of).await?,
    };
    let may_sign = pending.is_some() && may(visit, Action::SignLetter, opened);
    // A letter about the installation waits for whoever drew it up, not for a post.
    let posts = pending.is_some() && !matches!(opened.of, Resource::System);
    let now = match &outdated {
        Some(Outdated::Says(sheet)) if may_draw => Some(Dated {
            sheet,
            on: civil_date(visit.desk.instant(), zone),
        }),
        _ => None,
    };
    let (heading, changed) = fill::changed(letter, now, zone);
    Ok(LetterPage {
        head: file.map(|file| case_head(visit, file)),
        done: None,
        outdated: outdated.as_ref().map(|how| fill::left_behind(how, may_draw)),
        title: fill::kind(letter),
        state: fill::state(letter, false),
        facts: fill::facts(letter, file, zone, false),
        digest: letter.last_draft().map(|draft| draft.sha256.clone()),
        withdrawn: withdrawn_why(visit, letter, file),
        issues: fill::issues(letter),
        sent: told(visit, letter).await?,
        draft: pending.map_or_else(Vec::new, |_| fill::files(letter, None)),
        nobody_signs: posts && !may_sign && signers.is_empty(),
        signers,
        then: pending.map(|draft| {
            let to = crate::letters::addressee(&draft.sheet);
            Words::key("letter-then-sent").words("to", to)
        }),
        changes: changed.map_or_else(Vec::new, |(before, after)| fill::changes(before, after)),
        changes_heading: Words::key(heading),
        sign: may_sign.then_some(form),
        unsigned: None,
        again: again.then_some(drawing),
        withdraw: may_withdraw.then(|| {
            Link::new(
                format!("{address}/withdraw"),
                Words::key("letter-withdraw-action"),
            )
        }),
        back: back(visit, opened),
    })
}

/// What its addressee is told of a letter. Of one that was withdrawn since when, and what that means for him: the words of
/// whoever withdrew it are written for the house, and may be about health.
fn received(letter: &Letter, file: &CaseFile) -> Vec<Row> {
    let mut facts = fill::facts(letter, Some(file), file.now.zone, true);
    if let Some(withdrawal) = &letter.withdrawn {
        let since = on(civil_date(withdrawal.at, file.now.zone));
        facts.push(Row::new(Words::key("letter-withdrawn-by"), since));
        facts.push(Row::new(
            Words::key("letter-withdrawn-means"),
            Words::key("letter-withdrawn-received"),
        ));
    }
    facts
}

/// By whom it was withdrawn, and why.
fn withdrawn_why(visit: &Visit<'_>, letter: &Letter, file: Option<&CaseFile>) -> Vec<Row> {
    let zone = file.map_or(visit.who.zone, |file| file.now.zone);
    let why = letter.withdrawn.iter().flat_map(|withdrawal| {
        let by = file.and_then(|file| file.member(withdrawal.by));
        let when = at(withdrawal.at, zone);
        let words = match by {
            Some(member) => Words::key("letter-who-at")
                .words("name", member.name.clone())
                .words("at", when),
            None => when,
        };
        [
            Row::new(Words::key("letter-withdrawn-by"), words),
            Row::new(Words::key("letter-withdrawn-why"), withdrawal.reason.clone()),
        ]
    });
    why.collect()
}

/// Back to where the reader came from: who may not see the letters of the case sees the case.
fn back(visit: &Visit<'_>, opened: &Opened) -> String {
    match (opened.letter.case, &opened.letter.about, opened.seen_at) {
        (Some(case), ..) if !may(visit, super::reading(visit), opened) => format!("/cases/{case}"),
        (Some(case), ..) => format!("/cases/{case}/letters"),
        (None, About::Lot { lot, .. }, Some(at)) => format!("/stock/lots/{lot}?at={at}"),
        (None, ..) => "/letters".to_owned(),
    }
}

#[post("/letters/<id>/sign", data = "<typed>")]
async fn sign(visit: Visit<'_>, press: &State<Press>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let id: LetterId = known(id)?;
    if !typed.ticked("sure") {
        return refuse_signing(&visit, id, &typed, &[Refusal::Required { field: "sure" }]).await;
    }
    let form = SignLetter {
        letter: id,
        draft: typed.text("draft").parse().map_err(|_| Fault::Unprocessable)?,
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::sign_letter(visit.desk, visit.actor(), submission, form, press.inner()).await;
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(Redirect::to(format!("/letters/{id}?done=signed")))),
        Err(refusals) => refuse_signing(&visit, id, &typed, &refusals).await,
    }
}

async fn refuse_signing(visit: &Visit<'_>, id: LetterId, typed: &Typed, refusals: &[Refusal]) -> Answer {
    let opened = open(visit, &id.to_string(), None).await?;
    // Whoever only receives a letter is shown less of it than who signs it.
    if !may(visit, Action::SignLetter, &opened) {
        return Err(Fault::Forbidden);
    }
    let form = refused(typed, refusals);
    let mut page = view(visit, &opened, form.clone()).await?;
    if page.sign.is_none() {
        // Its place on the page is gone with what there was to sign; why, stands above the page.
        page.unsigned = Some(signed_meanwhile(visit, &opened, typed).unwrap_or(form));
    }
    Ok(Err(visit.refuse(&page)?))
}

/// That somebody else has signed the very draft that was to be signed.
fn signed_meanwhile(visit: &Visit<'_>, opened: &Opened, typed: &Typed) -> Option<Form> {
    let zone = opened.file.as_ref().map_or(visit.who.zone, |file| file.now.zone);
    let draft: u32 = typed.text("draft").parse().ok()?;
    let issue = opened.letter.last_issue().filter(|issue| issue.draft == draft)?;
    let words = Words::key("letter-signed-meanwhile")
        .words("name", issue.signer.clone())
        .words("at", at(issue.signed_at, zone));
    Some(typed.form().problem("", words))
}

#[post("/letters/<id>/again", data = "<typed>")]
async fn again(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let opened = open(&visit, id, None).await?;
    let (desk, actor, submission) = (visit.desk, visit.actor(), Some(visit.submission(&typed)));
    let outcome = match &opened.file {
        Some(file) => {
            let form = super::drafted(&visit, file.case.id, opened.letter.about.clone()).await?;
            commands::draft_letter(desk, actor, submission, file.case.id, &form).await
        }
        None => commands::draft_recall_notice(desk, actor, submission, opened.letter.id).await,
    };
    match done_or_refused(outcome)? {
        Ok(id) => Ok(Ok(Redirect::to(format!("/letters/{id}?done=drawn")))),
        Err(refusals) => {
            let mut page = view(&visit, &opened, fresh()).await?;
            let action = page
                .again
                .as_ref()
                .map(|form| form.action.clone())
                .unwrap_or_default();
            page.again = Some(Form {
                action,
                ..refused(&typed, &refusals)
            });
            Ok(Err(visit.refuse(&page)?))
        }
    }
}

fn withdraw_view(opened: &Opened, visit: &Visit<'_>, form: Form) -> WithdrawLetter {
    let (letter, file) = (&opened.letter, opened.file.as_ref());
    let zone = file.map_or(visit.who.zone, |file| file.now.zone);
    WithdrawLetter {
        title: fill::kind(letter),
        facts: fill::facts(letter, file, zone, false),
        form,
        back: format!("/letters/{}", letter.id),
    }
}

#[get("/letters/<id>/withdraw")]
async fn withdrawal(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let opened = open(&visit, id, None).await?;
    if !may(&visit, Action::WithdrawLetter, &opened) {
        return Err(Fault::Forbidden);
    }
    visit.show(&withdraw_view(&opened, &visit, fresh()))
}

#[post("/letters/<id>/withdraw", data = "<typed>")]
async fn withdraw(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let opened = open(&visit, id, None).await?;
    let submission = Some(visit.submission(&typed));
    let (letter, reason) = (opened.letter.id, typed.text("reason"));
    let outcome = commands::withdraw_letter(visit.desk, visit.actor(), submission, letter, reason).await;
    match done_or_refused(outcome)? {
        Ok(id) => Ok(Ok(Redirect::to(format!("/letters/{id}?done=withdrawn")))),
        Err(refusals) => {
            let form = refused(&typed, &refusals);
            Ok(Err(visit.refuse(&withdraw_view(&opened, &visit, form))?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_says_nothing_about_health() {
        for kind in LetterKind::ALL {
            let name = file_name(kind);
            for word in ["treat", "dose", "drug", "med", "injection"] {
                assert!(!name.contains(word), "{name}");
            }
        }
        assert_eq!(file_name(LetterKind::TreatmentCertificate), "certificate");
    }
}
