//! The footer.

use leptos::prelude::*;

use crate::{
    ui::{DocsLink, view},
    {session::use_session, text},
};

/// The operator's links: support, and the documentation where the header is too narrow for it. Nothing without any.
#[component]
pub(crate) fn Footer() -> impl IntoView {
    let session = use_session();
    view! {
        {move || {
            let config = session.config();
            let docs = config.docs_url.as_ref().map(|url| view! { <DocsLink class="footer-docs" url /> });
            let support = config
                .support_url
                .as_ref()
                .map(|url| {
                    view! { <a href=url.as_str().to_owned()>{text::CONTACT_SUPPORT}</a> }
                });
            (docs.is_some() || support.is_some())
                .then(|| {
                    view! {
                        <footer class="footer">
                            <div class="footer-inner">{docs} {support}</div>
                        </footer>
                    }
                })
        }}
    }
}

#[cfg(test)]
mod tests {
    use portal_core::session::SessionState;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{
        session::SessionHandle,
        testing::{Mounted, mount},
    };

    async fn footer(config: &'static str) -> Mounted {
        mount(move || {
            SessionHandle::stub(SessionState::Starting, config);
            view! { <Footer /> }
        })
        .await
    }

    #[wasm_bindgen_test]
    async fn the_footer_has_the_operators_links_alone() {
        let view = footer(r#"{"supportUrl":"mailto:help@acme.example","docsUrl":"https://docs.acme.example/"}"#).await;
        assert_eq!(view.whole_text(), "DocsContact support");
        assert!(footer("{}").await.find("footer").is_none());
    }
}
