//! The log: what each line has, and that no secret gets into it.

use std::{
    io,
    sync::{Arc, Mutex},
};

use tracing_subscriber::fmt::MakeWriter;

use crate::support::{
    client::{get, post},
    gateway::gateway_before,
    stub::{EXCHANGE, LIST, NO_KEYS, REROLL, Stub, exchanged, json, reply, until},
};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Lines {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

#[tokio::test]
async fn a_head_that_is_too_large_is_logged() {
    let lines = Lines::default();
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let subscriber = tracing_subscriber::fmt().with_writer(lines.clone()).with_ansi(false).finish();
    let _logging = tracing::subscriber::set_default(subscriber);
    let gateway = gateway_before(&Stub::start().await).await;
    let many = (0..200).fold(get("/"), |request, n| request.with(&format!("x-{n}"), "SECRET"));
    let long = get("/").with("cookie", &"SECRET".repeat(10_000));
    for (count, request) in [(1, many), (2, long)] {
        assert_eq!(request.send(gateway.address).await.status, 431);
        until(|| lines.text().matches("WARN").count() == count).await;
    }
    let text = lines.text();
    assert!(text.matches("status=431 client=127.0.0.1").count() == 2 && !text.contains("SECRET"), "{text}");
}

#[tokio::test]
async fn wstg_sess_04_the_log_names_routes_and_request_ids_and_no_secret() {
    let lines = Lines::default();
    // While one subscriber is alone, a place in the code that another test's thread reaches first asks that thread's
    // subscriber whether it is of interest: there is none, and the line is lost to all. Two are asked both.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    // One thread: everything of this test is written through this subscriber, at every level that there is.
    let subscriber =
        tracing_subscriber::fmt().with_writer(lines.clone()).with_ansi(false).with_env_filter("trace").finish();
    let _logging = tracing::subscriber::set_default(subscriber);
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let to = gateway.address;
    stub.will(exchanged("ps_SECRET1"))
        .will(exchanged("ps_SECRET;2"))
        .will(json(200, NO_KEYS))
        .will(json(200, r#"{"meta":{"requestId":"req_1"},"data":{"keyId":"key_1","key":"acme_SECRET3"}}"#))
        .will(json(200, r#"{"meta":{"requestId":"req_1"},"data":"acme_SECRET4"}"#))
        .will(reply(500, "text/plain", "SECRET5"));
    get("/?session=pst_SECRET6").with("referer", "https://app.example.com/SECRET7").send(to).await;
    get("/SECRET8").with("sec-fetch-mode", "navigate").send(to).await;
    get("/x").method("SECRET9").with("x-forwarded-for", "SECRET10").send(to).await;
    post("/session/end", "SECRET16").session("ps_SECRET17").send(to).await;
    post(EXCHANGE, r#"{"sessionId":"pst_SECRET11"}"#).send(to).await;
    post(EXCHANGE, r#"{"sessionId":"pst_SECRET12"}"#).send(to).await;
    for path in [&format!("{LIST}?SECRET13"), REROLL, REROLL, LIST] {
        post(path, r#"{"keyId":"key_SECRET14"}"#).session("ps_SECRET15").send(to).await;
    }
    const KEY: &str = "5ec2e75ec2e75ec2e75ec2e75ec2e75e";
    stub.will(json(200, r#"{"meta":{"requestId":"req_1"},"data":{"keyId":"key_1","key":"acme_SECRET18"}}"#));
    for key in [KEY, KEY, "SECRET19"] {
        let request = post(REROLL, r#"{"keyId":"key_SECRET20"}"#).session("ps_SECRET21").with("idempotency-key", key);
        request.send(to).await;
    }
    until(|| lines.text().matches(" request ").count() + lines.text().matches(": request").count() >= 13).await;
    let text = lines.text();
    for line in text.lines() {
        assert!(!line.contains("SECRET") && !line.contains(KEY), "{line}");
    }
    for part in [
        r#"route="/v2/portal.listKeys" status=200"#,
        "req_listed00",
        "req_exchanged",
        r#"route="page" status=200"#,
        r#"route="/session/end""#,
        r#"method="other""#,
        r#"came again after its answer was sent: it is not forwarded route="portal.rerollKey""#,
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
}
