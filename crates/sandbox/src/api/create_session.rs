//! `createSession`, which an app's backend calls with a root key. From version `code` on, the one-time code is in `url` alone:
//! `id` identifies the session's record and can't be exchanged.

use portal_api::{ApiVersion, CreateSessionRequest};
use serde_json::json;

use super::{
    request::ApiRequest,
    root_key_check::{check_root_key, missing_permission},
};
use crate::{
    data::needed_to_grant,
    responses::{Example, Reply, example, success},
    state::{Grant, NewSession, State},
};

/// Creates a session id, or a code, and the portal's URL with it.
pub(super) fn create_session(state: &mut State, request: &ApiRequest<'_>, body: CreateSessionRequest) -> Reply {
    let root_key = match check_root_key(request, &body.slug) {
        Ok(root_key) => root_key,
        Err(refusal) => return refusal,
    };
    let by_session = request.version == ApiVersion::Session;
    // A session has no permission that its root key lacks.
    let excess = body.permissions.iter().find(|permission| !root_key.grants.contains(permission));
    if let Some(excess) = excess.filter(|_| !by_session) {
        return missing_permission(needed_to_grant(*excess));
    }
    if !state.portal_enabled {
        return example(Example::PortalDisabled);
    }
    let now = state.clock.now();
    let grant = Grant { external_id: body.external_id, permissions: body.permissions };
    let NewSession { id, record_id } = state.sessions.create(grant, now);
    let portal = request.options.portal_url.trim_end_matches('/');
    let data = if by_session {
        json!({ "sessionId": id, "url": format!("{portal}/?session={id}") })
    } else {
        json!({ "id": record_id, "url": format!("{portal}/?code={id}") })
    };
    success(data).with_header("cache-control", "no-store").with_header("pragma", "no-cache")
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};
    use clap::Parser;
    use portal_api::{ApiResponse, CreatedCodeSession, CreatedSession, Permission, Route};

    use super::*;
    use crate::{
        api::exchange_session::exchange_session,
        command::Options,
        data::{PORTAL, ROOT_KEY},
    };

    const PORTAL_ORIGIN: &str = "https://keys.example.com";

    /// Calls `then` with a fresh state and a request of the backend.
    fn with_request(version: ApiVersion, then: impl FnOnce(&mut State, &ApiRequest<'_>)) {
        let options = Options::try_parse_from(["portal-sandbox", "--portal-url", PORTAL_ORIGIN]).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, HeaderValue::try_from(format!("Bearer {ROOT_KEY}")).unwrap());
        let route = Route::CreateSession;
        let request = ApiRequest { route, version, headers: &headers, body: b"", options: &options };
        then(&mut State::new(), &request);
    }

    fn create(state: &mut State, request: &ApiRequest<'_>) -> Vec<u8> {
        let body = CreateSessionRequest {
            slug: PORTAL.to_owned(),
            external_id: "user_123".to_owned(),
            permissions: vec![Permission::KeysRead],
            preview: false,
        };
        let reply = create_session(state, request, body);
        assert_eq!(reply.status, 200);
        reply.body
    }

    #[test]
    fn the_code_is_in_the_url_alone_and_the_id_is_refused_by_the_exchange() {
        for version in [ApiVersion::Code, ApiVersion::CodeV2, ApiVersion::CodeV3] {
            with_request(version, |state, request| {
                let created: ApiResponse<CreatedCodeSession> = serde_json::from_slice(&create(state, request)).unwrap();
                let CreatedCodeSession { id, url } = created.data;
                let code = url.expose().strip_prefix(&format!("{PORTAL_ORIGIN}/?code=")).unwrap();
                assert!(id.starts_with("ps_") && id.len() == 27 && code.starts_with("pst_"), "{id}");
                let refused = exchange_session(state, request, &id);
                let unknown = exchange_session(state, request, "pst_unknown");
                assert_eq!((refused.status, unknown.status), (401, 401));
                assert!(String::from_utf8_lossy(&refused.body).contains("portal_session_not_found"));
                assert_eq!(exchange_session(state, request, code).status, 200, "the refused id used the code up");
            });
        }
    }

    #[test]
    fn the_session_id_of_version_session_is_the_one_in_its_url() {
        with_request(ApiVersion::Session, |state, request| {
            let created: ApiResponse<CreatedSession> = serde_json::from_slice(&create(state, request)).unwrap();
            let CreatedSession { session_id, url } = created.data;
            assert_eq!(url.expose(), format!("{PORTAL_ORIGIN}/?session={}", session_id.expose()));
            assert_eq!(exchange_session(state, request, session_id.expose()).status, 200);
        });
    }
}
