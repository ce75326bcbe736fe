//! Another language in the middle of a form. The form itself carries what was typed here, so that it works without
//! JavaScript; from here the reader comes back to the same page, in the other language, with everything as it was.

use crate::domain::ids::SubmissionKey;
use crate::store::kept_forms;
use crate::text::Language;
use crate::web::faults::Fault;
use crate::web::security::{Checked, LocalPath};
use crate::web::typed::Typed;
use crate::web::visit::Visit;
use rocket::http::Status;
use rocket::response::Redirect;
use rocket::{Route, post, routes};

/// Bytes of a form that are kept: several times the longest text of a commission.
const MOST_KEPT: usize = 128 * 1024;

/// The route of this act.
pub fn routes() -> Vec<Route> {
    routes![keep_form]
}

#[post("/language?<to>&<back>", data = "<typed>")]
async fn keep_form(visit: Visit<'_>, to: &str, back: &str, typed: Checked<Typed>) -> Result<Redirect, Fault> {
    let to = Language::parse(to).ok_or(Fault::NotFound)?;
    let account = visit.actor().account_id().ok_or(Fault::Forbidden)?;
    let fields = typed.0.fields();
    if fields
        .iter()
        .map(|(name, value)| name.len() + value.len())
        .sum::<usize>()
        > MOST_KEPT
    {
        return Err(Fault::Status(Status::PayloadTooLarge.code));
    }
    let key = SubmissionKey::fresh();
    let (store, at) = (visit.desk.store(), visit.desk.clock().wall());
    kept_forms::keep(store, key, account, &fields, at).await?;
    Ok(Redirect::to(again(back, to, key)))
}

/// The page the form stands on. Its query names things by opaque ids; anything else is left behind.
fn again(back: &str, to: Language, key: SubmissionKey) -> String {
    let path = LocalPath::parse(back);
    let query = back.split_once('?').map_or("", |(_, query)| query);
    let opaque = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'=' | b'.');
    let kept = query
        .split('&')
        .filter(|pair| !pair.is_empty() && pair.bytes().all(opaque));
    let pairs: Vec<String> = kept
        .map(str::to_owned)
        .chain([format!("lang={}", to.code()), format!("kept={key}")])
        .collect();
    format!("{}?{}", path.as_str(), pairs.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_stays_on_this_site_and_keeps_what_is_opaque() {
        let key = SubmissionKey::fresh();
        let end = format!("lang=kk&kept={key}");
        let back = |from| again(from, Language::Kk, key);
        assert_eq!(back("/cases/1f/hold"), format!("/cases/1f/hold?{end}"));
        assert_eq!(
            back("/cases/1f/incident?draft=7a-1"),
            format!("/cases/1f/incident?draft=7a-1&{end}")
        );
        assert_eq!(back("/cases/1f/hold?x=%0d%0a"), format!("/cases/1f/hold?{end}"));
        assert_eq!(back("https://evil.example/x"), format!("/?{end}"));
        assert_eq!(back("//evil.example"), format!("/?{end}"));
    }
}
