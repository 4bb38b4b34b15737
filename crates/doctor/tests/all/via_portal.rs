//! The check through the portal's origin: proxies in front of a running gateway that break it.

use std::net::SocketAddr;

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::Response,
};
use tokio::net::TcpListener;

use crate::{
    harness::{Check, Outcome, SESSION_ID, created, created_with_code, example, first_form, listed, opened},
    support::{
        client::{Received, bare_post},
        gateway::{Running, With},
        stub::{Stub, json, reply},
    },
};

/// What a proxy does to a header: its new value, or `None` to remove it.
type Habit = fn(direction: Direction, name: &str, value: &str) -> Option<String>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Up,
    Down,
}

/// A proxy on a free port. Its target is set later, since the gateway has to know the proxy's origin first.
struct Proxy {
    listener: TcpListener,
    origin: String,
}

impl Proxy {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        Self { listener, origin }
    }

    fn leads_to(self, address: SocketAddr, habit: Habit) {
        let router = Router::new().fallback(move |request: Request| forward(request, address, habit));
        tokio::spawn(async move { axum::serve(self.listener, router).await });
    }
}

async fn forward(request: Request, to: SocketAddr, habit: Habit) -> Response<Body> {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let mut asked = bare_post(head.uri.path(), body.to_vec());
    for (name, value) in &head.headers {
        if !["host", "content-length"].contains(&name.as_str())
            && let Some(value) = habit(Direction::Up, name.as_str(), value.to_str().unwrap())
        {
            asked = asked.with(name.as_str(), &value);
        }
    }
    let Received { status, headers, body } = asked.send(to).await;
    let mut response = Response::builder().status(status);
    for (name, value) in headers.iter().filter(|(name, _)| name != "connection") {
        if let Some(value) = habit(Direction::Down, name, value) {
            response = response.header(name, value);
        }
    }
    response.body(Body::from(body)).unwrap()
}

/// A proxy with this habit in front of a gateway, whose API accepts two exchanges.
async fn behind(habit: Habit) -> (Stub, Running, String) {
    let stub = first_form().await;
    let proxy = Proxy::new().await;
    let origin = proxy.origin.clone();
    let with = With { upstream: Some(stub.origin.clone()), public_origin: origin.clone(), ..With::default() };
    let gateway = with.start().await;
    proxy.leads_to(gateway.address, habit);
    // A session directly; then, through the gateway, the ID that never was one and another session.
    stub.will(created(&origin)).will(opened()).will(listed());
    stub.will(example("session ID refused at the exchange"));
    stub.will(created(&origin)).will(opened()).will(listed());
    (stub, gateway, origin)
}

async fn check(stub: &Stub, portal: &str) -> Outcome {
    Check::of(&stub.origin).with_root_key().via_portal(portal).run().await
}

#[tokio::test]
async fn a_proxy_that_hands_everything_on_is_said_to_be_sound() {
    let (stub, _gateway, portal) = behind(|_, _, value| Some(value.to_owned())).await;
    let outcome = check(&stub, &portal).await;
    assert_eq!(outcome.problems, 0, "{}", outcome.out);
    assert!(outcome.step("portal").starts_with("ok: ") && outcome.step("cookies").contains("1 key"), "{}", outcome.out);
}

#[tokio::test]
async fn a_code_is_taken_from_the_link_and_exchanged_at_the_portals_own_origin() {
    let (stub, proxy) = (Stub::start().await, Proxy::new().await);
    let portal = proxy.origin.clone();
    let with = With { upstream: Some(stub.origin.clone()), public_origin: portal.clone(), ..With::default() };
    let gateway = with.start().await;
    proxy.leads_to(gateway.address, |_, _, value| Some(value.to_owned()));
    let elsewhere = "https://portal.unkey.com";
    stub.will(example("exchange of the other version")).will(example("session ID refused at the exchange"));
    stub.will(created_with_code(elsewhere)).will(opened()).will(listed());
    stub.will(example("session ID refused at the exchange"));
    stub.will(created_with_code(elsewhere)).will(opened()).will(listed());
    let outcome = check(&stub, &portal).await;
    assert_eq!(outcome.problems, 0, "{}", outcome.out);
    assert!(outcome.step("cookies").contains("1 key"), "{}", outcome.out);
    let bodies: Vec<_> = stub.seen().iter().map(|seen| String::from_utf8_lossy(&seen.body).into_owned()).collect();
    assert_eq!(bodies.iter().filter(|body| body.contains(SESSION_ID)).count(), 2, "{bodies:?}");
}

#[tokio::test]
async fn browsers_that_send_the_origin_alone_get_through_a_proxy_that_takes_the_newer_header_away() {
    let (stub, _gateway, portal) = behind(|_, name, value| (name != "sec-fetch-site").then(|| value.to_owned())).await;
    assert_eq!(check(&stub, &portal).await.problems, 0);
}

#[tokio::test]
async fn a_proxy_that_takes_something_away_is_told_by_what_is_missing() {
    let habits: [(Habit, &str, &str); 6] = [
        (
            |_, name, value| (!["sec-fetch-site", "origin"].contains(&name)).then(|| value.to_owned()),
            "portal",
            "neither Sec-Fetch-Site nor an Origin",
        ),
        (|_, name, value| (name != "content-type").then(|| value.to_owned()), "portal", "Content-Type did not arrive"),
        (
            |_, name, value| (name != "content-security-policy").then(|| value.to_owned()),
            "portal",
            "without the gateway's headers",
        ),
        (|_, name, value| (name != "set-cookie").then(|| value.to_owned()), "cookies", "takes Set-Cookie away"),
        (
            |_, name, value| {
                Some(if name == "set-cookie" { value.replace("; HttpOnly", "") } else { value.to_owned() })
            },
            "cookies",
            "came through changed",
        ),
        (|_, name, value| (name != "cookie").then(|| value.to_owned()), "cookies", "did not arrive at the gateway"),
    ];
    for (habit, step, part) in habits {
        let (stub, _gateway, portal) = behind(habit).await;
        let outcome = check(&stub, &portal).await;
        outcome.blames(step, &[part, "let the proxy hand everything to the gateway"]);
        assert!(outcome.step("list").starts_with("ok: "), "{}", outcome.out);
    }
}

#[tokio::test]
async fn a_proxy_that_goes_past_the_gateway_is_noticed() {
    let stub = first_form().await;
    stub.will(created("https://x.example")).will(opened()).will(listed());
    stub.will(example("session ID refused at the exchange"));
    let outcome = check(&stub, &stub.origin.replace("127.0.0.1", "localhost")).await;
    outcome.blames("portal", &["past the gateway"]);
}

#[tokio::test]
async fn a_gateway_that_cannot_reach_the_api_is_told_from_an_api_that_is_down() {
    let stub = first_form().await;
    let proxy = Proxy::new().await;
    let portal = proxy.origin.clone();
    let with =
        With { upstream: Some("http://127.0.0.1:9".to_owned()), public_origin: portal.clone(), ..With::default() };
    let gateway = with.start().await;
    proxy.leads_to(gateway.address, |_, _, value| Some(value.to_owned()));
    stub.will(created(&portal)).will(opened()).will(listed());
    check(&stub, &portal).await.blames("portal", &["can't speak to the API as this check could", "--upstream"]);
}

#[tokio::test]
async fn an_origin_without_a_gateway_that_forwards_is_named() {
    let stub = first_form().await;
    let elsewhere = Stub::start().await;
    let missing = || reply(404, "text/plain", "404 page not found\n");
    elsewhere.will(missing()).will(missing());
    stub.will(created("https://x.example")).will(opened()).will(listed());
    check(&stub, &elsewhere.origin).await.blames("portal", &["no gateway that forwards", "/v2/"]);
}

#[tokio::test]
async fn a_proxy_that_sends_bodies_in_chunks_is_named() {
    let stub = first_form().await;
    let elsewhere = Stub::start().await;
    // The gateway's response to such a proxy: see smuggling.rs of its tests.
    let error = r#"{"title":"","detail":"","status":411,"type":"/errors/gateway/request/length_required"}"#;
    elsewhere.will(json(411, &format!(r#"{{"meta":{{"requestId":"req_1"}},"error":{error}}}"#)));
    stub.will(created("https://x.example")).will(opened()).will(listed());
    check(&stub, &elsewhere.origin).await.blames("portal", &["in chunks", "proxy_request_buffering on"]);
}
