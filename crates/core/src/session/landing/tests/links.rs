//! Links as they arrive.

use super::*;

use ApiVersion::{Code, Session};

/// Address, version, and the address that is left. All of the session `pst_a-B`.
pub(in crate::session) const READ: &[(&str, ApiVersion, &str)] = &[
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
];

pub(in crate::session) const DAMAGED: &[&str] = &[
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
];

#[test]
fn a_link_is_read_in_the_spellings_in_which_it_arrives() {
    for (address, version, clean) in READ {
        let landing = read_address(address);
        let ticket = landing.ticket.map(|ticket| (ticket.id.expose().to_owned(), ticket.version));
        assert_eq!(ticket, some("pst_a-B", *version), "{address}");
        assert_eq!(landing.clean_address.as_deref(), Some(*clean), "{address}");
        assert!(landing.is_link, "{address}");
    }
}

#[test]
fn a_damaged_link_is_called_damaged_and_leaves_nothing_behind() {
    for address in DAMAGED {
        let landing = read_address(address);
        assert!(landing.is_damaged(), "{address}");
        assert_eq!(landing.clean_address.as_deref(), Some("/"), "{address}");
    }
    assert_eq!(read("/keys", "?session=pst_&q=a", "#top").1.as_deref(), Some("/keys"));
    assert!(Landing::read("/", &"&session=pst_1".repeat(20), "").is_damaged());
}
