//! Search, filters and order of the list.

use leptos::prelude::*;
use portal_api::KeyStatus;
use portal_core::keys::view::{Column, Direction, KeysView, Sort};

use super::search::SearchField;
use crate::{
    browser,
    keys::list_state::{ListState, ListView},
    session::use_session,
    text,
    ui::{Show, TextContent, memo, view},
};

const STATUSES: [KeyStatus; 3] = [KeyStatus::Active, KeyStatus::Expired, KeyStatus::Disabled];

/// One line. Where there is no room for the filters, they are in a sheet; those that are set are named below the line.
#[component]
pub(super) fn Toolbar(list: ListState) -> impl IntoView {
    let ListState { view, searched_key, .. } = list;
    // It doesn't vanish under the hands of somebody who uses it.
    let is_in_use = RwSignal::new(false);
    let is_shown = memo(move || is_in_use.get() || list.has_toolbar());
    let filters = memo(move || view.get().with(text::keys::filters));
    let has_filter = move || list.has_filter();
    let clear = move || {
        // The button is removed, and the focus must not be lost with it.
        browser::restore_focus(None);
        view.update(|view| *view = KeysView { query: view.query.clone(), ..view.without_filters() });
    };
    view! {
        <Show when=is_shown>
            <div class="toolbar" role="search" on:focusin=move |_| is_in_use.set(true)>
                <SearchField list />
                <button class="button filters-button" class:filter-set=has_filter type="button" popovertarget="filters">
                    {text::keys::FILTER}
                </button>
                <div class="filters sheet" id="filters" popover="auto" role="group" aria-label=text::keys::FILTER>
                    <StatusFilter view />
                    <Toggle
                        label=text::keys::EXPIRING_SOON
                        pressed=Signal::derive(move || view.get().with(|view| view.expiring_soon))
                        on_click=move || view.update(KeysView::toggle_expiring_soon)
                    />
                    <Toggle
                        label=text::keys::NEVER_USED
                        pressed=Signal::derive(move || view.get().with(|view| view.never_used))
                        on_click=move || view.update(|view| view.never_used = !view.never_used)
                    />
                    <SortOrder view />
                    <button
                        class="button button-primary"
                        type="button"
                        popovertarget="filters"
                        popovertargetaction="hide"
                    >
                        {text::keys::DONE}
                    </button>
                </div>
            </div>
            <Show when=has_filter>
                <div class="filters-set">
                    <p prop:textContent=move || TextContent(filters.get())></p>
                    <button class="button button-small button-quiet" type="button" on:click=move |_| clear()>
                        {text::keys::CLEAR_FILTERS}
                    </button>
                </div>
            </Show>
        </Show>
        <Show when=move || searched_key.with(Option::is_some)>
            <p class="card panel soft">{text::keys::IDENTIFY_IN_SEARCH}</p>
        </Show>
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
        <select
            class="input filter"
            class:filter-set=move || !is_selected(None)
            aria-label=text::keys::STATUS
            on:change=move |event| select(event_target_value(&event))
        >
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

/// The order, where there are no column headings.
#[component]
fn SortOrder(view: ListView) -> impl IntoView {
    let show = use_session().config().show;
    let sorts = move || {
        let columns = Column::ALL.into_iter().filter(move |column| column.is_shown(show));
        columns.flat_map(|column| {
            let first = column.default_direction();
            let other = if first == Direction::Ascending { Direction::Descending } else { Direction::Ascending };
            [first, other].map(|direction| Sort { column, direction })
        })
    };
    let select = move |value: String| {
        if let Some(sort) = sorts().find(|sort| sort_value(*sort) == value) {
            view.update(|view| view.sort = sort);
        }
    };
    view! {
        <label class="filters-order">
            <span>{text::keys::SORT_BY}</span>
            <select class="input" on:change=move |event| select(event_target_value(&event))>
                {sorts()
                    .map(|sort| {
                        view! {
                            <option
                                value=sort_value(sort)
                                prop:selected=move || view.get().with(|view| view.sort == sort)
                            >
                                {text::keys::order(sort)}
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
