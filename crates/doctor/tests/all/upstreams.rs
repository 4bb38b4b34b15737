//! An API that can't be reached, and servers that aren't the API.

use std::{io, sync::Arc};

use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

use crate::{
    harness::{Check, certificate, example, on_time, roots_of},
    support::stub::{Stub, closed_port, raw_server, reply},
};

/// A TLS server with this certificate that refuses every session ID. Returns its port.
async fn tls(name: &str) -> u16 {
    let chain = vec![CertificateDer::from_pem_file(certificate(name)).unwrap()];
    let key = PrivateKeyDer::from_pem_file(certificate("key.pem")).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                // A client that rejects the certificate closes the connection here.
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let mut asked = [0; 10_000];
                let Ok(1..) = stream.read(&mut asked).await else { return };
                let body = r#"{"meta":{"requestId":"req_1"},"error":{"title":"","detail":"","status":401,"type":"unkey/authentication/portal_session_not_found"}}"#;
                let date = httpdate::fmt_http_date(std::time::SystemTime::now());
                let answer = format!(
                    "HTTP/1.1 401 Unauthorized\r\ndate: {date}\r\ncontent-length: {}\r\n\r\n{body}",
                    body.len()
                );
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    port
}

#[tokio::test]
async fn an_upstream_that_cannot_be_reached_is_told_by_what_to_look_at() {
    let plain = Stub::start().await.origin.replace("http://", "https://");
    for (origin, parts) in [
        ("https://api.does-not-exist.invalid", ["api.does-not-exist.invalid leads to no address", "typing mistake"]),
        (&closed_port().await, ["nobody listens", "the port"]),
        (&plain, ["not in TLS", "443"]),
    ] {
        let outcome = Check::of(origin).with_root_key().roots(|| roots_of("localhost.pem")).run().await;
        outcome.blames("upstream", &parts);
        for step in ["API", "clock", "createSession", "exchange", "list"] {
            assert!(outcome.step(step).starts_with("-: not tried"), "{step} in {}", outcome.out);
        }
    }
}

#[tokio::test]
async fn a_certificate_that_is_not_good_is_told_by_its_fault() {
    let another: fn() -> _ = || roots_of("another.pem");
    let (expired, localhost): (fn() -> _, fn() -> _) = (|| roots_of("expired.pem"), || roots_of("localhost.pem"));
    for (served, trusted, host, parts) in [
        ("localhost.pem", another, "localhost", ["by an authority that this machine doesn't know", "SSL_CERT_FILE"]),
        ("expired.pem", expired, "localhost", ["out of date", "this machine's clock (date) first"]),
        ("localhost.pem", localhost, "127.0.0.1", ["is for another name", "as its certificate does"]),
    ] {
        let origin = format!("https://{host}:{}", tls(served).await);
        Check::of(&origin).roots(trusted).run().await.blames("upstream", &parts);
    }
    let origin = format!("https://localhost:{}", tls("localhost.pem").await);
    let outcome = Check::of(&origin).roots(localhost).run().await;
    assert_eq!(outcome.problems, 0, "{}", outcome.out);
    assert!(outcome.step("upstream").contains("its certificate is good"), "{}", outcome.out);
    let outcome = Check::of(&origin).roots(|| Err(io::ErrorKind::NotFound.into())).run().await;
    outcome.blames("upstream", &["no certificates", "ca-certificates"]);
}

#[tokio::test]
async fn what_is_not_the_api_is_told_by_how_it_answers() {
    for (answer, parts) in [
        (reply(200, "text/html", "<h1>Welcome"), ["with success (200), but not as the API does", "sign-in page"]),
        (
            example("exchange, version session"),
            ["opened a session for something that was never a session ID", "api.unkey.com"],
        ),
        (reply(301, "text/html", "").with("location", "https://x.example/?SECRET"), ["redirect", "without www."]),
        (example("empty 401"), ["in front of the API refused (401)", "without a sign-in"]),
        (reply(407, "text/html", ""), ["in front of the API refused (407)", "without a sign-in"]),
        (example("edge error page"), ["in front of the API failed", "try again"]),
        (example("panic"), ["the API failed (500", "request id"]),
        (example("rate limited, without a delay"), ["rate limit is used up", "wait a minute"]),
        (
            example("authentication missing, as documented"),
            ["Authorization header where a session belongs", "adds one"],
        ),
        (example("schema refused, no fix"), ["the API refused (400", "support"]),
    ] {
        let stub = Stub::start().await;
        stub.will(on_time(answer));
        let outcome = Check::of(&stub.origin).with_root_key().run().await;
        outcome.blames("API", &parts);
        assert!(outcome.step("clock").starts_with("ok: "), "{}", outcome.out);
        assert_eq!(stub.seen().len(), 1, "the root key went to something that isn't the API");
    }
    let stub = Stub::start().await;
    for (media_type, page) in [
        ("text/html", "<h1>Not found"),
        ("text/plain", "404 page not found\n"),
        ("application/json", r#"{"error":{"title":"no such thing"}}"#),
    ] {
        let missing = || on_time(reply(404, media_type, page));
        stub.will(missing()).will(missing());
        let outcome = Check::of(&stub.origin).with_root_key().run().await;
        outcome.blames("API", &["no routes of the portal API", "api.unkey.com"]);
    }
}

#[tokio::test]
async fn what_does_not_speak_http_is_told_from_what_hangs_up() {
    let bytes = [
        (&b"SSH-2.0-OpenSSH_9.2\r\n"[..], ["not in plain HTTP", "https://"]),
        (b"\x15\x03\x01\x00\x02\x02\x16", ["not in plain HTTP", "https://"]),
        (b"", ["closed the connection in the middle", "firewall"]),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{", ["closed the connection in the middle", "firewall"]),
    ];
    for (bytes, parts) in bytes {
        Check::of(&raw_server(bytes).await).run().await.blames("API", &parts);
    }
}
