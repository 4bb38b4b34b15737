//! Connections over the limit: they are answered for `/healthz` alone, so that a busy gateway isn't taken for a dead one and
//! restarted.

use axum::{
    extract::Request,
    http::{Method, Uri},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::http::GatewayError;

/// Extension of a request on a connection over the limit.
#[derive(Debug, Clone, Copy)]
pub(super) struct HealthOnly;

/// Middleware: refuses what such a connection may not ask for.
pub(super) async fn refuse_others(request: Request, next: Next) -> Response {
    let is_over_limit = request.extensions().get::<HealthOnly>().is_some();
    if is_over_limit && !is_health_check(request.method(), request.uri()) {
        return GatewayError::Overloaded.into_response();
    }
    next.run(request).await
}

fn is_health_check(method: &Method, uri: &Uri) -> bool {
    matches!(*method, Method::GET | Method::HEAD) && uri.path() == "/healthz"
}
