//! Notices about the session above the pages.

use leptos::prelude::*;
use portal_core::session::{Credential, SessionState, expiry};

use super::{handle::use_session, sign_out::SignOutFailed};
use crate::{
    text,
    ui::{Show, memo, view},
};

/// All notices; each is shown only when it applies.
#[component]
pub(crate) fn Notices() -> impl IntoView {
    view! {
        <SignOutFailed/>
        <EndsSoon/>
        <NotPersistent/>
    }
}

/// The last minutes of the session, and the link to a new one.
#[component]
fn EndsSoon() -> impl IntoView {
    let session = use_session();
    let minutes_left = memo(move || {
        let now = session.clock().get();
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
        let label = text::new_session_from(config.app_name.as_deref());
        view! { <a href=url.to_string()>{label}</a> }
    });
    view! {
        <p class="visually-hidden" role="status">
            {announcement}
        </p>
        <div class="notice" hidden=move || minutes_left.get().is_none()>
            <p>{move || minutes_left.get().map(text::session_ends_in)}</p>
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
