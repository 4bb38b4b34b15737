use portal_api::{ApiResponse, ExchangedSession, Key, RerolledKey, Verifications};
use proptest::prelude::*;

use super::*;

fn upstream(status: u16, content_type: &'static str, body: impl Into<Bytes>) -> UpstreamResponse {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    UpstreamResponse { status: StatusCode::from_u16(status).unwrap(), headers, body: body.into() }
}

fn forwarded<T: Serialize + DeserializeOwned>(response: &UpstreamResponse) -> Result<ClientResponse, GatewayError> {
    ClientResponse::from_upstream(response, |_: &mut T| new_request_id())
}

#[test]
fn fields_that_the_contract_does_not_have_are_left_out() {
    let body = r#"{"meta":{"requestId":"req_1"},"data":[{"keyId":"k","start":"s","enabled":true,"createdAt":1,
        "meta":{"plan":"secret"},"identity":{"id":"secret"},"roles":["secret"],
        "permissions":["secret"],"new":"secret"}],"pagination":{"hasMore":true,"cursor":"k2"}}"#;
    let response = forwarded::<ApiResponse<Vec<Key>>>(&upstream(200, "application/json", body)).ok().unwrap();
    let text = String::from_utf8(response.body.to_vec()).unwrap();
    assert!(!text.contains("secret"), "{text}");
    assert!(text.contains(r#""cursor":"k2""#) && text.contains("req_1"), "{text}");
}

#[test]
fn a_success_that_cannot_be_read_is_the_upstreams_fault() {
    for body in ["", "<html>", "{}", r#"{"meta":{"requestId":"r"},"data":{}}"#] {
        let response = upstream(200, "application/json", body);
        for error in [
            forwarded::<ApiResponse<Vec<Key>>>(&response).err(),
            forwarded::<ApiResponse<RerolledKey>>(&response).err(),
            forwarded::<Verifications>(&response).err(),
            forwarded::<ApiResponse<ExchangedSession>>(&response).err(),
        ] {
            assert_eq!(error, Some(GatewayError::UpstreamInvalidResponse), "{body}");
        }
    }
}

#[test]
fn a_plain_text_404_stays_one() {
    let response = ClientResponse::from_error(&upstream(404, "text/plain; charset=utf-8", "404 page not found\n"));
    let response = response.ok().unwrap();
    assert_eq!((response.status.as_u16(), response.body.as_ref()), (404, &b"404 page not found\n"[..]));
    assert_eq!(response.headers["content-type"], "text/plain; charset=utf-8");
    let long = ClientResponse::from_error(&upstream(405, "text/plain", "x".repeat(5_000))).ok().unwrap();
    assert_eq!(long.body.len(), MAX_TEXT_CHARS);
}

#[test]
fn an_error_page_of_a_proxy_is_not_forwarded() {
    for (status, content_type, body) in
        [(404, "text/html", "<h1>x"), (502, "text/html", "<h1>x"), (500, "text/plain", "trace"), (403, "", "")]
    {
        let error = ClientResponse::from_error(&upstream(status, content_type, body)).err();
        assert_eq!(error.map(GatewayError::status).map(|status| status.as_u16()), Some(status));
    }
    let redirect = ClientResponse::from_error(&upstream(302, "text/html", "")).err();
    assert_eq!(redirect, Some(GatewayError::UpstreamInvalidResponse));
}

#[test]
fn a_login_before_the_api_ends_no_session() {
    let status_of = |status, content_type, body: &'static str| {
        let error = ClientResponse::from_error(&upstream(status, content_type, body)).err();
        error.map(|error| error.status().as_u16())
    };
    for (status, content_type, body) in [
        (401, "text/html", "<title>Sign in</title>"),
        (401, "text/html", ""),
        (401, "application/json", r#"{"error":{"message":"login required"}}"#),
        (400, "text/html", "<h1>Bad request"),
        (403, "text/html", "<h1>Blocked"),
        (407, "text/plain", "proxy"),
    ] {
        assert_eq!(status_of(status, content_type, body), Some(502), "{status} {body}");
    }
    // Without a sign of anybody else.
    assert_eq!(status_of(401, "", ""), Some(401));
    let mut basic = upstream(401, "", "");
    basic.headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic"));
    assert_eq!(ClientResponse::from_error(&basic).err().map(|error| error.status().as_u16()), Some(502));
}

#[test]
fn an_error_of_the_api_is_forwarded_with_its_request_id() {
    let body = r#"{"meta":{"requestId":"req_x"},"error":{"title":"t","detail":"d","status":412,"type":"a/b/c"},"x":1}"#;
    let response = ClientResponse::from_error(&upstream(412, "application/problem+json", body)).ok().unwrap();
    assert_eq!(response.headers["content-type"], "application/problem+json");
    assert_eq!(response.request_id.unwrap().as_str(), "req_x");
    assert!(!String::from_utf8(response.body.to_vec()).unwrap().contains(r#""x""#));
}

proptest! {
    #[test]
    fn any_response_is_handled(status in 100u16..1000, body in proptest::collection::vec(any::<u8>(), 0..300)) {
        let response = upstream(status, "text/plain", body);
        let _ = forwarded::<ApiResponse<Vec<Key>>>(&response);
        let _ = forwarded::<ApiResponse<RerolledKey>>(&response);
        let _ = forwarded::<Verifications>(&response);
        let _ = forwarded::<ApiResponse<ExchangedSession>>(&response);
    }
}
