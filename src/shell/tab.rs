//! The browser's tab: the document's title, and its icon.

use leptos::prelude::*;

use crate::{
    browser,
    session::use_session,
    text,
    ui::{PageTitle, effect},
};

/// Keeps the title that of the heading on screen and of the app, and shows the operator's icon. Without one, it is that of
/// `index.html`. Provides [`PageTitle`].
pub(crate) fn keep_tab() {
    let session = use_session();
    let heading = RwSignal::new(String::new());
    provide_context(PageTitle(heading));
    effect(move || {
        let config = session.config();
        document().set_title(&text::document_title(&heading.read(), config.app_name.as_deref()));
    });
    effect(move || {
        if let Some(icon) = &session.config().favicon {
            browser::set_icon(icon.as_str());
        }
    });
}

#[cfg(test)]
mod tests {
    use portal_core::session::SessionState;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{
        session::SessionHandle,
        testing::{mount, settle},
        ui::{Heading, view},
    };

    #[wasm_bindgen_test]
    async fn the_tab_names_page_and_app() {
        for (config, heading, title) in [
            (r#"{"appName":"Acme"}"#, "Production", "Production · API keys · Acme"),
            (r#"{"appName":"Acme"}"#, "API keys", "API keys · Acme"),
            ("{}", "Your session has expired", "Your session has expired · API keys"),
        ] {
            let _view = mount(move || {
                SessionHandle::stub(SessionState::Starting, config);
                keep_tab();
                view! { <Heading text=heading.to_owned() /> }
            })
            .await;
            assert_eq!(document().title(), title);
        }
    }

    #[wasm_bindgen_test]
    async fn the_operators_icon_takes_the_builds_place() {
        let link = document().create_element("link").unwrap();
        link.set_attribute("rel", "icon").unwrap();
        link.set_attribute("href", "/favicon.svg").unwrap();
        document().head().unwrap().append_child(&link).unwrap();
        for (config, icon) in [("{}", "/favicon.svg"), (r#"{"favicon":"/icon.png"}"#, "/icon.png")] {
            let _view = mount(move || {
                SessionHandle::stub(SessionState::Starting, config);
                keep_tab();
            })
            .await;
            settle().await;
            assert_eq!(link.get_attribute("href").as_deref(), Some(icon));
        }
        link.remove();
    }
}
