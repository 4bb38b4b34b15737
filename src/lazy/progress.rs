//! How far a module is loaded, whichever it is: one instance of this code for all.

use std::{future::Future, pin::Pin, time::Duration};

use leptos::{prelude::*, wasm_split::SplitLoaderError};

use crate::{
    browser, text,
    ui::{Alert, Button, SkeletonCard, fresh, memo, view},
};

/// How long a module is waited for, in milliseconds. One that comes later is shown then.
pub(super) const LIMIT_MS: u32 = if cfg!(test) { 300 } else { 30_000 };

/// A module could not be loaded: no network, or a deployment has replaced its file. The browser's console has the reason.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LoadError;

impl From<SplitLoaderError> for LoadError {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LoadState {
    NotStarted,
    Loading,
    Failed,
    Loaded,
}

/// The state of a module.
#[derive(Clone, Copy)]
pub(super) struct LoadProgress {
    state: RwSignal<LoadState>,
}

impl LoadProgress {
    /// Not loaded yet.
    pub(super) fn new() -> Self {
        Self { state: RwSignal::new(LoadState::NotStarted) }
    }

    /// Whether it was never tried. Not where its owner is gone.
    pub(super) fn is_unstarted(self) -> bool {
        self.state.try_get_untracked() == Some(LoadState::NotStarted)
    }

    /// As [`Self::is_unstarted`], or whether the last attempt has failed.
    pub(super) fn is_due(self) -> bool {
        matches!(self.state.try_get_untracked(), Some(LoadState::NotStarted | LoadState::Failed))
    }

    /// Waits for `loading`, which keeps what it has loaded.
    pub(super) fn run(self, loading: Pin<Box<dyn Future<Output = Result<(), LoadError>>>>) {
        self.state.set(LoadState::Loading);
        let give_up = move || {
            // The owner may be gone in the meantime; here and below.
            if self.state.try_get_untracked() == Some(LoadState::Loading) {
                self.state.try_set(LoadState::Failed);
            }
        };
        let limit = set_timeout_with_handle(give_up, Duration::from_millis(LIMIT_MS.into()));
        browser::spawn(async move {
            let loaded = loading.await;
            // The next attempt has a limit of its own.
            if let Ok(limit) = limit {
                limit.clear();
            }
            self.state.try_set(if loaded.is_ok() { LoadState::Loaded } else { LoadState::Failed });
        });
    }

    /// Whether it is loaded. A memo, so that views don't change between loading and failure.
    pub(super) fn is_loaded(self) -> Memo<bool> {
        memo(move || self.state.get() == LoadState::Loaded)
    }

    /// Whether the last attempt to load it failed.
    pub(super) fn has_failed(self) -> Memo<bool> {
        memo(move || self.state.get() == LoadState::Failed)
    }

    /// What `render` makes once it is loaded; until then a placeholder, or a failure that `retry` follows.
    pub(super) fn view(
        self,
        placeholder: Placeholder,
        retry: Callback<()>,
        render: Box<dyn Fn() -> Option<AnyView> + Send>,
    ) -> AnyView {
        view! {
            {move || {
                fresh(
                    match self.state.get() {
                        LoadState::NotStarted | LoadState::Loading if placeholder == Placeholder::None => ().into_any(),
                        LoadState::NotStarted | LoadState::Loading => view! { <Loading /> },
                        LoadState::Failed => failure(retry),
                        LoadState::Loaded => render().into_any(),
                    },
                )
            }}
        }
    }
}

/// What is shown while a module is being loaded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Placeholder {
    /// A skeleton, and “Loading” for screen readers.
    Skeleton,
    /// Nothing, for views that only add something.
    None,
}

/// That a module could not be loaded, and a button to try again.
pub(super) fn failure(retry: Callback<()>) -> AnyView {
    view! { <LoadFailed retry /> }
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <p class="visually-hidden" role="status">
            {text::LOADING_PART}
        </p>
        <SkeletonCard />
    }
}

#[component]
fn LoadFailed(retry: Callback<()>) -> impl IntoView {
    view! {
        <Alert title=text::PART_FAILED_TITLE.to_owned() message=Signal::stored(text::PART_FAILED.to_owned())>
            <Button label=text::TRY_AGAIN primary=true on_click=retry />
            <Button label=text::RELOAD on_click=browser::reload />
        </Alert>
    }
}
