//! What the selected grace period means.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Key, ServerTime};
use portal_core::keys::rotation::{
    grace::{Grace, GraceError},
    key_use::KeyUse,
    warnings::Warning,
};

use crate::{
    text,
    ui::{memo, view},
};

/// What happens to the old key: at the buttons, so that it is in sight on low screens. One element with room for every text,
/// so that nothing moves.
#[component]
pub(super) fn Consequence(
    /// The old key.
    key: Arc<Key>,
    grace: Memo<Result<Option<Grace>, GraceError>>,
    used: Memo<KeyUse>,
    /// Whether something is likely to fail.
    breaks: Memo<bool>,
    warnings: Memo<Vec<Warning>>,
    now: RwSignal<ServerTime>,
) -> impl IntoView {
    let prolonged = memo(move || {
        let is_prolonged = |warning: &&Warning| matches!(warning, Warning::OldIsProlonged { .. });
        warnings.with(|warnings| warnings.iter().find(is_prolonged).copied())
    });
    let words = memo(move || match (grace.get(), prolonged.get()) {
        (Err(_), _) => String::new(),
        (Ok(_), Some(warning)) => text::rotation::choice::warning(warning, now.get()),
        (Ok(_), None) if breaks.get() => text::rotation::choice::breaks(used.get(), now.get()),
        (Ok(grace), None) => text::rotation::choice::outcome(&key, grace, used.get(), now.get()),
    });
    // Said when another period is chosen, and not each time that the clock changes the words.
    let said = RwSignal::new(String::new());
    Effect::watch(move || (grace.get(), breaks.get()), move |_, _, _| said.set(words.get_untracked()), false);
    view! {
        <p class="visually-hidden" role="status" prop:textContent=memo(move || said.get())></p>
        <p
            class="consequence"
            class:consequence-warn=move || prolonged.get().is_some()
            class:consequence-bad=move || breaks.get()
            prop:textContent=words
        ></p>
    }
}
