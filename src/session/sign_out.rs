//! Signing out: the gateway takes its cookies out of the browser.

use leptos::prelude::*;
use portal_api::Failure;
use portal_core::session::{Deployment, Event, SessionState};

use super::{SessionHandle, storage, use_session};
use crate::{browser, client, text, ui::FailureDetails};

/// How signing out goes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SigningOut {
    /// Nobody wants to.
    No,
    /// The request is under way.
    UnderWay,
    /// It failed.
    Failed(Failure),
}

impl SessionHandle {
    /// Nobody can take another origin's cookie away: without a gateway there is no signing out.
    fn can_sign_out(self) -> bool {
        self.state.with(|state| matches!(state, SessionState::Open(_)))
            && matches!(self.deployment.get_value(), Deployment::Gateway { .. })
    }

    async fn sign_out(self) {
        self.signing_out.set(SigningOut::UnderWay);
        // Known before the cookies go: any tab that sees them gone must not think that somebody cleared them.
        storage::note_signed_out(self.open().and_then(|open| open.tag()));
        match client::end_session().await {
            Ok(()) => {
                storage::forget_all();
                self.tell(Event::SignedOut);
                self.signing_out.set(SigningOut::No);
            }
            Err(failure) => {
                storage::forget_signed_out();
                self.signing_out.set(SigningOut::Failed(Failure { at: Some(self.now()), ..failure }));
            }
        }
    }
}

/// The control.
#[component]
pub(crate) fn SignOut() -> impl IntoView {
    let session = use_session();
    let under_way = move || session.signing_out.get() == SigningOut::UnderWay;
    let off = move || under_way() || !session.online().get();
    let sign_out = move |_| {
        if !untrack(off) {
            browser::spawn(session.sign_out());
        }
    };
    view! {
        <Show when=move || session.can_sign_out()>
            <button
                class="button button-small"
                type="button"
                aria-disabled=move || off().to_string()
                on:click=sign_out
            >
                {move || if under_way() { text::SIGNING_OUT } else { text::SIGN_OUT }}
            </button>
        </Show>
    }
}

/// What went wrong with it.
#[component]
pub(crate) fn NotSignedOut() -> impl IntoView {
    let session = use_session();
    move || match session.signing_out.get() {
        SigningOut::Failed(failure) => Some(view! {
            <div class="notice notice-warn">
                <p role="alert">{text::NOT_SIGNED_OUT}</p>
                <FailureDetails failure/>
            </div>
        }),
        SigningOut::No | SigningOut::UnderWay => None,
    }
}
