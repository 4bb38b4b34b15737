//! What the selected grace period means.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Key, ServerTime};
use portal_core::keys::rotation::{
    grace::{Grace, GraceError},
    key_use::KeyUse,
    warnings::{Warning, warnings},
};

use crate::{
    text,
    ui::{TextContent, memo, on_change, view},
};

/// How the old key is used, as far as is known; tracked.
pub(super) type Used = Arc<dyn Fn() -> KeyUse + Send + Sync>;

/// What happens to the old key: at the buttons, so that it is in sight on low screens. One element with room for every text,
/// so that nothing moves.
#[component]
pub(super) fn Consequence(
    /// The old key.
    key: Arc<Key>,
    grace: Memo<Result<Option<Grace>, GraceError>>,
    used: Used,
    /// Whether something is likely to fail.
    breaks: Memo<bool>,
    now: RwSignal<ServerTime>,
) -> impl IntoView {
    let prolonged = {
        let key = Arc::clone(&key);
        move || {
            let warnings = warnings(&key, grace.get().unwrap_or_default(), now.get()).unwrap_or_default();
            warnings.into_iter().find(|warning| matches!(warning, Warning::OldIsProlonged { .. }))
        }
    };
    let is_prolonged = {
        let prolonged = prolonged.clone();
        memo(move || prolonged().is_some())
    };
    let words = memo(move || match (grace.get(), prolonged()) {
        (Err(_), _) => String::new(),
        (Ok(_), Some(warning)) => text::rotation::choice::warning(warning, now.get()),
        (Ok(_), None) if breaks.get() => text::rotation::choice::breaks(used(), now.get()),
        (Ok(grace), None) => text::rotation::choice::outcome(&key, grace, used(), now.get()),
    });
    // Said when another period is chosen, and not each time that the clock changes the words.
    let said = RwSignal::new(String::new());
    let track = move || {
        grace.track();
        breaks.track();
    };
    on_change(track, move || said.set(words.get_untracked()));
    view! {
        <p class="visually-hidden" role="status" prop:textContent=move || TextContent(said.get())></p>
        <p
            class="consequence"
            class:consequence-warn=is_prolonged
            class:consequence-bad=breaks
            prop:textContent=words
        ></p>
    }
}
