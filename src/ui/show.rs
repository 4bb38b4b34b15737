//! Leptos' `Show`, compiled once.

use super::view;
use leptos::prelude::*;

/// [`leptos::prelude::Show`] with type-erased props: it is compiled once, and not once per use (about 1 kB of wasm each).
#[component]
pub(crate) fn Show(
    /// Whether the children are on the page. They are created anew each time it becomes true.
    #[prop(into)]
    when: Signal<bool>,
    children: ChildrenFn,
) -> impl IntoView {
    view! { <leptos::prelude::Show when=move || when.get()>{children()}</leptos::prelude::Show> }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::testing::{mount, settle};

    #[wasm_bindgen_test]
    async fn children_are_created_once_each_time_they_are_shown() {
        static CREATED: AtomicU32 = AtomicU32::new(0);
        let count = ArcRwSignal::new(0);
        let when = count.clone();
        let view = mount(move || {
            let child = || {
                CREATED.fetch_add(1, Ordering::Relaxed);
                view! { <p>"shown"</p> }
            };
            view! { <Show when=move || when.get() % 2 == 1>{child()}</Show> }
        })
        .await;
        let show = async |value| {
            count.set(value);
            settle().await;
            (view.find("p").is_some(), CREATED.load(Ordering::Relaxed))
        };
        assert_eq!(show(0).await, (false, 0));
        assert_eq!(show(1).await, (true, 1));
        assert_eq!(show(3).await, (true, 1));
        assert_eq!(show(4).await, (false, 1));
        assert_eq!(show(5).await, (true, 2));
    }
}
