//! Runs the session machine of `portal-core`: performs its effects, tells it what happened, and lends its session to requests.

mod arrival;
mod auto_return;
mod channel;
mod config;
mod countdown;
mod exchange;
mod notices;
mod requests;
mod resume;
mod screens;
mod sign_out;
mod storage;

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Failure, Meaning, Route, ServerTime};
use portal_core::{
    config::Config,
    session::{Deployment, Effect, Environment, Event, MessageKind, OpenSession, SessionState, landing::Ticket, next},
    time::ServerClock,
};

use crate::browser;

use channel::SessionChannel;
use sign_out::SigningOut;

pub(crate) use countdown::Countdown;
pub(crate) use notices::Notices;
pub(crate) use requests::Reply;
pub(crate) use resume::Resumed;
pub(crate) use screens::{NothingOpen, ScreenKind};
pub(crate) use sign_out::SignOut;
pub(crate) use storage::Kept;

/// The session of this page: where it stands, and how to use it.
#[derive(Clone, Copy)]
pub(crate) struct SessionHandle {
    state: RwSignal<SessionState>,
    clock: RwSignal<ServerClock>,
    config: RwSignal<Option<Arc<Config>>>,
    deployment: StoredValue<Deployment>,
    /// Why the config hasn't come, and when it is asked for again.
    trouble: RwSignal<Option<Trouble>>,
    online: RwSignal<bool>,
    channel: StoredValue<Option<SessionChannel>>,
    /// Whether the page is being left.
    leaving: StoredValue<bool>,
    signing_out: RwSignal<SigningOut>,
}

/// Why the page can't begin yet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Trouble {
    /// What was answered.
    pub(crate) failure: Failure,
    /// Seconds until the next try; none when only the user can start it.
    pub(crate) retry_in_s: Option<u32>,
}

impl SessionHandle {
    /// Begins the visit.
    pub(crate) fn start(ticket: Option<Ticket>) -> Self {
        let handle = Self {
            state: RwSignal::new(SessionState::Starting),
            clock: RwSignal::new(ServerClock::default()),
            config: RwSignal::new(None),
            deployment: StoredValue::new(Deployment::Invalid),
            trouble: RwSignal::new(None),
            online: RwSignal::new(browser::is_online()),
            channel: StoredValue::new(None),
            leaving: StoredValue::new(false),
            signing_out: RwSignal::new(SigningOut::No),
        };
        handle.channel.set_value(Some(channel::open(move |message| handle.tell(Event::MessageReceived(message)))));
        handle.watch_the_browser();
        browser::spawn(handle.arrive(ticket));
        handle
    }

    fn watch_the_browser(self) {
        let window = browser::window();
        for name in ["online", "offline"] {
            browser::add_listener(&window, name, move |_| self.online.set(browser::is_online()));
        }
        // What fails from here on fails because the page goes.
        browser::add_listener(&window, "pagehide", move |_| self.leaving.set_value(true));
        browser::add_listener(&window, "pageshow", move |_| self.leaving.set_value(false));
        // Coming back to the page, out of the back/forward cache too: much may have happened meanwhile.
        browser::add_listener(&window, "pageshow", move |_| self.tell(Event::EnvironmentChecked));
        browser::add_listener(&document(), "visibilitychange", move |_| self.tell(Event::EnvironmentChecked));
    }

    /// Where the session stands.
    pub(crate) const fn state(self) -> RwSignal<SessionState> {
        self.state
    }

    /// What is shown in a page's place; none where a page is.
    pub(crate) fn screen(self) -> Memo<Option<ScreenKind>> {
        Memo::new(move |_| self.state.with(ScreenKind::of))
    }

    /// What the operator says; the defaults until it is known.
    pub(crate) fn config(self) -> Arc<Config> {
        self.config.get().unwrap_or_default()
    }

    /// Why the page can't begin yet, if it can't.
    pub(crate) fn trouble(self) -> Option<Trouble> {
        self.trouble.get()
    }

    /// Whether the browser has a network.
    pub(crate) const fn online(self) -> RwSignal<bool> {
        self.online
    }

    /// The server's time.
    pub(crate) fn now(self) -> ServerTime {
        self.clock.get_untracked().server_time(browser::now())
    }

    /// The server's time as it goes on, looked at every `period_ms` for as long as the view lives.
    pub(crate) fn ticking(self, period_ms: u32) -> RwSignal<ServerTime> {
        let now = RwSignal::new(self.now());
        browser::spawn(async move {
            loop {
                browser::sleep(period_ms).await;
                if now.try_set(self.now()).is_some() {
                    return;
                }
            }
        });
        now
    }

    /// Tells the machine what happened.
    pub(crate) fn tell(self, event: Event) {
        let around = self.surroundings();
        // The machine takes the state and gives it back: nothing is copied, and nobody can see it in between.
        let Some(effects) = self.state.try_update(|state| {
            let (after, effects) = next(std::mem::replace(state, SessionState::Starting), event, &around);
            *state = after;
            effects
        }) else {
            return;
        };
        for effect in effects {
            self.perform(effect);
        }
    }

    fn surroundings(self) -> Environment {
        let deployment = self.deployment.get_value();
        Environment {
            now: self.now(),
            marker: storage::marker(deployment),
            signed_out: storage::signed_out(),
            deployment,
        }
    }

    fn base(self) -> String {
        let direct = matches!(self.deployment.get_value(), Deployment::Direct { .. });
        let config = self.config.get_untracked().unwrap_or_default();
        config.api_base.as_ref().filter(|_| direct).map(ToString::to_string).unwrap_or_default()
    }

    /// Takes the server's time from an answer.
    fn heard(self, date: Option<ServerTime>) {
        if let Some(date) = date {
            self.clock.update(|clock| clock.sync(date, browser::now()));
        }
    }

    fn perform(self, effect: Effect) {
        match effect {
            Effect::SendExchange(exchange) => self.begin_exchange(exchange),
            Effect::WaitForMarker => browser::spawn(self.await_cookies()),
            Effect::StoreMarker(marker) => storage::remember(self.deployment.get_value(), marker),
            Effect::ClearMarker => storage::forget(self.deployment.get_value()),
            Effect::Broadcast(message) => {
                if message.kind == MessageKind::Opened {
                    storage::forget_signed_out();
                }
                self.channel.with_value(|channel| channel.iter().for_each(|channel| channel.post(&message)));
            }
            Effect::SaveLocation => storage::keep_place(),
            Effect::ClearSavedLocation => storage::forget_pages(),
        }
    }

    /// Writes into a failure what support will ask for.
    fn placed<T>(self, route: Route, meaning: Meaning<T>) -> Meaning<T> {
        meaning.map_err(|failure| Failure { route: Some(route), at: Some(self.now()), ..failure })
    }

    fn open(self) -> Option<OpenSession> {
        self.state.with_untracked(|state| match state {
            SessionState::Open(open) => Some(open.clone()),
            _ => None,
        })
    }
}

/// The session that the page's root provides.
pub(crate) fn use_session() -> SessionHandle {
    expect_context()
}
