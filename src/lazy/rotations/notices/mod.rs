//! The notices above the list and on a key's page: completed rotations, and one whose dialog is minimized.

mod notice;
mod traffic_monitor;

use leptos::prelude::*;
use portal_api::KeyId;
use portal_core::keys::rotation::notice::RotationNotice;

use self::notice::Notice;
use crate::{
    keys::store::KeysStore,
    lazy::rotations::state::RotationState,
    text,
    ui::{Button, Show, memo, view},
};

/// All notices that were not dismissed, and the minimized rotation. With `key`: all notices about rotations to and from that
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
        move || (!of_key && state.shared.is_minimized()) || state.completed().with(|all| all.iter().any(&wanted))
    };
    // Only about keys in this session's list: the tab's storage may hold rotations of an earlier session.
    let notices = memo(move || {
        let is_listed = |id: &KeyId| store.list().with(|list| list.get(id).is_some());
        let shown = |notice: &&RotationNotice| {
            wanted(notice) && (is_listed(&notice.rotation.old) || is_listed(&notice.rotation.new))
        };
        state.completed().with(|all| all.iter().filter(shown).cloned().collect::<Vec<_>>())
    });
    // A notice is created anew where any of this changes.
    let id = RotationNotice::to_string;
    view! {
        <Show when=any.clone()>
            <section class="rotations" aria-label=text::rotation::notices::SECTION>
                <MinimizedRotation state />
                <For each=move || notices.get() key=id let:notice>
                    <Notice notice state dismissible=!of_key />
                </For>
            </section>
        </Show>
    }
}

/// The rotation whose dialog is minimized, with a button that shows it again.
#[component]
fn MinimizedRotation(state: RotationState) -> impl IntoView {
    let name = memo(move || {
        let name = state.current().with(|rotation| rotation.as_ref().map(|it| text::rotation::quoted_name(&it.key)));
        name.filter(|_| state.shared.is_minimized())
    });
    view! {
        <Show when=move || name.with(Option::is_some)>
            <div class="rotation card">
                <p class="rotation-words" role="status">
                    {move || name.get().map(|name| text::rotation::notices::reconciling(&name))}
                </p>
                <Button label=text::rotation::notices::SHOW on_click=move || state.shared.minimize(false) />
            </div>
        </Show>
    }
}
