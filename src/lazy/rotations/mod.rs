//! Loaded when a key is to be rotated, or there is a rotation to show or to resume: the state of this session's rotations, what
//! is stored of them for a reload, the messages between tabs, and the notices. The dialog is a module of its own:
//! `lazy::rotate`.

mod host;
mod key_tag;
mod notices;
pub(crate) mod state;

use leptos::prelude::*;

use self::host::LoadedHost;
use crate::{
    keys::{
        rotation::rotations::{Closed, Rotations},
        store::KeysStore,
    },
    lazy::{
        LazyModule, LoadError, LoadingModule, Placeholder, after_paint, on_intent,
        rotate::{self, DialogModule},
    },
    ui::{effect, fresh, memo, view},
};

/// What the module consists of: one view, which provides the others through [`Rotations`].
#[derive(Clone, Copy)]
struct Views {
    host: fn(Rotations, DialogModule) -> AnyView,
}

#[cfg_attr(not(test), leptos::wasm_split::wasm_split(rotations, fallible, wasm_split_path = leptos::wasm_split))]
fn views() -> Result<Views, LoadError> {
    Ok(Views { host: |rotations, dialog| view! { <LoadedHost rotations dialog /> } })
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
    let module = LazyModule::new(load);
    let dialog = rotate::dialog_module();
    let requested = memo(move || rotations.requested().with(Option::is_some));
    let has_records = memo(move || rotations.has_records());
    // Both modules at once, and not one after the other.
    effect(move || {
        if requested.get() {
            dialog.ensure();
            module.ensure();
        }
    });
    // A key with an expiry may have been replaced, by another browser too: its tag is the module's.
    let store = expect_context::<KeysStore>();
    let has_ending_keys = memo(move || store.list().with(|list| list.keys().iter().any(|key| key.expires.is_some())));
    effect(move || {
        if has_ending_keys.get() {
            after_paint(move || module.start());
        }
    });
    on_intent("[id^='rotate-']", move || {
        module.load_ahead();
        dialog.load_ahead();
    });
    let is_loaded = module.is_loaded();
    let nothing = |_| ().into_any();
    view! {
        {move || {
            fresh(
                match is_loaded.get().then(|| module.views()).flatten() {
                    Some(views) => (views.host)(rotations, dialog),
                    None if requested.get() => {
                        let body = move || module.view(Placeholder::Skeleton, nothing);
                        view! {
                            <rotate::LoadingDialog on_close=move || {
                                rotations.closed(Closed::NotRotated)
                            }>{body()}</rotate::LoadingDialog>
                        }
                    }
                    None if has_records.get() => {
                        view! { <div class="module-failure">{module.view(Placeholder::None, nothing)}</div> }
                    }
                    None => ().into_any(),
                },
            )
        }}
    }
}
