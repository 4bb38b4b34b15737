//! Which screen stands in for the pages while no session is open.

use portal_api::{Failure, ServerTime};

use super::{Ending, SessionState};

/// A screen. Less than [`SessionState`]: no session ID, and one value for all states that only wait, so that a view
/// made from it isn't built anew between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Screen {
    /// A request is under way.
    Opening,
    /// See [`SessionState::HeldForRetry`].
    HeldForRetry {
        /// Why the exchange failed.
        failure: Failure,
        /// Before when it must not be retried.
        not_before: Option<ServerTime>,
    },
    /// See [`SessionState::ChoosingSession`].
    ChoosingSession,
    /// See [`SessionState::OtherSessionOpen`].
    OtherSessionOpen(Failure),
    /// See [`SessionState::CookiesRefused`].
    CookiesRefused,
    /// See [`SessionState::Ended`].
    Ended {
        /// Why.
        ending: Ending,
        /// The answer that ended the session.
        failure: Option<Failure>,
    },
}

impl Screen {
    /// The screen of a state. None while a session is open: the pages are shown.
    pub fn of(state: &SessionState) -> Option<Self> {
        Some(match state {
            SessionState::Open(_) => return None,
            SessionState::Starting | SessionState::Exchanging(_) | SessionState::AwaitingMarker { .. } => Self::Opening,
            SessionState::HeldForRetry { failure, not_before, .. } => {
                Self::HeldForRetry { failure: failure.clone(), not_before: *not_before }
            }
            SessionState::ChoosingSession(_) => Self::ChoosingSession,
            SessionState::OtherSessionOpen { failure } => Self::OtherSessionOpen(failure.clone()),
            SessionState::CookiesRefused(_) => Self::CookiesRefused,
            SessionState::Ended { ending, failure, .. } => Self::Ended { ending: *ending, failure: failure.clone() },
        })
    }
}

#[cfg(test)]
mod tests {
    use portal_api::no_response;

    use super::*;
    use crate::session::{Credential, Evidence, OpenSession, marker::SessionTag};

    #[test]
    fn an_open_session_has_no_screen() {
        let open = OpenSession { marker: None, credential: Credential::Cookie, evidence: Evidence::Confirmed };
        assert_eq!(Screen::of(&SessionState::Open(open)), None);
    }

    #[test]
    fn all_waiting_states_share_a_screen() {
        let tag = SessionTag::from_sha256(&[1; 32]);
        for state in [SessionState::Starting, SessionState::AwaitingMarker { tag, ticket: None }] {
            assert_eq!(Screen::of(&state), Some(Screen::Opening));
        }
    }

    #[test]
    fn an_ending_keeps_its_failure() {
        let state = SessionState::Ended { ending: Ending::Expired, failure: Some(no_response()), tag: None };
        let screen = Screen::Ended { ending: Ending::Expired, failure: Some(no_response()) };
        assert_eq!(Screen::of(&state), Some(screen));
    }
}
