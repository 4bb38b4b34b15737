//! `Expected-Key-Expires`.

use std::time::Duration;

use portal_gateway::Limits;

use super::{KEY, reroll, rerolled};
use crate::support::{
    client::post,
    gateway::{With, gateway_before},
    stub::{LIST, NO_KEYS, REROLL, Reply, Stub, json, reply},
};

/// A page whose first key is `id`.
fn page(id: &str, expires: Option<i64>) -> Reply {
    let expires = expires.map_or(String::new(), |time| format!(r#","expires":{time}"#));
    let key = format!(r#"{{"keyId":"{id}","start":"s","enabled":true,"createdAt":1{expires}}}"#);
    json(200, &format!(r#"{{"meta":{{"requestId":"req_1"}},"data":[{key}],"pagination":{{"hasMore":false}}}}"#))
}

fn problem(status: u16, kind: &str) -> Reply {
    let url = format!("https://unkey.com/docs/errors/unkey/{kind}");
    let error = format!(r#"{{"title":"t","detail":"d","status":{status},"type":"{url}"}}"#);
    json(status, &format!(r#"{{"meta":{{"requestId":"req_problem00"}},"error":{error}}}"#))
}

/// Status and error of a rotation, and whether it was forwarded.
async fn rotate(expected: &str, list: Reply) -> (u16, Option<String>, bool) {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    stub.will(list).will(rerolled());
    let answer = reroll(KEY).with("expected-key-expires", expected).send(gateway.address).await;
    let seen = stub.seen();
    assert_eq!((seen[0].path.as_str(), seen[0].body.as_ref()), (LIST, &br#"{"limit":1,"cursor":"key_1"}"#[..]));
    assert_eq!(seen[0].headers["cookie"], "portal_session=ps_1");
    let is_forwarded = seen.iter().any(|request| request.path == REROLL);
    (answer.status, (answer.status >= 400).then(|| answer.error_name()), is_forwarded)
}

#[tokio::test]
async fn a_key_that_expires_as_expected_is_rotated() {
    for (expected, found) in [("never", None), ("5000", Some(5_000)), ("0", Some(0))] {
        assert_eq!(rotate(expected, page("key_1", found)).await, (200, None, true), "{expected}");
    }
}

#[tokio::test]
async fn a_key_that_expires_at_another_time_is_not_rotated_again() {
    for (expected, found) in [("never", Some(5_000)), ("5000", None), ("5000", Some(5_001)), ("0", None)] {
        let answer = rotate(expected, page("key_1", found)).await;
        assert_eq!(answer, (502, Some("key_changed".to_owned()), false), "{expected}");
    }
}

#[tokio::test]
async fn where_the_list_does_not_tell_the_rotation_goes_on() {
    for (what, list) in [
        ("another key", page("key_2", Some(5_000))),
        ("no key", json(200, NO_KEYS)),
        ("a page", reply(200, "text/html", "<h1>x")),
        ("a cursor that is not accepted", problem(400, "application/invalid_input")),
        ("a cursor that is not found", problem(404, "data/key_not_found")),
        ("an unknown route", reply(404, "text/plain", "404 page not found\n")),
        ("no permission to list", problem(403, "authorization/insufficient_permissions")),
    ] {
        assert_eq!(rotate("never", list).await, (200, None, true), "{what}");
    }
}

#[tokio::test]
async fn a_failure_of_the_question_is_the_answer_and_nothing_is_forwarded() {
    for (status, name, list) in [
        (401, "portal_session_not_found", problem(401, "authentication/portal_session_not_found")),
        (403, "forbidden", problem(403, "authorization/forbidden")),
        (502, "unreadable", reply(403, "text/html", "<h1>x")),
        (429, "workspace_rate_limited", problem(429, "too_many_requests/workspace_rate_limited")),
        (500, "unexpected_error", problem(500, "application/unexpected_error")),
        (503, "unreadable", reply(503, "text/html", "<h1>x")),
        (504, "request_timeout", problem(408, "application/request_timeout")),
        (502, "service_unavailable", reply(302, "text/html", "")),
    ] {
        assert_eq!(rotate("never", list).await, (status, Some(name.to_owned()), false));
    }
}

#[tokio::test]
async fn after_a_question_that_failed_the_key_is_unused_and_the_wait_is_passed_on() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let rotation = || reroll(KEY).with("expected-key-expires", "never");
    stub.will(reply(429, "text/html", "").with("retry-after", "7"));
    let answer = rotation().send(gateway.address).await;
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("7")));
    stub.will(page("key_1", None)).will(rerolled());
    assert_eq!(rotation().send(gateway.address).await.status, 200);
}

#[tokio::test]
async fn a_question_without_an_answer_is_given_up_before_the_rotation_would_be() {
    let stub = Stub::start().await;
    let limits = Limits { check_timeout: Duration::from_millis(50), ..Limits::default() };
    let gateway = With { upstream: Some(stub.origin.clone()), limits, ..With::default() }.start().await;
    let (held, _keep) = page("key_1", None).held();
    stub.will(held);
    let answer = reroll(KEY).with("expected-key-expires", "never").send(gateway.address).await;
    assert_eq!(answer.status, 504);
    assert_eq!(stub.seen().len(), 1);
    // The portal takes a rotation without an answer for ended after 30 s.
    let limits = Limits::default();
    assert!(limits.check_timeout + limits.upstream_timeout < Duration::from_secs(30));
}

#[tokio::test]
async fn without_the_header_or_a_key_in_the_body_nothing_is_asked() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let body = |body: &str| post(REROLL, body).session("ps_1").with("expected-key-expires", "never");
    for request in [reroll(KEY), body("{}"), body(""), body(r#"{"keyId":1}"#)] {
        stub.will(rerolled());
        assert_eq!(request.send(gateway.address).await.status, 200);
        let seen = stub.seen();
        assert_eq!((seen.len(), seen[0].path.as_str()), (1, REROLL));
    }
}

#[tokio::test]
async fn a_malformed_header_is_refused_before_anything_is_forwarded() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let malformed = ["", "Never", "null", "-1", "+1", "1.5", "1e3", "0x1", "99999999999999999999", "1, 2"];
    let malformed = malformed.map(|value| reroll(KEY).with("expected-key-expires", value));
    let twice = reroll(KEY).with("expected-key-expires", "1").with("expected-key-expires", "1");
    for request in malformed.into_iter().chain([twice]) {
        let answer = request.send(gateway.address).await;
        assert_eq!((answer.status, answer.error_name().as_str()), (400, "expected_key_expires_invalid"));
    }
    assert!(!stub.is_asked());
}
