//! The operator's config: from the document, where the server has written it there, or else `config.json`.

use portal_api::{Failure, ServerTime, no_response};
use portal_core::config::{Config, ParsedConfig};

use crate::{
    browser,
    client::{self, Response},
};

/// The config, and the time of the response.
pub(super) struct ReceivedConfig {
    /// The defaults where there is no file.
    pub(super) parsed: ParsedConfig,
    /// None for the document's: a page doesn't know when it was sent.
    pub(super) date: Option<ServerTime>,
}

/// The config in the document. None where it has none, or none that can be read: `make dev`, other hosts, something in between that
/// has changed it.
pub(super) fn in_document() -> Option<ReceivedConfig> {
    let parsed = Config::parse(browser::data_block("config")?.as_bytes());
    let is_readable = parsed.problems.iter().all(|problem| !problem.field.is_empty());
    is_readable.then_some(ReceivedConfig { parsed, date: None })
}

/// Requests the file once, or for its time alone its headers (`is_head`). A missing file (404, 410) means the defaults, and an
/// invalid one is parsed as far as possible, with its [`ParsedConfig::problems`].
///
/// # Errors
/// When it isn't known what the config is: no response, another status, or an HTML page, which something in between has sent.
pub(super) async fn fetch(is_head: bool) -> Result<ReceivedConfig, Failure> {
    // The same URL and mode as the preload in index.html, or the browser requests it twice.
    let Response { head, body, .. } = client::get("/config.json", is_head).await.ok_or_else(no_response)?;
    // A config may have any type, and a page, too.
    let is_page = body.iter().find(|byte| matches!(byte, b'{' | b'<')) == Some(&b'<');
    match head.status {
        200..300 if !is_page => Ok(ReceivedConfig { parsed: Config::parse(&body), date: head.date }),
        404 | 410 => Ok(ReceivedConfig { parsed: ParsedConfig::default(), date: head.date }),
        _ => Err(Failure { status: Some(head.status), wait_s: head.wait_s(), ..no_response() }),
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn the_documents_config_counts_unless_it_is_damaged() {
        assert!(in_document().is_none());
        for (text, app_name) in [
            ("{\"appName\":\"A \\u003c B\"}", Some("A < B")),
            ("{\"appName\":\"Acme\",\"colour\":\"red\"}", Some("Acme")),
            ("{\"appName\":\"Ac", None),
            ("[]", None),
            ("", None),
        ] {
            let block = leptos::prelude::document().create_element("script").unwrap();
            block.set_attribute("type", "application/json").unwrap();
            block.set_id("config");
            block.set_text_content(Some(text));
            leptos::prelude::document().head().unwrap().append_child(&block).unwrap();
            let received = in_document();
            block.remove();
            assert_eq!(received.and_then(|received| received.parsed.config.app_name).as_deref(), app_name, "{text}");
        }
    }
}
