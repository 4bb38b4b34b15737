use proptest::prelude::*;

use super::*;
use crate::percent;

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
fn a_link_is_read_in_the_spellings_in_which_it_arrives() {
    use ApiVersion::{Code, Session};
    for (address, version, clean) in [
        // Escaped once too often, by a template or a mail program.
        ("/?utm_source=mail&amp;session=pst_a-B&amp;utm_medium=x", Session, "/?utm_source=mail&amp;utm_medium=x"),
        ("/?session=pst%5Fa-B", Session, "/"),
        ("/?session=pst%255Fa-B", Session, "/"),
        ("/?session=%70%73%74_a-B", Session, "/"),
        ("/?s%65ssion=pst_a-B", Session, "/"),
        ("/?session%3Dpst_a-B", Session, "/"),
        ("/%3Fsession=pst_a-B", Session, "/"),
        ("/?next=%2F%3Fcode%3Dpst_a-B&a=1", Code, "/?a=1"),
        // Appended to an address that has parameters already.
        ("/?utm=1?session=pst_a-B", Session, "/?utm=1"),
        ("/?utm=1?session=pst_a-B&x=2", Session, "/?utm=1&x=2"),
        ("/?session=pst_a-B?utm=1", Session, "/"),
        ("/?utm=1;session=pst_a-B", Session, "/"),
        ("/?session=pst_a-B&utm_source=mail&utm_campaign=keys#top", Session, "/?utm_source=mail&utm_campaign=keys#top"),
        ("/#session=pst_a-B", Session, "/"),
        ("/keys#?code=pst_a-B", Code, "/keys"),
        ("/session=pst_a-B", Session, "/"),
        // Written by hand, or in capitals.
        ("/?Session=pst_a-B", Session, "/"),
        ("/?SESSION=pst_a-B", Session, "/"),
        ("/?CODE=pst_a-B", Code, "/"),
        ("/?session==pst_a-B", Session, "/"),
        ("/?session%20=%20pst_a-B", Session, "/"),
        // Joined with a base that ends in a slash, or names the file.
        ("//?session=pst_a-B", Session, "/"),
        ("//keys?session=pst_a-B", Session, "/keys"),
        ("/keys//?session=pst_a-B", Session, "/keys/"),
        ("/index.html?session=pst_a-B", Session, "/"),
        // With what stood around it in a text.
        ("/?session=pst_a-B.", Session, "/"),
        ("/?session=pst_a-B)", Session, "/"),
        ("/?session=pst_a-B),", Session, "/"),
        ("/?session=pst_a-B%3E", Session, "/"),
        ("/?session=<pst_a-B>", Session, "/"),
        ("/?session=%22pst_a-B%22&x=1", Session, "/?x=1"),
        ("/?session='pst_a-B'", Session, "/"),
        ("/?session=%E2%80%9Cpst_a-B%E2%80%9D", Session, "/"),
        ("/?session=pst_a-B**", Session, "/"),
        ("/?session=+pst_a-B%20", Session, "/"),
        ("/?session=pst_a-B%E2%80%8B", Session, "/"),
        ("/?session=pst_a%C2%AD-%EF%BB%BF%E2%81%A0B", Session, "/"),
        ("/?session=pst_a-B%E3%80%82", Session, "/"),
        ("/?session=%EF%BC%88pst_a-B%EF%BC%89%EF%BC%8C", Session, "/"),
        ("/?session=pst_a-B%D8%9F", Session, "/"),
        ("/?session=pst_a-B%DB%94", Session, "/"),
        ("/?session=pst_a-B%E0%A5%A4", Session, "/"),
        ("/?session=pst_a-B%C2%BB&x=1", Session, "/?x=1"),
        ("/?session=pst%5C_a%5C-B", Session, "/"),
        ("/?session=pst_a-B/", Session, "/"),
        // Wrapped: browsers remove a line break that isn't encoded.
        ("/?session=pst_a%0A-B", Session, "/"),
        ("/?session=pst_a%0D%0A-B%0D%0A", Session, "/"),
        ("/?session=pst_a=%0D%0A-B", Session, "/"),
        ("/?session=pst_a=-B", Session, "/"),
        ("/?session=3Dpst_a-B", Session, "/"),
        ("/?session=%0Apst_a-B", Session, "/"),
        // Escaped for HTML, once or twice.
        ("/?session=&quot;pst_a-B&quot;", Session, "/"),
        ("/?session=&quot;pst_a-B&quot;&x=1", Session, "/?x=1"),
        ("/?session=&amp;quot;pst_a-B&amp;quot;", Session, "/"),
        ("/?session=%26quot%3Bpst_a-B%26quot%3B", Session, "/"),
        ("/?session=&lt;pst_a-B&gt;", Session, "/"),
        ("/?session=&#34;pst_a-B&#34;&x=1", Session, "/"),
        ("/?session&#61;pst_a-B", Session, "/"),
        ("/?code&#x3D;pst_a-B", Code, "/"),
        ("/?session&equals;pst_a-B", Session, "/"),
        ("/?session%26%2361%3Bpst_a-B", Session, "/"),
        ("/?session=pst&#95;a&#45;B", Session, "/"),
        ("/?session=pst&lowbar;a-B", Session, "/"),
        ("/?session=p&#x73;t&#95;a-B", Session, "/"),
        ("/?session=pst_a-B&nbsp;", Session, "/"),
        ("/?session=&#8220;pst_a-B&#8221;", Session, "/"),
        ("/?session=pst_a-B&#8203;", Session, "/"),
        // Inside of tags, or in a chat's markup.
        ("/?session=pst_a-B<br>", Session, "/"),
        ("/?session=pst_a-B%3Cbr%20/%3E", Session, "/"),
        ("/?session=pst_a-B&lt;br&gt;", Session, "/"),
        ("/?session=pst_a-B%3CBR%3ERegards", Session, "/"),
        ("/?session=pst_a-B</a>", Session, "/"),
        ("/?session=pst_a-B</a></p>.", Session, "/"),
        ("/?session=<b>pst_a-B</b>", Session, "/"),
        ("/?session=%3Cspan%20class=x%3Epst_a-B%3C/span%3E&x=1", Session, "/?x=1"),
        ("/?session=|pst_a-B|", Session, "/"),
        ("/?session=%7Cpst_a-B%7C&x=1", Session, "/?x=1"),
        ("/?session=||pst_a-B||", Session, "/"),
        // Another paragraph follows.
        ("/?session=pst_a-B%0A%0ARegards", Session, "/"),
        ("/?session=pst_a-B%0D%0A%0D%0ARegards,%0D%0AJane&x=1", Session, "/?x=1"),
        ("/?session=pst_a-B%20%0A%20%0ARegards", Session, "/"),
        ("/?session=pst_a-B.%0A%0ARegards", Session, "/"),
        ("/?session=%0A%0Apst_a-B", Session, "/"),
        // Twice the same.
        ("/?session=pst_a-B&session=pst_a-B", Session, "/"),
        ("/?code=pst_a-B&session=pst_a-B", Code, "/"),
        ("/?code=&session=pst_a-B&a=1", Session, "/?a=1"),
        ("/?session=session=pst_a-B", Session, "/"),
    ] {
        let landing = read_address(address);
        let ticket = landing.ticket.map(|ticket| (ticket.id.expose().to_owned(), ticket.version));
        assert_eq!(ticket, some("pst_a-B", version), "{address}");
        assert_eq!(landing.clean_address.as_deref(), Some(clean), "{address}");
        assert!(landing.is_link, "{address}");
    }
}

#[test]
fn a_damaged_link_is_called_damaged_and_leaves_nothing_behind() {
    for address in [
        // Cut off.
        "/?session",
        "/?session=",
        "/?code=",
        "/?session=p",
        "/?session=pst",
        "/?session=pst_",
        "/?session=pst_a...",
        "/?session=pst_a%E2%80%A6",
        "/?session=pst_a%",
        "/?session=pst_a%5",
        "/?session=pst_a=",
        // Altered.
        "/?session=a b",
        "/?session=a%20b",
        "/?session=<script>",
        "/?session=pst_<b>",
        "/?session=pst_ä",
        "/?session=pst_aä",
        "/?session=pst_ж",
        "/?session=a/b",
        "/?session=PST_ABC",
        "/?session=pst_a%20b",
        "/?session=pst_a/keys",
        // A dash in place of a hyphen, and a sentence that goes on: the ID doesn't.
        "/?session=pst_a%E2%80%91b",
        "/?session=pst_a%E2%80%94thanks",
        "/?session=pst_a%E3%80%82ok",
        "/?session=pst_a%C2%A0b",
        "/?session=pst_a&#8209;b",
        // Tags within the ID, and a sentence that goes on behind one.
        "/?session=pst_<b>abc</b>",
        "/?session=pst_a<wbr>b",
        "/?session=pst_a</b>b",
        "/?session=pst_a<b",
        "/?session=pst_a|b",
        "/?session=pst_a%0A%0Ab&code=pst_c",
        "/?session=pst_abcpst_abc",
        "/?xpst_abc",
        "/?id=pst_abc",
        "/?sessions=pst_abc",
        "/pst_abc",
        "/keys/pst_abc",
        "/#pst_abc",
        // Two that differ.
        "/?session=pst_a&session=pst_b",
        "/?code=pst_a&session=pst_b",
        "/?session=pst_a#pst_b",
        "/?code=a&code=b",
        // A program's that had no session ID.
        "/?session=undefined",
        "/?code=null",
        "/?code=None",
        // Something else's.
        "/?code=ps_abc",
        "/?session=pat_abc",
    ] {
        let landing = read_address(address);
        assert!(landing.is_damaged(), "{address}");
        assert_eq!(landing.clean_address.as_deref(), Some("/"), "{address}");
    }
    assert_eq!(read("/keys", "?session=pst_&q=a", "#top").1.as_deref(), Some("/keys"));
    assert!(Landing::read("/", &"&session=pst_1".repeat(20), "").is_damaged());
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
fn what_the_link_says_of_the_session_leaves_the_address_with_its_id() {
    for (address, label, clean) in [
        ("/?session=pst_1&label=Northwind", Some("Northwind"), "/"),
        ("/?label=Northwind+Ltd&session=pst_1&q=a", Some("Northwind Ltd"), "/?q=a"),
        ("/keys?code=pst_1&amp;Label=O%27Brien%20%26%20S%C3%B6hne", Some("O'Brien & Söhne"), "/keys"),
        ("/#session=pst_1&label=North", Some("North"), "/"),
        ("/?session=pst_1#label=North", Some("North"), "/"),
        ("/?session=pst_1&label=North&label=North", Some("North"), "/"),
        ("/?session=pst_1&label=%3Cb%3E", Some("<b>"), "/"),
        // An ID of another kind.
        ("/?session=abc&label=North", Some("North"), "/"),
        // What is shown can't be trusted to be what was meant.
        ("/?session=pst_1&label=North&label=South", None, "/"),
        ("/?session=pst_1&label=", None, "/"),
        ("/?session=pst_1&label", None, "/"),
        ("/?session=pst_1&label=a%0Ab", None, "/"),
        ("/?session=pst_1&label=a%E2%80%AEb", None, "/"),
        ("/?session=pst_1&label=a%E2%80%8Bb", None, "/"),
        ("/?session=pst_1&label=a%FFb", None, "/"),
        ("/?session=pst_1&label%3DNorth", None, "/"),
        // A damaged link.
        ("/?session=pst_&label=North", None, "/"),
        ("/?session=pst_1&session=pst_2&label=North", None, "/"),
        ("/?label=North&session=", None, "/"),
    ] {
        let landing = read_address(address);
        assert_eq!(landing.note.label.as_deref(), label, "{address}");
        assert_eq!(landing.clean_address.as_deref(), Some(clean), "{address}");
    }
    let longest = "ä".repeat(60);
    let label = |label: &str| read_address(&format!("/?session=pst_1&label={}", percent::encode(label))).note.label;
    assert_eq!(label(&longest), Some(longest.clone()));
    assert_eq!(label(&format!("{longest}a")), None);
    // Without an ID it says nothing, and is none of ours.
    let other = read_address("/keys?label=North&rotation=false");
    assert_eq!((other.note, other.clean_address), (LinkNote::default(), None));
}

#[test]
fn a_link_can_say_that_its_session_rotates_no_keys() {
    for (address, no_rotation) in [
        ("/?session=pst_1&rotation=false", true),
        ("/?rotation=False&code=pst_1", true),
        ("/?session=pst_1&amp;rotation=false", true),
        ("/?session=pst_1&rotation=true", false),
        ("/?session=pst_1&rotation", false),
        ("/?session=pst_1", false),
        ("/?session=pst_&rotation=false", false),
    ] {
        let landing = read_address(address);
        assert_eq!(landing.note.no_rotation, no_rotation, "{address}");
        assert_eq!(landing.clean_address.as_deref(), Some("/"), "{address}");
    }
}

#[test]
fn debug_output_does_not_show_the_session_id() {
    assert!(!format!("{:?}", Landing::read("/", "?session=pst_secret", "")).contains("pst_secret"));
}

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

/// The pattern by which the start script takes addresses out of the address bar before the program is there.
fn start_script_pattern() -> regex::Regex {
    let script = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/boot.js")).unwrap();
    let pattern = script.split_once("(address) => /").unwrap().1.split_once("/i.test(address)").unwrap().0;
    regex::Regex::new(&format!("(?i){pattern}")).unwrap()
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
        thread_local! { static PATTERN: regex::Regex = start_script_pattern(); }
        let address = escape_non_ascii(&address);
        if read_address(&address).ticket.is_some() || has_session_id(&plain(&address)) {
            prop_assert!(PATTERN.with(|pattern| pattern.is_match(&address)), "{address}");
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
