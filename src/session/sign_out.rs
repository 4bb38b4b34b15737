//! Signing out: the gateway takes its cookies out of the browser.

use leptos::prelude::*;
use portal_api::Failure;
use portal_core::session::{Deployment, Event, Session};

use super::{SessionHandle, memory, use_session};
use crate::{
    browser, client, text,
    ui::{FailureDetails, when},
};

impl SessionHandle {
    /// Nobody can take another origin's cookie away: without a gateway there is no signing out.
    fn can_sign_out(self) -> bool {
        self.state.with(|state| matches!(state, Session::Open(_)))
            && matches!(self.deployment.get_value(), Deployment::Gateway { .. })
    }

    async fn sign_out(self) -> Result<(), Failure> {
        client::end_session().await.map_err(|failure| Failure { at: Some(self.now()), ..failure })?;
        memory::note_signed_out(self.open().and_then(|open| open.tag()));
        self.tell(Event::SignedOut);
        Ok(())
    }
}

/// The control, and what went wrong with it.
#[component]
pub(crate) fn SignOut() -> impl IntoView {
    let session = use_session();
    let shown = Memo::new(move |_| session.can_sign_out());
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None);
    let online = session.online();
    let off = move || busy.get() || !online.get();
    let sign_out = move |_| {
        if untrack(off) {
            return;
        }
        busy.set(true);
        failure.set(None);
        browser::spawn(async move {
            let outcome = session.sign_out().await;
            busy.try_set(false);
            failure.try_set(outcome.err());
        });
    };
    view! {
        {when(move || shown.get(), move || view! { <button class="button button-small" type="button" aria-disabled=move || off().to_string() on:click=sign_out>
                {move || if busy.get() { text::SIGNING_OUT } else { text::SIGN_OUT }}
            </button>
            {move || {
                failure.get().map(|failure| {
                    view! {
                        <div class="header-trouble">
                            <p role="alert">{text::NOT_SIGNED_OUT}</p>
                            <FailureDetails failure/>
                        </div>
                    }
                })
            }} })}
    }
}
