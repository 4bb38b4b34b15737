//! `createSession`, which an app's backend calls with a root key.

use portal_api::{ApiVersion, CreateSessionRequest};
use serde_json::json;

use super::request::ApiRequest;
use crate::{
    data::{PORTAL, ROOT_KEY},
    responses::{Example, Reply, error, example, success},
    state::{Grant, State},
};

/// Creates a session id, and the portal's URL with it.
pub(super) fn create_session(state: &mut State, request: &ApiRequest<'_>, body: CreateSessionRequest) -> Reply {
    match request.bearer() {
        None => return example(Example::MalformedAuthorization),
        Some(ROOT_KEY) => {}
        Some(_) => {
            return error(
                401,
                "Unauthorized",
                "The provided root key is invalid.",
                "unkey/authentication/key_not_found",
            );
        }
    }
    let by_session = request.version == ApiVersion::Session;
    if body.slug != PORTAL {
        return example(if by_session { Example::PortalNotFoundSession } else { Example::PortalNotFoundCode });
    }
    if !state.portal_enabled {
        return example(Example::PortalDisabled);
    }
    let now = state.clock.now();
    let grant = Grant { external_id: body.external_id, permissions: body.permissions };
    let id = state.sessions.create(grant, now);
    let portal = request.options.portal_url.trim_end_matches('/');
    let data = if by_session {
        json!({ "sessionId": id, "url": format!("{portal}/?session={id}") })
    } else {
        json!({ "id": id, "url": format!("{portal}/?code={id}") })
    };
    success(data).with_header("cache-control", "no-store").with_header("pragma", "no-cache")
}
