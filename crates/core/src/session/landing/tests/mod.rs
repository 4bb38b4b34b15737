//! What a landing URL means; `links` has the spellings of links, `notes` what they say of their session, and `properties` what
//! holds for any address.

pub(in crate::session) mod links;
pub(in crate::session) mod notes;
mod properties;

use super::*;

fn read(path: &str, query: &str, fragment: &str) -> (Option<(String, ApiVersion)>, Option<String>) {
    let landing = Landing::read(path, query, fragment);
    (landing.ticket.map(|ticket| (ticket.id.expose().to_owned(), ticket.version)), landing.clean_address)
}

fn some(id: &str, version: ApiVersion) -> Option<(String, ApiVersion)> {
    Some((id.to_owned(), version))
}

/// Reads an address as browsers split it.
fn read_address(address: &str) -> Landing {
    let (rest, fragment) = address.split_at(address.find('#').unwrap_or(address.len()));
    let (path, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    Landing::read(path, query, fragment)
}

#[test]
fn the_session_id_is_removed_and_the_rest_of_the_address_stays() {
    assert_eq!(read("/", "?session=pst_a-B", ""), (some("pst_a-B", ApiVersion::Session), Some("/".to_owned())));
    assert_eq!(read("/", "?code=pst_1", ""), (some("pst_1", ApiVersion::Code), Some("/".to_owned())));
    assert_eq!(
        read("/keys", "?q=a%20b&session=pst_1&sort=name", "#top"),
        (some("pst_1", ApiVersion::Session), Some("/keys?q=a%20b&sort=name#top".to_owned()))
    );
}

#[test]
fn an_address_without_a_session_id_is_unchanged() {
    for (path, query, fragment) in [
        ("/keys", "?q=session", ""),
        ("/keys", "", ""),
        ("/keys", "?q=a%26b%3Dc&&x", "#code"),
        ("/", "?q=code%3D1", ""),
    ] {
        assert_eq!(read(path, query, fragment), (None, None));
        assert!(!Landing::read(path, query, fragment).is_link);
    }
}

#[test]
fn a_session_id_with_another_prefix_is_used_where_it_is_certain() {
    assert_eq!(read("/", "?session=abc", ""), (some("abc", ApiVersion::Session), Some("/".to_owned())));
    assert_eq!(read("/", "?a=1&amp;Code=abc&b=2", ""), (some("abc", ApiVersion::Code), Some("/?a=1&b=2".to_owned())));
    assert!(read("/", &format!("?session={}", "x".repeat(256)), "").0.is_some());
    assert!(Landing::read("/", &format!("?session={}", "x".repeat(257)), "").is_damaged());
    assert!(Landing::read("/", &format!("?session=pst_{}", "x".repeat(253)), "").is_damaged());
}

#[test]
fn the_address_never_names_another_host() {
    for (path, clean) in [("//", "/"), ("//evil.example/keys", "/evil.example/keys"), ("///keys//", "/keys/")] {
        assert_eq!(read(path, "", ""), (None, Some(clean.to_owned())));
        assert_eq!(read(path, "?session=pst_1", "").1.as_deref(), Some(clean));
    }
    assert_eq!(read("/index.html", "?a=1", "#top"), (None, Some("/?a=1#top".to_owned())));
}

#[test]
fn debug_output_does_not_show_the_session_id() {
    assert!(!format!("{:?}", Landing::read("/", "?session=pst_secret", "")).contains("pst_secret"));
}
