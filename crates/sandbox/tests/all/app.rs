//! The app's routes, against the sandbox's own API.

use axum::{
    body::{Body, Bytes},
    http::{Request, Response, StatusCode, header},
};
use clap::Parser;
use http_body_util::BodyExt;
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use portal_sandbox::{Running, command::Options, start};
use serde_json::{Value, json};

const FAILED: &str = "Your API keys can’t be opened right now.";
const NOT_ENDED: &str = "could not all be ended. Those that are still open end by themselves";

/// A sandbox of a version of the API, on free ports.
struct Sandbox(Running);

impl Sandbox {
    async fn start(version: &str) -> Self {
        let flags = ["portal-sandbox", "--api-port=0", "--app-port=0", "--switchboard", "--api-version", version];
        Self(start(Options::try_parse_from(flags).unwrap()).await.unwrap())
    }

    async fn send(&self, port: u16, request: axum::http::request::Builder, body: String) -> Response<Bytes> {
        let (mut parts, body) = request.body(Body::from(body)).unwrap().into_parts();
        let uri = format!("http://127.0.0.1:{port}{}", parts.uri);
        parts.uri = uri.parse().unwrap();
        let client = Client::builder(TokioExecutor::new()).build_http();
        let response = client.request(Request::from_parts(parts, body)).await.unwrap();
        let (parts, body) = response.into_parts();
        Response::from_parts(parts, body.collect().await.unwrap().to_bytes())
    }

    async fn api(&self, path: &str, body: Value, cookie: &str) -> Response<Bytes> {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        let request = if cookie.is_empty() { request } else { request.header(header::COOKIE, cookie) };
        self.send(self.0.api_port, request, body.to_string()).await
    }

    /// Scripts the next responses of a route.
    async fn answer(&self, route: &str, answers: Value) {
        let body = json!({ "route": route, "answers": answers });
        assert_eq!(self.api("/switchboard/answers", body, "").await.status(), StatusCode::OK);
    }

    /// What the app answers to “Open my API keys”.
    async fn open(&self, user: &str) -> Response<Bytes> {
        self.send(self.0.app_port, Request::post("/open"), format!("user={user}&permission=keys:read")).await
    }

    /// Opens a session of a user, and returns the app's cookie and the session's.
    async fn session(&self, user: &str) -> (String, String) {
        let opened = self.open(user).await;
        let header = |name| opened.headers().get(name).unwrap().to_str().unwrap().to_owned();
        let link = header(header::LOCATION);
        let code = link.strip_prefix("http://localhost:8080/?code=").unwrap().split('&').next().unwrap();
        let exchanged = self.api("/v2/portal.exchangeCode", json!({ "code": code }), "").await;
        let body: Value = serde_json::from_slice(exchanged.body()).unwrap();
        let token = body["data"]["accessToken"].as_str().unwrap();
        let app_cookie = header(header::SET_COOKIE);
        (app_cookie.split(';').next().unwrap().to_owned(), format!("portal_session={token}"))
    }

    /// The status of listKeys with a session's cookie.
    async fn list(&self, cookie: &str) -> StatusCode {
        self.api("/v2/portal.listKeys", json!({}), cookie).await.status()
    }

    /// Goes to the app's sign-out route.
    async fn sign_out(&self, query: &str, cookie: &str) -> Response<Bytes> {
        let request = Request::get(format!("/portal-signed-out{query}")).header(header::COOKIE, cookie);
        self.send(self.0.app_port, request, String::new()).await
    }
}

fn text(response: &Response<Bytes>) -> &str {
    std::str::from_utf8(response.body()).unwrap()
}

#[tokio::test]
async fn signing_out_ends_the_sessions_of_the_user_of_the_cookie_and_no_others() {
    let sandbox = Sandbox::start("code-v3").await;
    let (user, first) = sandbox.session("user_none").await;
    let (_, second) = sandbox.session("user_none").await;
    let (_, other) = sandbox.session("user_many").await;
    assert_eq!(sandbox.list(&first).await, StatusCode::OK);
    let response = sandbox.sign_out("?user=user_many&externalId=user_many", &user).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    for (cookie, status) in [(first, 401), (second, 401), (other, 200)] {
        assert_eq!(sandbox.list(&cookie).await.as_u16(), status, "{cookie}");
    }
    let path = response.headers()[header::LOCATION].to_str().unwrap().to_owned();
    let page = sandbox.send(sandbox.0.app_port, Request::get(path), String::new()).await;
    assert!(text(&page).contains("signed out of the key portal"), "{}", text(&page));
}

#[tokio::test]
async fn a_sign_out_that_fails_says_so() {
    for version in ["session", "code", "code-v2"] {
        let sandbox = Sandbox::start(version).await;
        let response = sandbox.sign_out("", "acme_user=user_123").await;
        assert_eq!(response.status(), StatusCode::BAD_GATEWAY, "{version}");
        assert!(text(&response).contains(NOT_ENDED), "{version}");
    }
    let sandbox = Sandbox::start("code-v3").await;
    for answer in [
        json!({ "status": 403, "body": {} }),
        json!({ "status": 404, "body": {} }),
        json!({ "status": 500 }),
        json!({ "status": 200, "raw": "<h1>Sign in</h1>" }),
        json!({ "status": 200, "body": { "meta": {}, "data": {} } }),
        json!({ "real": true, "cut": true }),
        json!({ "drop": true }),
    ] {
        sandbox.answer("portal.revokeSession", json!([answer])).await;
        let response = sandbox.sign_out("", "acme_user=user_123").await;
        assert_eq!(response.status(), StatusCode::BAD_GATEWAY, "{answer}");
        assert!(text(&response).contains(NOT_ENDED), "{answer}");
    }
}

#[tokio::test]
async fn each_failure_of_create_session_has_a_sentence() {
    let refusal = |status: u16| json!({ "status": status, "body": { "error": { "status": status } } });
    for version in ["session", "code", "code-v2", "code-v3"] {
        let sandbox = Sandbox::start(version).await;
        for (answers, sentence) in [
            (json!([refusal(403)]), "not available at the moment"),
            (json!([refusal(404)]), "not set up correctly"),
            (json!([refusal(409), refusal(409)]), "being moved at the moment"),
            (json!([refusal(429)]), "Too many people"),
            (json!([refusal(500)]), FAILED),
            (json!([{ "status": 200, "raw": "<h1>Sign in</h1>" }]), FAILED),
            (
                json!([{ "status": 200, "body": { "meta": {}, "data": { "id": "ps_1", "sessionId": "pst_1", "url": 1 } } }]),
                FAILED,
            ),
            (json!([{ "status": 200 }]), FAILED),
            (json!([{ "real": true, "cut": true }]), FAILED),
            (json!([{ "drop": true }]), FAILED),
        ] {
            sandbox.answer("portal.createSession", answers.clone()).await;
            let response = sandbox.open("user_123").await;
            assert_eq!(response.status(), StatusCode::BAD_GATEWAY, "{version} {answers}");
            assert!(text(&response).contains(sentence) && !text(&response).contains("pst_1"), "{version} {answers}");
        }
        sandbox.answer("portal.createSession", json!([refusal(409)])).await;
        assert_eq!(sandbox.open("user_123").await.status(), StatusCode::FOUND, "{version}: after a 409, once more");
    }
}
