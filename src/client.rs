//! The one place that calls the network; always with credentials.

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

/// For how long a read may take, in milliseconds: longer than the gateway waits for the API.
const READ_TIMEOUT_MS: u32 = 40_000;

/// What is asked of the API, and how its answer is read. Its type is put aside on the way: one kind of request in the program,
/// whatever it asks for.
#[derive(Clone)]
pub(crate) struct Ask {
    /// Which route.
    pub(crate) route: Route,
    /// Absent for what can't be written as JSON, which nothing here is.
    body: Option<Rc<str>>,
    read: fn(&ResponseHead, &[u8]) -> Meaning<Untyped>,
}

/// What an answer holds, read as the question says.
pub(crate) type Untyped = Box<dyn Any>;

impl Ask {
    /// For an answer that holds a `T`.
    pub(crate) fn new<T: DeserializeOwned + 'static>(route: Route, body: &impl Serialize) -> Self {
        let read = |head: &ResponseHead, body: &[u8]| read::<T>(head, body).map(|held| Box::new(held) as Untyped);
        Self { route, body: serde_json::to_string(body).ok().map(Rc::from), read }
    }
}

/// The `T` that was asked for.
pub(crate) fn typed<T: 'static>(meaning: Meaning<Untyped>) -> Meaning<T> {
    // What was asked for is what was read.
    meaning.and_then(|held| held.downcast().map(|held| *held).map_err(|_| no_response()))
}

/// A request to the API.
pub(crate) struct Call<'a> {
    /// The API's origin; empty for the portal's own.
    pub(crate) base: &'a str,
    /// What is asked.
    pub(crate) ask: Ask,
    /// The token, where it is sent as a header.
    pub(crate) bearer: Option<&'a Secret>,
}

/// An answer, or what it means that none came.
pub(crate) struct Reply {
    /// What it means.
    pub(crate) meaning: Meaning<Untyped>,
    /// How many more requests the workspace has.
    pub(crate) quota: Quota,
    /// The server's time; unreadable on another origin that doesn't expose it.
    pub(crate) date: Option<ServerTime>,
}

/// Whether a request may be given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// It only reads, and is given up when it takes too long.
    Limited,
    /// It must reach its end even if the page does not: never given up, and it outlives a reload.
    Endless,
}

/// Sends a request.
pub(crate) async fn send(call: Call<'_>, patience: Patience) -> Reply {
    let init = RequestInit::new();
    match patience {
        Patience::Limited => init.set_signal(Some(&AbortSignal::timeout_with_u32(READ_TIMEOUT_MS))),
        // The binding has no setter for it; refused only by what isn't an object.
        Patience::Endless => drop(Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE)),
    }
    let url = [call.base, call.ask.route.path()].concat();
    let answer = match &call.ask.body {
        Some(body) => attempt(&url, body, call.bearer, &init).await,
        None => None,
    };
    match answer {
        Some((head, date, mut body)) => {
            let meaning = (call.ask.read)(&head, &body);
            // It may have held a secret.
            body.fill(0);
            std::hint::black_box(&body);
            Reply { meaning, quota: head.quota, date }
        }
        None => Reply { meaning: Err(no_response()), quota: Quota::default(), date: None },
    }
}

/// Ends the session at the gateway: it takes its cookies out of the browser. The API can't be told.
///
/// # Errors
/// When they may still be there.
pub(crate) async fn end_session() -> Result<(), Failure> {
    let answer = attempt("/session/end", "{}", None, &RequestInit::new()).await;
    let (head, _, body) = answer.ok_or_else(no_response)?;
    read::<IgnoredAny>(&head, &body).map(|_| ())
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
