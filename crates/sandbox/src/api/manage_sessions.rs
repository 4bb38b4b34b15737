//! `listSessions` and `revokeSession`, which an app's backend calls with a root key.

use portal_api::{ListSessionsRequest, RevokeSessionRequest};
use serde_json::json;

use super::{request::ApiRequest, root_key_check::check_root_key};
use crate::{
    random::request_id,
    responses::{Reply, success},
    state::State,
};

/// The users in a page when the request has no `limit`.
const DEFAULT_LIMIT: u8 = 100;

/// A page of users with live sessions.
pub(super) fn list_sessions(state: &State, request: &ApiRequest<'_>, body: &ListSessionsRequest) -> Reply {
    if let Err(refusal) = check_root_key(request, &body.portal) {
        return refusal;
    }
    let mut users = state.sessions.by_user(state.clock.now());
    users.retain(|user| {
        let is_found = body.search.as_ref().is_none_or(|search| user.external_id.starts_with(search.as_str()));
        is_found && body.cursor.as_ref().is_none_or(|cursor| user.external_id >= *cursor)
    });
    let limit = usize::from(body.limit.unwrap_or(DEFAULT_LIMIT));
    let pagination = match users.get(limit) {
        Some(next) => json!({ "cursor": next.external_id, "hasMore": true }),
        None => json!({ "hasMore": false }),
    };
    users.truncate(limit);
    Reply::json(&json!({ "meta": { "requestId": request_id() }, "data": users, "pagination": pagination }))
}

/// Ends all live sessions of a user.
pub(super) fn revoke_session(state: &mut State, request: &ApiRequest<'_>, body: &RevokeSessionRequest) -> Reply {
    if let Err(refusal) = check_root_key(request, &body.portal) {
        return refusal;
    }
    let now = state.clock.now();
    let count = state.sessions.revoke(now, |grant| grant.external_id == body.external_id);
    success(json!({ "sessionsRevoked": count }))
}
