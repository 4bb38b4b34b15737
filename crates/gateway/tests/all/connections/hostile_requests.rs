//! Generated requests: made of parts that mean something to a server, or damaged.

use std::fmt;

use proptest::{prelude::*, sample::select};

use crate::support::{gateway::ORIGIN, stub::routes};

/// A request in parts, from which a test derives whether it may be forwarded.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
}

/// The bytes that are sent.
impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.bytes().escape_ascii().fmt(f)
    }
}

impl Parts {
    pub(crate) fn bytes(&self) -> Vec<u8> {
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

    /// A second, minimal implementation of the CSRF rule.
    pub(crate) fn is_own(&self) -> bool {
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
        16 => one_of(&routes()),
        2 => others,
        1 => "/[ -~]{0,40}",
        1 => "(/[a-z.%2fF5cC\\\\]{0,8}){1,5}",
        1 => "\\PC{0,30}",
    ];
    let query = prop_oneof![4 => Just(String::new()), 1 => "\\?[!-~]{0,60}", 1 => "\\?(session|code)=[!-~]{0,40}"];
    (path, query).prop_map(|(path, query)| path + &query)
}

pub(crate) fn cookie() -> impl Strategy<Value = Vec<u8>> {
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
pub(crate) fn parts() -> impl Strategy<Value = Parts> {
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

/// A sound request, damaged in a few places.
pub(crate) fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let sound = one_of(&routes()).prop_map(|route| {
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
