//! `--forward-client`: what the API is told of the client, and no more.

use crate::support::{
    client::post,
    gateway::With,
    stub::{REROLL, Stub, routes},
};

#[tokio::test]
async fn forward_client_sends_two_headers_of_the_browser_and_no_more() {
    let stub = Stub::start().await;
    let upstream = Some(stub.origin.clone());
    let gateway =
        With { upstream, forward_client: true, trusted_proxies: &["127.0.0.1/32"], ..With::default() }.start().await;
    for route in routes() {
        let _ = post(route, r#"{"sessionId":"pst_1","code":"pst_1"}"#)
            .session("ps_secret")
            .with("x-forwarded-for", "198.51.100.1, pst_secret")
            .with("x-forwarded-for", "1.1.1.1, 203.0.113.9")
            .with("user-agent", &format!("Mozilla \u{e9}\tx{}", "y".repeat(500)))
            .with("referer", "https://keys.example.com/?session=pst_abc")
            .with("x-real-ip", "198.51.100.2")
            .with("forwarded", "for=198.51.100.3")
            .with("connection", "x-forwarded-for, user-agent")
            .with("accept-language", "de")
            .send(gateway.address)
            .await;
        let seen = stub.seen();
        assert_eq!(seen.len(), 1, "{route}");
        let mut names: Vec<_> = seen[0].headers.keys().map(|name| name.as_str()).collect();
        names.retain(|name| *name != "cookie");
        names.sort_unstable();
        let own =
            ["accept", "accept-encoding", "content-length", "content-type", "host", "user-agent", "x-forwarded-for"];
        assert_eq!(names, own, "{route}");
        let values =
            |name| seen[0].headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect::<Vec<_>>();
        assert_eq!(values("x-forwarded-for"), ["203.0.113.9"], "{route}");
        assert_eq!(values("user-agent"), [format!("Mozilla x{}", "y".repeat(191))], "{route}");
    }
}

#[tokio::test]
async fn forward_client_believes_no_undeclared_peer() {
    let stub = Stub::start().await;
    let gateway = With { upstream: Some(stub.origin.clone()), forward_client: true, ..With::default() }.start().await;
    let _ = post(REROLL, "{}").session("ps_1").with("x-forwarded-for", "203.0.113.9").send(gateway.address).await;
    let seen = stub.seen();
    assert_eq!(seen[0].headers["x-forwarded-for"], "127.0.0.1");
    // The browser sent none.
    assert_eq!(seen[0].headers["user-agent"], concat!("portal-gateway/", env!("CARGO_PKG_VERSION")));
}
