//! `/ledger`: everything that was done and read, for those who check.

use crate::access::{Action, Resource};
use crate::store::ledger::{VerifyFault, verify};
use crate::store::reading::ledger::{Entry, Narrowed, part};
use crate::store::reading::{PART, cases};
use crate::text::{Language, Words, deed};
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::ledger::{Ledger, LedgerEntry, Verdict};
use crate::web::views::parts::{Choice, Moment};
use crate::web::visit::{Html, Visit};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};
use std::time::Duration;

/// A browser does not wait longer; the command line checks without a limit.
const PATIENCE: Duration = Duration::from_secs(60);

/// Verbs that are not actions of the policies.
const OTHER_VERBS: [&str; 16] = [
    crate::domain::settle::JOB,
    "forbidden",
    "search-cases",
    "look-at-roster",
    "look-at-namesakes",
    "too-many-elsewhere",
    "read-recall",
    "read-run-sheet",
    "export-report",
    "close-report",
    "fetch-calendar-feed",
    "sign-in",
    "refuse-sign-in",
    "sign-out",
    "issue-enrolment-link",
    "enrol",
];

/// Jobs whose name has words.
const JOBS: [&str; 5] = ["sweep", "deliver", "settle", "command-line", "demo"];

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    routes![ledger, narrow_or_verify]
}

#[get("/ledger?<case>&<verb>&<before>")]
async fn ledger(
    visit: Visit<'_>,
    case: Option<&str>,
    verb: Option<&str>,
    before: Option<i64>,
) -> Result<Html, Fault> {
    let narrowed = Narrowed {
        reference: case.filter(|case| !case.is_empty()),
        verb: verb.filter(|verb| verbs().contains(verb)),
        before,
    };
    visit.show(&page(&visit, narrowed, None).await?)
}

/// Narrows the list, or checks the chain. What is typed is put into an address only when it is a reference and
/// nothing else: somebody may type a name, which is answered in place.
#[post("/ledger", data = "<typed>")]
async fn narrow_or_verify(visit: Visit<'_>, typed: Checked<Typed>) -> Result<Result<Redirect, Html>, Fault> {
    let Checked(typed) = typed;
    visit
        .desk
        .permit(visit.actor(), Action::ReadLedger, &Resource::System)
        .await
        .map(drop)?;
    if typed.text("verify") != "yes" {
        let case = Some(typed.text("case")).filter(|case| !case.is_empty());
        let verb = Some(typed.text("verb")).filter(|verb| verbs().contains(verb));
        if case.is_some_and(|case| !is_reference(case)) {
            let narrowed = Narrowed {
                reference: case,
                verb,
                before: None,
            };
            return Ok(Err(visit.show(&page(&visit, narrowed, None).await?)?));
        }
        return Ok(Ok(Redirect::to(href(case, verb, None))));
    }
    let verdict = checked(&visit).await?;
    Ok(Err(visit.show(
        &page(&visit, Narrowed::default(), Some(verdict)).await?,
    )?))
}

async fn checked(visit: &Visit<'_>) -> Result<Verdict, Fault> {
    let check = rocket::tokio::time::timeout(PATIENCE, verify(visit.desk.store()));
    Ok(match check.await {
        Err(_) => Verdict {
            unfinished: true,
            ..Verdict::default()
        },
        Ok(Ok(report)) => Verdict {
            whole: true,
            checked: report.entries,
            root: report.root.to_string(),
            ..Verdict::default()
        },
        Ok(Err(VerifyFault::Broken(broken))) => {
            tracing::error!(%broken, "the ledger is broken");
            Verdict {
                broken_at: Some(broken.seq),
                ..Verdict::default()
            }
        }
        Ok(Err(VerifyFault::Store(fault))) => return Err(fault.into()),
    })
}

async fn page(visit: &Visit<'_>, narrowed: Narrowed<'_>, verdict: Option<Verdict>) -> Result<Ledger, Fault> {
    let desk = visit.desk;
    desk.permit(visit.actor(), Action::ReadLedger, &Resource::System)
        .await
        .map(drop)?;
    // What names no case narrows the list to nothing, never to everything.
    let unknown = match narrowed.reference {
        Some(typed) => !is_reference(typed) || cases::by_reference(desk.store(), typed).await?.is_none(),
        None => false,
    };
    let mut entries = if unknown {
        Vec::new()
    } else {
        part(desk.store(), narrowed).await?
    };
    let most = usize::try_from(PART).unwrap_or(usize::MAX);
    let more = entries.len() > most;
    entries.truncate(most);
    let next = entries.last().filter(|_| more).map(|last| last.seq);
    Ok(Ledger {
        next_href: next.map(|seq| href(narrowed.reference, narrowed.verb, Some(seq))),
        first_href: narrowed
            .before
            .map(|_| href(narrowed.reference, narrowed.verb, None)),
        case: narrowed.reference.unwrap_or_default().to_owned(),
        verb: narrowed.verb.unwrap_or_default().to_owned(),
        verbs: choices(visit.language)?,
        entries: entries.into_iter().map(|entry| fill(visit, entry)).collect(),
        unknown,
        verdict,
    })
}

fn verbs() -> Vec<&'static str> {
    let mut verbs: Vec<_> = Action::ALL
        .iter()
        .map(|action| action.as_str())
        .chain(OTHER_VERBS)
        .collect();
    verbs.sort_unstable();
    verbs
}

/// The verbs in words, in the order of the reader's language.
fn choices(language: Language) -> Result<Vec<Choice>, Fault> {
    let mut said = Vec::new();
    for verb in verbs() {
        let words = deed(verb);
        said.push((
            words.say(language).map_err(Fault::internal)?,
            Choice::new(verb, words),
        ));
    }
    said.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(said.into_iter().map(|(_, choice)| choice).collect())
}

/// A verb in words. Whoever was refused has not acted.
fn did(verb: &str, refused: Option<&str>) -> Words {
    match refused {
        Some(refused) => Words::key("ledger-refused").words("what", deed(refused)),
        None => deed(verb),
    }
}

fn is_reference(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase() || byte == b'-';
    !text.is_empty() && text.len() <= 40 && text.bytes().all(plain)
}

fn href(case: Option<&str>, verb: Option<&str>, before: Option<i64>) -> String {
    let pairs = [
        case.map(|case| format!("case={case}")),
        verb.map(|verb| format!("verb={verb}")),
        before.map(|before| format!("before={before}")),
    ];
    let query: Vec<String> = pairs.into_iter().flatten().collect();
    if query.is_empty() {
        "/ledger".to_owned()
    } else {
        format!("/ledger?{}", query.join("&"))
    }
}

fn fill(visit: &Visit<'_>, entry: Entry) -> LedgerEntry {
    let who = match (entry.account, entry.job) {
        (Some((_, name, organisation)), _) => Words::key("ladder-who")
            .words("name", name)
            .words("organisation", organisation),
        (None, Some(job)) if JOBS.contains(&job.as_str()) => {
            Words::key("ledger-job").words("job", Words::key(format!("job-{job}")))
        }
        (None, Some(job)) => Words::key("ledger-job").words("job", job),
        (None, None) => Words::key("ledger-nobody"),
    };
    let subject_href = entry.case.as_ref().map(|(id, _)| format!("/cases/{id}"));
    let subject = match (entry.case, entry.subject_name, entry.subject) {
        (Some((_, reference)), ..) => Words::plain(reference),
        (None, Some(name), _) => Words::key("ledger-account").words("name", name),
        (None, None, Some(subject)) if subject == "clock" => Words::key("ledger-clock"),
        (None, None, Some(subject)) if subject.starts_with("turned-up-") => {
            Words::key(format!("ledger-{subject}"))
        }
        (None, None, subject) => Words::plain(subject.unwrap_or_default()),
    };
    LedgerEntry {
        number: entry.seq,
        recorded_at: Moment::new(entry.at, visit.who.zone),
        what: did(&entry.verb, entry.refused.as_deref()),
        verb: entry.verb,
        who,
        subject,
        subject_href,
        policies: entry.policies,
        hash: entry.hash,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_has_words_in_every_language() {
        for language in Language::ALL {
            for verb in verbs() {
                let said = did(verb, None).say(language).unwrap();
                assert!(said != verb && !said.is_empty(), "{verb}");
                did(&format!("open-{verb}"), Some(verb)).say(language).unwrap();
            }
            for job in JOBS {
                Words::key(format!("job-{job}")).say(language).unwrap();
            }
        }
        let refused = did("forbidden", Some("read-ledger")).say(Language::En).unwrap();
        assert_eq!(refused, "Refused to do: Ledger read");
    }

    #[test]
    fn only_a_reference_gets_into_an_address() {
        assert!(is_reference("2026-00017"));
        assert!(is_reference("KZ-0017"));
        for typed in ["", "Ахметов", "Akhmetov", "x&verb=y", "2026 00017"] {
            assert!(!is_reference(typed), "{typed}");
        }
        assert_eq!(
            href(Some("2026-00017"), None, Some(7)),
            "/ledger?case=2026-00017&before=7"
        );
    }
}
