//! Contrast and hue of the shades of any colour.

use proptest::prelude::*;
use regex::Regex;

use super::*;

const BOTH: [&Scheme; 2] = [&LIGHT, &DARK];

fn rgb(hex: &str) -> Rgb {
    hex.parse().unwrap()
}

/// The opaque surfaces of the stylesheet, light or dark.
fn surfaces(is_dark: bool) -> Vec<Rgb> {
    let css = include_str!("../../../../../../style/tokens.css");
    let (light, dark) = css.split_once("@media screen and (prefers-color-scheme: dark)").unwrap();
    let surface = Regex::new("--(?:[a-z]+-)?surface(?:-[a-z]+)?: (#[0-9a-f]{6});").unwrap();
    let found = surface.captures_iter(if is_dark { dark } else { light });
    found.map(|captures| rgb(captures.get(1).unwrap().as_str())).collect()
}

#[test]
fn a_colour_is_its_own_fill_where_words_can_be_read_on_it() {
    for hex in ["#0f766e", "#2563eb", "#ffe600", "#facc15", "#39ff14", "#dc2626", "#ff6b00", "#808080"] {
        for scheme in BOTH {
            assert_eq!(Shades::new(rgb(hex), scheme).fill, rgb(hex), "{hex}");
        }
    }
    for hex in ["#111111", "#000000", "#1e3a8a", "#0b1f3a"] {
        assert_eq!(Shades::new(rgb(hex), &LIGHT).fill, rgb(hex), "{hex}");
    }
    assert_eq!(Shades::new(WHITE, &DARK).fill, WHITE);
}

#[test]
fn words_are_white_unless_near_black_is_needed() {
    for (hex, words) in [("#2563eb", WHITE), ("#dc2626", WHITE), ("#ffe600", DARK_WORDS), ("#39ff14", DARK_WORDS)] {
        assert_eq!(Shades::new(rgb(hex), &LIGHT).on_fill, words, "{hex}");
    }
}

#[test]
fn black_and_white_are_turned_round_where_they_are_the_ground() {
    for (hex, scheme) in
        [("#000000", &DARK), ("#111111", &DARK), ("#2b2b2b", &DARK), ("#ffffff", &LIGHT), ("#f4f4f5", &LIGHT)]
    {
        let Shades { text, fill, on_fill, .. } = Shades::new(rgb(hex), scheme);
        assert_eq!((text, fill), (scheme.ink, scheme.ink), "{hex}");
        assert!(contrast(on_fill, fill) > 12.0, "{hex}");
    }
}

#[test]
fn a_colour_that_is_too_dark_or_pale_keeps_its_hue() {
    let near = |one: Rgb, other: &str| {
        let other = rgb(other);
        [(one.red, other.red), (one.green, other.green), (one.blue, other.blue)]
            .into_iter()
            .all(|(one, other)| one.abs_diff(other) <= 4)
    };
    for (hex, scheme, text, fill) in [
        ("#1e3a8a", &DARK, "#698ee6", "#4365b9"),
        ("#facc15", &LIGHT, "#826803", "#facc15"),
        ("#0f766e", &DARK, "#459e95", "#0f766e"),
    ] {
        let shades = Shades::new(rgb(hex), scheme);
        assert!(near(shades.text, text) && near(shades.fill, fill), "{hex}: {:x} {:x}", shades.text, shades.fill);
    }
}

#[test]
fn contrast_is_wcags() {
    assert!((contrast(WHITE, Srgb::new(0, 0, 0)) - 21.0).abs() < 0.01);
    assert!((contrast(Srgb::new(0x76, 0x76, 0x76), WHITE) - 4.54).abs() < 0.01);
}

fn check(brand: Rgb) -> Result<(), TestCaseError> {
    for scheme in BOTH {
        let Shades { text, fill, fill_hover, on_fill } = Shades::new(brand, scheme);
        let tint = scheme.ground.into_format::<f64>().mix(text.into_format(), 0.1).into_format();
        for surface in surfaces(scheme.is_dark).into_iter().chain([tint]) {
            prop_assert!(contrast(text, surface) >= 4.5, "{brand:x}: {text:x} on {surface:x}");
        }
        prop_assert!(contrast(fill, scheme.ground) >= if scheme.is_dark { 2.99 } else { 1.24 }, "{brand:x}: {fill:x}");
        for fill in [fill, fill_hover] {
            prop_assert!(contrast(on_fill, fill) >= 4.5, "{brand:x}: {on_fill:x} on {fill:x}");
        }
        prop_assert!(contrast(fill, fill_hover) > 1.05, "{brand:x}: {fill:x}, pointed at {fill_hover:x}");
        for shade in [text, fill] {
            let (hue, colour) = (oklch(brand), oklch(shade));
            if hue.chroma > 0.06 && colour.chroma > 0.04 {
                let turn = (hue.hue - colour.hue).into_degrees().abs();
                prop_assert!(turn < 6.0, "{brand:x}: {shade:x} is turned by {turn}°");
            }
        }
    }
    Ok(())
}

/// The colours in which lightness or chroma is at its end, and the greys.
#[test]
fn extreme_colours_are_readable_in_light_and_dark() {
    for red in (0..=255).step_by(51) {
        for green in (0..=255).step_by(51) {
            for blue in (0..=255).step_by(51) {
                check(Srgb::new(red, green, blue)).unwrap();
            }
        }
    }
    for grey in 0..=255 {
        check(Srgb::new(grey, grey, grey)).unwrap();
    }
}

proptest! {
    #[test]
    fn any_colour_is_readable_in_light_and_dark(red: u8, green: u8, blue: u8) {
        check(Srgb::new(red, green, blue))?;
    }
}
