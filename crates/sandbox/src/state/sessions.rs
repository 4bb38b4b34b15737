//! Sessions: pending until their id is exchanged, once, and active from then on.

use std::collections::BTreeMap;

use portal_api::{HOUR, ListedSession, MINUTE, Permission, ServerTime, SessionStatus, UserSessions};

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

/// A session, pending or active.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    /// What it gives access to.
    pub(crate) grant: Grant,
    /// The id of its record, no credential.
    record_id: String,
    created_at: ServerTime,
    /// When it ends; for a pending session, when its id does.
    expires_at: ServerTime,
    status: SessionStatus,
    /// When a revocation takes effect.
    revoked_at: Option<ServerTime>,
}

/// A session that was just created.
pub(crate) struct NewSession {
    /// What the exchange takes.
    pub(crate) id: String,
    /// The id of its record, no credential.
    pub(crate) record_id: String,
}

/// All sessions.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    /// How late a revocation takes effect, in milliseconds. The real server caches sessions for up to 5 minutes.
    pub(crate) revocation_lag_ms: i64,
    /// By credential: the session id of a pending session, the token of an active one.
    sessions: BTreeMap<String, Session>,
}

impl Session {
    fn is_live(&self, now: ServerTime) -> bool {
        self.expires_at > now && self.revoked_at.is_none()
    }
}

impl Sessions {
    /// Creates a pending session.
    pub(crate) fn create(&mut self, grant: Grant, now: ServerTime) -> NewSession {
        let new =
            NewSession { id: format!("pst_{}", random_string(24)), record_id: format!("ps_{}", random_string(24)) };
        let session = Session {
            grant,
            record_id: new.record_id.clone(),
            created_at: now,
            expires_at: now.plus(ID_LIFETIME),
            status: SessionStatus::Pending,
            revoked_at: None,
        };
        self.sessions.insert(new.id.clone(), session);
        new
    }

    /// Exchanges a session id for a token that starts with `prefix`, and the session's end. `None` when the id is
    /// unknown, expired or already exchanged.
    pub(crate) fn exchange(&mut self, id: &str, prefix: &str, now: ServerTime) -> Option<(String, ServerTime)> {
        if self.sessions.get(id)?.status != SessionStatus::Pending {
            return None;
        }
        let session = self.sessions.remove(id).filter(|session| session.is_live(now))?;
        let token = format!("{prefix}{}", random_string(24));
        let expires_at = now.plus(SESSION_LIFETIME);
        self.sessions.insert(token.clone(), Session { expires_at, status: SessionStatus::Active, ..session });
        Some((token, expires_at))
    }

    /// The active session of a token.
    pub(crate) fn find(&self, token: &str, now: ServerTime) -> Option<&Session> {
        let session = self.sessions.get(token)?;
        let is_over = session.expires_at <= now || session.revoked_at.is_some_and(|at| at <= now);
        (session.status == SessionStatus::Active && !is_over).then_some(session)
    }

    /// The live sessions by user, the newest first.
    pub(crate) fn by_user(&self, now: ServerTime) -> Vec<UserSessions> {
        let mut users: BTreeMap<&str, Vec<ListedSession>> = BTreeMap::new();
        for session in self.sessions.values().filter(|session| session.is_live(now)) {
            users.entry(&session.grant.external_id).or_default().push(ListedSession {
                id: session.record_id.clone(),
                status: session.status,
                created_at: session.created_at,
                expires_at: session.expires_at,
                scopes: session.grant.permissions.iter().map(|scope| scope.name().to_owned()).collect(),
            });
        }
        let newest_first = |(user, mut sessions): (&str, Vec<ListedSession>)| {
            sessions.sort_by_key(|session| std::cmp::Reverse(session.created_at));
            UserSessions { external_id: user.to_owned(), sessions }
        };
        users.into_iter().map(newest_first).collect()
    }

    /// Revokes the live sessions that `is_meant` accepts, and gives their number. An active one goes on working for
    /// [`Self::revocation_lag_ms`].
    pub(crate) fn revoke(&mut self, now: ServerTime, is_meant: impl Fn(&Grant) -> bool) -> u64 {
        let revoked_at = now.plus(self.revocation_lag_ms);
        let mut count = 0;
        for session in self.sessions.values_mut().filter(|session| session.is_live(now) && is_meant(&session.grant)) {
            session.revoked_at = Some(revoked_at);
            count += 1;
        }
        count
    }

    /// Ends a user's active sessions at once.
    pub(crate) fn end_of_user(&mut self, external_id: &str) {
        self.sessions
            .retain(|_, session| session.status == SessionStatus::Pending || session.grant.external_id != external_id);
    }

    /// Ends all active sessions at once.
    pub(crate) fn end_all(&mut self) {
        self.sessions.retain(|_, session| session.status == SessionStatus::Pending);
    }

    /// Replaces the permissions of a user's active sessions.
    pub(crate) fn set_permissions(&mut self, external_id: &str, permissions: &[Permission]) {
        let is_meant = |session: &&mut Session| {
            session.status == SessionStatus::Active && session.grant.external_id == external_id
        };
        for session in self.sessions.values_mut().filter(is_meant) {
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

    fn grant(user: &str) -> Grant {
        Grant { external_id: user.to_owned(), permissions: vec![Permission::KeysRead] }
    }

    fn open(sessions: &mut Sessions, user: &str, now: ServerTime) -> String {
        let id = sessions.create(grant(user), now).id;
        sessions.exchange(&id, "pat_", now).unwrap().0
    }

    #[test]
    fn an_id_is_exchanged_once_within_15_minutes() {
        let mut sessions = Sessions::default();
        let id = sessions.create(grant("user_123"), NOW).id;
        assert!(sessions.exchange(&id, "ps_", NOW.plus(FIFTEEN_MINUTES - 1)).is_some());
        assert!(sessions.exchange(&id, "ps_", NOW).is_none());
        let expired = sessions.create(grant("user_123"), NOW).id;
        assert!(sessions.exchange(&expired, "ps_", NOW.plus(FIFTEEN_MINUTES)).is_none());
    }

    #[test]
    fn only_a_token_opens_a_session_and_only_an_id_is_exchanged() {
        let mut sessions = Sessions::default();
        let id = sessions.create(grant("user_123"), NOW).id;
        assert!(sessions.find(&id, NOW).is_none());
        let (token, _) = sessions.exchange(&id, "pat_", NOW).unwrap();
        assert!(sessions.exchange(&token, "pat_", NOW).is_none());
        assert!(sessions.find(&token, NOW).is_some());
    }

    #[test]
    fn a_session_lasts_24_hours_unless_it_is_ended() {
        let mut sessions = Sessions::default();
        let token = open(&mut sessions, "user_123", NOW);
        assert!(sessions.find(&token, NOW.plus(ONE_DAY - 1)).is_some());
        assert!(sessions.find(&token, NOW.plus(ONE_DAY)).is_none());
        sessions.end_of_user("someone else");
        assert!(sessions.find(&token, NOW).is_some());
        sessions.end_of_user("user_123");
        assert!(sessions.find(&token, NOW).is_none());
    }

    #[test]
    fn a_revocation_ends_pending_and_active_sessions_and_is_counted_once() {
        let mut sessions = Sessions::default();
        let (token, other) = (open(&mut sessions, "user_123", NOW), open(&mut sessions, "user_none", NOW));
        let pending = sessions.create(grant("user_123"), NOW).id;
        assert_eq!(sessions.revoke(NOW, |grant| grant.external_id == "user_123"), 2);
        assert!(sessions.find(&token, NOW).is_none() && sessions.exchange(&pending, "pat_", NOW).is_none());
        assert!(sessions.find(&other, NOW).is_some());
        assert_eq!(sessions.revoke(NOW, |grant| grant.external_id == "user_123"), 0);
        assert_eq!(sessions.by_user(NOW).len(), 1);
    }

    #[test]
    fn a_revocation_takes_effect_after_the_lag() {
        let mut sessions = Sessions { revocation_lag_ms: 300_000, ..Sessions::default() };
        let token = open(&mut sessions, "user_123", NOW);
        sessions.revoke(NOW, |_| true);
        assert!(sessions.by_user(NOW).is_empty());
        assert!(sessions.find(&token, NOW.plus(299_999)).is_some());
        assert!(sessions.find(&token, NOW.plus(300_000)).is_none());
    }

    #[test]
    fn sessions_are_listed_by_user_with_the_newest_first() {
        let mut sessions = Sessions::default();
        open(&mut sessions, "b", NOW);
        let newer = sessions.create(grant("b"), NOW.plus(1));
        open(&mut sessions, "a", NOW);
        let listed = sessions.by_user(NOW.plus(2));
        assert_eq!(listed.iter().map(|user| user.external_id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        let of_b: Vec<_> = listed.iter().skip(1).flat_map(|user| &user.sessions).collect();
        assert_eq!(
            of_b.iter().map(|session| session.status).collect::<Vec<_>>(),
            [SessionStatus::Pending, SessionStatus::Active]
        );
        assert!(of_b.first().is_some_and(|session| session.id == newer.record_id));
    }
}
