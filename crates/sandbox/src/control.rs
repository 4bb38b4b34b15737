//! The control API under `/switchboard/`: scripts responses, shifts the clock, ends sessions, lists received requests.
//! Its routes are described in `portal-sandbox --help`.

use axum::{
    body::Body,
    http::{Method, Request, Response},
};
use http_body_util::BodyExt;
use portal_api::Permission;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::json;

use crate::{
    command::ApiVersion,
    responses::Reply,
    state::{Sandbox, ScriptedResponse, State},
};

/// The start of all its paths.
pub(crate) const PREFIX: &str = "/switchboard/";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScriptResponses {
    route: String,
    answers: Vec<ScriptedResponse>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReleaseRoute {
    route: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ShiftClock {
    shift_ms: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RevokeSessions {
    external_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SetPermissions {
    external_id: String,
    permissions: Vec<Permission>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetPortalEnabled {
    enabled: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetAnalytics {
    enabled: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct DelayRevocations {
    lag_ms: i64,
}

/// Handles a request whose path starts with [`PREFIX`]. What can't be carried out is answered with 400 and a `problem`.
pub(crate) async fn handle(sandbox: &Sandbox, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    let mut state = sandbox.state();
    let result = match (&parts.method, parts.uri.path()) {
        (&Method::GET, "/switchboard/requests") => Ok(json!(state.requests)),
        (&Method::GET, "/switchboard/held") => Ok(json!(state.held.counts())),
        (&Method::POST, path) => change(&mut state, sandbox.options.api_version, path, &body).map(|()| json!({})),
        (method, path) => Err(format!("the control API has no {method} {path}: see portal-sandbox --help")),
    };
    match result {
        Ok(body) => Reply::json(&body),
        Err(problem) => Reply { status: 400, ..Reply::json(&json!({ "problem": problem })) },
    }
    .into_http()
}

fn change(state: &mut State, version: ApiVersion, path: &str, body: &[u8]) -> Result<(), String> {
    match path {
        "/switchboard/answers" => {
            let ScriptResponses { route, answers } = parse(body)?;
            answers.iter().try_for_each(ScriptedResponse::validate)?;
            state.scripted.entry(route).or_default().extend(answers);
        }
        "/switchboard/release" => state.held.release(&parse::<ReleaseRoute>(body)?.route),
        "/switchboard/clock" => state.clock.shift_ms = parse::<ShiftClock>(body)?.shift_ms,
        "/switchboard/revoke" => state.sessions.end_of_user(&parse::<RevokeSessions>(body)?.external_id),
        "/switchboard/end-all" => state.sessions.end_all(),
        "/switchboard/permissions" => {
            let SetPermissions { external_id, permissions } = parse(body)?;
            state.sessions.set_permissions(&external_id, &permissions);
        }
        "/switchboard/portal" => state.enable_portal(version, parse::<SetPortalEnabled>(body)?.enabled),
        "/switchboard/analytics" => state.analytics = parse::<SetAnalytics>(body)?.enabled,
        "/switchboard/revocation" => state.sessions.revocation_lag_ms = parse::<DelayRevocations>(body)?.lag_ms,
        "/switchboard/reset" => *state = State::new(),
        _ => return Err(format!("the control API has no {path}: see portal-sandbox --help")),
    }
    Ok(())
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| error.to_string())
}
