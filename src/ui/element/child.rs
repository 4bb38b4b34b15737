//! What can stand in elements.

use leptos::prelude::*;

use super::{El, value::Plain};
use crate::{
    reactive::{Memo, RwSignal},
    ui::live,
};

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

/// Values that are followed, as text.
macro_rules! follows {
    ($($signal:ident),*) => {$(
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
