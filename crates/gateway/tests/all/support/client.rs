//! An HTTP client that shows a response as it came over the wire.

use std::{io::Read, net::SocketAddr};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A response.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Received {
    /// The header's one value; fails where there are two.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let values = self.all(name);
        assert!(values.len() < 2, "{name} came more than once: {values:?}");
        values.first().copied()
    }

    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(found, _)| found == name).map(|(_, value)| value.as_str()).collect()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The text without its `Content-Encoding`.
    pub(crate) fn decoded(&self) -> String {
        let mut text = String::new();
        let body = self.body.as_slice();
        let read = match self.header("content-encoding") {
            Some("br") => brotli::Decompressor::new(body, 4096).read_to_string(&mut text),
            Some("gzip") => flate2::read::GzDecoder::new(body).read_to_string(&mut text),
            encoding => {
                assert_eq!(encoding, None);
                return self.text();
            }
        };
        read.unwrap_or_else(|error| panic!("{error}"));
        text
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The name at the end of the error's type.
    pub(crate) fn error_name(&self) -> String {
        let json = self.json();
        assert!(
            json["meta"]["requestId"].as_str().is_some_and(|id| id.starts_with("req_") && id.len() == 13),
            "{json}"
        );
        assert_eq!(json["error"]["status"], self.status);
        json["error"]["type"].as_str().unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned()
    }

    fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no whole answer: {}", String::from_utf8_lossy(bytes)));
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
        let headers = lines.filter_map(|line| line.split_once(": "));
        let mut received = Self {
            status: status.unwrap_or_else(|| panic!("no status: {head}")),
            headers: headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect(),
            body: bytes[end + 4..].to_vec(),
        };
        if received.header("transfer-encoding") == Some("chunked") {
            received.body = without_chunks(&received.body);
        }
        received
    }
}

/// The body that came in chunks; what follows the last one doesn't count.
fn without_chunks(mut chunked: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = chunked.windows(2).position(|window| window == b"\r\n") {
        let size = usize::from_str_radix(&String::from_utf8_lossy(&chunked[..end]), 16).unwrap();
        body.extend_from_slice(&chunked[end + 2..][..size]);
        if size == 0 {
            break;
        }
        chunked = &chunked[end + 2 + size + 2..];
    }
    body
}

/// Sends bytes and reads until the server closes the connection.
pub(crate) async fn send_raw(address: SocketAddr, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let (mut read, mut write) = stream.split();
    let mut received = Vec::new();
    // The gateway may respond and close before it has read everything.
    let (_, _) = tokio::join!(write.write_all(bytes), read.read_to_end(&mut received));
    received
}

/// A request.
pub(crate) struct TestRequest {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

pub(crate) fn get(path: &str) -> TestRequest {
    TestRequest { method: "GET".to_owned(), path: path.to_owned(), headers: Vec::new(), body: Vec::new() }
}

/// A POST as the portal sends it.
pub(crate) fn post(path: &str, body: impl Into<Vec<u8>>) -> TestRequest {
    bare_post(path, body).with("sec-fetch-site", "same-origin").with("content-type", "application/json")
}

pub(crate) fn bare_post(path: &str, body: impl Into<Vec<u8>>) -> TestRequest {
    TestRequest { method: "POST".to_owned(), path: path.to_owned(), headers: Vec::new(), body: body.into() }
}

impl TestRequest {
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn session(self, token: &str) -> Self {
        self.with("cookie", &format!("a=b; __Host-portal_session={token}; __Host-portal_open=1.a"))
    }

    pub(crate) fn method(mut self, method: &str) -> Self {
        self.method = method.to_owned();
        self
    }

    pub(crate) fn bytes(&self, connection: &str) -> Vec<u8> {
        let Self { method, path, headers, body } = self;
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: portal.localhost\r\nconnection: {connection}\r\n");
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        if method == "POST" {
            head += &format!("content-length: {}\r\n", body.len());
        }
        [head.as_bytes(), b"\r\n", body].concat()
    }

    pub(crate) async fn send(self, to: SocketAddr) -> Received {
        Received::parse(&send_raw(to, &self.bytes("close")).await)
    }
}
