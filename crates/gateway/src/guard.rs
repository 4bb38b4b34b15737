//! Which requests come from the portal's own pages. The cookie alone doesn't say so: `SameSite=Strict` lets requests of
//! another port of the host and of sister domains carry it.

use axum::http::{HeaderMap, HeaderName, header};
use portal_core::url::Origin;

use crate::refusal::Refusal;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Lets a request through that a page of the portal made, with a JSON body.
///
/// # Errors
/// [`Refusal::CrossSite`] and [`Refusal::MediaType`].
pub(crate) fn check(headers: &HeaderMap, public_origin: &Origin) -> Result<(), Refusal> {
    if !from_own_page(headers, public_origin) {
        Err(Refusal::CrossSite)
    } else if !is_json(headers) {
        Err(Refusal::MediaType)
    } else {
        Ok(())
    }
}

/// The browser's word where it gives one; browsers give none to plain-http addresses other than localhost, and old ones
/// none at all: then the origin, which every POST of a page carries.
fn from_own_page(headers: &HeaderMap, public_origin: &Origin) -> bool {
    match single(headers, &SEC_FETCH_SITE) {
        Single::One(site) => site == b"same-origin",
        Single::Several => false,
        Single::None => match single(headers, &header::ORIGIN) {
            Single::One(origin) => origin == public_origin.as_str().as_bytes(),
            Single::Several | Single::None => false,
        },
    }
}

/// Without CORS no other origin can send this type: the second lock.
fn is_json(headers: &HeaderMap) -> bool {
    let Single::One(value) = single(headers, &header::CONTENT_TYPE) else { return false };
    let essence = value.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    let encoded = match single(headers, &header::CONTENT_ENCODING) {
        Single::None => false,
        Single::One(encoding) => !encoding.eq_ignore_ascii_case(b"identity"),
        Single::Several => true,
    };
    essence.eq_ignore_ascii_case(b"application/json") && !encoded
}

enum Single<'a> {
    None,
    One(&'a [u8]),
    Several,
}

/// A header that should be there once: two of them may be read differently by whoever stands between.
fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Single<'a> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Single::None,
        (Some(value), None) => Single::One(value.as_bytes()),
        (Some(_), Some(_)) => Single::Several,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_with(headers: &[(&'static str, &'static str)]) -> Result<(), Refusal> {
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
            // The browser's own word counts, whatever the origin says.
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
            assert_eq!(check_with(&headers), Err(Refusal::CrossSite), "{others:?}");
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
            assert_eq!(check_with(&headers), Err(Refusal::MediaType), "{types:?}");
        }
    }
}
