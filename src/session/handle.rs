//! The handle to the session, and the loop from events through the state machine to effects.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Failure, Meaning, Route, ServerTime};
use portal_core::{
    config::Config,
    session::{Deployment, Effect, Environment, Event, MessageKind, OpenSession, SessionState, landing::Landing, next},
    time::ServerClock,
};

use super::{
    channel::{self, SessionChannel},
    session_notes::SessionNotes,
    storage,
    unsaved_key::UnsavedKey,
};
use crate::browser::{self, Early};

/// The session of this page. Provided as a context by the root component.
#[derive(Clone, Copy)]
pub(crate) struct SessionHandle {
    pub(super) state: RwSignal<SessionState>,
    /// The offset of the server's clock from the client's.
    pub(super) server_clock: StoredValue<ServerClock>,
    /// See [`Self::clock`].
    pub(super) clock: RwSignal<ServerTime>,
    pub(super) config: RwSignal<Option<Arc<Config>>>,
    /// Why `config.json` couldn't be loaded, until it is.
    pub(super) config_failure: RwSignal<Option<Failure>>,
    /// Seconds until `config.json` is requested again. None when only the user can retry it.
    pub(super) config_retry_in_s: RwSignal<Option<u32>>,
    pub(super) deployment: StoredValue<Deployment>,
    online: RwSignal<bool>,
    channel: StoredValue<Option<SessionChannel>>,
    /// Set on `pagehide`: requests fail from then on because the page is unloaded.
    pub(super) is_unloading: StoredValue<bool>,
    pub(super) sign_out: RwSignal<SignOutState>,
    pub(super) notes: SessionNotes,
    /// Whether the page was opened by a link.
    has_link: StoredValue<bool>,
    /// What the start script has sent and this page has not taken up yet.
    pub(super) early: StoredValue<Early>,
    pub(super) unsaved_key: UnsavedKey,
}

/// The state of signing out.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum SignOutState {
    /// Not requested.
    Idle,
    /// The request is under way.
    Pending,
    /// The request failed: the cookies may still be there.
    Failed(Failure),
}

impl SessionHandle {
    /// Starts the session: listens to the browser and to other tabs, loads the config and exchanges the ticket of the
    /// landing URL. `early`: what the start script has sent.
    pub(crate) fn start(landing: Landing, early: Early) -> Self {
        let handle = Self::new();
        handle.early.set_value(early);
        handle.has_link.set_value(landing.ticket.is_some());
        let on_message = move |message| handle.dispatch(Event::MessageReceived(message));
        handle.channel.set_value(Some(channel::open(on_message)));
        handle.listen_to_browser();
        // Before the first view, so that it isn't built for a session or a config that is known already.
        browser::spawn_now(handle.start_up(landing));
        handle
    }

    fn new() -> Self {
        Self {
            state: RwSignal::new(SessionState::Starting),
            server_clock: StoredValue::new(ServerClock::default()),
            clock: RwSignal::new(ServerClock::default().server_time(browser::now())),
            config: RwSignal::new(None),
            config_failure: RwSignal::new(None),
            config_retry_in_s: RwSignal::new(None),
            deployment: StoredValue::new(Deployment::Invalid),
            online: RwSignal::new(browser::is_online()),
            channel: StoredValue::new(None),
            is_unloading: StoredValue::new(false),
            sign_out: RwSignal::new(SignOutState::Idle),
            notes: SessionNotes::new(),
            has_link: StoredValue::new(false),
            early: StoredValue::new(Early::default()),
            unsaved_key: UnsavedKey::new(),
        }
    }

    /// A session for tests of components: it requests nothing and has no timers. `config` as in `config.json`. Also provided
    /// as a context.
    #[cfg(test)]
    pub(crate) fn stub(state: SessionState, config: &str) -> Self {
        let handle = Self::new();
        handle.state.set(state);
        handle.config.set(Some(Arc::new(Config::parse(config.as_bytes()).config)));
        provide_context(handle);
        handle
    }

    fn listen_to_browser(self) {
        let window = browser::window();
        for name in ["online", "offline"] {
            browser::add_listener(&window, name, move |_| self.online.set(browser::is_online()));
        }
        browser::add_listener(&window, "pagehide", move |_| self.is_unloading.set_value(true));
        browser::add_listener(&window, "pageshow", move |_| {
            self.is_unloading.set_value(false);
            // Also fired when the page comes back from the back/forward cache: cookies may have changed meanwhile.
            self.dispatch(Event::EnvironmentChecked);
        });
        browser::add_listener(&document(), "visibilitychange", move |_| self.dispatch(Event::EnvironmentChecked));
    }

    /// The state of the session.
    pub(crate) const fn state(self) -> RwSignal<SessionState> {
        self.state
    }

    /// The operator's config; the defaults until it is loaded. Reactive.
    pub(crate) fn config(self) -> Arc<Config> {
        self.config.get().unwrap_or_default()
    }

    /// Whether the browser has a network.
    pub(crate) const fn online(self) -> RwSignal<bool> {
        self.online
    }

    /// Runs the state machine for an event and performs the effects.
    pub(crate) fn dispatch(self, event: Event) {
        self.dispatch_in(&self.environment(), event);
    }

    /// [`Self::dispatch`] for an event that happened in this environment.
    pub(super) fn dispatch_in(self, environment: &Environment, event: Event) {
        // The machine takes the state by value; nothing can read the placeholder while the signal is locked.
        let Some((effects, is_link_settled, new_phase)) = self.state.try_update(|state| {
            let (needed_link, phase) = (state.may_need_link(), state.phase());
            let (after, effects) = next(std::mem::replace(state, SessionState::Starting), event, environment);
            *state = after;
            let new_phase = Some(state.phase()).filter(|new| *new != phase);
            (effects, needed_link && !state.may_need_link(), new_phase)
        }) else {
            return;
        };
        if is_link_settled {
            browser::forget_link();
        }
        if let Some(phase) = new_phase {
            self.on_phase(phase);
        }
        for effect in effects {
            self.perform(effect);
        }
    }

    pub(super) fn environment(self) -> Environment {
        let deployment = self.deployment.get_value();
        let marker = storage::load_marker(deployment);
        // A page whose session is over opens no other that looks over, too.
        let is_over = self.state.with_untracked(|state| matches!(state, SessionState::Ended { .. }));
        let end = marker.map(|marker| marker.expires_at).filter(|_| !is_over);
        Environment {
            now: self.server_clock.get_value().server_time_before(browser::now(), end),
            marker,
            signed_out: storage::load_signed_out(),
            deployment,
        }
    }

    fn perform(self, effect: Effect) {
        match effect {
            Effect::SendExchange(exchange) => self.start_exchange(exchange),
            Effect::WaitForMarker => browser::spawn(self.wait_for_marker()),
            Effect::StoreMarker(marker) => storage::store_marker(self.deployment.get_value(), marker),
            Effect::ClearMarker => storage::clear_marker(self.deployment.get_value()),
            Effect::Broadcast(message) => {
                if message.kind == MessageKind::Opened {
                    storage::clear_signed_out();
                }
                self.channel.with_value(|channel| channel.iter().for_each(|channel| channel.post(&message)));
            }
            Effect::SaveLocation => storage::save_location(),
            Effect::ClearSavedLocation => storage::clear_page_data(),
        }
    }

    /// The API's origin; empty where it is the page's own.
    pub(super) fn api_base(self) -> String {
        let is_direct = matches!(self.deployment.get_value(), Deployment::Direct { .. });
        let config = self.config.get_untracked().unwrap_or_default();
        config.api_base.as_ref().filter(|_| is_direct).map(ToString::to_string).unwrap_or_default()
    }

    /// Finds out anew whether the browser accepts cookies; behind the gateway only.
    pub(super) fn probe_cookies(self) {
        if let Deployment::Gateway { .. } = self.deployment.get_value() {
            self.deployment.set_value(Deployment::Gateway { accepts_cookies: browser::accepts_cookies() });
        }
    }

    /// Adds the route and the time to a failure, for its details on screen.
    pub(super) fn with_context<T>(self, route: Route, meaning: Meaning<T>) -> Meaning<T> {
        meaning.map_err(|failure| Failure { route: Some(route), at: Some(self.now()), ..failure })
    }

    /// The session that is open.
    pub(super) fn open_session(self) -> Option<OpenSession> {
        self.state.with_untracked(|state| match state {
            SessionState::Open(open) => Some(open.clone()),
            _ => None,
        })
    }

    /// Whether this browser has a session that hasn't expired, also where this page doesn't show it.
    pub(crate) fn has_live_session(self) -> bool {
        self.environment().live_marker().is_some()
    }

    /// Whether the page was opened by a link whose session ID isn't used yet.
    pub(super) fn has_unused_link(self) -> bool {
        self.has_link.get_value() && self.state.with_untracked(SessionState::may_need_link)
    }

    /// Whether an exchange is under way.
    pub(super) fn is_exchanging(self) -> bool {
        self.state.with_untracked(|state| matches!(state, SessionState::Exchanging(_)))
    }
}

/// The session, from the context.
pub(crate) fn use_session() -> SessionHandle {
    expect_context()
}

#[cfg(test)]
mod tests {
    use portal_core::session::{Ending, cookies::MARKER_COOKIE};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::testing::with_owner;

    #[wasm_bindgen_test]
    fn before_the_servers_time_is_known_a_session_that_looks_over_opens_no_page() {
        let (_owner, ()) = with_owner(|| {
            let over = SessionState::Ended { ending: Ending::NeverStarted, failure: None, tag: None };
            let session = SessionHandle::stub(over.clone(), "{}");
            session.deployment.set_value(Deployment::Gateway { accepts_cookies: true });
            browser::set_cookie(MARKER_COOKIE, "1000.0123456789abcdef", 60);
            session.dispatch(Event::EnvironmentChecked);
            browser::set_cookie(MARKER_COOKIE, "", 0);
            assert_eq!(session.state.get_untracked(), over);
        });
    }
}
