//! The HTTP client: the only module that uses the network. Requests to the API carry cookies.

use std::{any::Any, rc::Rc};

use gloo_net::http::Request;
use js_sys::Reflect;
use portal_api::{Failure, Meaning, Quota, ResponseHead, Route, Secret, ServerTime, no_response, read};
use portal_core::time::ClientTime;
use serde::{
    Serialize,
    de::{DeserializeOwned, IgnoredAny},
};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestCache, RequestCredentials, RequestInit, RequestRedirect};

use crate::browser::{self, RawResponse};

/// How long a response to the API's routes is waited for, its body included, in milliseconds: longer than the gateway waits
/// for the API.
pub(crate) const API_LIMIT_MS: u32 = if cfg!(test) { 200 } else { 40_000 };

/// The same for what the page's own origin answers by itself: files, and the sign-out.
const OWN_LIMIT_MS: u32 = if cfg!(test) { 200 } else { 15_000 };

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

    /// Whether this is the request's body.
    pub(crate) fn has_body(&self, body: &str) -> bool {
        self.body.as_deref() == Some(body)
    }

    /// What a response means, or a missing one.
    pub(crate) fn reply(&self, response: Option<Response>) -> ApiReply {
        let Some(Response { head, mut body, received }) = response else {
            let received = browser::now();
            return ApiReply { meaning: Err(no_response()), quota: Quota::default(), date: None, received };
        };
        let meaning = (self.parse)(&head, &body);
        // The body may have held a secret.
        body.fill(0);
        std::hint::black_box(&body);
        ApiReply { meaning, quota: head.quota, date: head.date, received }
    }

    /// `is_named`: whether the gateway has to recognize a repeat.
    fn init(&self, bearer: Option<&Secret>, is_named: bool) -> Option<RequestInit> {
        let (init, headers) = post(self.body.as_deref()?)?;
        if let Some(token) = bearer {
            headers.set("authorization", &format!("Bearer {}", token.expose())).ok()?;
        }
        if is_named {
            if let Some(id) = browser::random_id() {
                headers.set(IDEMPOTENCY_KEY, &id).ok()?;
            }
            if let Some(expires) = &self.expected_expires {
                headers.set(EXPECTED_EXPIRES, expires).ok()?;
            }
        }
        Some(init)
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
    /// When the response came.
    pub(crate) received: ClientTime,
}

/// What happens to a request that takes too long, or whose page is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// For reads: aborted after [`API_LIMIT_MS`], and with the page.
    Abortable,
    /// For the exchange: sent to its end even if the page is closed or reloaded (`keepalive`), but not waited for longer than
    /// [`API_LIMIT_MS`]. Cookies of a later response are set all the same.
    KeepAlive,
    /// For other changes: as [`Self::KeepAlive`], but waited for without a limit, since the caller can use a late response.
    KeepAliveUnlimited,
}

/// Sends a request to the API at the origin `base`, which is empty for the page's own: behind the gateway. `bearer` is sent
/// in the `Authorization` header.
pub(crate) async fn send(base: &str, request: &ApiRequest, bearer: Option<&Secret>, delivery: Delivery) -> ApiReply {
    // Another origin would have to allow its headers by CORS, which the API doesn't.
    let is_named = delivery != Delivery::Abortable && base.is_empty();
    let url = [base, request.route.path()].concat();
    let response = match request.init(bearer, is_named) {
        Some(init) => fetch(&url, &init, API_LIMIT_MS, delivery).await,
        None => None,
    };
    request.reply(response)
}

/// Signs out at the gateway, which deletes its cookies. The API has no request for this.
///
/// # Errors
/// When the cookies may still be there.
pub(crate) async fn end_session() -> Result<(), Failure> {
    let (init, _) = post("{}").ok_or_else(no_response)?;
    let response = fetch("/session/end", &init, OWN_LIMIT_MS, Delivery::Abortable).await.ok_or_else(no_response)?;
    read::<IgnoredAny>(&response.head, &response.body).map(|_| ())
}

/// Requests a file of the page's own origin, or its headers alone: not from the browser's cache. None when no response came.
pub(crate) async fn get(path: &str, is_head: bool) -> Option<Response> {
    let init = RequestInit::new();
    if is_head {
        init.set_method("HEAD");
        init.set_cache(RequestCache::NoStore);
    }
    fetch(path, &init, OWN_LIMIT_MS, Delivery::Abortable).await
}

/// A response, read to its end.
pub(crate) struct Response {
    pub(crate) head: ResponseHead,
    pub(crate) body: Vec<u8>,
    received: ClientTime,
}

/// A POST with a JSON body, and its headers, to which others can be added.
fn post(body: &str) -> Option<(RequestInit, Headers)> {
    let headers = Headers::new().ok()?;
    headers.set("content-type", "application/json").ok()?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_credentials(RequestCredentials::Include);
    init.set_cache(RequestCache::NoStore);
    // The API never redirects. Whoever does may be another origin, which the body, with a session ID, is not for.
    init.set_redirect(RequestRedirect::Manual);
    init.set_body(&JsValue::from_str(body));
    Some((init, headers))
}

/// Sends a request. None when no response came in time, or it was cut off.
async fn fetch(url: &str, init: &RequestInit, limit_ms: u32, delivery: Delivery) -> Option<Response> {
    let controller = AbortController::new().ok().filter(|_| delivery == Delivery::Abortable);
    match &controller {
        Some(controller) => init.set_signal(Some(&controller.signal())),
        // web-sys has no setter for `keepalive`. Fails only for what isn't an object.
        None => drop(Reflect::set(init, &"keepalive".into(), &JsValue::TRUE)),
    }
    let response = receive(url, init);
    let response = match delivery {
        Delivery::KeepAliveUnlimited => response.await,
        Delivery::Abortable | Delivery::KeepAlive => browser::within(limit_ms, response).await.flatten(),
    };
    if let Some(controller) = controller {
        // After the limit, its connection is free for others. A response that has come stays.
        controller.abort();
    }
    response
}

async fn receive(url: &str, init: &RequestInit) -> Option<Response> {
    let request = web_sys::Request::new_with_str_and_init(url, init).ok()?;
    let response = web_sys::Response::from(Request::from(request).send().await.ok()?);
    let received = browser::now();
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    let body = browser::take_bytes(&buffer);
    Some(read_head(RawResponse { status: response.status(), headers: response.headers(), body, received }))
}

/// Reads the headers.
pub(crate) fn read_head(RawResponse { status, headers, body, received }: RawResponse) -> Response {
    let header = |name: &str| headers.get(name).ok().flatten();
    let now = ServerTime::from_millis(received.0);
    let head = ResponseHead::read(status, header).with_dates(header, browser::parse_date, now);
    Response { head, body, received }
}

#[cfg(test)]
mod tests {
    use js_sys::Function;
    use wasm_bindgen::JsCast;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    /// `fetch` with a JavaScript body in its place, until this is dropped. Its argument is `request`.
    struct FetchStub(JsValue);

    impl FetchStub {
        fn new(body: &str) -> Self {
            let window = browser::window();
            let real = Reflect::get(&window, &"fetch".into()).unwrap();
            Reflect::set(&window, &"fetch".into(), &Function::new_with_args("request", body)).unwrap();
            Self(real)
        }
    }

    impl Drop for FetchStub {
        fn drop(&mut self) {
            Reflect::set(&browser::window(), &"fetch".into(), &self.0).unwrap();
        }
    }

    async fn request(delivery: Delivery) -> Failure {
        let request = ApiRequest::new::<IgnoredAny>(Route::ListKeys, &());
        send("", &request, None, delivery).await.meaning.map(drop).unwrap_err()
    }

    #[wasm_bindgen_test]
    async fn whatever_never_ends_counts_as_no_response() {
        for body in [
            "return new Promise(() => {})",
            "return Promise.resolve(new Response(new ReadableStream()))",
            "return Promise.reject(new TypeError('no network'))",
        ] {
            let _stub = FetchStub::new(body);
            for delivery in [Delivery::Abortable, Delivery::KeepAlive] {
                assert_eq!(request(delivery).await, no_response(), "{body}");
            }
            assert!(end_session().await.is_err(), "{body}");
            assert!(get("/config.json", false).await.is_none(), "{body}");
        }
    }

    #[wasm_bindgen_test]
    async fn a_request_that_was_given_up_is_aborted_and_an_exchange_is_not() {
        let _stub = FetchStub::new("window.signal = request.signal; return new Promise(() => {})");
        let signal = || Reflect::get(&browser::window(), &"signal".into()).unwrap();
        request(Delivery::Abortable).await;
        assert!(signal().unchecked_into::<web_sys::AbortSignal>().aborted());
        request(Delivery::KeepAlive).await;
        assert!(!signal().unchecked_into::<web_sys::AbortSignal>().aborted());
    }

    #[wasm_bindgen_test]
    async fn a_redirect_is_not_followed_and_means_that_something_else_answered() {
        let _stub = FetchStub::new(
            "const answer = Response.error();
             return Promise.resolve(request.redirect === 'manual' ? answer : new Response('{}'))",
        );
        let failure = request(Delivery::KeepAlive).await;
        assert_eq!((failure.status, failure.is_foreign()), (Some(0), true));
    }

    #[wasm_bindgen_test]
    async fn a_page_in_place_of_a_sign_out_is_none() {
        let _stub = FetchStub::new("return Promise.resolve(new Response('<title>Sign in</title>'))");
        assert!(end_session().await.is_err());
    }
}
