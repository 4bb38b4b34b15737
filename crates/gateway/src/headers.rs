//! The headers of every answer, errors included, and the same for static hosts.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use portal_core::config::Config;

/// Name and value of each, in the order in which they are written out.
pub(crate) fn security(config: &Config, https: bool) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        ("Content-Security-Policy", policy(config)),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
        ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()".to_owned()),
        ("X-Robots-Tag", "noindex".to_owned()),
    ];
    if https {
        // Without includeSubDomains: what else lives under the operator's name is the operator's.
        headers.push(("Strict-Transport-Security", "max-age=31536000".to_owned()));
    }
    headers
}

/// What the page may load and do. The origins in it were parsed as origins, so that none can carry a directive of its own.
fn policy(config: &Config) -> String {
    let with = |own: &str, other: Option<String>| match other {
        Some(other) => format!("{own} 'self' {other}"),
        None => format!("{own} 'self'"),
    };
    [
        "default-src 'none'".to_owned(),
        "script-src 'self' 'wasm-unsafe-eval'".to_owned(),
        "style-src 'self'".to_owned(),
        with("connect-src", config.api_base.as_ref().map(ToString::to_string)),
        with("img-src", config.logo_origin()),
        "font-src 'self'".to_owned(),
        "base-uri 'none'".to_owned(),
        "form-action 'none'".to_owned(),
        "frame-ancestors 'none'".to_owned(),
    ]
    .join("; ")
}

/// [`security`] as it is put on answers.
pub(crate) fn security_map(config: &Config, https: bool) -> HeaderMap {
    let pairs = security(config, https).into_iter();
    pairs.filter_map(|(name, value)| Some((name.parse::<HeaderName>().ok()?, value.parse().ok()?))).collect()
}

/// Puts them on an answer; one that says nothing about caching is not cached.
pub(crate) fn apply(security: &HeaderMap, headers: &mut HeaderMap) {
    for (name, value) in security {
        headers.insert(name, value.clone());
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy_of(json: &[u8]) -> String {
        let parsed = Config::parse(json);
        assert_eq!(parsed.problems, []);
        policy(&parsed.config)
    }

    #[test]
    fn the_page_talks_to_its_own_origin_alone() {
        assert_eq!(
            policy_of(b"{}"),
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
             img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        );
    }

    #[test]
    fn the_operators_api_and_logo_are_let_in() {
        let policy = policy_of(br#"{"apiBase":"https://api.acme.com","logo":"https://cdn.acme.com/logo.svg"}"#);
        assert!(policy.contains("connect-src 'self' https://api.acme.com;"), "{policy}");
        assert!(policy.contains("img-src 'self' https://cdn.acme.com;"), "{policy}");
    }

    #[test]
    fn every_header_can_be_sent() {
        let config = Config::default();
        assert_eq!(security_map(&config, true).len(), security(&config, true).len());
        assert!(!security_map(&config, false).contains_key("strict-transport-security"));
    }
}
