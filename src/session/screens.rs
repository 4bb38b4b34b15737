//! What is shown while no session is open: one screen a state, each with its words and its way on.

use leptos::prelude::*;
use portal_api::{Failure, ServerTime};
use portal_core::{
    config::Config,
    session::{Ending, Event, Exchange, SessionState},
};

use super::{Countdown, Trouble, auto_return::AutoReturn, use_session};
use crate::{
    browser,
    text::{self, endings},
    ui::{Button, FailureDetails, Heading, Skeleton},
};

/// A text that takes the place of the page: what happened, what to do, and the way on.
#[component]
fn Screen(
    /// The heading, and the document's title.
    title: String,
    /// Paragraphs.
    #[prop(into)]
    words: Vec<String>,
    /// For support.
    #[prop(optional_no_strip)]
    failure: Option<Failure>,
    /// Buttons and links.
    children: Children,
) -> impl IntoView {
    view! {
        <main class="screen" id="main">
            <Heading text=title/>
            {words.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
            <div class="screen-actions">{children()}</div>
            {failure
                .map(|failure| {
                    view! {
                        <div class="screen-details">
                            <FailureDetails failure/>
                        </div>
                    }
                })}
        </main>
    }
}

/// The link back to the app, where the operator says where that is.
#[component]
fn ReturnLink(
    /// Whether the app should hear that a session is over.
    is_session_over: bool,
    /// Whether something else is the way to take.
    #[prop(optional)]
    secondary: bool,
) -> impl IntoView {
    let config = use_session().config();
    let words = text::return_to(config.app_name.as_deref());
    let class = if secondary { "button" } else { "button button-primary" };
    return_address(&config, is_session_over).map(|href| view! { <a class=class href=href>{words}</a> })
}

/// Where the operator says that the app is.
fn return_address(config: &Config, is_session_over: bool) -> Option<String> {
    let url = config.return_url.as_ref()?;
    Some(if is_session_over { url.with_query_parameter("reason", "session_expired") } else { url.to_string() })
}

/// The screen of every state but [`SessionState::Open`].
#[component]
pub(crate) fn NothingOpen(screen: ScreenKind) -> impl IntoView {
    match screen {
        ScreenKind::Opening => view! { <Opening/> }.into_any(),
        ScreenKind::Held(failure, not_before) => view! { <Held failure not_before/> }.into_any(),
        ScreenKind::Choosing => view! { <Choosing/> }.into_any(),
        ScreenKind::EarlierOpen(failure) => view! { <EarlierOpen failure/> }.into_any(),
        ScreenKind::CookiesRefused => view! { <CookiesRefused/> }.into_any(),
        ScreenKind::Ended(ending, failure) => view! { <Ended ending failure/> }.into_any(),
    }
}

/// The config or the exchange is under way.
#[component]
fn Opening() -> impl IntoView {
    let handle = use_session();
    let slow =
        move || handle.state().with(|session| matches!(session, SessionState::Exchanging(Exchange { slow: true, .. })));
    move || match handle.trouble() {
        Some(trouble) => view! { <NotStarted trouble/> }.into_any(),
        None => view! {
            <main class="page" id="main" aria-busy="true">
                <p class="visually-hidden" role="status">{text::OPENING}</p>
                <Show when=slow>
                    <p class="opening-slow" role="status">
                        {text::TAKES_LONG}
                    </p>
                </Show>
                <Skeleton/>
            </main>
        }
        .into_any(),
    }
}

/// It isn't known yet what the operator says.
#[component]
fn NotStarted(trouble: Trouble) -> impl IntoView {
    let handle = use_session();
    let words = match trouble.retry_in_s {
        Some(seconds) => vec![text::NOT_REACHED.to_owned(), text::trying_again_in(seconds)],
        None => vec![text::NOT_REACHED.to_owned()],
    };
    let label = if trouble.retry_in_s.is_some() { text::TRY_AGAIN_NOW } else { text::TRY_AGAIN };
    view! {
        <main class="screen" id="main">
            <Heading text=text::NOT_REACHED_TITLE.to_owned()/>
            {words.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
            <div class="screen-actions">
                <Button label primary=true on_click=move || handle.fetch_config_now()/>
            </div>
            <div class="screen-details">
                <FailureDetails failure=trouble.failure/>
            </div>
        </main>
    }
}

/// The exchange failed for now.
#[component]
fn Held(failure: Failure, not_before: Option<ServerTime>) -> impl IntoView {
    let handle = use_session();
    let wait = Countdown::until(handle, not_before);
    let label = move || match wait.seconds() {
        0 => text::TRY_AGAIN.to_owned(),
        seconds => text::try_again_in(seconds),
    };
    let waiting = move || wait.seconds() > 0;
    view! {
        <Screen title=text::HELD_TITLE.to_owned() words=vec![text::HELD.to_owned()] failure=Some(failure)>
            <button
                class="button button-primary"
                type="button"
                disabled=waiting
                on:click=move |_| handle.tell(Event::Retry)
            >
                {label}
            </button>
        </Screen>
    }
}

/// Cookies are refused, and the session ID is not spent yet.
#[component]
fn CookiesRefused() -> impl IntoView {
    let handle = use_session();
    view! {
        <Screen title=endings::title(Ending::CookiesBlocked, None) words=text::cookies_refused(&browser::host())>
            <Button label=text::CHECK_AGAIN primary=true on_click=move || handle.tell(Event::Retry)/>
            <ReturnLink is_session_over=false secondary=true/>
        </Screen>
    }
}

/// The link is used up, and an earlier session is open: the user decides.
#[component]
fn EarlierOpen(failure: Failure) -> impl IntoView {
    let handle = use_session();
    let words = vec![text::LINK_USED.to_owned(), text::EARLIER_OPEN.to_owned()];
    view! {
        <Screen title=endings::title(Ending::LinkUsed, None) words failure=Some(failure)>
            <ReturnLink is_session_over=true/>
            <Button label=text::CONTINUE_EARLIER on_click=move || handle.tell(Event::KeepOpenSession)/>
        </Screen>
    }
}

/// A session is open, and the link would open another: the user decides.
#[component]
fn Choosing() -> impl IntoView {
    let handle = use_session();
    let config = handle.config();
    view! {
        <Screen title=text::CHOOSING_TITLE.to_owned() words=text::choosing(config.app_name.as_deref())>
            <Button label=text::CONTINUE_EARLIER primary=true on_click=move || handle.tell(Event::KeepOpenSession)/>
            <Button label=text::OPEN_NEW on_click=move || handle.tell(Event::OpenNewSession)/>
        </Screen>
    }
}

/// There is no session, and only the app can make one.
#[component]
fn Ended(ending: Ending, failure: Option<Failure>) -> impl IntoView {
    let config = use_session().config();
    let app = config.app_name.as_deref();
    let replaced = ending == Ending::Replaced;
    let blocked = ending == Ending::CookiesBlocked;
    // Where the app itself has to do something, the way to its people comes first.
    let for_people =
        matches!(ending, Ending::PortalDisabled | Ending::Misconfigured | Ending::CrossSite | Ending::NoPermissions);
    let support = config.support_url.clone().filter(|_| for_people);
    let by_itself = (config.auto_return && ending.allows_auto_return())
        .then(|| return_address(&config, ending.is_session_over()))
        .flatten()
        .map(|address| view! { <AutoReturn address app=config.app_name.clone()/> });
    view! {
        <Screen
            title=endings::title(ending, app)
            words=endings::words(ending, app, config.return_url.is_some(), &browser::host())
            failure
        >
            {replaced.then(|| view! { <Button label=text::SHOW_OPEN_SESSION on_click=reload/> })}
            {support.map(|link| view! { <a class="button" href=link.as_str().to_owned()>{text::CONTACT_SUPPORT}</a> })}
            <ReturnLink is_session_over=ending.is_session_over()/>
            {blocked.then(|| view! { <Button label=text::CHECK_AGAIN on_click=reload/> })}
            {by_itself}
        </Screen>
    }
}

fn reload() {
    // Refused only while the page is being left.
    let _ = browser::window().location().reload();
}

/// What is shown in a page's place. Less than the session's state: no ID, and one skeleton for all that is under way, so
/// that it doesn't jump.
#[derive(Clone, PartialEq)]
pub(crate) enum ScreenKind {
    /// Something is under way.
    Opening,
    /// See [`SessionState::HeldForRetry`].
    Held(Failure, Option<ServerTime>),
    /// See [`SessionState::ChoosingSession`].
    Choosing,
    /// See [`SessionState::OtherSessionOpen`].
    EarlierOpen(Failure),
    /// See [`SessionState::CookiesRefused`].
    CookiesRefused,
    /// See [`SessionState::Ended`].
    Ended(Ending, Option<Failure>),
}

impl ScreenKind {
    /// None where a page is shown.
    pub(crate) fn of(session: &SessionState) -> Option<Self> {
        match session {
            SessionState::Open(_) => None,
            SessionState::Starting | SessionState::Exchanging(_) | SessionState::AwaitingMarker(_) => {
                Some(Self::Opening)
            }
            SessionState::HeldForRetry { failure, not_before, .. } => Some(Self::Held(failure.clone(), *not_before)),
            SessionState::ChoosingSession(_) => Some(Self::Choosing),
            SessionState::OtherSessionOpen { failure } => Some(Self::EarlierOpen(failure.clone())),
            SessionState::CookiesRefused(_) => Some(Self::CookiesRefused),
            SessionState::Ended { ending, failure, .. } => Some(Self::Ended(*ending, failure.clone())),
        }
    }
}
