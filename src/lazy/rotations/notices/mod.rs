//! The notices above the list and on a key's page: completed rotations.

mod hidden_key;
mod notice;
mod traffic_monitor;
mod unsaved;

use leptos::prelude::*;
use portal_api::KeyId;
use portal_core::keys::rotation::{check::Findings, notice::RotationNotice};

use self::notice::Notice;
use crate::{
    keys::store::KeysStore,
    lazy::rotations::state::RotationState,
    text,
    ui::{Show, memo, view},
};

/// All notices that were not dismissed. With `key`: all notices about rotations to and from that
/// key, which can't be dismissed there. Nothing where there are none.
#[component]
pub(crate) fn Notices(state: RotationState, key: Option<KeyId>) -> impl IntoView {
    let store = expect_context::<KeysStore>();
    let of_key = key.is_some();
    let wanted = {
        let key = key.clone();
        move |notice: &RotationNotice| match &key {
            None => !notice.dismissed,
            Some(key) => notice.rotation.old == *key || notice.rotation.new == *key,
        }
    };
    let any = {
        let wanted = wanted.clone();
        move || state.completed().with(|all| all.iter().any(&wanted))
    };
    // Only about keys in this session's list: the tab's storage may hold rotations of an earlier session.
    let notices = memo(move || {
        let is_listed = |id: &KeyId| store.list().with(|list| list.get(id).is_some());
        let shown = |notice: &&RotationNotice| {
            wanted(notice) && (is_listed(&notice.rotation.old) || is_listed(&notice.rotation.new))
        };
        state.completed().with(|all| all.iter().filter(shown).cloned().collect::<Vec<_>>())
    });
    // What asks for something, and the latest of the others; all on a key's page.
    let is_apart = |notice: &RotationNotice| notice.save_state.is_unsaved() || notice.findings != Findings::default();
    let of = move |first: bool| {
        memo(move || {
            let mut others = 0;
            let mut is_first = |notice: &RotationNotice| {
                others += usize::from(!is_apart(notice));
                of_key || is_apart(notice) || others == 1
            };
            let (main, earlier) = notices.with(|all| all.iter().cloned().partition::<Vec<_>, _>(&mut is_first));
            if first { main } else { earlier }
        })
    };
    let (main, earlier) = (of(true), of(false));
    view! {
        <Show when=any.clone()>
            <section class="rotations" aria-label=text::rotation::notices::SECTION>
                <List notices=main state dismissible=!of_key />
                <Show when=move || earlier.with(|earlier| !earlier.is_empty())>
                    <Earlier notices=earlier state />
                </Show>
            </section>
        </Show>
    }
}

#[component]
fn List(notices: Memo<Vec<RotationNotice>>, state: RotationState, dismissible: bool) -> impl IntoView {
    view! {
        // A notice is created anew where any of this changes.
        <For each=move || notices.get() key=RotationNotice::to_string let:notice>
            <Notice notice state dismissible />
        </For>
    }
}

/// Notices that are shown when the user wants to see them.
#[component]
fn Earlier(notices: Memo<Vec<RotationNotice>>, state: RotationState) -> impl IntoView {
    let are_shown = RwSignal::new(false);
    let label = memo(move || text::rotation::notices::earlier(notices.with(Vec::len), are_shown.get()));
    view! {
        <button
            class="button button-small button-quiet rotations-earlier"
            type="button"
            aria-expanded=move || are_shown.get().to_string()
            on:click=move |_| are_shown.update(|shown| *shown = !*shown)
            prop:textContent=label
        ></button>
        <Show when=move || are_shown.get()>
            <List notices state dismissible=true />
        </Show>
    }
}
