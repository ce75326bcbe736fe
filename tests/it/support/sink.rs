//! Receivers for tests: one that loses, delays, doubles and reorders as it is told, one that answers over a real
//! connection.

use merzim::domain::ids::MessageId;
use merzim::jobs::transport::{Carried, Carrier, Failed, Outgoing};
use std::collections::{HashMap, VecDeque};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What can go wrong on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// It never arrives, and the sender learns that.
    Drop,
    /// The receiver is not itself.
    ServerError,
    /// It arrives, and the sender never learns it.
    TimeoutAfterEffect,
    /// It arrives later than it was said to.
    Delay,
    /// It arrives twice.
    Duplicate,
    /// The one after it arrives first.
    Reorder,
}

impl Fault {
    pub const ALL: [Self; 6] = [
        Self::Drop,
        Self::ServerError,
        Self::TimeoutAfterEffect,
        Self::Delay,
        Self::Duplicate,
        Self::Reorder,
    ];
}

/// A receiver that acts once for each id, as every receiver of ours is told to do.
#[derive(Debug, Default)]
pub struct Received {
    /// How many copies of each message came.
    pub copies: HashMap<MessageId, u32>,
    /// What each message had for an effect: its reference, once.
    pub effects: Vec<(MessageId, String)>,
    /// Faults done, by kind.
    pub faults: HashMap<&'static str, u32>,
    underway: VecDeque<(MessageId, String)>,
    planned: HashMap<MessageId, Vec<Fault>>,
}

impl Received {
    fn arrives(&mut self, id: MessageId, reference: String) {
        let copies = self.copies.entry(id).or_default();
        *copies += 1;
        if *copies == 1 {
            self.effects.push((id, reference));
        }
    }

    /// What was held back arrives after all.
    pub fn settle(&mut self) {
        while let Some((id, reference)) = self.underway.pop_front() {
            self.arrives(id, reference);
        }
    }
}

/// A sink with faults to come: `plan` says which a message meets, one after the other.
#[derive(Clone)]
pub struct Sink {
    pub received: Arc<Mutex<Received>>,
    plan: Arc<dyn Fn(MessageId) -> Vec<Fault> + Send + Sync>,
}

impl std::fmt::Debug for Sink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sink")
    }
}

impl Sink {
    pub fn new(plan: impl Fn(MessageId) -> Vec<Fault> + Send + Sync + 'static) -> Self {
        Self {
            received: Arc::default(),
            plan: Arc::new(plan),
        }
    }

    fn take(&self, message: &Outgoing) -> Result<(), Failed> {
        let mut received = self.received.lock().unwrap();
        let (id, reference) = (message.id, message.letter.reference.clone());
        let plan = &self.plan;
        let next = received.planned.entry(id).or_insert_with(|| plan(id)).pop();
        if let Some(fault) = next {
            let name = match fault {
                Fault::Drop => "drop",
                Fault::ServerError => "server-error",
                Fault::TimeoutAfterEffect => "timeout-after-effect",
                Fault::Delay => "delay",
                Fault::Duplicate => "duplicate",
                Fault::Reorder => "reorder",
            };
            *received.faults.entry(name).or_default() += 1;
        }
        let later = |why: &str| Err(Failed::ForNow(why.to_owned()));
        match next {
            Some(Fault::Drop) => later("the connection broke"),
            Some(Fault::ServerError) => later("answered with code 503"),
            Some(Fault::TimeoutAfterEffect) => {
                received.arrives(id, reference);
                later("no answer in time")
            }
            Some(Fault::Delay | Fault::Reorder) => {
                received.underway.push_back((id, reference));
                Ok(())
            }
            Some(Fault::Duplicate) => {
                received.arrives(id, reference.clone());
                received.arrives(id, reference);
                Ok(())
            }
            None => {
                received.arrives(id, reference);
                received.settle();
                Ok(())
            }
        }
    }
}

impl Carrier for Sink {
    fn carry(&self, message: Outgoing) -> Carried<'_> {
        Box::pin(async move { self.take(&message) })
    }
}

/// One request as it came in.
#[derive(Clone, Debug)]
pub struct Request {
    pub headers: HashMap<String, String>,
    pub body: String,
}

/// How a system answers.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    Code(u16),
    /// Takes it in and never says anything.
    Silence,
    /// Says 200 and never ends its answer.
    Half,
    /// Sends elsewhere.
    Redirect,
}

/// A system that answers one connection after the other.
pub fn system(answers: Vec<Answer>) -> (u16, thread::JoinHandle<Vec<Request>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let served = thread::spawn(move || {
        let mut open = Vec::new();
        let mut requests = Vec::new();
        for answer in answers {
            let (stream, _) = listener.accept().unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
            requests.push(read(&stream));
            say(&stream, answer);
            // What is silent stays open, so that the other side has to give up.
            open.push(stream);
        }
        requests
    });
    (port, served)
}

fn read(stream: &TcpStream) -> Request {
    let mut reader = BufReader::new(stream);
    let mut headers = HashMap::new();
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    loop {
        line.clear();
        reader.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        headers.insert(name.to_lowercase(), value.to_owned());
    }
    let length: usize = headers["content-length"].parse().unwrap();
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    Request {
        headers,
        body: String::from_utf8(body).unwrap(),
    }
}

fn say(mut stream: &TcpStream, answer: Answer) {
    let text = match answer {
        Answer::Code(code) => format!("HTTP/1.1 {code} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"),
        Answer::Silence => return,
        Answer::Half => "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nhalf".to_owned(),
        Answer::Redirect => {
            "HTTP/1.1 307 x\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_owned()
        }
    };
    stream.write_all(text.as_bytes()).unwrap();
    stream.flush().unwrap();
}
