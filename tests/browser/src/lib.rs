//! What the journeys need: a server of their own, a browser of their own, and the hands of a person.
//!
//! A journey starts the program itself (`merzim serve --training`) on a copy of the demo country and drives a real
//! Chromium through it. It sees what people see and knows nothing of the inside.

#![allow(clippy::unwrap_used, reason = "a journey that cannot go on has failed")]
#![allow(clippy::print_stderr, reason = "a failed journey says where it stood")]

pub mod browser;
pub mod country;
pub mod disk;
pub mod gallery;
pub mod hands;
pub mod keyboard;
pub mod program;

pub use browser::{Browser, Wish};
pub use gallery::{LANGUAGES, printed, scanned};
pub use program::Server;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Walks a journey on its own server in its own browser. A failure says which page it happened on.
///
/// # Panics
/// When the journey does.
pub fn walk(wish: &Wish, journey: impl AsyncFnOnce(&mut Browser)) {
    if let Some(server) = country::serve() {
        walk_on(&server, wish, journey);
    }
}

/// Walks a journey that begins where a scene ended, with what the scene left to know, in one line. The scene is played
/// once for all journeys that name it, in a browser of its own; whoever signed in there still is.
///
/// # Panics
/// When the journey or the scene does.
pub fn walk_after(
    (name, scene): (&str, impl AsyncFnOnce(&mut Browser) -> String),
    wish: &Wish,
    journey: impl AsyncFnOnce(&mut Browser, String),
) {
    let play = |server: &Server| {
        walk_on(server, &Wish::default(), async |browser| {
            let left = scene(browser).await;
            format!("{left}\n{}", browser.open_sessions())
        })
    };
    if let Some((server, left)) = country::serve_after(name, play) {
        let (left, sessions) = left.split_once('\n').unwrap();
        walk_on(&server, wish, async |browser| {
            browser.take_up(sessions).await;
            journey(browser, left.to_owned()).await;
        });
    }
}

fn walk_on<T>(server: &Server, wish: &Wish, journey: impl AsyncFnOnce(&mut Browser) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let mut browser = runtime.block_on(Browser::open(server, wish));
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(journey(&mut browser))));
    if outcome.is_err() {
        runtime.block_on(browser.tell_where_it_stood());
    }
    runtime.block_on(browser.close());
    outcome.unwrap_or_else(|panic| resume_unwind(panic))
}
