//! Parts of the program that are fetched when needed: a function marked with `#[wasm_split(…)]`, and whatever nothing else
//! calls, is a file of its own. Marked functions give views as function pointers: the part is fetched without an owner, and
//! its views are made where they stand, with the contexts of that place.

pub(crate) mod details;
pub(crate) mod rotate;

use std::{future::Future, pin::Pin};

use leptos::{prelude::*, wasm_split::SplitLoaderError};

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

/// A part that is on its way.
pub(crate) type Fetching<V> = Pin<Box<dyn Future<Output = Result<V, NotFetched>>>>;

#[derive(Clone, Copy)]
enum Fetch<V> {
    UnderWay,
    Failed,
    Done(V),
}

/// What stands in a part's place while it is on its way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meanwhile {
    /// Shapes.
    Shapes,
    /// Nothing: what it adds isn't missed.
    Nothing,
}

/// Shows what a part brings, once it is there; and where it doesn't arrive, a way to try again. `fetch` calls the marked
/// function, `show` makes the view. A function, and boxed: one kind of code for all uses of a part.
pub(crate) fn part<V: Copy + Send + Sync + 'static>(
    fetch: fn() -> Fetching<V>,
    meanwhile: Meanwhile,
    show: impl Fn(V) -> AnyView + Send + 'static,
) -> AnyView {
    part_of(fetch, meanwhile, Box::new(show))
}

fn part_of<V: Copy + Send + Sync + 'static>(
    fetch: fn() -> Fetching<V>,
    meanwhile: Meanwhile,
    show: Box<dyn Fn(V) -> AnyView + Send>,
) -> AnyView {
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
    (move || match state.get() {
        Fetch::UnderWay if meanwhile == Meanwhile::Nothing => ().into_any(),
        Fetch::UnderWay => on_its_way().into_any(),
        Fetch::Failed => lost(start).into_any(),
        Fetch::Done(part) => show(part),
    })
    .into_any()
}

fn on_its_way() -> impl IntoView {
    view! {
        <p class="visually-hidden" role="status">{text::LOADING_PART}</p>
        <SkeletonCard/>
    }
}

fn lost(again: impl Fn() + Send + Sync + 'static) -> impl IntoView {
    view! {
        <Alert title=text::PART_FAILED_TITLE.to_owned() message=Signal::stored(text::PART_FAILED.to_owned())>
            <Button label=text::TRY_AGAIN primary=true on_click=again/>
            <Button label=text::RELOAD on_click=browser::reload/>
        </Alert>
    }
}
