//! The list of keys, and what is done with one of them: everything that needs no browser.
//!
//! The list grows in [`list`] as far as [`loading`] wants it; [`view`] is what the user wants to see of it, as the address
//! says it; [`index`] finds and sorts; [`window`] tells which rows are drawn, and [`reuse`] what
//! becomes of those that were. [`whose`] recognises a pasted key, [`csv`]
//! writes the list down, [`usage`] says how often a key is used, [`clock`] by which time keys are described. [`rotation`]
//! puts a new key in an old one's place.
//!
//! No words for the user are here, and nobody's secret is kept: a text that may be a whole key comes in as a
//! [`portal_api::Secret`], or is only looked at.

pub mod address;
pub mod csv;
pub mod identify;
pub mod list;
pub mod reuse;
pub mod rotation;
pub mod secret;
pub mod table;
pub mod usage;
pub mod view;

#[cfg(test)]
mod samples;

use portal_api::{DAY, Key, ServerTime};

/// From how long before its end a key expires "soon", in milliseconds.
pub const EXPIRES_SOON_MS: i64 = 7 * DAY;

/// Whether a key is about to expire: it has not yet, and will within [`EXPIRES_SOON_MS`]. A disabled key expires as any other.
pub fn expires_soon(key: &Key, now: ServerTime) -> bool {
    key.expires.is_some_and(|at| at > now && at.since(now) <= EXPIRES_SOON_MS)
}

/// What the key is called; a name of nothing but space is none.
pub fn name(key: &Key) -> Option<&str> {
    key.name.as_deref().map(str::trim).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{samples::key, *};

    #[test]
    fn a_key_expires_soon_from_seven_days_before_its_end_until_then() {
        let end = ServerTime::from_millis(100 * DAY);
        let ending = Key { expires: Some(end), ..key("key_1", 1) };
        assert!(!expires_soon(&ending, end.plus(-EXPIRES_SOON_MS - 1)));
        assert!(expires_soon(&ending, end.plus(-EXPIRES_SOON_MS)));
        assert!(expires_soon(&ending, end.plus(-1)));
        assert!(!expires_soon(&ending, end));
        assert!(!expires_soon(&key("key_2", 1), end));
    }
}
