//! Signing out: the gateway deletes its cookies, and where the operator wants it the app ends the sessions themselves.

use leptos::prelude::*;
use portal_api::{Failure, no_response};
use portal_core::session::{Deployment, Event, SessionState};

use super::{
    handle::{SessionHandle, SignOutState, use_session},
    storage,
};
use crate::{
    browser, client, text,
    ui::{Button, FailureDetails, Show, TextContent, view},
};

impl SessionHandle {
    /// A page can't delete the cookies of another origin: without the gateway only the app can end the session.
    fn can_sign_out(self) -> bool {
        self.state.with(|state| matches!(state, SessionState::Open(_)))
            && match self.deployment.get_value() {
                Deployment::Gateway { .. } => true,
                Deployment::Direct { .. } => self.config().sign_out_url.is_some(),
                Deployment::Invalid => false,
            }
    }

    /// Signs out, whatever that loses.
    pub(crate) fn sign_out(self) {
        browser::spawn(self.end_session());
    }

    async fn end_session(self) {
        self.sign_out.set(SignOutState::Pending);
        // Stored before the cookies go, so that no tab takes them for cleared by the user.
        storage::store_signed_out(self.open_session().and_then(|open| open.tag()));
        let is_gateway = matches!(self.deployment.get_value(), Deployment::Gateway { .. });
        let failure = if is_gateway { client::end_session().await.err() } else { None };
        // The gateway's cookies go together, or stay: where the response was lost, and where a proxy has changed it.
        if is_gateway && storage::load_marker(self.deployment.get_value()).is_some() {
            storage::clear_signed_out();
            let failure = failure.unwrap_or_else(no_response);
            self.sign_out.set(SignOutState::Failed(Failure { at: Some(self.now()), ..failure }));
        } else {
            storage::clear_session_data();
            self.dispatch(Event::SignedOut);
            self.sign_out.set(SignOutState::Idle);
            // A navigation: the policy allows no request to the app.
            if let Some(url) = &self.config.get_untracked().unwrap_or_default().sign_out_url {
                browser::replace_page(url.as_str());
            }
        }
    }
}

/// The button; nothing where signing out isn't possible.
#[component]
pub(crate) fn SignOut() -> impl IntoView {
    let session = use_session();
    let is_pending = move || session.sign_out.get() == SignOutState::Pending;
    let is_disabled = move || is_pending() || !session.online().get();
    let sign_out = move |_| {
        if untrack(is_disabled) {
            return;
        }
        let unsaved_key = session.unsaved_key();
        if unsaved_key.is_shown.get_untracked() {
            unsaved_key.sign_out_requested.set(true);
        } else {
            session.sign_out();
        }
    };
    view! {
        <Show when=move || session.can_sign_out()>
            <button
                class="button button-small button-quiet"
                type="button"
                // Not `disabled`, which would take the focus away while it is pending.
                aria-disabled=move || is_disabled().to_string()
                title=session.config().sign_out_url.is_some().then_some(text::SIGN_OUT_AT_APP)
                on:click=sign_out
                prop:textContent=move || {
                    TextContent(if is_pending() { text::SIGNING_OUT } else { text::SIGN_OUT }.to_owned())
                }
            ></button>
        </Show>
    }
}

/// The failure to sign out.
#[component]
pub(super) fn SignOutFailed() -> impl IntoView {
    let session = use_session();
    view! {
        {move || match session.sign_out.get() {
            SignOutState::Failed(failure) => {
                Some(
                    view! {
                        <div class="notice notice-warn">
                            <p role="alert">{text::NOT_SIGNED_OUT}</p>
                            {failure
                                .is_foreign()
                                .then(|| view! { <Button label=text::RELOAD on_click=browser::reload /> })}
                            <FailureDetails failure />
                        </div>
                    },
                )
            }
            SignOutState::Idle | SignOutState::Pending => None,
        }}
    }
}
