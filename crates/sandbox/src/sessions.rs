//! Session IDs and sessions.

use std::collections::BTreeMap;

use portal_api::{HOUR, MINUTE, Permission, ServerTime};

use crate::answers::random;

/// For how long a session ID can be exchanged, in milliseconds.
const ID_LIVES: i64 = 15 * MINUTE;

/// For how long a session lasts, in milliseconds.
const SESSION_LIVES: i64 = 24 * HOUR;

/// What a session is for.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    /// Whose.
    pub(crate) external_id: String,
    /// What it may do.
    pub(crate) permissions: Vec<Permission>,
}

/// An open session.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    /// What it is for.
    pub(crate) grant: Grant,
    /// When it ends.
    pub(crate) expires_at: ServerTime,
}

/// All of them.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    ids: BTreeMap<String, (Grant, ServerTime)>,
    open: BTreeMap<String, Session>,
}

impl Sessions {
    /// A new session ID.
    pub(crate) fn create(&mut self, grant: Grant, now: ServerTime) -> String {
        let id = format!("pst_{}", random(24));
        self.ids.insert(id.clone(), (grant, now.plus(ID_LIVES)));
        id
    }

    /// A session for its ID, once: the token and when it ends. `prefix` is the token's.
    pub(crate) fn exchange(&mut self, id: &str, prefix: &str, now: ServerTime) -> Option<(String, ServerTime)> {
        let (grant, until) = self.ids.remove(id)?;
        if until <= now {
            return None;
        }
        let token = format!("{prefix}{}", random(24));
        let expires_at = now.plus(SESSION_LIVES);
        self.open.insert(token.clone(), Session { grant, expires_at });
        Some((token, expires_at))
    }

    /// The session of a token, if it is open.
    pub(crate) fn find(&self, token: &str, now: ServerTime) -> Option<&Session> {
        self.open.get(token).filter(|session| session.expires_at > now)
    }

    /// Ends a user's sessions, or everybody's.
    pub(crate) fn revoke(&mut self, external_id: Option<&str>) {
        self.open.retain(|_, session| external_id.is_some_and(|user| user != session.grant.external_id));
    }

    /// Changes what a user's open sessions may do.
    pub(crate) fn allow(&mut self, external_id: &str, permissions: &[Permission]) {
        for session in self.open.values_mut().filter(|session| session.grant.external_id == external_id) {
            session.grant.permissions = permissions.to_vec();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: ServerTime = ServerTime::from_millis(1_790_000_000_000);

    fn grant() -> Grant {
        Grant { external_id: "user_123".to_owned(), permissions: vec![Permission::KeysRead] }
    }

    #[test]
    fn an_id_is_exchanged_once_within_15_minutes() {
        let mut sessions = Sessions::default();
        let id = sessions.create(grant(), NOW);
        assert!(sessions.exchange(&id, "ps_", NOW.plus(ID_LIVES - 1)).is_some());
        assert!(sessions.exchange(&id, "ps_", NOW).is_none());
        let old = sessions.create(grant(), NOW);
        assert!(sessions.exchange(&old, "ps_", NOW.plus(ID_LIVES)).is_none());
    }

    #[test]
    fn a_session_lasts_24_hours_unless_it_is_revoked() {
        let mut sessions = Sessions::default();
        let id = sessions.create(grant(), NOW);
        let (token, expires_at) = sessions.exchange(&id, "ps_", NOW).unwrap();
        assert_eq!(expires_at, NOW.plus(SESSION_LIVES));
        assert!(sessions.find(&token, expires_at.plus(-1)).is_some());
        assert!(sessions.find(&token, expires_at).is_none());
        sessions.revoke(Some("someone else"));
        assert!(sessions.find(&token, NOW).is_some());
        sessions.revoke(Some("user_123"));
        assert!(sessions.find(&token, NOW).is_none());
    }
}
