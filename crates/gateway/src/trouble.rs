//! Why the upstream gave no answer, in kinds that an operator can do something about.

use std::{error::Error, fmt, io};

use rustls::{AlertDescription, CertificateError, InvalidMessage};

use crate::refusal::Refusal;

type BoxError = Box<dyn Error + Send + Sync>;

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// No connection could be made, or it broke before an answer began.
    Down(BoxError),
    /// The answer broke off.
    BrokeOff(BoxError),
    /// The answer is larger than the gateway takes.
    TooLarge,
    /// There was none in time.
    Slow,
}

/// What kind of trouble it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The host's name leads to no address.
    NoSuchHost,
    /// Nobody listens at the port.
    NobodyListens,
    /// The other side speaks, but not TLS.
    NotTls,
    /// Its certificate is out of date, or not valid yet.
    CertificateOutOfDate,
    /// Its certificate is for other names.
    CertificateOfAnother,
    /// Its certificate is by an authority that this machine doesn't know.
    CertificateUnknown,
    /// Another fault of TLS.
    Tls,
    /// The other side speaks, but not HTTP.
    NotHttp,
    /// The connection was closed in the middle.
    BrokeOff,
    /// The answer is larger than the gateway takes.
    TooLarge,
    /// Nothing came in time.
    Slow,
    /// Something else.
    Other,
}

/// What the resolver's own error is wrapped in, so that it can be told from others.
#[derive(Debug)]
pub(crate) struct NoSuchHost(pub(crate) io::Error);

impl fmt::Display for NoSuchHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for NoSuchHost {}

impl Trouble {
    /// What kind it is.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Down(error) => kind(error.as_ref()),
            Self::BrokeOff(_) => Kind::BrokeOff,
            Self::TooLarge => Kind::TooLarge,
            Self::Slow => Kind::Slow,
        }
    }
}

/// With the reasons that the system gave. Errors of connections name addresses and reasons, never what was sent.
impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Down(error) => write!(f, "could not be asked: {}", chain(error.as_ref())),
            Self::BrokeOff(error) => write!(f, "broke off in its answer: {}", chain(error.as_ref())),
            Self::TooLarge => f.write_str("gave an answer larger than the gateway takes"),
            Self::Slow => f.write_str("did not answer in time"),
        }
    }
}

impl From<Trouble> for Refusal {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Down(_) | Trouble::BrokeOff(_) => Self::UpstreamDown,
            Trouble::TooLarge => Self::UpstreamOdd,
            Trouble::Slow => Self::UpstreamSlow,
        }
    }
}

fn kind(error: &(dyn Error + 'static)) -> Kind {
    if find::<NoSuchHost>(error).is_some() {
        return Kind::NoSuchHost;
    }
    if let Some(error) = find::<rustls::Error>(error) {
        return tls(error);
    }
    if let Some(error) = find::<hyper::Error>(error) {
        if error.is_parse() {
            return Kind::NotHttp;
        }
        if error.is_incomplete_message() {
            return Kind::BrokeOff;
        }
    }
    match find::<io::Error>(error).map(io::Error::kind) {
        Some(io::ErrorKind::ConnectionRefused) => Kind::NobodyListens,
        Some(io::ErrorKind::TimedOut) => Kind::Slow,
        Some(
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof,
        ) => Kind::BrokeOff,
        _ => Kind::Other,
    }
}

fn tls(error: &rustls::Error) -> Kind {
    use CertificateError::{
        BadEncoding, Expired, ExpiredContext, NotValidForName, NotValidForNameContext, NotValidYet, NotValidYetContext,
        UnknownIssuer,
    };
    match error {
        rustls::Error::InvalidCertificate(
            Expired | ExpiredContext { .. } | NotValidYet | NotValidYetContext { .. },
        ) => Kind::CertificateOutOfDate,
        rustls::Error::InvalidCertificate(NotValidForName | NotValidForNameContext { .. })
        | rustls::Error::AlertReceived(AlertDescription::UnrecognisedName) => Kind::CertificateOfAnother,
        rustls::Error::InvalidCertificate(UnknownIssuer | BadEncoding | CertificateError::Other(_)) => {
            Kind::CertificateUnknown
        }
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType) => Kind::NotTls,
        _ => Kind::Tls,
    }
}

/// The first error of that type, from the outermost inwards.
fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        // What an io::Error gives as its source is the source of what it wraps.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = match wrapped {
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        };
    }
    None
}

/// An error and what caused it.
fn chain(error: &(dyn Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |&error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
