//! What hangs on an account or an organisation, as it is said before either is closed. An administrator reads of no person: what
//! stands here is how many cases, and their references.

use crate::domain::ids::AccountId;
use crate::store::accounts::Account;
use crate::store::file::CaseFile;
use crate::store::organisations::Organisation;
use crate::store::reading::hanging::{Cases, expected_at, on_account, on_organisation};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::views::parts::Row;
use crate::web::visit::Visit;

/// So many whole cases are held in memory together.
const AT_ONCE: usize = 50;

/// What hangs on an account.
pub(super) async fn of_account(visit: &Visit<'_>, known: &Account) -> Result<Vec<Row>, Fault> {
    let (desk, at) = (visit.desk, known.organisation);
    let expected = expected_at(desk.store(), at).await?;
    let (mut appointments, mut accepted) = (Vec::new(), Vec::new());
    for some in expected.chunks(AT_ONCE) {
        let files = desk.beside_rows(some).await?;
        for file in files.iter().filter(|file| file.facts.open) {
            let reference = || file.case.reference.clone();
            appointments.extend(sees_first(file, known.id).then(reference));
            accepted.extend(has_accepted(file, known.id).then(reference));
        }
    }
    let (appointments, accepted) = (Cases::named(appointments), Cases::named(accepted));
    let post = (known.id, known.role.as_str());
    let rest = on_account(desk.store(), post, at, desk.instant()).await?;
    let rows = [
        cases("hanging-appointments", &appointments),
        cases("hanging-accepted", &accepted),
        cases("hanging-caseload", &rest.caseload),
        cases("hanging-asked", &rest.asked),
        cases("hanging-owed-by-post", &rest.owed),
        Some(number("hanging-others", rest.others)),
        (rest.deputy_of > 0).then(|| number("hanging-deputy-of", rest.deputy_of)),
    ];
    Ok(rows.into_iter().flatten().collect())
}

/// What hangs on an organisation.
pub(super) async fn of_organisation(visit: &Visit<'_>, known: &Organisation) -> Result<Vec<Row>, Fault> {
    let desk = visit.desk;
    let found = on_organisation(desk.store(), known.id, desk.instant()).await?;
    let rows = [
        cases("hanging-treated", &found.treated),
        cases("hanging-supervised", &found.supervised),
        cases("hanging-offered", &found.offered),
        cases("hanging-owed", &found.owed),
        Some(number("hanging-accounts", found.accounts)),
    ];
    Ok(rows.into_iter().flatten().collect())
}

/// Is this who is to see the person first?
fn sees_first(file: &CaseFile, account: AccountId) -> bool {
    let appointed = file.case.to_be_seen(file.now.today());
    appointed.is_some_and(|known| known.appointment.clinician == account)
}

/// Is it this who has agreed to take the person over on release?
fn has_accepted(file: &CaseFile, account: AccountId) -> bool {
    let agreed = file.case.passage.accepted_offer();
    let outcome = agreed.and_then(|(_, offer)| offer.outcome.as_ref());
    outcome.is_some_and(|outcome| outcome.by.account() == Some(account))
}

fn cases(label: &'static str, cases: &Cases) -> Option<Row> {
    let named = u64::try_from(cases.references.len()).unwrap_or(u64::MAX);
    let key = if cases.number > named {
        "hanging-cases-more"
    } else {
        "hanging-cases"
    };
    let words = Words::key(key)
        .number("n", shown(cases.number))
        .words("references", cases.references.join(", "));
    (cases.number > 0).then(|| Row::new(Words::key(label), words))
}

fn number(label: &'static str, count: u64) -> Row {
    Row::new(Words::key(label), shown(count).to_string())
}

fn shown(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
