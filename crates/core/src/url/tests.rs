//! Which addresses the operator can configure, and what becomes of them.

use proptest::prelude::*;

use super::*;

#[test]
fn only_https_and_localhost_become_links() {
    for text in [
        "https://app.example.com",
        "https://app.example.com:8443/a?b=c#d",
        "http://localhost:8081/",
        "http://app.localhost",
        "http://127.0.0.1:3000",
        "http://[::1]:80/x",
    ] {
        assert!(WebUrl::parse(text).is_ok(), "{text}");
    }
    for (text, problem) in [
        ("javascript:alert(1)", UrlError::Scheme),
        ("data:text/html,x", UrlError::Scheme),
        ("//evil.example", UrlError::Scheme),
        ("/relative", UrlError::Scheme),
        ("", UrlError::Scheme),
        ("HTTPS://app.example.com", UrlError::Scheme),
        ("http://app.example.com", UrlError::Scheme),
        ("http://localhost.example.com", UrlError::Scheme),
        ("https://user:pw@app.example.com", UrlError::UserInfo),
        ("https://app.example.com\\@evil.example", UrlError::Character),
        ("https://app.example.com/\n", UrlError::Character),
        ("https://app.example.com/\t", UrlError::Character),
        (" https://app.example.com", UrlError::Character),
        ("https://exämple.com", UrlError::Character),
        ("https://", UrlError::Host),
        ("https:///path", UrlError::Host),
        ("https://a..b", UrlError::Host),
        ("https://-a.com", UrlError::Host),
        ("https://a%2eb", UrlError::Host),
        ("https://a.com:", UrlError::Port),
        ("https://a.com:0", UrlError::Port),
        ("https://a.com:99999", UrlError::Port),
        ("https://a.com:80:80", UrlError::Port),
    ] {
        assert_eq!(WebUrl::parse(text), Err(problem), "{text}");
    }
    assert_eq!(WebUrl::parse(&format!("https://a.com/{}", "x".repeat(2_000))), Err(UrlError::TooLong));
}

#[test]
fn the_reason_is_added_to_the_operators_own_parameters() {
    for (url, expected) in [
        ("https://a.com", "https://a.com?reason=session_expired"),
        ("https://a.com/keys?tab=1", "https://a.com/keys?tab=1&reason=session_expired"),
        ("https://a.com/keys?tab=1&reason=old&x=2#part", "https://a.com/keys?tab=1&x=2&reason=session_expired#part"),
        ("https://a.com/?#f?g", "https://a.com/?reason=session_expired#f?g"),
    ] {
        let with = WebUrl::parse(url).map(|url| url.with_query_parameter("reason", "session_expired"));
        assert_eq!(with.as_deref(), Ok(expected));
    }
}

#[test]
fn an_origin_has_no_path() {
    assert_eq!(
        Origin::parse("https://API.example.com:443/").map(|o| o.to_string()).as_deref(),
        Ok("https://api.example.com")
    );
    assert_eq!(Origin::parse("http://localhost:8082").map(|o| o.to_string()).as_deref(), Ok("http://localhost:8082"));
    for text in ["https://api.example.com/v2", "https://api.example.com?x", "https://api.example.com//"] {
        assert_eq!(Origin::parse(text), Err(UrlError::NotAnOrigin), "{text}");
    }
}

#[test]
fn another_site_is_told_from_another_origin() {
    let cross = |a: &str, b: &str| match (Origin::parse(a), Origin::parse(b)) {
        (Ok(a), Ok(b)) => a.is_definitely_cross_site(&b),
        other => panic!("{other:?}"),
    };
    assert!(!cross("https://portal.acme.com", "https://api.acme.com:8443"));
    assert!(!cross("http://portal.acme.localhost:1", "http://api.acme.localhost:2"));
    assert!(!cross("http://localhost:1", "http://localhost:2"));
    assert!(cross("https://portal.acme.com", "https://api.unkey.com"));
    assert!(cross("http://portal.localhost", "http://api.localhost"));
    assert!(cross("https://10.0.0.1", "https://10.1.0.1"));
}

proptest! {
    #[test]
    fn any_text_is_accepted_or_rejected(text in ".{0,80}") {
        if let Ok(url) = WebUrl::parse(&text) {
            prop_assert!(url.with_query_parameter("a", "b").starts_with(&text.split(['?', '#']).next().unwrap_or_default().to_owned()));
        }
    }
}
