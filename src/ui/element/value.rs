//! What attributes can be: texts, whether they are there at all, and what follows a value.

use leptos::prelude::{Get, Signal};
use web_sys::Element;

use super::{El, set_attribute};
use crate::reactive::{Memo, RwSignal};

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
    let mut before = None;
    element.follow(Box::new(move || {
        let value = value();
        if value != before {
            before.clone_from(&value);
            write(&node, name, value);
        }
    }));
}

/// Values that are followed, as attributes.
macro_rules! follows {
    ($($signal:ident),*) => {$(
        impl<T: Plain> Value for $signal<T> {
            fn set(self, element: &mut El, name: &'static str) {
                follow_value(element, name, Box::new(move || self.get().written()));
            }
        }
    )*};
}
follows!(Signal, Memo, RwSignal);
