//! Files made by the page.

use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::{sleep, spawn};

/// How long the file's URL stays valid, in milliseconds: the browser has read it by then.
const URL_LIFETIME_MS: u32 = 10_000;

/// Offers `text` as a file `name` of the MIME type `mime_type` to save. Does nothing where the browser can't make one.
pub(crate) fn download(name: &str, mime_type: &str, text: &str) {
    let options = BlobPropertyBag::new();
    options.set_type(mime_type);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options);
    let Some(url) = blob.ok().and_then(|blob| Url::create_object_url_with_blob(&blob).ok()) else { return };
    let link = leptos::prelude::document().create_element("a").ok();
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    spawn(async move {
        sleep(URL_LIFETIME_MS).await;
        let _ = Url::revoke_object_url(&url);
    });
}
