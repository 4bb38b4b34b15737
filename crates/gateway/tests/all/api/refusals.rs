//! Requests that are refused: of other pages (CSRF), without a session, too large, to other routes. `wstg_…` is the test's id in
//! OWASP's Web Security Testing Guide.

use crate::support::{
    client::{bare_post, get, post},
    gateway::{ORIGIN, gateway_before},
    stub::{EXCHANGE, EXCHANGE_CODE, LIST, NO_KEYS, Stub, exchanged, json, routes},
};

/// Headers of requests from other origins: each is refused.
const OF_OTHERS: [(&str, &[(&str, &str)]); 12] = [
    ("no header", &[]),
    ("wrong origin", &[("origin", "https://evil.example")]),
    ("a sister domain's origin", &[("origin", "https://app.example.com")]),
    ("another port's origin", &[("origin", "https://keys.example.com:8443")]),
    ("plain http", &[("origin", "http://keys.example.com")]),
    ("no origin", &[("origin", "null")]),
    ("cross-site", &[("sec-fetch-site", "cross-site")]),
    ("same-site", &[("sec-fetch-site", "same-site")]),
    ("typed in", &[("sec-fetch-site", "none")]),
    ("cross-site with the portal's origin", &[("sec-fetch-site", "cross-site"), ("origin", ORIGIN)]),
    ("same-site with the portal's origin", &[("sec-fetch-site", "same-site"), ("origin", ORIGIN)]),
    ("two that differ", &[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")]),
];

/// Content types that a form can send without a preflight, and others that aren't JSON.
const NOT_JSON: [(&str, &[(&str, &str)]); 6] = [
    ("text/plain", &[("content-type", "text/plain")]),
    ("a form", &[("content-type", "application/x-www-form-urlencoded")]),
    ("a form with files", &[("content-type", "multipart/form-data; boundary=a")]),
    ("JSON in a parameter", &[("content-type", "text/plain; application/json")]),
    ("no content type", &[]),
    ("two content types", &[("content-type", "application/json"), ("content-type", "text/plain")]),
];

#[tokio::test]
async fn wstg_sess_05_no_other_page_can_use_a_route_with_the_users_session() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let body = r#"{"sessionId":"pst_of_somebody_else"}"#;
    for route in routes().into_iter().chain(["/session/end"]) {
        let json = [("content-type", "application/json")];
        let others = OF_OTHERS.iter().map(|(what, headers)| (what, [headers, &json[..]].concat(), 403, "cross_site"));
        let own = [("sec-fetch-site", "same-origin")];
        let not_json =
            NOT_JSON.iter().map(|(what, headers)| (what, [headers, &own[..]].concat(), 415, "unsupported_media_type"));
        for (what, headers, status, name) in others.chain(not_json) {
            let request = bare_post(route, body).session("ps_1");
            let request = headers.iter().fold(request, |request, (name, value)| request.with(name, value));
            let answer = request.send(gateway.address).await;
            assert_eq!((answer.status, answer.error_name().as_str()), (status, name), "{route}: {what}");
            assert!(
                answer.all("set-cookie").is_empty() && answer.header("clear-site-data").is_none(),
                "{route}: {what}"
            );
        }
    }
    assert!(!stub.is_asked(), "{:?}", stub.seen());
}

#[tokio::test]
async fn browsers_that_tell_only_the_origin_are_served() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    stub.will(json(200, NO_KEYS));
    let request = bare_post(LIST, "{}").session("ps_1").with("content-type", "application/json; charset=utf-8");
    assert_eq!(request.with("origin", ORIGIN).send(gateway.address).await.status, 200);
}

#[tokio::test]
async fn other_methods_are_answered_in_plain_text_as_by_the_api() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    for route in routes().into_iter().chain(["/session/end"]) {
        for method in ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "FOO"] {
            let answer = get(route).method(method).session("ps_1").send(gateway.address).await;
            assert_eq!((answer.status, answer.header("allow")), (405, Some("POST")), "{method} {route}");
            assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
            assert!(answer.header("access-control-allow-origin").is_none());
        }
    }
    assert!(!stub.is_asked());
}

#[tokio::test]
async fn nothing_but_the_five_routes_reaches_the_api() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    for path in [
        "/v2/portal.createSession",
        "/v2/keys.verifyKey",
        "/v2/portal.listKeys/",
        "/v2/portal.listKeys/x",
        "/v2/portal.listKeys%2f",
        "/v2/portal%2ElistKeys",
        "/v2/portal.listkeys",
        "/v2/../v2/portal.createSession",
        "/v2",
        "/v2/",
        "/v2/x",
    ] {
        let answer = post(path, "{}").session("ps_1").send(gateway.address).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"), "{path}");
    }
    for path in
        ["//v2/portal.listKeys", "/V2/portal.listKeys", "/x/../v2/portal.listKeys", "/switchboard/requests", "/"]
    {
        let answer = post(path, "{}").session("ps_1").send(gateway.address).await;
        assert_eq!(answer.status, 405, "{path}");
    }
    assert!(!stub.is_asked());
}

#[tokio::test]
async fn without_a_session_the_api_is_not_asked() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    for cookie in ["a=b", "__Host-portal_session=", "__Host-portal_session=a b", "portal_session=ps_1"] {
        let answer = post(LIST, "{}").with("cookie", cookie).send(gateway.address).await;
        assert_eq!((answer.status, answer.error_name().as_str()), (401, "portal_token_missing"), "{cookie}");
    }
    assert_eq!(post(LIST, "{}").send(gateway.address).await.status, 401);
    assert!(!stub.is_asked());
}

#[tokio::test]
async fn a_body_over_64_kib_is_refused() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    for route in routes() {
        let answer = post(route, vec![b' '; 64 * 1024 + 1]).session("ps_1").send(gateway.address).await;
        assert_eq!((answer.status, answer.error_name().as_str()), (413, "body_too_large"), "{route}");
    }
    assert!(!stub.is_asked());
    stub.will(json(200, NO_KEYS));
    let answer = post(LIST, vec![b' '; 64 * 1024]).session("ps_1").send(gateway.address).await;
    assert_eq!(answer.status, 200);
    assert_eq!(stub.seen()[0].body.len(), 64 * 1024);
}

#[tokio::test]
async fn wstg_sess_03_no_other_page_can_sign_a_user_in_as_somebody_else() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    for (route, body) in [(EXCHANGE, r#"{"sessionId":"pst_evil"}"#), (EXCHANGE_CODE, r#"{"code":"pst_evil"}"#)] {
        for (what, headers) in OF_OTHERS {
            let request = bare_post(route, body).with("content-type", "application/json");
            let request = headers.iter().fold(request, |request, (name, value)| request.with(name, value));
            let answer = request.send(gateway.address).await;
            assert_eq!(answer.status, 403, "{route}: {what}");
            assert!(answer.all("set-cookie").is_empty());
        }
    }
    assert!(!stub.is_asked());
    // The portal's own page needs no session for it.
    stub.will(exchanged("ps_1"));
    assert_eq!(post(EXCHANGE, r#"{"sessionId":"pst_own"}"#).send(gateway.address).await.status, 200);
}
