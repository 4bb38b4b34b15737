//! What is common to all routes: scripted responses, the request log, and the checks before a route runs, in the order of the
//! real server: credentials present, body valid, session open, rate limit, permission.

use axum::{body::Bytes, http::HeaderMap};
use portal_api::{ApiVersion, Permission, Route, ServerTime};

use super::{
    create_session::create_session,
    exchange_session::exchange_session,
    get_verifications::get_verifications,
    list_keys::list_keys,
    manage_sessions::{list_sessions, revoke_session},
    rate_limit,
    request::ApiRequest,
    reroll_key::reroll_key,
    validation,
    validation::ValidBody,
};
use crate::{
    outcome::{Delivery, Outcome},
    responses::{Example, Reply, error, example},
    state::{Grant, LoggedRequest, Sandbox, State},
};

/// Answers a request to a route. `body` is `None` when it was too large.
pub(super) async fn dispatch(
    sandbox: &Sandbox,
    route: Route,
    version: ApiVersion,
    headers: &HeaderMap,
    body: Option<Bytes>,
) -> Outcome {
    let (scripted, release) = {
        let mut state = sandbox.state();
        let scripted = state.next_scripted(route.name());
        let release = scripted.is_held().then(|| state.held.hold(route.name()));
        (scripted, release)
    };
    if let Some(mut release) = release
        && release.changed().await.is_err()
    {
        // The sandbox was reset: the test that held this request is over.
        return Outcome { response: Reply::plain(503, "reset\n").into_http(), delivery: Delivery::Dropped };
    }
    if let Some(delay) = scripted.delay() {
        tokio::time::sleep(delay).await;
    }
    let bytes = body.as_deref().unwrap_or_default();
    let request = ApiRequest { route, version, headers, body: bytes, options: &sandbox.options };
    let mut state = sandbox.state();
    // Logged before the response, which a dropped connection doesn't have.
    let entry = LoggedRequest::new(route.name(), headers, bytes, external_id(&state, &request));
    let index = state.requests.len();
    state.requests.push(entry);
    let reply = match scripted.replacement() {
        Some(reply) => reply,
        None if !scripted.is_real() => Reply::plain(500, "nothing scripted\n"),
        None if body.is_none() => example(Example::BodyTooLarge),
        None => run(&mut state, &request),
    };
    if let Some(entry) = state.requests.get_mut(index) {
        entry.status = (scripted.delivery() != Delivery::Dropped).then_some(reply.status);
    }
    drop(state);
    Outcome { response: reply.negotiated(headers).into_http(), delivery: scripted.delivery() }
}

/// Whose session the request belongs to, for the log.
fn external_id(state: &State, request: &ApiRequest<'_>) -> Option<String> {
    let token = request.token()?;
    Some(state.sessions.find(&token, state.clock.now())?.grant.external_id.clone())
}

/// All checks, then the route.
fn run(state: &mut State, request: &ApiRequest<'_>) -> Reply {
    let token = request.token();
    if let Some(reply) = missing_credentials(request, token.is_some()) {
        return reply;
    }
    let body = match validation::parse(request.route, request.version, request.headers, request.body) {
        Ok(body) => body,
        Err(reply) => return reply,
    };
    match body {
        ValidBody::CreateSession(body) => create_session(state, request, body),
        ValidBody::ExchangeSession(id) => exchange_session(state, request, &id),
        ValidBody::ListSessions(body) => list_sessions(state, request, &body),
        ValidBody::RevokeSession(body) => revoke_session(state, request, &body),
        body => {
            if request.has_authorization() && !request.options.accepts_bearer {
                let well_formed = request.bearer().is_some();
                return example(if well_formed {
                    Example::AuthorizationBesideCookie
                } else {
                    Example::MalformedAuthorization
                });
            }
            let Some(token) = token.filter(|token| !token.is_empty()) else { return example(Example::TokenEmpty) };
            run_with_session(state, request, &token, body)
        }
    }
}

/// The error where the credentials that the route needs are missing altogether.
fn missing_credentials(request: &ApiRequest<'_>, has_token: bool) -> Option<Reply> {
    match request.route {
        Route::CreateSession | Route::ListSessions | Route::RevokeSession => {
            (!request.has_authorization()).then(|| example(Example::RootKeyMissing))
        }
        Route::ListKeys | Route::RerollKey | Route::GetVerifications => {
            (!has_token).then(|| example(Example::CookieMissing))
        }
        Route::ExchangeSession | Route::ExchangeCode => None,
    }
}

fn run_with_session(state: &mut State, request: &ApiRequest<'_>, token: &str, body: ValidBody) -> Reply {
    let now = state.clock.now();
    let Some(grant) = state.sessions.find(token, now).map(|session| session.grant.clone()) else {
        return example(Example::TokenRefused);
    };
    let Some(limit) = request.options.rate_limit else { return run_permitted(state, request, &grant, body, now) };
    let usage = state.rate_limiter.count(limit, now);
    let reply = match usage.remaining {
        None => rate_limit::exceeded(limit),
        Some(_) => run_permitted(state, request, &grant, body, now),
    };
    rate_limit::with_headers(reply, usage)
}

fn run_permitted(
    state: &mut State,
    request: &ApiRequest<'_>,
    grant: &Grant,
    body: ValidBody,
    now: ServerTime,
) -> Reply {
    let refused = |permission: Permission| {
        (!grant.permissions.contains(&permission)).then(|| {
            error(
                403,
                "Insufficient Permissions",
                &format!("Missing permission: '{}'", permission.name()),
                "unkey/authorization/insufficient_permissions",
            )
        })
    };
    let has_analytics = state.analytics;
    let keys = state.keys(&grant.external_id);
    match body {
        ValidBody::ListKeys(body) => refused(Permission::KeysRead).unwrap_or_else(|| list_keys(keys, &body)),
        ValidBody::RerollKey(body) => refused(Permission::KeysReroll).unwrap_or_else(|| reroll_key(keys, &body, now)),
        ValidBody::GetVerifications(body) => refused(Permission::AnalyticsRead).unwrap_or_else(|| {
            let recorded = has_analytics.then_some(&keys[..]);
            get_verifications(recorded, &body, request.version, request.options.retention_days, now)
        }),
        ValidBody::CreateSession(_)
        | ValidBody::ExchangeSession(_)
        | ValidBody::ListSessions(_)
        | ValidBody::RevokeSession(_) => Reply::plain(500, "not a route of a session\n"),
    }
}
