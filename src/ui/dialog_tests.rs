//! Tests of the dialog.

use js_sys::Promise;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlDialogElement, MouseEvent, MouseEventInit, PointerEvent, PointerEventInit};

use super::Dialog;
use crate::{
    browser::wait_until,
    testing::{Mounted, fire, mount, settle},
    text,
};

/// A dialog with an input, and whether it is open.
struct TestDialog {
    view: Mounted,
    open: ArcRwSignal<bool>,
}

impl TestDialog {
    async fn new(open: bool) -> Self {
        let open = ArcRwSignal::new(open);
        let signal = open.clone();
        let view = mount(move || {
            view! {
                <Dialog title="Is this key mine?" open=RwSignal::from(signal)>
                    <input />
                </Dialog>
            }
        })
        .await;
        Self { view, open }
    }

    /// Closes the dialog and waits for the browser's event, which comes later.
    async fn close(&self) {
        let dialog = self.dialog();
        let closed = Promise::new(&mut |resolve, _| {
            dialog.add_event_listener_with_callback("close", &resolve).unwrap();
        });
        self.open.set(false);
        JsFuture::from(closed).await.unwrap();
        settle().await;
    }

    fn dialog(&self) -> HtmlDialogElement {
        self.view.element("dialog").unchecked_into()
    }

    /// Presses at one element and releases at another: the browser fires the click at the element that contains both.
    async fn press_and_click(&self, pressed: &Element, clicked: &Element, clicks: i32) {
        let pointer = PointerEventInit::new();
        pointer.set_bubbles(true);
        fire(pressed, &PointerEvent::new_with_event_init_dict("pointerdown", &pointer).unwrap());
        let mouse = MouseEventInit::new();
        mouse.set_bubbles(true);
        mouse.set_detail(clicks);
        fire(clicked, &MouseEvent::new_with_mouse_event_init_dict("click", &mouse).unwrap());
        settle().await;
    }
}

#[wasm_bindgen_test]
async fn a_closed_dialog_has_no_content() {
    let test = TestDialog::new(false).await;
    assert!(!test.dialog().open());
    assert!(test.view.find("input").is_none());
}

#[wasm_bindgen_test]
async fn a_dialog_opens_with_its_title_and_content() {
    let test = TestDialog::new(false).await;
    test.open.set(true);
    settle().await;
    assert!(test.dialog().open());
    assert_eq!(test.view.text("h2"), "Is this key mine?");
    assert!(test.view.find("input").is_some());
}

#[wasm_bindgen_test]
async fn its_button_closes_it() {
    let test = TestDialog::new(true).await;
    let button = test.view.element("button");
    assert_eq!(button.get_attribute("aria-label").as_deref(), Some(text::keys::CLOSE));
    button.click();
    settle().await;
    assert!(!test.open.get_untracked());
    assert!(!test.dialog().open());
}

#[wasm_bindgen_test]
async fn a_dialog_that_the_browser_closes_is_closed() {
    let test = TestDialog::new(true).await;
    test.dialog().close();
    assert!(wait_until(|| !test.open.get_untracked(), 5, 2_000).await);
    settle().await;
    assert!(test.view.find("input").is_none());
}

#[wasm_bindgen_test]
async fn what_was_typed_is_gone_when_it_opens_again() {
    let test = TestDialog::new(true).await;
    let input = test.view.element("input");
    test.close().await;
    test.open.set(true);
    settle().await;
    assert_ne!(test.view.element("input"), input);
}

#[wasm_bindgen_test]
async fn a_click_on_the_backdrop_closes_it() {
    let test = TestDialog::new(true).await;
    let dialog = test.dialog();
    test.press_and_click(&dialog, &dialog, 1).await;
    assert!(!test.open.get_untracked());
}

#[wasm_bindgen_test]
async fn a_click_inside_closes_nothing() {
    let test = TestDialog::new(true).await;
    let input = test.view.element("input");
    test.press_and_click(&input, &input, 1).await;
    assert!(test.open.get_untracked());
}

#[wasm_bindgen_test]
async fn a_selection_that_is_dragged_beyond_the_edge_closes_nothing() {
    let test = TestDialog::new(true).await;
    test.press_and_click(&test.view.element("input"), &test.dialog(), 1).await;
    assert!(test.open.get_untracked());
}

#[wasm_bindgen_test]
async fn the_second_click_of_a_double_click_closes_nothing() {
    let test = TestDialog::new(true).await;
    let dialog = test.dialog();
    test.press_and_click(&dialog, &dialog, 2).await;
    assert!(test.open.get_untracked());
}
