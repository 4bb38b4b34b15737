//! The client's address, by the connection and by `X-Forwarded-For`.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use ipnet::IpNet;

pub(super) const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Where a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Source {
    /// The farthest address that can be relied on: the client's, or the last proxy's that is known.
    pub(super) address: IpAddr,
    /// Whether it is the client's own, and not that of a trusted proxy.
    pub(super) is_client: bool,
}

impl Source {
    /// The peer, or, behind trusted proxies, the last address in `X-Forwarded-For` that isn't a trusted proxy's. Anybody may
    /// have written those before it.
    pub(super) fn of(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> Self {
        let is_trusted = |address: IpAddr| trusted.iter().any(|net| net.contains(&address));
        let mut nearest = peer.to_canonical();
        if !is_trusted(nearest) {
            return Self { address: nearest, is_client: true };
        }
        // As bytes: a client can make the start of a line unreadable, to which a proxy then appends.
        let lines: Vec<_> = headers.get_all(X_FORWARDED_FOR).iter().map(HeaderValue::as_bytes).collect();
        for hop in lines.iter().rev().flat_map(|line| line.rsplit(|byte| *byte == b',')) {
            let Some(address) = str::from_utf8(hop).ok().and_then(parse_hop) else { break };
            nearest = address.to_canonical();
            if !is_trusted(nearest) {
                return Self { address: nearest, is_client: true };
            }
        }
        Self { address: nearest, is_client: false }
    }
}

/// An entry of `X-Forwarded-For`. Some proxies add a port, brackets around IPv6, or quotes as in `Forwarded` (RFC 7239).
fn parse_hop(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| Some(text.parse::<SocketAddr>().ok()?.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(peer: &str, forwarded: &[&str]) -> (String, bool) {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(X_FORWARDED_FOR, HeaderValue::from_bytes(line.as_bytes()).unwrap());
        }
        let trusted = ["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()];
        let Source { address, is_client } = Source::of(peer.parse().unwrap(), &headers, &trusted);
        (address.to_string(), is_client)
    }

    fn client(peer: &str, forwarded: &[&str]) -> String {
        let (address, is_client) = origin(peer, forwarded);
        assert!(is_client, "{peer} {forwarded:?}");
        address
    }

    #[test]
    fn a_client_cannot_choose_its_address() {
        assert_eq!(client("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &["198.51.100.1, 203.0.113.9"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &["198.51.100.1", "203.0.113.9, 10.0.0.2"]), "203.0.113.9");
        assert_eq!(client("::ffff:10.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &["junk, , \"", "203.0.113.9"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &["\u{e9}\t, 203.0.113.9"]), "203.0.113.9");
    }

    #[test]
    fn ports_and_brackets_are_understood() {
        for (entry, address) in [
            ("203.0.113.9:5678", "203.0.113.9"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("2001:db8::1", "2001:db8::1"),
            ("\"[2001:db8::1]:443\"", "2001:db8::1"),
            ("[::ffff:203.0.113.9]:80", "203.0.113.9"),
            ("198.51.100.1, 203.0.113.9:1, 10.0.0.2:80, [::1]:80", "203.0.113.9"),
        ] {
            assert_eq!(client("10.0.0.1", &[entry]), address, "{entry}");
        }
        for entry in ["203.0.113.9:", "203.0.113.9:99999", "[2001:db8::1", "2001:db8::1]", "[]:1", "[x]", "\""] {
            assert_eq!(origin("10.0.0.1", &[entry]), ("10.0.0.1".to_owned(), false), "{entry}");
        }
    }

    #[test]
    fn a_proxy_that_names_no_client_is_not_taken_for_one() {
        assert_eq!(origin("10.0.0.1", &[]), ("10.0.0.1".to_owned(), false));
        assert_eq!(origin("10.0.0.1", &["pst_secret"]), ("10.0.0.1".to_owned(), false));
        assert_eq!(origin("::1", &["203.0.113.9, pst_secret, 10.0.0.7"]), ("10.0.0.7".to_owned(), false));
        assert_eq!(origin("10.0.0.1", &["203.0.113.9", ""]), ("10.0.0.1".to_owned(), false));
        assert_eq!(origin("10.0.0.1", &["10.0.0.2, 10.0.0.3"]), ("10.0.0.2".to_owned(), false));
    }
}
