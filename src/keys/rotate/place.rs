//! Where the rotate part has its places in the page. It is fetched once a rotation is open, or there is one to watch.

use leptos::{prelude::*, wasm_split::wasm_split};
use portal_api::KeyId;
use portal_core::keys::rotation::records::CompletedRotation;

use super::{dialog::Dialog, notices::Notices, pilot::Pilot, rotations::Rotations};
use crate::{
    browser,
    keys::usage::UsageAccess,
    parts::{Fetching, Meanwhile, NotFetched, part},
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

/// What is known of the requests on both keys. Nothing where usage can't be known, nor once the old key has ended, nor where
/// it ended at once.
pub(super) fn pilot(rotated: CompletedRotation) -> impl IntoView {
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
