//! What takes the place of the tools until they are loaded: as large as they are, so that nothing moves then.

use leptos::prelude::*;

use super::place::Place;
use crate::{keys::list_state::ListState, text, ui::view};

/// For the tools of a place. What is typed into its search field is not lost: the toolbar takes it over.
#[component]
pub(super) fn StandIn(list: ListState, place: Place) -> impl IntoView {
    match place {
        Place::Head => view! {
            <div class="unready">
                <span class="button more">"⋯"</span>
                <div class="page-actions sheet">
                    <span class="button">{text::keys::IDENTIFY}</span>
                    <span class="button">{text::keys::EXPORT}</span>
                </div>
            </div>
        },
        Place::Toolbar if untrack(|| list.has_toolbar()) => view! {
            <div class="toolbar" role="search">
                <div class="search">
                    <input
                        class="input"
                        type="search"
                        aria-label=text::keys::SEARCH
                        placeholder=text::keys::SEARCH_HINT
                        autocomplete="off"
                        spellcheck="false"
                        prop:value=move || list.view.get().with(|view| view.query.clone())
                    />
                </div>
            </div>
            {untrack(|| list.has_filter()).then(|| view! { <div class="filters-set"></div> })}
        },
        Place::Toolbar | Place::AboveTable | Place::Foot => ().into_any(),
    }
}
