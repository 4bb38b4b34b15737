//! The button that begins a rotation.

use std::{rc::Rc, sync::Arc};

use leptos::prelude::*;
use portal_api::{Key, KeyId, ServerTime};

use super::rotations::Rotations;
use crate::{
    reactive::memo,
    session::use_session,
    text::rotation as text,
    ui::{view, when},
};

/// Why `key` can't be rotated now.
pub(crate) fn why_not_rotate(key: &Key, now: ServerTime, online: bool) -> Option<&'static str> {
    if key.expires.is_some_and(|at| at <= now) {
        Some(text::EXPIRED_CANT)
    } else {
        (!online).then_some(text::OFFLINE_CANT)
    }
}

/// The id of the button of a key in the list.
pub(crate) fn rotate_id(id: &KeyId) -> String {
    ["rotate-", id.as_str()].concat()
}

/// The id of the button of a key elsewhere: the list may be on the same page.
fn rotate_alone_id(id: &KeyId) -> String {
    ["rotate-alone-", id.as_str()].concat()
}

/// Rotates `key`, for sessions that may. Where it can't be done it says why, to screen readers and to whoever points at it.
/// `id`: its own, for the key's. `tab_index`: where in the order of Tab it stands, if not where it is in the page.
pub(crate) fn rotate_button(
    id: fn(&KeyId) -> String,
    key: Rc<dyn Fn() -> Arc<Key>>,
    why_not: Rc<dyn Fn() -> Option<&'static str>>,
    tab_index: Rc<dyn Fn() -> Option<&'static str>>,
) -> AnyView {
    let rotations = expect_context::<Rotations>();
    let session = use_session();
    let (labelled, rotated) = (Rc::clone(&key), Rc::clone(&key));
    let (disabled, described) = (Rc::clone(&why_not), Rc::clone(&why_not));
    let open = move |_| {
        let key = rotated();
        // It may have expired since the button was drawn.
        if why_not_rotate(&key, session.now(), session.online().get_untracked()).is_none() {
            rotations.open(key);
        }
    };
    view! {
        <button
            class="button button-small"
            type="button"
            id=move || id(&key().key_id)
            tabindex=move || tab_index()
            aria-label=move || text::rotate(&labelled())
            aria-disabled=move || disabled().map(|_| "true")
            aria-description=move || described()
            title=move || why_not()
            on:click=open
        >
            {text::ROTATE}
        </button>
    }
}

/// The same as it goes on, with the reason below it; nothing where the session may not.
#[component]
pub(crate) fn RotateButton(
    key: Arc<Key>,
    /// Whether the reason is written below it.
    #[prop(optional)]
    explained: bool,
) -> impl IntoView {
    let rotations = expect_context::<Rotations>();
    let session = use_session();
    let now = rotations.clock();
    let same = Arc::clone(&key);
    let why_not = memo(move || why_not_rotate(&same, now.get(), session.online().get()));
    when(
        move || rotations.allowed(),
        move || {
            let key = Arc::clone(&key);
            let button = rotate_button(
                rotate_alone_id,
                Rc::new(move || Arc::clone(&key)),
                Rc::new(move || why_not.get()),
                Rc::new(|| None),
            );
            let reason =
                move || why_not.get().filter(|_| explained).map(|words| view! { <span class="soft">{words}</span> });
            view! { <span class="rotate">{button}{reason}</span> }
        },
    )
}
