//! The words of the list of keys and of a key's own page.

use portal_api::{Credits, DAY, HOUR, KeyStatus, MINUTE, RateLimit, RefillInterval, SECOND};
use portal_core::keys::{
    list::Coverage,
    usage::UsageBar,
    view::{Column, Direction, KeysView, Sort},
};

use super::formats;

pub(crate) const SEARCH: &str = "Search keys";
pub(crate) const SEARCH_HINT: &str = "Name, ID or first characters";
pub(crate) const STATUS: &str = "Status";
pub(crate) const ANY_STATUS: &str = "Any status";
pub(crate) const EXPIRING_SOON: &str = "Expiring within 7 days";
pub(crate) const NEVER_USED: &str = "Never used";
pub(crate) const SORT_BY: &str = "Sort by";
pub(crate) const FILTER: &str = "Filter";
pub(crate) const CLEAR_FILTERS: &str = "Clear filters";
pub(crate) const DONE: &str = "Done";
pub(crate) const MORE: &str = "More actions";
pub(crate) const LOAD_ALL: &str = "Load the rest";
pub(crate) const LOADING_MORE: &str = "loading more…";
pub(crate) const NO_MATCH_TITLE: &str = "No keys match";
pub(crate) const NO_MATCH: &str = "Try fewer words, or another filter.";
pub(crate) const NO_MATCH_FILTER: &str = "Try another filter.";
pub(crate) const NO_MATCH_YET: &str = "None so far. The rest of your keys is still loading.";
pub(crate) const CLEAR: &str = "Clear search and filters";
pub(crate) const EXPORT: &str = "Export CSV";
pub(crate) const EXPORT_WAITS: &str = "Loading all keys for the export…";
pub(crate) const EXPORT_FAILED: &str = "The export failed. Check your connection and try again.";
pub(crate) const EXPORT_NAME: &str = "api-keys.csv";
pub(crate) const IDENTIFY: &str = "Is this key mine?";
pub(crate) const IDENTIFY_HINT: &str =
    "Paste a key to see which of yours it may be. It’s compared in your browser: not sent, not saved.";
pub(crate) const IDENTIFY_IN_SEARCH: &str =
    "That looks like a whole key. It is only compared on this page: never sent, never stored, not in the address.";
pub(crate) const IDENTIFY_FIELD: &str = "Key to look for";
pub(crate) const IDENTIFY_TOO_SHORT: &str = "Too short to tell. Paste the whole key.";
pub(crate) const IDENTIFY_NONE: &str = "None of your keys begins like that.";
pub(crate) const IDENTIFY_NONE_YET: &str = "None of the keys loaded so far begins like that. Searching the rest…";
pub(crate) const IDENTIFY_NONE_LOADED: &str =
    "None of the keys loaded so far begins like that. The rest couldn’t be loaded.";
pub(crate) const IDENTIFY_ONE: &str = "It begins like this key of yours:";
pub(crate) const IDENTIFY_SEVERAL: &str = "It begins like these keys of yours:";
pub(crate) const CLOSE: &str = "Close";
pub(crate) const SHORTCUTS: &str = "Keyboard shortcuts";
pub(crate) const SHORTCUTS_ON: &str = "Use the single-key shortcuts / and ?";
pub(crate) const ALL_KEYS: &str = "All API keys";
pub(crate) const KEY_GONE_TITLE: &str = "There is no such key";
pub(crate) const KEY_GONE: &str = "It isn’t among your keys: it may have been deleted, or it is another account’s.";
pub(crate) const KEY_ID: &str = "Key ID";
pub(crate) const COPY_KEY_ID: &str = "Copy key ID";
pub(crate) const UPDATED: &str = "Changed";
pub(crate) const CREDITS: &str = "Credits left";
pub(crate) const RATE_LIMITS: &str = "Rate limits";
pub(crate) const UNLIMITED: &str = "Unlimited";
pub(crate) const ACTIONS: &str = "Actions";
pub(crate) const NONE: &str = "None";

pub(crate) const LAST_DAY: &str = "Last 24 hours";
pub(crate) const LAST_DAY_LOADING: &str = "Loading…";
pub(crate) const LAST_DAY_NONE: &str = "No requests.";
pub(crate) const AS_NUMBERS: &str = "Show the numbers";
pub(crate) const HOUR_FROM: &str = "Hour from";
pub(crate) const REQUESTS: &str = "Requests";
pub(crate) const REFUSED: &str = "Refused";

/// The keys that do something, and what.
pub(crate) const SHORTCUT_LIST: [(&[&str], &str); 6] = [
    (&["/"], "Search"),
    (&["↑", "↓"], "Previous or next key"),
    (&["Page Up", "Page Down"], "Previous or next page of keys"),
    (&["Home", "End"], "First or last key"),
    (&["Enter"], "Open the key"),
    (&["?"], "Show these shortcuts"),
];

/// A column's heading.
pub(crate) const fn column(column: Column) -> &'static str {
    match column {
        Column::Name => super::columns::NAME,
        Column::Start => super::columns::KEY,
        Column::Status => super::columns::STATUS,
        Column::Created => super::columns::CREATED,
        Column::Expires => super::columns::EXPIRES,
        Column::LastUsed => super::columns::LAST_USED,
        Column::Credits => CREDITS,
        Column::RateLimits => RATE_LIMITS,
    }
}

/// A status.
pub(crate) const fn status(status: KeyStatus) -> &'static str {
    match status {
        KeyStatus::Active => super::ACTIVE,
        KeyStatus::Disabled => super::DISABLED,
        KeyStatus::Expired => super::EXPIRED,
    }
}

/// How many keys are shown, of how many: "12 of 10,000 keys", "12 matches · searched 4,200 of your keys…", "4,200+ keys".
pub(crate) fn found(found: usize, of: Coverage, filtered: bool) -> String {
    let all = formats::number(of.keys);
    let plural = keys(of.keys);
    let count = formats::number(found);
    match (filtered, of.complete) {
        (true, true) => [&count, " of ", &all, " ", plural].concat(),
        (true, false) => {
            let matches = if found == 1 { " match" } else { " matches" };
            [&count, matches, " · searched ", &all, " of your keys…"].concat()
        }
        (false, true) => [&all, " ", plural].concat(),
        (false, false) => [&all, "+ keys"].concat(),
    }
}

/// The filters that are set: `Expired · Never used`. Empty where none is.
pub(crate) fn filters(view: &KeysView) -> String {
    let filters =
        [view.status.map(status), view.expiring_soon.then_some(EXPIRING_SOON), view.never_used.then_some(NEVER_USED)];
    filters.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// An order of the list.
pub(crate) const fn order(sort: Sort) -> &'static str {
    match (sort.column, sort.direction) {
        (Column::Name, Direction::Ascending) => "Name, A to Z",
        (Column::Name, Direction::Descending) => "Name, Z to A",
        (Column::Start, Direction::Ascending) => "Key, A to Z",
        (Column::Start, Direction::Descending) => "Key, Z to A",
        (Column::Status, Direction::Ascending) => "Active first",
        (Column::Status, Direction::Descending) => "Disabled first",
        (Column::Created, Direction::Ascending) => "Oldest first",
        (Column::Created, Direction::Descending) => "Newest first",
        (Column::Expires, Direction::Ascending) => "Next to expire first",
        (Column::Expires, Direction::Descending) => "Last to expire first",
        (Column::LastUsed, Direction::Ascending) => "Longest unused first",
        (Column::LastUsed, Direction::Descending) => "Last used first",
        (Column::Credits, Direction::Ascending) => "Fewest credits first",
        (Column::Credits, Direction::Descending) => "Most credits first",
        (Column::RateLimits, Direction::Ascending) => "Lowest rate limits first",
        (Column::RateLimits, Direction::Descending) => "Highest rate limits first",
    }
}

/// `Exported 12 keys.`
pub(crate) fn exported(count: usize) -> String {
    ["Exported ", &formats::number(count), " ", keys(count), "."].concat()
}

const fn keys(count: usize) -> &'static str {
    if count == 1 { "key" } else { "keys" }
}

/// Uses left, and how they come back.
pub(crate) fn credits(credits: Option<&Credits>) -> String {
    let Some(Credits { remaining: Some(remaining), .. }) = credits else { return UNLIMITED.to_owned() };
    formats::integer(*remaining)
}

/// How credits come back; none where they don't.
pub(crate) fn refill(credits: Option<&Credits>) -> Option<String> {
    let refill = credits?.refill.as_ref()?;
    let amount = formats::integer(refill.amount);
    Some(match (refill.interval, refill.refill_day) {
        (RefillInterval::Daily, _) => format!("Refilled to {amount} every day."),
        (RefillInterval::Other, _) => format!("Refilled to {amount}."),
        (RefillInterval::Monthly, None) => format!("Refilled to {amount} every month."),
        (RefillInterval::Monthly, Some(day)) => format!("Refilled to {amount} every month, on day {day}."),
    })
}

/// `100 per minute`
pub(crate) fn rate_limit(limit: &RateLimit) -> String {
    let uses = formats::integer(limit.limit);
    let unit = [(DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (SECOND, "second")]
        .into_iter()
        .find(|(millis, _)| limit.duration >= *millis && limit.duration % millis == 0);
    match unit {
        Some((millis, unit)) if limit.duration == millis => format!("{uses} per {unit}"),
        Some((millis, unit)) => format!("{uses} per {} {unit}s", formats::integer(limit.duration / millis)),
        None => format!("{uses} per {} ms", formats::integer(limit.duration)),
    }
}

/// For screen readers, where a column's order can be changed.
pub(crate) fn sort_by(column: &str) -> String {
    format!("Sort by {column}")
}

/// A number of requests: `1,234`.
pub(crate) fn count(requests: u64) -> String {
    formats::number(usize::try_from(requests).unwrap_or(usize::MAX))
}

/// `1,234 requests, 12 of them refused`
pub(crate) fn requests(all: u64, refused: u64) -> String {
    let noun = if all == 1 { "request" } else { "requests" };
    match refused {
        0 => format!("{} {noun}, none refused", count(all)),
        _ => format!("{} {noun}, {} of them refused", count(all), count(refused)),
    }
}

/// `14:00: 12 requests, none refused`
pub(crate) fn hour(bar: UsageBar) -> String {
    format!("{}: {}", formats::time(bar.time), requests(bar.requests, bar.refused))
}

#[cfg(test)]
mod tests {
    use portal_api::Refill;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn limit(limit: i64, duration: i64) -> String {
        rate_limit(&RateLimit { id: String::new(), name: String::new(), limit, duration, auto_apply: false })
    }

    fn credits_of(remaining: Option<i64>, interval: RefillInterval, refill_day: Option<u8>) -> Credits {
        Credits { remaining, refill: Some(Refill { interval, amount: 100_000, refill_day }) }
    }

    #[wasm_bindgen_test]
    fn one_key_is_not_said_to_be_several() {
        let all = |keys| found(keys, Coverage { keys, complete: true }, false);
        assert_eq!([all(0), all(1), all(10_000)], ["0 keys", "1 key", "10,000 keys"]);
    }

    #[wasm_bindgen_test]
    fn a_search_says_how_many_keys_it_covers() {
        let found = |found_keys, complete| found(found_keys, Coverage { keys: 10_000, complete }, true);
        assert_eq!(found(12, true), "12 of 10,000 keys");
        assert_eq!(found(15, false), "15 matches · searched 10,000 of your keys…");
        assert_eq!(found(1, false), "1 match · searched 10,000 of your keys…");
    }

    #[wasm_bindgen_test]
    fn the_filters_that_are_set_are_named() {
        assert_eq!(filters(&KeysView::read("?q=a&sort=name")), "");
        let all = KeysView::read("?status=active&expiring=soon&used=never");
        assert_eq!(filters(&all), "Active · Expiring within 7 days · Never used");
        assert_eq!(portal_core::keys::EXPIRES_SOON_MS, 7 * DAY);
    }

    #[wasm_bindgen_test]
    fn an_export_says_how_many_keys_it_has() {
        assert_eq!([0, 1, 1_200].map(exported), ["Exported 0 keys.", "Exported 1 key.", "Exported 1,200 keys."]);
    }

    #[wasm_bindgen_test]
    fn an_incomplete_list_says_so() {
        assert_eq!(found(1_000, Coverage { keys: 1_000, complete: false }, false), "1,000+ keys");
    }

    #[wasm_bindgen_test]
    fn no_credits_left_is_not_unlimited() {
        let left = |remaining| credits(Some(&credits_of(remaining, RefillInterval::Daily, None)));
        assert_eq!([left(Some(0)), left(Some(42_000)), left(None)], ["0", "42,000", "Unlimited"]);
        assert_eq!(credits(None), "Unlimited");
    }

    #[wasm_bindgen_test]
    fn a_refill_says_when_it_comes() {
        let text = |interval, day| refill(Some(&credits_of(Some(1), interval, day))).unwrap_or_default();
        assert_eq!(text(RefillInterval::Daily, None), "Refilled to 100,000 every day.");
        assert_eq!(text(RefillInterval::Other, None), "Refilled to 100,000.");
        assert_eq!(text(RefillInterval::Monthly, None), "Refilled to 100,000 every month.");
        assert_eq!(text(RefillInterval::Monthly, Some(1)), "Refilled to 100,000 every month, on day 1.");
        assert_eq!(refill(Some(&Credits { remaining: Some(1), refill: None })), None);
    }

    #[wasm_bindgen_test]
    fn a_rate_limit_is_in_the_largest_unit_that_fits() {
        assert_eq!(limit(1_000, MINUTE), "1,000 per minute");
        assert_eq!(limit(20, HOUR), "20 per hour");
        assert_eq!(limit(5, 2 * DAY), "5 per 2 days");
        assert_eq!(limit(5, 90 * SECOND), "5 per 90 seconds");
        assert_eq!(limit(5, 1_500), "5 per 1,500 ms");
    }

    #[wasm_bindgen_test]
    fn one_request_is_not_said_to_be_several() {
        assert_eq!(requests(1, 0), "1 request, none refused");
        assert_eq!(requests(1_234, 12), "1,234 requests, 12 of them refused");
    }
}
