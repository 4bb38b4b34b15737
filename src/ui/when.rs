//! What is there only at times.

use leptos::prelude::*;

/// What `view` makes, while `shown` holds. Less code than a component with children, which each place would pay for.
pub(crate) fn when<V: IntoView + 'static>(
    shown: impl Fn() -> bool + Send + Sync + 'static,
    view: impl Fn() -> V + Send + 'static,
) -> impl IntoView {
    let shown = memo(Box::new(shown));
    move || shown.get().then(&view)
}

fn memo(shown: Box<dyn Fn() -> bool + Send + Sync>) -> Memo<bool> {
    Memo::new(move |_| shown())
}
