//! `/verify/<code>`: anybody who holds a paper learns whether it was issued here and whether it stands. Nobody has to be
//! signed in, and nothing is said that the paper does not say.

use super::sign_in::Stranger;
use crate::commands::sign_in::throttle::AddressBudget;
use crate::domain::ids::SubmissionKey;
use crate::domain::letter::read_code;
use crate::secrets::{digest, hex};
use crate::store::letters::{Checked as Known, check};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::{CheckedEntry, CheckedFile};
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::letters::Verify;
use crate::web::views::parts::{Row, Status as Verdict, Tone};
use crate::web::visit::Html;
use rocket::http::Status;
use rocket::{Route, State, get, post, routes};

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    routes![ask, answer, of_code, of_file]
}

/// Unknown codes that an address may ask for; of this process only, apart from the door's.
#[derive(Debug, Default)]
pub struct Guesses(AddressBudget);

/// What somebody shows of a file.
enum FileShown {
    /// Nothing was asked about one.
    Nothing,
    /// The button was pressed, and none was chosen.
    Missing,
    /// Its checksum.
    Digest(String),
    /// What was typed is no checksum.
    Unread,
}

#[get("/verify")]
fn ask(stranger: Stranger<'_>) -> Result<Html, Fault> {
    stranger.show(Status::Ok, &empty(Form::new(SubmissionKey::fresh())))
}

#[get("/verify/<code>", rank = 2)]
async fn of_code(stranger: Stranger<'_>, guesses: &State<Guesses>, code: &str) -> Result<Html, Fault> {
    let form = Form::new(SubmissionKey::fresh()).value("code", grouped(code));
    checked(&stranger, guesses, code, form, FileShown::Nothing).await
}

#[post("/verify", data = "<typed>")]
async fn answer(
    stranger: Stranger<'_>,
    guesses: &State<Guesses>,
    typed: CheckedEntry<Typed>,
) -> Result<Html, Fault> {
    let CheckedEntry(typed) = typed;
    let form = typed.form();
    if typed.text("code").is_empty() {
        let form = form.problem("code", Words::key("refusal-required"));
        return stranger.show(Status::UnprocessableEntity, &empty(form));
    }
    let sum = typed.text("sha256").to_lowercase();
    let sum: String = sum.chars().filter(|sign| !sign.is_whitespace()).collect();
    let shown = match sum.as_str() {
        "" => FileShown::Nothing,
        sum if sum.len() == 64 && sum.bytes().all(|sign| sign.is_ascii_hexdigit()) => {
            FileShown::Digest(sum.to_owned())
        }
        _ => FileShown::Unread,
    };
    checked(&stranger, guesses, typed.text("code"), form, shown).await
}

#[post("/verify/<code>", data = "<file>")]
async fn of_file(
    stranger: Stranger<'_>,
    guesses: &State<Guesses>,
    code: &str,
    file: CheckedFile,
) -> Result<Html, Fault> {
    let form = Form::new(SubmissionKey::fresh()).value("code", grouped(code));
    let shown = match file.0 {
        bytes if bytes.is_empty() => FileShown::Missing,
        bytes => FileShown::Digest(hex(&digest(&bytes))),
    };
    checked(&stranger, guesses, code, form, shown).await
}

fn empty(form: Form) -> Verify {
    let mut form = form;
    "/verify".clone_into(&mut form.action);
    Verify {
        form,
        verdict: None,
        facts: Vec::new(),
        file: None,
        upload: None,
    }
}

/// The same page for a code that nobody was given, for one of a draft, and for what is no code at all.
async fn checked(
    stranger: &Stranger<'_>,
    guesses: &Guesses,
    code: &str,
    form: Form,
    shown: FileShown,
) -> Result<Html, Fault> {
    let now = stranger.now();
    if !guesses.0.allows(stranger.ip(), now) {
        return Err(Fault::Status(Status::TooManyRequests.code));
    }
    let code = read_code(code);
    let known = match &code {
        Some(code) => check(stranger.store(), code).await?,
        None => None,
    };
    let Some((code, known)) = code.zip(known) else {
        guesses.0.spend(stranger.ip(), now);
        let page = Verify {
            verdict: Some(Verdict::new(Tone::Bad, Words::key("verify-unknown"))),
            ..empty(form)
        };
        return stranger.show(Status::NotFound, &page);
    };
    let mut upload = Form::new(SubmissionKey::fresh());
    upload.action = format!("/verify/{code}");
    let (form, upload, status) = match shown {
        FileShown::Unread => {
            let form = form.problem("sha256", Words::key("hash-impossible"));
            (form, upload, Status::UnprocessableEntity)
        }
        FileShown::Missing => {
            let upload = upload.problem("file", Words::key("verify-file-missing"));
            (form, upload, Status::UnprocessableEntity)
        }
        FileShown::Nothing | FileShown::Digest(_) => (form, upload, Status::Ok),
    };
    let page = Verify {
        verdict: Some(verdict(&known)),
        facts: facts(&known),
        file: file(&known, &shown),
        upload: Some(upload),
        ..empty(form)
    };
    stranger.show(status, &page)
}

fn verdict(known: &Known) -> Verdict {
    match known {
        Known { withdrawn: true, .. } => Verdict::new(Tone::Bad, Words::key("verify-withdrawn")),
        known if known.last_issue != known.issue => {
            let words = Words::key("verify-replaced").number("n", known.last_issue.into());
            Verdict::new(Tone::Warn, words)
        }
        _ => Verdict::new(Tone::Good, Words::key("verify-stands")),
    }
}

fn facts(known: &Known) -> Vec<Row> {
    vec![
        Row::new(
            Words::key("verify-kind"),
            Words::key(format!("letter-kind-{}", known.kind.code())),
        ),
        Row::new(Words::key("letter-number-column"), known.letter_number.clone()),
        Row::new(Words::key("letter-issue-column"), known.issue.to_string()),
        Row::new(
            Words::key("verify-signed-on"),
            Words::key("on-date").date("on", known.signed_on),
        ),
        Row::new(
            Words::key("verify-issuer"),
            Words::Localised(known.sender.clone()),
        ),
    ]
}

fn file(known: &Known, shown: &FileShown) -> Option<Verdict> {
    let FileShown::Digest(sum) = shown else {
        return None;
    };
    Some(if known.files.contains(sum) {
        Verdict::new(Tone::Good, Words::key("verify-file-same"))
    } else {
        Verdict::new(Tone::Bad, Words::key("verify-file-other"))
    })
}

/// A code in groups, as the paper shows it; what is none stays as it is, cut to a length.
fn grouped(code: &str) -> String {
    let Some(code) = read_code(code) else {
        return code.chars().take(40).collect();
    };
    let signs: Vec<char> = code.chars().collect();
    let groups = signs.chunks(5).map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join("-")
}
