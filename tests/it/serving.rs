//! Starting and stopping: what is under way finishes, and nothing is left running.

use merzim::{
    config::{Config, Mode},
    secrets::Keys,
    web::{self, Parts, ServeFault, faults::FaultPage, health::Readiness, security::Sessions},
};
use rocket::{
    Build, Rocket, Shutdown,
    fairing::AdHoc,
    get, routes,
    tokio::{
        self,
        io::{AsyncReadExt, AsyncWriteExt},
        net::{TcpListener, TcpStream},
        sync::oneshot,
        task::JoinHandle,
    },
};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

#[get("/slow")]
async fn slow() -> &'static str {
    tokio::time::sleep(Duration::from_millis(400)).await;
    "finished"
}

fn server(port: u16) -> Rocket<Build> {
    let variables = [("MERZIM_PORT".to_owned(), port.to_string())];
    web::rocket(Parts {
        config: Config::load(None, Mode::Training, variables).unwrap(),
        keys: Keys::derive(b"test"),
        sessions: Sessions(Box::new(|_| Box::pin(async { Ok(None) }))),
        readiness: Readiness(Box::new(|| Box::pin(async { true }))),
        fault_page: FaultPage(Box::new(|_, _| None)),
        routes: routes![slow],
    })
}

/// A job that ends when it is told to, and leaves a mark.
fn job(ended: &Arc<AtomicBool>) -> impl FnOnce(Shutdown) -> Vec<JoinHandle<()>> + use<> {
    let ended = Arc::clone(ended);
    move |stop| {
        vec![tokio::spawn(async move {
            stop.await;
            tokio::time::sleep(Duration::from_millis(100)).await;
            ended.store(true, Ordering::Release);
        })]
    }
}

#[test]
fn a_request_under_way_is_answered_and_jobs_end() {
    rocket::execute(async {
        let ended = Arc::new(AtomicBool::new(false));
        let (started, port) = oneshot::channel();
        let started = Mutex::new(Some(started));
        let server = server(0).attach(AdHoc::on_liftoff("port", move |rocket| {
            let started = started.lock().unwrap().take();
            let news = (rocket.config().port, rocket.shutdown());
            Box::pin(async move { started.unwrap().send(news).map_err(|_| ()).unwrap() })
        }));
        let served = tokio::spawn(web::serve(server, job(&ended)));
        let (port, stop) = port.await.unwrap();
        let mut client = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        client
            .write_all(b"GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            .await
            .unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
        stop.notify();
        let mut answer = String::new();
        client.read_to_string(&mut answer).await.unwrap();
        assert!(
            answer.starts_with("HTTP/1.1 200") && answer.contains("finished"),
            "{answer}"
        );
        served.await.unwrap().unwrap();
        assert!(ended.load(Ordering::Acquire), "jobs were waited for");
    });
}

#[test]
fn what_is_no_request_is_answered_with_the_security_headers_too() {
    rocket::execute(async {
        let (started, port) = oneshot::channel();
        let started = Mutex::new(Some(started));
        let server = server(0).attach(AdHoc::on_liftoff("port", move |rocket| {
            let started = started.lock().unwrap().take();
            let news = (rocket.config().port, rocket.shutdown());
            Box::pin(async move { started.unwrap().send(news).map_err(|_| ()).unwrap() })
        }));
        let served = tokio::spawn(web::serve(server, |_| Vec::new()));
        let (port, stop) = port.await.unwrap();
        // A method that nobody knows, and an address that is none.
        for line in ["BREW / HTTP/1.1", "GET /[ HTTP/1.1", "OPTIONS * HTTP/1.1"] {
            let mut client = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
            let request = format!("{line}\r\nHost: x\r\nConnection: close\r\n\r\n");
            client.write_all(request.as_bytes()).await.unwrap();
            let mut answer = String::new();
            client.read_to_string(&mut answer).await.unwrap();
            let answer = answer.to_lowercase();
            assert!(answer.starts_with("http/1.1 4"), "{line}: {answer}");
            for header in [
                "content-security-policy: default-src 'none'",
                "x-content-type-options: nosniff",
                "x-frame-options: deny",
                "referrer-policy: same-origin",
                "cache-control: no-store",
            ] {
                assert_eq!(answer.matches(header).count(), 1, "{line}: {header} in {answer}");
            }
            assert!(!answer.contains("\r\nserver:"), "{line}: {answer}");
        }
        stop.notify();
        served.await.unwrap().unwrap();
    });
}

#[test]
fn a_port_in_use_is_named_and_leaves_no_job_behind() {
    rocket::execute(async {
        let taken = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = taken.local_addr().unwrap().port();
        let ended = Arc::new(AtomicBool::new(false));
        let fault = web::serve(server(port), job(&ended)).await.unwrap_err();
        assert!(matches!(fault, ServeFault::Listen(..)), "{fault}");
        assert!(
            fault
                .to_string()
                .starts_with(&format!("cannot listen on 127.0.0.1:{port}: ")),
            "{fault}"
        );
        assert!(ended.load(Ordering::Acquire));
    });
}
