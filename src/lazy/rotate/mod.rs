//! Loaded when a key is to be rotated: the dialog, from the choice of a grace period to the new key.

mod choice;
mod dialog;
mod retained;
mod rotation_dialog;
mod secret;

use leptos::prelude::*;

use self::rotation_dialog::RotationDialog;
use crate::{
    lazy::{LazyModule, LoadError, LoadingModule, Placeholder, rotations::state::RotationState},
    text,
    ui::{Dialog, fresh, on_change, view},
};

/// What the module consists of.
#[derive(Clone, Copy)]
pub(crate) struct Views {
    dialog: fn(RotationState) -> AnyView,
}

#[cfg_attr(not(test), leptos::wasm_split::wasm_split(rotate, fallible, wasm_split_path = leptos::wasm_split))]
fn views() -> Result<Views, LoadError> {
    Ok(Views { dialog: |state| view! { <RotationDialog state /> } })
}

fn load() -> LoadingModule<Views> {
    // The tests are one file.
    #[cfg(test)]
    let views = || std::future::ready(views());
    Box::pin(views())
}

/// The module of the dialog; kept beside the pages, so that it is loaded once.
pub(crate) type DialogModule = LazyModule<Views>;

/// See [`DialogModule`].
pub(crate) fn dialog_module() -> DialogModule {
    LazyModule::new(load)
}

/// The dialog of the current rotation; until the module is loaded, a dialog that says so.
pub(crate) fn dialog_view(module: DialogModule, state: RotationState) -> AnyView {
    let is_loaded = module.is_loaded();
    view! {
        {move || {
            fresh(
                match is_loaded.get().then(|| module.views()).flatten() {
                    Some(views) => (views.dialog)(state),
                    None => {
                        let body = move || module.view(Placeholder::Skeleton, |_| ().into_any());
                        view! { <LoadingDialog on_close=move || state.close()>{body()}</LoadingDialog> }
                    }
                },
            )
        }}
    }
}

/// Stands in for the rotation dialog while a module is being loaded, or can't be.
#[component]
pub(crate) fn LoadingDialog(#[prop(into)] on_close: Callback<()>, children: ChildrenFn) -> impl IntoView {
    let open = RwSignal::new(true);
    on_change(
        move || open.track(),
        move || {
            if !open.get_untracked() {
                on_close.run(());
            }
        },
    );
    view! {
        <Dialog title=text::rotation::ROTATE_KEY open class="dialog rotation-dialog rotation-loading">
            {children()}
        </Dialog>
    }
}
