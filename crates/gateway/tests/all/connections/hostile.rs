//! Generated requests: none causes a 5xx, and only the portal's own requests are forwarded.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use portal_api::{ExchangeCodeRequest, ExchangeSessionRequest};
use portal_gateway::Limits;
use proptest::{prelude::*, test_runner::TestRunner};
use tokio::runtime::Handle;

use crate::{
    connections::hostile_requests::{Parts, cookie, damaged, parts},
    support::{
        client::{get, send_raw},
        gateway::{Running, With},
        stub::{
            EXCHANGE, EXCHANGE_CODE, LIST, NO_KEYS, REROLL, Reply, Seen, Stub, VERIFICATIONS, exchanged, json, routes,
        },
    },
};

/// An API that always works: a 5xx can only be the gateway's.
fn sound_api(seen: &Seen) -> Reply {
    let names_an_id = match seen.path.as_str() {
        EXCHANGE => serde_json::from_slice::<ExchangeSessionRequest>(&seen.body).is_ok(),
        EXCHANGE_CODE => serde_json::from_slice::<ExchangeCodeRequest>(&seen.body).is_ok(),
        _ => false,
    };
    match seen.path.as_str() {
        LIST => json(200, NO_KEYS),
        REROLL => json(200, r#"{"meta":{"requestId":"req_1"},"data":{"keyId":"key_1","key":"acme_1"}}"#),
        VERIFICATIONS => json(200, r#"{"meta":{"requestId":"req_1"},"data":[]}"#),
        _ if names_an_id => exchanged("ps_new"),
        _ => {
            json(400, r#"{"meta":{"requestId":"req_1"},"error":{"title":"","detail":"","status":400,"type":"a/b/c"}}"#)
        }
    }
}

/// Short timeouts, since many of the requests are incomplete.
async fn gateway() -> (Stub, Running) {
    let stub = Stub::start_with(sound_api).await;
    let short = Duration::from_millis(60);
    let limits = Limits { head_timeout: short, idle_timeout: short, body_timeout: short, ..Limits::default() };
    let with = With { upstream: Some(stub.origin.clone()), limits, ..With::default() };
    let running = with.start().await;
    (stub, running)
}

fn is_token(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    (1..=512).contains(&text.len()) && text.bytes().all(plain)
}

/// Asserts that a forwarded request has one of the five routes, the session cookie and the gateway's own headers alone.
fn check_seen(seen: &Seen) {
    assert_eq!(seen.method, "POST", "{seen:?}");
    assert!(routes().contains(&seen.path.as_str()), "{seen:?}");
    for (name, value) in &seen.headers {
        let value = value.to_str().unwrap();
        let fits = match name.as_str() {
            "host" | "content-length" => true,
            "accept" | "content-type" => value == "application/json",
            "accept-encoding" => value == "identity",
            "user-agent" => value.starts_with("portal-gateway/"),
            "cookie" => value.strip_prefix("portal_session=").is_some_and(is_token),
            _ => false,
        };
        assert!(fits, "{name}: {value}");
    }
    let is_exchange = [EXCHANGE, EXCHANGE_CODE].contains(&seen.path.as_str());
    assert_eq!(seen.headers.get_all("cookie").iter().count(), usize::from(!is_exchange), "{seen:?}");
}

/// Sends `cases` generated requests and checks each response and what was forwarded. Returns the number of forwarded
/// requests.
async fn try_all<T: fmt::Debug + Send + 'static>(
    cases: u32,
    strategy: impl Strategy<Value = T> + Send + 'static,
    bytes: fn(&T) -> Vec<u8>,
    may_be_forwarded: fn(&T) -> bool,
) -> usize {
    let (stub, gateway) = gateway().await;
    let address = gateway.address;
    let runtime = Handle::current();
    let mut runner = TestRunner::new(ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() });
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let outcome = tokio::task::spawn_blocking(move || {
        runner.run(&strategy, |request| {
            let answer = runtime.block_on(send_raw(address, &bytes(&request)));
            // "Go on" comes before the answer where it was asked for.
            let answer = answer.strip_prefix(b"HTTP/1.1 100 Continue\r\n\r\n").unwrap_or(&answer);
            let is_http = answer.starts_with(b"HTTP/1.0 ") || answer.starts_with(b"HTTP/1.1 ");
            let is_fine = answer.is_empty() || (is_http && matches!(answer.get(9), Some(b'2'..=b'4')));
            prop_assert!(is_fine, "{}", answer.escape_ascii());
            let seen = stub.seen();
            seen.iter().for_each(check_seen);
            counted.fetch_add(seen.len(), Ordering::Relaxed);
            prop_assert!(seen.is_empty() || may_be_forwarded(&request), "forwarded: {seen:?}");
            Ok(())
        })
    });
    outcome.await.unwrap().unwrap();
    assert_eq!(get("/healthz").send(address).await.status, 200);
    count.load(Ordering::Relaxed)
}

#[tokio::test(flavor = "multi_thread")]
async fn any_request_in_parts_is_answered_and_only_the_portals_own_goes_up() {
    let forwarded_count = try_all(400, parts(), Parts::bytes, Parts::is_own).await;
    // Or nothing was tried but the first check.
    assert!(forwarded_count > 10, "{forwarded_count}");
}

#[tokio::test(flavor = "multi_thread")]
async fn any_cookie_gives_a_token_or_no_session() {
    let list = cookie().prop_map(|cookie| Parts {
        method: "POST".to_owned(),
        target: LIST.to_owned(),
        headers: vec![
            ("sec-fetch-site".to_owned(), b"same-origin".to_vec()),
            ("content-type".to_owned(), b"application/json".to_vec()),
            ("content-length".to_owned(), b"2".to_vec()),
            ("cookie".to_owned(), cookie),
        ],
        body: b"{}".to_vec(),
    });
    let forwarded_count = try_all(300, list, Parts::bytes, |parts| {
        String::from_utf8_lossy(&parts.headers[3].1).contains("__Host-portal_session=")
    })
    .await;
    assert!(forwarded_count > 10, "{forwarded_count}");
}

#[tokio::test(flavor = "multi_thread")]
async fn any_damaged_request_is_answered_or_hung_up_on() {
    let forwarded_count = try_all(400, damaged(), Clone::clone, |_| true).await;
    assert!(forwarded_count > 10, "{forwarded_count}");
}

#[tokio::test(flavor = "multi_thread")]
async fn any_bytes_are_answered_or_hung_up_on() {
    let noise = proptest::collection::vec(any::<u8>(), 0..2_000).prop_map(|bytes| [&bytes[..], b"\r\n\r\n"].concat());
    assert_eq!(try_all(100, noise, Clone::clone, |_| false).await, 0);
}
