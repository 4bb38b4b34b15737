//! All routes and all layers.

use std::{any::Any, sync::Arc};

use axum::{
    Router,
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
    response::Response,
    routing::{MethodRouter, any, get, post},
};
use portal_api::Route;
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, predicate::SizeAbove},
};

use super::{health_only, state::ServerState};
use crate::{
    assets, clients,
    http::{self, SecurityHeaders},
    proxy::{self, ApiProxy},
    telemetry,
};

/// Whatever is no route is a file, a page of the portal, or a 404.
pub(super) fn router(state: ServerState) -> Router {
    let routes = Router::new()
        .route("/healthz", get(http::alive).fallback(only_get))
        .route("/readyz", get(http::ready).fallback(only_get).with_state(state.readiness))
        .route("/config.json", get(assets::config).fallback(only_get))
        // The API's other routes, createSession among them, which takes a root key: never forwarded.
        .route("/v2", any(unknown_route))
        .route("/v2/", any(unknown_route))
        .route("/v2/{*rest}", any(unknown_route))
        .fallback(assets::file_or_page)
        .with_state(state.site);
    let routes = match state.api {
        Some(api) => routes.merge(api_routes(api)),
        None => routes,
    };
    // The first one sees a request first and its response last. All in one: a layer on its own is boxed and, with all below it,
    // copied for each request.
    routes.layer((
        // 1. Outermost: the log names the client.
        from_fn_with_state(state.clients, clients::identify),
        // 2. Every request has its line in the log, with its final status and whole duration.
        from_fn(telemetry::log_request),
        // 3. Outside of the panic handler: every response has the security headers.
        from_fn_with_state(state.security_headers, SecurityHeaders::add),
        // 4. A panic in what is below becomes a 500.
        CatchPanicLayer::custom(handle_panic),
        // 5. Before anything else is done for a connection over the limit.
        from_fn(health_only::refuse_others),
        // 6. Innermost, so that the 4xx of a rejected request is logged and has its headers, too.
        from_fn_with_state(Arc::new(state.public_origin), proxy::reject_ambiguous),
    ))
}

/// The routes that need an upstream, but for those that the operator's config switches off.
fn api_routes(api: Arc<ApiProxy>) -> Router {
    let show = api.show;
    let forwarded = forwarded_routes().into_iter().filter(|(route, _)| show.needs(*route));
    forwarded
        .fold(Router::new(), |router, (route, handler)| {
            let handler = if holds_no_secret(route) { handler.layer(compression()) } else { handler };
            router.route(route.path(), handler.fallback(only_post))
        })
        .route("/session/end", post(proxy::sign_out).fallback(only_post))
        .with_state(api)
}

fn forwarded_routes() -> [(Route, MethodRouter<Arc<ApiProxy>>); 5] {
    [
        (Route::ExchangeSession, post(proxy::exchange_session)),
        (Route::ExchangeCode, post(proxy::exchange_code)),
        (Route::ListKeys, post(proxy::list_keys)),
        (Route::RerollKey, post(proxy::reroll_key)),
        (Route::GetVerifications, post(proxy::get_verifications)),
    ]
}

/// Whether its answers may be compressed: the length of compressed text tells something of a secret in it (BREACH). An exchange's
/// answer has the session's cookie, a rotation's the new key.
const fn holds_no_secret(route: Route) -> bool {
    matches!(route, Route::ListKeys | Route::GetVerifications)
}

/// Compresses answers above 1 kB: 100 keys, 18 kB, become 6 kB in 0.05 ms of processor time. Brotli at its fastest takes three times
/// as long for 3.6 kB.
fn compression() -> CompressionLayer<SizeAbove> {
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(SizeAbove::new(1_024))
}

/// In plain text, as the API answers.
async fn unknown_route() -> Response {
    http::text(StatusCode::NOT_FOUND, "404 page not found\n")
}

async fn only_post() -> Response {
    http::method_not_allowed("POST")
}

async fn only_get() -> Response {
    http::method_not_allowed("GET, HEAD")
}

/// The panic's message is not logged here: it may quote what caused it.
fn handle_panic(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("a request handler panicked: please report it with the lines before");
    http::text(StatusCode::INTERNAL_SERVER_ERROR, "the gateway failed\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forwarded_routes_are_those_of_the_browser() {
        assert_eq!(forwarded_routes().map(|(route, _)| route), Route::BROWSER_ROUTES);
    }
}
