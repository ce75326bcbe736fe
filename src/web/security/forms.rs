//! The only way in for a form. A handler that takes [`Checked`] cannot forget the token.

use super::Cookies;
use crate::commands::sign_in::SignedIn;
use crate::secrets::{self, Keys, SecretFault};
use crate::web::faults::{Fault, refuse};
use crate::web::typed::{KEY_FIELD, Typed};
use rocket::{
    Data, Request,
    data::{self, ByteUnit, Capped, FromData, Limits},
    form::{Form, FromForm, error::ErrorKind},
    http::{CookieJar, RawStr, Status},
    outcome::Outcome,
};

/// The hidden field that holds the token.
pub const TOKEN_FIELD: &str = "csrf";
const ENTRY_PURPOSE: &str = "entry-form";
/// The most that somebody without a session can send: a name, a passphrase, a code.
const ENTRY: ByteUnit = ByteUnit::Kibibyte(64);

/// A form that was filled in on a page of this session. All its fields should be `String` with
/// `#[field(default = "")]` where a browser may leave them out: what does not parse then becomes an error
/// beside its field, with everything typed kept.
pub struct Checked<T>(pub T);

/// The same for somebody who has no session yet: the sign-in and the enrolment page.
pub struct CheckedEntry<T>(pub T);

/// A file sent by somebody who need not have a session. It is held in memory and goes with the request.
pub struct CheckedFile(pub Vec<u8>);

/// A file sent by somebody who is signed in, with what was typed and carried beside it. It is held in memory and goes with
/// the request.
pub struct CheckedUpload {
    /// The other fields; the digest of the file is one of them, so that another file is another submission.
    pub typed: Typed,
    /// The file; empty where none was chosen.
    pub file: Vec<u8>,
}

/// The parts of such a form.
#[derive(rocket::FromForm)]
struct SignedUpload<'r> {
    #[field(default = "")]
    csrf: &'r str,
    #[field(default = "")]
    key: &'r str,
    #[field(default = "")]
    intent: &'r str,
    #[field(default = "")]
    looked: &'r str,
    #[field(default = None)]
    file: Option<Capped<&'r [u8]>>,
}

#[rocket::async_trait]
impl<'r> FromData<'r> for CheckedUpload {
    type Error = ();

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> data::Outcome<'r, Self> {
        let expected = match request.guard::<&SignedIn>().await {
            Outcome::Success(signed_in) => signed_in.csrf.clone(),
            Outcome::Error((status, ())) | Outcome::Forward(status) => return Outcome::Error((status, ())),
        };
        let refused = |fault| Outcome::Error((refuse(request, fault), ()));
        if !request.content_type().is_some_and(|kind| kind.is_form_data()) {
            return refused(Fault::Status(Status::UnsupportedMediaType.code));
        }
        let upload = match Form::<SignedUpload<'r>>::from_data(request, data).await {
            Outcome::Success(form) => form.into_inner(),
            unread => return refused(unread_parts(request, &unread)),
        };
        if !secrets::same(upload.csrf, &expected) {
            return refused(Fault::StaleForm);
        }
        let file = match upload.file {
            Some(file) if !file.is_complete() => {
                return refused(Fault::Status(Status::PayloadTooLarge.code));
            }
            Some(file) => file.value.to_vec(),
            None => Vec::new(),
        };
        let sum = secrets::hex(&secrets::digest(&file));
        let fields = [
            (KEY_FIELD, upload.key),
            ("intent", upload.intent),
            ("looked", upload.looked),
            ("file_sha256", sum.as_str()),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let typed = Typed::from_fields(fields.into());
        Outcome::Success(Self { typed, file })
    }
}

/// The parts of a form that brings a file.
#[derive(rocket::FromForm)]
struct Upload<'r> {
    #[field(default = "")]
    csrf: &'r str,
    #[field(default = None)]
    file: Option<Capped<&'r [u8]>>,
}

#[rocket::async_trait]
impl<'r> FromData<'r> for CheckedFile {
    type Error = ();

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> data::Outcome<'r, Self> {
        let expected = expected_entry_token(request);
        let many = request.content_type().is_some_and(|kind| kind.is_form_data());
        if !many {
            let fault = Fault::Status(Status::UnsupportedMediaType.code);
            return Outcome::Error((refuse(request, fault), ()));
        }
        let upload = match Form::<Upload<'r>>::from_data(request, data).await {
            Outcome::Success(form) => form.into_inner(),
            unread => return Outcome::Error((refuse(request, unread_parts(request, &unread)), ())),
        };
        if !expected.is_some_and(|expected| secrets::same(upload.csrf, &expected)) {
            return Outcome::Error((refuse(request, Fault::StaleForm), ()));
        }
        match upload.file {
            Some(file) if !file.is_complete() => {
                Outcome::Error((refuse(request, Fault::Status(Status::PayloadTooLarge.code)), ()))
            }
            Some(file) => Outcome::Success(Self(file.value.to_vec())),
            None => Outcome::Success(Self(Vec::new())),
        }
    }
}

/// Why the parts of a form were not read: there was too much of them, or they are none. Parts that break off look alike,
/// whether they were cut here or came so; what was announced tells the two apart.
fn unread_parts<'r, T: FromForm<'r>>(request: &Request<'_>, unread: &data::Outcome<'r, Form<T>>) -> Fault {
    let most = request.limits().get("data-form").unwrap_or(Limits::DATA_FORM);
    let announced = request.headers().get_one("Content-Length");
    let cut = announced
        .and_then(|bytes| bytes.parse::<u64>().ok())
        .is_some_and(|bytes| bytes > most.as_u64());
    let over = |kind: &ErrorKind<'_>| matches!(kind, ErrorKind::InvalidLength { max: Some(_), .. });
    match unread {
        Outcome::Error((_, errors)) if cut || errors.iter().any(|error| over(&error.kind)) => {
            Fault::Status(Status::PayloadTooLarge.code)
        }
        _ => Fault::Unprocessable,
    }
}

/// A form's fields own what they hold, because they are decoded from the text that was sent.
pub trait Fields: for<'a> FromForm<'a> + Send + 'static {}
impl<T: for<'a> FromForm<'a> + Send + 'static> Fields for T {}

#[rocket::async_trait]
impl<'r, T: Fields> FromData<'r> for Checked<T> {
    type Error = ();

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> data::Outcome<'r, Self> {
        let expected = match request.guard::<&SignedIn>().await {
            Outcome::Success(signed_in) => signed_in.csrf.clone(),
            Outcome::Error((status, ())) | Outcome::Forward(status) => return Outcome::Error((status, ())),
        };
        let most = request.limits().get("form").unwrap_or(Limits::FORM);
        outcome(request, read(request, data, &expected, most).await.map(Checked))
    }
}

#[rocket::async_trait]
impl<'r, T: Fields> FromData<'r> for CheckedEntry<T> {
    type Error = ();

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> data::Outcome<'r, Self> {
        let expected = expected_entry_token(request);
        let form = match expected {
            Some(expected) => read(request, data, &expected, ENTRY).await,
            None => Err(Fault::StaleForm),
        };
        outcome(request, form.map(CheckedEntry))
    }
}

fn outcome<'r, T: FromData<'r, Error = ()>>(
    request: &Request<'_>,
    form: Result<T, Fault>,
) -> data::Outcome<'r, T> {
    match form {
        Ok(form) => Outcome::Success(form),
        Err(fault) => Outcome::Error((refuse(request, fault), ())),
    }
}

async fn read<T: Fields>(
    request: &Request<'_>,
    data: Data<'_>,
    expected: &str,
    most: ByteUnit,
) -> Result<T, Fault> {
    if !request.content_type().is_some_and(|kind| kind.is_form()) {
        return Err(Fault::Status(Status::UnsupportedMediaType.code));
    }
    let body = data
        .open(most)
        .into_string()
        .await
        .map_err(|_| Fault::Status(Status::BadRequest.code))?;
    if !body.is_complete() {
        return Err(Fault::Status(Status::PayloadTooLarge.code));
    }
    let body = without_control_characters(&body);
    if !secrets::same(&token_in(&body), expected) {
        return Err(Fault::StaleForm);
    }
    Form::<T>::parse_encoded(RawStr::new(&body)).map_err(|_| Fault::Unprocessable)
}

fn token_in(body: &str) -> String {
    Form::<()>::values(body)
        .find(|field| field.name == TOKEN_FIELD)
        .map(|field| RawStr::new(field.value).url_decode_lossy().into_owned())
        .unwrap_or_default()
}

/// Drops encoded control characters but tab and line ends: nobody types them, PostgreSQL refuses the
/// zero byte, and an invisible character in a name is a name that nobody finds.
fn without_control_characters(body: &str) -> String {
    let mut clean = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find('%') {
        clean.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.get(..2).and_then(hexadecimal) {
            Some(byte) => {
                if !byte.is_ascii_control() || b"\t\r\n".contains(&byte) {
                    clean.push('%');
                    clean.push_str(&rest[..2]);
                }
                rest = &rest[2..];
            }
            // A lone percent sign is text; encoded, it cannot join what follows into an escape.
            None => clean.push_str("%25"),
        }
    }
    clean.push_str(rest);
    clean.retain(|c| !c.is_control());
    clean
}

/// `from_str_radix` alone would take a sign.
pub(super) fn hexadecimal(digits: &str) -> Option<u8> {
    let plain = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    u8::from_str_radix(digits, 16).ok().filter(|_| plain)
}

/// The token for a form of the door, and its cookie where the browser has none yet.
///
/// The cookie holds a random value, the form that value's signature: another site can neither read the
/// one nor make the other.
///
/// # Errors
/// [`SecretFault::NoRandomness`].
pub fn entry_token(jar: &CookieJar<'_>, cookies: Cookies, keys: &Keys) -> Result<String, SecretFault> {
    let name = cookies.entry_name();
    let nonce = match jar.get_pending(name).filter(|cookie| !cookie.value().is_empty()) {
        Some(cookie) => cookie.value().to_owned(),
        None => {
            let nonce = secrets::token()?;
            jar.add(cookies.entry(nonce.clone()));
            nonce
        }
    };
    Ok(keys.sign(ENTRY_PURPOSE, &nonce))
}

fn expected_entry_token(request: &Request<'_>) -> Option<String> {
    let cookies = request.rocket().state::<Cookies>()?;
    let keys = request.rocket().state::<Keys>()?;
    let nonce = request.cookies().get(cookies.entry_name())?.value();
    (!nonce.is_empty()).then(|| keys.sign(ENTRY_PURPOSE, nonce))
}

#[cfg(test)]
mod tests {
    use super::{token_in, without_control_characters};

    #[test]
    fn control_characters_are_dropped_and_nothing_else() {
        let clean = without_control_characters;
        assert_eq!(
            clean("a=%00b%1F%7fc&d=%D0%98+%0D%0A%09"),
            "a=bc&d=%D0%98+%0D%0A%09"
        );
        assert_eq!(clean("a=%%0000&b=%+5&c=%"), "a=%2500&b=%25+5&c=%25");
        assert_eq!(clean("a=100%25"), "a=100%25");
        assert_eq!(clean("a=%Иванов\0"), "a=%25Иванов");
    }

    #[test]
    fn the_token_is_found_wherever_it_stands() {
        assert_eq!(token_in("a=1&csrf=x%2By&b=2"), "x+y");
        assert_eq!(token_in("a=csrf&b"), "");
    }
}
