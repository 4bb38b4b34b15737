//! What an answer means for the person in front of the screen. Total: every status with every body gives one meaning.

use serde::de::DeserializeOwned;

use crate::{ErrorBody, ErrorCode, ErrorDetails, RequestId, ResponseHead, Route, ServerTime};

/// What an answer means: what was asked for, or why not.
pub type Meaning<T> = Result<T, Failure>;

/// Why something that was asked for did not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The request carried no session: return through the app.
    NoSession,
    /// The session ID or the session is unknown, used, expired or revoked: return through the app.
    SessionEnded,
    /// The session may not do this; it goes on.
    NotAllowed,
    /// The operator's portal or workspace is off.
    PortalDisabled,
    /// The deployment is at fault: for the operator, not the user.
    Misconfigured,
    /// The key is not there, or not the user's.
    KeyNotFound,
    /// More time was asked for than the server keeps.
    WindowTooLarge {
        /// How many days it keeps, where it says so.
        days: Option<u32>,
    },
    /// Nobody's fault that will pass: try again.
    Temporary,
    /// This very request is wrong; trying again won't help.
    InvalidRequest,
}

/// A cause with what is worth showing or telling to support. Holds no token, no session ID and no key's plaintext.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What it means.
    pub cause: Cause,
    /// Which route was asked; absent where nobody says.
    pub route: Option<Route>,
    /// When it failed, by the server's time as the asking side reckons it; absent where nobody says.
    pub at: Option<ServerTime>,
    /// The HTTP status; absent when no answer came.
    pub status: Option<u16>,
    /// Absent when the answer carried none, as plain text does.
    pub request_id: Option<RequestId>,
    /// Such as `err:unkey:authentication:portal_token_missing`.
    pub code: Option<ErrorCode>,
    /// The API's heading; empty when there was none.
    pub title: Box<str>,
    /// The API's sentence; empty when there was none.
    pub detail: Box<str>,
    /// For how many seconds the server asks to be left alone (`Retry-After`, or `RateLimit-Reset` where nothing remains).
    pub wait_s: Option<u32>,
    /// Whether the API itself gave this answer, in its own form. A plain-text 404 was not: no such route is there.
    pub from_api: bool,
}

/// What it means when no answer came: no network, aborted, connection dropped.
pub fn no_response() -> Failure {
    Failure {
        cause: Cause::Temporary,
        route: None,
        at: None,
        status: None,
        request_id: None,
        code: None,
        title: Box::default(),
        detail: Box::default(),
        wait_s: None,
        from_api: false,
    }
}

/// What an answer means. `T` is the shape that a success of this route has.
///
/// # Errors
/// A [`Failure`] for every answer that is not a readable success.
pub fn read<T: DeserializeOwned>(head: &ResponseHead, body: &[u8]) -> Meaning<T> {
    if (200..300).contains(&head.status) {
        // A captive portal's page and an answer that was cut short look like successes: they will pass.
        serde_json::from_slice(body).map_err(|_| Failure { status: Some(head.status), ..no_response() })
    } else {
        Err(read_failure(head, body))
    }
}

fn read_failure(head: &ResponseHead, body: &[u8]) -> Failure {
    let status = head.status;
    let Ok(ErrorBody { meta, error }) = serde_json::from_slice::<ErrorBody>(body) else {
        let cause = cause(status, None);
        return Failure { cause, status: Some(status), wait_s: head.wait_s(), ..no_response() };
    };
    Failure {
        cause: cause(status, Some(&error)),
        status: Some(status),
        request_id: Some(meta.request_id).filter(|id| !id.as_str().is_empty()),
        code: error.kind().code(),
        title: error.title.into(),
        detail: error.detail.into(),
        wait_s: head.wait_s(),
        from_api: true,
        ..no_response()
    }
}

/// The rules, in order: the first that fits decides.
fn cause(status: u16, error: Option<&ErrorDetails>) -> Cause {
    let (category, name) = error.map_or(("", ""), |error| (error.kind().category, error.kind().name));
    match (status, category, name) {
        (408 | 429 | 500.., _, _) => Cause::Temporary,
        (403, _, "insufficient_permissions") => Cause::NotAllowed,
        (403, _, "forbidden" | "workspace_disabled" | "key_disabled") => Cause::PortalDisabled,
        // Something in between refused: a firewall, a proxy, an edge.
        (403, _, _) => Cause::Temporary,
        (_, _, "portal_token_missing") => Cause::NoSession,
        (400 | 401, _, _) if error.is_some_and(|error| refused_at_security(error).is_some()) => {
            match error.and_then(refused_at_security) {
                Some(Security::Cookie) => Cause::NoSession,
                _ => Cause::Misconfigured,
            }
        }
        (_, _, "portal_session_not_found") => Cause::SessionEnded,
        (_, "authentication", "missing" | "malformed") => Cause::Misconfigured,
        (401, _, _) => Cause::SessionEnded,
        (404, _, "key_not_found") => Cause::KeyNotFound,
        (404 | 405, _, _) => Cause::Misconfigured,
        (400, _, "query_range_exceeds_retention") => Cause::WindowTooLarge { days: error.and_then(window_days) },
        (400, _, _) if error.is_some_and(|error| error.detail.contains(WINDOW)) => {
            Cause::WindowTooLarge { days: error.and_then(window_days) }
        }
        _ => Cause::InvalidRequest,
    }
}

enum Security {
    Cookie,
    Other,
}

/// Whether the request check refused the credentials, and which it wanted.
fn refused_at_security(error: &ErrorDetails) -> Option<Security> {
    let refused = error.errors.as_ref()?.iter().find(|refused| refused.location == "security")?;
    let texts = [Some(&refused.message), refused.fix.as_ref(), Some(&error.detail)];
    let names_cookie = texts.into_iter().flatten().any(|text| text.to_ascii_lowercase().contains("cookie"));
    Some(if names_cookie { Security::Cookie } else { Security::Other })
}

const WINDOW: &str = "time window is too large";

/// The days in "The maximum window is 7 days."
fn window_days(error: &ErrorDetails) -> Option<u32> {
    let mut words = error.detail.split_whitespace();
    let mut before = "";
    words.find_map(|word| {
        let days = if word.starts_with("day") { before.parse().ok() } else { None };
        before = word;
        days
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;
    use serde_json::Value;

    use super::*;
    use crate::{ApiResponse, ExchangedSession, Key, RerolledKey, Verifications};

    /// One of the contract's example answers.
    #[derive(Deserialize)]
    struct Example {
        case: String,
        status: u16,
        headers: std::collections::BTreeMap<String, String>,
        body: Option<Value>,
        raw: Option<String>,
        meaning: String,
    }

    impl Example {
        fn head(&self) -> ResponseHead {
            ResponseHead::read(self.status, |name| self.headers.get(name).cloned())
        }

        fn bytes(&self) -> Vec<u8> {
            match (&self.body, &self.raw) {
                (Some(body), _) => body.to_string().into_bytes(),
                (None, Some(raw)) => raw.clone().into_bytes(),
                (None, None) => panic!("{}: neither body nor raw", self.case),
            }
        }

        fn read(&self) -> Meaning<()> {
            let (head, body) = (self.head(), self.bytes());
            if self.case.starts_with("listKeys") {
                read::<ApiResponse<Vec<Key>>>(&head, &body).map(drop)
            } else if self.case.starts_with("rerollKey") {
                read::<ApiResponse<RerolledKey>>(&head, &body).map(drop)
            } else if self.case.starts_with("getVerifications") {
                read::<Verifications>(&head, &body).map(drop)
            } else {
                read::<ApiResponse<ExchangedSession>>(&head, &body).map(drop)
            }
        }
    }

    fn examples() -> Vec<Example> {
        serde_json::from_str(include_str!("../fixtures/answers.json")).unwrap_or_else(|error| panic!("{error}"))
    }

    fn example(case: &str) -> Failure {
        let examples = examples();
        let found = examples.iter().find(|example| example.case == case);
        match found.map(Example::read) {
            Some(Err(failure)) => failure,
            _ => panic!("{case} is no failing example"),
        }
    }

    fn named(meaning: &Meaning<()>) -> &'static str {
        match meaning {
            Ok(()) => "success",
            Err(failure) => match failure.cause {
                Cause::NoSession => "no session",
                Cause::SessionEnded => "session ended",
                Cause::NotAllowed => "not allowed",
                Cause::PortalDisabled => "switched off",
                Cause::Misconfigured => "set up wrongly",
                Cause::KeyNotFound => "key gone",
                Cause::WindowTooLarge { .. } => "window too large",
                Cause::Temporary => "temporary",
                Cause::InvalidRequest => "request at fault",
            },
        }
    }

    #[test]
    fn every_example_of_the_contract_means_what_it_says() {
        let examples = examples();
        assert!(examples.len() >= 45, "the contract's examples are all here");
        for example in examples {
            assert_eq!(named(&example.read()), example.meaning, "{}", example.case);
        }
    }

    #[test]
    fn what_support_needs_is_kept() {
        let failure = example("token missing, as documented");
        assert_eq!(failure.request_id, Some(RequestId::new("req_2c9a0jf23l4k567")));
        assert_eq!(failure.code.as_ref().map(ErrorCode::as_str), Some("err:unkey:authentication:portal_token_missing"));
        assert_eq!(&*failure.title, "Unauthorized");
        assert_eq!(&*failure.detail, "A portal session token is required for this request.");
        assert!(failure.from_api);
        assert!(!example("exchange of the other form").from_api);
    }

    #[test]
    fn the_wait_that_the_server_names_is_kept() {
        assert_eq!(example("rate limited, with a delay").wait_s, Some(17));
        assert_eq!(example("rate limited, retry now").wait_s, Some(0));
        assert_eq!(example("rate limited, without a delay").wait_s, None);
        let head = ResponseHead::read(429, |name| match name {
            "ratelimit-remaining" => Some("0".to_owned()),
            "ratelimit-reset" => Some("9".to_owned()),
            _ => None,
        });
        assert_eq!(head.wait_s(), Some(9));
    }

    #[test]
    fn a_window_that_is_too_large_says_how_many_days_there_are() {
        let failure = example("window larger than the retention, first form");
        assert_eq!(failure.cause, Cause::WindowTooLarge { days: Some(7) });
    }

    #[test]
    fn an_error_type_on_any_host_is_understood() {
        let body = br#"{"meta":{"requestId":"req_1"},"error":{"title":"","detail":"","status":401,
            "type":"https://api.example.com/x/unkey/authentication/portal_token_missing/"}}"#;
        let failure = read_failure(&ResponseHead { status: 401, ..ResponseHead::default() }, body);
        assert_eq!(failure.cause, Cause::NoSession);
    }

    #[test]
    fn both_forms_of_the_token_are_read() {
        for name in ["token", "accessToken"] {
            let body = format!(r#"{{"meta":{{"requestId":"req_1"}},"data":{{"{name}":"ps_1","expiresAt":5}}}}"#);
            let head = ResponseHead { status: 200, ..ResponseHead::default() };
            let answer = read::<ApiResponse<ExchangedSession>>(&head, body.as_bytes());
            assert_eq!(
                answer.ok().and_then(|answer| answer.data.token).map(|t| t.expose().to_owned()),
                Some("ps_1".to_owned())
            );
        }
    }

    /// Bodies near to real ones, which pure noise would never reach.
    fn body() -> impl Strategy<Value = Vec<u8>> {
        let name = prop_oneof![
            Just("authentication/portal_token_missing"),
            Just("authentication/portal_session_not_found"),
            Just("authentication/missing"),
            Just("authorization/forbidden"),
            Just("authorization/insufficient_permissions"),
            Just("data/key_not_found"),
            Just("application/invalid_input"),
        ];
        let location = prop_oneof![Just("security"), Just("/required"), Just("requestBody")];
        let real = (name, location, ".{0,30}").prop_map(|(name, location, text)| {
            serde_json::json!({
                "meta": {"requestId": "req_1"},
                "error": {"title": text, "detail": text, "status": 400, "type": format!("https://x/unkey/{name}"),
                    "errors": [{"location": location, "message": format!("{text} cookies")}]}
            })
            .to_string()
            .into_bytes()
        });
        prop_oneof![proptest::collection::vec(any::<u8>(), 0..200), real]
    }

    proptest! {
        #[test]
        fn any_answer_has_a_meaning(status: u16, body in body(), content_type in ".{0,40}", wait in ".{0,12}") {
            let head = ResponseHead::read(status, |name| match name {
                "content-type" => Some(content_type.clone()),
                "retry-after" | "ratelimit-reset" | "ratelimit-remaining" => Some(wait.clone()),
                _ => None,
            });
            let _: Meaning<ApiResponse<Vec<Key>>> = read(&head, &body);
            let _: Meaning<Verifications> = read(&head, &body);
        }

        #[test]
        fn a_busy_or_refusing_server_never_looks_like_an_ended_session(
            status in prop_oneof![Just(403u16), Just(408), Just(429), 500u16..600],
            body in body(),
        ) {
            let head = ResponseHead { status, ..ResponseHead::default() };
            let cause = read::<ApiResponse<Vec<Key>>>(&head, &body).map_err(|failure| failure.cause).err();
            prop_assert!(!matches!(cause, None | Some(Cause::NoSession | Cause::SessionEnded)), "{cause:?}");
        }
    }
}
