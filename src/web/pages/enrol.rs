//! `/enrol/<token>`: a person who holds a one-time link chooses a passphrase and shows the authenticator's code.

use super::sign_in::Stranger;
use crate::commands::sign_in::Door;
use crate::commands::sign_in::enrol::{EnrolFault, Offer};
use crate::commands::sign_in::password::{LONGEST, PasswordFault, SHORTEST, Weakness};
use crate::domain::ids::SubmissionKey;
use crate::domain::refusal::Refusal;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::refused;
use crate::web::security::CheckedEntry;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::accounts::Enrol;
use crate::web::views::notices::Notice;
use crate::web::views::parts::Link;
use crate::web::visit::Html;
use rocket::http::Status;
use rocket::response::Redirect;
use rocket::{Route, State, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![offer, enrol, enrolled]
}

#[get("/enrol/<token>")]
async fn offer(stranger: Stranger<'_>, door: &State<Door>, token: &str) -> Result<Html, Fault> {
    match door.offer(token).await {
        Ok(offer) => {
            let form = Form::new(SubmissionKey::fresh());
            stranger.show(Status::Ok, &page(&offer, form))
        }
        Err(fault) => ended(&stranger, fault),
    }
}

fn page(offer: &Offer, form: Form) -> Enrol {
    let name = &offer.account.sign_in_name;
    Enrol {
        form,
        name: offer.account.display_name.clone(),
        sign_in_name: name.clone(),
        secret: offer.secret.to_type(),
        otpauth: offer.secret.address(name).unwrap_or_default(),
    }
}

/// The link does not work. Whether it ever did is not said.
fn ended(stranger: &Stranger<'_>, fault: EnrolFault) -> Result<Html, Fault> {
    match fault {
        EnrolFault::Link => {
            let page = Notice {
                title: Words::key("enrol-used"),
                lines: vec![Words::key("enrol-used-words")],
                links: vec![Link::new("/sign-in", Words::key("sign-in"))],
            };
            stranger.show(Status::NotFound, &page)
        }
        EnrolFault::Store(fault) => Err(fault.into()),
        EnrolFault::Password(busy @ PasswordFault::Busy) => Err(Fault::unavailable(busy)),
        other => Err(Fault::internal(other)),
    }
}

#[post("/enrol/<token>", data = "<typed>")]
async fn enrol(
    stranger: Stranger<'_>,
    door: &State<Door>,
    token: &str,
    typed: CheckedEntry<Typed>,
) -> Result<Result<Redirect, Html>, Fault> {
    let CheckedEntry(typed) = typed;
    let passphrase = typed.text("passphrase");
    let code: String = typed.text("code").chars().filter(char::is_ascii_digit).collect();
    let sent = typed.at_the_door(&format!("/enrol/{token}"));
    let problem = if passphrase != typed.text("passphrase_again") {
        ("passphrase_again", Words::key("passphrase-differs"))
    } else if let Some(form) = sent {
        match door.enrol_once(form, token, passphrase, &code).await {
            Ok(_) => return Ok(Ok(Redirect::to("/enrol/done"))),
            Err(EnrolFault::Weak(weakness)) => ("passphrase", weak(weakness)),
            Err(EnrolFault::Code) => ("code", Words::key("code-wrong")),
            Err(fault) => return ended(&stranger, fault).map(Err),
        }
    } else {
        ("", refused::words(&Refusal::FormUnkeyed))
    };
    // Neither passphrase nor code is sent back.
    let form = Form::new(SubmissionKey::fresh()).problem(problem.0, problem.1);
    match door.offer(token).await {
        Ok(offer) => stranger
            .show(Status::UnprocessableEntity, &page(&offer, form))
            .map(Err),
        Err(fault) => ended(&stranger, fault).map(Err),
    }
}

fn weak(weakness: Weakness) -> Words {
    let number = |most: usize| i64::try_from(most).unwrap_or(i64::MAX);
    match weakness {
        Weakness::TooShort => Words::key("passphrase-too-short").number("n", number(SHORTEST)),
        Weakness::TooLong => Words::key("passphrase-too-long").number("n", number(LONGEST)),
        Weakness::Repetitive | Weakness::Common => Words::key("passphrase-common"),
        Weakness::ContainsName => Words::key("passphrase-contains-name"),
    }
}

#[get("/enrol/done")]
fn enrolled(stranger: Stranger<'_>) -> Result<Html, Fault> {
    let page = Notice {
        title: Words::key("enrol-done"),
        lines: vec![Words::key("enrol-done-words")],
        links: vec![Link::new("/sign-in", Words::key("sign-in"))],
    };
    stranger.show(Status::Ok, &page)
}
