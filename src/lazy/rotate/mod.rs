//! Loaded when it is needed: everything about rotations but the buttons. The dialog that rotates a key and shows the new one,
//! the notices about completed rotations, what is stored for a reload, and the messages between tabs.

mod dialog;
mod host;
mod notices;
mod secret;
mod state;

use leptos::prelude::*;

use self::host::LoadedHost;
use crate::{
    browser,
    keys::rotation::rotations::Rotations,
    lazy::{LoadError, LoadingModule, Placeholder, lazy_view},
    text,
    ui::{Dialog, memo, view},
};

/// What the module consists of: one view, which provides the others through [`Rotations`].
#[derive(Clone, Copy)]
struct Views {
    host: fn(Rotations) -> AnyView,
}

#[cfg_attr(not(test), leptos::wasm_split::wasm_split(rotate, fallible, wasm_split_path = leptos::wasm_split))]
fn views() -> Result<Views, LoadError> {
    Ok(Views { host: |rotations| view! { <LoadedHost rotations/> } })
}

fn load() -> LoadingModule<Views> {
    // The tests are one file.
    #[cfg(test)]
    let views = || std::future::ready(views());
    Box::pin(views())
}

/// Loads the module once a rotation is requested, or there is one to resume or to show. Placed once, beside the pages: a change
/// of page must not lose a secret.
#[component]
pub(crate) fn RotationHost() -> impl IntoView {
    let rotations = expect_context::<Rotations>();
    let module = RwSignal::new(None::<Views>);
    let requested = memo(move || rotations.requested().with(Option::is_some));
    let has_records = memo(move || rotations.has_records());
    let loaded = move |views| {
        // After the current rendering, which replaces this view.
        browser::spawn(async move {
            module.try_set(Some(views));
        });
        ().into_any()
    };
    move || match module.get() {
        Some(views) => (views.host)(rotations),
        None if requested.get() => view! { <LoadingDialog rotations loaded/> },
        None if has_records.get() => {
            view! { <div class="module-failure">{lazy_view(load, Placeholder::None, loaded)}</div> }
        }
        None => ().into_any(),
    }
}

/// Stands in for the rotation dialog while the module is being loaded, or can't be.
#[component]
fn LoadingDialog(
    rotations: Rotations,
    loaded: impl Fn(Views) -> AnyView + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let open = RwSignal::new(true);
    Effect::watch(
        move || open.get(),
        move |open, _, _| {
            if !open {
                rotations.closed();
            }
        },
        false,
    );
    view! { <Dialog title=text::rotation::ROTATE_KEY open>{lazy_view(load, Placeholder::Skeleton, loaded)}</Dialog> }
}
