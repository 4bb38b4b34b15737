//! An API that is down, slow, broken or hostile.

use std::time::Duration;

use portal_gateway::Limits;
use tokio::net::TcpListener;

use crate::support::{
    client::{get, post},
    gateway::{Running, With, gateway_before},
    stub::{LIST, Stub, closed_port, json, raw_server, reply, routes},
};

async fn gateway(upstream: &str, limits: Limits) -> Running {
    With { upstream: Some(upstream.to_owned()), limits, ..With::default() }.start().await
}

#[tokio::test]
async fn an_api_that_is_down_is_temporary_on_every_route() {
    let gateway = gateway(&closed_port().await, Limits::default()).await;
    for route in routes() {
        let answer = post(route, "{}").session("ps_1").send(gateway.address).await;
        assert_eq!((answer.status, answer.error_name().as_str()), (502, "service_unavailable"), "{route}");
    }
}

#[tokio::test]
async fn an_api_that_is_slow_is_given_up_in_time() {
    let stub = Stub::start().await;
    let limits = Limits { upstream_timeout: Duration::from_millis(100), ..Limits::default() };
    let gateway = gateway(&stub.origin, limits).await;
    let (held, _keep) = json(200, "{}").held();
    stub.will(held);
    let answer = post(LIST, "{}").session("ps_1").send(gateway.address).await;
    assert_eq!((answer.status, answer.error_name().as_str()), (504, "service_unavailable"));
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_temporary() {
    for bytes in [
        &b""[..],
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{\"meta\":",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"met\r\n",
        b"SSH-2.0-OpenSSH\r\n",
    ] {
        let gateway = gateway(&raw_server(bytes).await, Limits::default()).await;
        let answer = post(LIST, "{}").session("ps_1").send(gateway.address).await;
        assert_eq!((answer.status, answer.error_name().as_str()), (502, "service_unavailable"));
    }
}

#[tokio::test]
async fn an_error_that_breaks_off_still_says_when_to_ask_again() {
    for (bytes, status) in [
        (&b"HTTP/1.1 429 X\r\nretry-after: 7\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{\"meta\":"[..], 429),
        (b"HTTP/1.1 503 X\r\nretry-after: 7\r\ntransfer-encoding: chunked\r\n\r\n5\r\n<h1\r\n", 503),
    ] {
        let gateway = gateway(&raw_server(bytes).await, Limits::default()).await;
        let answer = post(LIST, "{}").session("ps_1").send(gateway.address).await;
        assert_eq!((answer.status, answer.header("retry-after")), (status, Some("7")));
    }
}

#[tokio::test]
async fn an_answer_over_8_mib_is_not_taken() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    stub.will(json(200, &" ".repeat(8 * 1024 * 1024 + 1)));
    let answer = post(LIST, "{}").session("ps_1").send(gateway.address).await;
    assert_eq!((answer.status, answer.error_name().as_str()), (502, "service_unavailable"));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (stub, elsewhere) = (Stub::start().await, Stub::start().await);
    let gateway = gateway_before(&stub).await;
    for status in [301, 302, 303, 307, 308] {
        stub.will(reply(status, "text/html", "").with("location", &format!("{}{LIST}", elsewhere.origin)));
        let answer = post(LIST, "{}").session("ps_1").send(gateway.address).await;
        assert_eq!((answer.status, answer.header("location")), (502, None));
    }
    assert!(!elsewhere.is_asked(), "the session went elsewhere");
}

#[tokio::test]
async fn a_success_that_cannot_be_read_is_a_502_in_the_apis_form() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    for route in routes() {
        for says in [json(200, "<html>"), json(200, "{}"), json(200, ""), json(204, ""), json(200, "{\"meta\":{")] {
            stub.will(says);
            let body = r#"{"sessionId":"pst_abc"}"#;
            let answer = post(route, body).session("ps_1").send(gateway.address).await;
            assert_eq!((answer.status, answer.error_name().as_str()), (502, "service_unavailable"), "{route}");
        }
    }
}

#[tokio::test]
async fn an_edges_page_never_reaches_the_browser() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let kept = [404, 429, 500, 502, 503, 504].map(|status| (status, status));
    // These would blame the request or the session, which an edge knows nothing of.
    for (status, for_browser) in kept.into_iter().chain([(400, 502), (401, 502), (403, 502)]) {
        stub.will(reply(status, "text/html", "<script>alert(1)</script>").with("retry-after", "9"));
        let answer = post(LIST, "{}").session("ps_1").send(gateway.address).await;
        assert_eq!((answer.status, answer.error_name().as_str()), (for_browser, "unreadable"));
        assert!(!answer.text().contains("script"));
    }
}

#[tokio::test]
async fn readiness_tells_whether_the_api_takes_connections_and_does_not_hammer_it() {
    let stub = Stub::start().await;
    let there = gateway_before(&stub).await;
    assert_eq!(get("/readyz").send(there.address).await.status, 200);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let upstream = format!("http://{}", listener.local_addr().unwrap());
    let kept = gateway(&upstream, Limits::default()).await;
    assert_eq!(get("/readyz").send(kept.address).await.status, 200);
    drop(listener);
    assert_eq!(get("/readyz").send(kept.address).await.status, 200, "probed again at once");
    let gone = gateway(&upstream, Limits::default()).await;
    let answer = get("/readyz").send(gone.address).await;
    assert_eq!((answer.status, answer.text().as_str()), (503, "not ready: no connection to the upstream\n"));
    assert_eq!(get("/healthz").send(gone.address).await.status, 200);
}
