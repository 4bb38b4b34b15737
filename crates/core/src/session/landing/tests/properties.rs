//! What holds for any address.

use proptest::prelude::*;

use super::*;
use crate::percent;

/// Pieces of which addresses with session IDs consist, and what damages them.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(
            &["session=", "code=", "SESSION", "pst_", "PST_", "p", "st_", "pst%5F", "%70st_", "pst%255f"][..]
        )
        .prop_map(str::to_owned),
        prop::sample::select(
            &[
                "&", "?", "#", "/", "//", "=", ";", "&amp;", "%3F", "%26", "%0A", "%", "%%35F", "%25", "&#112;",
                "&#95;", "&#x", "&quot;", "<br>", "<b>", "|", "label=",
            ][..]
        )
        .prop_map(str::to_owned),
        "[a-zA-Z0-9_-]{0,6}",
        "[ .)<>\"'ä…\u{200b}]{0,2}",
        any::<String>(),
    ]
}

fn address() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..12).prop_map(|pieces| format!("/{}", pieces.concat()))
}

fn start_script() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/start/link.js")).unwrap()
}

/// The pattern by which the start script takes addresses out of the address bar before the program is there.
fn hiding_pattern() -> regex::Regex {
    let script = start_script();
    let pattern = script.split_once("(address) => /").unwrap().1.split_once("/i.test(address)").unwrap().0;
    regex::Regex::new(&format!("(?i){pattern}")).unwrap()
}

/// The pattern of the links whose session ID the start script exchanges.
fn link_pattern() -> regex::Regex {
    let script = start_script();
    let pattern = script.split_once("const LINK =\n  /").unwrap().1.split_once("/;\n").unwrap().0;
    regex::Regex::new(&pattern.replace("\\/", "/")).unwrap()
}

/// Links that differ a little from those that apps make.
fn link() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(&["&label=", "&rotation=", "a", "Z9", "-", "+", "%20", "%C3%A9", "'", "."][..]),
        1 => prop::sample::select(&["_", "pst_", "&", "=", "%", "%70", "%5F", "%26", "%C2%AD", "st", "%2575", ";"][..]),
    ];
    let start = prop::sample::select(&["/?session=pst_", "/keys?code=pst_", "/keys/?session=pst_", "/?session=p"][..]);
    (start, prop::collection::vec(piece, 0..12)).prop_map(|(start, pieces)| format!("{start}{}", pieces.concat()))
}

/// As browsers write addresses.
fn escape_non_ascii(address: &str) -> String {
    let escape = |c: char| if c.is_ascii_graphic() { c.to_string() } else { percent::encode(&c.to_string()) };
    address.chars().map(escape).collect()
}

proptest! {
    /// The start script's pattern needs no Unicode and no decoding: it takes more addresses than this module finds links in.
    #[test]
    fn the_start_script_hides_every_address_with_a_session_id(address in address()) {
        thread_local! { static PATTERN: regex::Regex = hiding_pattern(); }
        let address = escape_non_ascii(&address);
        if read_address(&address).is_link || has_session_id(&plain(&address)) {
            prop_assert!(PATTERN.with(|pattern| pattern.is_match(&address)), "{address}");
        }
    }

    /// Whose session ID the script reads, the program reads the same.
    #[test]
    fn the_start_script_exchanges_what_the_program_would(address in prop_oneof![4 => link(), 1 => address()]) {
        thread_local! { static PATTERN: regex::Regex = link_pattern(); }
        if let Some(found) = PATTERN.with(|pattern| pattern.captures(&address).map(|found| [1, 2].map(|group| found[group].to_owned()))) {
            let version = if found[0] == "code" { ApiVersion::Code } else { ApiVersion::Session };
            let ticket = read_address(&address).ticket.map(|ticket| (ticket.id.expose().to_owned(), ticket.version));
            prop_assert_eq!(ticket, some(&found[1], version), "{}", address);
            prop_assert!(PATTERN.with(|_| hiding_pattern().is_match(&address)));
        }
    }

    #[test]
    fn no_address_keeps_a_session_id(query in "[?&=a-z_ %]{0,40}", id in "pst_[a-zA-Z0-9]{24}") {
        let landing = Landing::read("/", &format!("?{query}&session={id}"), "");
        prop_assert!(!landing.clean_address.unwrap_or_default().contains(&id));
    }

    #[test]
    fn an_escaped_session_id_is_read_and_nothing_of_it_stays(id in "pst_[a-z0-9_-]{16}", escaped: [bool; 20]) {
        let escape = |(c, is_escaped): (char, bool)| if is_escaped { format!("&#{};", u32::from(c)) } else { c.into() };
        let link: String = id.chars().zip(escaped).map(escape).collect();
        let landing = read_address(&format!("/?session={link}"));
        prop_assert_eq!(landing.ticket.map(|ticket| ticket.id.expose().to_owned()), Some(id));
        prop_assert_eq!(landing.clean_address.as_deref(), Some("/"));
    }

    #[test]
    fn whatever_the_address_nothing_that_looks_like_a_session_id_stays(address in address()) {
        let landing = read_address(&address);
        let clean = landing.clean_address.unwrap_or(address);
        prop_assert!(!has_session_id(&plain(&clean)) && !clean.to_ascii_lowercase().contains("pst_"), "{clean}");
        prop_assert!(clean.starts_with('/') && !clean.starts_with("//"), "{clean}");
        // Nothing is left to do.
        let again = read_address(&clean);
        prop_assert!(!again.is_link && again.clean_address.is_none(), "{clean}");
    }

    /// Otherwise a server could store the page of an address in which the portal finds a session ID.
    #[test]
    fn without_the_fragment_a_link_is_still_known_as_one(address in address()) {
        let (request, _) = address.split_at(address.find('#').unwrap_or(address.len()));
        if has_session_id(&plain(request)) {
            prop_assert!(read_address(request).is_link);
        }
    }
}
