//! Several views of a kind beside each other, of which those stay that are still there.

use leptos::prelude::*;

/// One of them.
pub(crate) struct Item {
    /// What it is told apart by: two that look different differ in it.
    pub(crate) id: String,
    /// Makes it, where it isn't there yet.
    pub(crate) view: Box<dyn Fn() -> AnyView + Send>,
}

/// All of them, in order. One kind of list, whatever is in it: Leptos makes a [`For`] anew for each.
pub(crate) fn list(items: impl Fn() -> Vec<Item> + Send + Sync + 'static) -> AnyView {
    boxed(Box::new(items))
}

fn boxed(items: Box<dyn Fn() -> Vec<Item> + Send + Sync>) -> AnyView {
    let id = |item: &Item| item.id.clone();
    view! { <For each=items key=id children=|item| (item.view)()/> }.into_any()
}
