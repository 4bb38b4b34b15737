//! The portal API.
//!
//! [`handle`] finds the route, [`dispatch`] delays, logs and runs the checks in the real server's order, and a file for each
//! route does the rest.

mod cors;
mod create_session;
mod dispatch;
mod exchange_session;
mod get_verifications;
mod list_keys;
mod manage_sessions;
mod rate_limit;
mod request;
mod reroll_key;
mod root_key_check;
#[cfg(test)]
mod tests;
mod validation;

use std::time::Instant;

use axum::{
    body::{Body, Bytes},
    http::{Method, Request, Response, StatusCode, header},
};
use http_body_util::{BodyExt, Limited};
use portal_api::{ApiVersion, Route};

use crate::{
    outcome::Outcome,
    responses::Reply,
    state::{LoggedRequest, Sandbox},
};

/// The largest request body, in bytes.
const MAX_BODY: usize = 10_485_760;

/// Answers a request on the API's port.
pub(crate) async fn handle(sandbox: &Sandbox, request: Request<Body>) -> Outcome {
    let started = Instant::now();
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    let version = ApiVersion::from(sandbox.options.api_version);
    let route = find_route(path, version);
    let mut outcome = match route {
        // CORS is a layer around the router: unknown paths have preflights too.
        _ if parts.method == Method::OPTIONS && sandbox.options.cors_origin.is_some() => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NO_CONTENT;
            cors::allow_preflight(&sandbox.options, response.headers_mut());
            Outcome::complete(response)
        }
        None => {
            let reply = Reply::plain(404, "404 page not found\n");
            let bytes = read_body(body).await.unwrap_or_default();
            // The exchange of another API version is logged too: tests look for it.
            if let Some(route) = Route::BROWSER_ROUTES.into_iter().find(|route| route.path() == path) {
                let mut entry = LoggedRequest::new(route.name(), &parts.headers, &bytes, None);
                entry.status = Some(reply.status);
                sandbox.state().requests.push(entry);
            }
            Outcome::complete(reply.into_http())
        }
        Some(_) if parts.method != Method::POST => {
            Outcome::complete(Reply::plain(405, "Method Not Allowed\n").with_header("allow", "POST").into_http())
        }
        Some(route) => {
            let bytes = read_body(body).await;
            dispatch::dispatch(sandbox, route, version, &parts.headers, bytes).await
        }
    };
    cors::allow(&sandbox.options, &parts.headers, outcome.response.headers_mut());
    if let Ok(date) = sandbox.state().clock.http_date().parse() {
        outcome.response.headers_mut().insert(header::DATE, date);
    }
    if sandbox.options.log {
        let name = route.map_or("unknown", Route::name);
        let status = outcome.response.status().as_u16();
        eprintln!("{} {name} {status} {} ms", parts.method, started.elapsed().as_millis());
    }
    outcome
}

/// The route of a path, if this version of the API has it.
fn find_route(path: &str, version: ApiVersion) -> Option<Route> {
    let is_of_version = |route: &Route| match route {
        Route::ExchangeSession | Route::ExchangeCode => *route == version.exchange_route(),
        Route::ListSessions | Route::RevokeSession => version == ApiVersion::CodeV3,
        Route::CreateSession | Route::ListKeys | Route::RerollKey | Route::GetVerifications => true,
    };
    let mut routes = Route::BACKEND_ROUTES.into_iter().chain(Route::BROWSER_ROUTES);
    routes.find(|route| route.path() == path).filter(is_of_version)
}

/// The body; `None` when it is over the limit or broken off.
async fn read_body(body: Body) -> Option<Bytes> {
    Some(Limited::new(body, MAX_BODY).collect().await.ok()?.to_bytes())
}
