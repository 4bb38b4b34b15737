//! Advice for requests without a response.

use std::io;

use portal_core::url::Origin;
use portal_upstream::{UpstreamError, UpstreamErrorKind as Kind};

use super::Advice;

pub(crate) fn no_root_certificates(error: &io::Error) -> Advice {
    Advice::new(
        format!("this machine has no certificates to check the other side's by ({error})"),
        "install the package ca-certificates, or name a file of them in SSL_CERT_FILE",
    )
}

pub(crate) fn advice(error: &UpstreamError, origin: &Origin) -> Advice {
    let host = origin.host();
    match error.kind() {
        Kind::UnknownHost => Advice::new(
            format!("the name {host} leads to no address ({error})"),
            format!("look for a typing mistake; otherwise ask this machine's name server (getent hosts {host})"),
        ),
        Kind::ConnectionRefused => Advice::new(
            format!("nobody listens at {origin}"),
            "look at the host and the port, and whether the other side runs",
        ),
        Kind::NotTls => Advice::new(
            format!("{origin} answers, but not in TLS"),
            "look at the port (443 is usual for https); name an API on this same machine by http://",
        ),
        Kind::CertificateExpired => Advice::new(
            format!("by this machine's clock, the certificate of {host} is out of date"),
            "look at this machine's clock (date) first; if it is right, the certificate has to be renewed",
        ),
        Kind::CertificateNameMismatch => Advice::new(
            format!("the certificate at {origin} is for another name"),
            "name the API as its certificate does, or look where this machine's name server sends that name",
        ),
        Kind::UnknownIssuer => Advice::new(
            format!("the certificate of {host} is by an authority that this machine doesn't know"),
            "install the package ca-certificates; where the authority is your own, or that of a proxy that opens TLS, name a \
             file with its certificate in SSL_CERT_FILE, for serving too",
        ),
        Kind::Tls => Advice::new(
            format!("no TLS connection with {origin}: it {error}"),
            "look for a proxy or firewall in between; the other side must speak TLS 1.2 or 1.3",
        ),
        Kind::NotHttp => Advice::new(
            format!("{origin} answers, but not in plain HTTP"),
            "look at the port, and begin the origin with https:// if the other side speaks TLS there",
        ),
        Kind::ConnectionClosed => Advice::new(
            format!("{origin} closed the connection in the middle"),
            "try again; if it stays so, look for a proxy or firewall in between",
        ),
        Kind::TooLarge => Advice::new(
            format!("the answer of {origin} is larger than any of the API's"),
            "look whether this is the API's origin",
        ),
        Kind::Timeout => Advice::new(
            format!("{origin} did not answer in time"),
            format!(
                "look whether a firewall lets this machine out to {host}. The gateway uses no proxy of the environment \
                 (HTTPS_PROXY): it needs a way of its own"
            ),
        ),
        Kind::Other => Advice::new(
            format!("{origin} {error}"),
            "look at the reason in it, and at what stands between this machine and the other side",
        ),
    }
}
