//! Loads the operator's `config.json`.

use portal_api::{Failure, ServerTime, no_response};
use portal_core::config::{Config, ParsedConfig};

use crate::client::{self, Response};

/// The config, and the time of the response.
pub(super) struct FetchedConfig {
    /// The defaults where there is no file.
    pub(super) parsed: ParsedConfig,
    pub(super) date: Option<ServerTime>,
}

/// Requests the file once. A missing file (404, 410) means the defaults, and an invalid one is parsed as far as possible, with
/// its [`ParsedConfig::problems`].
///
/// # Errors
/// When it isn't known what the config is: no response, another status, or an HTML page, which something in between has sent.
pub(super) async fn fetch() -> Result<FetchedConfig, Failure> {
    // The same URL and mode as the preload in index.html, or the browser requests it twice.
    let Response { head, body, .. } = client::get("/config.json").await.ok_or_else(no_response)?;
    // A config may have any type, and a page, too.
    let is_page = body.iter().find(|byte| matches!(byte, b'{' | b'<')) == Some(&b'<');
    match head.status {
        200..300 if !is_page => Ok(FetchedConfig { parsed: Config::parse(&body), date: head.date }),
        404 | 410 => Ok(FetchedConfig { parsed: ParsedConfig::default(), date: head.date }),
        _ => Err(Failure { status: Some(head.status), wait_s: head.wait_s(), ..no_response() }),
    }
}
