//! The layout that all scenes of the dialog share.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::Key;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::handle::DialogHandle;
use crate::{
    browser, text,
    ui::{CloseButton, view},
};

/// Element id of the heading, which names the dialog.
pub(super) const TITLE_ID: &str = "rotation-title";

/// Gives the focus to the heading where nothing in the dialog has it.
pub(crate) fn restore_title_focus() {
    browser::spawn(async {
        // Until then what had it is removed, and the dialog is open.
        browser::sleep(0).await;
        let is_lost =
            document().active_element().is_none_or(|element| !element.matches("dialog *").unwrap_or_default());
        if let Some(heading) = heading().filter(|_| is_lost) {
            browser::focus_without_scroll(&heading);
        }
    });
}

fn heading() -> Option<HtmlElement> {
    document().get_element_by_id(TITLE_ID)?.dyn_into().ok()
}

/// The cross in the dialog's corner, for scenes that have no button “Close”. `disabled`: while the dialog can't be closed.
pub(crate) fn cross(handle: DialogHandle, disabled: Signal<bool>) -> AnyView {
    view! { <CloseButton disabled on_click=move || handle.request_close() /> }
}

/// A heading that takes the focus when it appears, the scene's content, and below it `foot` with the buttons.
#[component]
pub(crate) fn SceneLayout(
    /// The key whose name in the title isn't to be translated.
    key: Arc<Key>,
    title: String,
    foot: AnyView,
    /// See [`cross`].
    #[prop(optional)]
    cross: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    // Where the dialog is only being opened, the browser gives the heading the focus; whoever has gone on by then stays there.
    restore_title_focus();
    let name = text::rotation::quoted_name(&key);
    let title = match title.split_once(&name) {
        None => title.into_any(),
        Some((before, after)) => {
            let (before, after) = (before.to_owned(), after.to_owned());
            view! {
                {before}
                <LongName name />
                {after}
            }
        }
    };
    view! {
        <div class="dialog-body">
            <h2 class="dialog-title" id=TITLE_ID tabindex="-1" autofocus>
                {title}
            </h2>
            {children()}
        </div>
        <div class="dialog-foot">{foot}</div>
        // Last: Tab leads from the heading to what is to be chosen.
        {cross}
    }
}

/// A key's name in a sentence: no more than two lines of it, until it is clicked.
#[component]
fn LongName(name: String) -> impl IntoView {
    let is_whole = RwSignal::new(false);
    let title = name.clone();
    view! {
        <span
            class="long-name"
            class:long-name-whole=move || is_whole.get()
            translate="no"
            title=title
            on:click=move |_| is_whole.set(true)
        >
            {name}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::testing::{mount, settle};

    #[wasm_bindgen_test]
    async fn a_long_name_is_whole_for_who_clicks_it_points_at_it_or_has_it_read_out() {
        let name = "W".repeat(256);
        let view = mount({
            let name = name.clone();
            move || view! { <LongName name /> }
        })
        .await;
        let shown = view.element("span.long-name[translate=no]");
        assert_eq!((shown.text_content(), shown.get_attribute("title")), (Some(name.clone()), Some(name)));
        assert!(view.find(".long-name-whole").is_none());
        shown.click();
        settle().await;
        assert!(view.find(".long-name-whole").is_some());
    }
}
