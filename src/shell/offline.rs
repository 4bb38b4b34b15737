//! The notice that there is no network.

use leptos::prelude::*;

use crate::{
    keys::store::KeysStore,
    session::use_session,
    text::{self, formats},
    ui::{Show, TextContent, view},
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
                    <p prop:textContent=move || TextContent(message())></p>
                </div>
            </Show>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use portal_api::MINUTE;
    use portal_core::session::SessionState;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{
        session::SessionHandle,
        testing::{Mounted, mount_with, settle},
    };

    async fn notice() -> (SessionHandle, KeysStore, Mounted) {
        let ((session, store), view) = mount_with(|| {
            let session = SessionHandle::stub(SessionState::Starting, "{}");
            let store = KeysStore::new();
            provide_context(store);
            ((session, store), view! { <Offline /> })
        })
        .await;
        (session, store, view)
    }

    #[wasm_bindgen_test]
    async fn going_offline_is_told_politely_and_the_notice_goes_by_itself() {
        let (session, _, view) = notice().await;
        assert_eq!(view.text("[role=status]"), "");
        session.online().set(false);
        settle().await;
        assert_eq!(view.text("[role=status] .notice"), "You’re offline.");
        session.online().set(true);
        settle().await;
        assert_eq!(view.text("[role=status]"), "");
    }

    #[wasm_bindgen_test]
    async fn the_age_of_the_list_is_told() {
        let (session, store, view) = notice().await;
        session.online().set(false);
        store.loaded_at().set(Some(store.now().get_untracked().plus(-5 * MINUTE)));
        settle().await;
        assert_eq!(view.text(".notice"), "You’re offline. This list was loaded 5 minutes ago.");
    }

    #[wasm_bindgen_test]
    async fn a_list_of_just_now_is_not_of_the_future() {
        let (session, store, view) = notice().await;
        session.online().set(false);
        store.loaded_at().set(Some(store.now().get_untracked().plus(MINUTE)));
        settle().await;
        assert_eq!(view.text(".notice"), "You’re offline. This list was loaded just now.");
    }
}
