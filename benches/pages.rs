//! What pages cost, as a signed-in nurse gets them from the running program.

use std::{path::Path, time::Duration};

use anyhow::{Context as _, Result, ensure};
use merzim::domain::ids::CaseId;
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
const GUESSES: usize = 100;
/// Freed memory goes back to the system a moment later.
const GIVEN_BACK: Duration = Duration::from_secs(3);
/// The log is written by another process.
const SETTLE: Duration = Duration::from_millis(200);

pub async fn measure(
    program: &Path,
    database: &Database,
    population: &Population,
    bare: &Bare,
) -> Result<Pages> {
    let talkative = Server::start(program, database, "merzim=info,sqlx::query=trace").await?;
    let mut client = signed_in(&talkative, population).await?;
    let (list, list_statements) = read_counting(&talkative, &mut client, TODAY).await?;
    let case = first_case(&list)?;
    let address = format!("/cases/{case}");
    let (answered, case_statements) = read_counting(&talkative, &mut client, &address).await?;
    drop(talkative);

    let server = Server::start(program, database, "warn").await?;
    let mut client = signed_in(&server, population).await?;
    let (today_page, case_page) = (bare.today_page()?, bare.case_page(&answered)?);
    let today = turns(&mut client, TODAY, async || bare.today(&today_page).await).await?;
    let of_case = turns(&mut client, &address, async || bare.case(case, &case_page).await).await?;
    let (today_p99, case_p99) = crowd(&server, population, &address).await?;
    let (loaded_mib, _) = server.memory()?;
    guess(&server).await?;
    tokio::time::sleep(GIVEN_BACK).await;
    let (guessed_mib, peak_mib) = server.memory()?;
    Ok(Pages {
        today: Page {
            cost: today,
            statements: list_statements,
            p99: today_p99,
        },
        case: Page {
            cost: of_case,
            statements: case_statements,
            p99: case_p99,
        },
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

fn first_case(list: &str) -> Result<CaseId> {
    let (_, rest) = list.split_once("href=\"/cases/").context("an empty list")?;
    let id = rest.split(['"', '/']).next().unwrap_or_default();
    Ok(id.parse()?)
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

/// Many read at once; the 99th percentiles of the list and of the case.
async fn crowd(server: &Server, population: &Population, address: &str) -> Result<(f64, f64)> {
    let mut readers = JoinSet::new();
    for number in 0..READERS {
        let mut client = signed_in(server, population).await?;
        let address = address.to_owned();
        readers.spawn(async move {
            let (mut list, mut case) = (Vec::new(), Vec::new());
            for turn in 0..WARM {
                read(&mut client, if turn % 2 == 0 { TODAY } else { &address }).await?;
            }
            for turn in 0..READ {
                if (turn + number) % 2 == 0 {
                    list.push(timed(read(&mut client, TODAY)).await?);
                } else {
                    case.push(timed(read(&mut client, &address)).await?);
                }
            }
            anyhow::Ok((list, case))
        });
    }
    let (mut lists, mut cases) = (Vec::new(), Vec::new());
    while let Some(reader) = readers.join_next().await {
        let (list, case) = reader??;
        lists.extend(list);
        cases.extend(case);
    }
    Ok((quantile(lists, 0.99), quantile(cases, 0.99)))
}

/// A hundred wrong passphrases at once, for an account that exists.
async fn guess(server: &Server) -> Result<()> {
    let mut guesses = JoinSet::new();
    for _ in 0..GUESSES {
        let mut client = Client::connect(server.port).await?;
        guesses.spawn(async move {
            let door = client.get("/sign-in").await?.body;
            let token = door.split_once("name=\"csrf\" value=\"").context("no form")?.1;
            let token = token.split('"').next().unwrap_or_default();
            let form = format!("csrf={token}&name=nurse.prison&password=not+the+passphrase&code=000000");
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
