//! Hashes and random numbers.

use js_sys::Uint8Array;
use portal_core::session::marker::SessionTag;
use wasm_bindgen_futures::JsFuture;

use super::{is_secure_context, window, within};

/// How long the browser may take for a hash, in milliseconds.
const LIMIT_MS: u32 = 10_000;

/// The tag of a session ID, from its SHA-256. None in an insecure context, where browsers have no `crypto.subtle`, and
/// where the browser doesn't answer.
pub(crate) async fn session_tag(id: &str) -> Option<SessionTag> {
    let subtle = window().crypto().ok()?.subtle();
    let bytes = Uint8Array::from(id.as_bytes());
    let digest = JsFuture::from(subtle.digest_with_str_and_buffer_source("SHA-256", &bytes).ok()?);
    let digest = within(LIMIT_MS, digest).await?.ok()?;
    let digest = Uint8Array::new(&digest).to_vec();
    Some(SessionTag::from_sha256(digest.as_slice().try_into().ok()?))
}

/// 32 lower-case hex digits that nobody can guess, different each time. None in an insecure context.
pub(crate) fn random_id() -> Option<String> {
    let crypto = window().crypto().ok().filter(|_| is_secure_context())?;
    let mut id = crypto.random_uuid();
    id.retain(|character| character != '-');
    Some(id)
}

/// A random number in 0..1, for jitter. Not for anything secret.
pub(crate) fn random() -> f64 {
    js_sys::Math::random()
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    async fn sessions_with_different_ids_have_different_tags() {
        let [first, again, second] =
            [session_tag("pst_1").await, session_tag("pst_1").await, session_tag("pst_2").await];
        assert!(first.is_some());
        assert_eq!(first, again);
        assert_ne!(first, second);
    }

    #[wasm_bindgen_test]
    fn ids_are_32_hex_digits_and_differ() {
        let ids = [random_id(), random_id()].map(Option::unwrap_or_default);
        for id in &ids {
            assert_eq!(id.len(), 32, "{id}");
            assert!(id.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')), "{id}");
        }
        assert_ne!(ids[0], ids[1]);
    }
}
