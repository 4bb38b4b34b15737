//! Handlers for files and pages.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use portal_core::{config::Config, session::landing::Landing};

use super::{
    caching::{NO_STORE, NO_STORE_PAGE, cache_control_of_page},
    document::add_config,
    files::{File, Files, INDEX},
    navigation::{is_page_request, is_safe_path},
    same_site, service_worker,
};
use crate::http::{method_not_allowed, text};

/// What is served.
pub(crate) struct Site {
    files: Files,
    config_json: Bytes,
    /// The page for links from the portal's own site, where the operator trusts it.
    same_site_page: Option<File>,
}

impl Site {
    /// `config_json` is the text of `config`.
    pub(crate) fn new(mut files: Files, config: &Config, config_json: Bytes) -> Self {
        add_config(&mut files, config, &config_json);
        let page = files.get(INDEX).filter(|_| config.trust_same_site).and_then(|page| same_site::mark(page.content()));
        let same_site_page = page.map(|page| File::compressed(INDEX, page));
        Self { files, config_json, same_site_page }
    }
}

/// A file, or the page where somebody navigates to a route of the portal, or 404.
pub(crate) async fn file_or_page(
    State(site): State<Arc<Site>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    if !matches!(method, Method::GET | Method::HEAD) {
        return method_not_allowed("GET, HEAD");
    }
    if service_worker::is_requested(&headers) {
        return service_worker::response();
    }
    let is_link = Landing::read(uri.path(), uri.query().unwrap_or_default(), "").is_link;
    if !is_link && !is_safe_path(uri.path()) {
        return not_found();
    }
    let path = match uri.path().trim_start_matches('/') {
        "" | "index.html" => INDEX,
        _ => uri.path(),
    };
    let found = match site.files.get(path) {
        None if is_page_request(path, is_link, &headers) => site.files.get(INDEX).map(|page| (INDEX, page)),
        found => found.map(|file| (path, file)),
    };
    match found {
        Some((INDEX, page)) => {
            let trusted = site.same_site_page.as_ref();
            let page = trusted.filter(|_| is_link && same_site::is_click_on_same_site(&headers)).unwrap_or(page);
            respond(page, cache_control_of_page(uri.path(), uri.query()), &headers)
        }
        Some((_, file)) => respond(file, file.cache_control, &headers),
        None => not_found(),
    }
}

/// `GET /config.json`: the operator's config, for pages that don't have it in them. The page sets its clock by this response's
/// `Date`, so it is never cached.
pub(crate) async fn config(State(site): State<Arc<Site>>) -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, NO_STORE)];
    (headers, site.config_json.clone())
}

fn not_found() -> Response {
    text(StatusCode::NOT_FOUND, "there is nothing at this address\n")
}

/// The file in an encoding that the client accepts, or 304 if it has it already.
fn respond(file: &File, cache_control: &'static str, request: &HeaderMap) -> Response {
    let lines = request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let accept = lines.collect::<Vec<_>>().join(",");
    let (encoding, variant) = file.variant(&accept);
    let mut response = if ![NO_STORE, NO_STORE_PAGE].contains(&cache_control) && has_etag(request, &variant.etag) {
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
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache_control));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::ETAG, variant.etag.clone());
    response
}

/// Whether `If-None-Match` has the tag. Proxies that compress a response mark its tag as weak: the content is the same.
fn has_etag(request: &HeaderMap, etag: &HeaderValue) -> bool {
    let lines = request.get_all(header::IF_NONE_MATCH).iter().map(HeaderValue::as_bytes);
    lines.flat_map(|line| line.split(|byte| *byte == b',')).any(|tag| {
        let tag = tag.trim_ascii();
        tag == b"*" || tag.strip_prefix(b"W/").unwrap_or(tag) == etag.as_bytes()
    })
}
