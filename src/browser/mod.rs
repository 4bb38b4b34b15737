//! The browser's own things, each in one function that can't throw.

pub(crate) mod broadcast;
pub(crate) mod debounce;
mod focus;
pub(crate) mod locks;

use std::{future::Future, pin::Pin};

use js_sys::{Array, Date, JsString, Promise, Reflect, Uint8Array};
use portal_api::ServerTime;
use portal_core::{
    session::{landing::Landing, marker::SessionTag},
    time::ClientTime,
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, EventTarget, HtmlAnchorElement, HtmlDocument, HtmlElement, Storage, Url, VisibilityState,
};

pub(crate) use focus::{
    Focused, focus_back, focus_in_place, focused, scroll_by, scroll_px, scroll_to, select, selected_length,
};

/// The window; the program runs nowhere else.
pub(crate) fn window() -> web_sys::Window {
    leptos::prelude::window()
}

/// Shows the page's own words for a panic, and its message on the console.
pub(crate) fn show_panics() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        if let Ok(event) = web_sys::Event::new("portal:panicked") {
            // Nobody listens where the boot script is gone: then there is nothing to show it with.
            let _ = window().dispatch_event(&event);
        }
    }));
}

/// What the address says.
pub(crate) fn landing() -> Landing {
    let location = window().location();
    let part = |part: Result<String, JsValue>| part.unwrap_or_default();
    Landing::read(&part(location.pathname()), &part(location.search()), &part(location.hash()))
}

/// Path, query and fragment, as they are now.
pub(crate) fn address() -> String {
    let location = window().location();
    [location.pathname(), location.search(), location.hash()].into_iter().map(Result::unwrap_or_default).collect()
}

/// Puts another address into the address bar and the history entry.
pub(crate) fn replace_address(address: &str) {
    if let Ok(history) = window().history() {
        // Refused only for another origin's address; this one was read from the address bar.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// Where the program draws.
pub(crate) fn app_element() -> Option<HtmlElement> {
    leptos::prelude::document().get_element_by_id("app")?.dyn_into().ok()
}

/// Takes away what was painted before the program was there.
pub(crate) fn clear_skeleton() {
    if let Some(element) = app_element() {
        element.set_inner_html("");
    }
}

/// The client's clock.
pub(crate) fn now() -> ClientTime {
    ClientTime(Date::now() as i64)
}

/// The moment that an HTTP date such as `Tue, 24 Nov 2026 02:05:32 GMT` names.
pub(crate) fn parse_date(text: &str) -> Option<ServerTime> {
    let millis = Date::parse(text);
    millis.is_finite().then(|| ServerTime::from_millis(millis as i64))
}

/// A random number from 0 to 1; nothing secret depends on it.
pub(crate) fn chance() -> f64 {
    js_sys::Math::random()
}

/// Runs work beside everything else. Boxed: one kind of task in the program, whatever the work.
pub(crate) fn spawn(work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    wasm_bindgen_futures::spawn_local(work);
}

/// Waits; timers of hidden tabs are late.
pub(crate) async fn sleep(millis: u32) {
    let promise = Promise::new(&mut |resolve, _| {
        let millis = i32::try_from(millis).unwrap_or(i32::MAX);
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
    });
    let _ = JsFuture::from(promise).await;
}

/// `https://keys.example.com`
pub(crate) fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// The host without the port, for people who look for it in their browser's settings.
pub(crate) fn host() -> String {
    window().location().hostname().unwrap_or_default()
}

/// Whether the browser trusts the way that the page came: https, or this very machine.
pub(crate) fn is_secure_context() -> bool {
    window().is_secure_context()
}

fn html_document() -> Option<HtmlDocument> {
    leptos::prelude::document().dyn_into().ok()
}

/// What the page may read of its cookies; empty where it may not.
pub(crate) fn cookies() -> String {
    html_document().and_then(|document| document.cookie().ok()).unwrap_or_default()
}

/// Sets a cookie of this origin alone for so many seconds; none takes it away.
pub(crate) fn set_cookie(name: &str, value: &str, seconds: i64) {
    if let Some(document) = html_document() {
        // Refused only where all cookies are.
        let _ = document.set_cookie(&format!("{name}={value}; Path=/; Secure; SameSite=Strict; Max-Age={seconds}"));
    }
}

/// Whether the browser takes this site's cookies, found out by setting one.
pub(crate) fn takes_cookies() -> bool {
    const PROBE: &str = "__Host-portal_probe";
    set_cookie(PROBE, "1", 60);
    let taken = portal_core::session::cookies::find(&cookies(), PROBE).is_some();
    set_cookie(PROBE, "", 0);
    taken
}

/// localStorage; absent where the browser refuses it.
pub(crate) fn local_storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// sessionStorage; absent where the browser refuses it.
pub(crate) fn session_storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// The tag of a session ID; absent only where the page came over an untrusted way.
pub(crate) async fn tag(id: &str) -> Option<SessionTag> {
    let subtle = window().crypto().ok()?.subtle();
    let bytes = Uint8Array::from(id.as_bytes());
    let digest = JsFuture::from(subtle.digest_with_str_and_buffer_source("SHA-256", &bytes).ok()?).await.ok()?;
    let digest = Uint8Array::new(&digest).to_vec();
    Some(SessionTag::from_sha256(digest.as_slice().try_into().ok()?))
}

/// Puts text on the clipboard; false where the browser refuses.
pub(crate) async fn copy(text: &str) -> bool {
    let navigator = window().navigator();
    // Absent on untrusted ways, which the binding doesn't know.
    match Reflect::get(&navigator, &"clipboard".into()) {
        Ok(clipboard) if !clipboard.is_undefined() => {
            JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
        }
        _ => false,
    }
}

/// Gives the user a file to save.
pub(crate) fn save(name: &str, kind: &str, text: &str) {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options);
    let Some(url) = blob.ok().and_then(|blob| Url::create_object_url_with_blob(&blob).ok()) else { return };
    let link = leptos::prelude::document().create_element("a").ok();
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The browser has taken the file by then.
    spawn(async move {
        sleep(10_000).await;
        let _ = Url::revoke_object_url(&url);
    });
}

/// Whether the browser believes that it has a network.
pub(crate) fn is_online() -> bool {
    window().navigator().on_line()
}

/// Whether anybody can see the page.
pub(crate) fn is_visible() -> bool {
    leptos::prelude::document().visibility_state() == VisibilityState::Visible
}

/// Calls `act` for every event of that name, for as long as the page lives.
pub(crate) fn add_listener(target: &EventTarget, name: &str, act: impl Fn(web_sys::Event) + 'static) {
    let listener = Closure::<dyn Fn(web_sys::Event)>::new(act).into_js_value();
    // Refused for what is no function, which this is.
    let _ = target.add_event_listener_with_callback(name, listener.unchecked_ref());
}

/// Waits while the browser only prepares the page, which nobody may ever look at.
pub(crate) async fn until_shown() {
    let document = leptos::prelude::document();
    let prerendering = Reflect::get(&document, &"prerendering".into()).is_ok_and(|flag| flag.is_truthy());
    if prerendering {
        let shown = Promise::new(&mut |resolve, _| {
            let _ = document.add_event_listener_with_callback("prerenderingchange", &resolve);
        });
        let _ = JsFuture::from(shown).await;
    }
}

/// Goes to an address outside the portal.
pub(crate) fn leave_for(address: &str) {
    // Refused for what is no address, which the config's parser has seen to.
    let _ = window().location().assign(address);
}

/// In capital letters. The browser knows which: tables of its own would be what the user waits for.
pub(crate) fn upper_case(text: &str) -> String {
    JsString::from(text).to_upper_case().into()
}

/// In small letters.
pub(crate) fn lower_case(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}

/// A number for a style or a drawing: `52.5`.
pub(crate) fn decimal(number: f64) -> String {
    js_sys::Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default()
}

/// A length for a style: `52.5px`.
pub(crate) fn pixels(length: f64) -> String {
    [&decimal(length), "px"].concat()
}

/// Loads the page anew.
pub(crate) fn reload() {
    // Refused by no browser.
    let _ = window().location().reload();
}

/// The language that dates and numbers are written in: the user's kind of English, since the words are English.
pub(crate) fn locale() -> Array {
    let own = window().navigator().language().filter(|tag| tag == "en" || tag.starts_with("en-"));
    Array::of1(&own.as_deref().unwrap_or("en").into())
}
