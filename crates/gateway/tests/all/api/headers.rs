//! The security headers of every response. `wstg_…` is the test's id in OWASP's Web Security Testing Guide.

use std::collections::BTreeMap;

use crate::support::{
    client::{Received, bare_post, get, post},
    gateway::{SCRIPT, WASM, With, gateway_before},
    stub::{EXCHANGE, LIST, NO_KEYS, Reply, Stub, exchanged, json, reply},
};

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
                      img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
                      require-trusted-types-for 'script'; trusted-types default";

/// A response of every kind, with its description, from an API that sends the most permissive headers.
async fn answers() -> Vec<(String, Received)> {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let to = gateway.address;
    let mut answers = Vec::new();
    for path in
        ["/", "/?session=pst_1", SCRIPT, WASM, "/brand.css", "/config.json", "/healthz", "/readyz", "/gone.js", "/.env"]
    {
        answers.push((path.to_owned(), get(path).send(to).await));
    }
    let allows = |answer: Reply| {
        answer
            .with("access-control-allow-origin", "https://evil.example")
            .with("access-control-allow-credentials", "true")
            .with("access-control-allow-headers", "*")
            .with("access-control-expose-headers", "*")
            .with("content-security-policy", "script-src *")
            .with("location", "https://evil.example/")
    };
    stub.will(allows(json(200, NO_KEYS)))
        .will(allows(json(500, "{}")))
        .will(allows(reply(302, "text/html", "")))
        .will(allows(exchanged("ps_1")));
    for (what, request) in [
        ("a page again", get("/").with("if-none-match", "*")),
        ("a wrong method", get(LIST)),
        ("no route", get("/v2/portal.createSession")),
        ("a preflight", get(LIST).method("OPTIONS").with("access-control-request-method", "POST")),
        ("a preflight of a page", get("/").method("OPTIONS").with("access-control-request-method", "GET")),
        ("another site's request", bare_post(LIST, "{}")),
        ("no session", post(LIST, "{}")),
        ("a list", post(LIST, "{}").session("ps_1")),
        ("an error of the API", post(LIST, "{}").session("ps_1")),
        ("a redirect of the API", post(LIST, "{}").session("ps_1")),
        ("an exchange", post(EXCHANGE, r#"{"sessionId":"pst_1"}"#)),
        ("sign-out", post("/session/end", "{}")),
    ] {
        answers.push((what.to_owned(), request.with("origin", "https://evil.example").send(to).await));
    }
    answers
}

#[tokio::test]
async fn every_answer_carries_every_header() {
    for (what, answer) in answers().await {
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
        assert!(answer.header("server").is_none(), "{what}");
    }
}

#[tokio::test]
async fn answers_of_the_api_are_stored_nowhere() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    for request in
        [post(LIST, "{}"), post(LIST, "{}").session("ps_1"), post(EXCHANGE, "{}"), post("/session/end", "{}")]
    {
        stub.will(json(200, NO_KEYS));
        assert_eq!(request.send(gateway.address).await.header("cache-control"), Some("no-store"));
    }
}

#[tokio::test]
async fn wstg_clnt_07_no_other_origin_may_read_an_answer() {
    for (what, answer) in answers().await {
        let cors: Vec<_> = answer.headers.iter().filter(|(name, _)| name.starts_with("access-control-")).collect();
        assert!(cors.is_empty(), "{what}: {cors:?}");
    }
}

/// The gateway sends no redirects, so there is no open redirect.
#[tokio::test]
async fn wstg_clnt_04_nobody_is_sent_anywhere() {
    for (what, answer) in answers().await {
        assert!(answer.header("location").is_none() && answer.header("refresh").is_none(), "{what}");
    }
    let gateway = gateway_before(&Stub::start().await).await;
    for path in
        ["//evil.example", "//evil.example/..", "/\\evil.example", "/?next=//evil.example", "/keys/?returnUrl=//x"]
    {
        let answer = get(path).with("sec-fetch-mode", "navigate").send(gateway.address).await;
        assert!(!(300..400).contains(&answer.status) && answer.header("location").is_none(), "{path}");
    }
}

/// The sources that each directive of a policy allows.
fn directives(policy: &str) -> BTreeMap<&str, Vec<&str>> {
    let directives = policy.split("; ").map(|directive| {
        let mut words = directive.split(' ');
        (words.next().unwrap_or_default(), words.collect())
    });
    let read: BTreeMap<_, _> = directives.clone().collect();
    assert_eq!(read.len(), directives.count(), "a directive twice: {policy}");
    read
}

/// With the origins that the operator's config adds: the logo's and the API's.
async fn policy_of_an_operator() -> String {
    let config = r#"{"apiBase":"https://api.example.com","logo":"https://cdn.example.com/logo.svg"}"#;
    let gateway = With { config: config.to_owned(), ..With::default() }.start().await;
    get("/").send(gateway.address).await.header("content-security-policy").unwrap().to_owned()
}

#[tokio::test]
async fn wstg_clnt_09_no_page_lets_itself_be_framed() {
    for policy in [POLICY.to_owned(), policy_of_an_operator().await] {
        assert_eq!(directives(&policy)["frame-ancestors"], ["'none'"]);
    }
}

#[tokio::test]
async fn wstg_conf_12_a_script_that_is_not_the_portals_own_does_not_run() {
    let operators = policy_of_an_operator().await;
    for policy in [POLICY, &operators] {
        let mut directives = directives(policy);
        // No text becomes a script, except by the one policy that the page's own script makes.
        assert_eq!(directives.remove("require-trusted-types-for"), Some(vec!["'script'"]));
        assert_eq!(directives.remove("trusted-types"), Some(vec!["default"]));
        assert_eq!(directives["default-src"], ["'none'"]);
        assert_eq!(directives["script-src"], ["'self'", "'wasm-unsafe-eval'"]);
        assert_eq!(directives["style-src"], ["'self'"]);
        assert_eq!((&directives["base-uri"], &directives["form-action"]), (&vec!["'none'"], &vec!["'none'"]));
        for (name, sources) in &directives {
            for source in sources {
                let known = ["'none'", "'self'", "'wasm-unsafe-eval'"].contains(source);
                assert!(known || source.starts_with("https://"), "{name} lets {source} in");
            }
        }
    }
    let directives = directives(&operators);
    assert_eq!(directives["connect-src"], ["'self'", "https://api.example.com"]);
    assert_eq!(directives["img-src"], ["'self'", "https://cdn.example.com"]);
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
async fn without_an_upstream_only_files_are_served() {
    let config = r#"{"apiBase":"https://api.example.com"}"#;
    let gateway = With { config: config.to_owned(), ..With::default() }.start().await;
    assert_eq!(get("/").send(gateway.address).await.status, 200);
    assert_eq!(get("/readyz").send(gateway.address).await.status, 200);
    assert_eq!(post(LIST, "{}").session("ps_1").send(gateway.address).await.status, 404);
    assert_eq!(post("/session/end", "{}").send(gateway.address).await.status, 405);
}
