//! Leptos' memos and effects with their closures boxed, so that they are compiled once per value type and not once per
//! closure (about 0.5 kB of wasm each).

use leptos::prelude::*;

/// [`Memo::new`] without the previous value.
pub(crate) fn memo<T: PartialEq + Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    let value: Box<dyn Fn() -> T + Send + Sync> = Box::new(value);
    Memo::new(move |_| value())
}

/// [`Effect::new`] without a value.
pub(crate) fn effect(run: impl Fn() + 'static) {
    let run: Box<dyn Fn()> = Box::new(run);
    Effect::new(move |_| run());
}
