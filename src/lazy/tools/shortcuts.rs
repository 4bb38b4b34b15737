//! Keyboard shortcuts of a single key, and how to turn them off.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::search::search_field;
use crate::{
    browser,
    lazy::details,
    text,
    ui::{Dialog, on_change, view},
};

/// Set in localStorage while the shortcuts are off. It is the user's choice, and outlives the session.
const OFF: &str = "portal_shortcuts_off";

/// Takes over whether the shortcuts are on, and keeps a change for the next visit.
fn keep_setting(are_on: RwSignal<bool>) {
    are_on.set(!are_off());
    on_change(move || are_on.track(), move || remember(!are_on.get_untracked()));
}

/// Listens for the shortcuts, and shows which there are.
#[component]
pub(super) fn Shortcuts(
    /// Whether they are on.
    are_on: RwSignal<bool>,
) -> impl IntoView {
    keep_setting(are_on);
    let is_open = RwSignal::new(false);
    let handle = window_event_listener(ev::keydown, move |event| {
        let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
        if has_modifier || event.default_prevented() || !are_on.get_untracked() || is_typing(&event) {
            return;
        }
        match event.key().as_str() {
            "/" => {
                if let Some(search) = search_field() {
                    event.prevent_default();
                    let _ = search.focus();
                    search.select();
                }
            }
            "?" => is_open.set(true),
            _ => {}
        }
    });
    on_cleanup(move || handle.remove());
    view! {
        <button class="button button-quiet shortcuts" type="button" on:click=move |_| is_open.set(true)>
            {text::keys::SHORTCUTS}
        </button>
        <Dialog title=text::keys::SHORTCUTS open=is_open>
            {details::shortcut_list(are_on)}
        </Dialog>
    }
}

fn is_typing(event: &ev::KeyboardEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") || element.is_content_editable()
    }) || document().query_selector("dialog[open]").ok().flatten().is_some()
}

fn are_off() -> bool {
    browser::local_storage().and_then(|storage| storage.get_item(OFF).ok()).flatten().is_some()
}

fn remember(off: bool) {
    let Some(storage) = browser::local_storage() else { return };
    // Storage may be full or refused: then the choice lasts until the next visit.
    let _ = if off { storage.set_item(OFF, "1") } else { storage.remove_item(OFF) };
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;
    use web_sys::{KeyboardEvent, KeyboardEventInit};

    use super::*;
    use crate::testing::{Mounted, fire, mount, settle};

    /// The shortcuts, a search field and a link that has the focus.
    async fn page() -> Mounted {
        let view = mount(|| {
            view! {
                <div class="search">
                    <input id="search" />
                </div>
                <a id="link" href="#link">
                    "Link"
                </a>
                <Shortcuts are_on=RwSignal::new(true) />
            }
        })
        .await;
        browser::focus_without_scroll(&view.element("#link"));
        view
    }

    /// Whether a key that is pressed on an element is taken, so that the browser does nothing of its own.
    async fn press(view: &Mounted, selector: &str, key: &str, prepare: fn(&KeyboardEventInit)) -> bool {
        let init = KeyboardEventInit::new();
        init.set_bubbles(true);
        init.set_cancelable(true);
        init.set_key(key);
        prepare(&init);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        fire(&view.element(selector), &event);
        settle().await;
        event.default_prevented()
    }

    fn has_focus(view: &Mounted, selector: &str) -> bool {
        document().active_element() == view.find(selector).map(Into::into)
    }

    async fn close(view: &Mounted) {
        view.element(".dialog-cross").click();
        settle().await;
    }

    #[wasm_bindgen_test]
    async fn a_slash_leads_to_the_search_and_is_not_typed_into_it() {
        let view = page().await;
        assert!(press(&view, "#link", "/", |_| ()).await);
        assert!(has_focus(&view, "#search"));
    }

    #[wasm_bindgen_test]
    async fn a_slash_with_ctrl_alt_or_meta_is_the_browsers() {
        let view = page().await;
        let modifiers: [fn(&KeyboardEventInit); 3] =
            [|init| init.set_ctrl_key(true), |init| init.set_alt_key(true), |init| init.set_meta_key(true)];
        for modifier in modifiers {
            assert!(!press(&view, "#link", "/", modifier).await);
            assert!(has_focus(&view, "#link"));
        }
    }

    #[wasm_bindgen_test]
    async fn in_the_search_a_slash_and_a_question_mark_are_text() {
        let view = page().await;
        assert!(!press(&view, "#search", "/", |_| ()).await);
        assert!(!press(&view, "#search", "?", |_| ()).await);
        assert!(view.find("dialog[open]").is_none());
    }

    #[wasm_bindgen_test]
    async fn a_question_mark_shows_the_shortcuts() {
        let view = page().await;
        press(&view, "#link", "?", |_| ()).await;
        assert!(view.text("dialog[open] dl").contains("Previous or next key"));
    }

    #[wasm_bindgen_test]
    async fn shortcuts_that_are_turned_off_stay_off_until_they_are_turned_on() {
        let view = page().await;
        view.press(text::keys::SHORTCUTS).await;
        view.element("input[type=checkbox]").click();
        settle().await;
        close(&view).await;
        assert!(!press(&view, "#link", "/", |_| ()).await);
        press(&view, "#link", "?", |_| ()).await;
        assert!(view.find("dialog[open]").is_none());
        drop(view);

        let reloaded = page().await;
        assert!(!press(&reloaded, "#link", "/", |_| ()).await);
        reloaded.press(text::keys::SHORTCUTS).await;
        assert!(reloaded.find("input:checked").is_none());
        reloaded.element("input[type=checkbox]").click();
        settle().await;
        close(&reloaded).await;
        assert!(press(&reloaded, "#link", "/", |_| ()).await);
    }
}
