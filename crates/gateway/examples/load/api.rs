//! The API behind the gateway: slow, and failing at random in all the ways that a server can. Everything in its responses
//! names the session that requested it.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, SystemTime},
};

use axum::http::{HeaderMap, Request, Response, header};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, combinators::UnsyncBoxBody};
use hyper::{
    body::{Body, Frame, Incoming, SizeHint},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::{error::Failed, random::Random};

/// The longest delay of a response, in milliseconds.
pub(crate) const MAX_DELAY_MS: u64 = 300;

/// Failures among 100 requests.
pub(crate) const FAILURES_PER_100: u64 = 15;

/// Keys of each user.
pub(crate) const KEYS: usize = 20;

type Answer = Response<UnsyncBoxBody<Bytes, &'static str>>;

/// Listens on a free port of this machine; gives the origin.
pub(crate) async fn start() -> Result<String, Failed> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let _ = stream.set_nodelay(true);
            // Ends with an error when a response is dropped or cut on purpose.
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(answer)));
        }
    });
    Ok(origin)
}

async fn answer(request: Request<Incoming>) -> Result<Answer, &'static str> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(|_| "the gateway left")?.to_bytes();
    let asked: Value = serde_json::from_slice(&body).unwrap_or_default();
    let mut random = Random::new();
    let delay = random.below(MAX_DELAY_MS + 1);
    tokio::time::sleep(Duration::from_millis(delay)).await;
    let session = session(&head.headers, &asked);
    let id = format!("req_{session}S{}", random.below(1_000_000));
    let good = json!({ "meta": { "requestId": id } });
    let good = match head.uri.path() {
        "/v2/portal.exchangeSession" => with(good, json!({ "data": exchanged(&session) })),
        "/v2/portal.listKeys" => with(good, listed(&session, &asked, delay)),
        "/v2/portal.getVerifications" => with(good, json!({ "data": [used(&session)] })),
        _ => return Ok(whole(404, "text/plain", "404 page not found\n".to_owned())),
    };
    let error = |status: u16, name: &str| {
        let kind = format!("https://unkey.com/docs/errors/unkey/application/{name}");
        let error = json!({ "title": "", "detail": session, "status": status, "type": kind });
        whole(status, "application/problem+json", json!({ "meta": { "requestId": id }, "error": error }).to_string())
    };
    match random.below(100) {
        0..3 => Ok(error(500, "unexpected_error")),
        3..5 => Ok(error(503, "service_unavailable")),
        5..7 => Ok(error(429, "too_many_requests")),
        7..9 => Ok(whole(502, "text/html", "<h1>502 Bad Gateway</h1>".to_owned())),
        9..12 => Err("dropped"),
        12..FAILURES_PER_100 => Ok(cut(&good.to_string())),
        _ => Ok(whole(200, "application/json", good.to_string())),
    }
}

/// The session of a request: from its cookie, or from the session ID that is exchanged.
fn session(headers: &HeaderMap, asked: &Value) -> String {
    let cookie =
        headers.get(header::COOKIE).and_then(|cookie| cookie.to_str().ok()?.strip_prefix("portal_session=ps_"));
    let id = || asked.get("sessionId").and_then(Value::as_str)?.strip_prefix("pst_");
    cookie.or_else(id).unwrap_or("nobody").to_owned()
}

fn exchanged(session: &str) -> Value {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
    json!({ "token": format!("ps_{session}"), "expiresAt": u64::try_from(now).unwrap_or_default() + 86_400_000 })
}

/// The user's keys, and the cursor that was asked from: it names the request.
fn listed(session: &str, asked: &Value, delay: u64) -> Value {
    let key = |number| {
        json!({
            "keyId": format!("key_{session}_{number}"), "start": "acme_", "enabled": true, "createdAt": delay,
            "name": session, "meta": { "plan": "pro" }, "identity": { "id": "id_1", "externalId": session },
        })
    };
    let keys: Vec<_> = (0..KEYS).map(key).collect();
    json!({ "data": keys, "pagination": { "cursor": asked.get("cursor"), "hasMore": true } })
}

fn used(session: &str) -> Value {
    json!({ "time": 0, "total": session.parse::<u64>().unwrap_or_default() })
}

fn with(mut answer: Value, more: Value) -> Value {
    if let (Some(answer), Value::Object(more)) = (answer.as_object_mut(), more) {
        answer.extend(more);
    }
    answer
}

fn whole(status: u16, content_type: &'static str, body: String) -> Answer {
    let body = Full::from(body).map_err(|never: Infallible| match never {}).boxed_unsync();
    let mut answer = Response::new(body);
    *answer.status_mut() = axum::http::StatusCode::from_u16(status).unwrap_or_default();
    answer.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(content_type));
    answer
}

/// Half of a body; then the connection drops.
fn cut(body: &str) -> Answer {
    let half = Bytes::copy_from_slice(body.as_bytes().get(..body.len() / 2).unwrap_or_default());
    let cut = Cut { half: Some(half), length: u64::try_from(body.len()).unwrap_or_default() };
    let mut answer = Response::new(cut.boxed_unsync());
    answer.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    answer
}

/// A body that is shorter than its length.
struct Cut {
    half: Option<Bytes>,
    length: u64,
}

impl Body for Cut {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match self.half.take() {
            Some(half) => {
                // The half goes out before the rest fails.
                context.waker().wake_by_ref();
                Poll::Ready(Some(Ok(Frame::data(half))))
            }
            None => Poll::Ready(Some(Err("cut"))),
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
