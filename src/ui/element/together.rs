//! What follows values in a view, at once: where much changes together, one effect costs less than one for each.

use std::cell::RefCell;

use leptos::prelude::RenderEffect;

/// What is done whenever what it reads has changed.
pub(super) type Change = Box<dyn FnMut()>;

thread_local! {
    static TOGETHER: RefCell<Option<Vec<Change>>> = const { RefCell::new(None) };
}

/// Makes something, and with it the one effect by which all of it follows what it reads, and what `follow` reads; it ends with
/// the effect. Views in it that come and go follow by themselves.
pub(crate) fn together<V>(follow: impl Fn() + 'static, make: impl FnOnce() -> V) -> (V, RenderEffect<()>) {
    let before = TOGETHER.replace(Some(vec![Box::new(follow)]));
    let made = make();
    let changes = TOGETHER.replace(before).unwrap_or_default();
    (made, effect_of(changes))
}

fn effect_of(mut changes: Vec<Change>) -> RenderEffect<()> {
    RenderEffect::new(move |_| changes.iter_mut().for_each(|change| change()))
}

/// Makes something within that follows by itself.
pub(super) fn apart<V>(make: impl FnOnce() -> V) -> V {
    let before = TOGETHER.take();
    let made = make();
    TOGETHER.replace(before);
    made
}

/// Leaves a change to what is made together; gives it back where nothing is.
pub(super) fn left(change: Change) -> Option<Change> {
    TOGETHER.with_borrow_mut(|together| match together {
        Some(changes) => {
            changes.push(change);
            None
        }
        None => Some(change),
    })
}
