//! The header: the operator's brand, the link back to the app and the sign-out button.

use std::sync::Arc;

use leptos::prelude::*;
use portal_core::{config::Config, page::Page, session::SessionState};

use crate::{
    browser,
    session::{SignOut, use_session},
    text,
    ui::{DocsLink, TextContent, memo, view},
};

/// The page header.
#[component]
pub(crate) fn Header() -> impl IntoView {
    let session = use_session();
    let is_open = memo(move || session.state().with(|state| matches!(state, SessionState::Open(_))));
    let docs = move || {
        session
            .config()
            .docs_url
            .as_ref()
            .map(|url| view! { <DocsLink class="button button-small button-quiet header-docs" url /> })
    };
    // Only beside pages: screens have a button of their own.
    let back = move || {
        let config = session.config();
        let label = text::back_to(config.app_name.as_deref());
        config.return_url.as_ref().filter(|_| is_open.get()).map(|url| {
            let (back, to_app) = label.split_once(' ').unwrap_or_default();
            view! {
                <a class="button button-small button-quiet" href=url.to_string()>
                    <span class="header-back">
                        {back.to_owned()} " " <span class="header-app">{to_app.to_owned()}</span>
                    </span>
                </a>
            }
        })
    };
    view! {
        <header class="header">
            <div class="header-inner">
                <div class="header-brand">
                    <Brand is_open />
                </div>
                <div class="header-actions">{move || docs()} {move || back()} <SignOut /></div>
            </div>
        </header>
    }
}

/// The operator's logo, or the first character of the app's name; the name, and whose keys are shown. Beside pages it leads to
/// the list.
#[component]
fn Brand(is_open: Memo<bool>) -> impl IntoView {
    let session = use_session();
    let account = memo(move || session.account());
    let account = move || {
        account.get().map(|name| {
            view! {
                <span class="account" translate="no" dir="auto" title=name.clone()>
                    {name.clone()}
                </span>
            }
        })
    };
    view! {
        // No link without an address.
        <a class="brand" href=move || is_open.get().then(|| Page::Keys.path())>
            {move || view! { <Mark config=session.config() /> }}
            <span class="brand-text">
                <span
                    class="brand-name"
                    translate="no"
                    dir="auto"
                    prop:textContent=move || TextContent(app_name(&session.config()))
                />
                {move || account()}
            </span>
        </a>
    }
}

/// The logo. Where there is none, or it can't be loaded: the first character of the app's name, in the place that every logo
/// has at least.
#[component]
fn Mark(config: Arc<Config>) -> impl IntoView {
    let is_broken = RwSignal::new(false);
    view! {
        {move || match config.logo.as_ref().filter(|_| !is_broken.get()) {
            Some(logo) => {
                let dark = config
                    .logo_dark
                    .as_ref()
                    .map(|logo| {
                        view! { <source media="(prefers-color-scheme: dark)" srcset=logo.as_str().to_owned() /> }
                    });
                let class = if config.logo_is_wordmark { "brand-logo wordmark" } else { "brand-logo" };
                view! {
                    <picture class=class>
                        // The name follows.
                        {dark} <img src=logo.as_str().to_owned() alt="" on:error=move |_| is_broken.set(true) />
                    </picture>
                }
            }
            None => {
                let initial = browser::upper_case(&browser::first_grapheme(&app_name(&config)));
                view! {
                    <span class="brand-initial" aria-hidden="true" translate="no">
                        {initial}
                    </span>
                }
            }
        }}
    }
}

/// The app's name, or what the page shows.
fn app_name(config: &Config) -> String {
    config.app_name.clone().unwrap_or_else(|| text::API_KEYS.to_owned())
}

#[cfg(test)]
mod tests {
    use js_sys::Function;
    use portal_api::ServerTime;
    use portal_core::keys::list::Account;
    use wasm_bindgen::{JsCast, closure::Closure};
    use wasm_bindgen_test::wasm_bindgen_test;
    use web_sys::Event;

    use super::*;
    use crate::{
        session::SessionHandle,
        testing::{Mounted, fire, mount, mount_with, open_until, settle},
    };

    const CONFIG: &str = r#"{"appName":"Acme","returnUrl":"https://acme.example/account"}"#;
    const LOGO: &str = r#"{"appName":"Acme","logo":"/logo.svg","logoDark":"/dark.svg","logoIsWordmark":true}"#;

    fn open() -> SessionState {
        open_until(ServerTime::from_millis(i64::MAX))
    }

    async fn header(state: SessionState, config: &'static str) -> Mounted {
        mount(move || {
            SessionHandle::stub(state, config);
            view! { <Header /> }
        })
        .await
    }

    #[wasm_bindgen_test]
    async fn the_header_has_the_apps_name_and_its_initial() {
        let view = header(SessionState::Starting, r#"{"appName":"acme"}"#).await;
        assert_eq!(view.text(".brand-name"), "acme");
        assert_eq!(view.text(".brand-initial"), "A");
        assert_eq!(view.element(".brand-name").get_attribute("translate").as_deref(), Some("no"));
    }

    #[wasm_bindgen_test]
    async fn the_initial_is_what_a_reader_takes_for_one_character() {
        for (config, initial) in [
            ("{\"appName\":\"\u{1f1e9}\u{1f1ea} Konto\"}", "\u{1f1e9}\u{1f1ea}"),
            ("{\"appName\":\"e\u{301}lan\"}", "E\u{301}"),
            ("{\"appName\":\"ßeta\"}", "SS"),
        ] {
            assert_eq!(header(SessionState::Starting, config).await.text(".brand-initial"), initial);
        }
    }

    #[wasm_bindgen_test]
    async fn without_a_name_the_header_names_the_page() {
        let view = header(SessionState::Starting, "{}").await;
        assert_eq!(view.text(".brand-name"), "API keys");
    }

    #[wasm_bindgen_test]
    async fn the_logo_takes_the_initials_place_and_has_one_for_the_dark() {
        // There is no such file: its error never gets there.
        let stop = Closure::<dyn Fn(Event)>::new(|event: Event| event.stop_immediate_propagation());
        let stop: &Function = stop.as_ref().unchecked_ref();
        document().add_event_listener_with_callback_and_bool("error", stop, true).unwrap();
        let view = header(SessionState::Starting, LOGO).await;
        document().remove_event_listener_with_callback_and_bool("error", stop, true).unwrap();
        let logo = view.element("img");
        assert_eq!(logo.get_attribute("src").as_deref(), Some("/logo.svg"));
        assert_eq!(logo.get_attribute("alt").as_deref(), Some(""));
        assert_eq!(view.element("source").get_attribute("srcset").as_deref(), Some("/dark.svg"));
        assert!(view.find(".brand-initial").is_none() && view.find(".wordmark").is_some());
        // For screen readers.
        assert_eq!(view.text(".brand-name"), "Acme");
    }

    #[wasm_bindgen_test]
    async fn a_logo_that_cannot_be_loaded_leaves_the_initial() {
        let view = header(SessionState::Starting, LOGO).await;
        // The browser may have found it out before.
        if let Some(logo) = view.find("img") {
            fire(&logo, &Event::new("error").unwrap());
        }
        settle().await;
        assert_eq!(view.text(".brand-initial"), "A");
        assert!(view.find("img").is_none() && view.find(".wordmark").is_none());
    }

    #[wasm_bindgen_test]
    async fn brand_and_way_back_are_links_only_while_a_session_is_open() {
        let view = header(open(), CONFIG).await;
        assert_eq!(view.element("a.brand").get_attribute("href").as_deref(), Some("/keys"));
        let back = view.element(".header-actions a");
        assert_eq!(back.text_content().as_deref(), Some("Back to Acme"));
        assert_eq!(back.get_attribute("href").as_deref(), Some("https://acme.example/account"));
        assert!(header(SessionState::Starting, CONFIG).await.find("a[href]").is_none());
    }

    #[wasm_bindgen_test]
    async fn the_documentation_is_linked_where_the_operator_has_one() {
        let view = header(SessionState::Starting, r#"{"docsUrl":"https://docs.acme.example/keys"}"#).await;
        let docs = view.element(".header-docs");
        assert_eq!(docs.get_attribute("href").as_deref(), Some("https://docs.acme.example/keys"));
        assert_eq!(docs.text_content().as_deref(), Some("Docs"));
    }

    #[wasm_bindgen_test]
    async fn whose_keys_these_are_is_text_and_follows_the_session() {
        let (session, view) = mount_with(|| {
            let session = SessionHandle::stub(open(), r#"{"appName":"Acme","show":{"account":true}}"#);
            (session, view! { <Header /> })
        })
        .await;
        assert!(view.find(".account").is_none());
        session.set_account(&Account::Is("<b>Globex</b>".to_owned()));
        settle().await;
        assert_eq!(view.text(".account"), "<b>Globex</b>");
        let element = view.element(".account");
        assert_eq!(element.get_attribute("translate").as_deref(), Some("no"));
        assert_eq!(element.get_attribute("dir").as_deref(), Some("auto"));
        session.set_account(&Account::Unclear);
        settle().await;
        assert!(view.find(".account").is_none());
    }
}
