//! What `--forward-client` tells the API of a client, for the audit log there.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderValue, header};

use super::address::X_FORWARDED_FOR;

/// The longest `User-Agent` that is forwarded, in characters.
const MAX_USER_AGENT: usize = 200;

/// `X-Forwarded-For` with one address, which the gateway found, and `User-Agent` unless there is none that can be forwarded.
pub(super) fn client_headers(address: IpAddr, browser: &HeaderMap) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.extend(HeaderValue::try_from(address.to_string()).ok().map(|value| (X_FORWARDED_FOR, value)));
    headers.extend(user_agent(browser).map(|value| (header::USER_AGENT, value)));
    headers
}

/// Only printable ASCII characters, so that no server or log reads anything else into it.
fn user_agent(browser: &HeaderMap) -> Option<HeaderValue> {
    let bytes = browser.get(header::USER_AGENT)?.as_bytes();
    let printable = bytes.iter().copied().filter(|byte| matches!(byte, b' '..=b'~')).take(MAX_USER_AGENT);
    let text = printable.collect::<Vec<_>>();
    let text = text.trim_ascii();
    if text.is_empty() { None } else { HeaderValue::from_bytes(text).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forwarded(user_agent: &[u8]) -> Option<String> {
        let browser = HeaderMap::from_iter([(header::USER_AGENT, HeaderValue::from_bytes(user_agent).unwrap())]);
        let headers = client_headers("2001:db8::1".parse().unwrap(), &browser);
        assert_eq!(headers[X_FORWARDED_FOR], "2001:db8::1");
        let value = headers.get(header::USER_AGENT).map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(headers.len(), 1 + usize::from(value.is_some()));
        value
    }

    #[test]
    fn the_user_agent_is_cut_to_200_printable_ascii_characters() {
        let usual = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
        assert_eq!(forwarded(usual.as_bytes()).as_deref(), Some(usual));
        assert_eq!(forwarded(&[b'a'; 5_000]).as_deref(), Some(&*"a".repeat(200)));
        assert_eq!(forwarded("\u{fc}\u{1f600}a\tb\u{80}".as_bytes()).as_deref(), Some("ab"));
        assert_eq!(forwarded(&[&[0xff; 300][..], b"end"].concat()).as_deref(), Some("end"));
    }

    #[test]
    fn nothing_is_made_up_in_place_of_an_unusable_user_agent() {
        for unusable in [&b""[..], b"   ", b"\t", b"\xff\xfe"] {
            assert_eq!(forwarded(unusable), None, "{}", unusable.escape_ascii());
        }
        let headers = client_headers("203.0.113.9".parse().unwrap(), &HeaderMap::new());
        assert_eq!(headers.len(), 1);
    }
}
