//! Loads the operator's `config.json`.

use portal_api::{Cause, Failure, ServerTime, no_response};
use portal_core::config::{Config, ParsedConfig};

use crate::client;

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
/// When it isn't known what the config is: no response, another status, or an HTML page, which some proxy must have sent.
pub(super) async fn fetch() -> Result<FetchedConfig, Failure> {
    // The same URL and mode as the preload in index.html, or the browser requests it twice.
    let response = client::get("/config.json").await.ok_or_else(no_response)?;
    let (head, date) = client::read_head(&response);
    let failed = || Failure { status: Some(head.status), wait_s: head.wait_s(), ..no_response() };
    let is_html = response.headers().get("content-type").is_some_and(|kind| kind.starts_with("text/html"));
    let bytes = response.binary().await.map_err(|_| failed())?;
    match head.status {
        200..300 if is_html => Err(failed()),
        200..300 => Ok(FetchedConfig { parsed: Config::parse(&bytes), date }),
        404 | 410 => Ok(FetchedConfig { parsed: ParsedConfig::default(), date }),
        _ => Err(Failure { cause: Cause::Temporary, ..failed() }),
    }
}
