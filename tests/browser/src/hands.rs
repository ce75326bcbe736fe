//! What a person does with a page: fills fields, presses buttons, changes seats.

use crate::Browser;
use chrono::{Datelike, NaiveDate};
use fantoccini::{Locator, cookies::Cookie};

/// The cookie that holds a session; its name depends on whether the address is a secure one.
const SESSION_COOKIES: [&str; 2] = ["merzim", "__Host-merzim"];

impl Browser {
    /// Signs in as a demo account, with the passphrase and the code that the page itself shows, or takes up the
    /// session of that person where there is one.
    ///
    /// # Panics
    /// When the door does not open.
    pub async fn become_person(&mut self, name: &str) {
        for cookie in SESSION_COOKIES {
            let _ = self.client.delete_cookie(cookie).await;
        }
        if let Some(cookie) = self.sessions.get(name) {
            self.client.add_cookie(cookie.clone()).await.unwrap();
            return;
        }
        self.visit("/sign-in").await;
        self.sign_in(name).await;
        let all = self.client.get_all_cookies().await.unwrap();
        let cookie = all
            .into_iter()
            .find(|c| SESSION_COOKIES.contains(&c.name()))
            .unwrap();
        self.sessions.insert(name.to_owned(), cookie);
    }

    /// Who is signed in, a line for each.
    pub(crate) fn open_sessions(&self) -> String {
        let lines = self.sessions.iter();
        lines
            .map(|(who, cookie)| format!("{who} {} {}\n", cookie.name(), cookie.value()))
            .collect()
    }

    /// Takes up the sessions of another browser: a code opens the door once, and minutes may not have passed.
    pub(crate) async fn take_up(&mut self, sessions: &str) {
        // A cookie is taken only for the site that is open.
        self.visit("/sign-in").await;
        for line in sessions.lines() {
            let mut parts = line.splitn(3, ' ').map(str::to_owned);
            let mut part = || parts.next().unwrap();
            let (who, name, value) = (part(), part(), part());
            // As the program sets it: the driver takes no cookie that leaves something open.
            let cookie = format!("{name}={value}; Domain=127.0.0.1; Path=/; HttpOnly; SameSite=Lax");
            self.sessions.insert(who, Cookie::parse(cookie).unwrap());
        }
    }

    /// Fills the sign-in page that is open, and sends it.
    ///
    /// # Panics
    /// When the page knows no such account.
    pub async fn sign_in(&self, name: &str) {
        let row = format!("//tr[th//code[text()='{name}']]//td[last()]//code");
        let code = self
            .client
            .find(Locator::XPath(&row))
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        let passphrase = self.words("code.merzim-code").await;
        self.fill("name", name).await;
        self.fill("password", &passphrase).await;
        self.fill("code", &code).await;
        self.send().await;
    }

    /// Writes into a field, over what is there.
    ///
    /// # Panics
    /// When there is no such field.
    pub async fn fill(&self, name: &str, words: &str) {
        let field = self.one(&format!("main [name='{name}']")).await;
        field.clear().await.unwrap();
        field.send_keys(words).await.unwrap();
    }

    /// Writes a date into its three fields.
    ///
    /// # Panics
    /// When there are no such fields.
    pub async fn fill_date(&self, name: &str, date: NaiveDate) {
        self.fill(&format!("{name}_day"), &date.day().to_string()).await;
        self.fill(&format!("{name}_month"), &date.month().to_string())
            .await;
        self.fill(&format!("{name}_year"), &date.year().to_string()).await;
    }

    /// Picks one of several: a radio button or an entry of a list.
    ///
    /// # Panics
    /// When there is no such choice.
    pub async fn choose(&self, name: &str, value: &str) {
        if self.has(&format!("main select[name='{name}']")).await {
            let list = self.one(&format!("main select[name='{name}']")).await;
            list.select_by_value(value).await.unwrap();
        } else {
            self.one(&format!("main [name='{name}'][value='{value}']"))
                .await
                .click()
                .await
                .unwrap();
        }
    }

    /// Picks the first entry of a list that begins with an empty one.
    ///
    /// # Panics
    /// When there is no such list, or nothing in it.
    pub async fn choose_first(&self, name: &str) {
        let list = self.one(&format!("main select[name='{name}']")).await;
        list.select_by_index(1).await.unwrap();
    }

    /// Ticks a box that is not ticked.
    ///
    /// # Panics
    /// When there is no such box.
    pub async fn tick(&self, name: &str) {
        let tick = self
            .one(&format!("main input[type=checkbox][name='{name}']"))
            .await;
        if !tick.is_selected().await.unwrap() {
            tick.click().await.unwrap();
        }
    }

    /// Sends the page's form: presses its main button.
    ///
    /// # Panics
    /// When there is none, or no page follows.
    pub async fn send(&self) {
        self.press("main button[type=submit].govuk-button:not(.govuk-button--secondary)")
            .await;
    }

    /// Presses what a selector finds, and waits for the page that follows.
    ///
    /// # Panics
    /// When there is no such thing, or no page follows.
    pub async fn press(&self, css: &str) {
        let thing = self.one(css).await;
        self.turn(async || thing.click().await.unwrap()).await;
    }

    /// Follows the first link that an XPath finds.
    ///
    /// # Panics
    /// When there is none, or no page follows.
    pub async fn go(&self, xpath: &str) {
        let link = self.client.find(Locator::XPath(xpath)).await;
        let link = link.unwrap_or_else(|fault| panic!("{xpath}: {fault}"));
        self.turn(async || link.click().await.unwrap()).await;
    }
}
