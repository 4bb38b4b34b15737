//! Why there is no response, in kinds that an operator can act on.

use std::{error::Error, fmt, io};

use rustls::{AlertDescription, CertificateError, InvalidMessage};

pub(crate) type BoxError = Box<dyn Error + Send + Sync>;

/// Why there is no response.
#[derive(Debug)]
pub enum UpstreamError {
    /// No connection, or one that broke before the response began.
    Unreachable(BoxError),
    /// The connection broke in the middle of the response.
    Interrupted(BoxError),
    /// The response's body is larger than [`UpstreamLimits::max_body_bytes`](crate::UpstreamLimits::max_body_bytes).
    TooLarge,
    /// No whole response in time.
    Timeout,
}

/// What an [`UpstreamError`] comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UpstreamErrorKind {
    /// The name server knows no address of the host.
    UnknownHost,
    /// Nothing listens at the port.
    ConnectionRefused,
    /// The server answers, but not in TLS.
    NotTls,
    /// The server's certificate has expired, or is not valid yet.
    CertificateExpired,
    /// The server's certificate is for other names.
    CertificateNameMismatch,
    /// The server's certificate is by an authority that this machine doesn't trust.
    UnknownIssuer,
    /// Another TLS error.
    Tls,
    /// The server answers, but not in HTTP.
    NotHttp,
    /// The connection was closed in the middle.
    ConnectionClosed,
    /// See [`UpstreamError::TooLarge`].
    TooLarge,
    /// See [`UpstreamError::Timeout`].
    Timeout,
    /// Something else.
    Other,
}

/// The resolver's own error, wrapped so that it can be told from other I/O errors.
#[derive(Debug)]
pub(crate) struct UnknownHost(pub(crate) io::Error);

impl fmt::Display for UnknownHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for UnknownHost {}

impl UpstreamError {
    /// What it comes from.
    pub fn kind(&self) -> UpstreamErrorKind {
        match self {
            Self::Unreachable(error) => kind(error.as_ref()),
            Self::Interrupted(_) => UpstreamErrorKind::ConnectionClosed,
            Self::TooLarge => UpstreamErrorKind::TooLarge,
            Self::Timeout => UpstreamErrorKind::Timeout,
        }
    }
}

/// The rest of a sentence that begins with the upstream. Connection errors hold addresses and reasons, never what was sent.
impl fmt::Display for UpstreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(error) => write!(f, "could not be reached: {}", chain(error.as_ref())),
            Self::Interrupted(error) => write!(f, "closed the connection in its response: {}", chain(error.as_ref())),
            Self::TooLarge => f.write_str("sent a response larger than the gateway accepts"),
            Self::Timeout => f.write_str("did not answer in time"),
        }
    }
}

impl Error for UpstreamError {}

fn kind(error: &(dyn Error + 'static)) -> UpstreamErrorKind {
    if find::<UnknownHost>(error).is_some() {
        return UpstreamErrorKind::UnknownHost;
    }
    if let Some(error) = find::<rustls::Error>(error) {
        return tls(error);
    }
    if let Some(error) = find::<hyper::Error>(error) {
        if error.is_parse() {
            return UpstreamErrorKind::NotHttp;
        }
        if error.is_incomplete_message() {
            return UpstreamErrorKind::ConnectionClosed;
        }
    }
    match find::<io::Error>(error).map(io::Error::kind) {
        Some(io::ErrorKind::ConnectionRefused) => UpstreamErrorKind::ConnectionRefused,
        Some(io::ErrorKind::TimedOut) => UpstreamErrorKind::Timeout,
        Some(
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof,
        ) => UpstreamErrorKind::ConnectionClosed,
        _ => UpstreamErrorKind::Other,
    }
}

fn tls(error: &rustls::Error) -> UpstreamErrorKind {
    use CertificateError::{
        BadEncoding, Expired, ExpiredContext, NotValidForName, NotValidForNameContext, NotValidYet, NotValidYetContext,
        UnknownIssuer,
    };
    match error {
        rustls::Error::InvalidCertificate(
            Expired | ExpiredContext { .. } | NotValidYet | NotValidYetContext { .. },
        ) => UpstreamErrorKind::CertificateExpired,
        rustls::Error::InvalidCertificate(NotValidForName | NotValidForNameContext { .. })
        | rustls::Error::AlertReceived(AlertDescription::UnrecognisedName) => {
            UpstreamErrorKind::CertificateNameMismatch
        }
        rustls::Error::InvalidCertificate(UnknownIssuer | BadEncoding | CertificateError::Other(_)) => {
            UpstreamErrorKind::UnknownIssuer
        }
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType) => UpstreamErrorKind::NotTls,
        _ => UpstreamErrorKind::Tls,
    }
}

/// The first error of that type in the chain of sources, from the outermost inwards.
fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        // `io::Error::source` skips the wrapped error itself.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = match wrapped {
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        };
    }
    None
}

/// The messages of an error and its sources.
fn chain(error: &(dyn Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |&error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
