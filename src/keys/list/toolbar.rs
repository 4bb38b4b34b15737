//! Search, filters and order of the list.

use leptos::{html, prelude::*};
use portal_api::KeyStatus;
use portal_core::keys::view::{Column, Direction, Sort};

use super::{columns, list_view::ListView};
use crate::{
    ui::view,
    {session::use_session, text},
};

const STATUSES: [KeyStatus; 3] = [KeyStatus::Active, KeyStatus::Expired, KeyStatus::Disabled];
const DIRECTIONS: [(Direction, &str); 2] = [(Direction::Ascending, "↑"), (Direction::Descending, "↓")];

/// One line, more on narrow screens.
#[component]
pub(super) fn Toolbar(
    view: ListView,
    /// Set to the search field.
    search: NodeRef<html::Input>,
) -> impl IntoView {
    view! {
        <div class="toolbar" role="search">
            <input
                class="input toolbar-search"
                type="search"
                node_ref=search
                aria-label=text::keys::SEARCH
                placeholder=text::keys::SEARCH_HINT
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                prop:value=move || view.get().with(|view| view.query.clone())
                on:input=move |event| view.search(event_target_value(&event))
                on:blur=move |_| view.flush()
            />
            <StatusFilter view />
            <Toggle
                label=text::keys::EXPIRING_SOON
                pressed=Signal::derive(move || view.get().with(|view| view.expiring_soon))
                on_click=move || view.update(|view| view.expiring_soon = !view.expiring_soon)
            />
            <Toggle
                label=text::keys::NEVER_USED
                pressed=Signal::derive(move || view.get().with(|view| view.never_used))
                on_click=move || view.update(|view| view.never_used = !view.never_used)
            />
            <SortOrder view />
        </div>
    }
}

#[component]
fn StatusFilter(view: ListView) -> impl IntoView {
    let select = move |index: String| {
        let status = index.parse().ok().and_then(|index: usize| STATUSES.get(index).copied());
        view.update(|view| view.status = status);
    };
    let is_selected = move |status: Option<KeyStatus>| view.get().with(|view| view.status == status);
    view! {
        <select class="input" aria-label=text::keys::STATUS on:change=move |event| select(event_target_value(&event))>
            <option value="" prop:selected=move || is_selected(None)>
                {text::keys::ANY_STATUS}
            </option>
            {STATUSES
                .into_iter()
                .enumerate()
                .map(|(index, status)| {
                    view! {
                        <option value=index.to_string() prop:selected=move || is_selected(Some(status))>
                            {text::keys::status(status)}
                        </option>
                    }
                })
                .collect_view()}
        </select>
    }
}

#[component]
fn Toggle(
    label: &'static str,
    #[prop(into)] pressed: Signal<bool>,
    #[prop(into)] on_click: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            class="button filter"
            type="button"
            aria-pressed=move || pressed.get().to_string()
            on:click=move |_| on_click.run(())
        >
            {label}
        </button>
    }
}

/// The order, for screens without column headings.
#[component]
fn SortOrder(view: ListView) -> impl IntoView {
    let show = use_session().config().show;
    let sorts = move || {
        let columns = Column::ALL.into_iter().filter(move |column| column.is_shown(show));
        columns.flat_map(|column| DIRECTIONS.map(|(direction, arrow)| (Sort { column, direction }, arrow)))
    };
    let select = move |value: String| {
        if let Some((sort, _)) = sorts().find(|(sort, _)| sort_value(*sort) == value) {
            view.update(|view| view.sort = sort);
        }
    };
    view! {
        <label class="toolbar-order">
            <span>{text::keys::SORT_BY}</span>
            <select class="input" on:change=move |event| select(event_target_value(&event))>
                {sorts()
                    .map(|(sort, arrow)| {
                        view! {
                            <option
                                value=sort_value(sort)
                                prop:selected=move || view.get().with(|view| view.sort == sort)
                            >
                                {columns::view(sort.column).label}
                                " "
                                {arrow}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </label>
    }
}

fn sort_value(sort: Sort) -> String {
    let direction = if sort.direction == Direction::Ascending { "+" } else { "-" };
    [sort.column.url_name(), direction].concat()
}
