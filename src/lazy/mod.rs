//! Modules of the program that the browser downloads when they are needed. A function marked with `#[wasm_split(…)]`, and all
//! code that only it calls, becomes a wasm file of its own: see docs/wasm-splitting.md. Each marked function returns views as
//! function pointers: the module is loaded without a reactive owner, and its views are created where they are shown, with the
//! contexts of that place.

mod ahead;
pub(crate) mod details;
mod progress;
pub(crate) mod rotate;
pub(crate) mod rotations;
pub(crate) mod screens;
pub(crate) mod tools;

use std::{future::Future, pin::Pin};

use leptos::prelude::*;

use self::progress::{LIMIT_MS, LoadProgress, failure};
pub(crate) use self::{
    ahead::{after_paint, on_intent},
    progress::{LoadError, Placeholder},
};
use crate::browser;

/// A module that is being loaded; boxed, so that the code that awaits it exists once.
pub(crate) type LoadingModule<V> = Pin<Box<dyn Future<Output = Result<V, LoadError>>>>;

/// A module that is loaded once, however many views wait for it.
pub(crate) struct LazyModule<V: 'static> {
    /// Calls the marked function.
    load: fn() -> LoadingModule<V>,
    progress: LoadProgress,
    /// Once it is loaded.
    views: StoredValue<Option<V>>,
}

impl<V> Clone for LazyModule<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for LazyModule<V> {}

impl<V: Copy + Send + Sync + 'static> LazyModule<V> {
    /// Not loaded yet.
    pub(crate) fn new(load: fn() -> LoadingModule<V>) -> Self {
        Self { load, progress: LoadProgress::new(), views: StoredValue::new(None) }
    }

    /// Starts to load it, once. Nothing where its owner is gone.
    pub(crate) fn start(self) {
        if self.progress.is_unstarted() {
            self.load();
        }
    }

    /// Downloads it, so that it is there when it is shown. A failure changes nothing: it is tried again then.
    pub(crate) fn load_ahead(self) {
        load_ahead(self.load);
    }

    /// As [`Self::start`], and again after a failure. Nothing where its owner is gone.
    pub(crate) fn ensure(self) {
        if self.progress.is_due() {
            self.load();
        }
    }

    fn load(self) {
        self.progress.run(Box::pin(async move {
            let views = (self.load)().await?;
            self.views.try_set_value(Some(views));
            Ok(())
        }));
    }

    /// Whether it is loaded. A memo, so that views don't change between loading and failure.
    pub(crate) fn is_loaded(self) -> Memo<bool> {
        self.progress.is_loaded()
    }

    /// Whether the last attempt to load it failed.
    pub(crate) fn has_failed(self) -> Memo<bool> {
        self.progress.has_failed()
    }

    /// Its views, once it is loaded; untracked.
    pub(crate) fn views(self) -> Option<V> {
        self.views.try_get_value().flatten()
    }

    /// That it could not be loaded, and a button to try again.
    fn failure(self) -> AnyView {
        failure(Callback::new(move |()| self.load()))
    }

    /// Loads it and shows what `render` makes of it; until then a placeholder, or a failure that the user can retry.
    pub(crate) fn view(self, placeholder: Placeholder, render: impl Fn(V) -> AnyView + Send + 'static) -> AnyView {
        self.start();
        let retry = Callback::new(move |()| self.load());
        self.progress.view(placeholder, retry, Box::new(move || self.views().map(&render)))
    }
}

/// Downloads a module ahead. Modules are downloaded once, however often that is asked for.
pub(crate) fn load_ahead<V: 'static>(load: fn() -> LoadingModule<V>) {
    browser::spawn(async move {
        // On a failure the console has the reason.
        let _ = load().await;
    });
}

/// Shows a view of a module. `load` calls the marked function; `render` makes the view.
pub(crate) fn lazy_view<V: Copy + Send + Sync + 'static>(
    load: fn() -> LoadingModule<V>,
    placeholder: Placeholder,
    render: impl Fn(V) -> AnyView + Send + 'static,
) -> AnyView {
    LazyModule::new(load).view(placeholder, render)
}

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, collections::VecDeque};

    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{
        browser::wait_until,
        testing::{Mounted, mount},
        text,
        ui::view,
    };

    thread_local! {
        /// The results of the next loads.
        static RESULTS: RefCell<VecDeque<Result<&'static str, LoadError>>> = RefCell::default();
    }

    fn load() -> LoadingModule<&'static str> {
        Box::pin(async {
            if RESULTS.with_borrow(VecDeque::is_empty) {
                return std::future::pending().await;
            }
            browser::sleep(20).await;
            RESULTS.with_borrow_mut(VecDeque::pop_front).unwrap_or(Err(LoadError))
        })
    }

    async fn module<const N: usize>(
        results: [Result<&'static str, LoadError>; N],
        placeholder: Placeholder,
    ) -> Mounted {
        RESULTS.set(results.into());
        mount(move || lazy_view(load, placeholder, |name| view! { <h2>{name}</h2> }.into_any())).await
    }

    async fn shows(view: &Mounted, selector: &str) -> bool {
        wait_until(|| view.find(selector).is_some(), 5, 2_000).await
    }

    #[wasm_bindgen_test]
    async fn while_a_module_is_loading_it_is_said_and_then_it_is_shown() {
        let view = module([Ok("Staging"), Err(LoadError)], Placeholder::Skeleton).await;
        assert_eq!(view.text("[role=status]"), "Loading");
        assert!(view.find(".skeleton").is_some());
        assert!(shows(&view, "h2").await);
        assert_eq!(view.whole_text(), "Staging");
    }

    #[wasm_bindgen_test]
    async fn a_module_that_only_adds_something_is_not_waited_for() {
        let view = module([Ok("Staging"), Err(LoadError)], Placeholder::None).await;
        assert_eq!(view.whole_text(), "");
        assert!(shows(&view, "h2").await);
    }

    #[wasm_bindgen_test]
    async fn a_module_that_never_comes_counts_as_failed() {
        let view = module([], Placeholder::Skeleton).await;
        assert_eq!(view.text("[role=status]"), "Loading");
        assert!(shows(&view, "[role=alert]").await);
    }

    #[wasm_bindgen_test]
    async fn a_second_attempt_has_its_whole_time() {
        let view = module([Err(LoadError)], Placeholder::Skeleton).await;
        assert!(shows(&view, "[role=alert]").await);
        browser::sleep(LIMIT_MS / 2).await;
        let from = browser::now().0;
        view.press(text::TRY_AGAIN).await;
        assert!(view.find("[role=alert]").is_none());
        assert!(shows(&view, "[role=alert]").await);
        let took_ms = browser::now().0 - from;
        assert!(took_ms >= i64::from(LIMIT_MS) - 10, "{took_ms} ms");
    }

    #[wasm_bindgen_test]
    async fn a_module_that_failed_to_load_offers_a_reload_and_can_be_tried_again() {
        let view = module([Err(LoadError), Ok("Staging")], Placeholder::Skeleton).await;
        assert!(shows(&view, "[role=alert]").await);
        assert!(view.whole_text().contains(text::RELOAD));
        view.press(text::TRY_AGAIN).await;
        assert!(view.find("[role=alert]").is_none());
        assert!(shows(&view, "h2").await);
    }
}
