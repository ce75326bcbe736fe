//! Each route has an expected answer for each role. The table is printed, kept and compared: a new route, or one
//! that answers somebody else, cannot pass unseen.

use super::PEOPLE;
use super::desks::undelivered::fail_all;
use super::forms::{checks, hold, monitoring::alarming, reviews};
use crate::support::{
    database::on_each,
    site::{Session, Site, day},
};
use merzim::commands::{self, DraftLetter, SignLetter};
use merzim::domain::decide::{Injection, SubmitToCourt};
use merzim::domain::identifier::Identifier;
use merzim::domain::ids::{AlertId, CaseId, LetterId, SubmissionKey};
use merzim::domain::letter::About;
use merzim::domain::ruling::{RulingChange, RulingStep};
use merzim::letters::Press;
use merzim::store::{desk::Submission, outbox};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Routes that end the session or the server's own answers to it; each has a test of its own.
pub const APART: [&str; 3] = ["POST /sign-out", "GET /_refused", "GET /_absent"];
/// A member of the commission, who has not treated the person.
const MEMBER: &str = "reviewer.first";

/// What stands in the place of a name that a route's pattern leaves open.
pub type Names = BTreeMap<&'static str, String>;

#[test]
fn every_route_answers_every_role_as_expected() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let waiting = site.treated_case("prison").await;
        let (busy, key) = begun(&site).await;
        hold(&site, "nurse.prison", busy).await;
        alarming(&site, busy).await;
        reviews::draft(&site, busy, "continue", 0).await;
        let (ended, last) = ended(&site).await;
        site.go_to("2026-07-08T05:00:00Z");
        merzim::jobs::sweep(&site.desk).await.unwrap();
        fail_all(&site, "550 mailbox unavailable").await;

        let mut house = Names::from([("alert", AlertId::of(waiting, "dose", 1).to_string())]);
        house.insert("account", site.account("nurse.second"));
        house.insert("away", site.account("probation"));
        house.insert("organisation", site.organisation("far-prison").to_string());
        let message = outbox::given_up(site.desk.store(), 1).await.unwrap().remove(0);
        house.insert("message", message.id.to_string());
        house.extend(printed(&site).await);
        house.insert("letter", letter(&site, waiting).await.to_string());

        let people = people(&site).await;
        let mut table = Table::begin(&people);
        table
            .part(&site, "The house", &house, |uri| !uri.starts_with("/cases/<id>"))
            .await;
        let of_case = |uri: &str| uri.starts_with("/cases/<id>");
        let cases = [
            ("A case whose first dose nobody recorded", waiting, None),
            (
                "A case with a dose, a hold, a result to judge and a review to sign",
                busy,
                Some(key),
            ),
            (
                "A case whose measure a court ended after a review",
                ended,
                Some(last),
            ),
        ];
        for (title, case, key) in cases {
            let names = names(&site, case, key).await;
            table.part(&site, title, &names, of_case).await;
        }
        insta::assert_snapshot!("route_answers", table.text);
        assert!(table.refused > 50, "empty forms were refused: {}", table.refused);
        assert_eq!(
            table.dangling,
            BTreeSet::new(),
            "what is wrong leads to its field"
        );
        drop(people);
        site.end()
    });
}

/// A sheet that the nurse of the prison printed, and the code of its first row.
async fn printed(site: &Site) -> Names {
    let today = Some(day(2026, 7, 8));
    let sheet = commands::print_run_sheet(&site.desk, site.actor("nurse.prison"), None, today)
        .await
        .unwrap();
    let rows = merzim::store::reading::run_sheets::rows(site.desk.store(), sheet)
        .await
        .unwrap();
    Names::from([
        ("sheet", sheet.to_string()),
        ("code", rows[0].plain_code().to_owned()),
    ])
}

/// A case with a dose that the nurse recorded under a key.
async fn begun(site: &Site) -> (CaseId, SubmissionKey) {
    let case = site.treated_case("prison").await;
    let form = Injection {
        cycle: 1,
        occurred_at: Some(site.clock.now()),
        lot: "L7-0042".into(),
        expiry_on: Some(day(2027, 12, 31)),
        site: "gluteal-left".into(),
        volume_ml: "2".into(),
        identified_by: vec![Identifier::Name, Identifier::Born],
        checks: checks(site),
        present: "Duty Controller".into(),
        mixed_at: Some(site.clock.now()),
        ..Injection::default()
    };
    let key = SubmissionKey::fresh();
    let sent = Some(Submission {
        key: Some(key),
        digest: [7; 32],
    });
    commands::log_injection(&site.desk, site.actor("nurse.prison"), sent, case, &form)
        .await
        .unwrap();
    (case, key)
}

/// A signed notice to the supervising body that the dose was missed.
async fn letter(site: &Site, case: CaseId) -> LetterId {
    let alert = AlertId::of(case, "dose", 1);
    let form = DraftLetter::about(About::Alert { alert });
    let doctor = site.actor("psychiatrist");
    let letter = commands::draft_letter(&site.desk, doctor, None, case, &form)
        .await
        .unwrap();
    let form = SignLetter { letter, draft: 1 };
    let press = Press::new("https://merzim.example");
    commands::sign_letter(&site.desk, doctor, None, form, &press)
        .await
        .unwrap();
    letter
}

/// A case that a court ended the day after the commission proposed it.
async fn ended(site: &Site) -> (CaseId, SubmissionKey) {
    let (case, key) = begun(site).await;
    hold(site, "nurse.prison", case).await;
    reviews::concluded(site, case, "stop").await;
    let clerk = site.actor("clerk");
    let sent = SubmitToCourt {
        review: 1,
        sent_on: Some(day(2026, 7, 3)),
        court: "Городской суд".into(),
        reference: "исх. 5".into(),
    };
    commands::submit_to_court(&site.desk, clerk, None, case, &sent)
        .await
        .unwrap();
    let change = RulingChange {
        ruling: site.file(case).await.case.rulings[0].ruling.id,
        step: RulingStep::EndedByCourt,
        effective_on: day(2026, 7, 4),
        document: "Постановление 12".into(),
        terms: None,
        answers: None,
    };
    commands::change_ruling(&site.desk, clerk, None, case, &change)
        .await
        .unwrap();
    (case, key)
}

/// What a case has that an address can name.
pub async fn names(site: &Site, case: CaseId, key: Option<SubmissionKey>) -> Names {
    let file = site.file(case).await.case;
    let mut names = Names::from([
        ("case", case.to_string()),
        ("ruling", file.rulings[0].ruling.id.to_string()),
    ]);
    let dose = file.doses.first().map(|dose| dose.content.id.to_string());
    let held = file.holds.first().map(|hold| hold.placed.id.to_string());
    let known = [
        ("record", dose),
        ("hold", held),
        ("key", key.map(|key| key.to_string())),
    ];
    names.extend(known.into_iter().filter_map(|(name, id)| Some((name, id?))));
    names
}

/// Somebody signed in, with the token of every form.
struct Person {
    head: String,
    session: Session,
    csrf: String,
}

async fn people(site: &Site) -> Vec<Person> {
    let mut people = Vec::new();
    for name in PEOPLE.into_iter().chain([MEMBER]) {
        let session = site.sign_in(name).await;
        let page = site.get(&session, "/training").await;
        people.push(Person {
            head: name.replace("psychiatrist", "psych"),
            csrf: page.fields().remove("csrf").unwrap(),
            session,
        });
    }
    people
}

/// The answers, part by part.
struct Table<'p> {
    people: &'p [Person],
    text: String,
    /// Empty forms that were refused, and what of their lists of faults leads nowhere on the page.
    refused: usize,
    dangling: BTreeSet<String>,
}

impl<'p> Table<'p> {
    fn begin(people: &'p [Person]) -> Self {
        let heads: Vec<_> = people.iter().map(|person| person.head.as_str()).collect();
        let text = format!("{:<52}stranger  {}\n", "", heads.join("  "));
        Self {
            people,
            text,
            refused: 0,
            dangling: BTreeSet::new(),
        }
    }

    /// The routes of a part in their order. They are asked from the last to the first: what acts on one comes before
    /// what acts on all.
    async fn part(&mut self, site: &Site, title: &str, names: &Names, belongs: impl Fn(&str) -> bool) {
        let mut routes: Vec<(String, String)> = site
            .routes()
            .into_iter()
            .filter(|(method, uri)| !APART.contains(&&*format!("{method} {uri}")) && belongs(uri))
            .collect();
        routes.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
        routes.dedup();
        let mut lines = Vec::new();
        for (method, uri) in routes.iter().rev() {
            lines.push(self.line(site, (method, uri), &address(uri, names)).await);
        }
        lines.reverse();
        write!(self.text, "\n{title}\n{}", lines.concat()).unwrap();
    }

    async fn line(&mut self, site: &Site, (method, uri): (&str, &str), path: &str) -> String {
        let stranger = site.answer(method, path, None, &BTreeMap::new()).await;
        let mut line = format!("{:<52}{stranger:<10}", format!("{method} {uri}"));
        for person in self.people {
            let (status, refused) = answer(site, person, method, path).await;
            if let Some(body) = refused {
                self.refused += 1;
                let nowhere = leads_nowhere(&body).into_iter();
                self.dangling
                    .extend(nowhere.map(|field| format!("{method} {uri}: #{field}")));
            }
            assert!(status < 500, "{method} {uri} answered {status}");
            write!(line, "{status:<width$}", width = person.head.len() + 2).unwrap();
        }
        line.trim_end().to_owned() + "\n"
    }
}

/// The answer to a reader, or to an empty form with a good token; of a form that was refused the page, too.
async fn answer(site: &Site, person: &Person, method: &str, path: &str) -> (u16, Option<String>) {
    let fields = BTreeMap::from([
        ("csrf".to_owned(), person.csrf.clone()),
        ("key".to_owned(), SubmissionKey::fresh().to_string()),
    ]);
    if method == "POST" {
        let page = site.post(&person.session, path, &fields).await;
        let refused = (page.status == 422).then_some(page.body);
        return (page.status, refused);
    }
    let status = site.answer(method, path, Some(&person.session), &fields).await;
    (status, None)
}

/// The fields that the list of faults of a page names, and that do not stand on it. Where the page has no form any more,
/// because nothing is left to be said, it says that instead.
fn leads_nowhere(body: &str) -> Vec<String> {
    if !body.contains("<form method=\"post\" id=\"form\"") {
        return Vec::new();
    }
    let list = body.split("govuk-error-summary__list").nth(1).unwrap_or_default();
    let list = list.split("</ul>").next().unwrap_or_default();
    let named = list
        .split("href=\"#")
        .skip(1)
        .filter_map(|link| link.split('"').next());
    let nowhere = named.filter(|field| !body.contains(&format!("id=\"{field}\"")));
    nowhere.map(str::to_owned).collect()
}

/// A route's pattern with names that exist where they can, and names of nothing elsewhere.
pub fn address(uri: &str, names: &Names) -> String {
    let nothing = "00000000000000000000000000000000";
    let path = uri.split('?').next().unwrap_or(uri);
    let known = |name: &str| names.get(name).cloned().unwrap_or_else(|| nothing.to_owned());
    let parts: Vec<String> = path
        .split('/')
        .map(|part| match part {
            "<id>" if path.starts_with("/cases/") => known("case"),
            "<id>" if path.starts_with("/alerts/<") => known("alert"),
            "<id>" if path.starts_with("/alerts/deputies/") => known("away"),
            "<id>" if path.starts_with("/sheets/") => known("sheet"),
            "<code>" if path.starts_with("/transcribe/") => known("code"),
            "<id>" | "<name>" if path.starts_with("/letters/<") => known("letter"),
            "<id>" if path.starts_with("/admin/accounts/") => known("account"),
            "<id>" if path.starts_with("/admin/messages/") => known("message"),
            "<ruling>" => known("ruling"),
            "<record>" => known("record"),
            "<hold>" => known("hold"),
            "<key>" => known("key"),
            "<organisation>" => known("organisation"),
            "<kind>" if path.starts_with("/rules/") => "protocols".to_owned(),
            "<name>" if path.starts_with("/rules/") => "triptorelin-3m.1".to_owned(),
            "<language>" => "kk".to_owned(),
            "<step>" => "identity".to_owned(),
            "<number>" => "1".to_owned(),
            "<paper>" => "statement".to_owned(),
            "<path..>" => "merzim.css".to_owned(),
            part if part.starts_with('<') => nothing.to_owned(),
            part => part.to_owned(),
        })
        .collect();
    parts.join("/")
}
