//! Elements of the page, as the markup in `view!` makes them (`portal-markup`). No element, attribute or listener is a type
//! of its own: each is a call of a few bytes, and the browser makes the element at once.

mod child;
mod made;
mod together;
mod value;

use std::cell::RefCell;

use js_sys::Function;
use leptos::{
    ev,
    prelude::*,
    tachys::view::{Mountable, Render, any_view::AnyViewState},
};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, HtmlElement, Node};

use crate::reactive::NodeRef;

use made::Made;
use together::{Change, apart, left};

pub(crate) use child::Child;
pub(crate) use together::together;
pub(crate) use value::Value;

const SVG: &str = "http://www.w3.org/2000/svg";

/// An element, and what keeps it alive.
pub(crate) struct El {
    element: Element,
    kept: Vec<Kept>,
}

/// Attributes that never change.
type Fixed = &'static [(&'static str, &'static str)];

/// What of an element the program's text says.
#[derive(Clone, Copy)]
struct Markup {
    name: &'static str,
    attributes: Fixed,
    space: Option<&'static str>,
}

thread_local! {
    static MADE: RefCell<Vec<(Markup, Element)>> = const { RefCell::new(Vec::new()) };
}

impl Markup {
    /// Whether it is the same place of the program, or says the same.
    fn is(self, other: Self) -> bool {
        std::ptr::eq(self.attributes, other.attributes) && self.name == other.name && self.space == other.space
    }

    fn make(self) -> Element {
        let made = match self.space {
            None => document().create_element(self.name),
            space => document().create_element_ns(space, self.name),
        };
        #[expect(clippy::expect_used, reason = "a browser that can't make this program's elements can't show it")]
        let element = made.expect("an element can't be made");
        for (name, value) in self.attributes {
            set_attribute(&element, name, value);
        }
        element
    }
}

/// What has to live as long as the element.
enum Kept {
    View(#[expect(dead_code, reason = "kept for what its end does")] AnyViewState),
    Follower(#[expect(dead_code, reason = "kept for what its end does")] RenderEffect<()>),
    Listener(#[expect(dead_code, reason = "kept for what its end does")] Listener),
}

/// Listens as long as it lives: an element that was taken out of the page may still be told that it was closed, or left.
struct Listener {
    element: Element,
    name: String,
    function: Function,
}

impl Drop for Listener {
    fn drop(&mut self) {
        // Refused by no browser.
        let _ = self.element.remove_event_listener_with_callback(&self.name, &self.function);
    }
}

impl El {
    /// `<name …>`
    pub(crate) fn html(name: &'static str, attributes: Fixed) -> Self {
        Self::like(Markup { name, attributes, space: None })
    }

    /// The same within `<svg>`.
    pub(crate) fn svg(name: &'static str, attributes: Fixed) -> Self {
        Self::like(Markup { name, attributes, space: Some(SVG) })
    }

    /// Each element of the markup is made once, and copied from then on: rows of a list share all that never changes, and a
    /// copy takes no text from the program to the browser.
    fn like(markup: Markup) -> Self {
        let copy = MADE.with_borrow_mut(|made| {
            let known = made.iter().position(|(known, _)| known.is(markup));
            let known = known.unwrap_or_else(|| {
                made.push((markup, markup.make()));
                made.len() - 1
            });
            made.get(known).and_then(|(_, first)| first.clone_node().ok())
        });
        // Refused by no browser.
        let element = copy.map_or_else(|| markup.make(), JsCast::unchecked_into);
        Self { element, kept: Vec::new() }
    }

    /// Text in it.
    pub(crate) fn text(&mut self, text: &str) {
        self.append(&document().create_text_node(text));
    }

    /// An element in it.
    pub(crate) fn inner(&mut self, inner: Self) {
        self.append(&inner.element);
        self.kept.extend(inner.kept);
    }

    /// A view in it.
    pub(crate) fn view(&mut self, view: AnyView) {
        let mut view = apart(|| view.build());
        view.mount(&self.element, None);
        self.kept.push(Kept::View(view));
    }

    fn append(&self, node: &Node) {
        // Refused only for what can't be in an element.
        let _ = self.element.append_child(node);
    }

    /// Text in it that changes.
    fn changing_text(&mut self, mut text: Box<dyn FnMut() -> String>) {
        let node = document().create_text_node("");
        self.append(&node);
        let mut before = String::new();
        self.follow(Box::new(move || {
            let text = text();
            // Screen readers may say again what is written again.
            if text != before {
                node.set_data(&text);
                before = text;
            }
        }));
    }

    /// Does something with the element now, and again whenever what it reads has changed.
    fn follow(&mut self, change: Change) {
        if let Some(mut change) = left(change) {
            self.kept.push(Kept::Follower(RenderEffect::new(move |_| change())));
        }
    }

    /// Has a class while something holds.
    pub(crate) fn class(&mut self, name: &'static str, held: impl Fn() -> bool + 'static) {
        self.class_while(name, Box::new(held));
    }

    fn class_while(&mut self, name: &'static str, held: Box<dyn Fn() -> bool>) {
        let classes = self.element.class_list();
        let mut before = false;
        self.follow(Box::new(move || {
            let held = held();
            if held != before {
                // Refused only for names with spaces.
                let _ = classes.toggle_with_force(name, held);
                before = held;
            }
        }));
    }

    /// Has a style that changes.
    pub(crate) fn style(&mut self, name: &'static str, value: impl Fn() -> String + 'static) {
        self.style_as(name, Box::new(value));
    }

    fn style_as(&mut self, name: &'static str, value: Box<dyn Fn() -> String>) {
        let element: HtmlElement = self.element.clone().unchecked_into();
        let mut before = String::new();
        self.follow(Box::new(move || {
            let value = value();
            if value != before {
                // What isn't a value for it is ignored by the browser.
                let _ = element.style().set_property(name, &value);
                before = value;
            }
        }));
    }

    /// Has a property that changes: what the user may have changed since is set again.
    pub(crate) fn property<T: Into<JsValue>>(&mut self, name: &'static str, value: impl Fn() -> T + 'static) {
        let element = self.element.clone();
        self.follow(Box::new(move || set_property(&element, name, &value().into())));
    }

    /// Does something at each event of a kind.
    pub(crate) fn on<E: ev::EventDescriptor>(&mut self, event: E, mut act: impl FnMut(E::EventType) + 'static)
    where
        E::EventType: JsCast,
    {
        self.listen(&event.name(), Box::new(move |event| act(event.unchecked_into())));
    }

    fn listen(&mut self, name: &str, mut act: Box<dyn FnMut(web_sys::Event)>) {
        // What gives an element the focus may be something that follows a value: it must not follow what is read here.
        let listener = Closure::<dyn FnMut(web_sys::Event)>::new(move |event| untrack(|| act(event))).into_js_value();
        let listener =
            Listener { element: self.element.clone(), name: name.to_owned(), function: listener.unchecked_into() };
        // Refused for what is no function, which this is.
        let _ = self.element.add_event_listener_with_callback(name, &listener.function);
        self.kept.push(Kept::Listener(listener));
    }

    /// Lets others know the element.
    pub(crate) fn known_as<E: JsCast + 'static>(&mut self, name: NodeRef<E>) {
        name.set(Some(self.element.clone().unchecked_into()));
    }

    /// The element as a view.
    pub(crate) fn into_view(self) -> AnyView {
        Made(SendWrapper::new(self)).into_any()
    }
}

fn set_attribute(element: &Element, name: &str, value: &str) {
    // Refused only for what can't be a name.
    let _ = element.set_attribute(name, value);
}

fn set_property(element: &Element, name: &str, value: &JsValue) {
    // Refused only where it can only be read.
    let _ = js_sys::Reflect::set(element, &name.into(), value);
}
