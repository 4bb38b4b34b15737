//! What is said above the list of rotations that were done, and of one that goes on without its dialog.

use leptos::prelude::*;
use portal_api::KeyId;
use portal_core::keys::address;

use super::{memory::Done, pilot::Pilot, rotations::Rotations};
use crate::{
    keys::store::KeysStore,
    routes::Page,
    text::rotation as text,
    ui::{Button, Moment},
};

/// A notice for each rotation that was done; nothing when none was.
#[component]
pub(crate) fn RotationNotices() -> impl IntoView {
    let rotations = expect_context::<Rotations>();
    let shown = Memo::new(move |_| {
        rotations.aside().get() || rotations.done().with(|done| done.iter().any(|done| !done.dismissed))
    });
    view! {
        <Show when=move || shown.get()>
            <List rotations/>
        </Show>
    }
}

#[component]
fn List(rotations: Rotations) -> impl IntoView {
    let store = expect_context::<KeysStore>();
    // Only of keys that this session has: a tab may have been somebody else's before.
    let done = Memo::new(move |_| {
        let known = |id: &KeyId| store.list().with(|list| list.get(id).is_some());
        rotations.done().with(|done| {
            let shown =
                done.iter().filter(|done| !done.dismissed && (known(&done.rotated.old) || known(&done.rotated.new)));
            shown.cloned().collect::<Vec<_>>()
        })
    });
    let aside = move || {
        let name = rotations.current().with(|current| current.as_ref().map(|current| text::called(&current.key)));
        name.filter(|_| rotations.aside().get())
    };
    let show = move || rotations.aside().set(false);
    view! {
        <section class="rotations" aria-label=text::ROTATIONS>
            {move || aside().map(|name| view! {
                <div class="rotation card">
                    <p class="rotation-words" role="status">{text::looking_aside(&name)}</p>
                    <Button label=text::SHOW on_click=show/>
                </div>
            })}
            <For each=move || done.get() key=|done| (done.rotated.old.clone(), done.secret_lost) let:done>
                <Notice done rotations store/>
            </For>
        </section>
    }
}

#[component]
fn Notice(done: Done, rotations: Rotations, store: KeysStore) -> impl IntoView {
    let now = rotations.clock();
    let Done { rotated, secret_lost, .. } = done;
    let ends = rotated.old_ends;
    let start = move |id: &KeyId| store.list().with_untracked(|list| list.get(id).map(|key| format!("{}…", key.start)));
    let old = start(&rotated.old).unwrap_or_else(|| text::OLD_KEY.to_owned());
    let new = start(&rotated.new).unwrap_or_else(|| text::NEW_KEY.to_owned());
    let named = store.list().with_untracked(|list| {
        list.get(&rotated.old).or_else(|| list.get(&rotated.new)).map(|key| text::called(key)).unwrap_or_default()
    });
    let running = Memo::new(move |_| now.get() < ends);
    let left = Memo::new(move |_| text::left(ends, now.get()));
    let moment = Signal::derive(move || left.get());
    let rotate_new = secret_lost.then(|| {
        let new = rotated.new.clone();
        let rotate = move || {
            if let Some(key) = store.list().with_untracked(|list| list.get(&new).cloned()) {
                rotations.open(key);
            }
        };
        view! { <Button label=text::ROTATE_NEW on_click=rotate/> }
    });
    let dismiss = {
        let rotated = rotated.clone();
        move |_| rotations.dismiss(&rotated)
    };
    view! {
        <div class="rotation card" role="group" aria-label=text::rotation_of(&named)>
            <div class="rotation-words">
                <p class="rotation-title">{if secret_lost { text::rotated_lost(&named) } else { text::rotated(&named) }}</p>
                <p>
                    {text::NEW_KEY_IS}
                    <a class="mono" href=address_of(&rotated.new)>{new}</a>
                    {text::OLD_KEY_IS}
                    <a class="mono" href=address_of(&rotated.old)>{old}</a>
                    {move || if running.get() { text::STOPS } else { text::STOPPED }}
                    <Moment at=ends words=moment/>
                    "."
                </p>
                <Pilot rotated=rotated.clone()/>
            </div>
            {rotate_new}
            <button class="button button-small" type="button" aria-label=text::dismiss(&named) on:click=dismiss>
                {text::DISMISS}
            </button>
        </div>
    }
}

fn address_of(id: &KeyId) -> String {
    [&Page::Keys.path(), "/", &address::segment(id)].concat()
}
