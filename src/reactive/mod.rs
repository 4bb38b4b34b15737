//! Values that others follow, as Leptos has them, and by its names. What they hold is put aside as [`Any`]: Leptos makes
//! signals, memos and effects anew for each type and each closure, a kilobyte or two of what users wait for, and there are
//! dozens.

mod memo;

use std::{any::Any, cell::RefCell, marker::PhantomData, rc::Rc};

use leptos::prelude::{self as graph, Effect, Notify, ReadUntracked, Signal, Track};
use send_wrapper::SendWrapper;

pub(crate) use memo::{Memo, memo, memo_from};

/// What a signal or a memo holds. The browser's one thread is never left.
type Held = SendWrapper<Rc<dyn Any>>;

/// A value that can be changed and followed; gone with what made it.
pub(crate) struct RwSignal<T> {
    signal: graph::RwSignal<Held>,
    holds: PhantomData<fn() -> T>,
}

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RwSignal<T> {}

fn read_signal(signal: graph::RwSignal<Held>) -> Option<Rc<dyn Any>> {
    signal.try_read_untracked().map(|held| Rc::clone(&held))
}

impl<T: 'static> RwSignal<T> {
    /// With what it holds at first.
    pub(crate) fn new(value: T) -> Self {
        Self::holding(Rc::new(RefCell::new(value)))
    }

    fn holding(cell: Rc<dyn Any>) -> Self {
        Self { signal: graph::RwSignal::new(SendWrapper::new(cell)), holds: PhantomData }
    }

    fn cell(self) -> Option<Rc<RefCell<T>>> {
        read_signal(self.signal)?.downcast().ok()
    }

    /// Follows it.
    pub(crate) fn track(self) {
        self.signal.track();
    }

    /// Reads it; none when it is gone.
    pub(crate) fn try_with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
        self.cell().map(|cell| read(&cell.borrow()))
    }

    /// Reads it.
    pub(crate) fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(&there(self.cell()).borrow())
    }

    /// Reads it and follows it.
    pub(crate) fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.track();
        self.with_untracked(read)
    }

    /// Changes it and tells its followers; none when it is gone.
    pub(crate) fn try_update<R>(self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let changed = change(&mut self.cell()?.borrow_mut());
        self.signal.notify();
        Some(changed)
    }

    /// Changes it and tells its followers.
    pub(crate) fn update(self, change: impl FnOnce(&mut T)) {
        self.try_update(change);
    }

    /// Puts another value in; gives it back when nobody is there for it any more.
    pub(crate) fn try_set(self, value: T) -> Option<T> {
        let Some(cell) = self.cell() else { return Some(value) };
        drop(cell.replace(value));
        self.signal.notify();
        None
    }

    /// Puts another value in.
    pub(crate) fn set(self, value: T) {
        self.try_set(value);
    }
}

impl<T: Clone + 'static> RwSignal<T> {
    /// A copy of it.
    pub(crate) fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    /// A copy of it; none when it is gone.
    pub(crate) fn try_get_untracked(self) -> Option<T> {
        self.try_with_untracked(T::clone)
    }

    /// A copy of it, which is followed.
    pub(crate) fn get(self) -> T {
        self.with(T::clone)
    }
}

impl<T> RwSignal<T> {
    /// The same value, for whoever follows it already.
    pub(crate) const fn unfollowed(self) -> StoredValue<T> {
        StoredValue(self)
    }
}

/// What is asked for is there: views and their values end together.
fn there<T>(value: Option<T>) -> T {
    #[expect(clippy::expect_used, reason = "a mistake in this program, and nothing else, uses a value that is gone")]
    value.expect("a value was used that is gone")
}

/// A value that is kept, and that nobody follows.
pub(crate) struct StoredValue<T>(RwSignal<T>);

impl<T> Clone for StoredValue<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for StoredValue<T> {}

impl<T: 'static> StoredValue<T> {
    /// With what it holds at first.
    pub(crate) fn new(value: T) -> Self {
        Self(RwSignal::new(value))
    }

    /// Reads it.
    pub(crate) fn with_value<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.0.with_untracked(read)
    }

    /// Reads it; none when it is gone.
    pub(crate) fn try_with_value<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
        self.0.try_with_untracked(read)
    }

    /// Changes it; none when it is gone.
    pub(crate) fn try_update_value<R>(self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.0.cell().map(|cell| change(&mut cell.borrow_mut()))
    }

    /// Changes it.
    pub(crate) fn update_value(self, change: impl FnOnce(&mut T)) {
        self.try_update_value(change);
    }

    /// Puts another value in; gives it back when nobody is there for it any more.
    pub(crate) fn try_set_value(self, value: T) -> Option<T> {
        let Some(cell) = self.0.cell() else { return Some(value) };
        drop(cell.replace(value));
        None
    }

    /// Puts another value in.
    pub(crate) fn set_value(self, value: T) {
        self.try_set_value(value);
    }
}

impl<T: Clone + 'static> StoredValue<T> {
    /// A copy of it.
    pub(crate) fn get_value(self) -> T {
        self.with_value(T::clone)
    }

    /// A copy of it; none when it is gone.
    pub(crate) fn try_get_value(self) -> Option<T> {
        self.try_with_value(T::clone)
    }
}

impl<T: Clone + Send + Sync + 'static> From<RwSignal<T>> for Signal<T> {
    fn from(signal: RwSignal<T>) -> Self {
        Self::derive(move || signal.get())
    }
}

/// Runs once the page is drawn, and again whenever what it reads has changed.
pub(crate) fn effect(run: impl Fn() + 'static) {
    boxed_effect(Box::new(run));
}

fn boxed_effect(run: Box<dyn Fn()>) {
    Effect::new(move |_| run());
}

/// Acts on each value that something has after its first.
pub(crate) fn on_change<T: 'static>(of: impl Fn() -> T + 'static, act: impl Fn(T) + 'static) {
    let is_first = RefCell::new(true);
    effect(move || {
        let value = of();
        if !is_first.replace(false) {
            graph::untrack(|| act(value));
        }
    });
}

/// An element of the page, once it is there.
pub(crate) type NodeRef<E> = RwSignal<Option<E>>;
