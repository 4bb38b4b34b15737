//! The headers that keep the page safe, on every answer.

use crate::{
    client::{Received, bare_post, get, post},
    setup::{EXCHANGE, LIST, SCRIPT, Stub, WASM, With, exchanged, gateway_before},
};

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
                      img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

fn check(answer: &Received, what: &str) {
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()"),
        ("x-robots-tag", "noindex"),
        ("strict-transport-security", "max-age=31536000"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{what}: {name}");
    }
    assert!(answer.header("date").is_some() && answer.header("cache-control").is_some(), "{what}");
    assert!(answer.header("server").is_none() && answer.header("access-control-allow-origin").is_none(), "{what}");
}

#[tokio::test]
async fn every_answer_carries_every_header() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    for path in
        ["/", "/?session=pst_1", SCRIPT, WASM, "/brand.css", "/config.json", "/healthz", "/readyz", "/gone.js", "/.env"]
    {
        check(&get(path).send(gateway.address).await, path);
    }
    check(&get("/").with("if-none-match", "*").send(gateway.address).await, "304");
    check(&get(LIST).send(gateway.address).await, "405");
    check(&get("/v2/portal.createSession").send(gateway.address).await, "404");
    check(&bare_post(LIST, "{}").send(gateway.address).await, "403");
    check(&post(LIST, "{}").send(gateway.address).await, "401");
    check(&post("/session/end", "{}").send(gateway.address).await, "sign-out");
    stub.will(exchanged("ps_1"));
    check(&post(EXCHANGE, r#"{"sessionId":"pst_1"}"#).send(gateway.address).await, "exchange");
}

#[tokio::test]
async fn on_a_developers_machine_browsers_are_not_told_to_insist_on_tls() {
    let gateway = With {
        upstream: Some("http://127.0.0.1:9".to_owned()),
        public_origin: "http://localhost:8080".to_owned(),
        ..With::default()
    };
    let gateway = gateway.start().await;
    assert_eq!(get("/").send(gateway.address).await.header("strict-transport-security"), None);
}

#[tokio::test]
async fn the_operators_logo_and_api_are_let_in() {
    let config = r#"{"apiBase":"https://api.example.com","logo":"https://cdn.example.com/logo.svg"}"#;
    let gateway = With { config: config.to_owned(), ..With::default() }.start().await;
    let answer = get("/").send(gateway.address).await;
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.contains("connect-src 'self' https://api.example.com;"), "{policy}");
    assert!(policy.contains("img-src 'self' https://cdn.example.com;"), "{policy}");
}

#[tokio::test]
async fn without_an_upstream_only_files_are_served() {
    let config = r#"{"apiBase":"https://api.example.com"}"#;
    let gateway = With { config: config.to_owned(), ..With::default() }.start().await;
    assert_eq!(get("/").send(gateway.address).await.status, 200);
    assert_eq!(get("/readyz").send(gateway.address).await.status, 200);
    assert_eq!(post(LIST, "{}").session("ps_1").send(gateway.address).await.status, 404);
    assert_eq!(post("/session/end", "{}").send(gateway.address).await.status, 405);
}
