//! Placeholders while something is loading.

use super::view;
use leptos::prelude::*;

/// A page that is loading: the same elements as in index.html, so that nothing moves when the program starts.
#[component]
pub(crate) fn Skeleton() -> impl IntoView {
    view! {
        <div aria-hidden="true">
            <span class="skeleton skeleton-heading"></span>
            <ListSkeleton />
        </div>
    }
}

/// The list of keys that is loading: the same elements as in index.html, too.
#[component]
pub(crate) fn ListSkeleton() -> impl IntoView {
    view! {
        <div aria-hidden="true">
            <span class="skeleton skeleton-toolbar"></span>
            <div class="card skeleton-rows"></div>
        </div>
    }
}

/// Content that is loading.
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
