//! What stands where something is still loading.

use leptos::prelude::*;

/// The same shapes as in index.html, so that nothing jumps when the program takes over.
#[component]
pub(crate) fn Skeleton() -> impl IntoView {
    view! {
        <div aria-hidden="true">
            <span class="skeleton skeleton-heading"></span>
            <SkeletonCard/>
        </div>
    }
}

/// A list that is loading.
#[component]
pub(crate) fn SkeletonCard() -> impl IntoView {
    view! {
        <div class="card skeleton-card" aria-hidden="true">
            <span class="skeleton"></span>
            <span class="skeleton"></span>
            <span class="skeleton"></span>
            <span class="skeleton"></span>
        </div>
    }
}
