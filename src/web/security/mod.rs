//! The door: what a browser is told, who may come in, which forms are genuine.
//!
//! [`headers`] tell the browser to trust nothing but us; [`origin`] turns away what another site sends, [`address`] what
//! no page of ours leads to; [`forms`] opens a form only with the token of its session; [`session`] says who is there.

mod address;
mod cookies;
mod forms;
mod headers;
mod local_path;
mod origin;
mod session;

pub use address::PlainAddress;
pub use cookies::Cookies;
pub use forms::{Checked, CheckedEntry, CheckedFile, CheckedUpload, TOKEN_FIELD, entry_token};
pub use headers::Headers;
pub use local_path::LocalPath;
pub use origin::OriginCheck;
pub use session::{Resume, Sessions, already_found};

/// The routes to which refused requests are led.
#[must_use]
pub fn routes() -> Vec<rocket::Route> {
    [address::routes(), origin::routes()].concat()
}
