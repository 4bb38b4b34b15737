//! Headers that may occur once.

use axum::http::{HeaderMap, HeaderName};

/// The values of a header.
pub(super) enum Values<'a> {
    None,
    One(&'a [u8]),
    Several,
}

/// A header that may occur once: proxies may read two of them differently.
pub(super) fn values_of<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Values<'a> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Values::None,
        (Some(value), None) => Values::One(value.as_bytes()),
        (Some(_), Some(_)) => Values::Several,
    }
}
