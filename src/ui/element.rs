//! Elements of the page, as the markup in `view!` makes them (`portal-markup`). No element, attribute or listener is a type
//! of its own: each is a call of a few bytes, and the browser makes the element at once.

use js_sys::Function;
use leptos::{
    ev,
    prelude::*,
    tachys::{
        html::attribute::any_attribute::AnyAttribute,
        hydration::Cursor,
        renderer::types,
        view::{Mountable, Position, PositionState, Render, RenderHtml, add_attr::AddAnyAttr, any_view::AnyViewState},
    },
};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, HtmlElement, Node};

use super::live;
use crate::reactive::{Memo, NodeRef, RwSignal};

const SVG: &str = "http://www.w3.org/2000/svg";

/// An element, and what keeps it alive.
pub(crate) struct El {
    element: Element,
    kept: Vec<Kept>,
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
    pub(crate) fn html(name: &str, attributes: &[(&str, &str)]) -> Self {
        // Refused only for what can't be a name.
        Self::with(document().create_element(name), attributes)
    }

    /// The same within `<svg>`.
    pub(crate) fn svg(name: &str, attributes: &[(&str, &str)]) -> Self {
        Self::with(document().create_element_ns(Some(SVG), name), attributes)
    }

    fn with(made: Result<Element, JsValue>, attributes: &[(&str, &str)]) -> Self {
        let element = made.unwrap_or_else(JsCast::unchecked_into);
        for (name, value) in attributes {
            set_attribute(&element, name, value);
        }
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
        let mut view = view.build();
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
        self.follow(Box::new(move || node.set_data(&text())));
    }

    /// Does something with the element now, and again whenever what it reads has changed.
    fn follow(&mut self, mut change: Box<dyn FnMut()>) {
        self.kept.push(Kept::Follower(RenderEffect::new(move |_| change())));
    }

    /// Has a class while something holds.
    pub(crate) fn class(&mut self, name: &'static str, held: impl Fn() -> bool + 'static) {
        self.class_while(name, Box::new(held));
    }

    fn class_while(&mut self, name: &'static str, held: Box<dyn Fn() -> bool>) {
        let classes = self.element.class_list();
        self.follow(Box::new(move || {
            // Refused only for names with spaces.
            let _ = classes.toggle_with_force(name, held());
        }));
    }

    /// Has a style that changes.
    pub(crate) fn style(&mut self, name: &'static str, value: impl Fn() -> String + 'static) {
        let element: HtmlElement = self.element.clone().unchecked_into();
        self.follow(Box::new(move || {
            // What isn't a value for it is ignored by the browser.
            let _ = element.style().set_property(name, &value());
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

/// What an attribute can be.
pub(crate) trait Value {
    /// Sets it.
    fn set(self, element: &mut El, name: &'static str);
}

/// A value at one moment.
pub(crate) trait Plain: Clone + Send + Sync + 'static {
    /// Its text; none where the attribute isn't there at all.
    fn written(self) -> Option<String>;
}

impl Plain for &'static str {
    fn written(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl Plain for String {
    fn written(self) -> Option<String> {
        Some(self)
    }
}

impl Plain for bool {
    fn written(self) -> Option<String> {
        self.then(String::new)
    }
}

impl Plain for usize {
    fn written(self) -> Option<String> {
        Some(self.to_string())
    }
}

impl<T: Plain> Plain for Option<T> {
    fn written(self) -> Option<String> {
        self.and_then(Plain::written)
    }
}

/// Values that stay, as attributes.
macro_rules! stays {
    ($($value:ty),*) => {$(
        impl Value for $value {
            fn set(self, element: &mut El, name: &'static str) {
                write(&element.element, name, self.written());
            }
        }
    )*};
}
stays!(&'static str, String, bool, usize);

impl<T: Plain> Value for Option<T> {
    fn set(self, element: &mut El, name: &'static str) {
        write(&element.element, name, self.written());
    }
}

/// What is worked out anew whenever what it reads has changed.
impl<T: Plain, F: Fn() -> T + 'static> Value for F {
    fn set(self, element: &mut El, name: &'static str) {
        follow_value(element, name, Box::new(move || self().written()));
    }
}

fn write(element: &Element, name: &str, value: Option<String>) {
    match value {
        Some(value) => set_attribute(element, name, &value),
        // Refused by no browser.
        None => drop(element.remove_attribute(name)),
    }
}

fn follow_value(element: &mut El, name: &'static str, mut value: Box<dyn FnMut() -> Option<String>>) {
    let node = element.element.clone();
    element.follow(Box::new(move || write(&node, name, value())));
}

/// What can stand in an element, or for itself.
pub(crate) trait Child: Sized {
    /// Puts it into an element.
    fn add_to(self, element: &mut El);

    /// Makes a view of it.
    fn into_view(self) -> AnyView;

    /// Puts one into an element that is made anew with what it reads.
    fn add_changing(element: &mut El, child: Box<dyn Fn() -> Self + Send>)
    where
        Self: 'static,
    {
        element.view(live(child));
    }
}

impl Child for AnyView {
    fn add_to(self, element: &mut El) {
        element.view(self);
    }

    fn into_view(self) -> AnyView {
        self
    }
}

impl Child for El {
    fn add_to(self, element: &mut El) {
        element.inner(self);
    }

    fn into_view(self) -> AnyView {
        Self::into_view(self)
    }
}

impl Child for &'static str {
    fn add_to(self, element: &mut El) {
        element.text(self);
    }

    fn into_view(self) -> AnyView {
        self.into_any()
    }

    fn add_changing(element: &mut El, text: Box<dyn Fn() -> Self + Send>) {
        element.changing_text(Box::new(move || text().to_owned()));
    }
}

impl Child for String {
    fn add_to(self, element: &mut El) {
        element.text(&self);
    }

    fn into_view(self) -> AnyView {
        self.into_any()
    }

    fn add_changing(element: &mut El, text: Box<dyn Fn() -> Self + Send>) {
        element.changing_text(text);
    }
}

/// What is made anew whenever what it reads has changed.
impl<T: Child + 'static, F: Fn() -> T + Send + 'static> Child for F {
    fn add_to(self, element: &mut El) {
        T::add_changing(element, Box::new(self));
    }

    fn into_view(self) -> AnyView {
        live(self)
    }
}

impl Child for () {
    fn add_to(self, _: &mut El) {}

    fn into_view(self) -> AnyView {
        self.into_any()
    }
}

impl<T: Child> Child for Option<T> {
    fn add_to(self, element: &mut El) {
        if let Some(child) = self {
            child.add_to(element);
        }
    }

    fn into_view(self) -> AnyView {
        self.map_or_else(|| ().into_any(), Child::into_view)
    }
}

impl<T: Child> Child for Vec<T> {
    fn add_to(self, element: &mut El) {
        self.into_iter().for_each(|child| child.add_to(element));
    }

    fn into_view(self) -> AnyView {
        self.into_iter().map(Child::into_view).collect::<Vec<_>>().into_any()
    }
}

impl<T: Child, const N: usize> Child for [T; N] {
    fn add_to(self, element: &mut El) {
        self.into_iter().for_each(|child| child.add_to(element));
    }

    fn into_view(self) -> AnyView {
        self.into_iter().map(Child::into_view).collect::<Vec<_>>().into_any()
    }
}

/// What follows a value: as an attribute, and as text.
macro_rules! follows {
    ($($signal:ident),*) => {$(
        impl<T: Plain> Value for $signal<T> {
            fn set(self, element: &mut El, name: &'static str) {
                follow_value(element, name, Box::new(move || self.get().written()));
            }
        }

        impl<T: Plain> Child for $signal<T> {
            fn add_to(self, element: &mut El) {
                element.changing_text(Box::new(move || self.get().written().unwrap_or_default()));
            }

            fn into_view(self) -> AnyView {
                live(move || self.get().written().unwrap_or_default())
            }
        }
    )*};
}
follows!(Signal, Memo, RwSignal);

/// An element as the renderer takes it.
struct Made(SendWrapper<El>);

impl Mountable for El {
    fn unmount(&mut self) {
        self.element.remove();
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        // Refused only where the marker is elsewhere.
        let _ = parent.insert_before(&self.element, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let parent = self.element.parent_element();
        if let Some(parent) = &parent {
            child.mount(parent, Some(&self.element));
        }
        parent.is_some()
    }

    fn elements(&self) -> Vec<types::Element> {
        vec![self.element.clone()]
    }
}

impl Render for Made {
    type State = El;

    fn build(self) -> El {
        self.0.take()
    }

    fn rebuild(self, state: &mut El) {
        let mut new = self.build();
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

impl AddAnyAttr for Made {
    type Output<Attr: leptos::attr::Attribute> = Self;

    fn add_any_attr<Attr: leptos::attr::Attribute>(self, _: Attr) -> Self
    where
        Self::Output<Attr>: RenderHtml,
    {
        self
    }
}

/// The renderer wants to know how a server would write it. There is none.
impl RenderHtml for Made {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> El {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
