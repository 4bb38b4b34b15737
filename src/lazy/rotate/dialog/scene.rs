//! The layout that all scenes of the dialog share.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use crate::{
    browser,
    ui::{effect, view},
};

/// Element id of the heading, which names the dialog.
pub(super) const TITLE_ID: &str = "rotation-title";

/// Gives the focus to the heading where what had it is gone.
pub(super) fn restore_title_focus() {
    browser::spawn(async {
        // Until then it is removed.
        browser::sleep(0).await;
        let document = document();
        let is_lost = document.active_element().is_none_or(|element| !element.matches("dialog *").unwrap_or_default());
        let title = document.get_element_by_id(TITLE_ID).and_then(|title| title.dyn_into().ok());
        if let Some(title) = title.filter(|_| is_lost) {
            browser::focus_without_scroll(&title);
        }
    });
}

/// A heading that takes the focus when it appears, the scene's content, and below it `foot` with the buttons.
#[component]
pub(super) fn SceneLayout(title: String, foot: AnyView, children: Children) -> impl IntoView {
    let node = NodeRef::<html::H2>::new();
    effect(move || {
        if let Some(heading) = node.get() {
            // After the dialog was opened: before, nothing in it can take the focus.
            browser::spawn(async move {
                browser::sleep(0).await;
                let _ = heading.focus();
            });
        }
    });
    view! {
        <div class="dialog-body">
            <h2 class="dialog-title" id=TITLE_ID tabindex="-1" autofocus node_ref=node>
                {title}
            </h2>
            {children()}
        </div>
        <div class="dialog-foot">{foot}</div>
    }
}
