//! What the browser gets of a list of keys: the contract's fields, without what the operator doesn't show.
//!
//! [`plain`] defines it, by the types of `portal-api`. [`fast`] writes the same, but for the order of fields, in a
//! fraction of the time. It does so for lists that are written as the API writes them, and leaves all others to `plain`. Tests
//! compare the two.

mod fast;
mod fields;
mod json;
mod plain;
#[cfg(test)]
mod tests;

use portal_core::config::ShowSettings;
use portal_upstream::UpstreamResponse;

use super::client_response::ClientResponse;

/// The response to `listKeys`.
pub(super) fn client_response(response: &UpstreamResponse, show: ShowSettings) -> ClientResponse {
    let fast = response.status.is_success().then(|| fast::write(&response.body, show)).flatten();
    match fast {
        Some(list) => ClientResponse::from_json(response, list.body, list.request_id),
        None => ClientResponse::from_upstream_or_replacement(response, |answer| plain::hide(answer, show)),
    }
}
