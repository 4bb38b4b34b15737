//! Session ids, which are exchanged once, and open sessions.

use std::collections::BTreeMap;

use portal_api::{HOUR, MINUTE, Permission, ServerTime};

use crate::random::random_string;

/// How long a session id can be exchanged, in milliseconds.
const ID_LIFETIME: i64 = 15 * MINUTE;

/// How long a session lasts, in milliseconds.
const SESSION_LIFETIME: i64 = 24 * HOUR;

/// Whose keys a session gives access to, and with which permissions.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    /// The user's id in the app.
    pub(crate) external_id: String,
    /// The session's permissions.
    pub(crate) permissions: Vec<Permission>,
}

/// An open session.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    /// What it gives access to.
    pub(crate) grant: Grant,
    /// When it ends.
    pub(crate) expires_at: ServerTime,
}

/// Session ids and open sessions.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    ids: BTreeMap<String, (Grant, ServerTime)>,
    open: BTreeMap<String, Session>,
}

impl Sessions {
    /// Creates a session id.
    pub(crate) fn create(&mut self, grant: Grant, now: ServerTime) -> String {
        let id = format!("pst_{}", random_string(24));
        self.ids.insert(id.clone(), (grant, now.plus(ID_LIFETIME)));
        id
    }

    /// Exchanges a session id for a token that starts with `prefix`, and the session's end. `None` when the id is
    /// unknown, expired or already exchanged.
    pub(crate) fn exchange(&mut self, id: &str, prefix: &str, now: ServerTime) -> Option<(String, ServerTime)> {
        let (grant, id_expires_at) = self.ids.remove(id)?;
        if id_expires_at <= now {
            return None;
        }
        let token = format!("{prefix}{}", random_string(24));
        let expires_at = now.plus(SESSION_LIFETIME);
        self.open.insert(token.clone(), Session { grant, expires_at });
        Some((token, expires_at))
    }

    /// The open session of a token.
    pub(crate) fn find(&self, token: &str, now: ServerTime) -> Option<&Session> {
        self.open.get(token).filter(|session| session.expires_at > now)
    }

    /// Ends a user's sessions.
    pub(crate) fn revoke(&mut self, external_id: &str) {
        self.open.retain(|_, session| session.grant.external_id != external_id);
    }

    /// Ends all sessions.
    pub(crate) fn revoke_all(&mut self) {
        self.open.clear();
    }

    /// Replaces the permissions of a user's open sessions.
    pub(crate) fn set_permissions(&mut self, external_id: &str, permissions: &[Permission]) {
        for session in self.open.values_mut().filter(|session| session.grant.external_id == external_id) {
            session.grant.permissions = permissions.to_vec();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: ServerTime = ServerTime::from_millis(1_790_000_000_000);
    const FIFTEEN_MINUTES: i64 = 900_000;
    const ONE_DAY: i64 = 86_400_000;

    fn grant() -> Grant {
        Grant { external_id: "user_123".to_owned(), permissions: vec![Permission::KeysRead] }
    }

    #[test]
    fn an_id_is_exchanged_once_within_15_minutes() {
        let mut sessions = Sessions::default();
        let id = sessions.create(grant(), NOW);
        assert!(sessions.exchange(&id, "ps_", NOW.plus(FIFTEEN_MINUTES - 1)).is_some());
        assert!(sessions.exchange(&id, "ps_", NOW).is_none());
        let expired = sessions.create(grant(), NOW);
        assert!(sessions.exchange(&expired, "ps_", NOW.plus(FIFTEEN_MINUTES)).is_none());
    }

    #[test]
    fn a_session_lasts_24_hours_unless_it_is_revoked() {
        let mut sessions = Sessions::default();
        let id = sessions.create(grant(), NOW);
        let (token, expires_at) = sessions.exchange(&id, "ps_", NOW).unwrap();
        assert_eq!(expires_at, NOW.plus(ONE_DAY));
        assert!(sessions.find(&token, expires_at.plus(-1)).is_some());
        assert!(sessions.find(&token, expires_at).is_none());
        sessions.revoke("someone else");
        assert!(sessions.find(&token, NOW).is_some());
        sessions.revoke("user_123");
        assert!(sessions.find(&token, NOW).is_none());
    }
}
