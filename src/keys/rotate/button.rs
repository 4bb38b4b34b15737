//! The button that begins a rotation.

use std::{rc::Rc, sync::Arc};

use leptos::prelude::*;
use portal_api::{Key, KeyId, ServerTime};

use super::rotations::Rotations;
use crate::{
    reactive::memo,
    session::{SessionHandle, use_session},
    text::rotation as text,
    ui::{view, when},
};

/// What stands in the way of rotating any key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hindrance(&'static str);

impl Hindrance {
    /// As it is now; followed.
    pub(crate) fn now(session: SessionHandle, rotations: Rotations) -> Option<Self> {
        if rotations.is_aside() {
            Some(Self(text::ASIDE_CANT))
        } else {
            (!session.online().get()).then_some(Self(text::OFFLINE_CANT))
        }
    }
}

/// Why `key` can't be rotated now.
pub(crate) fn why_not_rotate(key: &Key, now: ServerTime, hindrance: Option<Hindrance>) -> Option<&'static str> {
    let is_expired = key.expires.is_some_and(|at| at <= now);
    if is_expired { Some(text::EXPIRED_CANT) } else { hindrance.map(|hindrance| hindrance.0) }
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
        if why_not_rotate(&key, session.now(), untrack(|| Hindrance::now(session, rotations))).is_none() {
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
    let why_not = memo(move || why_not_rotate(&same, now.get(), Hindrance::now(session, rotations)));
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
