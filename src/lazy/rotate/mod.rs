//! Loaded when a key is to be rotated: the dialog, from the choice of a grace period to the new key.

mod dialog;
mod secret;

use leptos::prelude::*;

use self::dialog::RotationDialog;
use crate::{
    browser,
    lazy::{LoadError, LoadingModule, Placeholder, lazy_view, rotations::state::RotationState},
    text,
    ui::{Dialog, view},
};

/// What the module consists of.
#[derive(Clone, Copy)]
struct Views {
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

/// Starts to load the module. A failure shows where it is needed, which loads it again.
pub(crate) fn prefetch() {
    browser::spawn(async {
        let _ = load().await;
    });
}

/// The dialog of the current rotations, one after the other.
#[derive(Clone, Copy)]
pub(crate) struct RotationDialogSlot {
    /// None until the module is loaded.
    module: RwSignal<Option<Views>>,
}

impl RotationDialogSlot {
    pub(crate) fn new() -> Self {
        Self { module: RwSignal::new(None) }
    }

    /// The dialog of the current rotation; until the module is loaded, a dialog that says so.
    pub(crate) fn dialog(self, state: RotationState) -> AnyView {
        let loaded = move |views| {
            // After the current rendering, which replaces this view.
            browser::spawn(async move {
                self.module.try_set(Some(views));
            });
            ().into_any()
        };
        (move || match self.module.get() {
            Some(views) => (views.dialog)(state),
            None => {
                let body = move || lazy_view(load, Placeholder::Skeleton, loaded);
                view! { <LoadingDialog on_close=move || state.close()>{body()}</LoadingDialog> }
            }
        })
        .into_any()
    }
}

/// Stands in for the rotation dialog while a module is being loaded, or can't be.
#[component]
pub(crate) fn LoadingDialog(#[prop(into)] on_close: Callback<()>, children: ChildrenFn) -> impl IntoView {
    let open = RwSignal::new(true);
    Effect::watch(
        move || open.get(),
        move |open, _, _| {
            if !open {
                on_close.run(());
            }
        },
        false,
    );
    view! {
        <Dialog title=text::rotation::ROTATE_KEY open>
            {children()}
        </Dialog>
    }
}
