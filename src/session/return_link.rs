//! The link back to the app on screens without a session.

use leptos::prelude::*;
use portal_core::config::Config;

use super::handle::use_session;
use crate::{text, ui::view};

/// The link back to the app; nothing where the config has no `returnUrl`.
#[component]
pub(crate) fn ReturnLink(
    /// See [`return_address`].
    is_session_over: bool,
    /// Whether another action is the recommended one.
    #[prop(optional)]
    secondary: bool,
) -> impl IntoView {
    let config = use_session().config();
    let label = text::back_to(config.app_name.as_deref());
    let class = if secondary { "button" } else { "button button-primary" };
    return_address(&config, is_session_over).map(|href| {
        view! {
            <a class=class href=href>
                {label}
            </a>
        }
    })
}

/// The config's `returnUrl`, with a query parameter that tells the app when a session is over.
pub(crate) fn return_address(config: &Config, is_session_over: bool) -> Option<String> {
    let url = config.return_url.as_ref()?;
    Some(if is_session_over { url.with_query_parameter("reason", "session_expired") } else { url.to_string() })
}

#[cfg(test)]
mod tests {
    use portal_core::{config::Config, session::SessionState};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{session::SessionHandle, testing::mount};

    const RETURN_URL: &str = "https://acme.example/account?tab=keys&next=%2Fa%20b&tab=2";

    fn config() -> String {
        format!(r#"{{"appName":"Acme","returnUrl":"{RETURN_URL}#section/keys?x=1"}}"#)
    }

    #[wasm_bindgen_test]
    async fn where_no_session_ended_the_link_is_the_operators_untouched() {
        let view = mount(|| {
            SessionHandle::stub(SessionState::Starting, &config());
            view! { <ReturnLink is_session_over=false /> }
        })
        .await;
        assert_eq!(view.text("a.button-primary"), "Back to Acme");
        assert_eq!(view.element("a").get_attribute("href"), Some(format!("{RETURN_URL}#section/keys?x=1")));
    }

    #[wasm_bindgen_test]
    fn after_an_expiry_the_reason_is_added_and_all_else_is_kept() {
        let config = Config::parse(config().as_bytes()).config;
        let address = return_address(&config, true);
        assert_eq!(address, Some(format!("{RETURN_URL}&reason=session_expired#section/keys?x=1")));
    }

    #[wasm_bindgen_test]
    async fn without_a_return_url_there_is_no_link() {
        let view = mount(|| {
            SessionHandle::stub(SessionState::Starting, "{}");
            view! { <ReturnLink is_session_over=true /> }
        })
        .await;
        assert!(view.find("a").is_none());
    }
}
