//! What the client must not do, which are defaults or features of an HTTP client elsewhere.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use http::HeaderMap;
use portal_api::Route;
use portal_core::url::Origin;
use portal_upstream::{Upstream, UpstreamError, UpstreamErrorKind, UpstreamLimits};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

const LIMITS: UpstreamLimits = UpstreamLimits {
    timeout: Duration::from_secs(10),
    connect_timeout: Duration::from_secs(10),
    max_body_bytes: 1_000,
};

/// A server that answers the requests of each connection with these responses in turn, then closes it. The requests, in
/// order, and the number of connections.
struct Server {
    origin: Origin,
    requests: Arc<std::sync::Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
}

async fn server(responses: &'static [&'static str]) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = Origin::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let (requests, connections) = (Arc::default(), Arc::new(AtomicUsize::new(0)));
    let server = Server { origin, requests: Arc::clone(&requests), connections: Arc::clone(&connections) };
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            connections.fetch_add(1, Ordering::SeqCst);
            let requests = Arc::clone(&requests);
            tokio::spawn(async move {
                for response in responses {
                    let Some(request) = read_request(&mut stream).await else { return };
                    requests.lock().unwrap().push(request);
                    stream.write_all(response.as_bytes()).await.unwrap();
                }
                // One more, which is not answered.
                if let Some(request) = read_request(&mut stream).await {
                    requests.lock().unwrap().push(request);
                }
            });
        }
    });
    server
}

/// A request with the body `{}`.
async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n{}") {
        bytes.push(stream.read_u8().await.ok()?);
    }
    String::from_utf8(bytes).ok()
}

fn client(origin: &Origin) -> Upstream {
    Upstream::new(origin.clone(), LIMITS, || Err(io::ErrorKind::NotFound.into())).unwrap()
}

async fn list(client: &Upstream) -> Result<portal_upstream::UpstreamResponse, UpstreamError> {
    client.post(Route::ListKeys, HeaderMap::new(), Bytes::from_static(b"{}")).await
}

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nset-cookie: a=b\r\n\r\n{}";

#[tokio::test]
async fn it_reuses_connections_and_keeps_no_cookies() {
    let server = server(&[OK, OK]).await;
    let client = client(&server.origin);
    for _ in 0..2 {
        assert_eq!(list(&client).await.unwrap().body.as_ref(), b"{}");
    }
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
    let requests = server.requests.lock().unwrap().clone();
    assert_eq!(requests.len(), 2);
    assert!(requests.iter().all(|request| !request.to_ascii_lowercase().contains("cookie")), "{requests:?}");
}

#[tokio::test]
async fn it_does_not_repeat_a_request_that_was_sent() {
    let server = server(&[OK]).await;
    let client = client(&server.origin);
    list(&client).await.unwrap();
    // The server reads this one on the same connection and closes it: the API may have acted on it.
    let error = list(&client).await.unwrap_err();
    assert_eq!(error.kind(), UpstreamErrorKind::ConnectionClosed, "{error}");
    assert_eq!((server.requests.lock().unwrap().len(), server.connections.load(Ordering::SeqCst)), (2, 1));
}

#[tokio::test]
async fn it_does_not_repeat_a_request_that_the_server_refuses() {
    for response in [
        "HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 429 Too Many Requests\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 503 Service Unavailable\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n",
    ] {
        let server = server(Box::leak(Box::new([response]))).await;
        assert!(!list(&client(&server.origin)).await.unwrap().status.is_success());
        assert_eq!(server.requests.lock().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn it_asks_for_no_compression_and_undoes_none() {
    let server = server(&["HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\ngzip"]).await;
    assert_eq!(list(&client(&server.origin)).await.unwrap().body.as_ref(), b"gzip");
    let requests = server.requests.lock().unwrap().clone();
    let asked: Vec<_> =
        requests[0].lines().filter(|line| line.to_ascii_lowercase().starts_with("accept-encoding")).collect();
    assert!(matches!(asked[..], [line] if line.eq_ignore_ascii_case("accept-encoding: identity")), "{asked:?}");
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_whether_its_length_is_known_or_not() {
    let long = "x".repeat(1_001);
    for head in ["content-length: 1001\r\n\r\n".to_owned(), "connection: close\r\n\r\n".to_owned()] {
        let response: &'static str = Box::leak(format!("HTTP/1.1 200 OK\r\n{head}{long}").into_boxed_str());
        let server = server(Box::leak(Box::new([response]))).await;
        let error = list(&client(&server.origin)).await.unwrap_err();
        assert!(matches!(error, UpstreamError::TooLarge), "{error}");
    }
}

#[tokio::test]
async fn names_under_localhost_are_this_machine() {
    let server = server(&[OK]).await;
    let name = server.origin.as_str().replace("127.0.0.1", "api.portal.localhost");
    let client = client(&Origin::parse(&name).unwrap());
    client.connect().await.unwrap();
    assert!(list(&client).await.unwrap().status.is_success());
}

#[tokio::test]
async fn without_a_listener_the_connection_is_refused() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = Origin::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    drop(listener);
    let client = client(&origin);
    for error in [client.connect().await.unwrap_err(), list(&client).await.unwrap_err()] {
        assert_eq!(error.kind(), UpstreamErrorKind::ConnectionRefused, "{error}");
        assert!(!error.to_string().contains("listKeys"), "{error}");
    }
}

#[tokio::test]
async fn of_an_error_that_says_when_to_ask_again_the_body_may_be_missing() {
    let long = "x".repeat(1_001);
    for (head, status) in [
        ("429 X\r\nretry-after: 7", Some(429)),
        ("503 X\r\nretry-after: 7", Some(503)),
        ("503 X", None),
        ("401 X\r\nretry-after: 7", None),
        ("200 X\r\nretry-after: 7", None),
    ] {
        let response = format!("HTTP/1.1 {head}\r\ncontent-length: 1001\r\n\r\n{long}");
        let server = server(Box::leak(Box::new([&*response.leak()]))).await;
        let found = list(&client(&server.origin)).await.ok().map(|response| response.status.as_u16());
        assert_eq!(found, status, "{head}");
    }
}
