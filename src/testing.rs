//! What the tests share. They run in a headless browser: `make wasm-tests`.

use std::{any::Any, cell::Cell, rc::Rc};

use js_sys::{Function, Object, Reflect};
use leptos::prelude::*;
use portal_api::{Key, ServerTime};
use portal_core::session::{
    Credential, Evidence, OpenSession, SessionState,
    marker::{SessionMarker, SessionTag},
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement};

use crate::browser;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// A view in the document. Removed when dropped.
pub(crate) struct Mounted {
    root: HtmlElement,
    /// Leptos' handle, which unmounts the view when dropped.
    _handle: Box<dyn Any>,
}

/// Mounts a view and waits until its effects have run.
pub(crate) async fn mount<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Mounted {
    mount_with(|| ((), view())).await.1
}

/// [`mount`] for a view with something that the test needs, such as a signal.
pub(crate) async fn mount_with<T: 'static, V: IntoView + 'static>(
    view: impl FnOnce() -> (T, V) + 'static,
) -> (T, Mounted) {
    let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&root).unwrap();
    let created = Rc::new(Cell::new(None));
    let handle = {
        let created = Rc::clone(&created);
        mount_to(root.clone(), move || {
            let (value, view) = view();
            created.set(Some(value));
            view
        })
    };
    settle().await;
    (created.take().unwrap(), Mounted { root, _handle: Box::new(handle) })
}

impl Mounted {
    /// The first element that matches `selector`.
    pub(crate) fn find(&self, selector: &str) -> Option<HtmlElement> {
        self.root.query_selector(selector).unwrap().map(JsCast::unchecked_into)
    }

    /// As [`Self::find`], where there has to be one.
    pub(crate) fn element(&self, selector: &str) -> HtmlElement {
        self.find(selector).unwrap_or_else(|| panic!("no {selector} in {}", self.root.inner_html()))
    }

    /// The text of [`Self::element`].
    pub(crate) fn text(&self, selector: &str) -> String {
        self.element(selector).text_content().unwrap_or_default()
    }

    /// The text of the whole view.
    pub(crate) fn whole_text(&self) -> String {
        self.root.text_content().unwrap_or_default()
    }

    /// Clicks the first button with the text `label`, and waits for the effects.
    pub(crate) async fn press(&self, label: &str) {
        let buttons = self.root.get_elements_by_tag_name("button");
        let mut buttons = (0..buttons.length()).filter_map(|index| buttons.item(index));
        let button = buttons.find(|button| button.text_content().as_deref() == Some(label));
        let button = button.unwrap_or_else(|| panic!("no button “{label}” in {}", self.root.inner_html()));
        button.unchecked_into::<HtmlElement>().click();
        settle().await;
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.root.remove();
    }
}

/// Waits until tasks and effects that are due have run.
pub(crate) async fn settle() {
    browser::sleep(0).await;
}

/// Runs `test` with a reactive owner that the caller ends by dropping or cleaning it up.
pub(crate) fn with_owner<T>(test: impl FnOnce() -> T) -> (Owner, T) {
    // Mounting starts Leptos' executor.
    mount_to(document().create_element("div").unwrap().unchecked_into(), || ()).forget();
    let owner = Owner::new();
    let result = owner.with(test);
    (owner, result)
}

/// Fires an event that bubbles.
pub(crate) fn fire(target: &Element, event: &Event) {
    target.dispatch_event(event).unwrap();
}

/// A property of `navigator` that is replaced until this is dropped.
pub(crate) struct NavigatorStub {
    name: &'static str,
    value: JsValue,
}

impl NavigatorStub {
    fn new(name: &'static str, value: JsValue) -> Self {
        let descriptor = Object::new();
        Reflect::set(&descriptor, &"value".into(), &value).unwrap();
        Reflect::set(&descriptor, &"configurable".into(), &JsValue::TRUE).unwrap();
        Object::define_property(&browser::window().navigator(), &name.into(), &descriptor);
        Self { name, value }
    }

    /// A browser without `navigator.<name>`.
    pub(crate) fn missing(name: &'static str) -> Self {
        Self::new(name, JsValue::UNDEFINED)
    }

    /// A clipboard whose `writeText` has the given JavaScript body.
    pub(crate) fn clipboard(body: &str) -> Self {
        let clipboard = Object::new();
        let write_text = Function::new_with_args("text", body);
        Reflect::set(&clipboard, &"writeText".into(), &write_text).unwrap();
        Self::new("clipboard", clipboard.into())
    }

    /// Locks of which `request` has the given JavaScript body; its arguments are `name`, `options` and `callback`.
    pub(crate) fn locks(body: &str) -> Self {
        let locks = Object::new();
        Reflect::set(&locks, &"request".into(), &Function::new_with_args("name, options, callback", body)).unwrap();
        Self::new("locks", locks.into())
    }

    /// A connection on which the user wants to save data.
    pub(crate) fn saving_data() -> Self {
        let connection = Object::new();
        Reflect::set(&connection, &"saveData".into(), &JsValue::TRUE).unwrap();
        Self::new("connection", connection.into())
    }

    /// A clipboard that takes everything.
    pub(crate) fn working_clipboard() -> Self {
        Self::clipboard("this.text = text; return Promise.resolve()")
    }

    /// A clipboard that the user or a policy has denied.
    pub(crate) fn refusing_clipboard() -> Self {
        Self::clipboard("return Promise.reject(new DOMException('Denied', 'NotAllowedError'))")
    }

    /// What was copied to a [`Self::working_clipboard`] last.
    pub(crate) fn copied(&self) -> Option<String> {
        Reflect::get(&self.value, &"text".into()).unwrap().as_string()
    }
}

impl Drop for NavigatorStub {
    fn drop(&mut self) {
        Reflect::delete_property(&browser::window().navigator(), &self.name.into()).unwrap();
    }
}

/// A key with an ID and a start, and `fields` as in the API's JSON: `"name": "Production"`.
pub(crate) fn key(fields: &str) -> Key {
    let comma = if fields.is_empty() { "" } else { "," };
    let json = format!(r#"{{"keyId":"key_1","start":"acme_1","enabled":true,"createdAt":0{comma}{fields}}}"#);
    serde_json::from_str(&json).unwrap()
}

/// An open session that ends at `expires_at`.
pub(crate) fn open_until(expires_at: ServerTime) -> SessionState {
    SessionState::Open(OpenSession {
        marker: Some(SessionMarker { expires_at, tag: SessionTag::from_sha256(&[0; 32]) }),
        credential: Credential::Cookie,
        evidence: Evidence::Confirmed,
    })
}
