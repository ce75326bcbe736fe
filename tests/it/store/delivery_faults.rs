//! Ten thousand faults on the way: none lost, none doubled in effect, and none late that was promised within a minute.

use chrono::TimeDelta;
use merzim::domain::ids::MessageId;
use merzim::domain::rules::Channel;
use merzim::jobs::deliver::{Deliver, FIRST_WAITS, Tally};
use merzim::jobs::transport::{Letter, Transport};
use merzim::store::Store;
use merzim::store::outbox::{self, NewMessage, State};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

use crate::support::{
    database::{Fresh, on_each},
    rows::at,
    sink::{Fault, Sink},
};

const START: &str = "2026-07-03T09:00:00Z";
/// So many meet ten thousand faults.
const MESSAGES: usize = 4_000;
/// Of one message in ten, fewer faults in a row than this: more than a minute holds, and fewer than there are attempts.
const MOST_FAULTS: u64 = 10;
/// So many failures in a row fit into a minute by the published waits.
const WITHIN_A_MINUTE: usize = FIRST_WAITS.len();
/// The jobs look so often.
const ROUND: i64 = 5;
/// The windows of the run close one after the other, so many milliseconds from the first to the last: each at another
/// moment between two rounds.
const CLOSE_WITHIN: i64 = 20_000;

/// Numbers that are the same in each run.
fn mixed(seed: u64) -> u64 {
    let mut x = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The faults of one message, the last of the list first. Only the last one it meets may be one after which the sender
/// thinks that all is well.
fn faults(id: MessageId) -> Vec<Fault> {
    let seed = u64::from_le_bytes(id.0.as_bytes()[..8].try_into().unwrap());
    let most = match mixed(!seed) % 10 {
        0 => MOST_FAULTS,
        _ => WITHIN_A_MINUTE as u64 + 1,
    };
    let many = mixed(seed) % most;
    let failing = [Fault::Drop, Fault::ServerError, Fault::TimeoutAfterEffect];
    let accepted = [Fault::Delay, Fault::Duplicate, Fault::Reorder];
    let pick = |from: [Fault; 3], n: u64| from[usize::try_from(mixed(seed ^ n) % 3).unwrap()];
    let last = pick(accepted, 99);
    std::iter::once(last)
        .chain((0..many).map(|n| pick(failing, n)))
        .collect()
}

fn plain(_: &str, arguments: &Map<String, Value>, _: &str) -> Result<Letter, String> {
    Ok(Letter {
        subject: String::new(),
        body: String::new(),
        reference: arguments["reference"].as_str().unwrap().to_owned(),
        link: String::new(),
    })
}

async fn enqueue(store: &Store, many: usize) -> HashSet<MessageId> {
    let tx = store.begin_write().await.unwrap();
    let mut ids = HashSet::new();
    for number in 0..many {
        let seed = u128::from(mixed(number as u64)) << 64 | u128::from(mixed(!(number as u64)));
        let id = MessageId(uuid::Uuid::from_u128(seed));
        let closed = at(START) + TimeDelta::milliseconds(i64::try_from(number).unwrap() * 37 % CLOSE_WITHIN);
        let new = NewMessage {
            id,
            at: closed,
            run_at: closed,
            recipient: None,
            channel: [Channel::Email, Channel::Webhook, Channel::Sms][number % 3],
            address: "x",
            endpoint: None,
            template: "message-alert-climb",
            arguments: Map::from_iter([("reference".to_owned(), json!(format!("K-{number}")))]),
            language: "kk",
            case: None,
            alert: None,
            notice: None,
        };
        outbox::enqueue(&tx, &new).await.unwrap();
        ids.insert(id);
    }
    tx.commit().await.unwrap();
    ids
}

/// Delivers in rounds until nothing waits any more.
async fn deliver(fresh: &Fresh, sink: &Sink) -> Tally {
    let boxed = || -> Box<dyn merzim::jobs::transport::Carrier> { Box::new(sink.clone()) };
    let ways = Channel::OUTWARD.map(|channel| (channel, boxed()));
    let transport = Transport::Ways(ways.into_iter().collect());
    let worker = |worker| Deliver {
        store: &fresh.store,
        transport: &transport,
        render: &plain,
        worker,
    };
    // Several at once, as where the program runs on more than one machine: none takes what another has.
    let [a, b, c, d] = ["a", "b", "c", "d"].map(worker);
    let (mut now, mut tally) = (at(START), Tally::default());
    loop {
        let due = || now;
        let done = tokio::join!(a.all_due(due), b.all_due(due), c.all_due(due), d.all_due(due));
        for done in [done.0, done.1, done.2, done.3] {
            tally = tally.plus(done.unwrap());
        }
        let left = outbox::recent(&fresh.store, 10_000).await.unwrap();
        let next = left
            .iter()
            .filter(|message| message.state == State::Pending)
            .map(|message| message.run_at)
            .min();
        let Some(next) = next else { return tally };
        // The rounds come at their own pace, whatever is due in between.
        now += TimeDelta::seconds(ROUND);
        while now < next {
            now += TimeDelta::seconds(ROUND);
        }
    }
}

/// Every message that met no more failures in a row than fit into a minute was delivered within a minute of the moment at
/// which it might leave; how many were.
async fn in_time(fresh: &Fresh) -> usize {
    let all = outbox::recent(&fresh.store, 10_000).await.unwrap();
    let mut promised = 0;
    for message in all {
        let State::Delivered(delivered_at) = message.state else {
            panic!("{message:?}")
        };
        // The last of its faults is one after which the sender thinks that all is well.
        let failures = faults(message.id).len() - 1;
        if failures > WITHIN_A_MINUTE {
            continue;
        }
        let waited = delivered_at - message.created_at;
        assert!(
            waited >= TimeDelta::zero() && waited <= TimeDelta::seconds(60),
            "{}: {waited} after {failures} failures",
            fresh.kind
        );
        promised += 1;
    }
    promised
}

async fn faulty(fresh: &Fresh, many: usize, at_least: u32) {
    let ids = enqueue(&fresh.store, many).await;
    let sink = Sink::new(faults);
    let tally = deliver(fresh, &sink).await;
    let promised = in_time(fresh).await;
    assert!(promised > many * 9 / 10, "{}: {promised} of {many}", fresh.kind);
    let mut received = sink.received.lock().unwrap();
    received.settle();
    let injected: u32 = received.faults.values().sum();
    assert!(injected >= at_least, "{}: {injected} faults", fresh.kind);
    assert_eq!(received.faults.len(), Fault::ALL.len(), "{:?}", received.faults);
    assert_eq!(tally.given_up, 0, "{}: {tally:?}", fresh.kind);
    assert_eq!(tally.lost, 0, "{}: {tally:?}", fresh.kind);
    let seen: HashSet<_> = received.effects.iter().map(|(id, _)| *id).collect();
    assert_eq!(seen, ids, "{}: none is lost, none is invented", fresh.kind);
    assert_eq!(received.effects.len(), many, "{}: each acts once", fresh.kind);
    let references: HashSet<_> = received.effects.iter().map(|(_, reference)| reference).collect();
    assert_eq!(references.len(), many, "{}: each says its own", fresh.kind);
    assert!(
        received.copies.values().any(|copies| *copies > 2),
        "copies did come, and did nothing"
    );
}

#[test]
fn ten_thousand_faults_lose_nothing_and_double_nothing() {
    on_each(async |fresh| {
        faulty(&fresh, MESSAGES, 10_000).await;
        fresh
    });
}
