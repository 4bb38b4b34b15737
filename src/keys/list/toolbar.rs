//! What of the list to see: search, filters and order.

use leptos::{html, prelude::*};
use portal_api::KeyStatus;
use portal_core::keys::view::{Column, Direction, Sort};

use super::list_view::ListView;
use crate::{session::use_session, text::keys as words};

const STATUSES: [KeyStatus; 3] = [KeyStatus::Active, KeyStatus::Expired, KeyStatus::Disabled];

/// All of it in one line; more where the screen is narrow.
#[component]
pub(crate) fn Toolbar(
    view: ListView,
    /// Given to the search.
    search: NodeRef<html::Input>,
) -> impl IntoView {
    let chosen =
        move || view.view().with(|view| view.status.and_then(|status| STATUSES.iter().position(|it| *it == status)));
    let choose = move |value: String| {
        let status = value.parse().ok().and_then(|index: usize| STATUSES.get(index).copied());
        view.change(|view| view.status = status);
    };
    view! {
        <div class="toolbar" role="search">
            <input
                class="input toolbar-search"
                type="search"
                node_ref=search
                aria-label=words::SEARCH
                placeholder=words::SEARCH_HINT
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                prop:value=move || view.view().with(|view| view.query.clone())
                on:input=move |event| view.search(event_target_value(&event))
                on:blur=move |_| view.settle()
            />
            <select
                class="input"
                aria-label=words::STATUS
                on:change=move |event| choose(event_target_value(&event))
            >
                <option value="" prop:selected=move || chosen().is_none()>{words::ANY_STATUS}</option>
                {STATUSES
                    .into_iter()
                    .enumerate()
                    .map(|(index, status)| {
                        view! {
                            <option value=index.to_string() prop:selected=move || chosen() == Some(index)>
                                {words::status(status)}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            <Toggle
                label=words::EXPIRING_SOON
                on=Signal::derive(move || view.view().with(|view| view.expiring_soon))
                press=move || view.change(|view| view.expiring_soon = !view.expiring_soon)
            />
            <Toggle
                label=words::NEVER_USED
                on=Signal::derive(move || view.view().with(|view| view.never_used))
                press=move || view.change(|view| view.never_used = !view.never_used)
            />
            <Order view/>
        </div>
    }
}

#[component]
fn Toggle(label: &'static str, on: Signal<bool>, press: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button class="button toggle" type="button" aria-pressed=move || on.get().to_string() on:click=move |_| press()>
            {label}
        </button>
    }
}

/// The order, where there are no headings to click.
#[component]
fn Order(view: ListView) -> impl IntoView {
    let show = use_session().config().show;
    let columns = Column::ALL.into_iter().filter(move |column| column.is_shown(show));
    let options = columns
        .flat_map(move |column| {
            [(Direction::Ascending, "↑"), (Direction::Descending, "↓")].map(|(direction, arrow)| {
                let sort = Sort { column, direction };
                view! {
                    <option value=value(sort) prop:selected=move || view.view().with(|view| view.sort == sort)>
                        {words::column(column)} " " {arrow}
                    </option>
                }
            })
        })
        .collect_view();
    let choose = move |chosen: String| {
        let all = Column::ALL.into_iter();
        let mut sorts = all.flat_map(|column| {
            [Direction::Ascending, Direction::Descending].map(|direction| Sort { column, direction })
        });
        if let Some(sort) = sorts.find(|sort| value(*sort) == chosen) {
            view.change(|view| view.sort = sort);
        }
    };
    view! {
        <label class="toolbar-order">
            <span>{words::SORT_BY}</span>
            <select
                class="input"
                on:change=move |event| choose(event_target_value(&event))
            >
                {options}
            </select>
        </label>
    }
}

fn value(sort: Sort) -> String {
    let direction = if sort.direction == Direction::Ascending { "+" } else { "-" };
    [sort.column.url_name(), direction].concat()
}
