//! Notices about the session above the pages.

use leptos::prelude::*;
use portal_core::session::{Credential, SessionState, expiry};

use super::{handle::use_session, sign_out::SignOutFailed};
use crate::{
    text,
    ui::{Show, TextContent, memo, view},
};

/// Notices that the first page has; each is shown only when it applies.
#[component]
pub(crate) fn Notices() -> impl IntoView {
    view! {
        <SignOutFailed />
        <NotPersistent />
    }
}

/// The last minutes of the session, and the link to a new one. In the part `screens`.
#[component]
pub(crate) fn EndsSoon() -> impl IntoView {
    let session = use_session();
    let minutes_left = memo(move || {
        let now = Some(session.clock().get()).filter(|_| session.knows_time())?;
        session.state().with(|state| match state {
            SessionState::Open(open) => open.marker.and_then(|marker| expiry::minutes_left(marker.expires_at, now)),
            _ => None,
        })
    });
    let due_announcement = memo(move || minutes_left.get().and_then(expiry::announcement));
    let announcement =
        move || due_announcement.get().and_then(|_| minutes_left.get_untracked()).map(text::session_ends_in);
    let config = session.config();
    let link = config.return_url.clone().map(|url| {
        let label = text::back_to(config.app_name.as_deref());
        view! { <a href=url.to_string()>{label}</a> }
    });
    view! {
        <p
            class="visually-hidden"
            role="status"
            prop:textContent=move || TextContent(announcement().unwrap_or_default())
        ></p>
        <div class="notice" hidden=move || minutes_left.get().is_none()>
            <p prop:textContent=move || TextContent(
                minutes_left.get().map(text::session_ends_in).unwrap_or_default(),
            )></p>
            {link}
        </div>
    }
}

/// The token is only in memory: a reload ends the session.
#[component]
fn NotPersistent() -> impl IntoView {
    let session = use_session();
    let is_bearer = move || {
        session
            .state()
            .with(|state| matches!(state, SessionState::Open(open) if matches!(open.credential, Credential::Bearer(_))))
    };
    view! {
        <Show when=is_bearer>
            <div class="notice">
                <p role="status">{text::SESSION_FROM_MEMORY}</p>
            </div>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use portal_api::{MINUTE, Secret, ServerTime};
    use portal_core::session::OpenSession;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{
        browser,
        session::SessionHandle,
        testing::{Mounted, mount_with, open_until, settle},
    };

    const END: ServerTime = ServerTime::from_millis(10_000 * MINUTE);

    async fn notices(state: SessionState) -> (SessionHandle, Mounted) {
        mount_with(|| {
            let config = r#"{"appName":"Acme","returnUrl":"https://acme.example/account?tab=keys"}"#;
            let session = SessionHandle::stub(state, config);
            session.sync_clock(Some(END.plus(-60 * MINUTE)), browser::now());
            (
                session,
                view! {
                    <EndsSoon />
                    <Notices />
                },
            )
        })
        .await
    }

    async fn minutes_before_the_end(session: SessionHandle, minutes: i64) {
        session.clock().set(END.plus(-minutes * MINUTE));
        settle().await;
    }

    #[wasm_bindgen_test]
    async fn nothing_is_said_of_the_end_while_it_is_more_than_a_quarter_of_an_hour_away() {
        let (session, view) = notices(open_until(END)).await;
        minutes_before_the_end(session, 16).await;
        assert!(view.element(".notice").hidden());
    }

    #[wasm_bindgen_test]
    async fn in_the_last_quarter_of_an_hour_the_minutes_count_down_and_a_link_leads_to_a_new_session() {
        let (session, view) = notices(open_until(END)).await;
        for minutes in [15, 14, 2] {
            minutes_before_the_end(session, minutes).await;
            assert!(!view.element(".notice").hidden());
            assert_eq!(view.text(".notice p"), format!("Your session ends in {minutes} minutes."));
        }
        let link = view.element(".notice a");
        assert_eq!(link.text_content().as_deref(), Some("Back to Acme"));
        assert_eq!(link.get_attribute("href").as_deref(), Some("https://acme.example/account?tab=keys"));
    }

    #[wasm_bindgen_test]
    async fn a_screen_reader_is_told_at_ten_minutes_and_at_one_and_politely() {
        let (session, view) = notices(open_until(END)).await;
        let mut announced = Vec::new();
        for minutes in (1..=15).rev() {
            minutes_before_the_end(session, minutes).await;
            announced.push(view.text("[role=status]"));
        }
        announced.dedup();
        assert_eq!(announced, ["", "Your session ends in 10 minutes.", "Your session ends in 1 minute."]);
        assert!(view.find("[role=alert]").is_none());
    }

    #[wasm_bindgen_test]
    async fn a_session_that_a_reload_ends_says_so() {
        let state = SessionState::Open(OpenSession {
            marker: None,
            credential: Credential::Bearer(Secret::new("token".to_owned())),
            evidence: portal_core::session::Evidence::Confirmed,
        });
        let (_, view) = notices(state).await;
        assert!(view.whole_text().contains(text::SESSION_FROM_MEMORY));
    }
}
