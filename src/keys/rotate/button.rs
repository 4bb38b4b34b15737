//! The button that begins a rotation.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::Key;

use super::rotations::Rotations;
use crate::{
    reactive::{StoredValue, memo},
    session::use_session,
    text::rotation as text,
    ui::{view, when},
};

/// Rotates `key`. Nothing where the session may not; where it can't be done now it says why.
#[component]
pub(crate) fn RotateButton(
    key: Arc<Key>,
    /// Whether why it can't be done is written below it; else it is said to screen readers and to whoever points at it.
    #[prop(optional)]
    explained: bool,
) -> impl IntoView {
    let session = use_session();
    let rotations = expect_context::<Rotations>();
    let now = rotations.clock();
    let label = text::rotate(&key);
    let id = ["rotate-", key.key_id.as_str()].concat();
    let key = StoredValue::new(key);
    let why_not = memo(move || {
        let now = now.get();
        if key.with_value(|key| key.expires.is_some_and(|at| at <= now)) {
            Some(text::EXPIRED_CANT)
        } else if session.online().get() {
            None
        } else {
            Some(text::OFFLINE_CANT)
        }
    });
    let open = move |_| {
        if why_not.get_untracked().is_none() {
            rotations.open(key.get_value());
        }
    };
    view! {
        {when(move || rotations.allowed(), move || view! {
            <span class="rotate">
                <button
                    class="button button-small"
                    type="button"
                    id=id.clone()
                    aria-label=label.clone()
                    aria-disabled=move || why_not.get().map(|_| "true")
                    aria-description=move || why_not.get()
                    title=move || why_not.get()
                    on:click=open
                >
                    {text::ROTATE}
                </button>
                {move || why_not.get().filter(|_| explained).map(|words| view! { <span class="soft">{words}</span> })}
            </span>
        })}
    }
}
