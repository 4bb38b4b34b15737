//! Leptos' `view!` with its type erased.

/// [`leptos::view!`] as an `AnyView`. All views have one type: the arms of a `match` fit each other, and Leptos' rendering is
/// compiled once for it and not once per view (7 kB of the download).
macro_rules! view {
    ($($markup:tt)*) => {
        ::leptos::prelude::IntoAny::into_any(::leptos::view! { $($markup)* })
    };
}

pub(crate) use view;
