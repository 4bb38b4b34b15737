//! The upstream's headers that the browser gets.

use axum::http::{HeaderMap, HeaderName, header};

/// The upstream's headers that are forwarded: its clock and its rate limits.
const FORWARDED_HEADERS: [HeaderName; 5] = [
    header::DATE,
    header::RETRY_AFTER,
    HeaderName::from_static("ratelimit-limit"),
    HeaderName::from_static("ratelimit-remaining"),
    HeaderName::from_static("ratelimit-reset"),
];

/// An invalid date is left out, since the page sets its clock by it, and so is a `Retry-After` that is neither seconds nor a
/// date.
pub(super) fn forwarded_headers(upstream: &HeaderMap) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for name in FORWARDED_HEADERS {
        let Some(value) = upstream.get(&name) else { continue };
        let is_valid = match value.to_str() {
            Ok(text) if name == header::DATE => httpdate::parse_http_date(text).is_ok(),
            Ok(text) if name == header::RETRY_AFTER => is_retry_after(text),
            Ok(text) => text.len() <= 64,
            Err(_) => false,
        };
        if is_valid {
            headers.insert(name, value.clone());
        }
    }
    headers
}

/// A valid `Retry-After`. With one that is a date goes the clock by which it was made.
pub(super) fn retry_after(upstream: &HeaderMap) -> HeaderMap {
    let mut valid = forwarded_headers(upstream);
    let mut headers = HeaderMap::new();
    if let Some(wait) = valid.remove(header::RETRY_AFTER) {
        let date = valid.remove(header::DATE).filter(|_| !is_number(wait.as_bytes()));
        headers.extend(date.map(|date| (header::DATE, date)));
        headers.insert(header::RETRY_AFTER, wait);
    }
    headers
}

/// Whether a text is a number of seconds, however large, or a date (RFC 9110, section 10.2.3).
fn is_retry_after(text: &str) -> bool {
    (text.len() <= 64 && is_number(text.as_bytes())) || httpdate::parse_http_date(text).is_ok()
}

fn is_number(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_the_listed_headers_are_forwarded() {
        let mut from = HeaderMap::new();
        for (name, value) in [
            ("date", "Tue, 24 Nov 2026 02:10:37 GMT"),
            ("retry-after", "7"),
            ("ratelimit-limit", "100"),
            ("ratelimit-remaining", "0"),
            ("ratelimit-reset", "33"),
            ("set-cookie", "a=b"),
            ("server", "x"),
            ("access-control-allow-origin", "*"),
        ] {
            from.insert(name, HeaderValue::from_static(value));
        }
        let to = forwarded_headers(&from);
        let mut names: Vec<_> = to.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["date", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "retry-after"]);
        from.insert("date", HeaderValue::from_static("yesterday"));
        assert!(!forwarded_headers(&from).contains_key("date"));
        for (value, is_kept) in [
            ("120", true),
            ("Fri, 31 Dec 1999 23:59:59 GMT", true),
            ("-1", false),
            ("+1", false),
            ("", false),
            ("1.5", false),
            ("99999999999", true),
            ("soon", false),
        ] {
            from.insert("retry-after", HeaderValue::from_static(value));
            assert_eq!(forwarded_headers(&from).contains_key("retry-after"), is_kept, "{value}");
        }
    }
}
