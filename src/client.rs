//! The HTTP client: the only module that uses the network. Requests to the API carry cookies.

use std::{any::Any, rc::Rc};

use gloo_net::http::{Request, Response};
use js_sys::{Reflect, Uint8Array};
use portal_api::{Failure, Meaning, Quota, ResponseHead, Route, Secret, ServerTime, no_response, read};
use serde::{
    Serialize,
    de::{DeserializeOwned, IgnoredAny},
};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestCache, RequestCredentials, RequestInit};

use crate::browser;

/// Timeout of [`Delivery::Abortable`] requests, in milliseconds: longer than the gateway waits for the API.
const READ_TIMEOUT_MS: u32 = 40_000;

/// Names a request that changes something, for the gateway: browsers repeat a POST by themselves when a connection breaks,
/// and the gateway recognizes the repeat.
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// When the key that a request changes expires, as far as the page knows: milliseconds, or `never`.
const EXPECTED_EXPIRES: &str = "expected-key-expires";

/// A request to the API, and the parser of its response. The response's type is erased, so that the request code is
/// compiled once.
#[derive(Clone)]
pub(crate) struct ApiRequest {
    pub(crate) route: Route,
    /// JSON. None for a value that can't be written as JSON, which no request type is.
    body: Option<Rc<str>>,
    parse: fn(&ResponseHead, &[u8]) -> Meaning<ErasedData>,
    /// [`EXPECTED_EXPIRES`], for the gateway.
    expected_expires: Option<String>,
}

/// The data of a response. [`downcast`] gives it its type back.
pub(crate) type ErasedData = Box<dyn Any>;

impl ApiRequest {
    /// A request whose response is parsed as `T`.
    pub(crate) fn new<T: DeserializeOwned + 'static>(route: Route, body: &impl Serialize) -> Self {
        let parse = |head: &ResponseHead, body: &[u8]| read::<T>(head, body).map(|data| Box::new(data) as ErasedData);
        Self { route, body: serde_json::to_string(body).ok().map(Rc::from), parse, expected_expires: None }
    }

    /// The gateway forwards the request only if the key that it changes still expires at this time.
    pub(crate) fn expecting(self, expires: Option<ServerTime>) -> Self {
        let text = expires.map_or_else(|| "never".to_owned(), |at| at.millis().to_string());
        Self { expected_expires: Some(text), ..self }
    }
}

/// The data of a response as `T`, which must be the type given to [`ApiRequest::new`].
pub(crate) fn downcast<T: 'static>(meaning: Meaning<ErasedData>) -> Meaning<T> {
    meaning.and_then(|data| data.downcast().map(|data| *data).map_err(|_| no_response()))
}

/// A response, or the failure that stands for a missing one.
pub(crate) struct ApiReply {
    pub(crate) meaning: Meaning<ErasedData>,
    /// The workspace's rate limit, from the response's headers.
    pub(crate) quota: Quota,
    /// The `Date` header. None on another origin that doesn't expose it.
    pub(crate) date: Option<ServerTime>,
}

/// What happens to a request that takes too long, or whose page is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// For reads: aborted after a timeout, and with the page.
    Abortable,
    /// For changes: has no timeout, and is sent to its end even if the page is closed or reloaded (`keepalive`).
    KeepAlive,
}

/// Sends a request to the API at the origin `base`, which is empty for the page's own: behind the gateway. `bearer` is sent
/// in the `Authorization` header.
pub(crate) async fn send(base: &str, request: &ApiRequest, bearer: Option<&Secret>, delivery: Delivery) -> ApiReply {
    let init = RequestInit::new();
    match delivery {
        Delivery::Abortable => init.set_signal(Some(&AbortSignal::timeout_with_u32(READ_TIMEOUT_MS))),
        // web-sys has no setter for `keepalive`. Fails only for what isn't an object.
        Delivery::KeepAlive => drop(Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE)),
    }
    let mut headers = Vec::new();
    if let Some(token) = bearer {
        headers.push(("authorization", format!("Bearer {}", token.expose())));
    }
    // Another origin would have to allow them by CORS, which the API doesn't.
    if delivery == Delivery::KeepAlive && base.is_empty() {
        headers.extend(browser::random_id().map(|id| (IDEMPOTENCY_KEY, id)));
        headers.extend(request.expected_expires.clone().map(|expires| (EXPECTED_EXPIRES, expires)));
    }
    let url = [base, request.route.path()].concat();
    let response = match &request.body {
        Some(body) => post(&url, body, &headers, &init).await,
        None => None,
    };
    match response {
        Some((head, date, mut body)) => {
            let meaning = (request.parse)(&head, &body);
            // The body may have held a secret.
            body.fill(0);
            std::hint::black_box(&body);
            ApiReply { meaning, quota: head.quota, date }
        }
        None => ApiReply { meaning: Err(no_response()), quota: Quota::default(), date: None },
    }
}

/// Signs out at the gateway, which deletes its cookies. The API has no request for this.
///
/// # Errors
/// When the cookies may still be there.
pub(crate) async fn end_session() -> Result<(), Failure> {
    let response = post("/session/end", "{}", &[], &RequestInit::new()).await;
    let (head, _, body) = response.ok_or_else(no_response)?;
    read::<IgnoredAny>(&head, &body).map(|_| ())
}

/// Requests a file of the page's own origin. None when no response came.
pub(crate) async fn get(path: &str) -> Option<Response> {
    Request::get(path).send().await.ok()
}

/// Sends a POST with a JSON body. None when no response came, or it was cut off.
async fn post(
    url: &str,
    body: &str,
    more_headers: &[(&str, String)],
    init: &RequestInit,
) -> Option<(ResponseHead, Option<ServerTime>, Vec<u8>)> {
    let headers = Headers::new().ok()?;
    headers.set("content-type", "application/json").ok()?;
    for (name, value) in more_headers {
        headers.set(name, value).ok()?;
    }
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_credentials(RequestCredentials::Include);
    init.set_cache(RequestCache::NoStore);
    init.set_body(&JsValue::from_str(body));
    let request = web_sys::Request::new_with_str_and_init(url, init).ok()?;
    let response = Request::from(request).send().await.ok()?;
    let (head, date) = read_head(&response);
    let buffer = JsFuture::from(web_sys::Response::from(response).array_buffer().ok()?).await.ok()?;
    let bytes = Uint8Array::new(&buffer);
    let body = bytes.to_vec();
    // The browser's copy: it may hold a secret.
    bytes.fill(0, 0, bytes.length());
    Some((head, date, body))
}

/// Status and headers of a response, and its `Date`.
pub(crate) fn read_head(response: &Response) -> (ResponseHead, Option<ServerTime>) {
    let headers = response.headers();
    let date = headers.get("date").and_then(|date| browser::parse_date(&date));
    (ResponseHead::read(response.status(), |name| headers.get(name)), date)
}
