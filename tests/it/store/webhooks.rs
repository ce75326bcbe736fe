//! Webhooks over a real connection: signed, thin, and patient only so long.

use merzim::commands::Secret;
use merzim::domain::ids::{EndpointId, MessageId};
use merzim::jobs::sms::Gateway;
use merzim::jobs::transport::{Carrier as _, Failed, Letter, Outgoing};
use merzim::jobs::webhook::Webhooks;
use merzim::secrets::{Keys, base64};
use merzim::store::endpoints;
use sha2::{Digest as _, Sha256};
use std::time::Duration;

use crate::support::{
    rows::at,
    sink::{Answer, system},
};

const SECRET: [u8; 32] = [7; 32];

fn keys() -> Keys {
    Keys::derive(b"test")
}

fn outgoing(url: &str) -> Outgoing {
    let id = EndpointId::fresh();
    let sealed = keys().seal(&endpoints::owner(id), &SECRET).unwrap();
    Outgoing {
        id: MessageId::fresh(),
        address: url.to_owned(),
        endpoint: Some((id, Some(sealed))),
        template: "message-alert-climb".into(),
        letter: Letter {
            subject: "Мерзім: 2026-00017 ісі жауабыңызды күтуде".into(),
            body: "a longer text".into(),
            reference: "2026-00017".into(),
            link: "https://merzim.example/alerts/0b7c".into(),
        },
        written_at: at("2026-07-03T05:00:00Z"),
        at: at("2026-07-03T05:00:05Z"),
    }
}

fn hooks(port: u16) -> Webhooks {
    let allowed = vec![format!("127.0.0.1:{port}")];
    Webhooks::with_patience(keys(), allowed, Some(Duration::from_millis(700)))
}

/// HMAC with SHA-256, written down from RFC 2104.
fn by_hand(signed: &str) -> Vec<u8> {
    let padded = |pad: u8| -> Vec<u8> {
        let secret = SECRET.iter().chain(std::iter::repeat(&0)).take(64);
        secret.map(|byte| byte ^ pad).collect()
    };
    let inner = Sha256::digest([padded(0x36), signed.as_bytes().to_vec()].concat());
    Sha256::digest([padded(0x5c), inner.to_vec()].concat()).to_vec()
}

#[tokio::test]
async fn a_system_gets_a_signed_message_that_says_no_more_than_where_to_look() {
    let (port, served) = system(vec![Answer::Code(204)]);
    let message = outgoing(&format!("http://127.0.0.1:{port}/hook"));
    hooks(port).carry(message.clone()).await.unwrap();
    let request = served.join().unwrap().remove(0);
    let body: serde_json::Value = serde_json::from_str(&request.body).unwrap();
    let expected = serde_json::json!({
        "type": "notice.climb",
        "timestamp": "2026-07-03T05:00:00Z",
        "data": { "reference": "2026-00017", "link": "https://merzim.example/alerts/0b7c" },
    });
    assert_eq!(body, expected, "and nothing else");
    assert_eq!(request.headers["webhook-id"], message.id.to_string());
    assert_eq!(request.headers["webhook-timestamp"], "1783054805");
    // As a receiver does it, from what came over the line.
    let [id, sent] = ["webhook-id", "webhook-timestamp"].map(|name| &request.headers[name]);
    let signed = format!("{id}.{sent}.{}", request.body);
    assert_eq!(
        request.headers["webhook-signature"],
        format!("v1,{}", base64(&by_hand(&signed)))
    );
    assert_eq!(request.headers["content-type"], "application/json");
}

#[tokio::test]
async fn what_a_system_answers_decides_what_becomes_of_the_message() {
    let answers = [
        (Answer::Code(200), Ok(())),
        (Answer::Half, Ok(())),
        (Answer::Silence, Err(Failed::ForNow("no answer in time".into()))),
        (
            Answer::Code(503),
            Err(Failed::ForNow("the system answered with code 503".into())),
        ),
        (
            Answer::Code(404),
            Err(Failed::ForNow("the system answered with code 404".into())),
        ),
        (
            Answer::Redirect,
            Err(Failed::ForNow("the system answered with code 307".into())),
        ),
        (
            Answer::Code(410),
            Err(Failed::ForGood("the system refused with code 410".into())),
        ),
    ];
    let (port, served) = system(answers.iter().map(|(answer, _)| *answer).collect());
    let hooks = hooks(port);
    let message = outgoing(&format!("http://127.0.0.1:{port}/hook"));
    for (answer, expected) in answers {
        assert_eq!(hooks.carry(message.clone()).await, expected, "{answer:?}");
    }
    let requests = served.join().unwrap();
    assert!(
        requests
            .iter()
            .all(|request| request.headers["webhook-id"] == message.id.to_string()),
        "one identity in every attempt"
    );
    assert_eq!(
        hooks.carry(message).await,
        Err(Failed::ForNow("the system cannot be reached".into())),
        "nobody listens any more"
    );
}

#[tokio::test]
async fn no_message_goes_into_a_private_network_or_unsigned() {
    let hooks = Webhooks::new(keys(), Vec::new());
    for url in [
        "http://127.0.0.1:9/hook",
        "https://127.0.0.1:9/hook",
        "https://10.0.0.1/hook",
        "https://localhost/hook",
        "https://[::1]/hook",
    ] {
        let refused = hooks.carry(outgoing(url)).await;
        assert!(matches!(refused, Err(Failed::ForGood(_))), "{url}: {refused:?}");
    }
    let (port, _served) = system(Vec::new());
    let unsigned = Outgoing {
        endpoint: Some((EndpointId::fresh(), None)),
        ..outgoing(&format!("http://127.0.0.1:{port}/"))
    };
    let refused = self::hooks(port).carry(unsigned).await;
    assert_eq!(refused, Err(Failed::ForGood("the address has no secret".into())));
    // Sealed for another address: a row copied under another endpoint signs nothing.
    let mut foreign = outgoing(&format!("http://127.0.0.1:{port}/"));
    foreign.endpoint = foreign.endpoint.map(|(_, secret)| (EndpointId::fresh(), secret));
    assert!(matches!(
        self::hooks(port).carry(foreign).await,
        Err(Failed::ForGood(_))
    ));
}

#[tokio::test]
async fn a_gateway_gets_number_and_sentence() {
    let (port, served) = system(vec![Answer::Code(200), Answer::Code(422), Answer::Code(500)]);
    let gateway = Gateway::new(&format!("http://127.0.0.1:{port}/send"), Some("key-1".into()));
    let message = Outgoing {
        endpoint: None,
        ..outgoing("+77012345678")
    };
    assert_eq!(gateway.carry(message.clone()).await, Ok(()));
    assert!(matches!(
        gateway.carry(message.clone()).await,
        Err(Failed::ForGood(_))
    ));
    assert!(matches!(
        gateway.carry(message.clone()).await,
        Err(Failed::ForNow(_))
    ));
    let request = served.join().unwrap().remove(0);
    let body: serde_json::Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(body["to"], "+77012345678");
    assert_eq!(body["id"], message.id.to_string());
    assert_eq!(
        body["text"],
        "Мерзім: 2026-00017 ісі жауабыңызды күтуде. https://merzim.example/alerts/0b7c"
    );
    assert_eq!(request.headers["authorization"], "Bearer key-1");
}

#[test]
fn a_secret_is_shown_as_the_standard_has_it() {
    let (one, two) = (Secret::make().unwrap().shown(), Secret::make().unwrap().shown());
    assert_ne!(one, two);
    assert!(
        one.starts_with("whsec_") && one.len() == "whsec_".len() + 44,
        "{one}"
    );
}
