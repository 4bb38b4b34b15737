//! `POST /session/end`: removes the session from the browser. The API has no route that ends a session: the token stays
//! valid there until it expires.

use axum::{
    Extension, Json,
    http::{HeaderName, header},
    response::{AppendHeaders, IntoResponse},
};
use portal_api::{Meta, RequestId};
use serde::Serialize;

use super::{cookies, csrf::SameOriginJson};
use crate::http::new_request_id;

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

#[derive(Serialize)]
struct SignedOut {
    meta: Meta,
    data: Empty,
}

#[derive(Serialize)]
struct Empty {}

/// Expires both cookies. It has the CSRF check of the forwarded routes: otherwise any page could sign users out.
pub(crate) async fn sign_out(_: SameOriginJson) -> impl IntoResponse {
    let request_id: RequestId = new_request_id();
    let body = SignedOut { meta: Meta { request_id: request_id.clone() }, data: Empty {} };
    (
        Extension(request_id),
        AppendHeaders(cookies::end_session().map(|cookie| (header::SET_COOKIE, cookie))),
        // The cache alone: "cookies" would sign the user out of the app on every sister domain, "storage" would remove theme
        // and language.
        [(CLEAR_SITE_DATA, "\"cache\"")],
        Json(body),
    )
}
