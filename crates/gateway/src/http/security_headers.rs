//! The security headers of every response, errors included, and the same for exported configurations of other servers.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use portal_core::config::Config;

/// Name and value of each header. `https` is whether the portal's origin is.
pub(crate) fn security_headers(config: &Config, https: bool) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        ("Content-Security-Policy", content_security_policy(config)),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
        ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()".to_owned()),
        ("X-Robots-Tag", "noindex".to_owned()),
    ];
    if https {
        // Without includeSubDomains: other hosts under the operator's domain are the operator's decision.
        headers.push(("Strict-Transport-Security", "max-age=31536000".to_owned()));
    }
    headers
}

/// The Content-Security-Policy. The origins in it were parsed as origins, so that none can add a directive.
fn content_security_policy(config: &Config) -> String {
    let directive = |name: &str, others: Vec<String>| {
        let own = format!("{name} 'self'");
        others.iter().fold(own, |sources, other| format!("{sources} {other}"))
    };
    [
        "default-src 'none'".to_owned(),
        "script-src 'self' 'wasm-unsafe-eval'".to_owned(),
        "style-src 'self'".to_owned(),
        directive("connect-src", config.api_base.iter().map(ToString::to_string).collect()),
        directive("img-src", config.image_origins()),
        "font-src 'self'".to_owned(),
        "base-uri 'none'".to_owned(),
        "form-action 'none'".to_owned(),
        "frame-ancestors 'none'".to_owned(),
        // The start script makes the one policy that may exist, for HTML alone: no text becomes a script or its address.
        "require-trusted-types-for 'script'".to_owned(),
        "trusted-types default".to_owned(),
    ]
    .join("; ")
}

/// The same, parsed once for all responses.
#[derive(Debug, Clone)]
pub(crate) struct SecurityHeaders(Arc<HeaderMap>);

impl SecurityHeaders {
    pub(crate) fn new(config: &Config, https: bool) -> Self {
        let pairs = security_headers(config, https).into_iter();
        let parsed = pairs.filter_map(|(name, value)| Some((name.parse::<HeaderName>().ok()?, value.parse().ok()?)));
        Self(Arc::new(parsed.collect()))
    }

    /// Middleware: adds the headers, and forbids storing a response without `Cache-Control`.
    pub(crate) async fn add(State(Self(security)): State<Self>, request: Request, next: Next) -> Response {
        let mut response = next.run(request).await;
        let headers = response.headers_mut();
        for (name, value) in &*security {
            headers.insert(name, value.clone());
        }
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy_of(json: &[u8]) -> String {
        let parsed = Config::parse(json);
        assert_eq!(parsed.problems, []);
        content_security_policy(&parsed.config)
    }

    #[test]
    fn by_default_the_page_uses_its_own_origin_alone() {
        assert_eq!(
            policy_of(b"{}"),
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
             img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
             require-trusted-types-for 'script'; trusted-types default"
        );
    }

    #[test]
    fn the_operators_api_and_images_are_allowed() {
        let policy = policy_of(
            br#"{"apiBase":"https://api.acme.com","logo":"https://cdn.acme.com/logo.svg","logoDark":"https://cdn.acme.com/dark.svg",
                "favicon":"https://acme.com/favicon.ico"}"#,
        );
        assert!(policy.contains("connect-src 'self' https://api.acme.com;"), "{policy}");
        assert!(policy.contains("img-src 'self' https://cdn.acme.com https://acme.com;"), "{policy}");
    }

    #[test]
    fn every_header_is_valid() {
        let config = Config::default();
        assert_eq!(SecurityHeaders::new(&config, true).0.len(), security_headers(&config, true).len());
        assert!(!SecurityHeaders::new(&config, false).0.contains_key("strict-transport-security"));
    }
}
