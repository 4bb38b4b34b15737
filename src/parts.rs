//! Parts of the program that are fetched when needed: a function marked with `#[wasm_split(…)]`, and whatever nothing else
//! calls, is a file of its own. Marked functions give views as function pointers: the part is fetched without an owner, and
//! its views are made where they stand, with the contexts of that place.

use std::future::Future;

use leptos::{either::EitherOf3, prelude::*, wasm_split::SplitLoaderError};

use crate::{
    browser, text,
    ui::{Alert, Button, SkeletonCard},
};

/// A part didn't arrive: no network, or a deploy has taken it away. The browser's console says which.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NotFetched;

impl From<SplitLoaderError> for NotFetched {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

#[derive(Clone, Copy)]
enum Fetch<V> {
    UnderWay,
    Failed,
    Done(V),
}

/// Shows what a part brings, once it is there. Until then shapes; and where it doesn't arrive, a way to try again.
#[component]
pub(crate) fn Part<V, F>(
    /// The marked function.
    fetch: fn() -> F,
    /// Makes the view.
    show: impl Fn(V) -> AnyView + Send + 'static,
) -> impl IntoView
where
    V: Copy + Send + Sync + 'static,
    F: Future<Output = Result<V, NotFetched>> + 'static,
{
    let state = RwSignal::new(Fetch::UnderWay);
    let start = move || {
        state.set(Fetch::UnderWay);
        browser::spawn(async move {
            let fetched = fetch().await;
            // Nobody may be waiting any more.
            state.try_set(fetched.map_or(Fetch::Failed, Fetch::Done));
        });
    };
    start();
    move || match state.get() {
        Fetch::UnderWay => EitherOf3::A(view! {
            <p class="visually-hidden" role="status">{text::FETCHING_PART}</p>
            <SkeletonCard/>
        }),
        Fetch::Failed => EitherOf3::B(view! { <Lost again=start/> }),
        Fetch::Done(part) => EitherOf3::C(show(part)),
    }
}

#[component]
fn Lost(again: impl Fn() + Send + 'static) -> impl IntoView {
    view! {
        <Alert title=text::PART_FAILED_TITLE.to_owned() words=Signal::stored(text::PART_FAILED.to_owned())>
            <Button label=text::TRY_AGAIN primary=true on_click=again/>
            <Button label=text::RELOAD on_click=browser::reload/>
        </Alert>
    }
}
