//! One client can't lock others out: connections, and requests that reach the API.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::support::{
    client::{Received, TestRequest, get, post},
    gateway::{Running, With},
    stub::{EXCHANGE, LIST, NO_KEYS, REROLL, Stub, VERIFICATIONS, json},
};

/// The tests' own address is a trusted proxy, so that a header names the client.
const PROXY: &[&str] = &["127.0.0.1/32", "10.0.0.0/8"];

async fn gateway(with: With) -> (Stub, Running) {
    let stub = Stub::start_with(|_| json(200, NO_KEYS)).await;
    let running = With { upstream: Some(stub.origin.clone()), trusted_proxies: PROXY, ..with }.start().await;
    (stub, running)
}

/// One request a client in a minute.
async fn strict() -> (Stub, Running) {
    gateway(With { max_requests_per_client: 1, ..With::default() }).await
}

fn list_from(client: &str) -> TestRequest {
    post(LIST, "{}").session("ps_1").with("x-forwarded-for", client)
}

async fn status(request: TestRequest, gateway: &Running) -> u16 {
    request.send(gateway.address).await.status
}

fn assert_limited(answer: &Received) {
    assert_eq!((answer.status, answer.error_name().as_str()), (429, "too_many_requests"), "{}", answer.text());
    let seconds: u32 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn a_client_over_its_rate_waits_whatever_cookies_it_invents() {
    let (stub, gateway) = strict().await;
    assert_eq!(status(list_from("203.0.113.9"), &gateway).await, 200);
    for (route, token) in [(LIST, "ps_1"), (LIST, "ps_2"), (REROLL, "invented"), (VERIFICATIONS, "ps_4")] {
        let request = post(route, "{}").session(token).with("x-forwarded-for", "203.0.113.9");
        assert_limited(&request.send(gateway.address).await);
    }
    assert_eq!(stub.seen().len(), 1);
    assert_eq!(status(list_from("203.0.113.10"), &gateway).await, 200);
}

#[tokio::test]
async fn guessing_session_ids_counts() {
    let (stub, gateway) = strict().await;
    for (number, limited) in [(0, false), (1, true), (2, true)] {
        let body = format!(r#"{{"sessionId":"pst_{number}"}}"#);
        let answer = post(EXCHANGE, body).with("x-forwarded-for", "203.0.113.9").send(gateway.address).await;
        assert_eq!(answer.status == 429, limited, "{number}: {}", answer.text());
    }
    assert_eq!(stub.seen().len(), 1);
}

#[tokio::test]
async fn what_never_reaches_the_api_does_not_count() {
    let (stub, gateway) = strict().await;
    let from = |request: TestRequest| request.with("x-forwarded-for", "203.0.113.9");
    for _ in 0..3 {
        assert_eq!(status(from(get("/")), &gateway).await, 200);
        assert_eq!(status(from(post(LIST, "{}")), &gateway).await, 401);
        assert_eq!(status(from(post("/session/end", "{}")), &gateway).await, 200);
        // Another page makes the user's browser send these.
        let foreign = TestRequest::session(from(crate::support::client::bare_post(LIST, "{}")), "ps_1");
        assert_eq!(status(foreign.with("sec-fetch-site", "cross-site"), &gateway).await, 403);
    }
    assert!(!stub.is_asked());
    assert_eq!(status(list_from("203.0.113.9"), &gateway).await, 200);
}

#[tokio::test]
async fn the_client_is_the_last_address_that_is_no_trusted_proxy() {
    let (_stub, gateway) = strict().await;
    assert_eq!(status(list_from("203.0.113.9"), &gateway).await, 200);
    // Whatever a client writes before it, and however it is written.
    for same in [
        "198.51.100.1, 203.0.113.9",
        "\u{e9}\t, 203.0.113.9",
        "203.0.113.9, 10.0.0.7",
        "203.0.113.9:5678",
        "[::ffff:203.0.113.9]:80",
        "::ffff:203.0.113.9",
    ] {
        assert_eq!(status(list_from(same), &gateway).await, 429, "{same}");
    }
    let two_lines = list_from("198.51.100.1").with("x-forwarded-for", "203.0.113.9");
    assert_eq!(status(two_lines, &gateway).await, 429);
    assert_eq!(status(list_from("2001:db8:1:2::1"), &gateway).await, 200);
    assert_eq!(status(list_from("2001:db8:1:2:ffff::9"), &gateway).await, 429);
    assert_eq!(status(list_from("2001:db8:1:3::1"), &gateway).await, 200);
}

#[tokio::test]
async fn a_proxy_that_names_no_client_is_no_client() {
    let (_stub, gateway) = strict().await;
    for _ in 0..5 {
        assert_eq!(status(post(LIST, "{}").session("ps_1"), &gateway).await, 200);
        for forwarded in ["", "unknown", "203.0.113.9, _hidden", "10.0.0.7"] {
            assert_eq!(status(list_from(forwarded), &gateway).await, 200, "{forwarded}");
        }
    }
}

#[tokio::test]
async fn an_undeclared_loopback_peer_has_no_limit() {
    let stub = Stub::start_with(|_| json(200, NO_KEYS)).await;
    let (max_requests_per_client, max_connections_per_client) = (1, 1);
    let upstream = Some(stub.origin.clone());
    let with = With { upstream, max_requests_per_client, max_connections_per_client, ..With::default() };
    let gateway = with.start().await;
    let _others =
        [TcpStream::connect(gateway.address).await.unwrap(), TcpStream::connect(gateway.address).await.unwrap()];
    for _ in 0..5 {
        assert_eq!(status(list_from("203.0.113.9"), &gateway).await, 200);
    }
}

#[tokio::test]
async fn requests_of_one_client_at_a_time_are_limited_behind_a_proxy() {
    let (stub, gateway) = gateway(With { max_connections_per_client: 2, ..With::default() }).await;
    let address = gateway.address;
    let (mut under_way, mut let_go) = (Vec::new(), Vec::new());
    for _ in 0..2 {
        let (held, sender) = json(200, NO_KEYS).held();
        stub.will(held);
        let_go.push(sender);
        under_way.push(tokio::spawn(async move { list_from("203.0.113.9").send(address).await }));
        stub.asked().await;
        stub.seen();
    }
    assert_limited(&list_from("203.0.113.9").send(address).await);
    assert_eq!(status(list_from("203.0.113.10"), &gateway).await, 200);
    for (sender, request) in let_go.into_iter().zip(under_way) {
        sender.send(()).unwrap();
        assert_eq!(request.await.unwrap().status, 200);
    }
    assert_eq!(status(list_from("203.0.113.9"), &gateway).await, 200);
}

#[tokio::test]
async fn a_rotation_over_the_limit_was_not_sent_and_may_be_repeated() {
    let (stub, gateway) = gateway(With { max_connections_per_client: 1, ..With::default() }).await;
    let address = gateway.address;
    let rotation = || {
        let body = r#"{"keyId":"key_1","expiration":0}"#;
        let request = post(REROLL, body).session("ps_1").with("x-forwarded-for", "203.0.113.9");
        request.with("idempotency-key", "0123456789abcdef0123456789abcdef")
    };
    let (held, let_go) = json(200, NO_KEYS).held();
    stub.will(held);
    let first = tokio::spawn(async move { list_from("203.0.113.9").send(address).await });
    stub.asked().await;
    for _ in 0..2 {
        assert_limited(&rotation().send(address).await);
    }
    let_go.send(()).unwrap();
    assert_eq!(first.await.unwrap().status, 200);
    stub.will(json(200, r#"{"meta":{"requestId":"req_1"},"data":{"keyId":"key_2","key":"acme_1"}}"#));
    assert_eq!(rotation().send(address).await.status, 200);
    assert_eq!(stub.seen().len(), 2);
}

/// Sends a request and keeps the connection open.
async fn keep_open(request: TestRequest, gateway: &Running) -> TcpStream {
    let mut stream = TcpStream::connect(gateway.address).await.unwrap();
    stream.write_all(&request.bytes("keep-alive")).await.unwrap();
    stream
}

async fn is_closed(stream: &mut TcpStream) -> bool {
    let mut rest = Vec::new();
    timeout(Duration::from_secs(10), stream.read_to_end(&mut rest)).await.is_ok_and(|read| read.is_ok())
}

#[tokio::test]
async fn when_connections_run_out_an_idle_one_makes_room_and_else_health_checks_are_answered() {
    let (stub, gateway) = gateway(With { max_connections: 2, ..With::default() }).await;
    let mut idle = keep_open(get("/healthz"), &gateway).await;
    assert!(idle.read(&mut [0; 1_000]).await.unwrap() > 0);
    let mut let_go = Vec::new();
    let mut busy = Vec::new();
    for _ in 0..2 {
        let (held, sender) = json(200, NO_KEYS).held();
        stub.will(held);
        let_go.push(sender);
        busy.push(keep_open(list_from("203.0.113.9"), &gateway).await);
        stub.asked().await;
        stub.seen();
    }
    assert!(is_closed(&mut idle).await);
    let address = gateway.address;
    for path in ["/", "/readyz", "/config.json"] {
        let refused = get(path).send(address).await;
        assert_eq!(refused.status, 503, "{path}");
        assert_eq!((refused.header("retry-after"), refused.header("connection")), (Some("1"), Some("close")));
        assert!(refused.header("content-security-policy").is_some());
    }
    assert_eq!(status(get("/healthz"), &gateway).await, 200);
    for (sender, stream) in let_go.into_iter().zip(&mut busy) {
        sender.send(()).unwrap();
        assert!(stream.read(&mut [0; 1_000]).await.unwrap() > 0);
    }
    // Both are idle now.
    until_served(&gateway).await;
}

/// Asks until there is a connection for more than health checks.
async fn until_served(gateway: &Running) {
    let served = async { while status(get("/"), gateway).await != 200 {} };
    timeout(Duration::from_secs(10), served).await.expect("all connections stayed in use");
}

#[tokio::test]
async fn a_client_that_opens_all_connections_and_sends_nothing_hides_no_health_check() {
    let (_stub, gateway) = gateway(With { max_connections: 4, ..With::default() }).await;
    let mut silent = Vec::new();
    for _ in 0..200 {
        silent.push(TcpStream::connect(gateway.address).await.unwrap());
    }
    for _ in 0..3 {
        assert_eq!(status(get("/healthz"), &gateway).await, 200);
    }
}
