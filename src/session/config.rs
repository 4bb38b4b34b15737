//! Fetches what the operator says in `config.json`.

use gloo_net::http::Request;
use portal_api::{Cause, Failure, ServerTime, no_response};
use portal_core::config::{Config, ParsedConfig};

use crate::client;

/// The config, and the server's time as its answer told it.
pub(crate) struct Fetched {
    /// What the operator says; defaults where there is no such file.
    pub(crate) parsed: ParsedConfig,
    /// When it was said.
    pub(crate) date: Option<ServerTime>,
}

/// Fetches it once.
///
/// # Errors
/// When it can't be known what the operator says. An absent file says nothing, and a file that is no config has its
/// problems in [`ParsedConfig`]; a page in its place is somebody else's, and may pass.
pub(crate) async fn fetch() -> Result<Fetched, Failure> {
    // The same words as the preload in index.html, or the browser fetches it twice.
    let response = Request::get("/config.json").send().await.map_err(|_| no_response())?;
    let (head, date) = client::head(&response);
    let failed = || Failure { status: Some(head.status), wait_s: head.wait_s(), ..no_response() };
    let is_page = response.headers().get("content-type").is_some_and(|kind| kind.starts_with("text/html"));
    let bytes = response.binary().await.map_err(|_| failed())?;
    match head.status {
        200..300 if is_page => Err(failed()),
        200..300 => Ok(Fetched { parsed: Config::parse(&bytes), date }),
        404 | 410 => Ok(Fetched { parsed: ParsedConfig::default(), date }),
        _ => Err(Failure { cause: Cause::Temporary, ..failed() }),
    }
}
