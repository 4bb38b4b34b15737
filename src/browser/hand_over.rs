//! What the start script hands over, once: the address that the page was opened with, and the requests that it has sent. See
//! `public/start/early.js`.

use js_sys::{Function, Promise, Reflect, Uint8Array};
use portal_core::{session::marker::SessionMarker, time::ClientTime};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Headers;

/// What the start script hands over.
pub(crate) struct HandOver {
    /// Path, query and fragment: it has taken them out of the address bar if they may hold a session ID.
    pub(crate) address: Option<String>,
    pub(crate) early: Early,
}

/// The requests that the start script has sent.
#[derive(Default)]
pub(crate) struct Early {
    /// The exchange of the session ID in the address.
    pub(crate) exchange: Option<EarlyRequest>,
    /// The first page of the list.
    pub(crate) list: Option<EarlyRequest>,
    /// The tag of the session that they are of.
    pub(crate) tag: Option<String>,
    /// Lets go of the lock under which the exchange was sent.
    pub(crate) release: Option<Function>,
}

/// A request under way, or answered.
pub(crate) struct EarlyRequest {
    pub(crate) body: String,
    /// When it was sent, or the request before it.
    pub(crate) sent_at: ClientTime,
    answer: Promise,
}

/// How an [`EarlyRequest`] went.
pub(crate) struct EarlyAnswer {
    /// The marker that the browser had when the request was sent.
    pub(crate) before: Option<SessionMarker>,
    /// The one that it had when the answer was there.
    pub(crate) after: Option<SessionMarker>,
    /// `None` where none came, or only a part of it.
    pub(crate) response: Option<RawResponse>,
}

/// A response, read to its end.
pub(crate) struct RawResponse {
    pub(crate) status: u16,
    pub(crate) headers: Headers,
    pub(crate) body: Vec<u8>,
    /// When its headers came.
    pub(crate) received: ClientTime,
}

impl HandOver {
    /// Reads the object that the start script gives.
    pub(crate) fn read(given: &JsValue) -> Self {
        let early = Early {
            exchange: EarlyRequest::read(&get(given, "exchange")),
            list: EarlyRequest::read(&get(given, "list")),
            tag: get(given, "tag").as_string(),
            release: get(given, "release").dyn_into().ok(),
        };
        Self { address: get(given, "address").as_string(), early }
    }
}

impl EarlyRequest {
    fn read(given: &JsValue) -> Option<Self> {
        let (body, sent_at) = (get(given, "body").as_string()?, time(&get(given, "at"))?);
        Some(Self { body, sent_at, answer: get(given, "answer").dyn_into().ok()? })
    }

    /// Waits for the answer. `None` where the request wasn't sent after all. The start script's copy of the body is wiped: it may
    /// hold a secret.
    pub(crate) async fn answer(self) -> Option<EarlyAnswer> {
        let given = JsFuture::from(self.answer).await.ok().filter(JsValue::is_object)?;
        let marker = |name: &str| SessionMarker::parse(&get(&given, name).as_string()?);
        let response = || {
            let body = get(&given, "body").is_object().then(|| take_bytes(&get(&given, "body")))?;
            Some(RawResponse {
                status: get(&given, "status").as_f64()? as u16,
                headers: get(&given, "headers").dyn_into().ok()?,
                body,
                received: time(&get(&given, "at"))?,
            })
        };
        Some(EarlyAnswer { before: marker("before"), after: marker("after"), response: response() })
    }
}

/// The bytes of an `ArrayBuffer`, which is wiped: it may hold a secret.
pub(crate) fn take_bytes(buffer: &JsValue) -> Vec<u8> {
    let bytes = Uint8Array::new(buffer);
    let taken = bytes.to_vec();
    bytes.fill(0, 0, bytes.length());
    taken
}

/// Undefined also where `object` is none.
fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

fn time(value: &JsValue) -> Option<ClientTime> {
    value.as_f64().map(|millis| ClientTime(millis as i64))
}
