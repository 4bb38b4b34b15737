//! The screens in place of the pages while no session is open.

mod auto_return;
mod choices;
mod ended;
mod layout;

use leptos::prelude::*;
use portal_core::session::screen::Screen;

use self::{
    choices::{ChoosingSession, CookiesRefused, HeldForRetry, OtherSessionOpen},
    ended::Ended,
};
use crate::{session::Opening, ui::view};

/// Shows a screen.
#[component]
pub(crate) fn SessionScreen(screen: Screen) -> impl IntoView {
    match screen {
        Screen::Opening => view! { <Opening /> },
        Screen::HeldForRetry { failure, not_before } => view! { <HeldForRetry failure not_before /> },
        Screen::ChoosingSession => view! { <ChoosingSession /> },
        Screen::OtherSessionOpen(failure) => view! { <OtherSessionOpen failure /> },
        Screen::CookiesRefused => view! { <CookiesRefused /> },
        Screen::Ended { ending, failure } => view! { <Ended ending failure /> },
    }
}
