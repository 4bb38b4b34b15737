//! The button that begins a rotation.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Key, KeyId, ServerTime};

use super::rotations::Rotations;
use crate::{
    session::{SessionHandle, use_session},
    text::rotation as text,
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

/// A button that rotates a key. Where that can't be done it says why, to screen readers and in its tooltip.
#[component]
pub(crate) fn PlainRotateButton(
    /// The element's id, made from the key's.
    id: fn(&KeyId) -> String,
    #[prop(into)] key: Signal<Arc<Key>>,
    /// Why the key can't be rotated now.
    #[prop(into)]
    why_not: Signal<Option<&'static str>>,
    /// Its `tabindex`, where the order of Tab is not the document's.
    #[prop(into, optional)]
    tab_index: Signal<Option<&'static str>>,
) -> impl IntoView {
    let rotations = expect_context::<Rotations>();
    let session = use_session();
    let open = move |_| {
        let key = key.get_untracked();
        // It may have expired since the button was drawn.
        if why_not_rotate(&key, session.now(), untrack(|| Hindrance::now(session, rotations))).is_none() {
            rotations.open(key);
        }
    };
    view! {
        <button
            class="button button-small"
            type="button"
            id=move || key.with(|key| id(&key.key_id))
            tabindex=tab_index
            aria-label=move || key.with(|key| text::rotate(key))
            aria-disabled=move || why_not.get().map(|_| "true")
            aria-description=why_not
            title=why_not
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
    let why_not = Memo::new(move |_| why_not_rotate(&same, now.get(), Hindrance::now(session, rotations)));
    let key = Signal::stored(key);
    let reason = move || why_not.get().filter(|_| explained).map(|words| view! { <span class="soft">{words}</span> });
    view! {
        <Show when=move || rotations.allowed()>
            <span class="rotate">
                <PlainRotateButton id=rotate_alone_id key why_not/>
                {reason}
            </span>
        </Show>
    }
}
