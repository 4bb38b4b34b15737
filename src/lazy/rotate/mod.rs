//! Loaded when needed: the dialog that rotates a key and shows the new one, and the traffic of old and new key.

mod choosing;
mod dialog;
mod dialog_handle;
mod grace_choice;
mod handover;
mod outcome;
mod runner;
mod secret;
mod secret_format;
mod secret_keeper;

use leptos::{prelude::*, wasm_split::wasm_split};
use portal_core::keys::rotation::records::CompletedRotation;

use self::{dialog::Dialog, handover::Pilot};
use crate::{
    browser,
    keys::{rotation::rotations::Rotations, usage::UsageAccess},
    lazy::{Fetching, Meanwhile, NotFetched, part},
    text::rotation as text,
    ui,
};

/// What the part brings.
#[derive(Clone, Copy)]
struct Views {
    dialog: fn(Rotations) -> AnyView,
    pilot: fn(CompletedRotation) -> AnyView,
}

#[wasm_split(rotate, fallible, wasm_split_path = leptos::wasm_split)]
fn views() -> Result<Views, NotFetched> {
    Ok(Views {
        dialog: |rotations| view! { <Dialog rotations/> }.into_any(),
        pilot: |rotated| view! { <Pilot rotated/> }.into_any(),
    })
}

fn fetch() -> Fetching<Views> {
    Box::pin(views())
}

/// The dialog; nothing while no rotation is open. Placed once, beside the pages: changing the page must not lose a secret.
#[component]
pub(crate) fn RotationDialog() -> impl IntoView {
    let rotations = expect_context::<Rotations>();
    let fetched = RwSignal::new(None::<Views>);
    view! {
        <Show when=move || rotations.current().with(Option::is_some)>
            {move || match fetched.get() {
                Some(views) => (views.dialog)(rotations),
                None => before_the_dialog(rotations, fetched),
            }}
        </Show>
    }
}

/// What stands in the dialog's place while the part is on its way, and where it doesn't arrive.
fn before_the_dialog(rotations: Rotations, fetched: RwSignal<Option<Views>>) -> AnyView {
    let open = RwSignal::new(true);
    Effect::watch(
        move || open.get(),
        move |open, _, _| {
            if !open {
                rotations.close();
            }
        },
        false,
    );
    let arrived = move |views| {
        // What is being drawn makes room for it.
        browser::spawn(async move {
            fetched.try_set(Some(views));
        });
        ().into_any()
    };
    view! { <ui::Dialog title=text::ROTATE_KEY open>{part(fetch, Meanwhile::Shapes, arrived)}</ui::Dialog> }.into_any()
}

/// What is known of the requests on both keys. Nothing where usage can't be known, nor once the old key has ended, nor where
/// it ended at once.
pub(crate) fn pilot(rotated: CompletedRotation) -> impl IntoView {
    let access = expect_context::<UsageAccess>();
    let rotations = expect_context::<Rotations>();
    let ends = rotated.old_ends;
    let shares = ends > rotated.at;
    view! {
        <Show when=move || shares && access.allowed() && rotations.clock().get() < ends>
            {
                let rotated = rotated.clone();
                part(fetch, Meanwhile::Nothing, move |views| (views.pilot)(rotated.clone()))
            }
        </Show>
    }
}
