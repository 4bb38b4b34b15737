//! The contract's example responses, and properties that hold for any response.

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    ApiResponse, Cause, CreatedCodeSession, CreatedSession, ErrorCode, ExchangedSession, Failure, Key, Meaning,
    RequestId, RerolledKey, ResponseHead, RevokedSessions, UserSessions, Verifications, read,
};

/// An example response of the contract.
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
        if self.case.starts_with("createSession, version session") {
            read::<ApiResponse<CreatedSession>>(&head, &body).map(drop)
        } else if self.case.starts_with("createSession") {
            read::<ApiResponse<CreatedCodeSession>>(&head, &body).map(drop)
        } else if self.case.starts_with("listSessions") {
            read::<ApiResponse<Vec<UserSessions>>>(&head, &body).map(drop)
        } else if self.case.starts_with("revokeSession") {
            read::<ApiResponse<RevokedSessions>>(&head, &body).map(drop)
        } else if self.case.starts_with("listKeys") {
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
    serde_json::from_str(include_str!("../../fixtures/answers.json")).unwrap_or_else(|error| panic!("{error}"))
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
fn every_example_of_the_contract_has_its_meaning() {
    let examples = examples();
    assert!(examples.len() >= 65, "all examples of the contract are there");
    for example in examples {
        assert_eq!(named(&example.read()), example.meaning, "{}", example.case);
    }
}

#[test]
fn details_for_support_are_kept() {
    let failure = example("token missing, as documented");
    assert_eq!(failure.request_id, Some(RequestId::new("req_2c9a0jf23l4k567")));
    assert_eq!(failure.code.as_ref().map(ErrorCode::as_str), Some("err:unkey:authentication:portal_token_missing"));
    assert_eq!(&*failure.title, "Unauthorized");
    assert_eq!(&*failure.detail, "A portal session token is required for this request.");
    assert!(failure.from_api);
    assert!(!example("exchange of the other version").from_api);
}

#[test]
fn the_servers_retry_delay_is_kept() {
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
fn a_window_that_is_too_large_reports_the_retained_days() {
    let failure = example("window larger than the retention, version session");
    assert_eq!(failure.cause, Cause::WindowTooLarge { days: Some(7) });
}

#[test]
fn an_error_type_is_understood_on_any_host() {
    let body = br#"{"meta":{"requestId":"req_1"},"error":{"title":"","detail":"","status":401,
        "type":"https://api.example.com/x/unkey/authentication/portal_token_missing/"}}"#;
    let failure = read::<()>(&ResponseHead { status: 401, ..ResponseHead::default() }, body).unwrap_err();
    assert_eq!(failure.cause, Cause::NoSession);
}

#[test]
fn the_token_is_read_in_both_api_versions() {
    for name in ["token", "accessToken"] {
        let body = format!(r#"{{"meta":{{"requestId":"req_1"}},"data":{{"{name}":"ps_1","expiresAt":5}}}}"#);
        let head = ResponseHead { status: 200, ..ResponseHead::default() };
        let response = read::<ApiResponse<ExchangedSession>>(&head, body.as_bytes());
        assert_eq!(
            response.ok().and_then(|response| response.data.token).map(|t| t.expose().to_owned()),
            Some("ps_1".to_owned())
        );
    }
}

/// The causes of answers that aren't the API's, with these headers.
fn foreign_cause(status: u16, headers: &[(&str, &str)], body: &str) -> Cause {
    let header = |name: &str| headers.iter().find(|(header, _)| *header == name).map(|(_, value)| (*value).to_owned());
    let failure = read::<ApiResponse<Vec<Key>>>(&ResponseHead::read(status, header), body.as_bytes()).unwrap_err();
    assert!(failure.is_foreign(), "{status} {headers:?} {body}");
    failure.cause
}

#[test]
fn somebody_elses_answer_ends_no_session_and_blames_no_request() {
    let html = [("content-type", "text/html; charset=utf-8")];
    let json = [("content-type", "application/json")];
    for status in [0, 302, 307, 400, 401, 402, 403, 407, 409, 410, 418, 428, 429, 451, 503, 511] {
        assert_eq!(foreign_cause(status, &html, "<!doctype html><title>Sign in</title>"), Cause::Temporary, "{status}");
        assert_eq!(foreign_cause(status, &html, ""), Cause::Temporary, "{status}");
    }
    for body in [
        "Unauthorized",
        "{}",
        r#"{"message":"Unauthorized"}"#,
        r#"{"error":"login_required"}"#,
        r#"{"error":{"code":401,"message":"Request had invalid credentials.","status":"UNAUTHENTICATED"}}"#,
        r#"{"error":{"type":"forbidden","message":"portal_session_not_found"}}"#,
        r#"{"meta":{"requestId":"abc"},"error":{"title":"portal_session_not_found"}}"#,
        r#"{"error":{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.2","title":"Unauthorized","status":401}}"#,
        r#"{"error":{"type":"https://login.example/errors/auth/login_required","title":"Sign in","status":401}}"#,
    ] {
        for status in [401, 403] {
            assert_eq!(foreign_cause(status, &json, body), Cause::Temporary, "{status} {body}");
            assert_eq!(foreign_cause(status, &[], body), Cause::Temporary, "{status} {body}");
        }
    }
    assert_eq!(foreign_cause(401, &[("www-authenticate", "Basic realm=\"office\"")], ""), Cause::Temporary);
    assert_eq!(foreign_cause(200, &html, "<form action=/login>"), Cause::Temporary);
}

#[test]
fn an_unknown_route_is_the_operators_whoever_says_so() {
    for status in [404, 405] {
        assert_eq!(foreign_cause(status, &[("content-type", "text/html")], "<h1>Not here</h1>"), Cause::Misconfigured);
    }
}

#[test]
fn somebody_elses_answer_may_name_a_delay() {
    let header = |name: &str| (name == "retry-after").then(|| "120".to_owned());
    for (status, body) in [(200, "<html>"), (403, "<html>"), (503, "")] {
        let failure = read::<()>(&ResponseHead::read(status, header), body.as_bytes()).unwrap_err();
        assert_eq!(failure.wait_s, Some(120), "{status}");
    }
}

/// Random bytes, and bodies close to real ones, which random bytes would never hit.
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

#[test]
fn half_a_surrogate_costs_one_name_and_not_the_list() {
    let body = br#"{"meta":{"requestId":"r"},"data":[{"keyId":"k","start":"s","enabled":true,"createdAt":1,
        "name":"cut \ud83d"},{"keyId":"l","start":"s","enabled":true,"createdAt":1,"name":"whole"}]}"#;
    let keys =
        read::<ApiResponse<Vec<Key>>>(&ResponseHead { status: 200, ..ResponseHead::default() }, body).unwrap().data;
    let names: Vec<_> = keys.iter().map(|key| key.name.as_deref()).collect();
    assert_eq!(names, [Some("cut \u{fffd}"), Some("whole")]);
}

proptest! {
    #[test]
    fn any_response_has_a_meaning(status: u16, body in body(), content_type in ".{0,40}", wait in ".{0,12}") {
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
