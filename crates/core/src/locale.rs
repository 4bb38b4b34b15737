//! How dates are written: with English words, since the texts are English, but in the order of the user's language and by
//! its clock of 12 or 24 hours.

/// The English locale that writes dates as the user's language does.
///
/// ```
/// use portal_core::locale::DateLocale;
///
/// let german = DateLocale::of("de-DE", ["day", "literal", "month", "literal", "year"], "h23");
/// assert_eq!(german, DateLocale { tag: "en-GB-u-hc-h23".to_owned(), is_year_first: false });
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateLocale {
    /// A language tag for `Intl`.
    pub tag: String,
    /// Whether the year comes first. English has no such order with the month as a word: dates are numbers then, as in
    /// `2026-11-24`, which is what the locale's `short` style gives.
    pub is_year_first: bool,
}

impl DateLocale {
    /// For English, with or without a region: it stays as it is, so that nothing has to be known of it. None for other tags.
    pub fn english(tag: &str) -> Option<Self> {
        let region = tag.strip_prefix("en")?;
        let is_region = |code: &str| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_plain = region.is_empty() || region.strip_prefix('-').is_some_and(is_region);
        is_plain.then(|| Self { tag: tag.to_owned(), is_year_first: false })
    }

    /// From what `Intl.DateTimeFormat` tells of the user's locale: its tag, the types of the parts of a date, and its hour
    /// cycle. A variant of English stays as it is, without another calendar or other digits.
    pub fn of<'a>(tag: &str, parts: impl IntoIterator<Item = &'a str>, hour_cycle: &str) -> Self {
        let clock = if matches!(hour_cycle, "h11" | "h12") { "-u-hc-h12" } else { "-u-hc-h23" };
        if tag == "en" || tag.starts_with("en-") {
            let tag = tag.split_once("-u-").map_or_else(|| tag.to_owned(), |(english, _)| [english, clock].concat());
            return Self { tag, is_year_first: false };
        }
        let mut parts = parts.into_iter();
        let first = parts.find(|part| matches!(*part, "day" | "month" | "year" | "relatedYear"));
        let (variant, is_year_first) = match first {
            Some("month") => ("en-US", false),
            Some("year" | "relatedYear") => ("en-SE", true),
            _ => ("en-GB", false),
        };
        Self { tag: [variant, clock].concat(), is_year_first }
    }
}

/// A browser's language as a tag that `Intl` may accept: browsers pass on the names of POSIX locales, such as
/// `en-US@posix` and `de_DE.UTF-8`.
///
/// ```
/// use portal_core::locale::language_tag;
///
/// assert_eq!(language_tag("en-US@posix"), "en-US");
/// assert_eq!(language_tag("de_DE.UTF-8"), "de-DE");
/// ```
pub fn language_tag(language: &str) -> String {
    let end = language.find(['@', '.']).unwrap_or(language.len());
    language.get(..end).unwrap_or_default().replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_english_in_the_order_and_by_the_clock_of_the_user() {
        for (tag, parts, hour_cycle, expected, is_year_first) in [
            ("de-DE", "day literal month literal year", "h23", "en-GB-u-hc-h23", false),
            ("fr", "day month year", "h23", "en-GB-u-hc-h23", false),
            ("hi-IN", "day month year", "h12", "en-GB-u-hc-h12", false),
            ("ar-EG", "day month year", "h12", "en-GB-u-hc-h12", false),
            ("vi", "hour literal minute literal day month year", "h23", "en-GB-u-hc-h23", false),
            ("fil-PH", "month day year", "h12", "en-US-u-hc-h12", false),
            ("ja-JP", "year literal month literal day", "h23", "en-SE-u-hc-h23", true),
            ("ja-JP-u-hc-h11", "year month day", "h11", "en-SE-u-hc-h12", true),
            ("zh-TW-u-ca-chinese", "relatedYear yearName month day", "h12", "en-SE-u-hc-h12", true),
            // Nothing is known.
            ("xx", "", "", "en-GB-u-hc-h23", false),
        ] {
            let locale = DateLocale::of(tag, parts.split(' '), hour_cycle);
            assert_eq!(locale, DateLocale { tag: expected.to_owned(), is_year_first }, "{tag}");
        }
    }

    #[test]
    fn the_users_own_english_stays() {
        for (tag, hour_cycle, expected) in [
            ("en", "h12", "en"),
            ("en-GB", "h23", "en-GB"),
            ("en-US", "h12", "en-US"),
            ("en-DE", "h23", "en-DE"),
            ("en-US-u-hc-h23", "h23", "en-US-u-hc-h23"),
            // Years and digits of others would stand among English words.
            ("en-GB-u-ca-buddhist", "h23", "en-GB-u-hc-h23"),
            ("en-u-ca-islamic-nu-arab", "h12", "en-u-hc-h12"),
        ] {
            let locale = DateLocale::of(tag, ["month", "day", "year"], hour_cycle);
            assert_eq!(locale, DateLocale { tag: expected.to_owned(), is_year_first: false });
        }
        assert_ne!(DateLocale::of("enm", ["day"], "h23").tag, "enm");
    }

    #[test]
    fn english_is_known_by_its_tag_and_nothing_else_is() {
        for tag in ["en", "en-GB", "en-us", "en-ZZ"] {
            assert_eq!(DateLocale::english(tag), Some(DateLocale::of(tag, [], "h23")));
        }
        for tag in [
            "",
            "e",
            "en-",
            "en-1",
            "en-001",
            "en-GB-",
            "en-GB-x",
            "en-GB-u-hc-h12",
            "enm",
            "de",
            "-en",
            "en_GB",
            "en-é",
        ] {
            assert_eq!(DateLocale::english(tag), None, "{tag}");
        }
    }

    #[test]
    fn names_of_posix_locales_become_tags() {
        for (language, tag) in [
            ("en-GB", "en-GB"),
            ("en-US@posix", "en-US"),
            ("de_DE.UTF-8", "de-DE"),
            ("de_DE@euro", "de-DE"),
            ("zh_Hant_TW", "zh-Hant-TW"),
            ("C", "C"),
            ("C.UTF-8", "C"),
            ("*", "*"),
            ("@", ""),
            ("", ""),
        ] {
            assert_eq!(language_tag(language), tag);
        }
    }
}
