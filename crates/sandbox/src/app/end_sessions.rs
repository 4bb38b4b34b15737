//! The app's backend ends a user's portal sessions, as `examples/backend/portal-routes.mjs` does.

use portal_api::{ApiResponse, RevokeSessionRequest, RevokedSessions, Route};

use super::api_client::ApiClient;
use crate::{data::PORTAL, state::Sandbox};

/// Ends all portal sessions of the user.
///
/// # Errors
/// A sentence for the page.
pub(super) async fn end_sessions(sandbox: &Sandbox, user: &str) -> Result<(), &'static str> {
    let body = RevokeSessionRequest { portal: PORTAL.to_owned(), external_id: user.to_owned() };
    let answer = ApiClient::new(sandbox.api_port).post(Route::RevokeSession, &body).await;
    let revoked = answer.and_then(|answer| answer.read::<ApiResponse<RevokedSessions>>());
    revoked
        .map(drop)
        .ok_or("Your sessions with your API keys could not all be ended. Those that are still open end by themselves within 24 hours.")
}
