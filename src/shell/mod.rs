//! What the operator's config looks like on screen. Colours come as `/brand.css`, before the program.

mod offline;

use leptos::prelude::*;

use crate::{
    browser,
    session::{SignOut, use_session},
    text,
};

pub(crate) use offline::Offline;

/// The page's head: whose portal it is, and the way back to the app.
#[component]
pub(crate) fn Header() -> impl IntoView {
    let session = use_session();
    let screen = session.screen();
    view! {
        <header class="header">
            <div class="header-inner">
                <Brand/>
                {move || {
                    let config = session.config();
                    let words = text::back_to(config.app_name.as_deref());
                    // Screens without a session have a button of their own for it.
                    config.return_url.clone().filter(|_| screen.get().is_none()).map(|url| view! { <a class="header-link" href=url.to_string()>{words}</a> })
                }}
                <SignOut/>
            </div>
        </header>
    }
}

#[component]
fn Brand() -> impl IntoView {
    let session = use_session();
    move || {
        let config = session.config();
        let name = config.app_name.clone().unwrap_or_else(|| text::API_KEYS.to_owned());
        let initial = browser::upper_case(&name.chars().take(1).collect::<String>());
        let mark = match &config.logo {
            // The name stands beside it: a text of its own would be read twice.
            Some(logo) => view! { <img class="brand-logo" src=logo.as_str().to_owned() alt=""/> }.into_any(),
            None => view! { <span class="brand-initial" aria-hidden="true">{initial}</span> }.into_any(),
        };
        view! { <p class="brand">{mark}<span class="brand-name">{name}</span></p> }
    }
}

/// The page's foot: help, and which version this is.
#[component]
pub(crate) fn Footer() -> impl IntoView {
    let session = use_session();
    view! {
        <footer class="footer">
            <div class="footer-inner">
                <span>{concat!("Version ", env!("CARGO_PKG_VERSION"))}</span>
                {move || {
                    session
                        .config()
                        .support_url
                        .as_ref()
                        .map(|link| view! { <a href=link.as_str().to_owned()>{text::CONTACT_SUPPORT}</a> })
                }}
            </div>
        </footer>
    }
}
