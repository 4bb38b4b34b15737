//! The button that opens the rotation dialog.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Key, KeyId, ServerTime};
use portal_core::keys::name;

use super::rotations::Rotations;
use crate::{
    keys::store::KeysStore,
    session::{SessionHandle, use_session},
    text,
    ui::{Show, TextContent, memo, view},
};

/// Why no key can be rotated at the moment, whichever it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct RotationBlocker(&'static str);

impl RotationBlocker {
    /// The current blocker; tracked.
    pub(crate) fn current(session: SessionHandle, rotations: Rotations) -> Option<Self> {
        if rotations.is_minimized() {
            Some(Self(text::rotation::BLOCKED_MINIMIZED))
        } else {
            (!session.online().get()).then_some(Self(text::rotation::BLOCKED_OFFLINE))
        }
    }
}

/// Why `key` can't be rotated at `now`: its own reason, or `blocker`.
pub(crate) fn rotation_blocker(key: &Key, now: ServerTime, blocker: Option<RotationBlocker>) -> Option<&'static str> {
    let is_expired = key.expires.is_some_and(|at| at <= now);
    if is_expired { Some(text::rotation::BLOCKED_EXPIRED) } else { blocker.map(|blocker| blocker.0) }
}

/// Accessible name of a key's button. `is_name_shared`: the first characters are added.
pub(crate) fn rotate_label(key: &Key, is_name_shared: bool) -> String {
    if is_name_shared && name(key).is_some() {
        [text::rotation::ROTATE, " ", &text::key_name_and_start(key)].concat()
    } else {
        text::rotation::rotate(key)
    }
}

/// Element id of a key's button in the list.
pub(crate) fn rotate_id(id: &KeyId) -> String {
    ["rotate-", id.as_str()].concat()
}

/// Element id of a key's button elsewhere: the list may be on the same page.
fn standalone_rotate_id(id: &KeyId) -> String {
    ["rotate-alone-", id.as_str()].concat()
}

/// A button that rotates a key. While it is blocked it keeps the focus, and gives the reason to screen readers and as a tooltip.
#[component]
pub(crate) fn PlainRotateButton(
    class: &'static str,
    /// Makes the element's id from the key's.
    id: fn(&KeyId) -> String,
    #[prop(into)] key: Signal<Arc<Key>>,
    /// Its accessible name.
    #[prop(into)]
    label: Signal<String>,
    /// Why the key can't be rotated now.
    #[prop(into)]
    blocker: Signal<Option<&'static str>>,
    /// `tabindex`, for a roving tab stop.
    #[prop(into, optional)]
    tab_index: Signal<Option<&'static str>>,
    #[prop(default = text::rotation::ROTATE)] words: &'static str,
) -> impl IntoView {
    let rotations = expect_context::<Rotations>();
    let session = use_session();
    let open = move |_| {
        let key = key.get_untracked();
        // Checked again: the key may have expired since the button was drawn.
        let blocker = untrack(|| RotationBlocker::current(session, rotations));
        if rotation_blocker(&key, session.now(), blocker).is_none() {
            rotations.open(key);
        }
    };
    view! {
        <button
            class=class
            type="button"
            id=key.with_untracked(|key| id(&key.key_id))
            tabindex=move || tab_index.get()
            aria-label=move || label.get()
            aria-disabled=move || blocker.get().map(|_| "true")
            aria-description=move || blocker.get()
            title=move || blocker.get()
            on:click=open
        >
            {words}
        </button>
    }
}

/// The button outside the list, which follows the time by itself; nothing where the session may not rotate keys.
#[component]
pub(crate) fn RotateButton(
    key: Arc<Key>,
    /// On the key's page, where the reason of a blocker is shown beside it: its class.
    #[prop(optional)]
    on_page: Option<&'static str>,
) -> impl IntoView {
    let rotations = expect_context::<Rotations>();
    let session = use_session();
    let now = expect_context::<KeysStore>().clock();
    let blocker = {
        let key = Arc::clone(&key);
        memo(move || rotation_blocker(&key, now.get(), RotationBlocker::current(session, rotations)))
    };
    // The key's page names the key.
    let (class, words, label) = match on_page {
        Some(class) => (class, text::rotation::ROTATE_KEY, text::rotation::ROTATE_KEY.to_owned()),
        None => ("button button-small", text::rotation::ROTATE, text::rotation::rotate(&key)),
    };
    let label = Signal::stored(label);
    let key = Signal::stored(key);
    view! {
        <Show when=move || rotations.allowed()>
            <span class="rotate">
                <PlainRotateButton class words id=standalone_rotate_id key label blocker />
                <Show when=move || on_page.is_some() && blocker.get().is_some()>
                    <span
                        class="soft"
                        prop:textContent=move || TextContent(blocker.get().unwrap_or_default().to_owned())
                    ></span>
                </Show>
            </span>
        </Show>
    }
}
