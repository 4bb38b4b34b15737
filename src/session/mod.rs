//! Runs the session machine of `portal-core`: performs its effects, tells it what happened, and lends its session to requests.

mod auto_return;
mod memory;
mod notices;
mod requests;
mod resumed;
mod screens;
mod sign_out;
mod tabs;

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Answer, Exchanged, Failure, Form, Meaning, Route, ServerTime};
use portal_core::{
    clock::Clock,
    config::Config,
    landing::{TaggedTicket, Ticket},
    retry,
    session::{Deployment, Effect, Event, Exchange, Open, Session, Surroundings, What, next},
    url::Origin,
};

use crate::{
    browser,
    client::{self, Ask, Call, Patience, typed},
    config, locks,
    reactive::{Memo, RwSignal, StoredValue, memo},
};

use sign_out::SigningOut;
use tabs::Tabs;

pub(crate) use memory::Kept;
pub(crate) use notices::Notices;
pub(crate) use requests::Reply;
pub(crate) use resumed::Resumed;
pub(crate) use screens::{NothingOpen, ScreenKind};
pub(crate) use sign_out::SignOut;

/// After how long an exchange is called slow, in milliseconds.
const SLOW_MS: u32 = 10_000;

/// How often the page looks whether the session still stands, in milliseconds.
const LOOK_MS: u32 = 1_000;

/// How often a reloaded page looks for the cookies of the exchange that it interrupted, in milliseconds.
const AWAIT_STEP_MS: u32 = 150;

/// For how long it does: the gateway gives up after 25 s. Without a gateway nothing tells, so only a moment.
const AWAIT_MS: u32 = 28_000;
const AWAIT_DIRECT_MS: u32 = 4_000;

/// The session of this page: where it stands, and how to use it.
#[derive(Clone, Copy)]
pub(crate) struct SessionHandle {
    state: RwSignal<Session>,
    clock: RwSignal<Clock>,
    config: RwSignal<Option<Arc<Config>>>,
    deployment: StoredValue<Deployment>,
    /// Why the config hasn't come, and when it is asked for again.
    trouble: RwSignal<Option<Trouble>>,
    online: RwSignal<bool>,
    tabs: StoredValue<Option<Tabs>>,
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
            state: RwSignal::new(Session::Arriving),
            clock: RwSignal::new(Clock::default()),
            config: RwSignal::new(None),
            deployment: StoredValue::new(Deployment::Broken),
            trouble: RwSignal::new(None),
            online: RwSignal::new(browser::is_online()),
            tabs: StoredValue::new(None),
            leaving: StoredValue::new(false),
            signing_out: RwSignal::new(SigningOut::No),
        };
        handle.tabs.set_value(Some(Tabs::listen(move |news| handle.tell(Event::Heard(news)))));
        handle.watch_the_browser();
        browser::spawn(handle.arrive(ticket));
        handle
    }

    fn watch_the_browser(self) {
        let window = browser::window();
        for name in ["online", "offline"] {
            browser::on_every(&window, name, move |_| self.online.set(browser::is_online()));
        }
        // What fails from here on fails because the page goes.
        browser::on_every(&window, "pagehide", move |_| self.leaving.set_value(true));
        browser::on_every(&window, "pageshow", move |_| self.leaving.set_value(false));
        // Coming back to the page, out of the back/forward cache too: much may have happened meanwhile.
        browser::on_every(&window, "pageshow", move |_| self.tell(Event::Looked));
        browser::on_every(&document(), "visibilitychange", move |_| self.tell(Event::Looked));
    }

    /// Where the session stands.
    pub(crate) const fn state(self) -> RwSignal<Session> {
        self.state
    }

    /// What is shown in a page's place; none where a page is.
    pub(crate) fn screen(self) -> Memo<Option<ScreenKind>> {
        memo(move || self.state.with(ScreenKind::of))
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
        self.clock.get_untracked().at(browser::now())
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
            let (after, effects) = next(std::mem::replace(state, Session::Arriving), event, &around);
            *state = after;
            effects
        }) else {
            return;
        };
        for effect in effects {
            self.perform(effect);
        }
    }

    fn surroundings(self) -> Surroundings {
        let deployment = self.deployment.get_value();
        Surroundings {
            now: self.now(),
            marker: memory::marker(deployment),
            signed_out: memory::signed_out(),
            deployment,
        }
    }

    async fn arrive(self, ticket: Option<Ticket>) {
        // A page that is only prepared must not use a session ID up.
        browser::until_shown().await;
        self.fetch_config().await;
        self.deployment.set_value(self.find_deployment());
        let ticket = match ticket {
            Some(ticket) => browser::tag(ticket.id.expose()).await.map(|tag| TaggedTicket { ticket, tag }),
            None => None,
        };
        self.tell(Event::Arrived { ticket, interrupted: memory::interrupted() });
        loop {
            browser::sleep(LOOK_MS).await;
            // Its own answer comes first.
            if !self.is_exchanging() && self.signing_out.get_untracked() != SigningOut::UnderWay {
                self.tell(Event::Looked);
            }
        }
    }

    /// Asks for the config until it is there: without it nobody knows where the session ID may be sent.
    async fn fetch_config(self) {
        let mut tries = 1;
        let fetched = loop {
            match config::fetch().await {
                Ok(fetched) => break fetched,
                Err(failure) => {
                    let wait_ms = retry::wait_ms(&failure, tries, browser::chance());
                    self.wait_for_config(failure, wait_ms).await;
                    tries = if wait_ms.is_some() { tries + 1 } else { 1 };
                }
            }
        };
        for problem in &fetched.parsed.problems {
            leptos::logging::error!("config.json: {problem}");
        }
        self.heard(fetched.date);
        let broken = fetched.parsed.problems.iter().any(|problem| problem.field == "apiBase");
        self.deployment.set_value(if broken {
            Deployment::Broken
        } else {
            Deployment::Gateway { takes_cookies: true }
        });
        self.config.set(Some(Arc::new(fetched.parsed.config)));
        self.trouble.set(None);
    }

    async fn wait_for_config(self, failure: Failure, wait_ms: Option<u32>) {
        let again = |trouble: &Option<Trouble>| trouble.is_none();
        let mut left_ms = wait_ms;
        loop {
            let retry_in_s = left_ms.map(|left| left.div_ceil(1_000));
            self.trouble.set(Some(Trouble { failure: failure.clone(), retry_in_s }));
            browser::sleep(250).await;
            left_ms = left_ms.map(|left| left.saturating_sub(250));
            if left_ms == Some(0) || self.trouble.with_untracked(again) {
                return;
            }
        }
    }

    /// The user doesn't want to wait for the next try.
    pub(crate) fn fetch_config_now(self) {
        self.trouble.set(None);
    }

    fn find_deployment(self) -> Deployment {
        let own = browser::origin();
        if !browser::is_secure_context() || self.deployment.get_value() == Deployment::Broken {
            return Deployment::Broken;
        }
        let config = self.config.get_untracked().unwrap_or_default();
        match config.api_base.as_ref().filter(|base| base.as_str() != own) {
            Some(base) => Deployment::Direct {
                cross_site: Origin::parse(&own).is_ok_and(|own| own.is_surely_cross_site(base)),
                allow_bearer: config.allow_bearer,
            },
            None => Deployment::Gateway { takes_cookies: browser::takes_cookies() },
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
            self.clock.update(|clock| clock.set(date, browser::now()));
        }
    }

    fn perform(self, effect: Effect) {
        match effect {
            Effect::Exchange(exchange) => {
                browser::spawn(self.exchange(exchange));
                browser::spawn(async move {
                    browser::sleep(SLOW_MS).await;
                    self.tell(Event::TookLong);
                });
            }
            Effect::Await => {
                let direct = matches!(self.deployment.get_value(), Deployment::Direct { .. });
                let longest = if direct { AWAIT_DIRECT_MS } else { AWAIT_MS };
                browser::spawn(async move {
                    for _ in 0..longest / AWAIT_STEP_MS {
                        self.tell(Event::Looked);
                        if !self.state.with_untracked(|state| matches!(state, Session::Awaiting(_))) {
                            return memory::forget_exchange();
                        }
                        browser::sleep(AWAIT_STEP_MS).await;
                    }
                    memory::forget_exchange();
                    self.tell(Event::GaveUpWaiting);
                });
            }
            Effect::Remember(marker) => memory::remember(self.deployment.get_value(), marker),
            Effect::Forget => memory::forget(self.deployment.get_value()),
            Effect::Tell(news) => {
                if news.what == What::Opened {
                    memory::forget_signed_out();
                }
                self.tabs.with_value(|tabs| tabs.iter().for_each(|tabs| tabs.tell(news)));
            }
            Effect::KeepPlace => memory::keep_place(),
            Effect::ForgetPlace => memory::forget_pages(),
        }
    }

    async fn exchange(self, exchange: Exchange) {
        memory::note_exchange(exchange.ticket.tag);
        locks::alone("portal-exchange", async move {
            // While this tab waited for its turn, another may have exchanged the same link.
            self.tell(Event::Looked);
            if !self.is_exchanging() {
                return;
            }
            let outcome = self.send_exchange(&exchange).await;
            self.tell(Event::Exchanged(outcome));
        })
        .await;
        // The other form's exchange may be under way by now, with a note of its own. And an exchange that a reload tears off
        // goes on: the note is for the page that comes.
        if !self.is_exchanging() && !self.leaving.get_value() {
            memory::forget_exchange();
        }
    }

    fn is_exchanging(self) -> bool {
        self.state.with_untracked(|state| matches!(state, Session::Exchanging(_)))
    }

    async fn send_exchange(self, exchange: &Exchange) -> Meaning<Exchanged> {
        let id = &exchange.ticket.ticket.id;
        let base = self.base();
        let route = if exchange.form == Form::First { Route::ExchangeSession } else { Route::ExchangeCode };
        let ask = if exchange.form == Form::First {
            Ask::new::<Answer<Exchanged>>(route, &portal_api::ExchangeSession { session_id: id.clone() })
        } else {
            Ask::new::<Answer<Exchanged>>(route, &portal_api::ExchangeCode { code: id.clone() })
        };
        let reply = client::send(Call { base: &base, ask, bearer: None }, Patience::Endless).await;
        self.heard(reply.date);
        self.placed(route, typed::<Answer<Exchanged>>(reply.meaning)).map(|answer| answer.data)
    }

    /// Writes into a failure what support will ask for.
    fn placed<T>(self, route: Route, meaning: Meaning<T>) -> Meaning<T> {
        meaning.map_err(|failure| Failure { route: Some(route), at: Some(self.now()), ..failure })
    }

    fn open(self) -> Option<Open> {
        self.state.with_untracked(|state| match state {
            Session::Open(open) => Some(open.clone()),
            _ => None,
        })
    }
}

/// The session that the page's root provides.
pub(crate) fn use_session() -> SessionHandle {
    expect_context()
}
