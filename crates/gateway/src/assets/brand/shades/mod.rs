//! The shades of the operator's colour that the stylesheet uses.
//!
//! Lightness is moved in OKLCH, so that hue and chroma stay: mixed with black or white, yellow would become olive and navy
//! lavender. Chroma is reduced only as far as the shade isn't in sRGB.

#[cfg(test)]
mod tests;

use palette::{
    IntoColor, Mix, OklabHue, Oklch, Srgb, color_difference::Wcag21RelativeContrast, convert::FromColorUnclamped,
};

pub(super) type Rgb = Srgb<u8>;

const WHITE: Rgb = Srgb::new(0xff, 0xff, 0xff);

/// Words on a light fill.
const DARK_WORDS: Rgb = Srgb::new(0x0b, 0x0d, 0x12);

/// WCAG 2.2 AA: 4.5:1 for text (success criterion 1.4.3), with a margin where a browser mixes the ground.
const TEXT_CONTRAST: f64 = 4.6;
const FILL_TEXT_CONTRAST: f64 = 4.5;

/// How far a fill has to stand out, light and dark. Its words name the button: less than 3:1 is enough.
const LIGHT_FILL_CONTRAST: f64 = 1.25;
const DARK_FILL_CONTRAST: f64 = 3.0;

/// The part of the colour in its own tint, the ground of what is chosen or pressed.
const TINT: f64 = 0.1;

/// Below this chroma a colour has no hue to keep.
const GREY_CHROMA: f64 = 0.03;

/// A grey brand below this lightness counts as black.
const BLACK_LIGHTNESS: f64 = 0.4;

/// The step in which lightness is moved.
const STEP: f64 = 0.002;

/// A colour scheme: what the shades are seen on. `style/tokens.css` has the same surfaces.
#[derive(Debug)]
pub(super) struct Scheme {
    /// Where text in the operator's colour may stand.
    surfaces: &'static [Rgb],
    /// Under the tint, and under fills.
    ground: Rgb,
    /// How far a fill stands out from `ground`.
    fill_contrast: f64,
    /// The ink: what a colour becomes that is as light or dark as the ground and has no hue.
    ink: Rgb,
    /// Whether lightness is moved up.
    is_dark: bool,
}

pub(super) const LIGHT: Scheme = Scheme {
    surfaces: &[
        Srgb::new(0xff, 0xff, 0xff),
        Srgb::new(0xfa, 0xfb, 0xfc),
        Srgb::new(0xf5, 0xf6, 0xf8),
        Srgb::new(0xe7, 0xf6, 0xed),
        Srgb::new(0xfd, 0xf4, 0xe0),
        Srgb::new(0xfd, 0xee, 0xec),
        Srgb::new(0xee, 0xf0, 0xf3),
    ],
    ground: WHITE,
    fill_contrast: LIGHT_FILL_CONTRAST,
    ink: Srgb::new(0x17, 0x1a, 0x21),
    is_dark: false,
};

pub(super) const DARK: Scheme = Scheme {
    surfaces: &[
        Srgb::new(0x0b, 0x0c, 0x0f),
        Srgb::new(0x13, 0x15, 0x19),
        Srgb::new(0x16, 0x19, 0x1e),
        Srgb::new(0x19, 0x1c, 0x21),
        Srgb::new(0x1a, 0x1d, 0x23),
        Srgb::new(0x11, 0x30, 0x1f),
        Srgb::new(0x33, 0x27, 0x0d),
        Srgb::new(0x3a, 0x17, 0x15),
        Srgb::new(0x27, 0x2b, 0x34),
    ],
    ground: Srgb::new(0x1a, 0x1d, 0x23),
    fill_contrast: DARK_FILL_CONTRAST,
    ink: Srgb::new(0xec, 0xee, 0xf2),
    is_dark: true,
};

/// What is drawn in the operator's colour.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shades {
    /// Text, and whatever has no words: edges, rings, bars.
    pub(super) text: Rgb,
    /// Filled buttons: the operator's colour itself, wherever words can be read on it.
    pub(super) fill: Rgb,
    /// The same, pointed at.
    pub(super) fill_hover: Rgb,
    /// Words on both fills.
    pub(super) on_fill: Rgb,
}

impl Shades {
    pub(super) fn new(brand: Rgb, scheme: &Scheme) -> Self {
        let colour = oklch(brand);
        let is_ground = colour.chroma < GREY_CHROMA
            && if scheme.is_dark {
                colour.l < BLACK_LIGHTNESS
            } else {
                contrast(brand, scheme.ground) < scheme.fill_contrast
            };
        // Black on black and white on white are turned round: a grey in between would look disabled.
        let (fill, text) = if is_ground {
            (scheme.ink, scheme.ink)
        } else {
            let fill = moved(brand, scheme.is_dark, |shade| contrast(shade, scheme.ground) >= scheme.fill_contrast);
            (with_words(fill), moved(brand, scheme.is_dark, |shade| is_readable(shade, scheme)))
        };
        let on_fill = words_on(fill);
        Self { text, fill, fill_hover: hover(fill, on_fill), on_fill }
    }
}

/// WCAG's contrast ratio, 1–21.
fn contrast(one: Rgb, other: Rgb) -> f64 {
    one.into_format::<f64>().relative_contrast(other.into_format())
}

fn oklch(colour: Rgb) -> Oklch<f64> {
    colour.into_format::<f64>().into_color()
}

/// The colour of this lightness and hue whose chroma is nearest to `chroma` in sRGB.
fn in_gamut(lightness: f64, chroma: f64, hue: OklabHue<f64>) -> Rgb {
    let shade = |chroma| Srgb::<f64>::from_color_unclamped(Oklch::new(lightness, chroma, hue));
    // Half a step of 8 bits.
    let fits = |colour: Srgb<f64>| {
        [colour.red, colour.green, colour.blue].into_iter().all(|part| (-0.002..=1.002).contains(&part))
    };
    let (mut low, mut high) = (0.0, chroma);
    if fits(shade(chroma)) {
        low = chroma;
    }
    while high - low > 0.0005 {
        let middle = f64::midpoint(low, high);
        if fits(shade(middle)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    shade(low).into_format()
}

/// The colour whose lightness is nearest to that of `colour` and which is `good`: `colour` itself if it is.
fn moved(colour: Rgb, is_up: bool, good: impl Fn(Rgb) -> bool) -> Rgb {
    let Oklch { l, chroma, hue } = oklch(colour);
    let (end, step) = if is_up { (WHITE, STEP) } else { (Srgb::new(0, 0, 0), -STEP) };
    let lightness = (1..=500).map(|count| l + step * f64::from(count)).take_while(|l| (0.0..=1.0).contains(l));
    let shades = std::iter::once(colour).chain(lightness.map(|l| in_gamut(l, chroma, hue)));
    shades.into_iter().find(|shade| good(*shade)).unwrap_or(end)
}

/// Whether text in this colour can be read on each surface of the scheme, and on its own tint.
fn is_readable(text: Rgb, scheme: &Scheme) -> bool {
    let tint = scheme.ground.into_format::<f64>().mix(text.into_format(), TINT).into_format();
    scheme.surfaces.iter().chain([&tint]).all(|surface| contrast(text, *surface) >= TEXT_CONTRAST)
}

/// White, or near-black where white can't be read.
fn words_on(fill: Rgb) -> Rgb {
    if contrast(fill, WHITE) >= FILL_TEXT_CONTRAST { WHITE } else { DARK_WORDS }
}

/// A little darker, in the narrow band where neither white nor near-black can be read.
fn with_words(fill: Rgb) -> Rgb {
    moved(fill, false, |shade| contrast(shade, words_on(shade)) >= FILL_TEXT_CONTRAST)
}

/// Away from the words, or towards them where there is no room left.
fn hover(fill: Rgb, words: Rgb) -> Rgb {
    let Oklch { l, chroma, hue } = oklch(fill);
    let lightness = match words == WHITE {
        true if l > 0.3 => l - 0.05,
        true => l.max(0.1) + 0.12,
        false if l < 0.94 => l + 0.04,
        false => l - 0.06,
    };
    in_gamut(lightness, chroma, hue)
}
