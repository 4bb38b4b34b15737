//! A gateway on a free port, and a build for it to serve.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use portal_core::{config::Config, url::Origin};
use portal_gateway::{Limits, Server, Settings};
use tempfile::TempDir;
use tokio::{sync::oneshot, task::JoinHandle};

use super::stub::Stub;

/// The portal's origin in these tests.
pub(crate) const ORIGIN: &str = "https://keys.example.com";

pub(crate) const SCRIPT: &str = "/portal-0123456789abcdef.js";
pub(crate) const WASM: &str = "/portal-0123456789abcdef_bg.wasm";
/// A part of the program, fetched when needed.
pub(crate) const PART: &str = "/rotate-0123456789abcdef.wasm";

/// The page of [`build`].
pub(crate) const PAGE: &str = "<!doctype html><html><title>page</title>\
    <link rel=\"preload\" href=\"/config.json\" as=\"fetch\" crossorigin=\"anonymous\" />\
    <link rel=\"stylesheet\" href=\"/brand.css\" /><script type=\"module\" src=\"/boot.js\"></script>";

/// A build like Trunk's.
pub(crate) fn build(folder: &Path) {
    for (name, text) in [
        ("index.html", PAGE),
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
    pub(crate) max_connections_per_client: usize,
    pub(crate) max_requests_per_client: u32,
    pub(crate) trusted_proxies: &'static [&'static str],
    pub(crate) forward_client: bool,
}

impl Default for With {
    fn default() -> Self {
        Self {
            upstream: None,
            public_origin: ORIGIN.to_owned(),
            config: "{}".to_owned(),
            limits: Limits::default(),
            max_connections: 100,
            max_connections_per_client: 0,
            max_requests_per_client: 0,
            trusted_proxies: &[],
            forward_client: false,
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
            trusted_proxies: self.trusted_proxies.iter().map(|net| net.parse().unwrap()).collect(),
            forward_client: self.forward_client,
            max_connections: self.max_connections,
            max_connections_per_client: self.max_connections_per_client,
            max_requests_per_client: self.max_requests_per_client,
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
