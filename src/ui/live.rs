//! What changes on screen, and what reacts. Boxed: each kind of closure that the reactive graph or the renderer gets to see
//! costs what users wait for, a kilobyte or two, so all of ours are one kind.

use leptos::{ev, prelude::*};

use super::Child;

/// What `view` makes, made anew with what it reads.
pub(crate) fn live<V: Child>(view: impl Fn() -> V + Send + 'static) -> AnyView {
    boxed(Box::new(move || view().into_view()))
}

fn boxed(view: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    (move || view()).into_any()
}

/// What `view` makes, while `shown` holds.
pub(crate) fn when<V: Child>(
    shown: impl Fn() -> bool + Send + Sync + 'static,
    view: impl Fn() -> V + Send + 'static,
) -> AnyView {
    let shown = memo(shown);
    boxed(Box::new(move || if shown.get() { view().into_view() } else { ().into_any() }))
}

/// A value that follows what it is made of.
pub(crate) fn memo<T: Send + Sync + PartialEq + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    boxed_memo(Box::new(value))
}

fn boxed_memo<T: Send + Sync + PartialEq + 'static>(value: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
    Memo::new(move |_| value())
}

/// Runs once the page is drawn, and again whenever what it reads has changed.
pub(crate) fn effect(run: impl Fn() + 'static) {
    boxed_effect(Box::new(run));
}

fn boxed_effect(run: Box<dyn Fn()>) {
    Effect::new(move |_| run());
}

/// What happens when the user enters something: a field's text, or the value that is chosen.
pub(crate) fn entered(act: impl Fn(String) + 'static) -> impl Fn(ev::Event) {
    move |event| act(event_target_value(&event))
}
