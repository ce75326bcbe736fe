//! What pages cost, as a signed-in nurse gets them from the running program.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::{Context as _, Result, ensure};
use merzim::{
    domain::ids::CaseId,
    web::views::{case_file::CaseFile, today::Today},
};
use tokio::task::JoinSet;

use crate::{
    bare::Bare,
    client::Client,
    database::Database,
    figures::{Page, Pages, Pair, median, quantile, timed},
    population::Population,
    server::Server,
};

const COOKIE: &str = "merzim";
const TODAY: &str = "/today";
/// Pages read one after the other, each followed by its bare twin.
const TURNS: usize = 300;
const WARM: usize = 30;
/// Readers at once, and pages each of them reads, one half of each kind.
const READERS: usize = 8;
const READ: usize = 250;
/// From page to page of a reader who takes his time: quicker than anybody reads.
const PACE: Duration = Duration::from_millis(100);
const GUESSES: usize = 100;
/// Freed memory goes back to the system a moment later.
const GIVEN_BACK: Duration = Duration::from_secs(3);
/// The log is written by another process.
const SETTLE: Duration = Duration::from_millis(200);

pub async fn measure(
    program: &Path,
    database: &Database,
    population: &Population,
    bare: &Arc<Bare>,
    like: Option<usize>,
) -> Result<Pages> {
    let talkative = Server::start(program, database, "merzim=info,sqlx::query=trace").await?;
    let mut client = signed_in(&talkative, population).await?;
    let (list, list_statements) = read_counting(&talkative, &mut client, TODAY).await?;
    let listed = Arc::new(cases_on(&list));
    let (events, case) = alike(&listed, bare, like).await?;
    let address = format!("/cases/{case}");
    let (answered, case_statements) = read_counting(&talkative, &mut client, &address).await?;
    drop(talkative);

    let server = Server::start(program, database, "warn").await?;
    let mut client = signed_in(&server, population).await?;
    let today_page = Arc::new(bare.today_page(&list)?);
    let case_page = Arc::new(bare.case_page(&answered)?);
    let today = turns(&mut client, TODAY, async || {
        bare.today(&listed, &today_page).await
    })
    .await?;
    let of_case = turns(&mut client, &address, async || bare.case(case, &case_page).await).await?;
    let paced = crowd(&server, population, &address, Some(PACE)).await?;
    let pressed = crowd(&server, population, &address, None).await?;
    let least = bare_crowd(bare, &listed, case, &today_page, &case_page).await?;
    let (loaded_mib, _) = server.memory()?;
    guess(&server).await?;
    tokio::time::sleep(GIVEN_BACK).await;
    let (guessed_mib, peak_mib) = server.memory()?;
    let page = |cost, statements, p99: fn(&Crowd) -> f64| Page {
        cost,
        statements,
        p99: p99(&paced),
        crowded: Pair {
            ours: p99(&pressed),
            bare: p99(&least),
        },
    };
    Ok(Pages {
        events,
        today: page(today, list_statements, |crowd| crowd.list),
        case: page(of_case, case_statements, |crowd| crowd.case),
        loaded_mib,
        guessed_mib,
        peak_mib,
    })
}

async fn signed_in(server: &Server, population: &Population) -> Result<Client> {
    let client = Client::connect(server.port).await?;
    Ok(client.with_cookie(COOKIE, &population.token))
}

async fn read(client: &mut Client, address: &str) -> Result<String> {
    let answer = client.get(address).await?;
    ensure!(
        answer.status == 200,
        "{address}: {}\n{}",
        answer.status,
        answer.body
    );
    Ok(answer.body)
}

/// Reads a page twice and counts the statements of the second time: the first also fills the caches.
async fn read_counting(server: &Server, client: &mut Client, address: &str) -> Result<(String, usize)> {
    read(client, address).await?;
    tokio::time::sleep(SETTLE).await;
    let before = server.statements()?;
    let page = read(client, address).await?;
    tokio::time::sleep(SETTLE).await;
    Ok((page, server.statements()? - before))
}

/// The cases of a list, in its order, each once.
fn cases_on(list: &str) -> Vec<CaseId> {
    let links = list.split("href=\"/cases/").skip(1);
    let mut cases: Vec<CaseId> = Vec::new();
    for case in links.filter_map(|rest| rest.split(['"', '/']).next()?.parse().ok()) {
        if !cases.contains(&case) {
            cases.push(case);
        }
    }
    cases
}

/// The first case, or the one whose history is about as long as that of a case read before: the more cases there are, the
/// more has happened in the one that has waited longest, and a longer page is not a slower one.
async fn alike(cases: &[CaseId], bare: &Bare, like: Option<usize>) -> Result<(usize, CaseId)> {
    let mut lengths = Vec::new();
    for case in cases {
        lengths.push((bare.history(*case).await?, *case));
    }
    let nearest = |like: usize| lengths.iter().min_by_key(|(events, _)| events.abs_diff(like));
    let found = like.map_or_else(|| lengths.first(), nearest);
    found.copied().context("an empty list")
}

async fn turns(client: &mut Client, address: &str, bare: impl AsyncFn() -> Result<()>) -> Result<Pair> {
    for _ in 0..WARM {
        read(client, address).await?;
        bare().await?;
    }
    let (mut ours, mut least) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        ours.push(timed(read(client, address)).await?);
        least.push(timed(bare()).await?);
    }
    Ok(Pair {
        ours: median(ours),
        bare: median(least),
    })
}

/// 99th percentiles of the list and of the case, in milliseconds.
struct Crowd {
    list: f64,
    case: f64,
}

/// How long each list and each case took a reader.
type Times = (Vec<f64>, Vec<f64>);

impl Crowd {
    fn of(all: impl IntoIterator<Item = Times>) -> Self {
        let (mut lists, mut cases) = (Vec::new(), Vec::new());
        for (list, case) in all {
            lists.extend(list);
            cases.extend(case);
        }
        Self {
            list: quantile(lists, 0.99),
            case: quantile(cases, 0.99),
        }
    }
}

/// Whether a reader reads the list in this turn; half of the readers do, while the others read the case.
fn is_for_the_list(turn: usize, number: usize) -> bool {
    (turn + number).is_multiple_of(2)
}

/// Many read at once, each a page at every beat, or without a pause.
async fn crowd(
    server: &Server,
    population: &Population,
    address: &str,
    pace: Option<Duration>,
) -> Result<Crowd> {
    let mut readers = JoinSet::new();
    for number in 0..READERS {
        let mut client = signed_in(server, population).await?;
        let address = address.to_owned();
        readers.spawn(async move {
            let (mut list, mut case) = (Vec::new(), Vec::new());
            for turn in 0..WARM {
                read(&mut client, if turn % 2 == 0 { TODAY } else { &address }).await?;
            }
            if let Some(pace) = pace {
                // Not all at the same moment, as people do not.
                tokio::time::sleep(pace * u32::try_from(number)? / u32::try_from(READERS)?).await;
            }
            let mut beat = pace.map(tokio::time::interval);
            for turn in 0..READ {
                if let Some(beat) = &mut beat {
                    beat.tick().await;
                }
                if is_for_the_list(turn, number) {
                    list.push(timed(read(&mut client, TODAY)).await?);
                } else {
                    case.push(timed(read(&mut client, &address)).await?);
                }
            }
            anyhow::Ok((list, case))
        });
    }
    let mut all = Vec::new();
    while let Some(reader) = readers.join_next().await {
        all.push(reader??);
    }
    Ok(Crowd::of(all))
}

/// The bare side under as many readers that never pause.
async fn bare_crowd(
    bare: &Arc<Bare>,
    listed: &Arc<Vec<CaseId>>,
    case: CaseId,
    list: &Arc<Today>,
    page: &Arc<CaseFile>,
) -> Result<Crowd> {
    let mut readers = JoinSet::new();
    for number in 0..READERS {
        let (bare, today_page, case_page) = (bare.clone(), list.clone(), page.clone());
        let listed = listed.clone();
        readers.spawn(async move {
            let (mut list, mut of_case) = (Vec::new(), Vec::new());
            for turn in 0..READ {
                if is_for_the_list(turn, number) {
                    list.push(timed(bare.today(&listed, &today_page)).await?);
                } else {
                    of_case.push(timed(bare.case(case, &case_page)).await?);
                }
            }
            anyhow::Ok((list, of_case))
        });
    }
    let mut all = Vec::new();
    while let Some(reader) = readers.join_next().await {
        all.push(reader??);
    }
    Ok(Crowd::of(all))
}

/// A hundred wrong passphrases at once, for an account that exists.
async fn guess(server: &Server) -> Result<()> {
    let mut guesses = JoinSet::new();
    for _ in 0..GUESSES {
        let mut client = Client::connect(server.port).await?;
        guesses.spawn(async move {
            let door = client.get("/sign-in").await?.body;
            let hidden = |name: &str| {
                let rest = door
                    .split_once(&format!("name=\"{name}\" value=\""))
                    .context("no form")?
                    .1;
                anyhow::Ok(rest.split('"').next().unwrap_or_default())
            };
            let (token, key) = (hidden("csrf")?, hidden("key")?);
            let form =
                format!("csrf={token}&key={key}&name=nurse.prison&password=not+the+passphrase&code=000000");
            let answer = client.post("/sign-in", &form).await?;
            ensure!(answer.status != 303, "a wrong passphrase opened the door");
            Ok(())
        });
    }
    while let Some(guess) = guesses.join_next().await {
        guess??;
    }
    Ok(())
}
