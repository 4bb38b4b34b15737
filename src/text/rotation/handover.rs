//! Texts about the requests on old and new key while both work.

use portal_api::ServerTime;
use portal_core::keys::rotation::handover::{KeyHandover, NewKeyUse, OldKeyUse};

use super::count;
use crate::text::formats;

/// When the numbers were true.
pub(crate) fn as_of(at: ServerTime) -> String {
    format!("As of {}:", formats::time(at))
}

/// `1,204`
pub(crate) fn number(number: u64) -> String {
    formats::number(usize::try_from(number).unwrap_or(usize::MAX))
}

/// `1,204 requests`
pub(super) fn requests(count: u64) -> String {
    let noun = if count == 1 { "request" } else { "requests" };
    format!("{} {noun}", number(count))
}

/// One sentence for each key whose use is known.
pub(crate) fn sentences(handover: &KeyHandover) -> Vec<String> {
    let old = match handover.old {
        OldKeyUse::Unknown => None,
        OldKeyUse::InUse { requests: total, minutes } => Some(match OldKeyUse::per_minute(total, minutes) {
            Some(rate) => format!("Old key: {} a minute.", requests(rate)),
            None => format!("Old key: {} in the last {}.", requests(total), duration(minutes)),
        }),
        OldKeyUse::IdleFor { minutes, at_least } => {
            let at_least = if at_least { "at least " } else { "" };
            Some(format!("Old key: no requests for {at_least}{}.", duration(minutes)))
        }
    };
    let new = match handover.new {
        NewKeyUse::Unknown => None,
        NewKeyUse::Unused => Some("New key: no requests yet.".to_owned()),
        NewKeyUse::FirstUsed { minutes_ago } => Some(format!("New key: first request {}.", ago(minutes_ago))),
        NewKeyUse::LastUsed { minutes_ago } => Some(format!("New key: last request {}.", ago(minutes_ago))),
        NewKeyUse::IdleFor { minutes } => Some(format!("New key: no requests for at least {}.", duration(minutes))),
    };
    [old, new].into_iter().flatten().collect()
}

/// `18 minutes`; from 60 minutes on hours, rounded as in [`formats::from_now`].
fn duration(minutes: i64) -> String {
    if minutes < 60 { count(minutes, "minute") } else { count(minutes.saturating_add(30) / 60, "hour") }
}

fn ago(minutes: i64) -> String {
    if minutes <= 0 { "just now".to_owned() } else { format!("{} ago", duration(minutes)) }
}
