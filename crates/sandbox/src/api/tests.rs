//! What distinguishes the versions of the API, over whole requests.

use axum::{
    body::Body,
    http::{Request, header},
};
use clap::Parser;
use http_body_util::BodyExt;
use serde_json::{Value, json};

use super::handle;
use crate::{command::Options, control, data::ROOT_KEY, state::Sandbox};

const VERSIONS: [&str; 4] = ["session", "code", "code-v2", "code-v3"];

/// A server of one version, and its client.
struct Server(Sandbox);

impl Server {
    fn start(version: &str) -> Self {
        Self(Sandbox::new(Options::try_parse_from(["portal-sandbox", "--api-version", version]).unwrap(), 0))
    }

    async fn send(&self, route: &str, header: (header::HeaderName, String), body: &Value) -> (u16, Value) {
        let request = Request::post(format!("/v2/portal.{route}")).header(header::CONTENT_TYPE, "application/json");
        let request = request.header(header.0, header.1).body(Body::from(body.to_string())).unwrap();
        let response = handle(&self.0, request).await.response;
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    async fn as_backend(&self, root_key: &str, route: &str, body: Value) -> (u16, Value) {
        self.send(route, (header::AUTHORIZATION, format!("Bearer {root_key}")), &body).await
    }

    async fn as_browser(&self, token: &str, route: &str, body: Value) -> (u16, Value) {
        self.send(route, (header::COOKIE, format!("portal_session={token}")), &body).await
    }

    async fn switchboard(&self, what: &str, body: Value) {
        let request = Request::post(format!("/switchboard/{what}")).body(Body::from(body.to_string())).unwrap();
        assert_eq!(control::handle(&self.0, request).await.status(), 200, "{what}");
    }

    /// The URL of a new session with every permission that the version takes.
    async fn create(&self, root_key: &str, user: &str) -> (u16, Value) {
        let body = match self.0.options.api_version {
            crate::command::ApiVersion::Session => {
                json!({"slug": "acme", "externalId": user, "permissions": ["keys:read", "keys:reroll", "analytics:read"]})
            }
            _ => {
                json!({"portal": "acme", "externalId": user, "scopes": ["keys:read", "keys:reroll", "analytics:read"]})
            }
        };
        self.as_backend(root_key, "createSession", body).await
    }

    /// The token of a new session.
    async fn open(&self, user: &str) -> String {
        let (_, created) = self.create(ROOT_KEY, user).await;
        let id = created["data"]["url"].as_str().unwrap().rsplit('=').next().unwrap().to_owned();
        let (route, field, token) = match self.0.options.api_version {
            crate::command::ApiVersion::Session => ("exchangeSession", "sessionId", "token"),
            _ => ("exchangeCode", "code", "accessToken"),
        };
        let (status, opened) = self.as_browser("", route, json!({field: id})).await;
        assert_eq!(status, 200);
        opened["data"][token].as_str().unwrap().to_owned()
    }

    async fn list(&self, token: &str) -> (u16, Value) {
        self.as_browser(token, "listKeys", json!({})).await
    }
}

/// The last segment of an error's type.
fn error_name(body: &Value) -> &str {
    body["error"]["type"].as_str().unwrap_or_default().rsplit('/').next().unwrap_or_default()
}

#[tokio::test]
async fn disabling_the_portal_ends_sessions_in_the_newest_version_only() {
    for version in VERSIONS {
        let server = Server::start(version);
        let token = server.open("user_123").await;
        server.switchboard("portal", json!({"enabled": false})).await;
        let (status, refusal) = server.list(&token).await;
        let expected = if version == "code-v3" { (401, "portal_session_not_found") } else { (200, "") };
        assert_eq!((status, error_name(&refusal)), expected, "{version}");
        assert_eq!(server.create(ROOT_KEY, "user_123").await.0, 403, "{version}");
        server.switchboard("portal", json!({"enabled": true})).await;
        assert_eq!(server.list(&token).await.0, expected.0, "{version}: enabling brings no session back");
        assert_eq!(server.list(&server.open("user_123").await).await.0, 200, "{version}");
    }
}

#[tokio::test]
async fn only_the_newest_version_accepts_null_and_before_it_nothing_happens() {
    for version in VERSIONS {
        let server = Server::start(version);
        let token = server.open("user_123").await;
        let before = server.list(&token).await.1["data"].clone();
        let (index, old) =
            before.as_array().unwrap().iter().enumerate().find(|(_, key)| !key["expires"].is_null()).unwrap();
        let body = json!({"keyId": old["keyId"], "expiration": null});
        let (status, answer) = server.as_browser(&token, "rerollKey", body).await;
        let after = server.list(&token).await.1["data"].clone();
        if version == "code-v3" {
            assert_eq!(status, 200);
            assert_eq!(after[index], *old, "the old key keeps its own expiry");
            assert_eq!(after.as_array().unwrap().len(), before.as_array().unwrap().len() + 1);
        } else {
            assert_eq!((status, error_name(&answer)), (400, "invalid_input"), "{version}");
            assert_eq!(after, before, "{version}");
        }
    }
}

#[tokio::test]
async fn a_backend_lists_and_revokes_sessions_in_the_newest_version() {
    for version in VERSIONS {
        let server = Server::start(version);
        let (token, other) = (server.open("user_123").await, server.open("user_none").await);
        server.create(ROOT_KEY, "user_123").await;
        let list = || server.as_backend(ROOT_KEY, "listSessions", json!({"portal": "acme", "limit": 1}));
        let revoke =
            || server.as_backend(ROOT_KEY, "revokeSession", json!({"portal": "acme", "externalId": "user_123"}));
        let (status, listed) = list().await;
        if version != "code-v3" {
            assert_eq!((status, revoke().await.0), (404, 404), "{version}");
            assert_eq!(listed, Value::Null, "plain text");
            continue;
        }
        assert_eq!(listed["data"][0]["externalId"], "user_123");
        let statuses: Vec<_> =
            listed["data"][0]["sessions"].as_array().unwrap().iter().map(|of| &of["status"]).collect();
        assert!(statuses.contains(&&json!("pending")) && statuses.contains(&&json!("active")), "{statuses:?}");
        assert_eq!(listed["pagination"], json!({"cursor": "user_none", "hasMore": true}));
        assert_eq!(revoke().await.1["data"], json!({"sessionsRevoked": 2}));
        assert_eq!((server.list(&token).await.0, server.list(&other).await.0), (401, 200));
        assert_eq!(revoke().await.1["data"], json!({"sessionsRevoked": 0}));
        let (_, page) =
            server.as_backend(ROOT_KEY, "listSessions", json!({"portal": "acme", "search": "user_1"})).await;
        assert_eq!((&page["data"], &page["pagination"]), (&json!([]), &json!({"hasMore": false})));
    }
}

#[tokio::test]
async fn a_revocation_can_take_effect_late() {
    let server = Server::start("code-v3");
    server.switchboard("revocation", json!({"lagMs": 300_000})).await;
    let token = server.open("user_123").await;
    server.as_backend(ROOT_KEY, "revokeSession", json!({"portal": "acme", "externalId": "user_123"})).await;
    assert_eq!(server.list(&token).await.0, 200);
    server.switchboard("clock", json!({"shiftMs": 300_000})).await;
    assert_eq!(server.list(&token).await.0, 401);
}

#[tokio::test]
async fn a_root_key_without_a_permission_is_refused() {
    for version in VERSIONS {
        let server = Server::start(version);
        let refused = |root_key: &'static str| {
            let server = &server;
            async move {
                let (status, body) = server.create(root_key, "user_123").await;
                (status, error_name(&body).to_owned())
            }
        };
        let is_session = version == "session";
        // From version `code` on, as an unknown portal: names can't be probed.
        let no_portal = if is_session { (403, "insufficient_permissions") } else { (404, "portal_not_found") };
        let read = if is_session { (200, "") } else { (403, "insufficient_permissions") };
        for (root_key, (status, name)) in [
            ("unkey_sandbox_no_portal", no_portal),
            ("unkey_sandbox_read", read),
            ("unkey_other", (401, "key_not_found")),
        ] {
            assert_eq!(refused(root_key).await, (status, name.to_owned()), "{version} {root_key}");
        }
    }
    let server = Server::start("code-v3");
    for (route, body) in [
        ("listSessions", json!({"portal": "acme"})),
        ("revokeSession", json!({"portal": "acme", "externalId": "user_123"})),
    ] {
        assert_eq!(server.as_backend("unkey_sandbox_no_portal", route, body.clone()).await.0, 404, "{route}");
        assert_eq!(server.as_backend("unkey_other", route, body.clone()).await.0, 401, "{route}");
        let (status, refusal) = server.as_browser("pat_any", route, body).await;
        assert_eq!((status, &refusal["error"]["errors"][0]["location"]), (400, &json!("security")), "{route}");
    }
}

#[tokio::test]
async fn without_analytics_there_is_no_point_and_no_key() {
    for version in ["session", "code", "code-v2", "code-v3"] {
        let server = Server::start(version);
        let token = server.open("user_123").await;
        server.0.state().analytics = false;
        let now = server.0.state().clock.now().millis();
        let window = json!({"startTime": now - 86_400_000, "endTime": now});
        let (status, usage) = server.as_browser(&token, "getVerifications", window).await;
        let field = if version.starts_with("code-v") { "keys" } else { "data" };
        assert_eq!((status, &usage[field]), (200, &json!([])), "{version}");
    }
}

#[tokio::test]
async fn keys_without_a_verification_in_the_window_are_left_out() {
    for version in ["code-v2", "code-v3"] {
        let server = Server::start(version);
        let token = server.open("user_123").await;
        let now = server.0.state().clock.now().millis();
        let window = json!({"startTime": now - 86_400_000, "endTime": now});
        let (_, usage) = server.as_browser(&token, "getVerifications", window).await;
        let series = usage["keys"].as_array().unwrap();
        let listed = server.list(&token).await.1["data"].as_array().unwrap().len();
        assert!(!series.is_empty() && series.len() < listed, "{version}");
        for key in series {
            assert!(key["data"].as_array().unwrap().iter().any(|point| point["total"] != 0), "{version}");
        }
    }
}
