//! `Idempotency-Key`.

use std::time::Duration;

use portal_gateway::Limits;

use super::{KEY, OTHER_KEY, changes, exchange, reroll, rerolled, settled};
use crate::support::{
    client::{bare_post, post},
    gateway::{With, gateway_before},
    stub::{EXCHANGE, EXCHANGE_CODE, LIST, NO_KEYS, REROLL, Stub, exchanged, json, reply},
};

const USED: &str = r#"{"meta":{"requestId":"req_1"},"error":{"title":"Unauthorized","detail":"used","status":401,"type":"https://unkey.com/docs/errors/unkey/authentication/portal_session_not_found"}}"#;

#[tokio::test]
async fn a_repeat_under_way_gets_the_answer_of_the_first_cookies_included() {
    for (request, route, says) in changes() {
        let stub = Stub::start().await;
        let gateway = gateway_before(&stub).await;
        let to = gateway.address;
        let (held, let_go) = says.held();
        stub.will(held);
        let first = tokio::spawn(async move { request(KEY).send(to).await });
        stub.asked().await;
        let repeat = tokio::spawn(async move { request(KEY).send(to).await });
        settled(to).await;
        let_go.send(()).unwrap();
        let (first, repeat) = (first.await.unwrap(), repeat.await.unwrap());
        assert_eq!((first.status, repeat.status), (200, 200), "{route}: {}", repeat.text());
        assert_eq!((first.body.clone(), first.all("set-cookie")), (repeat.body.clone(), repeat.all("set-cookie")));
        assert_eq!(first.all("set-cookie").len(), if route == EXCHANGE { 2 } else { 0 });
        assert_eq!(stub.seen().len(), 1, "{route}");
    }
}

#[tokio::test]
async fn a_repeat_gets_the_answer_when_the_first_client_has_left() {
    for (request, route, says) in changes() {
        let stub = Stub::start().await;
        let gateway = gateway_before(&stub).await;
        let to = gateway.address;
        let (held, let_go) = says.held();
        stub.will(held);
        let first = tokio::spawn(async move { request(KEY).send(to).await });
        stub.asked().await;
        first.abort();
        let _ = first.await;
        settled(to).await;
        let repeat = tokio::spawn(async move { request(KEY).send(to).await });
        settled(to).await;
        let_go.send(()).unwrap();
        assert_eq!(repeat.await.unwrap().status, 200, "{route}");
        assert_eq!(stub.seen().len(), 1, "{route}");
    }
}

#[tokio::test]
async fn a_later_repeat_is_a_lost_answer_and_is_not_forwarded() {
    for (request, route, says) in changes() {
        let stub = Stub::start().await;
        let gateway = gateway_before(&stub).await;
        stub.will(says);
        assert_eq!(request(KEY).send(gateway.address).await.status, 200, "{route}");
        for _ in 0..2 {
            let repeat = request(KEY).send(gateway.address).await;
            assert_eq!((repeat.status, repeat.error_name().as_str()), (502, "answer_lost"), "{route}");
            assert!(repeat.all("set-cookie").is_empty() && !repeat.text().contains("acme_new"), "{route}");
        }
        assert_eq!(stub.seen().len(), 1, "{route}");
    }
}

#[tokio::test]
async fn what_failed_at_the_api_is_not_repeated_either() {
    for (status, content_type) in
        [(500, "application/json"), (503, "text/html"), (408, "text/html"), (429, "text/html")]
    {
        for (request, route, _) in changes() {
            let stub = Stub::start().await;
            let gateway = gateway_before(&stub).await;
            stub.will(reply(status, content_type, "{}"));
            request(KEY).send(gateway.address).await;
            assert_eq!(request(KEY).send(gateway.address).await.error_name(), "answer_lost", "{route} {status}");
            assert_eq!(stub.seen().len(), 1, "{route} {status}");
        }
    }
}

#[tokio::test]
async fn another_key_another_session_and_another_route_are_other_requests() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    stub.will(rerolled()).will(rerolled()).will(rerolled()).will(exchanged("ps_2")).will(json(404, ""));
    let other_session = post(REROLL, r#"{"keyId":"key_1","expiration":0}"#).session("ps_2");
    let other_route = post(EXCHANGE_CODE, r#"{"code":"pst_1"}"#);
    for request in [
        reroll(KEY),
        reroll(OTHER_KEY),
        other_session.with("idempotency-key", KEY),
        exchange(KEY),
        other_route.with("idempotency-key", KEY),
    ] {
        assert_ne!(request.send(gateway.address).await.status, 502);
    }
    assert_eq!(stub.seen().len(), 5);
}

#[tokio::test]
async fn who_has_only_the_link_gets_nothing_of_an_exchange() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let to = gateway.address;
    let (held, let_go) = exchanged("ps_new").held();
    stub.will(held).will(json(401, USED)).will(json(401, USED));
    let first = tokio::spawn(async move { exchange(KEY).send(to).await });
    stub.asked().await;
    for stranger in [exchange(OTHER_KEY), post(EXCHANGE, r#"{"sessionId":"pst_1"}"#)] {
        let answer = stranger.send(to).await;
        assert_eq!((answer.status, answer.all("set-cookie").len()), (401, 0));
    }
    let_go.send(()).unwrap();
    assert_eq!(first.await.unwrap().status, 200);
}

#[tokio::test]
async fn a_key_stands_for_one_request_body_included() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let to = gateway.address;
    let (held, let_go) = rerolled().held();
    stub.will(held);
    let first = tokio::spawn(async move { reroll(KEY).send(to).await });
    stub.asked().await;
    let other = post(REROLL, r#"{"keyId":"key_9","expiration":0}"#).session("ps_1").with("idempotency-key", KEY);
    let answer = other.send(to).await;
    assert_eq!((answer.status, answer.error_name().as_str()), (502, "answer_lost"));
    let_go.send(()).unwrap();
    assert_eq!(first.await.unwrap().status, 200);
    assert_eq!(stub.seen().len(), 1);
}

#[tokio::test]
async fn without_a_key_each_request_is_forwarded() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    for _ in 0..2 {
        stub.will(rerolled());
        let request = post(REROLL, r#"{"keyId":"key_1","expiration":0}"#).session("ps_1");
        assert_eq!(request.send(gateway.address).await.status, 200);
    }
    assert_eq!(stub.seen().len(), 2);
}

#[tokio::test]
async fn a_malformed_key_or_two_of_them_is_refused_before_anything_is_forwarded() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let malformed =
        ["", "1", "0123456789ABCDEF0123456789abcdef", "\"0123456789abcdef0123456789abcdef\"", &KEY.repeat(2)];
    for (route, body) in [
        (REROLL, r#"{"keyId":"key_1"}"#),
        (EXCHANGE, r#"{"sessionId":"pst_1"}"#),
        (EXCHANGE_CODE, r#"{"code":"pst_1"}"#),
    ] {
        let request = || post(route, body).session("ps_1");
        let malformed = malformed.iter().map(|key| request().with("idempotency-key", key));
        let twice = request().with("idempotency-key", KEY).with("idempotency-key", KEY);
        for request in malformed.chain([twice]) {
            let answer = request.send(gateway.address).await;
            assert_eq!((answer.status, answer.error_name().as_str()), (400, "idempotency_key_invalid"), "{route}");
        }
    }
    assert!(!stub.is_asked());
}

#[tokio::test]
async fn what_the_gateway_refuses_itself_leaves_the_key_unused() {
    let stub = Stub::start().await;
    let limits = Limits { body_timeout: Duration::from_millis(50), ..Limits::default() };
    let with = With { upstream: Some(stub.origin.clone()), limits, max_connections: 10, ..With::default() };
    let gateway = with.start().await;
    let to = gateway.address;
    let keyed = |request: crate::support::client::TestRequest| request.session("ps_1").with("idempotency-key", KEY);
    let json_type = ("content-type", "application/json");
    let body = r#"{"keyId":"key_1","expiration":0}"#;
    for (request, status) in [
        (keyed(bare_post(REROLL, body).with(json_type.0, json_type.1)), 403),
        (keyed(bare_post(REROLL, body).with("sec-fetch-site", "same-origin")), 415),
        (keyed(post(REROLL, vec![b' '; 64 * 1024 + 1])), 413),
        (reroll(KEY).with("transfer-encoding", "chunked"), 411),
        (reroll(KEY).with("expected-key-expires", "soon"), 400),
    ] {
        assert_eq!(request.send(to).await.status, status);
    }
    let whole = reroll(KEY).bytes("close");
    let stalled = crate::support::client::send_raw(to, &whole[..whole.len() - 1]).await;
    assert!(stalled.starts_with(b"HTTP/1.1 408"), "{}", String::from_utf8_lossy(&stalled));
    assert!(!stub.is_asked());
    stub.will(rerolled());
    assert_eq!(reroll(KEY).send(to).await.status, 200);
}

#[tokio::test]
async fn while_too_many_requests_are_open_a_key_stays_unused() {
    let stub = Stub::start().await;
    // As many requests to the API as connections.
    let with = With { upstream: Some(stub.origin.clone()), max_connections: 2, ..With::default() };
    let gateway = with.start().await;
    let to = gateway.address;
    let (first, first_goes) = rerolled().held();
    let (second, second_goes) = rerolled().held();
    stub.will(first).will(second);
    for key in ["1".repeat(32), "2".repeat(32)] {
        let left = tokio::spawn(async move { reroll(&key).send(to).await });
        stub.asked().await;
        stub.seen();
        left.abort();
    }
    let refused = reroll(KEY).send(to).await;
    assert_eq!((refused.status, refused.header("retry-after")), (503, Some("1")));
    first_goes.send(()).unwrap();
    second_goes.send(()).unwrap();
    stub.will(rerolled());
    // The two end at the gateway some time after the stub has let them go.
    while reroll(KEY).send(to).await.status == 503 {}
    assert_eq!(stub.seen().len(), 1);
}

#[tokio::test]
async fn when_no_more_can_be_remembered_a_request_is_refused_and_none_is_forgotten() {
    let stub = Stub::start().await;
    let limits = Limits { max_known_requests: 1, ..Limits::default() };
    let gateway = With { upstream: Some(stub.origin.clone()), limits, ..With::default() }.start().await;
    stub.will(rerolled());
    assert_eq!(reroll(KEY).send(gateway.address).await.status, 200);
    let refused = reroll(OTHER_KEY).send(gateway.address).await;
    assert_eq!((refused.status, refused.header("retry-after")), (503, Some("1")));
    assert_eq!(reroll(KEY).send(gateway.address).await.error_name(), "answer_lost");
    assert_eq!(stub.seen().len(), 1);
}

#[tokio::test]
async fn made_up_links_and_cookies_leave_room_for_everybody() {
    let stub = Stub::start_with(|_| json(401, USED)).await;
    let limits = Limits { max_known_requests: 3, ..Limits::default() };
    let gateway = With { upstream: Some(stub.origin.clone()), limits, ..With::default() }.start().await;
    stub.will(rerolled());
    assert_eq!(reroll(KEY).send(gateway.address).await.status, 200);
    for key in 0..10 {
        assert_eq!(exchange(&format!("{key:032x}")).send(gateway.address).await.status, 401);
    }
    assert_eq!(reroll(KEY).send(gateway.address).await.error_name(), "answer_lost");
}

#[tokio::test]
async fn after_a_while_a_key_is_forgotten() {
    let stub = Stub::start().await;
    let limits = Limits { repeat_window: Duration::from_millis(1), ..Limits::default() };
    let gateway = With { upstream: Some(stub.origin.clone()), limits, ..With::default() }.start().await;
    for _ in 0..2 {
        stub.will(rerolled());
        assert_eq!(reroll(KEY).send(gateway.address).await.status, 200);
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn the_headers_go_no_further_and_mean_nothing_to_reads() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    stub.will(json(200, NO_KEYS)).will(rerolled()).will(exchanged("ps_new")).will(json(200, NO_KEYS));
    reroll(KEY).with("expected-key-expires", "never").send(gateway.address).await;
    exchange(KEY).send(gateway.address).await;
    let read = post(LIST, "{}").session("ps_1").with("idempotency-key", "x").with("expected-key-expires", "x");
    assert_eq!(read.send(gateway.address).await.status, 200);
    let seen = stub.seen();
    assert_eq!(seen.len(), 4);
    for request in seen {
        for name in ["idempotency-key", "expected-key-expires"] {
            assert!(!request.headers.contains_key(name), "{name} went to {}", request.path);
        }
    }
}
