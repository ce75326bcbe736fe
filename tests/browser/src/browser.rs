//! One Chromium with its driver and its own empty profile.

use crate::{Server, program::free_port};
use fantoccini::{Client, ClientBuilder, Locator, cookies::Cookie, elements::Element};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// Longest wait for a page.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// What kind of browser a journey wants.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Whether pages may run scripts.
    pub scripts: bool,
    /// Width and height of the window.
    pub size: (u32, u32),
    /// The language the browser asks for.
    pub language: &'static str,
}

impl Default for Wish {
    fn default() -> Self {
        Self {
            scripts: true,
            size: (1280, 900),
            language: "en",
        }
    }
}

/// A browser and who sits at it.
pub struct Browser {
    /// The connection to the driver.
    pub client: Client,
    /// The server's address.
    pub address: String,
    /// Open sessions by sign-in name: changing the cookie stands for walking over to another desk.
    pub(crate) sessions: HashMap<String, Cookie<'static>>,
    /// The number of the server's process.
    pub(crate) process: u32,
    driver: Child,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Opens an empty browser.
    ///
    /// # Panics
    /// When the driver or the browser does not start.
    pub async fn open(server: &Server, wish: &Wish) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let chromium = chromium().unwrap();
        let capabilities = capabilities(&chromium, profile.path(), wish);
        let (driver, client) = connect(&capabilities).await;
        client.set_window_size(wish.size.0, wish.size.1).await.unwrap();
        Self {
            client,
            address: server.address.clone(),
            sessions: HashMap::new(),
            process: server.process(),
            driver,
            _profile: profile,
        }
    }

    /// Closes the browser and ends its driver.
    pub async fn close(mut self) {
        let _ = self.client.close().await;
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }

    /// Opens an address of the server, which may be the one already open.
    ///
    /// # Panics
    /// When the page does not come.
    pub async fn visit(&self, path: &str) {
        self.client
            .goto(&format!("{}{path}", self.address))
            .await
            .unwrap();
        self.whole().await;
    }

    /// The path, with its query, of the page on the screen.
    ///
    /// # Panics
    /// When the browser does not answer.
    pub async fn path(&self) -> String {
        let url = self.client.current_url().await.unwrap();
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}{query}", url.path())
    }

    /// Does something that turns the page, and waits until the new page is there: the old document must be gone,
    /// because the old page may hold anything that the new one is asked for.
    ///
    /// # Panics
    /// When no new page comes.
    pub async fn turn(&self, deed: impl AsyncFnOnce()) {
        let old = self.client.find(Locator::Css("html")).await.unwrap();
        deed().await;
        let end = Instant::now() + PATIENCE;
        while old.tag_name().await.is_ok() {
            assert!(Instant::now() < end, "the page did not turn");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        self.whole().await;
    }

    /// Waits until the page has its foot, which comes last; a paper has none.
    async fn whole(&self) {
        self.client
            .wait()
            .at_most(PATIENCE)
            .every(Duration::from_millis(10))
            .for_element(Locator::Css("body > footer, body.merzim-paper > main"))
            .await
            .unwrap();
    }

    /// The one element of a selector.
    ///
    /// # Panics
    /// When there is none.
    pub async fn one(&self, css: &str) -> Element {
        match self.client.find(Locator::Css(css)).await {
            Ok(element) => element,
            Err(fault) => panic!("{css}: {fault}"),
        }
    }

    /// Whether the page has such an element.
    ///
    /// # Panics
    /// When the browser does not answer.
    pub async fn has(&self, css: &str) -> bool {
        !self.client.find_all(Locator::Css(css)).await.unwrap().is_empty()
    }

    /// The words of the element that a selector finds first.
    ///
    /// # Panics
    /// When there is none.
    pub async fn words(&self, css: &str) -> String {
        self.one(css).await.text().await.unwrap()
    }

    /// The words of the page's heading.
    ///
    /// # Panics
    /// When it has none.
    pub async fn heading(&self) -> String {
        self.words("h1").await
    }

    /// Says on standard error where the browser stands; for failures.
    pub async fn tell_where_it_stood(&self) {
        let url = self.client.current_url().await.map(|url| url.to_string());
        let body = match self.client.find(Locator::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(fault) => fault.to_string(),
        };
        eprintln!("the browser stood at {}\n{body}\n", url.unwrap_or_default());
    }
}

/// The browser and its driver, where they are installed.
#[must_use]
pub fn chromium() -> Option<PathBuf> {
    let there = |name: &str| {
        let paths = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&paths)
            .map(|folder| folder.join(name))
            .find(|path| path.is_file())
    };
    there("chromedriver").and(there("chromium"))
}

fn capabilities(chromium: &Path, profile: &Path, wish: &Wish) -> serde_json::Value {
    let arguments = [
        "--headless=new",
        // The sandbox refuses to run for root, and in many containers.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--no-default-browser-check",
        // Nothing in here speaks to anybody but the server under test.
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-extensions",
        "--disable-quic",
        "--hide-scrollbars",
        "--force-device-scale-factor=1",
    ];
    let mut arguments: Vec<String> = arguments.map(str::to_owned).to_vec();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    arguments.push(format!("--lang={}", wish.language));
    let mut preferences = json!({ "intl.accept_languages": wish.language });
    if !wish.scripts {
        preferences["profile.managed_default_content_settings.javascript"] = json!(2);
    }
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "binary": chromium, "args": arguments, "prefs": preferences },
    })
}

/// Starts a driver and a browser. The driver's port may be taken between asking for it and using it.
async fn connect(capabilities: &serde_json::Value) -> (Child, Client) {
    let mut last = String::new();
    for _ in 0..3 {
        let port = free_port();
        let mut driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let end = Instant::now() + PATIENCE;
        while driver.try_wait().unwrap().is_none() && Instant::now() < end {
            let connected = ClientBuilder::new(HttpConnector::new())
                .capabilities(capabilities.as_object().unwrap().clone())
                .connect(&format!("http://127.0.0.1:{port}"))
                .await;
            match connected {
                Ok(client) => return (driver, client),
                Err(fault) => last = fault.to_string(),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let _ = driver.kill();
        let _ = driver.wait();
    }
    panic!("no browser: {last}");
}
