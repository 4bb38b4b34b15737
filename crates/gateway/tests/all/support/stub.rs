//! A server in the API's place.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, Method, Response},
};
use bytes::Bytes;
use portal_api::Route;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::oneshot,
};

/// A request that the stub received.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// A server in the API's place: sends the replies that the test queued, and records requests.
pub(crate) struct Stub {
    pub(crate) origin: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    replies: Arc<Mutex<VecDeque<Reply>>>,
}

/// The stub's reply when none is queued.
pub(crate) type Otherwise = fn(&Seen) -> Reply;

/// A reply of the stub; held back until `when` completes.
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    when: Option<oneshot::Receiver<()>>,
}

/// The stub's clock: 1 January 2030.
pub(crate) const DATE: &str = "Tue, 01 Jan 2030 00:00:00 GMT";
/// The same in milliseconds.
pub(crate) const NOW: i64 = 1_893_456_000_000;

pub(crate) fn reply(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Reply {
    let headers = vec![("date", DATE.to_owned()), ("content-type", content_type.to_owned())];
    Reply { status, headers, body: body.into(), when: None }
}

pub(crate) fn json(status: u16, body: &str) -> Reply {
    reply(status, "application/json", body)
}

impl Reply {
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(found, _)| *found != name);
        self.headers.push((name, value.to_owned()));
        self
    }

    /// Holds the reply back until the sender sends; for ever if it is only kept.
    pub(crate) fn held(mut self) -> (Self, oneshot::Sender<()>) {
        let (sender, receiver) = oneshot::channel();
        self.when = Some(receiver);
        (self, sender)
    }
}

impl Stub {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| json(500, "\"nothing to say\"")).await
    }

    pub(crate) async fn start_with(otherwise: Otherwise) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let replies = Arc::new(Mutex::new(VecDeque::new()));
        let (remember, next) = (Arc::clone(&seen), Arc::clone(&replies));
        let app = Router::new().fallback(move |request: Request| {
            let (remember, next) = (Arc::clone(&remember), Arc::clone(&next));
            async move { Self::answer(request, &remember, &next, otherwise).await }
        });
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { origin, seen, replies }
    }

    async fn answer(
        request: Request,
        seen: &Mutex<Vec<Seen>>,
        replies: &Mutex<VecDeque<Reply>>,
        otherwise: Otherwise,
    ) -> Response<Body> {
        let (head, body) = request.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let path = head.uri.to_string();
        let asked = Seen { method: head.method, path, headers: head.headers, body };
        let next = replies.lock().unwrap().pop_front();
        let Reply { status, headers, body, when } = next.unwrap_or_else(|| otherwise(&asked));
        seen.lock().unwrap().push(asked);
        if let Some(when) = when {
            let _ = when.await;
        }
        let mut response = Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(name, value);
        }
        response.body(Body::from(body)).unwrap()
    }

    pub(crate) fn will(&self, reply: Reply) -> &Self {
        self.replies.lock().unwrap().push_back(reply);
        self
    }

    /// Takes the recorded requests.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        std::mem::take(&mut *self.seen.lock().unwrap())
    }

    pub(crate) fn is_asked(&self) -> bool {
        !self.seen.lock().unwrap().is_empty()
    }

    /// Waits for a request.
    pub(crate) async fn asked(&self) {
        until(|| self.is_asked()).await;
    }
}

/// Waits until a condition holds, at most 10 s.
pub(crate) async fn until(mut condition: impl FnMut() -> bool) {
    let waited = async {
        while !condition() {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), waited).await.expect("the condition never held");
}

/// The reply to an exchange: a session of 24 hours.
pub(crate) fn exchanged(token: &str) -> Reply {
    let ends = NOW + 86_400_000;
    json(200, &format!(r#"{{"meta":{{"requestId":"req_exchanged"}},"data":{{"token":"{token}","expiresAt":{ends}}}}}"#))
}

pub(crate) const NO_KEYS: &str = r#"{"meta":{"requestId":"req_listed00"},"data":[],"pagination":{"hasMore":false}}"#;

pub(crate) const LIST: &str = Route::ListKeys.path();
pub(crate) const EXCHANGE: &str = Route::ExchangeSession.path();
pub(crate) const EXCHANGE_CODE: &str = Route::ExchangeCode.path();
pub(crate) const REROLL: &str = Route::RerollKey.path();
pub(crate) const VERIFICATIONS: &str = Route::GetVerifications.path();

/// The paths of the routes that the gateway forwards.
pub(crate) fn routes() -> [&'static str; Route::BROWSER_ROUTES.len()] {
    Route::BROWSER_ROUTES.map(Route::path)
}

/// The origin of a port at which nothing listens.
pub(crate) async fn closed_port() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// A server that answers the first request of each connection with `bytes` and closes it; gives its origin.
pub(crate) async fn raw_server(bytes: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut received = [0; 10_000];
            if matches!(stream.read(&mut received).await, Ok(1..)) {
                stream.write_all(bytes).await.unwrap();
            }
        }
    });
    origin
}
