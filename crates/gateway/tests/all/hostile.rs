//! Whatever comes in: no failure of the gateway's own making, and nothing goes up that shouldn't.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use portal_api::{ExchangeCodeRequest, ExchangeSessionRequest};
use portal_gateway::Limits;
use proptest::{prelude::*, sample::select, test_runner::TestRunner};
use tokio::runtime::Handle;

use crate::{
    client::{get, send_raw},
    setup::{
        EXCHANGE, EXCHANGE_CODE, LIST, NO_KEYS, ORIGIN, REROLL, ROUTES, Reply, Running, Seen, Stub, VERIFICATIONS,
        With, exchanged, json,
    },
};

/// An API in good order: a 5xx can only be the gateway's.
fn sound_api(seen: &Seen) -> Reply {
    let names_an_id = match seen.path.as_str() {
        EXCHANGE => serde_json::from_slice::<ExchangeSessionRequest>(&seen.body).is_ok(),
        EXCHANGE_CODE => serde_json::from_slice::<ExchangeCodeRequest>(&seen.body).is_ok(),
        _ => false,
    };
    match seen.path.as_str() {
        LIST => json(200, NO_KEYS),
        REROLL => json(200, r#"{"meta":{"requestId":"req_1"},"data":{"keyId":"key_1","key":"acme_1"}}"#),
        VERIFICATIONS => json(200, r#"{"meta":{"requestId":"req_1"},"data":[]}"#),
        _ if names_an_id => exchanged("ps_new"),
        _ => {
            json(400, r#"{"meta":{"requestId":"req_1"},"error":{"title":"","detail":"","status":400,"type":"a/b/c"}}"#)
        }
    }
}

/// Half-sent requests are given up soon, since many will come.
async fn gateway() -> (Stub, Running) {
    let stub = Stub::start_with(sound_api).await;
    let short = Duration::from_millis(60);
    let limits = Limits { head: short, idle: short, body: short, ..Limits::default() };
    let with = With { upstream: Some(stub.origin.clone()), limits, ..With::default() };
    let running = with.start().await;
    (stub, running)
}

fn is_token(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    (1..=512).contains(&text.len()) && text.bytes().all(plain)
}

/// That what went up is made of the five routes, the one cookie and the gateway's own headers.
fn check_seen(seen: &Seen) {
    assert_eq!(seen.method, "POST", "{seen:?}");
    assert!(ROUTES.contains(&seen.path.as_str()), "{seen:?}");
    for (name, value) in &seen.headers {
        let value = value.to_str().unwrap();
        let fits = match name.as_str() {
            "host" | "content-length" => true,
            "content-type" => value == "application/json",
            "user-agent" => value.starts_with("portal-gateway/"),
            "cookie" => value.strip_prefix("portal_session=").is_some_and(is_token),
            _ => false,
        };
        assert!(fits, "{name}: {value}");
    }
    let is_exchange = [EXCHANGE, EXCHANGE_CODE].contains(&seen.path.as_str());
    assert_eq!(seen.headers.get_all("cookie").iter().count(), usize::from(!is_exchange), "{seen:?}");
}

/// Sends what a strategy makes, a number of times, and looks at what came back and what went up. Gives how often something
/// went up.
async fn try_all<T: fmt::Debug + Send + 'static>(
    cases: u32,
    strategy: impl Strategy<Value = T> + Send + 'static,
    bytes: fn(&T) -> Vec<u8>,
    may_go_up: fn(&T) -> bool,
) -> usize {
    let (stub, gateway) = gateway().await;
    let address = gateway.address;
    let runtime = Handle::current();
    let mut runner = TestRunner::new(ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() });
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let outcome = tokio::task::spawn_blocking(move || {
        runner.run(&strategy, |request| {
            let answer = runtime.block_on(send_raw(address, &bytes(&request)));
            // "Go on" comes before the answer where it was asked for.
            let answer = answer.strip_prefix(b"HTTP/1.1 100 Continue\r\n\r\n").unwrap_or(&answer);
            let is_http = answer.starts_with(b"HTTP/1.0 ") || answer.starts_with(b"HTTP/1.1 ");
            let is_fine = answer.is_empty() || (is_http && matches!(answer.get(9), Some(b'2'..=b'4')));
            prop_assert!(is_fine, "{}", answer.escape_ascii());
            let seen = stub.seen();
            seen.iter().for_each(check_seen);
            counted.fetch_add(seen.len(), Ordering::Relaxed);
            prop_assert!(seen.is_empty() || may_go_up(&request), "went up: {seen:?}");
            Ok(())
        })
    });
    outcome.await.unwrap().unwrap();
    assert_eq!(get("/healthz").send(address).await.status, 200);
    count.load(Ordering::Relaxed)
}

/// A request in parts, so that what may go up can be told from them.
#[derive(Clone)]
struct Parts {
    method: String,
    target: String,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

/// As it goes over the wire.
impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.bytes().escape_ascii().fmt(f)
    }
}

impl Parts {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes =
            format!("{} {} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n", self.method, self.target).into_bytes();
        for (name, value) in &self.headers {
            bytes.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
        }
        [&bytes, &b"\r\n"[..], &self.body].concat()
    }

    fn values(&self, name: &str) -> Vec<&[u8]> {
        let found = self.headers.iter().filter(|(found, _)| found.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim_ascii()).collect()
    }

    /// The rules once more, in the fewest words: the portal's own page, by the browser's word or by its origin.
    fn is_own(&self) -> bool {
        match self.values("sec-fetch-site")[..] {
            [site] => site == b"same-origin",
            [] => self.values("origin") == [ORIGIN.as_bytes()],
            _ => false,
        }
    }
}

/// Any bytes that fit into a header's line.
fn any_line() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>().prop_filter("ends the line", |byte| !b"\r\n".contains(byte)), 0..60)
}

/// One of these texts.
fn one_of(texts: &[&'static str]) -> impl Strategy<Value = String> + use<> {
    select(texts.to_vec()).prop_map(str::to_owned)
}

fn method() -> impl Strategy<Value = String> {
    let usual = one_of(&["GET", "HEAD", "OPTIONS", "PUT", "TRACE"]);
    prop_oneof![16 => Just("POST".to_owned()), 2 => usual, 1 => "[A-Za-z!#$%&'*+.^_|~-]{1,12}"]
}

fn target() -> impl Strategy<Value = String> {
    let others = one_of(&[
        "/v2/portal.createSession",
        "/session/end",
        "/",
        "/config.json",
        "/v2/../v2/portal.listKeys",
        "/v2/portal%2ElistKeys",
        "/%2e%2e/x",
        "*",
    ]);
    let path = prop_oneof![
        16 => one_of(&ROUTES),
        2 => others,
        1 => "/[ -~]{0,40}",
        1 => "(/[a-z.%2fF5cC\\\\]{0,8}){1,5}",
        1 => "\\PC{0,30}",
    ];
    let query = prop_oneof![4 => Just(String::new()), 1 => "\\?[!-~]{0,60}", 1 => "\\?(session|code)=[!-~]{0,40}"];
    (path, query).prop_map(|(path, query)| path + &query)
}

fn cookie() -> impl Strategy<Value = Vec<u8>> {
    let others = one_of(&["__Host-portal_open", "portal_session", "a", "__host-portal_session", ""]);
    let name = prop_oneof![1 => Just("__Host-portal_session".to_owned()), 2 => others];
    let equals = prop_oneof![6 => Just("=".to_owned()), 1 => one_of(&["==", " = ", ""])];
    let value = prop_oneof![
        3 => "[A-Za-z0-9_-]{0,40}".prop_map(String::into_bytes),
        1 => "[A-Za-z0-9]{500,530}".prop_map(String::into_bytes),
        1 => any_line(),
    ];
    let behind = prop_oneof![4 => Just("; ".to_owned()), 1 => one_of(&[";", ",", " ", ";;"])];
    let pair = (name, equals, value, behind).prop_map(|(name, equals, value, behind)| {
        [name.as_bytes(), equals.as_bytes(), &value, behind.as_bytes()].concat()
    });
    proptest::collection::vec(pair, 0..4).prop_map(|pairs| pairs.concat())
}

fn header() -> impl Strategy<Value = (String, Vec<u8>)> {
    let known = |name: &'static str, values: &[&'static str]| {
        one_of(values).prop_map(move |value| (name.to_owned(), value.into_bytes()))
    };
    let read_by_others = one_of(&[
        "accept",
        "accept-encoding",
        "authorization",
        "content-encoding",
        "expect",
        "if-none-match",
        "range",
        "referer",
        "te",
        "upgrade",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-http-method-override",
    ]);
    prop_oneof![
        cookie().prop_map(|cookie| ("cookie".to_owned(), cookie)),
        known("sec-fetch-site", &["same-origin", "same-site", "cross-site", "none", "Same-Origin", ""]),
        known("Origin", &[ORIGIN, "null", "https://evil.example", "https://keys.example.com.", ""]),
        known("content-type", &["application/json; charset=utf-16", "text/plain", "a/b;c=\"", ""]),
        known("expect", &["100-continue", "200-ok"]),
        known("upgrade", &["h2c", "websocket"]),
        (read_by_others, any_line()),
        ("[A-Za-z0-9!#$%&'*+.^_|~-]{1,30}", any_line()),
    ]
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    let usual = one_of(&[
        r#"{"sessionId":"pst_1"}"#,
        r#"{"code":"pst_1"}"#,
        r#"{"limit":100}"#,
        r#"{"sessionId":{}}"#,
        "{}",
        "[",
        "null",
    ]);
    prop_oneof![
        usual.prop_map(String::into_bytes),
        "\\PC{0,80}".prop_map(|text| serde_json::json!({ "sessionId": text }).to_string().into_bytes()),
        proptest::collection::vec(any::<u8>(), 0..300),
        (1..3_000usize).prop_map(|depth| vec![b'['; depth]),
    ]
}

/// Mostly of the portal's own pages, or hardly anything would get past the first check.
fn parts() -> impl Strategy<Value = Parts> {
    const JSON: (&str, &str) = ("content-type", "application/json");
    let own = prop_oneof![
        4 => Just(vec![("sec-fetch-site", "same-origin"), JSON, ("cookie", "__Host-portal_session=ps_1")]),
        1 => Just(vec![("origin", ORIGIN), JSON]),
        1 => Just(vec![]),
    ];
    let headers = proptest::collection::vec(header(), 0..3);
    // Mostly the body's own length; now and then another, or none.
    let off = prop_oneof![12 => Just(Some(0_i64)), 1 => Just(None), 1 => (-3..3_i64).prop_map(Some)];
    (method(), target(), own, headers, body(), off).prop_map(|(method, target, own, headers, body, off)| {
        let own = own.into_iter().map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec()));
        let mut headers: Vec<_> = own.chain(headers).collect();
        if let Some(off) = off {
            let length = i64::try_from(body.len()).unwrap() + off;
            headers.push(("content-length".to_owned(), length.to_string().into_bytes()));
        }
        Parts { method, target, headers, body }
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn any_request_in_parts_is_answered_and_only_the_portals_own_goes_up() {
    let went_up = try_all(400, parts(), Parts::bytes, Parts::is_own).await;
    // Or nothing was tried but the first check.
    assert!(went_up > 10, "{went_up}");
}

#[tokio::test(flavor = "multi_thread")]
async fn any_cookie_gives_a_token_or_no_session() {
    let list = cookie().prop_map(|cookie| Parts {
        method: "POST".to_owned(),
        target: LIST.to_owned(),
        headers: vec![
            ("sec-fetch-site".to_owned(), b"same-origin".to_vec()),
            ("content-type".to_owned(), b"application/json".to_vec()),
            ("content-length".to_owned(), b"2".to_vec()),
            ("cookie".to_owned(), cookie),
        ],
        body: b"{}".to_vec(),
    });
    let went_up = try_all(300, list, Parts::bytes, |parts| {
        String::from_utf8_lossy(&parts.headers[3].1).contains("__Host-portal_session=")
    })
    .await;
    assert!(went_up > 10, "{went_up}");
}

/// A sound request, damaged in a few places.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let sound = one_of(&ROUTES).prop_map(|route| {
        format!(
            "POST {route} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/json\r\ncookie: a=b; __Host-portal_session=ps_1\r\ncontent-length: 21\r\n\r\n\
             {{\"sessionId\":\"pst_1\"}}"
        )
        .into_bytes()
    });
    let telling = one_of(&[
        "\r\n",
        "\n",
        "\r",
        "\0",
        " ",
        "\t",
        ":",
        ";",
        "=",
        "\r\n\r\n",
        "transfer-encoding: chunked\r\n",
        "content-length: 3\r\n",
        "host: y\r\n",
        "0\r\n\r\n",
        "HTTP/1.1",
        "http://evil.example",
        "%00",
        "/../",
        "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n",
    ]);
    let piece = prop_oneof![telling.prop_map(String::into_bytes), proptest::collection::vec(any::<u8>(), 0..8)];
    let cut = (any::<prop::sample::Index>(), 0..6usize, piece);
    (sound, proptest::collection::vec(cut, 1..4)).prop_map(|(mut bytes, cuts)| {
        for (at, length, piece) in cuts {
            let at = at.index(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, piece);
        }
        bytes
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn any_damaged_request_is_answered_or_hung_up_on() {
    let went_up = try_all(400, damaged(), Clone::clone, |_| true).await;
    assert!(went_up > 10, "{went_up}");
}

#[tokio::test(flavor = "multi_thread")]
async fn any_bytes_are_answered_or_hung_up_on() {
    let noise = proptest::collection::vec(any::<u8>(), 0..2_000).prop_map(|bytes| [&bytes[..], b"\r\n\r\n"].concat());
    assert_eq!(try_all(100, noise, Clone::clone, |_| false).await, 0);
}
