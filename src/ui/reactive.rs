//! Leptos' memos and effects with their closures boxed, so that they are compiled once per value type and not once per
//! closure. Each function calls one that isn't generic over the closure: a closure written here would have the type of the
//! caller's as a parameter, and Leptos' code would be compiled once for each after all.

use leptos::prelude::*;

/// [`Memo::new`] without the previous value.
pub(crate) fn memo<T: PartialEq + Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    boxed_memo(Box::new(value))
}

/// [`Effect::new`] without a value.
pub(crate) fn effect(run: impl Fn() + 'static) {
    boxed_effect(Box::new(run));
}

/// Calls `act` each time that something changes that `track` reads. [`Effect::watch`] without values.
pub(crate) fn on_change(track: impl Fn() + 'static, act: impl Fn() + 'static) {
    boxed_watch(Box::new(track), Box::new(act));
}

fn boxed_memo<T: PartialEq + Send + Sync + 'static>(value: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
    Memo::new(move |_| value())
}

fn boxed_effect(run: Box<dyn Fn()>) {
    Effect::new(move |_| run());
}

fn boxed_watch(track: Box<dyn Fn()>, act: Box<dyn Fn()>) {
    Effect::watch(track, move |(), _, _| act(), false);
}

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, rc::Rc};

    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::testing::{settle, with_owner};

    #[wasm_bindgen_test]
    async fn an_effect_runs_only_when_what_it_reads_has_changed() {
        let log = Rc::new(RefCell::new(Vec::new()));
        let seen = Rc::clone(&log);
        let (_owner, number) = with_owner(|| {
            let number = RwSignal::new(1);
            let tens = memo(move || number.get() / 10);
            effect(move || seen.borrow_mut().push(tens.get()));
            number
        });
        for value in [2, 9, 10, 19, 20] {
            number.set(value);
            settle().await;
        }
        assert_eq!(*log.borrow(), [0, 1, 2]);
    }

    #[wasm_bindgen_test]
    async fn a_change_is_acted_on_and_not_the_first_value_nor_what_acting_reads() {
        let log = Rc::new(RefCell::new(Vec::new()));
        let seen = Rc::clone(&log);
        let (_owner, (number, other)) = with_owner(|| {
            let (number, other) = (RwSignal::new(1), RwSignal::new(1));
            on_change(move || number.track(), move || seen.borrow_mut().push((number.get(), other.get())));
            (number, other)
        });
        settle().await;
        for value in [2, 3] {
            other.set(value);
            settle().await;
            number.set(value);
            settle().await;
        }
        assert_eq!(*log.borrow(), [(2, 2), (3, 3)]);
    }

    #[wasm_bindgen_test]
    async fn an_effect_ends_with_its_page() {
        let log = Rc::new(RefCell::new(Vec::new()));
        let seen = Rc::clone(&log);
        let number = ArcRwSignal::new(1);
        let read = number.clone();
        let (owner, ()) = with_owner(|| effect(move || seen.borrow_mut().push(read.get())));
        settle().await;
        owner.cleanup();
        number.set(2);
        settle().await;
        assert_eq!(*log.borrow(), [1]);
    }
}
