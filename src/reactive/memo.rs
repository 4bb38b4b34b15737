//! Values that are worked out from others.

use std::{any::Any, marker::PhantomData, rc::Rc};

use leptos::prelude::{self as graph, ReadUntracked, Signal, Track};
use send_wrapper::SendWrapper;

use super::{Held, there};

/// What a memo was worked out to, and whether another is the same.
struct Worked {
    value: Held,
    is_same: fn(&dyn Any, &dyn Any) -> bool,
}

impl PartialEq for Worked {
    fn eq(&self, other: &Self) -> bool {
        (self.is_same)(&**self.value, &**other.value)
    }
}

/// A value that follows what it is made of.
pub(crate) struct Memo<T> {
    memo: graph::Memo<Worked>,
    holds: PhantomData<fn() -> T>,
}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

/// A value that follows what it is made of.
pub(crate) fn memo<T: PartialEq + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    Memo { memo: boxed_memo(Box::new(move |_| worked(value()))), holds: PhantomData }
}

/// The same, with what it was before.
pub(crate) fn memo_from<T: PartialEq + 'static>(value: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Memo<T> {
    let work = move |before: Option<&Worked>| worked(value(before.and_then(|before| before.value.downcast_ref())));
    Memo { memo: boxed_memo(Box::new(work)), holds: PhantomData }
}

fn worked<T: PartialEq + 'static>(value: T) -> Worked {
    Worked { value: SendWrapper::new(Rc::new(value)), is_same: is_same::<T> }
}

fn is_same<T: PartialEq + 'static>(one: &dyn Any, other: &dyn Any) -> bool {
    one.downcast_ref::<T>() == other.downcast_ref()
}

type Work = dyn Fn(Option<&Worked>) -> Worked + Send + Sync;

fn boxed_memo(worked: Box<Work>) -> graph::Memo<Worked> {
    graph::Memo::new(worked)
}

fn read_memo(memo: graph::Memo<Worked>) -> Option<Rc<dyn Any>> {
    memo.try_read_untracked().map(|worked| Rc::clone(&worked.value))
}

impl<T: 'static> Memo<T> {
    fn value(self) -> Option<Rc<T>> {
        read_memo(self.memo)?.downcast().ok()
    }

    /// Follows it.
    pub(crate) fn track(self) {
        self.memo.track();
    }

    /// Reads it.
    pub(crate) fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        let value: Rc<T> = there(self.value());
        read(&value)
    }

    /// Reads it and follows it.
    pub(crate) fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.track();
        self.with_untracked(read)
    }
}

impl<T: Clone + 'static> Memo<T> {
    /// A copy of it.
    pub(crate) fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    /// A copy of it; none when it is gone.
    pub(crate) fn try_get_untracked(self) -> Option<T> {
        self.value().map(|value| T::clone(&value))
    }

    /// A copy of it, which is followed.
    pub(crate) fn get(self) -> T {
        self.with(T::clone)
    }
}

impl<T: Clone + Send + Sync + 'static> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Self::derive(move || memo.get())
    }
}
