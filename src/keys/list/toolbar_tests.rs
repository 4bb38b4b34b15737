//! Tests of search, filters and order.

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

use super::{list_view::ListView, navigation::ListNavigation, toolbar::Toolbar};
use crate::{
    keys::store::KeysStore,
    session::SessionHandle,
    testing::{Mounted, fire, mount_with, settle},
    text,
    ui::memo,
};

/// The toolbar at an address that isn't the list's, which therefore stays as it is.
async fn toolbar() -> (RwSignal<KeysView>, Mounted) {
    let created = StoredValue::new_local(None);
    let ((), view) = mount_with(move || {
        SessionHandle::stub(SessionState::Starting, "{}");
        let store = KeysStore::new();
        let toolbar = move || {
            let view = ListView::from_address(store);
            created.set_value(Some(view.get()));
            let navigation = ListNavigation::new(NodeRef::new(), memo(SearchResults::default), None);
            let shortcuts_are_on = RwSignal::new(true);
            view! { <Toolbar store view search=NodeRef::new() navigation shortcuts_are_on /> }
        };
        ((), view! { <Router>{toolbar()}</Router> })
    })
    .await;
    (created.get_value().unwrap(), view)
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
