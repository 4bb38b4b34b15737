//! Files and pages.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header},
};

use crate::{
    access_log::Noted,
    caching,
    files::{File, INDEX},
    gateway::Gateway,
    navigation,
    refusal::{method_not_allowed, text},
};

/// Answers every address that is no route.
pub(crate) async fn serve(State(gateway): State<Arc<Gateway>>, request: Request<Body>) -> Response<Body> {
    let mut response = find(&gateway, &request);
    let is_page = response.headers().get(header::CONTENT_TYPE).is_some_and(|value| value == "text/html; charset=utf-8");
    Noted::route(&mut response, if is_page { "page" } else { "static" });
    response
}

fn find(gateway: &Gateway, request: &Request<Body>) -> Response<Body> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return method_not_allowed("GET, HEAD");
    }
    let (path, query) = (request.uri().path(), request.uri().query());
    if !navigation::is_sound(path) {
        return not_found();
    }
    let path = if path == "/" { INDEX } else { path };
    let found = match gateway.files.get(path) {
        None if navigation::is_for_page(path, request.headers()) => gateway.files.get(INDEX).map(|page| (INDEX, page)),
        found => found.map(|file| (path, file)),
    };
    let Some((path, file)) = found else { return not_found() };
    let caching = if path == INDEX { caching::of_page(query) } else { file.cache_control };
    send(file, caching, request.headers())
}

fn not_found() -> Response<Body> {
    text(StatusCode::NOT_FOUND, "there is nothing at this address\n")
}

/// A file in the form that the browser takes, or word that it has it already.
fn send(file: &File, caching: &'static str, asked: &HeaderMap) -> Response<Body> {
    let lines = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let accept = lines.collect::<Vec<_>>().join(",");
    let (encoding, variant) = file.variant(&accept);
    let mut response = if caching != caching::NEVER && has(asked, &variant.etag) {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else {
        let mut response = Response::new(Body::from(variant.bytes.clone()));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.content_type));
        if let Some(name) = encoding.name() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        response
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::ETAG, variant.etag.clone());
    response
}

/// Whether `If-None-Match` names the tag. Proxies mark it weak when they compress on their way: the content is the same.
fn has(asked: &HeaderMap, etag: &HeaderValue) -> bool {
    let lines = asked.get_all(header::IF_NONE_MATCH).iter().map(HeaderValue::as_bytes);
    lines.flat_map(|line| line.split(|byte| *byte == b',')).any(|tag| {
        let tag = tag.trim_ascii();
        tag == b"*" || tag.strip_prefix(b"W/").unwrap_or(tag) == etag.as_bytes()
    })
}

/// The operator's config for the page. Its `Date` is by which the page may set its clock: never from a cache.
pub(crate) async fn config(State(gateway): State<Arc<Gateway>>) -> Response<Body> {
    let mut response = Response::new(Body::from(gateway.config_json.clone()));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(caching::NEVER));
    Noted::route(&mut response, "config");
    response
}
