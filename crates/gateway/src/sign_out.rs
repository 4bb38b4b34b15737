//! `POST /session/end`: takes the session out of the browser. The API can't be told: no route of it ends a session, and
//! the token lives on there until its time is over.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::State,
    http::{HeaderName, HeaderValue, Request, Response, StatusCode},
};
use portal_api::Meta;
use serde::Serialize;

use crate::{
    access_log::Noted,
    cookies,
    forward::set_cookies,
    gateway::Gateway,
    guard,
    refusal::{json, new_request_id},
};

/// The path.
pub(crate) const PATH: &str = "/session/end";

#[derive(Serialize)]
struct Ended {
    meta: Meta,
    data: Nothing,
}

#[derive(Serialize)]
struct Nothing {}

/// Expires both cookies. The rules of the forwarded routes hold: otherwise any page could sign users out.
pub(crate) async fn end(State(gateway): State<Arc<Gateway>>, request: Request<Body>) -> Response<Body> {
    if let Err(refusal) = guard::check(request.headers(), &gateway.public_origin) {
        return refusal.response();
    }
    let request_id = new_request_id();
    let body = Ended { meta: Meta { request_id: request_id.clone() }, data: Nothing {} };
    let mut response = json(StatusCode::OK, "application/json", &body);
    set_cookies(response.headers_mut(), cookies::end());
    // The cache alone: "cookies" would sign the user out of the app on every sister domain, "storage" would take theme and
    // language along.
    let clear = (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\""));
    response.headers_mut().insert(clear.0, clear.1);
    Noted::request(&mut response, request_id);
    response
}
