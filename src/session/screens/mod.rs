//! The screens in place of the pages while no session is open.

mod auto_return;
mod choices;
mod ended;
mod layout;
mod opening;

use leptos::prelude::*;
use portal_core::session::screen::Screen;

use self::{
    choices::{ChoosingSession, CookiesRefused, HeldForRetry, OtherSessionOpen},
    ended::Ended,
    opening::Opening,
};

/// Shows a screen.
#[component]
pub(crate) fn SessionScreen(screen: Screen) -> impl IntoView {
    match screen {
        Screen::Opening => view! { <Opening/> }.into_any(),
        Screen::HeldForRetry { failure, not_before } => view! { <HeldForRetry failure not_before/> }.into_any(),
        Screen::ChoosingSession => view! { <ChoosingSession/> }.into_any(),
        Screen::OtherSessionOpen(failure) => view! { <OtherSessionOpen failure/> }.into_any(),
        Screen::CookiesRefused => view! { <CookiesRefused/> }.into_any(),
        Screen::Ended { ending, failure } => view! { <Ended ending failure/> }.into_any(),
    }
}
