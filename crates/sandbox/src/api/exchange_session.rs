//! `exchangeSession` and `exchangeCode`: a session id for a token, once.

use portal_api::ApiVersion;
use serde_json::json;

use super::request::ApiRequest;
use crate::{
    responses::{Example, Reply, example, success},
    state::State,
};

/// Exchanges a session id for a token, in the body and, with `--sets-cookie`, in the cookie.
pub(super) fn exchange_session(state: &mut State, request: &ApiRequest<'_>, id: &str) -> Reply {
    let now = state.clock.now();
    let (prefix, field) =
        if request.version == ApiVersion::Session { ("ps_", "token") } else { ("pat_", "accessToken") };
    let Some((token, expires_at)) = state.sessions.exchange(id, prefix, now) else {
        return example(Example::SessionIdRefused);
    };
    let reply = success(json!({ field: token, "expiresAt": expires_at }))
        .with_header("cache-control", "no-store")
        .with_header("pragma", "no-cache");
    if !request.options.sets_cookie {
        return reply;
    }
    // SameSite=Strict is enough: portal and API are of the same site. Browsers accept Secure cookies on localhost.
    let max_age_s = expires_at.since(now) / 1_000;
    reply.with_header(
        "set-cookie",
        format!("portal_session={token}; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age={max_age_s}"),
    )
}
