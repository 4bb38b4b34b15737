//! Texts about old and new keys, in the list and on their pages.

use portal_api::ServerTime;
use portal_core::keys::rotation::relation::{KeyTag, OldKeyEnd};

use crate::text::formats;

pub(crate) const NEW: &str = "New";

/// In the notice of a rotation, above the list.
pub(crate) const HIDDEN: &str = "Your search or filters hide the new key.";

const REPLACED: &str = "Replaced";
const PROBABLY_REPLACED: &str = "Probably replaced";

/// The tag beside a key's name: `New`, or `Replaced · stops tomorrow 22:34`.
pub(crate) fn tag(tag: KeyTag, now: ServerTime) -> String {
    match tag {
        KeyTag::New => NEW.to_owned(),
        KeyTag::Replaced { certain, end } => {
            let replaced = if certain { REPLACED } else { PROBABLY_REPLACED };
            [replaced, &ends(end, now)].concat()
        }
    }
}

/// How a key's page names the other key of a rotation.
#[derive(Clone, Copy)]
pub(crate) struct Relation {
    /// Before the other key's first characters.
    pub(crate) before: &'static str,
    /// Where nothing is known of the other key.
    pub(crate) alone: &'static str,
}

/// On the page of an old key.
pub(crate) const fn replaced_by(certain: bool) -> Relation {
    if certain {
        Relation { before: "Replaced by", alone: REPLACED }
    } else {
        Relation { before: "Probably replaced by", alone: PROBABLY_REPLACED }
    }
}

/// On the page of a new key.
pub(crate) const fn replaces(certain: bool) -> Relation {
    if certain {
        Relation { before: "Replaces", alone: "Replaces another key" }
    } else {
        Relation { before: "Probably replaces", alone: "Probably replaces another key" }
    }
}

/// The heading of a key's page. An old key has the name of the new one.
pub(crate) fn title(name: &str, is_old: bool) -> String {
    let old = if is_old { " (old key)" } else { "" };
    [name, old].concat()
}

/// Until when an old key works, after what it is: ` · stops tomorrow 22:34`.
pub(crate) fn ends(end: OldKeyEnd, now: ServerTime) -> String {
    match end {
        OldKeyEnd::At(at) if at > now => [" · stops ", &moment(at, now)].concat(),
        OldKeyEnd::At(at) => [" · stopped ", &moment(at, now)].concat(),
        OldKeyEnd::Never => " · still works".to_owned(),
        // Its status says that it doesn't.
        OldKeyEnd::Disabled => String::new(),
    }
}

/// [`formats::at`], shorter: another day than yesterday, today and tomorrow has no time.
fn moment(at: ServerTime, now: ServerTime) -> String {
    let text = formats::at(at, now);
    if text.starts_with("on ") {
        formats::day(at)
    } else {
        text.replace("day at ", "day ").replace("tomorrow at ", "tomorrow ")
    }
}

#[cfg(test)]
mod tests {
    use portal_api::{DAY, HOUR};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    /// Noon, in the tests' time zone.
    const NOW: ServerTime = ServerTime::from_millis(1_000 * DAY + 12 * HOUR);

    fn replaced(certain: bool, end: OldKeyEnd) -> String {
        tag(KeyTag::Replaced { certain, end }, NOW)
    }

    #[wasm_bindgen_test]
    fn a_replaced_key_says_when_it_stops_or_stopped() {
        let at = |ms: i64| replaced(true, OldKeyEnd::At(NOW.plus(ms)));
        assert_eq!(at(HOUR), "Replaced · stops at 13:00");
        assert_eq!(at(DAY), "Replaced · stops tomorrow 12:00");
        assert_eq!(at(7 * DAY), format!("Replaced · stops {}", formats::day(NOW.plus(7 * DAY))));
        assert_eq!(at(0), "Replaced · stopped at 12:00");
        assert_eq!(at(-7 * DAY), format!("Replaced · stopped {}", formats::day(NOW.plus(-7 * DAY))));
    }

    #[wasm_bindgen_test]
    fn a_key_that_goes_on_or_is_disabled_says_no_time() {
        assert_eq!(replaced(true, OldKeyEnd::Never), "Replaced · still works");
        assert_eq!(replaced(true, OldKeyEnd::Disabled), "Replaced");
    }

    #[wasm_bindgen_test]
    fn what_is_inferred_is_said_to_be_probable() {
        assert_eq!(replaced(false, OldKeyEnd::At(NOW.plus(HOUR))), "Probably replaced · stops at 13:00");
        assert_eq!(tag(KeyTag::New, NOW), "New");
    }
}
