//! The screens on which the user decides how to go on.

use leptos::prelude::*;
use portal_api::{Failure, ServerTime};
use portal_core::{
    retry,
    session::{Ending, Event},
};

use super::layout::{ScreenKind, ScreenLayout};
use crate::{
    browser,
    session::{Countdown, ReturnLink, use_session},
    text::{self, endings},
    ui::{Button, memo, view},
};

/// The exchange failed in a way that may pass; the ticket is kept. `not_before`: before when it must not be retried. Where
/// something else answered in the API's place, it can show itself once the page is loaded anew.
#[component]
pub(super) fn HeldForRetry(failure: Failure, not_before: Option<ServerTime>) -> impl IntoView {
    let session = use_session();
    let countdown = Countdown::until(session, not_before);
    let label = move || match countdown.seconds() {
        0 => text::TRY_AGAIN.to_owned(),
        seconds => text::try_again_in(seconds),
    };
    let is_waiting = move || countdown.seconds() > 0;
    let is_foreign = failure.is_foreign();
    let now = session.now();
    let ask_again = retry::not_waited_for(&failure, now);
    let paragraph = match ask_again {
        // The link doesn't live that long.
        Some(_) => text::TEMPORARY_FAILURE,
        None if is_foreign => text::FOREIGN_ANSWER,
        None => text::EXCHANGE_FAILED,
    };
    let changing = ask_again.map(|at| memo(move || text::ask_again(Some(at), session.clock().get(), "")));
    view! {
        <ScreenLayout
            kind=ScreenKind::Broken
            title=text::EXCHANGE_FAILED_TITLE.to_owned()
            paragraphs=vec![paragraph.to_owned()]
            changing
            failure=Some(failure)
        >
            {is_foreign.then(|| view! { <Button label=text::RELOAD primary=true on_click=browser::reload /> })}
            <Button label primary=!is_foreign disabled=is_waiting on_click=move || session.dispatch(Event::Retry) />
            <ReturnLink is_session_over=false secondary=true />
        </ScreenLayout>
    }
}

/// The browser refuses cookies, found out before the ticket was spent.
#[component]
pub(super) fn CookiesRefused() -> impl IntoView {
    let session = use_session();
    view! {
        <ScreenLayout
            kind=ScreenKind::Ask
            title=endings::title(Ending::CookiesBlocked, None)
            paragraphs=text::cookies_refused(&browser::host())
        >
            <Button label=text::CHECK_AGAIN primary=true on_click=move || session.dispatch(Event::Retry) />
            <ReturnLink is_session_over=false secondary=true />
        </ScreenLayout>
    }
}

/// The link no longer works, but a session of another link is open.
#[component]
pub(super) fn OtherSessionOpen(failure: Failure) -> impl IntoView {
    let session = use_session();
    view! {
        <ScreenLayout
            kind=ScreenKind::Ask
            title=endings::title(Ending::LinkUsed, None)
            paragraphs=vec![text::LINK_USED.to_owned(), text::OTHER_SESSION_OPEN.to_owned()]
            failure=Some(failure)
        >
            <ReturnLink is_session_over=true />
            <Button label=text::SHOW_OPEN_SESSION on_click=move || session.dispatch(Event::KeepOpenSession) />
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
            kind=ScreenKind::Ask
            title=text::CHOOSING_SESSION_TITLE.to_owned()
            paragraphs=text::choosing_session(config.app_name.as_deref())
        >
            <Button
                label=text::OPEN_NEW_SESSION
                primary=true
                on_click=move || session.dispatch(Event::OpenNewSession)
            />
            <Button label=text::KEEP_OPEN_SESSION on_click=move || session.dispatch(Event::KeepOpenSession) />
        </ScreenLayout>
    }
}

#[cfg(test)]
mod tests {
    use portal_api::{HOUR, SECOND, no_response};
    use portal_core::session::SessionState;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{
        session::SessionHandle,
        testing::{Mounted, mount, mount_with, settle},
    };

    async fn held(failure: Failure) -> Mounted {
        mount(move || {
            let config = r#"{"appName":"Acme","returnUrl":"https://acme.example/account"}"#;
            let session = SessionHandle::stub(SessionState::Starting, config);
            let not_before = failure.wait_s.map(|seconds| session.now().plus(i64::from(seconds) * SECOND));
            view! { <HeldForRetry failure not_before /> }
        })
        .await
    }

    #[wasm_bindgen_test]
    async fn an_exchange_that_failed_can_be_tried_again_and_leads_back_to_the_app() {
        let view = held(no_response()).await;
        assert_eq!(view.text("button.button-primary"), text::TRY_AGAIN);
        assert_eq!(view.element("a").get_attribute("href").as_deref(), Some("https://acme.example/account"));
        assert!(!view.whole_text().contains(text::RELOAD));
    }

    #[wasm_bindgen_test]
    async fn where_something_else_answered_the_page_can_be_reloaded() {
        let view = held(Failure { status: Some(401), ..no_response() }).await;
        assert_eq!(view.text("button.button-primary"), text::RELOAD);
        for part in [text::FOREIGN_ANSWER, text::TRY_AGAIN, "Back to Acme"] {
            assert!(view.whole_text().contains(part), "{part}");
        }
    }

    #[wasm_bindgen_test]
    async fn a_wait_of_many_minutes_is_said_in_minutes() {
        let view = held(Failure { wait_s: Some(2_520), ..no_response() }).await;
        assert_eq!(view.text("button.button-primary"), "Try again in 42 min");
    }

    #[wasm_bindgen_test]
    async fn a_wait_of_many_hours_is_counted_down_and_left_to_the_user() {
        let (session, view) = mount_with(|| {
            let session = SessionHandle::stub(SessionState::Starting, "{}");
            let failure = Failure { wait_s: Some(3 * 3_600 + 30), at: Some(session.now()), ..no_response() };
            (session, view! { <HeldForRetry failure not_before=None /> })
        })
        .await;
        let now = session.now();
        for (hours, said) in [(0, "The server can be asked again in 3 hours."), (2, "again in 1 hour."), (4, "")] {
            session.clock().set(now.plus(hours * HOUR));
            settle().await;
            let last = view.text("p:last-of-type");
            assert!(if said.is_empty() { last.is_empty() } else { last.ends_with(said) }, "{hours}: {last}");
            assert_eq!(view.text("button.button-primary"), text::TRY_AGAIN);
        }
    }
}
