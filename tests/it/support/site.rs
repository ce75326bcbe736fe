//! The whole server on a real database with a clock that stands still: people of every role sign in for real, read
//! pages, and send forms exactly as the pages hold them.

mod cases;

use super::database::Fresh;
use super::page::Page;
use super::world::{ACCESS, RULES};
use argon2::{
    Argon2, Params,
    password_hash::{PasswordHasher as _, phc::PasswordHash},
};
use chrono::{DateTime, NaiveDate, Utc};
use merzim::{
    access::{Account, Actor, Role},
    clock::Clock,
    commands::sign_in::{Door, one_time_code::CodeSecret, owner, password::Passwords},
    config::{Config, Mode},
    domain::{
        ids::{AccountId, OrganisationId},
        localised::Localised,
    },
    secrets::Keys,
    store::{
        Tx,
        accounts::{self, NewAccount},
        desk::Desk,
        organisations::{self, Organisation},
    },
    web::house,
};
use rocket::{
    http::{ContentType, Cookie, Header},
    local::asynchronous::{Client, LocalResponse},
};
use std::{collections::BTreeMap, sync::LazyLock};

pub use cases::{ruling, some_iin};

const PASSPHRASE: &str = "төрт ат қорада тұр";

/// Its hash, of the cheapest kind: it says itself how it was made, so signing in compares as cheaply, some thousand times in all
/// tests. Hashes as people have them are those of the tests of the door, and of whoever enrols here.
static HASH: LazyLock<String> = LazyLock::new(|| {
    let cheapest = Params::new(8, 1, 1, None).unwrap();
    let hash: PasswordHash = Argon2::from(cheapest)
        .hash_password(PASSPHRASE.as_bytes())
        .unwrap();
    hash.to_string()
});

/// The organisations: code, kind, region.
const ORGANISATIONS: [(&str, &str, &str); 11] = [
    ("prison", "penal-facility", "almaty"),
    ("clinic", "outpatient-clinic", "almaty"),
    ("hospital", "hospital", "almaty"),
    ("forensic", "forensic-centre", "almaty"),
    ("probation", "probation-office", "almaty"),
    ("probation-2", "probation-office", "almaty"),
    ("police", "police-department", "almaty"),
    ("department", "health-department", "almaty"),
    ("registry", "court-registry", "almaty"),
    ("far-prison", "penal-facility", "astana"),
    ("far-clinic", "outpatient-clinic", "astana"),
];

/// The accounts: sign-in name, role, organisation.
const ACCOUNTS: [(&str, &str, &str); 20] = [
    ("nurse.prison", "prison-nurse", "prison"),
    ("nurse.second", "prison-nurse", "prison"),
    ("nurse.clinic", "clinic-nurse", "clinic"),
    ("psychiatrist", "psychiatrist", "clinic"),
    ("psychiatrist.second", "psychiatrist", "clinic"),
    ("pharmacist", "pharmacist", "clinic"),
    ("clerk", "clerk", "registry"),
    ("controller", "custody-controller", "prison"),
    ("probation", "probation-officer", "probation"),
    ("probation.head", "probation-head", "probation"),
    ("probation.second", "probation-officer", "probation-2"),
    ("police", "police-officer", "police"),
    ("coordinator", "coordinator", "department"),
    ("auditor", "auditor", "department"),
    ("admin", "administrator", "department"),
    ("nurse.far", "prison-nurse", "far-prison"),
    ("psychiatrist.far", "psychiatrist", "far-clinic"),
    ("reviewer.first", "psychiatrist", "forensic"),
    ("reviewer.second", "psychiatrist", "forensic"),
    ("reviewer.third", "psychiatrist", "forensic"),
];

/// A running server with its people.
pub struct Site {
    /// The database.
    pub fresh: Fresh,
    /// Stands still until a test moves it.
    pub clock: Clock,
    /// The desk, for arranging what a test is not about.
    pub desk: Desk,
    client: Client,
    organisations: BTreeMap<&'static str, OrganisationId>,
    people: BTreeMap<&'static str, (Actor, CodeSecret)>,
}

/// Somebody signed in.
pub struct Session {
    cookie: Cookie<'static>,
}

impl Site {
    /// A server in training mode, at 10:00 in Almaty on Friday, 3 July 2026.
    pub async fn new(fresh: Fresh) -> Self {
        Self::in_mode(fresh, true).await
    }

    /// The same as a real installation for which no channel is set up.
    pub async fn without_a_way_out(fresh: Fresh) -> Self {
        Self::in_mode(fresh, false).await
    }

    async fn in_mode(fresh: Fresh, training: bool) -> Self {
        let clock = Clock::frozen("2026-07-03T05:00:00Z".parse().unwrap());
        let keys = Keys::derive(b"test");
        let passwords = Passwords::default();
        let tx = fresh.store.begin_write().await.unwrap();
        let mut places = BTreeMap::new();
        for (code, kind, region) in ORGANISATIONS {
            let new = organisation(code, kind, region);
            organisations::create(&tx, &new).await.unwrap();
            places.insert(code, new);
        }
        let mut people = BTreeMap::new();
        for (name, role, code) in ACCOUNTS {
            let hired = hire(&tx, &keys, &places[code], (name, role), clock.now()).await;
            people.insert(name, hired);
        }
        tx.commit().await.unwrap();
        let (access, rules) = (ACCESS.clone(), RULES.clone());
        let desk = Desk::new(fresh.store.clone(), access, rules, clock.clone(), training);
        let door = Door::new(fresh.store.clone(), clock.clone(), keys, passwords);
        let config = Config::load(None, Mode::Training, []).unwrap();
        let server = house::server(config, Keys::derive(b"test"), desk.clone(), door, None).unwrap();
        let client = Client::untracked(server).await.unwrap();
        Self {
            fresh,
            clock,
            desk,
            client,
            organisations: places.into_iter().map(|(code, place)| (code, place.id)).collect(),
            people,
        }
    }

    /// One more organisation, and one person in it.
    pub async fn found(
        &mut self,
        (code, kind, region): (&'static str, &str, &str),
        (name, role): (&'static str, &str),
    ) {
        let keys = Keys::derive(b"test");
        let place = organisation(code, kind, region);
        let tx = self.fresh.store.begin_write().await.unwrap();
        organisations::create(&tx, &place).await.unwrap();
        let hired = hire(&tx, &keys, &place, (name, role), self.clock.now()).await;
        tx.commit().await.unwrap();
        self.organisations.insert(code, place.id);
        self.people.insert(name, hired);
    }

    /// Ends the server and hands the database back.
    pub fn end(self) -> Fresh {
        self.fresh
    }

    /// Moves the clock to an instant such as `2026-09-25T05:00:00Z`.
    pub fn go_to(&self, instant: &str) {
        let moment: DateTime<Utc> = instant.parse().unwrap();
        self.clock.set(moment).unwrap();
    }

    /// Moves the clock on by a minute: nobody signs in twice with one code.
    pub fn a_minute_later(&self) {
        self.clock
            .set(self.clock.now() + chrono::TimeDelta::minutes(1))
            .unwrap();
    }

    /// Somebody's account.
    pub fn account(&self, name: &str) -> String {
        self.actor(name).account_id().unwrap().to_string()
    }

    /// Everybody's name to sign in with.
    pub fn people(&self) -> impl Iterator<Item = &str> {
        self.people.keys().copied()
    }

    /// An organisation by its code.
    pub fn organisation(&self, code: &str) -> OrganisationId {
        self.organisations[code]
    }

    /// A person as an actor, for arranging through commands.
    pub fn actor(&self, name: &str) -> &Actor {
        &self.people[name].0
    }

    /// Everybody's passphrase.
    pub fn passphrase(&self) -> &'static str {
        PASSPHRASE
    }

    /// The one-time code that somebody's authenticator shows now.
    pub fn code(&self, name: &str) -> String {
        self.people[name].1.code_at(self.clock.wall())
    }

    /// Signs in at the door: passphrase and one-time code. Once per person and half a minute of the clock.
    pub async fn sign_in(&self, name: &str) -> Session {
        let english = || Header::new("Accept-Language", "en");
        let door = Page::of(self.client.get("/sign-in").header(english()).dispatch().await).await;
        let entry = door.cookie.clone().unwrap();
        let mut fields = door.fields();
        fields.insert("name".into(), name.into());
        fields.insert("password".into(), PASSPHRASE.into());
        fields.insert("code".into(), self.code(name));
        let sent = self
            .client
            .post("/sign-in")
            .header(ContentType::Form)
            .header(english())
            .cookie(entry)
            .body(encode(&fields));
        let page = Page::of(sent.dispatch().await).await;
        assert_eq!(page.status, 303, "{name} cannot sign in: {}", page.text());
        Session {
            cookie: page.cookie.unwrap(),
        }
    }

    /// Reads a page.
    pub async fn get(&self, who: &Session, path: &str) -> Page {
        let request = self.client.get(path.to_owned()).cookie(who.cookie.clone());
        let mut page = Page::of(dispatched(request).await).await;
        page.path = path.to_owned();
        page
    }

    /// Reads a file, byte by byte as it is sent.
    pub async fn download(&self, who: &Session, path: &str) -> Vec<u8> {
        let request = self.client.get(path.to_owned()).cookie(who.cookie.clone());
        let answer = dispatched(request).await;
        assert_eq!(answer.status().code, 200, "{path}");
        answer.into_bytes().await.unwrap_or_default()
    }

    /// Reads a page with the language that the browser remembers beyond the session.
    pub async fn get_remembering(&self, who: &Session, path: &str, language: &'static str) -> Page {
        let remembered = Cookie::new(merzim::web::house::LANGUAGE_COOKIE, language);
        let request = self.client.get(path.to_owned()).cookie(who.cookie.clone());
        Page::of(dispatched(request.cookie(remembered)).await).await
    }

    /// Reads a page and goes where it leads, until it leads nowhere else.
    pub async fn follow(&self, who: &Session, path: &str) -> Page {
        let mut page = self.get(who, path).await;
        for _ in 0..5 {
            let Some(next) = page.location.clone() else { break };
            page = self.get(who, &next).await;
        }
        page
    }

    /// The token that every form of a session carries, from the first page that this person may read.
    pub async fn token(&self, who: &Session) -> String {
        for path in ["/today", "/alerts", "/attendance", "/ledger", "/admin/accounts"] {
            let page = self.get(who, path).await;
            if let Some((_, rest)) = page.body.split_once("name=\"csrf\" value=\"") {
                return rest.split('"').next().unwrap_or_default().to_owned();
            }
        }
        String::new()
    }

    /// Sends fields as they are.
    pub async fn post(&self, who: &Session, path: &str, fields: &BTreeMap<String, String>) -> Page {
        let request = self
            .client
            .post(path.to_owned())
            .header(ContentType::Form)
            .header(Header::new("Sec-Fetch-Site", "same-origin"))
            .cookie(who.cookie.clone())
            .body(encode(fields));
        Page::of(dispatched(request).await).await
    }

    /// Sends the form of a page with some fields filled in; an empty value leaves the field empty.
    pub async fn send(&self, who: &Session, path: &str, page: &Page, filled: &[(&str, &str)]) -> Page {
        let mut fields = page.fields();
        for (name, value) in filled {
            fields.insert((*name).into(), (*value).into());
        }
        self.post(who, path, &fields).await
    }

    /// Sends the form of a page with a file, as a browser does.
    pub async fn upload(
        &self,
        who: &Session,
        path: &str,
        page: &Page,
        fields: &[(&str, &str)],
        file: &[u8],
    ) -> Page {
        let csrf = self.token(who).await;
        let key = page.fields().remove("key").unwrap_or_default();
        let named = [("csrf", csrf.as_str()), ("key", key.as_str())];
        let fields: Vec<_> = named.iter().chain(fields).copied().collect();
        self.send_file(path, &who.cookie, &fields, file).await
    }

    /// The same as somebody without a session.
    pub async fn upload_as_stranger(&self, path: &str, page: &Page, file: &[u8]) -> Page {
        let csrf = page.fields().remove("csrf").unwrap_or_default();
        let cookie = page.cookie.clone().unwrap();
        self.send_file(path, &cookie, &[("csrf", csrf.as_str())], file)
            .await
    }

    async fn send_file(
        &self,
        path: &str,
        cookie: &Cookie<'static>,
        fields: &[(&str, &str)],
        file: &[u8],
    ) -> Page {
        const EDGE: &str = "----merzim-edge";
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .bytes(),
            );
        }
        body.extend(
            format!(
                "--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"r.csv\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            )
            .bytes(),
        );
        body.extend(file);
        body.extend(format!("\r\n--{EDGE}--\r\n").bytes());
        let kind = format!("multipart/form-data; boundary={EDGE}");
        let request = self
            .client
            .post(path.to_owned())
            .header(Header::new("Content-Type", kind))
            .header(Header::new("Sec-Fetch-Site", "same-origin"))
            .cookie(cookie.clone())
            .body(body);
        Page::of(dispatched(request).await).await
    }

    /// Reads a page as somebody without a session.
    pub async fn get_as_stranger(&self, path: &str) -> Page {
        Page::of(dispatched(self.client.get(path.to_owned())).await).await
    }

    /// Sends the form of a page as somebody without a session.
    pub async fn send_as_stranger(&self, path: &str, page: &Page, filled: &[(&str, &str)]) -> Page {
        let mut fields = page.fields();
        for (name, value) in filled {
            fields.insert((*name).into(), (*value).into());
        }
        let request = self
            .client
            .post(path.to_owned())
            .header(ContentType::Form)
            .cookie(page.cookie.clone().unwrap())
            .body(encode(&fields));
        Page::of(dispatched(request).await).await
    }

    /// Every mounted route: method and pattern.
    pub fn routes(&self) -> Vec<(String, String)> {
        let routes = self.client.rocket().routes();
        routes
            .map(|route| (route.method.to_string(), route.uri.to_string()))
            .collect()
    }

    /// The status of the answer to a request, sent as its own page would send it.
    pub async fn answer(
        &self,
        method: &str,
        path: &str,
        who: Option<&Session>,
        fields: &BTreeMap<String, String>,
    ) -> u16 {
        let mut request = match method {
            "POST" => self
                .client
                .post(path.to_owned())
                .header(ContentType::Form)
                .body(encode(fields)),
            _ => self.client.get(path.to_owned()),
        };
        request = request.header(Header::new("Sec-Fetch-Site", "same-origin"));
        if let Some(who) = who {
            request = request.cookie(who.cookie.clone());
        }
        dispatched(request).await.status().code
    }

    /// Does everything that is due by now, messages included.
    pub async fn round(&self) {
        let way_out = merzim::jobs::WayOut {
            transport: merzim::jobs::transport::Transport::Training,
            public_url: "https://merzim.example".into(),
        };
        merzim::jobs::once(&self.desk, Some(&way_out), "test")
            .await
            .unwrap();
    }
}

/// A civil date.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// An account with a password and a one-time code.
async fn hire(
    tx: &Tx,
    keys: &Keys,
    place: &Organisation,
    (name, role): (&str, &str),
    at: DateTime<Utc>,
) -> (Actor, CodeSecret) {
    let id = AccountId::fresh();
    let email = format!("{name}@merzim.example");
    let new = NewAccount {
        id,
        sign_in_name: name,
        display_name: name,
        organisation: place.id,
        role,
        email: Some(&email),
        language: "en",
        at,
    };
    let secret = CodeSecret::fresh().unwrap();
    let sealed = keys.seal(&owner(id), secret.as_bytes()).unwrap();
    accounts::create(tx, &new).await.unwrap();
    accounts::set_credentials(tx, id, &HASH, &sealed).await.unwrap();
    let actor = Actor::account(Account {
        id,
        role: Role::parse(role).unwrap(),
        organisation: place.id,
        organisation_kind: place.kind.clone(),
        region: place.region.clone(),
    });
    (actor, secret)
}

fn organisation(code: &str, kind: &str, region: &str) -> Organisation {
    let name = |language: &str| format!("{code} ({language})");
    Organisation {
        id: OrganisationId::fresh(),
        code: code.to_owned(),
        kind: kind.to_owned(),
        region: region.to_owned(),
        name: Localised {
            kk: name("kk"),
            ru: name("ru"),
            en: name("en"),
        },
        address: format!("{code}, 1 Abai Avenue"),
        phone: "+7 727 000 00 00".into(),
        email: Some(format!("{code}@merzim.example")),
        zone: "Asia/Almaty".into(),
        closed: false,
    }
}

async fn dispatched<'c>(request: rocket::local::asynchronous::LocalRequest<'c>) -> LocalResponse<'c> {
    request
        .header(Header::new("Host", "127.0.0.1:8000"))
        .dispatch()
        .await
}

fn encode(fields: &BTreeMap<String, String>) -> String {
    let mut body = String::new();
    for (name, value) in fields {
        if !body.is_empty() {
            body.push('&');
        }
        for (n, part) in [name, value].into_iter().enumerate() {
            if n == 1 {
                body.push('=');
            }
            for byte in part.bytes() {
                if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
                    body.push(byte.into());
                } else {
                    body.push_str(&format!("%{byte:02X}"));
                }
            }
        }
    }
    body
}
