//! The token becomes a cookie at the exchange, and leaves the browser at sign-out.

use crate::{
    client::post,
    setup::{EXCHANGE, EXCHANGE_CODE, LIST, NO_KEYS, NOW, Stub, exchanged, gateway_before, json},
};

/// The first 16 hex digits of the SHA-256 of `pst_abc`.
const TAG: &str = "01a6dd2408755a2b";

#[tokio::test]
async fn the_exchange_sets_both_cookies_and_keeps_the_token() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    stub.will(exchanged("ps_secret"));
    let answer = post(EXCHANGE, r#"{"sessionId":"pst_abc"}"#).send(gateway.address).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let ends = NOW + 86_400_000;
    assert_eq!(
        answer.all("set-cookie"),
        [
            "__Host-portal_session=ps_secret; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=86400".to_owned(),
            format!("__Host-portal_open={ends}.{TAG}; Path=/; Secure; SameSite=Strict; Max-Age=691200"),
        ]
    );
    assert!(!answer.text().contains("ps_secret"));
    assert_eq!(answer.json()["data"], serde_json::json!({"expiresAt": ends}));
    assert_eq!(answer.json()["meta"]["requestId"], "req_exchanged");
}

#[tokio::test]
async fn the_second_forms_exchange_sets_the_same_cookies() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    stub.will(json(
        200,
        r#"{"meta":{"requestId":"req_1"},"data":{"accessToken":"pat_secret","expiresAt":1893459600000}}"#,
    ));
    let answer = post(EXCHANGE_CODE, r#"{"code":"pst_abc"}"#).send(gateway.address).await;
    let cookies = answer.all("set-cookie");
    assert!(cookies[0].starts_with("__Host-portal_session=pat_secret;") && cookies[0].ends_with("Max-Age=3600"));
    assert!(cookies[1].starts_with(&format!("__Host-portal_open=1893459600000.{TAG};")));
    assert!(!answer.text().contains("pat_secret"));
    let seen = stub.seen();
    assert_eq!((seen[0].path.as_str(), seen[0].body.as_ref()), (EXCHANGE_CODE, &br#"{"code":"pst_abc"}"#[..]));
}

#[tokio::test]
async fn a_planted_cookie_is_replaced_and_not_sent_along() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    stub.will(exchanged("ps_new"));
    let answer = post(EXCHANGE, r#"{"sessionId":"pst_abc"}"#).session("ps_planted").send(gateway.address).await;
    assert!(answer.all("set-cookie")[0].starts_with("__Host-portal_session=ps_new;"));
    assert!(!stub.seen()[0].headers.contains_key("cookie"));
}

#[tokio::test]
async fn a_token_that_could_break_out_of_the_cookie_is_refused() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let long = "a".repeat(513);
    for token in ["", "a;b", "a b", "a\\u000d\\u000aset-cookie: x=y", "é", &long] {
        stub.will(exchanged(token));
        let answer = post(EXCHANGE, r#"{"sessionId":"pst_abc"}"#).send(gateway.address).await;
        assert_eq!((answer.status, answer.error_name().as_str()), (502, "service_unavailable"), "{token}");
        assert!(answer.all("set-cookie").is_empty());
    }
}

#[tokio::test]
async fn a_success_without_a_session_id_opens_nothing() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    for body in ["", "{}", r#"{"code":"pst_abc"}"#, r#"{"sessionId":"a","sessionId":"b"}"#] {
        stub.will(exchanged("ps_secret"));
        let answer = post(EXCHANGE, body).send(gateway.address).await;
        assert_eq!(answer.status, 502, "{body}");
        assert!(answer.all("set-cookie").is_empty() && !answer.text().contains("ps_secret"));
    }
}

#[tokio::test]
async fn a_refused_exchange_sets_no_cookie() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let refused = r#"{"meta":{"requestId":"req_refused00"},"error":{"title":"Unauthorized","detail":"used","status":401,"type":"https://unkey.com/docs/errors/unkey/authentication/portal_session_not_found"}}"#;
    stub.will(json(401, refused));
    let answer = post(EXCHANGE, r#"{"sessionId":"pst_abc"}"#).send(gateway.address).await;
    assert_eq!((answer.status, answer.json()), (401, serde_json::from_str(refused).unwrap()));
    assert!(answer.all("set-cookie").is_empty());
}

#[tokio::test]
async fn an_exchange_is_seen_through_when_the_browser_leaves() {
    let stub = Stub::start().await;
    let mut gateway = gateway_before(&stub).await;
    let to = gateway.address;
    // A list is given up when its reader leaves: that shows when the gateway has noticed.
    let (list, mut list_waits) = json(200, NO_KEYS).held();
    let (exchange, exchange_waits) = exchanged("ps_secret").held();
    stub.will(list).will(exchange);
    let reader = tokio::spawn(async move { post(LIST, "{}").session("ps_1").send(to).await });
    stub.asked().await;
    stub.seen();
    let visitor = tokio::spawn(async move { post(EXCHANGE, r#"{"sessionId":"pst_abc"}"#).send(to).await });
    stub.asked().await;
    visitor.abort();
    let _ = visitor.await;
    reader.abort();
    list_waits.closed().await;
    assert!(!exchange_waits.is_closed(), "the exchange was torn");
    gateway.stop();
    exchange_waits.send(()).unwrap();
    gateway.ended().await;
}

#[tokio::test]
async fn signing_out_takes_both_cookies_and_the_cache_away() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let answer = post("/session/end", "{}").session("ps_secret").send(gateway.address).await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.all("set-cookie"),
        [
            "__Host-portal_session=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0",
            "__Host-portal_open=; Path=/; Secure; SameSite=Strict; Max-Age=0",
        ]
    );
    assert_eq!(answer.header("clear-site-data"), Some("\"cache\""));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(!stub.is_asked());
}
