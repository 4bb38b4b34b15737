//! The page's URL as signals: it follows links, Back and Forward, and the page writes it. Browsers refuse to write it too often
//! (Safari: about 100 times in ten seconds), so writes are coalesced, and one that was refused is made up for later.

use leptos::{ev, prelude::*};
use portal_core::page::Page;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

use crate::browser::{self, debounce::Debounce};

/// The least time between two writes, and before another try of one that was refused, in milliseconds.
const WRITE_INTERVAL_MS: u32 = 300;

/// The page's URL. Provided as a context while pages are shown.
#[derive(Clone, Copy)]
pub(crate) struct Router {
    /// Path, query and fragment, as the page shows them.
    address: RwSignal<String>,
    path: Memo<String>,
    query: Memo<String>,
    /// What the address bar doesn't show yet.
    unwritten: StoredValue<Option<Write>>,
    /// Pending for a while after each write.
    pause: Debounce,
}

/// How the address is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Write {
    /// As another entry of the history.
    Push,
    /// In place of the current entry.
    Replace,
}

impl Router {
    /// Reads the address bar, and follows it until its owner ends.
    pub(crate) fn start() -> Self {
        let address = RwSignal::new(browser::address());
        let part = move |part: fn(&str) -> &str| Memo::new(move |_| address.with(|address| part(address).to_owned()));
        let router = Self {
            address,
            path: part(|address| split(address).0),
            query: part(|address| split(address).1),
            unwritten: StoredValue::new(None),
            pause: Debounce::new(WRITE_INTERVAL_MS),
        };
        let handles = [
            window_event_listener(ev::click, move |event| router.on_click(&event)),
            // Also fired for links to a fragment.
            window_event_listener(ev::popstate, move |_| {
                router.unwritten.set_value(None);
                router.address.set(browser::address());
            }),
        ];
        on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
        provide_context(router);
        router
    }

    /// The path.
    pub(crate) const fn path(self) -> Memo<String> {
        self.path
    }

    /// The query without its `?`.
    pub(crate) const fn query(self) -> Memo<String> {
        self.query
    }

    /// Path, query and fragment, which the address bar may not show yet. Untracked.
    pub(crate) fn address(self) -> String {
        self.address.get_untracked()
    }

    /// Shows `address` in place of the current one. The history entry stays the same.
    pub(crate) fn replace(self, address: String) {
        self.address.set(address);
        self.unwritten.update_value(|unwritten| *unwritten = unwritten.or(Some(Write::Replace)));
        if !self.pause.is_pending() {
            self.write();
        }
    }

    fn push(self, address: String) {
        // What is left keeps its entry.
        self.write();
        self.unwritten.set_value(Some(Write::Push));
        self.address.set(address);
        self.write();
    }

    /// Writes what is unwritten, and again after the pause what was refused or has come meanwhile.
    fn write(self) {
        let Some(write) = self.unwritten.try_get_value().flatten() else { return };
        if browser::write_address(&self.address(), write == Write::Push) {
            self.unwritten.set_value(None);
        }
        self.pause.call(move || self.write());
    }

    /// A click on a link to a page of the portal shows that page. Everything else is the browser's.
    fn on_click(self, event: &MouseEvent) {
        let has_modifier = event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key();
        if event.default_prevented() || event.button() != 0 || has_modifier {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
        let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else { return };
        let is_elsewhere =
            !link.target().is_empty() || link.has_attribute("download") || link.origin() != browser::origin();
        let path = link.pathname();
        if is_elsewhere || Page::from_path(&path).is_none() {
            return;
        }
        let address = [path, link.search(), link.hash()].concat();
        let shown = self.address();
        // The browser moves the focus to a fragment.
        if !link.hash().is_empty() && split(&shown) == split(&address) {
            self.write();
            return;
        }
        event.prevent_default();
        if shown != address {
            self.push(address);
        }
        browser::scroll_to(0);
    }
}

/// Path and query of an address.
fn split(address: &str) -> (&str, &str) {
    let address = address.split('#').next().unwrap_or_default();
    address.split_once('?').unwrap_or((address, ""))
}

/// The router, from the context.
pub(crate) fn use_router() -> Router {
    expect_context()
}

#[cfg(test)]
mod tests {
    use js_sys::{Array, Function, Object, Reflect};
    use wasm_bindgen::JsValue;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{
        browser::wait_until,
        testing::{Mounted, mount_with, settle},
    };

    /// The router, a link to a key, and the address bar as it was, until this is dropped.
    struct Fixture {
        router: Router,
        view: Mounted,
        address: String,
    }

    impl Fixture {
        async fn new() -> Self {
            let address = browser::address();
            let (router, view) =
                mount_with(|| (Router::start(), view! { <a href="/keys/key_1?tab=1">"Staging"</a> })).await;
            Self { router, view, address }
        }

        async fn shows(&self, address: &str) -> bool {
            wait_until(|| browser::address() == address, 5, 3_000).await
        }
    }

    impl Drop for Fixture {
        fn drop(&mut self) {
            browser::replace_address(&self.address);
        }
    }

    /// A history that refuses to be written, and counts the attempts, until this is dropped.
    struct RefusingHistory(JsValue);

    impl RefusingHistory {
        fn new() -> Self {
            let history: JsValue = browser::window().history().unwrap().into();
            Reflect::set(&history, &"refused".into(), &Array::new()).unwrap();
            for name in ["pushState", "replaceState"] {
                let body = "this.refused.push(url); throw new DOMException('Too many', 'SecurityError')";
                Reflect::set(&history, &name.into(), &Function::new_with_args("state, title, url", body)).unwrap();
            }
            Self(history)
        }
    }

    impl Drop for RefusingHistory {
        fn drop(&mut self) {
            for name in ["pushState", "replaceState", "refused"] {
                Reflect::delete_property(self.0.unchecked_ref::<Object>(), &name.into()).unwrap();
            }
        }
    }

    #[wasm_bindgen_test]
    async fn a_link_to_a_page_shows_it_without_loading_and_back_leads_to_where_it_was() {
        let fixture = Fixture::new().await;
        fixture.view.element("a").click();
        assert!(fixture.shows("/keys/key_1?tab=1").await);
        assert_eq!(fixture.router.path().get_untracked(), "/keys/key_1");
        assert_eq!(fixture.router.query().get_untracked(), "tab=1");
        browser::window().history().unwrap().back().unwrap();
        assert!(fixture.shows(&fixture.address).await);
        assert!(wait_until(|| fixture.router.address() == fixture.address, 5, 2_000).await);
    }

    #[wasm_bindgen_test]
    async fn many_changes_are_few_writes_and_the_last_one_is_shown() {
        let fixture = Fixture::new().await;
        let length = browser::window().history().unwrap().length().unwrap();
        {
            let refusing = RefusingHistory::new();
            for change in 0..500 {
                fixture.router.replace(format!("/keys?change={change}"));
            }
            assert_eq!(fixture.router.query().get_untracked(), "change=499");
            let refused = Reflect::get(&refusing.0, &"refused".into()).unwrap();
            assert_eq!(refused.unchecked_into::<Array>().length(), 1);
        }
        assert!(fixture.shows("/keys?change=499").await);
        assert_eq!(browser::window().history().unwrap().length(), Ok(length));
    }

    #[wasm_bindgen_test]
    async fn a_page_is_shown_even_if_the_browser_refuses_its_address_which_is_made_up_for() {
        let fixture = Fixture::new().await;
        {
            let _refusing = RefusingHistory::new();
            fixture.view.element("a").click();
            settle().await;
            assert_eq!(fixture.router.path().get_untracked(), "/keys/key_1");
            fixture.router.replace("/keys/key_1?tab=2".to_owned());
            assert_eq!(browser::address(), fixture.address);
        }
        assert!(fixture.shows("/keys/key_1?tab=2").await);
        browser::window().history().unwrap().back().unwrap();
        assert!(fixture.shows(&fixture.address).await);
    }

    #[wasm_bindgen_test]
    async fn leaving_a_page_at_once_keeps_its_last_change_for_back() {
        let fixture = Fixture::new().await;
        fixture.router.replace("/keys?change=1".to_owned());
        fixture.router.replace("/keys?change=2".to_owned());
        fixture.view.element("a").click();
        assert!(fixture.shows("/keys/key_1?tab=1").await);
        browser::window().history().unwrap().back().unwrap();
        assert!(fixture.shows("/keys?change=2").await);
    }
}
