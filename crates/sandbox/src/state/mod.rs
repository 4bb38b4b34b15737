//! Everything that the sandbox holds, behind one lock.

mod clock;
mod held_requests;
mod rate_limiter;
mod request_log;
mod scripted_response;
mod sessions;

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

use portal_api::ServerTime;

use crate::{
    command::{ApiVersion, Options},
    data::{StoredKey, keys_of},
};

pub(crate) use clock::Clock;
pub(crate) use held_requests::HeldRequests;
pub(crate) use rate_limiter::{RateLimit, RateLimiter};
pub(crate) use request_log::LoggedRequest;
pub(crate) use scripted_response::ScriptedResponse;
pub(crate) use sessions::{Grant, NewSession, Sessions};

/// The sandbox: its options and its state.
#[derive(Debug)]
pub(crate) struct Sandbox {
    /// The command line's options.
    pub(crate) options: Options,
    /// The API's port, which the app calls.
    pub(crate) api_port: u16,
    state: Mutex<State>,
}

/// What requests and the control API change.
#[derive(Debug)]
pub(crate) struct State {
    /// The server's clock.
    pub(crate) clock: Clock,
    /// Session ids and open sessions.
    pub(crate) sessions: Sessions,
    /// Whether `createSession` works.
    pub(crate) portal_enabled: bool,
    /// Whether requests with keys are recorded. Without it, the API has no analytics.
    pub(crate) analytics: bool,
    /// The next responses by route name, first in first out.
    pub(crate) scripted: BTreeMap<String, VecDeque<ScriptedResponse>>,
    /// Requests that wait for `/switchboard/release`.
    pub(crate) held: HeldRequests,
    /// The requests to the API, in order.
    pub(crate) requests: Vec<LoggedRequest>,
    /// Counts the workspace's requests.
    pub(crate) rate_limiter: RateLimiter,
    started: ServerTime,
    keys: BTreeMap<String, Vec<StoredKey>>,
}

impl Sandbox {
    /// The state at the start.
    pub(crate) fn new(options: Options, api_port: u16) -> Self {
        Self { options, api_port, state: Mutex::new(State::new()) }
    }

    /// Locks the state. A poisoned lock is used all the same: no change under it is made in several steps that must
    /// belong together.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The state at the start.
    pub(crate) fn new() -> Self {
        let clock = Clock::default();
        Self {
            clock,
            sessions: Sessions::default(),
            portal_enabled: true,
            analytics: true,
            scripted: BTreeMap::new(),
            held: HeldRequests::default(),
            requests: vec![],
            rate_limiter: RateLimiter::default(),
            started: clock.now(),
            keys: BTreeMap::new(),
        }
    }

    /// Enables or disables the portal. In version `code-v3` disabling revokes all sessions; in earlier ones they go on.
    pub(crate) fn enable_portal(&mut self, version: ApiVersion, enabled: bool) {
        self.portal_enabled = enabled;
        if !enabled && version == ApiVersion::CodeV3 {
            self.sessions.revoke(self.clock.now(), |_| true);
        }
    }

    /// A user's keys, created on first use.
    pub(crate) fn keys(&mut self, user: &str) -> &mut Vec<StoredKey> {
        let started = self.started;
        self.keys.entry(user.to_owned()).or_insert_with(|| keys_of(user, started))
    }

    /// Removes and returns the scripted response for this request; the default, the real response, if there is none.
    pub(crate) fn next_scripted(&mut self, route: &str) -> ScriptedResponse {
        self.scripted.get_mut(route).and_then(VecDeque::pop_front).unwrap_or_default()
    }
}
