//! The one place that calls the network; always with credentials.

use gloo_net::http::{Request, Response};
use js_sys::{Reflect, Uint8Array};
use portal_api::{Failure, Meaning, Quota, ResponseHead, Route, Secret, ServerTime, no_answer, read};
use serde::{
    Serialize,
    de::{DeserializeOwned, IgnoredAny},
};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestCache, RequestCredentials, RequestInit};

use crate::browser;

/// For how long a read may take, in milliseconds: longer than the gateway waits for the API.
const READ_TIMEOUT_MS: u32 = 40_000;

/// A request to the API.
pub(crate) struct Call<'a, B> {
    /// The API's origin; empty for the portal's own.
    pub(crate) base: &'a str,
    /// Which route.
    pub(crate) route: Route,
    /// The request's body.
    pub(crate) body: &'a B,
    /// The token, where it is sent as a header.
    pub(crate) bearer: Option<&'a Secret>,
}

/// An answer, or what it means that none came.
pub(crate) struct Reply<T> {
    /// What it means.
    pub(crate) meaning: Meaning<T>,
    /// How many more requests the workspace has.
    pub(crate) quota: Quota,
    /// The server's time; unreadable on another origin that doesn't expose it.
    pub(crate) date: Option<ServerTime>,
}

/// Sends a request that only reads: given up when it takes too long.
pub(crate) async fn send<T: DeserializeOwned>(call: Call<'_, impl Serialize>) -> Reply<T> {
    let init = RequestInit::new();
    init.set_signal(Some(&AbortSignal::timeout_with_u32(READ_TIMEOUT_MS)));
    post(call, &init).await
}

/// Sends a request that must reach its end even if the page does not: never given up, and it outlives a reload.
pub(crate) async fn send_for_good<T: DeserializeOwned>(call: Call<'_, impl Serialize>) -> Reply<T> {
    let init = RequestInit::new();
    // The binding has no setter for it.
    let _ = Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE);
    post(call, &init).await
}

/// Ends the session at the gateway: it takes its cookies out of the browser. The API can't be told.
///
/// # Errors
/// When they may still be there.
pub(crate) async fn end_session() -> Result<(), Failure> {
    let answer = attempt("/session/end", "{}", None, &RequestInit::new()).await;
    let (head, _, body) = answer.ok_or_else(no_answer)?;
    read::<IgnoredAny>(&head, &body).map(|_| ())
}

async fn post<T: DeserializeOwned>(call: Call<'_, impl Serialize>, init: &RequestInit) -> Reply<T> {
    let url = [call.base, call.route.path()].concat();
    let answer = match serde_json::to_string(call.body) {
        Ok(body) => attempt(&url, &body, call.bearer, init).await,
        Err(_) => None,
    };
    match answer {
        Some((head, date, mut body)) => {
            let meaning = read(&head, &body);
            // It may have held a secret.
            body.fill(0);
            std::hint::black_box(&body);
            Reply { meaning, quota: head.quota, date }
        }
        None => Reply { meaning: Err(no_answer()), quota: Quota::default(), date: None },
    }
}

async fn attempt(
    url: &str,
    body: &str,
    bearer: Option<&Secret>,
    init: &RequestInit,
) -> Option<(ResponseHead, Option<ServerTime>, Vec<u8>)> {
    let headers = Headers::new().ok()?;
    headers.set("content-type", "application/json").ok()?;
    if let Some(token) = bearer {
        headers.set("authorization", &format!("Bearer {}", token.expose())).ok()?;
    }
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_credentials(RequestCredentials::Include);
    init.set_cache(RequestCache::NoStore);
    init.set_body(&JsValue::from_str(body));
    let request = web_sys::Request::new_with_str_and_init(url, init).ok()?;
    let response = Request::from(request).send().await.ok()?;
    let (head, date) = head(&response);
    // Cut off in the middle: as good as no answer.
    let buffer = JsFuture::from(web_sys::Response::from(response).array_buffer().ok()?).await.ok()?;
    let bytes = Uint8Array::new(&buffer);
    let body = bytes.to_vec();
    bytes.fill(0, 0, bytes.length());
    Some((head, date, body))
}

/// Status and headers of an answer, and its date.
pub(crate) fn head(response: &Response) -> (ResponseHead, Option<ServerTime>) {
    let headers = response.headers();
    let date = headers.get("date").and_then(|date| browser::parse_date(&date));
    (ResponseHead::read(response.status(), |name| headers.get(name)), date)
}
