//! The notices above the list and on a key's page: completed rotations.

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
    // A notice is created anew where any of this changes.
    let id = RotationNotice::to_string;
    view! {
        <Show when=any.clone()>
            <section class="rotations" aria-label=text::rotation::notices::SECTION>
                <For each=move || notices.get() key=id let:notice>
                    <Notice notice state dismissible=!of_key />
                </For>
            </section>
        </Show>
    }
}
