//! Request smuggling: heads that two servers may read differently, and heads that are too large, are refused together with
//! what follows them on the connection. `wstg_…` is the test's id in OWASP's Web Security Testing Guide.

use std::time::Duration;

use portal_gateway::Limits;

use crate::support::{
    client::{get, send_raw},
    gateway::{Running, With},
    stub::{LIST, NO_KEYS, Stub, json},
};

/// What every request of the portal carries; `host` is added where a case has none of its own.
const OWN: &str =
    "sec-fetch-site: same-origin\r\ncontent-type: application/json\r\ncookie: __Host-portal_session=ps_1\r\n";

/// What is to be slipped in: it would be answered with a 200 of its own.
const SMUGGLED: &str = "GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

/// An API that answers any list: a request that gets through by mistake is not hidden behind an error.
async fn gateway() -> (Stub, Running) {
    let stub = Stub::start_with(|_| json(200, NO_KEYS)).await;
    let short = Duration::from_millis(150);
    let limits = Limits { head_timeout: short, idle_timeout: short, body_timeout: short, ..Limits::default() };
    let with = With { upstream: Some(stub.origin.clone()), limits, ..With::default() };
    let running = with.start().await;
    (stub, running)
}

/// The statuses of all answers on one connection, until it is closed.
async fn statuses(gateway: &Running, bytes: &[u8]) -> Vec<u16> {
    let answer = send_raw(gateway.address, bytes).await;
    let text = String::from_utf8_lossy(&answer).into_owned();
    let starts = text.match_indices("HTTP/1.1 ").map(|(at, _)| &text[at..]);
    starts.map(|start| start.split(' ').nth(1).unwrap().parse().unwrap()).collect()
}

/// Whether it was refused, and what came behind it not even looked at.
fn is_refused(statuses: &[u16]) -> bool {
    matches!(statuses, [] | [400..=499])
}

#[tokio::test]
async fn wstg_inpv_15_a_body_of_unclear_length_is_refused_with_all_that_follows_it() {
    let (stub, gateway) = gateway().await;
    for lengths in [
        // Both lengths, in either order.
        format!("content-length: {}\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n{SMUGGLED}", 5 + SMUGGLED.len()),
        format!("transfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n{SMUGGLED}"),
        format!("content-length: 0\r\ntransfer-encoding: chunked\r\n\r\n{SMUGGLED}"),
        format!("transfer-encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n{SMUGGLED}"),
        // Chunked, written so that not everybody sees it.
        format!("content-length: 2\r\ntransfer-encoding: xchunked\r\n\r\n{{}}{SMUGGLED}"),
        format!("content-length: 2\r\ntransfer-encoding : chunked\r\n\r\n{{}}{SMUGGLED}"),
        format!("content-length: 2\r\ntransfer-encoding: chunked, identity\r\n\r\n{{}}{SMUGGLED}"),
        format!("content-length: 2\r\ntransfer-encoding:\x0bchunked\r\n\r\n{{}}{SMUGGLED}"),
        format!("content-length: 2\r\ntransfer-encoding:\r\n chunked\r\n\r\n{{}}{SMUGGLED}"),
        format!("content-length: 2\r\ntransfer-encoding: chunked\r\ntransfer-encoding: x\r\n\r\n{{}}{SMUGGLED}"),
        format!("content-length: 2\r\ntransfer-encoding: gzip\r\n\r\n{{}}{SMUGGLED}"),
        format!("transfer-encoding: chunked\r\n\r\nzz\r\n{{}}\r\n0\r\n\r\n{SMUGGLED}"),
        // Two lengths, or one that isn't a number.
        format!("content-length: 2\r\ncontent-length: 3\r\n\r\n{{}}{SMUGGLED}"),
        format!("content-length: 2, 3\r\n\r\n{{}}{SMUGGLED}"),
        format!("content-length: 2, 2\r\n\r\n{{}}{SMUGGLED}"),
        format!("content-length: +2\r\n\r\n{{}}{SMUGGLED}"),
        format!("content-length: 0x2\r\n\r\n{{}}{SMUGGLED}"),
        format!("content-length: -2\r\n\r\n{{}}{SMUGGLED}"),
        format!("content-length: 18446744073709551618\r\n\r\n{{}}{SMUGGLED}"),
        format!("content-length : 2\r\n\r\n{{}}{SMUGGLED}"),
    ] {
        let statuses =
            statuses(&gateway, format!("POST {LIST} HTTP/1.1\r\nhost: x\r\n{OWN}{lengths}").as_bytes()).await;
        assert!(is_refused(&statuses), "{lengths:?}: {statuses:?}");
    }
    assert!(!stub.is_asked(), "{:?}", stub.seen());
}

#[tokio::test]
async fn wstg_inpv_15_lines_that_are_not_plainly_headers_are_refused() {
    let (stub, gateway) = gateway().await;
    for lines in [
        " folded: x\r\n",
        "x: y\r\n folded\r\n",
        "x: y\r\n\tfolded\r\n",
        "x: y\rz: w\r\n",
        "x: y\0z\r\n",
        "x y: z\r\n",
        ": z\r\n",
        "no colon\r\n",
        "caf\u{e9}: x\r\n",
        "host: y\r\n",
    ] {
        let bytes = format!("POST {LIST} HTTP/1.1\r\nhost: x\r\n{OWN}{lines}content-length: 2\r\n\r\n{{}}{SMUGGLED}");
        let statuses = statuses(&gateway, bytes.as_bytes()).await;
        assert!(is_refused(&statuses), "{lines:?}: {statuses:?}");
    }
    assert!(!stub.is_asked(), "{:?}", stub.seen());
}

#[tokio::test]
async fn wstg_inpv_15_a_request_for_another_host_is_refused() {
    let (stub, gateway) = gateway().await;
    for target in [
        format!("http://evil.example{LIST}"),
        format!("https://keys.example.com.evil.example{LIST}"),
        format!("https://keys.example.com@evil.example{LIST}"),
        format!("http://[::1]{LIST}"),
        "http://evil.example".to_owned(),
    ] {
        let bytes = format!("POST {target} HTTP/1.1\r\nhost: x\r\n{OWN}content-length: 2\r\n\r\n{{}}{SMUGGLED}");
        let statuses = statuses(&gateway, bytes.as_bytes()).await;
        assert!(is_refused(&statuses), "{target}: {statuses:?}");
    }
    for line in ["CONNECT evil.example:443", "GET http://169.254.169.254/latest/", "OPTIONS *", "GET evil.example:80"] {
        let answer =
            statuses(&gateway, format!("{line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").as_bytes()).await;
        assert!(is_refused(&answer), "{line}: {answer:?}");
    }
    assert!(!stub.is_asked(), "{:?}", stub.seen());
    // A proxy may write the portal's own host there.
    let own = format!(
        "POST https://Keys.example.com{LIST} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{OWN}content-length: 2\r\n\r\n{{}}"
    );
    assert_eq!(statuses(&gateway, own.as_bytes()).await, [200]);
}

#[tokio::test]
async fn wstg_inpv_15_a_request_without_a_host_is_refused() {
    let (stub, gateway) = gateway().await;
    for (line, host) in [
        ("GET /healthz", ""),
        ("GET /", ""),
        ("GET https://keys.example.com/", ""),
        ("GET /", "host:\r\n"),
        ("GET /", "host: a b\r\n"),
        ("GET /", "host: x@y\r\n"),
        ("GET /", "host: x/y\r\n"),
        ("GET /", "host: x, y\r\n"),
        ("GET /", "host: :80\r\n"),
        ("GET /", "host: x:y\r\n"),
        ("GET /", "host: [::1]x\r\n"),
    ] {
        let answer = send_raw(gateway.address, format!("{line} HTTP/1.1\r\n{host}\r\n{SMUGGLED}").as_bytes()).await;
        let text = String::from_utf8_lossy(&answer).into_owned();
        assert!(text.starts_with("HTTP/1.1 400 ") && text.contains("/errors/gateway/request/host_missing"), "{text}");
        assert_eq!(text.matches("HTTP/1.1 ").count(), 1, "{line} {host:?}: {text}");
    }
    let bytes = format!("POST {LIST} HTTP/1.1\r\n{OWN}content-length: 2\r\n\r\n{{}}{SMUGGLED}");
    assert_eq!(statuses(&gateway, bytes.as_bytes()).await, [400]);
    assert!(!stub.is_asked(), "{:?}", stub.seen());
    // HTTP/1.0 has no `Host`: health checks still use it.
    let answer = send_raw(gateway.address, b"GET /healthz HTTP/1.0\r\n\r\n").await;
    assert!(answer.starts_with(b"HTTP/1.0 200 "), "{}", String::from_utf8_lossy(&answer));
    for host in ["keys.example.com", "keys.example.com:8443", "[::1]:8080", "[2001:db8::1]"] {
        let bytes = format!("GET /healthz HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        assert_eq!(statuses(&gateway, bytes.as_bytes()).await, [200], "{host}");
    }
}

#[tokio::test]
async fn wstg_inpv_15_a_body_where_none_belongs_is_not_taken_for_a_request() {
    let (stub, gateway) = gateway().await;
    for line in ["GET /healthz", "HEAD /healthz", "GET /v2/portal.listKeys", "DELETE /", "GET /gone.js"] {
        let bytes = format!("{line} HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n{SMUGGLED}", SMUGGLED.len());
        assert_eq!(statuses(&gateway, bytes.as_bytes()).await.len(), 1, "{line}");
    }
    assert!(!stub.is_asked());
}

#[tokio::test]
async fn a_line_that_ends_without_a_carriage_return_brings_nothing_to_the_api() {
    let (stub, gateway) = gateway().await;
    // A bare LF ends a line, as the standard allows (RFC 9112, section 2.2). The forwarded request is written anew.
    let bytes = format!(
        "POST {LIST} HTTP/1.1\nhost: x\nconnection: close\n{}x: y\nx-evil: 1\ncontent-length: 2\n\n{{}}",
        OWN.replace("\r\n", "\n")
    );
    assert_eq!(statuses(&gateway, bytes.as_bytes()).await, [200]);
    let seen = stub.seen();
    assert!(seen.len() == 1 && !seen[0].headers.contains_key("x-evil") && !seen[0].headers.contains_key("x"));
    assert_eq!(seen[0].body.as_ref(), b"{}");
}

#[tokio::test]
async fn heads_that_are_too_large_are_refused() {
    let (stub, gateway) = gateway().await;
    let address = gateway.address;
    assert_eq!(get("/").with("x", &"y".repeat(40_000)).send(address).await.status, 431);
    assert_eq!(get(&format!("/{}", "y".repeat(40_000))).send(address).await.status, 431);
    let many = (0..200).fold(get("/"), |request, n| request.with(&format!("x-{n}"), "y"));
    assert_eq!(many.send(address).await.status, 431);
    let endless = [format!("POST {LIST} HTTP/1.1\r\nhost: x\r\n{OWN}").as_bytes(), &[b'x'; 1_000_000]].concat();
    assert!(is_refused(&statuses(&gateway, &endless).await));
    assert!(!stub.is_asked());
    assert_eq!(get("/healthz").send(address).await.status, 200);
}
