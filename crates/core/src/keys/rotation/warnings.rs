//! Warnings before a rotation.

use portal_api::{Key, ServerTime};

use super::grace::Grace;
use crate::keys::key_info::expires_soon;

/// A consequence of a rotation that the user may not expect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// The new key inherits the old key's expiry, which is near.
    NewExpiresSoon {
        /// The expiry of the new key.
        at: ServerTime,
    },
    /// The new key is disabled too, since the old one is.
    NewIsDisabled,
    /// The old key lives longer than without a rotation: the API overwrites its expiry.
    OldIsProlonged {
        /// Its expiry without a rotation.
        from: ServerTime,
        /// Its expiry after a rotation now.
        to: ServerTime,
    },
}

/// An expired key can't be rotated: the new key would inherit the expiry and never work, and a grace period would
/// revive the old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expired {
    /// When it expired.
    pub at: ServerTime,
}

/// The warnings for rotating `old` at `now` with `grace`; without one the old key stays as it is. They change with time.
///
/// ```
/// use portal_api::{Key, ServerTime};
/// use portal_core::keys::rotation::{grace::Grace, warnings::{Warning, warnings}};
///
/// let json = r#"{"keyId":"key_1","start":"acme_1","enabled":false,"createdAt":0}"#;
/// let key: Key = serde_json::from_str(json).unwrap();
/// assert_eq!(warnings(&key, Some(Grace::NONE), ServerTime::from_millis(1)), Ok(vec![Warning::NewIsDisabled]));
/// ```
///
/// # Errors
/// [`Expired`] if the key can't be rotated.
pub fn warnings(old: &Key, grace: Option<Grace>, now: ServerTime) -> Result<Vec<Warning>, Expired> {
    let mut warnings = Vec::new();
    if let Some(at) = old.expires {
        if at <= now {
            return Err(Expired { at });
        }
        if expires_soon(old, now) {
            warnings.push(Warning::NewExpiresSoon { at });
        }
    }
    if !old.enabled {
        warnings.push(Warning::NewIsDisabled);
    }
    match (old.expires, Grace::old_ends(grace, old.expires, now)) {
        (Some(from), Some(to)) if to > from => warnings.push(Warning::OldIsProlonged { from, to }),
        _ => {}
    }
    Ok(warnings)
}

#[cfg(test)]
mod tests {
    use portal_api::{DAY, HOUR};

    use super::*;
    use crate::keys::{key_info::EXPIRES_SOON_MS, samples::key};

    const NOW: ServerTime = ServerTime::from_millis(1_700_000_040_000);

    const AT_ONCE: Option<Grace> = Some(Grace::NONE);

    fn grace(millis: i64) -> Option<Grace> {
        Grace::from_millis(millis)
    }

    fn ending(left_ms: i64) -> Key {
        Key { expires: Some(NOW.plus(left_ms)), ..key("key_1", 1) }
    }

    #[test]
    fn a_key_without_near_expiry_is_rotated_without_a_warning() {
        assert_eq!(warnings(&key("key_1", 1), grace(24 * HOUR), NOW), Ok(vec![]));
        assert_eq!(warnings(&ending(30 * DAY), grace(24 * HOUR), NOW), Ok(vec![]));
    }

    #[test]
    fn a_new_key_that_expires_soon_gives_a_warning() {
        let at = NOW.plus(EXPIRES_SOON_MS);
        assert_eq!(warnings(&ending(EXPIRES_SOON_MS), AT_ONCE, NOW), Ok(vec![Warning::NewExpiresSoon { at }]));
        assert_eq!(warnings(&ending(EXPIRES_SOON_MS + 1), AT_ONCE, NOW), Ok(vec![]));
    }

    #[test]
    fn a_new_key_that_is_disabled_gives_a_warning() {
        let disabled = Key { enabled: false, ..key("key_1", 1) };
        assert_eq!(warnings(&disabled, AT_ONCE, NOW), Ok(vec![Warning::NewIsDisabled]));
    }

    #[test]
    fn an_old_key_that_lives_longer_gives_a_warning() {
        let old = ending(HOUR);
        let prolonged = |grace| {
            let warnings = warnings(&old, grace, NOW).unwrap_or_default();
            warnings.into_iter().find(|warning| matches!(warning, Warning::OldIsProlonged { .. }))
        };
        let expected = Warning::OldIsProlonged { from: NOW.plus(HOUR), to: grace(6 * HOUR).unwrap().end(NOW) };
        assert_eq!(prolonged(grace(6 * HOUR)), Some(expected));
        assert_eq!(prolonged(grace(HOUR / 2)), None);
        assert_eq!(prolonged(AT_ONCE), None);
        assert_eq!(prolonged(None), None);
    }

    #[test]
    fn an_expired_key_is_not_rotated_disabled_or_not() {
        for enabled in [true, false] {
            for left in [0, -DAY] {
                let old = Key { enabled, ..ending(left) };
                assert_eq!(warnings(&old, grace(HOUR), NOW), Err(Expired { at: NOW.plus(left) }));
            }
        }
    }
}
