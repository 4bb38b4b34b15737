//! What no other page can make a user's browser do, and what nobody can make the gateway do.

use crate::{
    client::{bare_post, get, post},
    setup::{EXCHANGE, LIST, NO_KEYS, ORIGIN, ROUTES, Stub, gateway_before, json},
};

#[tokio::test]
async fn requests_of_other_sites_and_sister_domains_are_refused_on_every_route() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    for route in ROUTES.into_iter().chain(["/session/end"]) {
        for headers in [
            &[][..],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "none")],
            &[("sec-fetch-site", "cross-site"), ("origin", ORIGIN)],
            &[("origin", "https://evil.example")],
            &[("origin", "https://app.example.com")],
            &[("origin", "null")],
        ] {
            let request = bare_post(route, "{}").session("ps_1").with("content-type", "application/json");
            let request = headers.iter().fold(request, |request, (name, value)| request.with(name, value));
            let answer = request.send(gateway.address).await;
            assert_eq!((answer.status, answer.error_name().as_str()), (403, "cross_site"), "{route} {headers:?}");
            assert!(answer.all("set-cookie").is_empty());
        }
        for content_type in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a"] {
            let request = bare_post(route, "{}").session("ps_1").with("sec-fetch-site", "same-origin");
            let answer = request.with("content-type", content_type).send(gateway.address).await;
            assert_eq!((answer.status, answer.error_name().as_str()), (415, "unsupported_media_type"), "{route}");
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
    for route in ROUTES.into_iter().chain(["/session/end"]) {
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
    for path in ["//v2/portal.listKeys", "/V2/portal.listKeys", "/x/../v2/portal.listKeys", "/"] {
        let answer = post(path, "{}").session("ps_1").send(gateway.address).await;
        assert_eq!(answer.status, 405, "{path}");
    }
    assert!(!stub.is_asked());
}

#[tokio::test]
async fn without_a_session_the_api_is_not_asked() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    for cookie in [
        "a=b",
        "__Host-portal_session=",
        "__Host-portal_session=a b",
        "portal_session=ps_1",
        "__Host-portal_session=ps_1; __Host-portal_session=ps_2",
    ] {
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
    for route in ROUTES {
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
async fn an_exchange_needs_no_session_but_the_portals_own_page() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let answer = bare_post(EXCHANGE, r#"{"sessionId":"pst_of_somebody_else"}"#)
        .with("content-type", "application/json")
        .with("sec-fetch-site", "cross-site")
        .send(gateway.address)
        .await;
    assert_eq!(answer.status, 403);
    assert!(answer.all("set-cookie").is_empty() && !stub.is_asked());
}
