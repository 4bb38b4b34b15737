//! Without a network: what is shown stays readable, and says how old it is.

use leptos::prelude::*;

use crate::{
    keys::store::KeysStore,
    session::use_session,
    text::{self, formats},
};

/// The banner.
#[component]
pub(crate) fn Offline() -> impl IntoView {
    let session = use_session();
    let store = expect_context::<KeysStore>();
    let now = store.now();
    let words = move || {
        (!session.online().get()).then(|| {
            // The clock here ticks slowly: what came since is still in the past.
            let age = store.loaded_at().get().map(|at| formats::from_now(at, now.get().max(at.plus(1))));
            text::offline(age)
        })
    };
    let shown = move || !session.online().get();
    view! {
        // Always there: screen readers announce what changes in it.
        <div role="status">
            <Show when=shown>
                <div class="notice notice-warn">
                    <p>{words}</p>
                </div>
            </Show>
        </div>
    }
}
