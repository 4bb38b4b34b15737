//! What stands for the dialog while it is minimized.

use leptos::prelude::*;

use crate::{
    lazy::rotations::state::RotationState,
    text,
    ui::{Button, Show, memo, view},
};

/// That the outcome of a rotation is being found out, and that no other key can be rotated meanwhile. Always in sight, since all
/// buttons that rotate a key are blocked.
#[component]
pub(crate) fn MinimizedRotation(state: RotationState) -> impl IntoView {
    let words = memo(move || {
        let name = state.current().with(|rotation| rotation.as_ref().map(|it| text::rotation::quoted_name(&it.key)));
        name.map(|name| text::rotation::outcome::minimized(&name)).unwrap_or_default()
    });
    view! {
        <Show when=move || state.shared.is_minimized()>
            <div class="rotation-check">
                <span class="spinner"></span>
                <p role="status" prop:textContent=words></p>
                <Button label=text::rotation::outcome::SHOW on_click=move || state.shared.minimize(false) />
            </div>
        </Show>
    }
}
