//! The exchange turns the token into a cookie, and sign-out removes it. `wstg_…` is the test's id in OWASP's Web
//! Security Testing Guide.

use crate::support::{
    client::{get, post, send_raw},
    gateway::{With, gateway_before},
    stub::{EXCHANGE, EXCHANGE_CODE, LIST, NO_KEYS, NOW, Stub, exchanged, json},
};

/// The first 16 hex digits of the SHA-256 of `pst_abc`.
const TAG: &str = "01a6dd2408755a2b";

#[tokio::test]
async fn wstg_sess_02_no_script_and_no_other_site_gets_at_the_session() {
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
async fn wstg_sess_02_the_second_forms_session_is_kept_as_well() {
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
async fn wstg_sess_02_cookies_are_for_tls_and_one_host_on_a_developers_machine_too() {
    let stub = Stub::start().await;
    let with = With {
        upstream: Some(stub.origin.clone()),
        public_origin: "http://localhost:8080".to_owned(),
        ..With::default()
    };
    let gateway = with.start().await;
    stub.will(exchanged("ps_secret"));
    let answer = post(EXCHANGE, r#"{"sessionId":"pst_abc"}"#).send(gateway.address).await;
    let cookies = answer.all("set-cookie");
    assert_eq!(cookies.len(), 2);
    for cookie in cookies {
        let attributes: Vec<_> = cookie.split("; ").skip(1).filter(|part| !part.starts_with("Max-Age=")).collect();
        let script_may_read = cookie.starts_with("__Host-portal_open=");
        let wanted: &[&str] = if script_may_read {
            &["Path=/", "Secure", "SameSite=Strict"]
        } else {
            &["Path=/", "Secure", "HttpOnly", "SameSite=Strict"]
        };
        assert_eq!(attributes, wanted, "{cookie}");
    }
}

#[tokio::test]
async fn wstg_sess_03_a_planted_session_is_replaced_by_the_exchange_and_not_sent_along() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    stub.will(exchanged("ps_new"));
    let answer = post(EXCHANGE, r#"{"sessionId":"pst_abc"}"#).session("ps_planted").send(gateway.address).await;
    let cookies = answer.all("set-cookie");
    assert!(cookies[0].starts_with("__Host-portal_session=ps_new;"), "{cookies:?}");
    assert!(cookies[1].starts_with("__Host-portal_open=") && cookies[1].contains(TAG), "{cookies:?}");
    assert!(!answer.text().contains("planted") && !stub.seen()[0].headers.contains_key("cookie"));
}

#[tokio::test]
async fn wstg_sess_03_a_session_planted_beside_the_users_own_is_not_used() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    for cookie in [
        "__Host-portal_session=ps_planted; __Host-portal_session=ps_own",
        "__Host-portal_session=ps_own; __Host-portal_session=ps_planted",
        "__Host-portal_session=ps_own; __Host-portal_session=",
    ] {
        let answer = post(LIST, "{}").with("cookie", cookie).send(gateway.address).await;
        assert_eq!((answer.status, answer.error_name().as_str()), (401, "portal_token_missing"), "{cookie}");
    }
    let two = post(LIST, "{}").session("ps_planted").session("ps_own").send(gateway.address).await;
    assert_eq!(two.status, 401);
    assert!(!stub.is_asked());
}

#[tokio::test]
async fn wstg_sess_04_the_token_is_in_one_cookie_and_nowhere_else() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let address = gateway.address;
    stub.will(exchanged("ps_secret"));
    let raw = send_raw(address, &post(EXCHANGE, r#"{"sessionId":"pst_abc"}"#).bytes("close")).await;
    let raw = String::from_utf8(raw).unwrap();
    assert_eq!((raw.matches("ps_secret").count(), raw.matches("pst_abc").count()), (1, 0), "{raw}");
    stub.will(json(200, NO_KEYS));
    let raw = send_raw(address, &post(LIST, "{}").session("ps_secret").bytes("close")).await;
    assert!(raw.starts_with(b"HTTP/1.1 200") && !String::from_utf8(raw).unwrap().contains("ps_secret"));
    let ended = send_raw(address, &post("/session/end", "{}").session("ps_secret").bytes("close")).await;
    assert!(!String::from_utf8(ended).unwrap().contains("ps_secret"));
}

#[tokio::test]
async fn wstg_sess_04_a_session_is_taken_from_its_cookie_alone() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    for (path, name, value) in [
        ("/v2/portal.listKeys?session=ps_1&portal_session=ps_1&__Host-portal_session=ps_1", "x", "y"),
        (LIST, "authorization", "Bearer ps_1"),
        (LIST, "cookie", "portal_session=ps_1"),
        (LIST, "x-portal-session", "ps_1"),
    ] {
        let body = r#"{"__Host-portal_session":"ps_1","token":"ps_1"}"#;
        assert_eq!(post(path, body).with(name, value).send(gateway.address).await.status, 401, "{path} {name}");
    }
    assert!(!stub.is_asked());
}

#[tokio::test]
async fn wstg_sess_04_a_landing_page_repeats_nothing_of_its_address_and_is_not_stored() {
    let gateway = gateway_before(&Stub::start().await).await;
    for query in ["session=pst_secret", "code=pst_secret", "a=b&session=pst_secret", "a=b&amp;SESSION=pst_secret."] {
        for path in ["/", "/keys", "/gone.js"] {
            let request = get(&format!("{path}?{query}")).with("sec-fetch-mode", "navigate");
            let raw = send_raw(gateway.address, &request.bytes("close")).await;
            let raw = String::from_utf8(raw).unwrap();
            assert!(!raw.contains("pst_secret"), "{raw}");
            assert!(raw.contains("cache-control: no-store") && raw.contains("referrer-policy: no-referrer"), "{raw}");
        }
    }
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
async fn wstg_sess_06_signing_out_takes_both_cookies_and_the_cache_away_and_nothing_else() {
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

#[tokio::test]
async fn wstg_sess_06_signing_out_works_with_a_session_that_is_over_and_without_one() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    for cookie in
        ["", "__Host-portal_session=", "__Host-portal_session=a b", "__Host-portal_session=1; __Host-portal_session=2"]
    {
        let answer = post("/session/end", "").with("cookie", cookie).send(gateway.address).await;
        assert_eq!((answer.status, answer.all("set-cookie").len()), (200, 2), "{cookie}");
    }
    // What a browser sends that did not take the expiry to heart.
    let empty = "__Host-portal_session=; __Host-portal_open=";
    assert_eq!(post(LIST, "{}").with("cookie", empty).send(gateway.address).await.status, 401);
    assert!(!stub.is_asked());
}
