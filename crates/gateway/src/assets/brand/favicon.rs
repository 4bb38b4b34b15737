//! `/favicon.svg`: the first character of the app's name on its colour.

use palette::Srgb;
use portal_core::colour::Colour;
use unicode_segmentation::UnicodeSegmentation;

use super::shades::{LIGHT, Shades};

/// The build's icon: a key on the default colour.
const KEY: &str = include_str!("../../../../../public/favicon.svg");

/// The icon as SVG; a key where there is no name.
pub(super) fn favicon(app_name: Option<&str>, colour: Colour) -> String {
    let Shades { fill, on_fill, .. } = Shades::new(Srgb::new(colour.red, colour.green, colour.blue), &LIGHT);
    let (fill, on_fill) = (format!("#{fill:x}"), format!("#{on_fill:x}"));
    match app_name.and_then(initial) {
        Some(initial) => format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="{fill}"/><text x="16" y="22.5" fill="{on_fill}" font-family="system-ui,sans-serif" font-size="18" font-weight="600" text-anchor="middle">{initial}</text></svg>"#
        ),
        None => KEY.replace("#fff", &on_fill).replace(&Colour::default().to_string(), &fill),
    }
}

/// The first character as a reader counts, for XML.
fn initial(name: &str) -> Option<String> {
    let initial = name.graphemes(true).next()?.to_uppercase();
    match initial.as_str() {
        "<" => Some("&lt;".to_owned()),
        "&" => Some("&amp;".to_owned()),
        // XML has no such characters.
        text if text.contains(['\u{fffe}', '\u{ffff}']) => None,
        _ => Some(initial),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icon_is_the_first_character_on_the_colour() {
        let icon = favicon(Some("acme"), Colour::parse("#0f766e").unwrap());
        assert!(icon.contains(r##"fill="#0f766e""##) && icon.contains(">A</text>"), "{icon}");
        // A light colour has dark words; white would be no icon on a light tab.
        let icon = |colour| favicon(Some("acme"), Colour::parse(colour).unwrap());
        assert!(icon("#ffe600").contains(r##"<text x="16" y="22.5" fill="#0b0d12""##));
        assert!(!icon("#ffffff").contains("#ffffff\"/>"));
    }

    #[test]
    fn without_a_name_it_is_a_key_in_the_colour() {
        let icon = favicon(None, Colour::parse("#ffe600").unwrap());
        assert!(icon.contains(r##"fill="#ffe600""##) && icon.contains(r##"stroke="#0b0d12""##), "{icon}");
        assert!(!icon.contains("#2563eb") && !icon.contains("<text"), "{icon}");
    }

    #[test]
    fn a_character_is_what_a_reader_takes_for_one() {
        for (name, first) in [
            ("\u{1f1e9}\u{1f1ea} Konto", "\u{1f1e9}\u{1f1ea}"),
            ("\u{1f469}\u{200d}\u{1f4bb} Dev", "\u{1f469}\u{200d}\u{1f4bb}"),
            ("e\u{301}lan", "E\u{301}"),
            ("नमस्ते", "न"),
            ("本番", "本"),
            ("<script>", "&lt;"),
            ("&co", "&amp;"),
        ] {
            assert_eq!(initial(name).as_deref(), Some(first), "{name}");
        }
        assert_eq!(initial("\u{ffff}"), None);
    }
}
