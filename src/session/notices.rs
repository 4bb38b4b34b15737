//! What is said above the pages about the session that is open.

use leptos::prelude::*;
use portal_core::session::{Credential, SessionState, expiry};

use super::{sign_out::NotSignedOut, use_session};
use crate::text;

/// How often the time that is left is looked at, in milliseconds.
const CLOCK_MS: u32 = 1_000;

/// All of them; each shows only when there is something to say.
#[component]
pub(crate) fn Notices() -> impl IntoView {
    view! {
        <NotSignedOut/>
        <EndsSoon/>
        <FromMemory/>
    }
}

/// The session's last minutes, and the way to a new one.
#[component]
fn EndsSoon() -> impl IntoView {
    let session = use_session();
    let now = session.ticking(CLOCK_MS);
    let minutes = Memo::new(move |_| {
        let now = now.get();
        session.state().with(|state| match state {
            SessionState::Open(open) => open.marker.and_then(|marker| expiry::minutes_left(marker.expires_at, now)),
            _ => None,
        })
    });
    let announced = Memo::new(move |_| minutes.get().and_then(expiry::announcement));
    let announcement = move || announced.get().and_then(|_| minutes.get_untracked()).map(text::session_ends_in);
    let config = session.config();
    let link = config.return_url.clone().map(|url| {
        let words = text::new_session_from(config.app_name.as_deref());
        view! { <a href=url.to_string()>{words}</a> }
    });
    let shown = move || minutes.get().is_some();
    view! {
        <p class="visually-hidden" role="status">{announcement}</p>
        <div class="notice" hidden=move || !shown()>
            <p>{move || minutes.get().map(text::session_ends_in)}</p>
            {link}
        </div>
    }
}

/// The token is in memory alone.
#[component]
fn FromMemory() -> impl IntoView {
    let session = use_session();
    let from_memory = Memo::new(move |_| {
        session
            .state()
            .with(|state| matches!(state, SessionState::Open(open) if matches!(open.credential, Credential::Bearer(_))))
    });
    view! {
        <Show when=move || from_memory.get()>
            <div class="notice">
                <p role="status">{text::SESSION_FROM_MEMORY}</p>
            </div>
        </Show>
    }
}
