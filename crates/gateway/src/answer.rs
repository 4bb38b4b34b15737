//! What goes down to the browser: only what can be read as the contract says, written anew, so that nothing passes that
//! the contract's types don't hold. The operator's own data of keys has no place in them.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use portal_api::{ApiResponse, ErrorBody, ExchangedSession, Key, RequestId, RerolledKey, Route, Verifications};
use portal_core::config::ShowSettings;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    refusal::{Refusal, new_request_id},
    upstream::Said,
};

/// An answer that may go down.
pub(crate) struct Passed {
    pub(crate) status: StatusCode,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
    /// Absent for plain text, which carries none.
    pub(crate) request_id: Option<RequestId>,
}

/// The longest plain text that is kept, in characters.
const LONGEST_TEXT: usize = 200;

/// Reads the success of an exchange.
///
/// # Errors
/// What goes down in its place: boxed, since it is whole.
pub(crate) fn exchanged(said: &Said) -> Result<ApiResponse<ExchangedSession>, Box<Result<Passed, Refusal>>> {
    if said.status.is_success() {
        read(&said.body).map_err(|refusal| Box::new(Err(refusal)))
    } else {
        Err(Box::new(failed(said)))
    }
}

/// The answer of a data route.
///
/// # Errors
/// A success that can't be read, and what is neither success nor failure.
pub(crate) fn data(route: Route, show: ShowSettings, said: &Said) -> Result<Passed, Refusal> {
    if !said.status.is_success() {
        return failed(said);
    }
    match route {
        Route::ListKeys => {
            let mut answer: ApiResponse<Vec<Key>> = read(&said.body)?;
            for key in &mut answer.data {
                if !show.credits {
                    key.credits = None;
                }
                if !show.rate_limits {
                    key.ratelimits.clear();
                }
            }
            succeeded(said.status, &answer, &answer.meta.request_id)
        }
        Route::RerollKey => {
            let answer: ApiResponse<RerolledKey> = read(&said.body)?;
            succeeded(said.status, &answer, &answer.meta.request_id)
        }
        Route::GetVerifications => {
            let answer: Verifications = read(&said.body)?;
            let (Verifications::Combined { meta, .. } | Verifications::ByKey { meta, .. }) = &answer;
            succeeded(said.status, &answer, &meta.request_id)
        }
        // Theirs go through `exchanged`, and createSession's go nowhere.
        Route::ExchangeSession | Route::ExchangeCode | Route::CreateSession => Err(Refusal::UpstreamOdd),
    }
}

/// A success, written anew.
pub(crate) fn succeeded<T: Serialize>(status: StatusCode, body: &T, id: &RequestId) -> Result<Passed, Refusal> {
    let body = serde_json::to_vec(body).map_err(|_| Refusal::UpstreamOdd)?;
    Ok(Passed { status, content_type: "application/json", body, request_id: Some(id.clone()) })
}

/// The reader's own message is not logged: it quotes what it couldn't read.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        tracing::warn!(bytes = body.len(), line, column, kind = ?error.classify(), "the upstream's success can't be read");
        Refusal::UpstreamOdd
    })
}

/// An error in the API's form, or one of the two plain texts that the API itself says; nothing else: an edge's page is
/// for nobody's eyes, and a redirect is not followed.
fn failed(said: &Said) -> Result<Passed, Refusal> {
    let status = to_browser(said.status);
    if !(status.is_client_error() || status.is_server_error()) {
        tracing::warn!(status = status.as_u16(), "the upstream answered with neither success nor error");
        return Err(Refusal::UpstreamOdd);
    }
    if let Ok(mut body) = serde_json::from_slice::<ErrorBody>(&said.body) {
        if body.meta.request_id.as_str().is_empty() {
            body.meta.request_id = new_request_id();
        }
        let problem = media_type(&said.headers) == b"application/problem+json";
        return Ok(Passed {
            status,
            content_type: if problem { "application/problem+json" } else { "application/json" },
            body: serde_json::to_vec(&body).map_err(|_| Refusal::UpstreamOdd)?,
            request_id: Some(body.meta.request_id),
        });
    }
    let says_no_route = matches!(status, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED);
    if says_no_route && matches!(media_type(&said.headers), b"text/plain" | b"") {
        let text = String::from_utf8_lossy(&said.body);
        let text: String = text.chars().filter(|c| !c.is_control() || *c == '\n').take(LONGEST_TEXT).collect();
        let content_type = "text/plain; charset=utf-8";
        return Ok(Passed { status, content_type, body: text.into_bytes(), request_id: None });
    }
    Err(Refusal::UpstreamRefused(status))
}

/// Browsers send a request again by themselves that a 408 answers on a connection that was used before, a rotation and an
/// exchange too. So it goes down as the status that means the same and has no such effect.
fn to_browser(status: StatusCode) -> StatusCode {
    if status == StatusCode::REQUEST_TIMEOUT { StatusCode::GATEWAY_TIMEOUT } else { status }
}

fn media_type(headers: &HeaderMap) -> &[u8] {
    let value = headers.get(header::CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    value.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii()
}

/// The headers that go down as they are: the server's clock, and how long it wants to be left alone.
const KEPT: [HeaderName; 5] = [
    header::DATE,
    header::RETRY_AFTER,
    HeaderName::from_static("ratelimit-limit"),
    HeaderName::from_static("ratelimit-remaining"),
    HeaderName::from_static("ratelimit-reset"),
];

/// Copies them. A date that is none stays behind, for the page would set its clock by it.
pub(crate) fn keep_headers(from: &HeaderMap, to: &mut HeaderMap) {
    for name in KEPT {
        let Some(value) = from.get(&name) else { continue };
        let fits = match value.to_str() {
            Ok(text) if name == header::DATE => httpdate::parse_http_date(text).is_ok(),
            Ok(text) => text.len() <= 64,
            Err(_) => false,
        };
        if fits {
            to.insert(name, value.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;

    use super::*;

    fn said(status: u16, content_type: &'static str, body: impl Into<Bytes>) -> Said {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        Said { status: StatusCode::from_u16(status).unwrap(), headers, body: body.into() }
    }

    const EVERYTHING: &str = r#"{"meta":{"requestId":"req_1"},"data":[{"keyId":"k","start":"s","enabled":true,"createdAt":1,
        "meta":{"plan":"secret"},"identity":{"id":"id_1","externalId":"secret"},"roles":["secret"],"permissions":["secret"],
        "credits":{"remaining":5},"ratelimits":[{"id":"rl","name":"n","limit":1,"duration":1,"autoApply":true}],
        "new":"secret"}],"pagination":{"hasMore":true,"cursor":"k2"}}"#;

    #[test]
    fn the_operators_data_stays_behind() {
        let answer = |show| {
            let passed = data(Route::ListKeys, show, &said(200, "application/json", EVERYTHING)).ok().unwrap();
            String::from_utf8(passed.body).unwrap()
        };
        let plain = answer(ShowSettings::default());
        assert!(!plain.contains("secret") && !plain.contains("credits") && !plain.contains("ratelimits"), "{plain}");
        assert!(plain.contains(r#""cursor":"k2""#) && plain.contains("req_1"), "{plain}");
        let shown = answer(ShowSettings { credits: true, rate_limits: true, ..ShowSettings::default() });
        assert!(!shown.contains("secret") && shown.contains("credits") && shown.contains("ratelimits"), "{shown}");
    }

    #[test]
    fn a_success_that_cannot_be_read_is_the_upstreams_fault() {
        for body in ["", "<html>", "{}", r#"{"meta":{"requestId":"r"},"data":{}}"#] {
            for route in [Route::ListKeys, Route::RerollKey, Route::GetVerifications] {
                let answer = data(route, ShowSettings::default(), &said(200, "application/json", body));
                assert_eq!(answer.err(), Some(Refusal::UpstreamOdd), "{route:?} {body}");
            }
            assert!(exchanged(&said(200, "application/json", body)).is_err());
        }
    }

    #[test]
    fn a_plain_text_404_stays_one() {
        let passed = failed(&said(404, "text/plain; charset=utf-8", "404 page not found\n")).ok().unwrap();
        assert_eq!((passed.status.as_u16(), passed.body.as_slice()), (404, &b"404 page not found\n"[..]));
        assert_eq!(passed.content_type, "text/plain; charset=utf-8");
        let long = failed(&said(405, "text/plain", "x".repeat(5_000))).ok().unwrap();
        assert_eq!(long.body.len(), LONGEST_TEXT);
    }

    #[test]
    fn an_edges_page_is_not_handed_on() {
        for (status, content_type, body) in
            [(404, "text/html", "<h1>x"), (502, "text/html", "<h1>x"), (500, "text/plain", "trace"), (403, "", "")]
        {
            let refusal = failed(&said(status, content_type, body)).err();
            assert_eq!(refusal.map(Refusal::status).map(|status| status.as_u16()), Some(status));
        }
        assert_eq!(failed(&said(302, "text/html", "")).err(), Some(Refusal::UpstreamOdd));
    }

    #[test]
    fn an_error_of_the_api_passes_with_its_request_id() {
        let body =
            r#"{"meta":{"requestId":"req_x"},"error":{"title":"t","detail":"d","status":412,"type":"a/b/c"},"x":1}"#;
        let passed = failed(&said(412, "application/problem+json", body)).ok().unwrap();
        assert_eq!(passed.content_type, "application/problem+json");
        assert_eq!(passed.request_id.unwrap().as_str(), "req_x");
        assert!(!String::from_utf8(passed.body).unwrap().contains(r#""x""#));
    }

    #[test]
    fn only_the_listed_headers_go_down() {
        let mut from = HeaderMap::new();
        for (name, value) in [
            ("date", "Tue, 24 Nov 2026 02:10:37 GMT"),
            ("retry-after", "7"),
            ("ratelimit-limit", "100"),
            ("ratelimit-remaining", "0"),
            ("ratelimit-reset", "33"),
            ("set-cookie", "a=b"),
            ("server", "x"),
            ("access-control-allow-origin", "*"),
        ] {
            from.insert(name, HeaderValue::from_static(value));
        }
        let mut to = HeaderMap::new();
        keep_headers(&from, &mut to);
        let mut names: Vec<_> = to.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["date", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "retry-after"]);
        from.insert("date", HeaderValue::from_static("yesterday"));
        let mut to = HeaderMap::new();
        keep_headers(&from, &mut to);
        assert!(!to.contains_key("date"));
    }

    proptest! {
        #[test]
        fn any_answer_is_taken(status in 100u16..1000, body in proptest::collection::vec(any::<u8>(), 0..300)) {
            let said = said(status, "text/plain", body);
            for route in [Route::ListKeys, Route::RerollKey, Route::GetVerifications] {
                let _ = data(route, ShowSettings::default(), &said);
            }
            let _ = exchanged(&said);
        }
    }
}
