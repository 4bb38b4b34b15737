//! The header: the operator's brand, the link back to the app and the sign-out button.

use leptos::prelude::*;
use portal_core::session::SessionState;

use crate::{
    browser,
    session::{SignOut, use_session},
    text,
    ui::{memo, view},
};

/// The page header.
#[component]
pub(crate) fn Header() -> impl IntoView {
    let session = use_session();
    let is_open = memo(move || session.state().with(|state| matches!(state, SessionState::Open(_))));
    // Only beside pages: screens have a button of their own.
    let back = move || {
        let config = session.config();
        let label = text::back_to(config.app_name.as_deref());
        config.return_url.clone().filter(|_| is_open.get()).map(|url| {
            view! {
                <a class="header-link" href=url.to_string()>
                    {label}
                </a>
            }
        })
    };
    view! {
        <header class="header">
            <div class="header-inner">
                <Brand/>
                {back}
                <SignOut/>
            </div>
        </header>
    }
}

/// The operator's logo, or the first letter of the app's name, and the name.
#[component]
fn Brand() -> impl IntoView {
    let session = use_session();
    move || {
        let config = session.config();
        let name = config.app_name.clone().unwrap_or_else(|| text::API_KEYS.to_owned());
        let logo = match &config.logo {
            // `alt` is empty since the name follows.
            Some(logo) => view! { <img class="brand-logo" src=logo.as_str().to_owned() alt=""/> },
            None => {
                let initial = browser::upper_case(&name.chars().take(1).collect::<String>());
                view! {
                    <span class="brand-initial" aria-hidden="true">
                        {initial}
                    </span>
                }
            }
        };
        view! {
            <p class="brand">
                {logo}
                <span class="brand-name">{name}</span>
            </p>
        }
    }
}
