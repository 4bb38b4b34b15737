//! What changes on screen. Boxed: each kind of closure that the renderer gets to see costs what users wait for, a kilobyte or
//! two, so all of ours are one kind.

use leptos::{ev, prelude::*};

use super::Child;
use crate::reactive::memo;

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

/// What happens when the user enters something: a field's text, or the value that is chosen.
pub(crate) fn entered(act: impl Fn(String) + 'static) -> impl Fn(ev::Event) {
    move |event| act(event_target_value(&event))
}
