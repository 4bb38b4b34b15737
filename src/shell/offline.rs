//! The notice that there is no network.

use leptos::prelude::*;

use crate::{
    keys::store::KeysStore,
    session::use_session,
    text::{self, formats},
    ui::{Show, view},
};

/// Says that the browser is offline, and how old the list is.
#[component]
pub(crate) fn Offline() -> impl IntoView {
    let session = use_session();
    let store = expect_context::<KeysStore>();
    let is_offline = move || !session.online().get();
    let message = move || {
        let now = store.now().get();
        // `now` may be some seconds behind: a list that was loaded since still is in the past.
        let age = store.loaded_at().get().map(|at| formats::from_now(at, now.max(at.plus(1))));
        text::offline(age)
    };
    view! {
        // The live region is always there: screen readers announce changes in it.
        <div role="status">
            <Show when=is_offline>
                <div class="notice notice-warn">
                    <p>{message}</p>
                </div>
            </Show>
        </div>
    }
}
