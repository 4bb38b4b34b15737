//! What a link says of its session.

use super::*;
use crate::percent;

/// Address, label, and the address that is left.
pub(in crate::session) const LABELLED: &[(&str, Option<&str>, &str)] = &[
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
];

#[test]
fn what_the_link_says_of_the_session_leaves_the_address_with_its_id() {
    for (address, label, clean) in LABELLED {
        let landing = read_address(address);
        assert_eq!(landing.note.label.as_deref(), *label, "{address}");
        assert_eq!(landing.clean_address.as_deref(), Some(*clean), "{address}");
    }
    let longest = "ä".repeat(60);
    let label = |label: &str| read_address(&format!("/?session=pst_1&label={}", percent::encode(label))).note.label;
    assert_eq!(label(&longest), Some(longest.clone()));
    assert_eq!(label(&format!("{longest}a")), None);
    // Without an ID it says nothing, and is none of ours.
    let other = read_address("/keys?label=North&rotation=false");
    assert_eq!((other.note, other.clean_address), (LinkNote::default(), None));
}

/// Address, and whether it says that the session rotates no keys.
pub(in crate::session) const ROTATING: &[(&str, bool)] = &[
    ("/?session=pst_1&rotation=false", true),
    ("/?rotation=False&code=pst_1", true),
    ("/?session=pst_1&amp;rotation=false", true),
    ("/?session=pst_1&rotation=true", false),
    ("/?session=pst_1&rotation", false),
    ("/?session=pst_1", false),
    ("/?session=pst_&rotation=false", false),
];

#[test]
fn a_link_can_say_that_its_session_rotates_no_keys() {
    for (address, no_rotation) in ROTATING {
        let landing = read_address(address);
        assert_eq!(landing.note.no_rotation, *no_rotation, "{address}");
        assert_eq!(landing.clean_address.as_deref(), Some("/"), "{address}");
    }
}
