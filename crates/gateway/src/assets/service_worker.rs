//! The end of service workers that an earlier app on this origin left in browsers. The portal has none. Its start script
//! removes them (`public/boot.js`), but not one that answers with the earlier app's pages from its own cache: then no page of the
//! portal is ever loaded. Browsers look for a new version of a worker's script by themselves, and get this one.

use axum::{
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::caching::NO_STORE;

/// Takes the place of the earlier worker at once, answers nothing, deletes its caches, removes itself and loads the pages anew
/// that the earlier one controls.
const SCRIPT: &str = "\
addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) await caches.delete(name);
  await registration.unregister();
  for (const page of await clients.matchAll({ type: 'window' })) await page.navigate(page.url).catch(() => {});
})()));
";

/// Whether the request is for a service worker's script: browsers send this header with no other request.
pub(crate) fn is_requested(headers: &HeaderMap) -> bool {
    headers.get("service-worker").is_some_and(|value| value == "script")
}

/// A service worker that removes itself.
pub(crate) fn response() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, NO_STORE)];
    (StatusCode::OK, headers, SCRIPT).into_response()
}
