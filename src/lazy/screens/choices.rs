//! The screens on which the user decides how to go on.

use leptos::prelude::*;
use portal_api::{Failure, ServerTime};
use portal_core::session::{Ending, Event};

use super::layout::ScreenLayout;
use crate::{
    browser,
    session::{Countdown, ReturnLink, use_session},
    text::{self, endings},
    ui::{Button, view},
};

/// The exchange failed in a way that may pass; the ticket is kept. `not_before`: before when it must not be retried.
#[component]
pub(super) fn HeldForRetry(failure: Failure, not_before: Option<ServerTime>) -> impl IntoView {
    let session = use_session();
    let countdown = Countdown::until(session, not_before);
    let label = move || match countdown.seconds() {
        0 => text::TRY_AGAIN.to_owned(),
        seconds => text::try_again_in(seconds),
    };
    let is_waiting = move || countdown.seconds() > 0;
    view! {
        <ScreenLayout
            title=text::EXCHANGE_FAILED_TITLE.to_owned()
            paragraphs=vec![text::EXCHANGE_FAILED.to_owned()]
            failure=Some(failure)
        >
            <Button label primary=true disabled=is_waiting on_click=move || session.dispatch(Event::Retry) />
        </ScreenLayout>
    }
}

/// The browser refuses cookies, found out before the ticket was spent.
#[component]
pub(super) fn CookiesRefused() -> impl IntoView {
    let session = use_session();
    view! {
        <ScreenLayout
            title=endings::title(Ending::CookiesBlocked, None)
            paragraphs=text::cookies_refused(&browser::host())
        >
            <Button label=text::CHECK_AGAIN primary=true on_click=move || session.dispatch(Event::Retry) />
            <ReturnLink is_session_over=false secondary=true />
        </ScreenLayout>
    }
}

/// The link was used before, but a session of another link is open.
#[component]
pub(super) fn OtherSessionOpen(failure: Failure) -> impl IntoView {
    let session = use_session();
    view! {
        <ScreenLayout
            title=endings::title(Ending::LinkUsed, None)
            paragraphs=vec![text::LINK_USED.to_owned(), text::OTHER_SESSION_OPEN.to_owned()]
            failure=Some(failure)
        >
            <ReturnLink is_session_over=true />
            <Button label=text::KEEP_OPEN_SESSION on_click=move || session.dispatch(Event::KeepOpenSession) />
        </ScreenLayout>
    }
}

/// A session is open, and the link would open another.
#[component]
pub(super) fn ChoosingSession() -> impl IntoView {
    let session = use_session();
    let config = session.config();
    view! {
        <ScreenLayout
            title=text::CHOOSING_SESSION_TITLE.to_owned()
            paragraphs=text::choosing_session(config.app_name.as_deref())
        >
            <Button
                label=text::KEEP_OPEN_SESSION
                primary=true
                on_click=move || session.dispatch(Event::KeepOpenSession)
            />
            <Button label=text::OPEN_NEW_SESSION on_click=move || session.dispatch(Event::OpenNewSession) />
        </ScreenLayout>
    }
}
