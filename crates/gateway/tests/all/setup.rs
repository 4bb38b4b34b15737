//! A gateway on a free port, a build for it to serve, and a stub in the API's place.

use std::{
    collections::VecDeque,
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, Method, Response},
};
use bytes::Bytes;
use portal_core::{config::Config, url::Origin};
use portal_gateway::{Limits, Server, Settings};
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

/// The portal's origin in these tests.
pub(crate) const ORIGIN: &str = "https://keys.example.com";

pub(crate) const SCRIPT: &str = "/portal-0123456789abcdef.js";
pub(crate) const WASM: &str = "/portal-0123456789abcdef_bg.wasm";
/// A part of the program, fetched when needed.
pub(crate) const PART: &str = "/rotate-0123456789abcdef.wasm";

/// A build like Trunk's.
pub(crate) fn build(folder: &Path) {
    for (name, text) in [
        ("index.html", "<!doctype html><title>page</title>"),
        ("index.html.br", "page br"),
        ("index.html.gz", "page gz"),
        (&SCRIPT[1..], "script"),
        (&format!("{}.br", &SCRIPT[1..]), "script br"),
        (&format!("{}.gz", &SCRIPT[1..]), "script gz"),
        (&WASM[1..], "wasm"),
        (&PART[1..], "part"),
        (&format!("{}.br", &PART[1..]), "part br"),
        ("boot.js", "boot"),
        ("favicon.svg", "<svg/>"),
        (".env", "SECRET=1"),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
}

/// A running gateway.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) dist: PathBuf,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
    _home: TempDir,
}

impl Running {
    /// Asks it to stop, without waiting.
    pub(crate) fn stop(&mut self) {
        self.stop.take().map(|stop| stop.send(()));
    }

    /// Waits until it has ended.
    pub(crate) async fn ended(self) {
        self.task.await.unwrap();
    }
}

/// What a test may set.
pub(crate) struct With {
    pub(crate) upstream: Option<String>,
    pub(crate) public_origin: String,
    pub(crate) config: String,
    pub(crate) limits: Limits,
    pub(crate) max_connections: usize,
}

impl Default for With {
    fn default() -> Self {
        Self {
            upstream: None,
            public_origin: ORIGIN.to_owned(),
            config: "{}".to_owned(),
            limits: Limits::default(),
            max_connections: 100,
        }
    }
}

impl With {
    pub(crate) async fn start(self) -> Running {
        let home = tempfile::tempdir().unwrap();
        let dist = home.path().join("dist");
        fs::create_dir(&dist).unwrap();
        fs::write(home.path().join("outside.txt"), "SECRET=1").unwrap();
        build(&dist);
        let parsed = Config::parse(self.config.as_bytes());
        assert_eq!(parsed.problems, []);
        let settings = Settings {
            upstream: self.upstream.map(|origin| Origin::parse(&origin).unwrap()),
            public_origin: Origin::parse(&self.public_origin).unwrap(),
            listen: "127.0.0.1:0".parse().unwrap(),
            dist: dist.clone(),
            config: parsed.config,
            config_json: Bytes::from(self.config),
            trusted_proxies: Vec::new(),
            max_connections: self.max_connections,
            limits: self.limits,
        };
        let server = Server::bind(&settings).await.unwrap_or_else(|problem| panic!("{problem}"));
        let address = server.address().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(server.run(async {
            let _ = stopped.await;
        }));
        Running { address, dist, stop: Some(stop), task, _home: home }
    }
}

/// A gateway before a stub.
pub(crate) async fn gateway_before(stub: &Stub) -> Running {
    With { upstream: Some(stub.origin.clone()), ..With::default() }.start().await
}

/// What the stub was asked.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Stands in the API's place: answers what it was told to, in order, and remembers what it was asked.
pub(crate) struct Stub {
    pub(crate) origin: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    replies: Arc<Mutex<VecDeque<Reply>>>,
}

/// What a stub says that was told nothing: it depends on what it is asked.
pub(crate) type Otherwise = fn(&Seen) -> Reply;

/// One answer of the stub; sent as soon as `when` lets it.
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    when: Option<oneshot::Receiver<()>>,
}

/// By the stub's clock it is 1 January 2030.
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

    /// Holds the answer back until the sender speaks; for ever if it is kept.
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

    /// What it was asked so far; forgets it.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        std::mem::take(&mut *self.seen.lock().unwrap())
    }

    pub(crate) fn is_asked(&self) -> bool {
        !self.seen.lock().unwrap().is_empty()
    }

    /// Waits until it was asked.
    pub(crate) async fn asked(&self) {
        until(|| self.is_asked()).await;
    }
}

/// Waits until something is so.
pub(crate) async fn until(mut is_so: impl FnMut() -> bool) {
    let waited = async {
        while !is_so() {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), waited).await.expect("it never became so");
}

/// An exchange's answer for a session of 24 hours.
pub(crate) fn exchanged(token: &str) -> Reply {
    let ends = NOW + 86_400_000;
    json(200, &format!(r#"{{"meta":{{"requestId":"req_exchanged"}},"data":{{"token":"{token}","expiresAt":{ends}}}}}"#))
}

pub(crate) const NO_KEYS: &str = r#"{"meta":{"requestId":"req_listed00"},"data":[],"pagination":{"hasMore":false}}"#;

pub(crate) const LIST: &str = "/v2/portal.listKeys";
pub(crate) const EXCHANGE: &str = "/v2/portal.exchangeSession";
pub(crate) const EXCHANGE_CODE: &str = "/v2/portal.exchangeCode";
pub(crate) const REROLL: &str = "/v2/portal.rerollKey";
pub(crate) const VERIFICATIONS: &str = "/v2/portal.getVerifications";
pub(crate) const ROUTES: [&str; 5] = [EXCHANGE, EXCHANGE_CODE, LIST, REROLL, VERIFICATIONS];
