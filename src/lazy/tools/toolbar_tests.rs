//! Tests of search, filters and order, before and after they are loaded.

use std::cell::RefCell;

use leptos::prelude::*;
use leptos_router::components::Router;
use portal_api::KeyStatus;
use portal_core::{
    keys::view::{Column, Direction, KeysView, SearchResults},
    session::SessionState,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, EventInit, HtmlInputElement, HtmlSelectElement};

use super::{Place, Tools, Views, views};
use crate::{
    browser::{self, wait_until},
    keys::{
        list_state::{ListNavigation, ListState, ListView},
        store::KeysStore,
    },
    lazy::{LazyModule, LoadError, LoadingModule},
    session::SessionHandle,
    testing::{Mounted, fire, mount_with, settle},
    text,
    ui::{memo, view},
};

/// The state of a list at an address that isn't the list's, which therefore stays as it is.
fn list_state() -> ListState {
    let store = KeysStore::new();
    let view = ListView::from_address(store);
    let results = memo(SearchResults::default);
    let navigation = ListNavigation::new(NodeRef::new(), results, None);
    let is_printed = RwSignal::new(false);
    ListState {
        store,
        view,
        searched_key: memo(|| None),
        is_filtered: memo(move || view.get().with(KeysView::is_filtered)),
        results,
        navigation,
        rows: navigation.visible_rows(is_printed),
        is_printed,
        shortcuts_are_on: RwSignal::new(true),
    }
}

async fn toolbar_of(module: fn() -> LoadingModule<Views>) -> (RwSignal<KeysView>, Mounted) {
    let created = StoredValue::new_local(None);
    let ((), view) = mount_with(move || {
        SessionHandle::stub(SessionState::Starting, "{}");
        let toolbar = move || {
            let list = list_state();
            created.set_value(Some(list.view.get()));
            let module = LazyModule::new(module);
            module.start();
            view! { <Tools module list place=Place::Toolbar /> }
        };
        ((), view! { <Router>{toolbar()}</Router> })
    })
    .await;
    settle().await;
    (created.get_value().unwrap(), view)
}

async fn toolbar() -> (RwSignal<KeysView>, Mounted) {
    toolbar_of(super::load).await
}

thread_local! {
    /// What the load results in; none while it is under way.
    static RESULT: RefCell<Option<Result<Views, LoadError>>> = const { RefCell::new(None) };
}

fn load_result() -> LoadingModule<Views> {
    Box::pin(async {
        while RESULT.with_borrow(Option::is_none) {
            browser::sleep(1).await;
        }
        RESULT.take().unwrap_or(Err(LoadError))
    })
}

/// Waits for what `selector` finds.
async fn shows(view: &Mounted, selector: &str) -> bool {
    wait_until(|| view.find(selector).is_some(), 5, 2_000).await
}

#[wasm_bindgen_test]
async fn what_is_typed_before_the_toolbar_is_loaded_is_searched_for_and_the_focus_stays() {
    RESULT.set(None);
    let (keys_view, view) = toolbar_of(load_result).await;
    let search: HtmlInputElement = view.element("input[type=search]").unchecked_into();
    search.focus().unwrap();
    search.set_value("prod");
    RESULT.set(Some(views()));
    assert!(shows(&view, "[popovertarget=filters]").await);
    settle().await;
    assert_eq!(keys_view.get_untracked().query, "prod");
    let search: HtmlInputElement = view.element("input[type=search]").unchecked_into();
    assert_eq!(document().active_element().as_ref(), Some(search.as_ref()));
    assert_eq!((search.value(), search.selection_start()), ("prod".to_owned(), Ok(Some(4))));
}

#[wasm_bindgen_test]
async fn a_toolbar_that_cant_be_loaded_is_said_to_be_missing_and_keeps_the_search_when_it_is_tried_again() {
    RESULT.set(None);
    let (keys_view, view) = toolbar_of(load_result).await;
    keys_view.update(|view| view.query = "prod".to_owned());
    RESULT.set(Some(Err(LoadError)));
    assert!(shows(&view, "[role=alert]").await);
    assert!(view.find("input").is_none());
    RESULT.set(Some(views()));
    view.press(text::TRY_AGAIN).await;
    assert!(shows(&view, "[popovertarget=filters]").await);
    let search: HtmlInputElement = view.element("input[type=search]").unchecked_into();
    assert_eq!(search.value(), "prod");
}

fn status_filter(view: &Mounted) -> HtmlSelectElement {
    view.element("select[aria-label=Status]").unchecked_into()
}

async fn choose(select: &HtmlSelectElement, value: &str) {
    select.set_value(value);
    fire(select, &Event::new("change").unwrap());
    settle().await;
}

#[wasm_bindgen_test]
async fn a_status_that_is_chosen_filters_the_list_and_stays_chosen() {
    let (keys_view, view) = toolbar().await;
    let status = status_filter(&view);
    choose(&status, "2").await;
    assert_eq!(keys_view.get_untracked().status, Some(KeyStatus::Disabled));
    keys_view.update(|view| view.never_used = true);
    settle().await;
    assert_eq!(status.value(), "2");
    choose(&status, "").await;
    assert_eq!(keys_view.get_untracked().status, None);
}

#[wasm_bindgen_test]
async fn a_status_from_the_address_is_shown_as_chosen() {
    let (keys_view, view) = toolbar().await;
    keys_view.update(|view| view.status = Some(KeyStatus::Expired));
    settle().await;
    assert_eq!(status_filter(&view).value(), "1");
}

#[wasm_bindgen_test]
async fn the_filters_say_whether_they_are_pressed() {
    let (keys_view, view) = toolbar().await;
    let pressed = || view.element("[aria-pressed]").get_attribute("aria-pressed");
    assert_eq!(pressed().as_deref(), Some("false"));
    view.press(text::keys::EXPIRING_SOON).await;
    assert!(keys_view.get_untracked().expiring_soon);
    assert_eq!(pressed().as_deref(), Some("true"));
    view.press(text::keys::EXPIRING_SOON).await;
    assert!(!keys_view.get_untracked().expiring_soon);
}

#[wasm_bindgen_test]
async fn search_and_filters_are_together_in_a_search() {
    let (_, view) = toolbar().await;
    let search = view.element("[role=search] input[type=search]");
    assert_eq!(search.get_attribute("aria-label").as_deref(), Some("Search keys"));
    for filter in ["select[aria-label=Status]", "[aria-pressed=false]"] {
        assert!(view.find(&format!("[role=search] {filter}")).is_some(), "{filter}");
    }
}

#[wasm_bindgen_test]
async fn clearing_the_filters_clears_what_the_toolbar_shows() {
    let (keys_view, view) = toolbar().await;
    choose(&status_filter(&view), "1").await;
    view.press("Never used").await;
    keys_view.update(|view| view.query = "production".to_owned());
    settle().await;
    let search: HtmlInputElement = view.element("input[type=search]").unchecked_into();
    assert_eq!(search.value(), "production");
    keys_view.update(|view| *view = view.without_filters());
    settle().await;
    assert_eq!((search.value(), status_filter(&view).value()), (String::new(), String::new()));
    assert!(view.find("[aria-pressed=true]").is_none());
}

#[wasm_bindgen_test]
async fn where_no_headings_are_the_order_is_chosen_from_a_list() {
    let (keys_view, view) = toolbar().await;
    let order: HtmlSelectElement = view.element(".filters-order select").unchecked_into();
    choose(&order, "name+").await;
    let sort = keys_view.get_untracked().sort;
    assert_eq!((sort.column, sort.direction), (Column::Name, Direction::Ascending));
    keys_view.update(|view| view.sort = view.sort.toggled(Column::Name));
    settle().await;
    assert_eq!(order.value(), "name-");
}

#[wasm_bindgen_test]
async fn what_is_typed_is_searched_for_at_once() {
    let (keys_view, view) = toolbar().await;
    let search: HtmlInputElement = view.element("input[type=search]").unchecked_into();
    search.set_value("prod");
    let bubbles = EventInit::new();
    bubbles.set_bubbles(true);
    fire(&search, &Event::new_with_event_init_dict("input", &bubbles).unwrap());
    settle().await;
    assert_eq!(keys_view.get_untracked().query, "prod");
}
