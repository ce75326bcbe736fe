//! The door: headers, origins, form tokens, request ids, and what the log does not say.

use merzim::{
    access::{Account, Actor, Role},
    commands::sign_in::SignedIn,
    config::{Config, Mode},
    domain::ids::{AccountId, OrganisationId},
    secrets::Keys,
    web::{
        self, Parts,
        assets::Assets,
        faults::{Fault, FaultPage},
        health::Readiness,
        logging::{self, Format},
        security::{Checked, CheckedEntry, CheckedUpload, Cookies, Sessions, entry_token},
    },
};
use rocket::{
    FromForm, State, get,
    http::{ContentType, Cookie, CookieJar, Header, Status},
    local::blocking::{Client, LocalResponse},
    post, routes,
};
use std::{
    io,
    sync::{Arc, Mutex},
};

const TOKEN: &str = "a-session-token";
const CSRF: &str = "csrf-of-the-session";

#[derive(FromForm)]
struct Note {
    #[field(default = "")]
    words: String,
}

#[post("/note", data = "<form>")]
fn note(form: Checked<Note>) -> String {
    form.0.words
}

#[get("/note")]
fn note_page(who: &SignedIn, again: &SignedIn) -> String {
    assert!(std::ptr::eq(who, again), "one query for several guards");
    who.display_name.clone()
}

#[get("/cases/<id>?<q>")]
fn case(id: &str, q: Option<&str>) -> Result<String, Fault> {
    match id {
        "gone" => Err(Fault::NotFound),
        "broken" => Err(Fault::internal(io::Error::other("the cable is cut"))),
        "busy" => Err(Fault::unavailable("disk full")),
        "panic" => panic!("with Ivanov's name"),
        _ => Ok(format!("{id} {}", q.unwrap_or_default())),
    }
}

#[get("/number/<n>")]
fn number(n: u32) -> String {
    n.to_string()
}

#[get("/enter")]
fn enter_page(jar: &CookieJar<'_>, cookies: &State<Cookies>, keys: &State<Keys>) -> String {
    entry_token(jar, **cookies, keys).unwrap()
}

#[post("/enter", data = "<form>")]
fn enter(form: CheckedEntry<Note>) -> String {
    form.0.words
}

#[post("/file", data = "<form>")]
fn file(form: CheckedUpload) -> String {
    form.file.len().to_string()
}

fn officer() -> SignedIn {
    let account = Account {
        id: AccountId::fresh(),
        role: Role::ALL[0],
        organisation: OrganisationId::fresh(),
        organisation_kind: "penal-facility".into(),
        region: "almaty".into(),
    };
    SignedIn {
        organisation_name: merzim::domain::localised::Localised {
            kk: String::new(),
            ru: String::new(),
            en: String::new(),
        },
        actor: Actor::account(account),
        sign_in_name: "nurse".into(),
        display_name: "A. Nurse".into(),
        language: "kk".into(),
        zone: chrono_tz::Asia::Almaty,
        csrf: CSRF.into(),
        session: [7; 32],
        guessed: None,
    }
}

fn resume(token: &str) -> Result<Option<SignedIn>, Fault> {
    match token {
        TOKEN => Ok(Some(officer())),
        "database-gone" => Err(Fault::unavailable("the pool is empty")),
        _ => Ok(None),
    }
}

fn client_at(public_url: &str, ready: bool) -> Client {
    let variables = [("MERZIM_PUBLIC_URL".to_owned(), public_url.to_owned())];
    let parts = Parts {
        config: Config::load(None, Mode::Training, variables).unwrap(),
        keys: Keys::derive(b"test"),
        sessions: Sessions(Box::new(|token| Box::pin(async move { resume(&token) }))),
        readiness: Readiness(Box::new(move || Box::pin(async move { ready }))),
        fault_page: FaultPage(Box::new(|_, fault| {
            (fault.status() != Status::ServiceUnavailable).then(|| format!("page {}", fault.key()))
        })),
        routes: routes![note, note_page, case, number, enter_page, enter, file],
    };
    Client::untracked(web::rocket(parts)).unwrap()
}

fn client() -> Client {
    client_at("http://127.0.0.1:8000", true)
}

fn header<'a>(response: &'a LocalResponse<'_>, name: &str) -> Option<&'a str> {
    response.headers().get_one(name)
}

fn post<'c>(client: &'c Client, path: &'c str, body: &str, headers: &[(&str, &str)]) -> LocalResponse<'c> {
    let mut request = client
        .post(path)
        .header(ContentType::Form)
        .header(Header::new("Host", "127.0.0.1:8000"))
        .cookie(Cookie::new("merzim", TOKEN))
        .body(body);
    for (name, value) in headers {
        request.add_header(Header::new((*name).to_owned(), (*value).to_owned()));
    }
    request.dispatch()
}

#[test]
fn every_answer_carries_the_security_headers() {
    let client = client();
    for path in [
        "/healthz",
        "/cases/1",
        "/cases/gone",
        "/nowhere",
        "/cases/broken",
        "/cases/panic",
    ] {
        let response = client.get(path).dispatch();
        let policy = header(&response, "Content-Security-Policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'"),
            "{path}"
        );
        assert!(
            !policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert_eq!(
            header(&response, "X-Content-Type-Options"),
            Some("nosniff"),
            "{path}"
        );
        assert_eq!(header(&response, "X-Frame-Options"), Some("DENY"), "{path}");
        assert_eq!(
            header(&response, "Referrer-Policy"),
            Some("same-origin"),
            "{path}"
        );
        assert_eq!(
            header(&response, "Cross-Origin-Opener-Policy"),
            Some("same-origin"),
            "{path}"
        );
        assert_eq!(
            header(&response, "Cross-Origin-Resource-Policy"),
            Some("same-origin"),
            "{path}"
        );
        assert_eq!(header(&response, "Cache-Control"), Some("no-store"), "{path}");
        assert!(
            header(&response, "Permissions-Policy")
                .unwrap()
                .contains("camera=()"),
            "{path}"
        );
        assert_eq!(header(&response, "Server"), None, "{path}");
        assert_eq!(header(&response, "Strict-Transport-Security"), None, "{path}");
        assert_eq!(header(&response, "X-Request-Id").unwrap().len(), 32, "{path}");
    }
    let secure = client_at("https://merzim.example", true);
    let response = secure.get("/healthz").dispatch();
    assert_eq!(
        header(&response, "Strict-Transport-Security"),
        Some("max-age=31536000")
    );
}

#[test]
fn faults_answer_with_their_status_and_page() {
    let client = client();
    let answer = |path: &'static str| {
        let response = client.get(path).dispatch();
        (response.status().code, response.into_string().unwrap())
    };
    assert_eq!(answer("/cases/gone"), (404, "page fault-not-found".into()));
    assert_eq!(answer("/nowhere"), (404, "page fault-not-found".into()));
    assert_eq!(answer("/number/many"), (422, "page fault-unprocessable".into()));
    assert_eq!(answer("/cases/broken"), (500, "page fault-internal".into()));
    assert_eq!(answer("/cases/panic"), (500, "page fault-internal".into()));
    let (status, page) = answer("/cases/busy");
    assert!(
        status == 503 && page.contains("Қазір қолжетімсіз") && !page.contains("disk"),
        "{page}"
    );
    assert_eq!(
        header(&client.get("/cases/busy").dispatch(), "Retry-After"),
        Some("10")
    );
}

#[test]
fn nobody_enters_without_a_session() {
    let client = client();
    let redirect = |response: LocalResponse<'_>| {
        (
            response.status().code,
            header(&response, "Location").map(str::to_owned),
        )
    };
    let sign_in = Some("/sign-in?next=%2Fnote".to_owned());
    assert_eq!(
        redirect(client.get("/note?q=Ivanov").dispatch()),
        (303, sign_in.clone())
    );
    let in_kazakh = client.get("/note?q=Ivanov&lang=kk").dispatch();
    assert_eq!(
        redirect(in_kazakh),
        (303, Some("/sign-in?next=%2Fnote&lang=kk".to_owned()))
    );
    let old = client
        .get("/note")
        .cookie(Cookie::new("merzim", "ended"))
        .dispatch();
    assert_eq!(redirect(old), (303, sign_in.clone()));
    let form = client
        .post("/note")
        .header(ContentType::Form)
        .body("csrf=x")
        .dispatch();
    assert_eq!(redirect(form), (303, sign_in));
    let lost = client
        .get("/note")
        .cookie(Cookie::new("merzim", "database-gone"))
        .dispatch();
    assert_eq!(lost.status(), Status::ServiceUnavailable);
    let known = client
        .get("/note")
        .cookie(Cookie::new("merzim", TOKEN))
        .dispatch();
    assert_eq!(known.into_string().unwrap(), "A. Nurse");
}

#[test]
fn a_form_opens_only_with_the_token_of_its_session() {
    let client = client();
    let good = format!("words=%D0%B4%D0%B0%00+a&csrf={CSRF}&more=1");
    let response = post(&client, "/note", &good, &[]);
    assert_eq!(
        (response.status(), response.into_string().unwrap().as_str()),
        (Status::Ok, "да a")
    );
    for bad in ["words=x", "words=x&csrf=", "words=x&csrf=csrf-of-another-one", ""] {
        let response = post(&client, "/note", bad, &[]);
        assert_eq!(response.status(), Status::Forbidden, "{bad}");
        assert_eq!(response.into_string().unwrap(), "page fault-stale-form", "{bad}");
    }
    let large = format!("csrf={CSRF}&words={}", "x".repeat(1_100_000));
    assert_eq!(
        post(&client, "/note", &large, &[]).status(),
        Status::PayloadTooLarge
    );
    let json = client
        .post("/note")
        .header(ContentType::JSON)
        .cookie(Cookie::new("merzim", TOKEN));
    assert_eq!(json.body("{}").dispatch().status(), Status::UnsupportedMediaType);
}

/// A form of two parts: the token, and a file of so many bytes.
fn parts(bytes: usize) -> String {
    format!(
        "--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{CSRF}\r\n\
         --x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"r.csv\"\r\n\r\n{}\r\n--x--\r\n",
        "a".repeat(bytes)
    )
}

#[test]
fn parts_that_are_none_are_refused_and_too_many_are_too_large() {
    let client = client();
    let send = |kind: &str, body: String| {
        let request = client
            .post("/file")
            .header(Header::new("Content-Type", kind.to_owned()))
            .header(Header::new("Content-Length", body.len().to_string()))
            .header(Header::new("Host", "127.0.0.1:8000"))
            .cookie(Cookie::new("merzim", TOKEN));
        let answer = request.body(body).dispatch();
        assert!(header(&answer, "Content-Security-Policy").is_some());
        (answer.status().code, answer.into_string().unwrap())
    };
    let kind = "multipart/form-data; boundary=x";
    assert_eq!(send(kind, parts(3)), (200, "3".to_owned()));
    let whole = parts(3);
    for (kind, body) in [
        (kind, String::new()),
        (kind, "\u{1}\u{2}garbage".to_owned()),
        (kind, whole[..whole.len() - 9].to_owned()),
        ("multipart/form-data; boundary=y", whole.clone()),
        ("multipart/form-data", whole.clone()),
    ] {
        let refused = (422, "page fault-unprocessable".to_owned());
        assert_eq!(send(kind, body.clone()), refused, "{kind}: {body}");
    }
    for mebibytes in [4, 6] {
        let (status, page) = send(kind, parts(mebibytes * 1024 * 1024 + 1));
        assert_eq!(
            (status, page.as_str()),
            (413, "page fault-too-large"),
            "{mebibytes}"
        );
    }
}

#[test]
fn what_another_site_sends_is_refused_even_with_the_right_token() {
    let client = client();
    let body = format!("words=x&csrf={CSRF}");
    let status = |headers: &[(&str, &str)]| post(&client, "/note", &body, headers).status();
    assert_eq!(status(&[("Sec-Fetch-Site", "cross-site")]), Status::Forbidden);
    assert_eq!(status(&[("Sec-Fetch-Site", "same-site")]), Status::Forbidden);
    assert_eq!(status(&[("Origin", "https://evil.example")]), Status::Forbidden);
    assert_eq!(status(&[("Origin", "null")]), Status::Forbidden);
    assert_eq!(status(&[("Origin", "http://127.0.0.1:8000")]), Status::Ok);
    assert_eq!(
        status(&[("Sec-Fetch-Site", "same-origin"), ("Origin", "null")]),
        Status::Ok
    );
    // Rocket lets a form name its method; that must not slip past.
    let disguised = format!("_method=put&{body}");
    let response = post(&client, "/note", &disguised, &[("Sec-Fetch-Site", "cross-site")]);
    assert_eq!(response.status(), Status::Forbidden);
}

#[test]
fn the_form_of_the_door_needs_its_cookie() {
    let client = client();
    let page = client.get("/enter").dispatch();
    let cookie = page.cookies().get("merzim-entry").unwrap().clone();
    assert_eq!((cookie.http_only(), cookie.path()), (Some(true), Some("/")));
    let token = page.into_string().unwrap();
    let again = client.get("/enter").cookie(cookie.clone()).dispatch();
    assert!(
        again.cookies().get("merzim-entry").is_none(),
        "two open tabs share the cookie"
    );
    assert_eq!(again.into_string().unwrap(), token);

    let send = |cookie: Option<Cookie<'static>>, token: &str| {
        let mut request = client.post("/enter").header(ContentType::Form);
        if let Some(cookie) = cookie {
            request = request.cookie(cookie);
        }
        request
            .body(format!("words=hello&csrf={token}"))
            .dispatch()
            .status()
    };
    assert_eq!(send(Some(cookie.clone()), &token), Status::Ok);
    assert_eq!(send(None, &token), Status::Forbidden);
    assert_eq!(send(Some(cookie.clone()), cookie.value()), Status::Forbidden);
    assert_eq!(send(Some(Cookie::new("merzim-entry", "")), ""), Status::Forbidden);
    assert_eq!(
        send(Some(Cookie::new("merzim-entry", "other")), &token),
        Status::Forbidden
    );
}

#[test]
fn cookies_demand_tls_where_there_is_tls() {
    let load = |url: &str| {
        let variables = [("MERZIM_PUBLIC_URL".to_owned(), url.to_owned())];
        Cookies::new(&Config::load(None, Mode::Training, variables).unwrap())
    };
    let secure = load("https://merzim.example").session("t".into()).to_string();
    assert_eq!(secure, "__Host-merzim=t; HttpOnly; SameSite=Lax; Secure; Path=/");
    let plain = load("http://127.0.0.1:8000").forget_session().to_string();
    assert_eq!(plain, "merzim=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0");
}

#[test]
fn health_tells_life_from_readiness() {
    assert_eq!(client().get("/readyz").dispatch().status(), Status::Ok);
    let lame = client_at("http://127.0.0.1:8000", false);
    assert_eq!(
        lame.get("/readyz").dispatch().status(),
        Status::ServiceUnavailable
    );
    assert_eq!(lame.get("/healthz").dispatch().status(), Status::Ok);
}

#[test]
fn assets_are_kept_for_ever_under_their_digest() {
    let client = client();
    let base = Assets::load().base();
    let file = format!("{base}/merzim.css");
    let response = client.get(file.as_str()).dispatch();
    assert_eq!(
        header(&response, "Cache-Control"),
        Some("public, max-age=31536000, immutable")
    );
    let old = client.get("/assets/0000/merzim.css").dispatch();
    assert_eq!(
        (old.status(), header(&old, "Cache-Control")),
        (Status::Ok, Some("no-cache"))
    );
    for absent in ["no.css", "../../Cargo.toml", "%2e%2e/%2e%2e/Cargo.toml"] {
        let path = format!("{base}/{absent}");
        let status = client.get(path.as_str()).dispatch().status();
        assert!(
            status == Status::NotFound || status == Status::UnprocessableEntity,
            "{absent}: {status}"
        );
    }
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The most talkative filter there is, and still no word of what was sent.
#[test]
fn the_log_names_patterns_and_never_what_was_sent() {
    let lines = Lines::default();
    let writer = lines.clone();
    let _ = logging::bridge_log(); // another test of this process may have been first
    let subscriber = logging::subscriber("trace", Format::Json, move || writer.clone()).unwrap();
    let request_id = tracing::subscriber::with_default(subscriber, || {
        let client = client();
        client.get("/number/CANARY-path?q=CANARY-query").dispatch();
        client.get("/CANARY-nowhere?q=CANARY-query").dispatch();
        client.get("/cases/broken?q=CANARY-query").dispatch();
        post(&client, "/note", &format!("csrf={CSRF}&words=CANARY-word"), &[]);
        post(&client, "/note", "csrf=CANARY-token&words=CANARY-word", &[]);
        let response = client.get("/cases/1?q=CANARY-query").dispatch();
        header(&response, "X-Request-Id").unwrap().to_owned()
    });
    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    let quoted: Vec<&str> = text.lines().filter(|line| line.contains("CANARY")).collect();
    assert!(quoted.is_empty(), "{quoted:#?}");
    let records: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let access: Vec<_> = records
        .iter()
        .filter(|record| record["target"] == "merzim::access")
        .collect();
    assert_eq!(access.len(), 6);
    let last = access[5];
    assert_eq!(
        (&last["route"], &last["status"]),
        (&"/cases/<id>?<q>".into(), &200.into())
    );
    assert_eq!(last["request_id"], request_id.as_str());
    assert_eq!(access[1]["route"], "-");
    let broken = records
        .iter()
        .find(|record| record["message"] == "request failed")
        .unwrap();
    assert_eq!(broken["fault"], "internal: the cable is cut");
    assert_eq!(broken["span"]["route"], "/cases/<id>?<q>");
}
