//! Whatever stands in an address or comes in a form: the answer is never a fault of ours, and the log has no error that
//! somebody could write there by typing.

use super::forms::{begun, hold, monitoring::alarming, reviews};
use super::routes::{APART, Names, address, names};
use crate::support::{
    database::on_each,
    site::{Session, Site},
};
use merzim::domain::ids::{AlertId, SubmissionKey};
use merzim::web::logging::{Format, subscriber};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex};

/// Who between them can open nearly every page.
const READERS: [&str; 7] = [
    "nurse.prison",
    "psychiatrist",
    "pharmacist",
    "clerk",
    "probation",
    "coordinator",
    "admin",
];

/// In the place of every name that an address leaves open.
const IN_PATHS: [&str; 6] = [
    "1",
    "4294967296",
    "-1",
    "0f8fad5bd9cb469fa16570867728950e",
    "%00",
    "%D0%98%27%20%3Cb%3E",
];

/// As the value of every name of a query.
const IN_QUERIES: [&str; 8] = [
    "%00",
    "1",
    "-9223372036854775808",
    "-8000000000000000000_0f8fad5bd9cb469fa16570867728950e",
    "+262142-12-31_0f8fad5bd9cb469fa16570867728950e",
    "open_8000000000000000000_0f8fad5bd9cb469fa16570867728950e",
    "9999-12",
    "%D0%98%27%20%3Cb%3E",
];

/// In every field of a form.
const IN_FIELDS: [&str; 6] = [
    "",
    "1",
    "99999999999999999999",
    "0f8fad5bd9cb469fa16570867728950e",
    "9999",
    "a\u{0}'\"<b>%\u{202e}\u{1f6d1}",
];

/// What was written at the level of an error.
#[derive(Clone, Default)]
struct Errors(Arc<Mutex<Vec<u8>>>);

impl io::Write for Errors {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Errors {
    fn none(&self, status: u16, asked: &str) {
        assert!(status < 500, "{asked} answered {status}: {}", self.said());
        assert_eq!(self.said(), "", "{asked}");
    }

    fn said(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// A house in which something stands behind most names.
async fn arranged(site: &Site) -> Names {
    let waiting = site.treated_case("prison").await;
    let case = begun(site).await;
    hold(site, "nurse.prison", case).await;
    alarming(site, case).await;
    reviews::draft(site, case, "continue", 0).await;
    site.go_to("2026-07-08T05:00:00Z");
    merzim::jobs::sweep(&site.desk).await.unwrap();
    let mut known = names(site, case, None).await;
    known.insert("alert", AlertId::of(waiting, "dose", 1).to_string());
    known.insert("account", site.account("nurse.second"));
    known.insert("away", site.account("probation"));
    known.insert("organisation", site.organisation("far-prison").to_string());
    known
}

/// The addresses of a route: with odd names in it, and with odd values in its query.
fn addresses(uri: &str, known: &Names) -> Vec<String> {
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let good = address(uri, known);
    let mut all = Vec::new();
    if path.contains('<') {
        for odd in IN_PATHS {
            let whole = path
                .split('/')
                .map(|part| if part.starts_with('<') { odd } else { part });
            all.push(whole.collect::<Vec<_>>().join("/"));
            // Of a case that is there, what is not.
            if path.starts_with("/cases/<id>/") {
                let pairs = path.split('/').zip(good.split('/')).enumerate();
                let mixed = pairs.map(|(at, (part, good))| {
                    let open = part.starts_with('<') && at > 2;
                    if open { odd } else { good }
                });
                all.push(mixed.collect::<Vec<_>>().join("/"));
            }
        }
    }
    if !query.is_empty() {
        for odd in IN_QUERIES {
            let pairs = query
                .split('&')
                .map(|name| format!("{}={odd}", name.trim_matches(['<', '>'])));
            all.push(format!("{good}?{}", pairs.collect::<Vec<_>>().join("&")));
        }
    }
    all.dedup();
    all
}

/// Where the forms of a page are sent, and what they are called there.
fn forms(path: &str, body: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for form in body.split("<form method=\"post\"").skip(1) {
        let form = form.split("</form>").next().unwrap_or_default();
        let tag = form.split('>').next().unwrap_or_default();
        let to = tag
            .split_once(" action=\"")
            .and_then(|(_, rest)| rest.split('"').next());
        let named = form
            .split(" name=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        let names = found.entry(to.unwrap_or(path).to_owned()).or_default();
        names.extend(named.map(str::to_owned));
    }
    found.retain(|to, _| to != "/sign-out");
    found
}

async fn asks(site: &Site, errors: &Errors, (name, who): (&str, &Session), token: &str, known: &Names) {
    let routes: BTreeSet<(String, String)> = site.routes().into_iter().collect();
    let mut sent = BTreeMap::new();
    for (method, uri) in &routes {
        if APART.contains(&&*format!("{method} {uri}")) || uri.starts_with("/assets") {
            continue;
        }
        for path in addresses(uri, known) {
            let key = SubmissionKey::fresh().to_string();
            let fields = BTreeMap::from([("csrf".to_owned(), token.to_owned()), ("key".to_owned(), key)]);
            let status = site.answer(method, &path, Some(who), &fields).await;
            errors.none(status, &format!("{name}: {method} {path}"));
        }
        if method == "GET" {
            let path = address(uri, known);
            let page = site.get(who, &path).await;
            errors.none(page.status, &format!("{name}: GET {path}"));
            sent.extend(forms(&path, &page.body));
        }
    }
    for (path, fields) in sent {
        for odd in IN_FIELDS {
            let mut fields: BTreeMap<String, String> = fields
                .iter()
                .map(|field| (field.clone(), odd.to_owned()))
                .collect();
            fields.insert("csrf".to_owned(), token.to_owned());
            fields.insert("key".to_owned(), SubmissionKey::fresh().to_string());
            let status = site.answer("POST", &path, Some(who), &fields).await;
            errors.none(status, &format!("{name}: POST {path} with {odd:?} in {fields:?}"));
        }
    }
}

#[test]
fn nothing_that_is_typed_is_a_fault_of_ours() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let known = arranged(&site).await;
        let mut people = Vec::new();
        for name in READERS {
            let session = site.sign_in(name).await;
            let token = site.token(&session).await;
            people.push((name, session, token));
        }
        let errors = Errors::default();
        let writer = errors.clone();
        let taken = subscriber("error", Format::Json, move || writer.clone()).unwrap();
        let listening = tracing::subscriber::set_default(taken);
        for (name, session, token) in &people {
            asks(&site, &errors, (name, session), token, &known).await;
        }
        drop(listening);
        drop(people);
        site.end()
    });
}
