//! Links that a page of the portal's own site has opened, where the operator trusts that site (`trustSameSite`): the page that they
//! get says so, and the portal then replaces an open session without asking.

use axum::http::HeaderMap;

/// The attribute of `<html>` that says so.
const MARK: &[u8] = b" data-same-site";

/// Whether the browser says that somebody has clicked on a page of the portal's own site, sister domains included. The whole chain
/// of redirects counts. Not where the click was on another site, in a mail, a chat or the address bar, nor on the portal itself: its
/// pages have no links to sessions. Not for a page that is only prefetched, since nobody has clicked yet.
pub(super) fn is_click_on_same_site(headers: &HeaderMap) -> bool {
    let is = |name: &str, expected: &str| {
        let mut values = headers.get_all(name).iter();
        values.next().is_some_and(|value| value == expected) && values.next().is_none()
    };
    is("sec-fetch-site", "same-site")
        && is("sec-fetch-user", "?1")
        && is("sec-fetch-mode", "navigate")
        && is("sec-fetch-dest", "document")
        && !headers.contains_key("sec-purpose")
}

/// The page with the mark; none if it has no `<html>`.
pub(super) fn mark(page: &[u8]) -> Option<Vec<u8>> {
    const TAG: &[u8] = b"<html";
    let start = page.windows(TAG.len()).position(|window| window.eq_ignore_ascii_case(TAG))?;
    let (before, after) = page.split_at_checked(start + TAG.len())?;
    Some([before, MARK, after].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLICK: [(&str, &str); 4] = [
        ("sec-fetch-site", "same-site"),
        ("sec-fetch-user", "?1"),
        ("sec-fetch-mode", "navigate"),
        ("sec-fetch-dest", "document"),
    ];

    fn is_click(headers: impl IntoIterator<Item = (&'static str, &'static str)>) -> bool {
        let headers = headers.into_iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        is_click_on_same_site(&headers.fold(HeaderMap::new(), |mut headers, (name, value)| {
            let name: axum::http::HeaderName = name;
            headers.append(name, value);
            headers
        }))
    }

    #[test]
    fn only_a_click_on_the_same_site_is_one() {
        assert!(is_click(CLICK));
        for missing in 0..CLICK.len() {
            assert!(!is_click(CLICK.into_iter().enumerate().filter(|(i, _)| *i != missing).map(|(_, header)| header)));
        }
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "none"),
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-site", "same-site, same-site"),
            ("sec-fetch-user", "?0"),
            ("sec-fetch-mode", "cors"),
            ("sec-fetch-dest", "iframe"),
        ] {
            let others = CLICK.into_iter().filter(|(other, _)| *other != name);
            assert!(!is_click(others.chain([(name, value)])), "{name}: {value}");
            // Beside the right value, as a proxy may add it.
            assert!(!is_click(CLICK.into_iter().chain([(name, value)])), "{name}: {value}");
        }
        assert!(!is_click(CLICK.into_iter().chain([("sec-purpose", "prefetch;prerender")])));
    }

    #[test]
    fn the_mark_is_an_attribute_of_the_page() {
        let marked = mark(b"<!doctype html>\n<html lang=\"en\"><title>x</title>").unwrap();
        assert_eq!(marked, b"<!doctype html>\n<html data-same-site lang=\"en\"><title>x</title>");
        assert_eq!(mark(b"<title>x</title>"), None);
    }
}
