//! What is said above the list of rotations that were done, and of one that goes on without its dialog.

use leptos::prelude::*;
use portal_api::KeyId;
use portal_core::page::Page;

use super::{rotations::Rotations, storage::Done};
use crate::{
    browser,
    keys::store::KeysStore,
    lazy::rotate::pilot,
    text::{self as words, rotation as text},
    ui::{Button, Moment},
};

/// A notice for each rotation that was done; nothing when none was.
#[component]
pub(crate) fn RotationNotices() -> impl IntoView {
    let rotations = expect_context::<Rotations>();
    view! {
        <Show when=move || rotations.is_aside() || rotations.done().with(|done| done.iter().any(|done| !done.dismissed))>
            <Notices rotations of=None/>
        </Show>
    }
}

/// The notices of the rotations that a key took part in, put away or not; nothing when it took part in none.
#[component]
pub(crate) fn RotationsOf(id: KeyId) -> impl IntoView {
    let rotations = expect_context::<Rotations>();
    let same = id.clone();
    view! {
        <Show when=move || rotations.rotated_for(&same).is_some()>
            <Notices rotations of=Some(id.clone())/>
        </Show>
    }
}

/// A notice for each.
#[component]
pub(crate) fn Notices(
    rotations: Rotations,
    /// On the page of this key: what it took part in, and nothing to put away.
    of: Option<KeyId>,
) -> impl IntoView {
    let store = expect_context::<KeysStore>();
    // Only of keys that this session has: a tab may have been somebody else's before.
    let stays = of.is_some();
    let done = Memo::new(move |_| {
        let known = |id: &KeyId| store.list().with(|list| list.get(id).is_some());
        rotations.done().with(|done| {
            let shown = |done: &&Done| {
                let (old, new) = (&done.rotated.old, &done.rotated.new);
                let wanted = of.as_ref().map_or(!done.dismissed, |of| of == old || of == new);
                wanted && (known(old) || known(new))
            };
            done.iter().filter(shown).cloned().collect::<Vec<_>>()
        })
    });
    let aside = move || {
        let name = rotations.current().with(|current| current.as_ref().map(|current| text::called(&current.key)));
        name.filter(|_| rotations.is_aside())
    };
    let show = move || rotations.put_aside(false);
    let id = |done: &Done| {
        let lost = if done.secret_lost { "-lost" } else { "" };
        // Made anew where any of it changes.
        [&*done.rotated.to_string(), lost].concat()
    };
    view! {
        <section class="rotations" aria-label=text::ROTATIONS>
            {move || aside().map(|name| view! {
                <div class="rotation card">
                    <p class="rotation-words" role="status">{text::looking_aside(&name)}</p>
                    <Button label=text::SHOW on_click=show/>
                </div>
            })}
            <For each=move || done.get() key=id let:done>
                <Notice done rotations store stays/>
            </For>
        </section>
    }
}

#[component]
fn Notice(
    done: Done,
    rotations: Rotations,
    store: KeysStore,
    /// Whether it can't be put away.
    stays: bool,
) -> impl IntoView {
    let now = rotations.clock();
    let Done { rotated, secret_lost, .. } = done;
    let ends = rotated.old_ends;
    let start = move |id: KeyId| move || store.list().with(|list| list.get(&id).map(|key| words::key_start(key)));
    let (old, new) = (start(rotated.old.clone()), start(rotated.new.clone()));
    let old = move || old().unwrap_or_else(|| text::OLD_KEY.to_owned());
    let new = move || new().unwrap_or_else(|| text::NEW_KEY.to_owned());
    let named = store.list().with_untracked(|list| {
        list.get(&rotated.old).or_else(|| list.get(&rotated.new)).map(|key| text::called(key)).unwrap_or_default()
    });
    let running = move || now.get() < ends;
    let moment = Signal::derive(move || text::left(ends, now.get()));
    let rotate_new = secret_lost.then(|| {
        let new = rotated.new.clone();
        let rotate = move || {
            if let Some(key) = store.list().with_untracked(|list| list.get(&new).cloned()) {
                rotations.open(key);
            }
        };
        view! { <div class="rotation-action"><Button label=text::ROTATE_NEW on_click=rotate/></div> }
    });
    let dismiss = {
        let rotated = rotated.clone();
        move |_| {
            rotations.dismiss(&rotated);
            // The button goes, and the focus must not go with it.
            browser::restore_focus(None);
        }
    };
    let put_away = (!stays).then(|| {
        view! {
                <button
                    class="button button-small button-quiet"
                    type="button"
                    aria-label=text::dismiss(&named)
                    title=text::DISMISS
                    on:click=dismiss
                >
                    <span aria-hidden="true">"✕"</span>
                </button>
        }
    });
    view! {
        <div class="rotation card" role="group" aria-label=text::rotation_of(&named)>
            <div class="rotation-words">
                <p class="rotation-title">{if secret_lost { text::rotated_lost(&named) } else { text::rotated(&named) }}</p>
                <p class="rotation-keys">
                    <span>
                        {text::NEW_KEY_IS}
                        <a class="mono" href=Page::key_path(&rotated.new)>{new}</a>
                    </span>
                    <span>
                        {text::OLD_KEY_IS}
                        <a class="mono" href=Page::key_path(&rotated.old)>{old}</a>
                        {move || if running() { text::STOPS } else { text::STOPPED }}
                        <Moment at=ends text=moment/>
                    </span>
                </p>
                {pilot(rotated.clone())}
                {rotate_new}
            </div>
            {put_away}
        </div>
    }
}
