//! One user on one connection: exchanges a session ID, requests keys and usage, signs out, and starts again with another
//! session. Every response must name the session that requested it.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use axum::http::{HeaderValue, Method, Request, StatusCode, header};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::{api::KEYS, gateway::PUBLIC_ORIGIN, random::Random, report::Tally};

/// Requests between the exchange and signing out.
const REQUESTS_PER_SESSION: u64 = 30;

struct User {
    client: Client<HttpConnector, Full<Bytes>>,
    origin: String,
    tally: Tally,
}

/// A whole response.
struct Received {
    status: StatusCode,
    cookies: Vec<String>,
    body: Value,
    took_us: u64,
}

/// Runs until `end`.
pub(crate) async fn run(origin: String, sessions: Arc<AtomicU64>, end: Instant) -> Tally {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let client = Client::builder(TokioExecutor::new()).build(connector);
    let mut user = User { client, origin, tally: Tally::default() };
    let mut random = Random::new();
    while Instant::now() < end {
        let session = sessions.fetch_add(1, Ordering::Relaxed).to_string();
        if !user.sign_in(&session).await {
            continue;
        }
        for number in 0..REQUESTS_PER_SESSION {
            if Instant::now() >= end {
                break;
            }
            match random.below(4) {
                0 => user.get_usage(&session).await,
                _ => user.list(&session, number).await,
            }
        }
        user.sign_out(&session).await;
    }
    user.tally
}

impl User {
    /// Whether the exchange opened a session.
    async fn sign_in(&mut self, session: &str) -> bool {
        let body = json!({ "sessionId": format!("pst_{session}") });
        let Some(received) = self.ask("/v2/portal.exchangeSession", None, &body).await else { return false };
        if !self.is_own(&received, session) {
            return false;
        }
        let cookie = format!("__Host-portal_session=ps_{session};");
        let fits =
            received.cookies.first().is_some_and(|first| first.starts_with(&cookie)) && received.cookies.len() == 2;
        self.note(fits && received.body.pointer("/data/token").is_none(), &received);
        fits
    }

    async fn list(&mut self, session: &str, number: u64) {
        let cursor = format!("key_{session}_at_{number}");
        let body = json!({ "limit": 100, "cursor": cursor });
        let Some(received) = self.ask("/v2/portal.listKeys", Some(session), &body).await else { return };
        if !self.is_own(&received, session) {
            return;
        }
        let own = format!("key_{session}_");
        let id = |key: &Value| key.get("keyId").and_then(Value::as_str).is_some_and(|id| id.starts_with(&own));
        let keys = received.body.get("data").and_then(Value::as_array);
        let fits = keys.is_some_and(|keys| keys.len() == KEYS && keys.iter().all(id))
            && received.body.pointer("/pagination/cursor").and_then(Value::as_str) == Some(&cursor);
        let delay_ms = received.body.pointer("/data/0/createdAt").and_then(Value::as_u64).unwrap_or_default();
        self.tally.added.push(received.took_us.saturating_sub(delay_ms * 1_000));
        self.note(fits, &received);
    }

    async fn get_usage(&mut self, session: &str) {
        let body = json!({ "startTime": 0, "endTime": 3_600_000 });
        let Some(received) = self.ask("/v2/portal.getVerifications", Some(session), &body).await else { return };
        if self.is_own(&received, session) {
            let total = received.body.pointer("/data/0/total").and_then(Value::as_u64);
            self.note(total.map(|total| total.to_string()).as_deref() == Some(session), &received);
        }
    }

    async fn sign_out(&mut self, session: &str) {
        let Some(received) = self.ask("/session/end", Some(session), &json!({})).await else { return };
        let fits =
            received.status == StatusCode::OK && received.cookies.iter().all(|cookie| cookie.contains("Max-Age=0"));
        self.note(fits, &received);
    }

    /// Whether it is a success for this session; otherwise it is counted. The API's responses have the session in their request
    /// id, errors included; those of the gateway's own errors have no capital letter.
    fn is_own(&mut self, received: &Received, session: &str) -> bool {
        let id =
            received.body.pointer("/meta/requestId").and_then(Value::as_str).and_then(|id| id.strip_prefix("req_"));
        let asked_by = id.and_then(|id| id.split_once('S')).map(|(session, _)| session);
        if asked_by.is_some_and(|asked_by| asked_by != session) || (asked_by.is_none() && received.status.is_success())
        {
            self.note(false, received);
            return false;
        }
        if !received.status.is_success() {
            // The API's deliberate failures, and the gateway's errors for those that aren't HTTP.
            let expected = [429, 500, 502, 503].contains(&received.status.as_u16());
            self.tally.took.push(received.took_us);
            *(if expected { &mut self.tally.failed } else { &mut self.tally.unexpected }) += 1;
            return false;
        }
        true
    }

    fn note(&mut self, fits: bool, received: &Received) {
        self.tally.took.push(received.took_us);
        *(if fits { &mut self.tally.succeeded } else { &mut self.tally.mixed_up }) += 1;
    }

    /// `None` where the gateway closed the connection.
    async fn ask(&mut self, path: &str, session: Option<&str>, body: &Value) -> Option<Received> {
        let received = self.try_ask(path, session, body).await;
        if received.is_none() {
            self.tally.hung_up += 1;
        }
        received
    }

    async fn try_ask(&self, path: &str, session: Option<&str>, body: &Value) -> Option<Received> {
        let mut request = Request::new(Full::from(body.to_string()));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = format!("{}{path}", self.origin).parse().ok()?;
        let headers = request.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(header::ORIGIN, HeaderValue::from_static(PUBLIC_ORIGIN));
        headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
        if let Some(session) = session {
            let cookie = format!("__Host-portal_session=ps_{session}; __Host-portal_open=1.a");
            headers.insert(header::COOKIE, cookie.parse().ok()?);
        }
        let begun = Instant::now();
        let (head, body) = self.client.request(request).await.ok()?.into_parts();
        let body = body.collect().await.ok()?.to_bytes();
        let took_us = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        let cookies = head.headers.get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
        let cookies = cookies.map(str::to_owned).collect();
        Some(Received {
            status: head.status,
            cookies,
            body: serde_json::from_slice(&body).unwrap_or_default(),
            took_us,
        })
    }
}
