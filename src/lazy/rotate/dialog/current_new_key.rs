//! The scene after a success, in the dialog of the current rotation.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::Key;
use portal_core::keys::rotation::notice::RotationNotice;

use super::{handle::DialogHandle, new_key::NewKeyScene};
use crate::{
    session::use_session,
    text,
    ui::{memo, view},
};

/// `key`: the old key.
#[component]
pub(crate) fn CurrentNewKeyScene(handle: DialogHandle, key: Arc<Key>) -> impl IntoView {
    let now = handle.state.clock();
    let new = handle.state.read_current(|rotation| rotation.rotated().map(|rotated| rotated.new)).flatten();
    // Not from the rotation: the check after it may know better.
    let notice = move || handle.state.notice_of(new.as_ref()?);
    let app = use_session().config().app_name.clone();
    let noticed = notice.clone();
    let found = memo(move || {
        // Untracked: each change of the text would be read out again.
        let found =
            |notice: RotationNotice| text::rotation::check::found(notice.findings, app.as_deref(), now.get_untracked());
        noticed().and_then(found).unwrap_or_default()
    });
    let old_ends = memo(move || {
        notice().map(|notice| text::rotation::old_ends(notice.rotation.old_ends, now.get())).unwrap_or_default()
    });
    let send = Callback::new(move |event| handle.tell_secret(event));
    view! { <NewKeyScene keeper=handle.secret key lead=text::rotation::secret::SHOWN_ONCE found old_ends send /> }
}
