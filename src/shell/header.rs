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
                {move || back()}
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

#[cfg(test)]
mod tests {
    use portal_api::ServerTime;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{
        session::SessionHandle,
        testing::{Mounted, mount, open_until},
    };

    async fn header(state: SessionState, config: &'static str) -> Mounted {
        mount(move || {
            SessionHandle::stub(state, config);
            view! { <Header/> }
        })
        .await
    }

    #[wasm_bindgen_test]
    async fn the_header_has_the_apps_name_and_its_initial() {
        let view = header(SessionState::Starting, r#"{"appName":"acme"}"#).await;
        assert_eq!(view.text(".brand-name"), "acme");
        assert_eq!(view.text(".brand-initial"), "A");
    }

    #[wasm_bindgen_test]
    async fn without_a_name_the_header_names_the_page() {
        let view = header(SessionState::Starting, "{}").await;
        assert_eq!(view.text(".brand-name"), "API keys");
    }

    #[wasm_bindgen_test]
    async fn the_logo_takes_the_initials_place() {
        let view = header(SessionState::Starting, r#"{"appName":"Acme","logo":"/logo.svg"}"#).await;
        let logo = view.element("img");
        assert_eq!(logo.get_attribute("src").as_deref(), Some("/logo.svg"));
        assert_eq!(logo.get_attribute("alt").as_deref(), Some(""));
        assert!(view.find(".brand-initial").is_none());
    }

    #[wasm_bindgen_test]
    async fn the_link_back_is_there_only_while_a_session_is_open() {
        const CONFIG: &str = r#"{"appName":"Acme","returnUrl":"https://acme.example/account"}"#;
        let view = header(open_until(ServerTime::from_millis(i64::MAX)), CONFIG).await;
        assert_eq!(view.text("a.header-link"), "Back to Acme");
        assert!(header(SessionState::Starting, CONFIG).await.find("a").is_none());
    }
}
