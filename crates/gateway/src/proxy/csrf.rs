//! CSRF protection: which requests come from the portal's own pages. The cookie alone isn't enough: `SameSite=Strict`
//! lets requests from another port of the host and from sister domains carry it.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, header, request::Parts},
};
use portal_core::url::Origin;

use super::{
    api_proxy::ApiProxy,
    header_values::{Values, values_of},
};
use crate::http::GatewayError;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Extractor that accepts a request of the portal's own pages with a JSON body, and rejects all others.
pub(crate) struct SameOriginJson;

impl FromRequestParts<Arc<ApiProxy>> for SameOriginJson {
    type Rejection = GatewayError;

    async fn from_request_parts(parts: &mut Parts, proxy: &Arc<ApiProxy>) -> Result<Self, GatewayError> {
        check(&parts.headers, &proxy.public_origin).map(|()| Self)
    }
}

fn check(headers: &HeaderMap, public_origin: &Origin) -> Result<(), GatewayError> {
    if !is_same_origin(headers, public_origin) {
        Err(GatewayError::CrossSite)
    } else if !is_json(headers) {
        Err(GatewayError::UnsupportedMediaType)
    } else {
        Ok(())
    }
}

/// By `Sec-Fetch-Site` where there is one. Browsers omit it for plain-http origins other than localhost, and old ones
/// always: then by `Origin`, which every POST of a page has.
fn is_same_origin(headers: &HeaderMap, public_origin: &Origin) -> bool {
    match values_of(headers, &SEC_FETCH_SITE) {
        Values::One(site) => site == b"same-origin",
        Values::Several => false,
        Values::None => match values_of(headers, &header::ORIGIN) {
            Values::One(origin) => origin == public_origin.as_str().as_bytes(),
            Values::Several | Values::None => false,
        },
    }
}

/// A second check: without CORS no other origin can send this type.
fn is_json(headers: &HeaderMap) -> bool {
    let Values::One(value) = values_of(headers, &header::CONTENT_TYPE) else { return false };
    let essence = value.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    let encoded = match values_of(headers, &header::CONTENT_ENCODING) {
        Values::None => false,
        Values::One(encoding) => !encoding.eq_ignore_ascii_case(b"identity"),
        Values::Several => true,
    };
    essence.eq_ignore_ascii_case(b"application/json") && !encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_with(headers: &[(&'static str, &'static str)]) -> Result<(), GatewayError> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        check(&map, &Origin::parse("https://keys.example.com").unwrap())
    }

    const JSON: (&str, &str) = ("content-type", "application/json");
    const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

    #[test]
    fn the_portals_own_requests_pass() {
        assert_eq!(check_with(&[OWN, JSON]), Ok(()));
        assert_eq!(check_with(&[("origin", "https://keys.example.com"), JSON]), Ok(()));
        assert_eq!(check_with(&[OWN, ("content-type", "Application/JSON ; charset=utf-8")]), Ok(()));
    }

    #[test]
    fn requests_of_other_sites_and_sister_domains_are_refused() {
        for others in [
            &[][..],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "none")],
            &[("sec-fetch-site", "Same-Origin")],
            &[("sec-fetch-site", "")],
            // `Sec-Fetch-Site` counts, whatever `Origin` says.
            &[("sec-fetch-site", "same-site"), ("origin", "https://keys.example.com")],
            &[OWN, ("sec-fetch-site", "cross-site")],
            &[OWN, OWN],
            &[("origin", "null")],
            &[("origin", "https://keys.example.com:8443")],
            &[("origin", "http://keys.example.com")],
            &[("origin", "https://app.example.com")],
            &[("origin", "https://keys.example.com.evil.example")],
            &[("origin", "https://keys.example.com"), ("origin", "https://keys.example.com")],
        ] {
            let headers: Vec<_> = others.iter().copied().chain([JSON]).collect();
            assert_eq!(check_with(&headers), Err(GatewayError::CrossSite), "{others:?}");
        }
    }

    #[test]
    fn what_a_form_could_send_is_refused() {
        for types in [
            &[][..],
            &[("content-type", "text/plain")],
            &[("content-type", "application/x-www-form-urlencoded")],
            &[("content-type", "multipart/form-data; boundary=x")],
            &[("content-type", "text/plain; application/json")],
            &[("content-type", "application/jsonx")],
            &[JSON, JSON],
            &[JSON, ("content-encoding", "gzip")],
        ] {
            let headers: Vec<_> = types.iter().copied().chain([OWN]).collect();
            assert_eq!(check_with(&headers), Err(GatewayError::UnsupportedMediaType), "{types:?}");
        }
    }
}
