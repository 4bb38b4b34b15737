//! Loaded right after the first rows: the tools of the list of keys, which its rows don't need.

mod actions;
mod export;
mod no_match;
mod open_row;
mod place;
mod print;
mod reveal;
mod rows;
mod search;
mod shortcuts;
mod stand_in;
mod toolbar;
#[cfg(test)]
mod toolbar_tests;
mod tooltip;

use leptos::prelude::*;

pub(crate) use self::place::Place;
use self::{
    actions::Actions, no_match::NoMatch, print::PrintNote, reveal::reveal_new_key, rows::listen_to_rows,
    shortcuts::Shortcuts, stand_in::StandIn, toolbar::Toolbar,
};
use crate::{
    keys::list_state::ListState,
    lazy::{LazyModule, LoadError, LoadingModule},
    ui::{fresh, view},
};

/// What the module consists of.
#[derive(Clone, Copy)]
pub(crate) struct Views {
    tools: fn(Place, ListState) -> AnyView,
}

#[cfg_attr(not(test), leptos::wasm_split::wasm_split(tools, fallible, wasm_split_path = leptos::wasm_split))]
fn views() -> Result<Views, LoadError> {
    Ok(Views {
        tools: |place, list| match place {
            Place::Head => view! { <Actions list /> },
            Place::Toolbar => view! { <Toolbar list /> },
            Place::AboveTable => {
                reveal_new_key(list);
                listen_to_rows(list);
                view! {
                    <NoMatch list />
                    <PrintNote list />
                }
            }
            Place::Foot => view! { <Shortcuts are_on=list.shortcuts_are_on /> },
        },
    })
}

fn load() -> LoadingModule<Views> {
    // The tests are one file.
    #[cfg(test)]
    let views = || std::future::ready(views());
    Box::pin(views())
}

/// The module of the tools; kept beside the pages, so that it is loaded once.
pub(crate) type ToolsModule = LazyModule<Views>;

/// See [`ToolsModule`].
pub(crate) fn tools_module() -> ToolsModule {
    LazyModule::new(load)
}

/// The tools of a place; until they are loaded, what stands in for them.
#[component]
pub(crate) fn Tools(module: ToolsModule, list: ListState, place: Place) -> impl IntoView {
    let (is_loaded, has_failed) = (module.is_loaded(), module.has_failed());
    view! {
        {move || {
            fresh(
                match is_loaded.get().then(|| module.views()).flatten() {
                    Some(views) => untrack(|| (views.tools)(place, list)),
                    None if place == Place::Toolbar && has_failed.get() => module.failure(),
                    None => {
                        // Said once.
                        view! { <StandIn list place /> }
                    }
                },
            )
        }}
    }
}
