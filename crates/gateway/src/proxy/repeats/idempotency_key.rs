//! `Idempotency-Key`, by which the gateway recognises a request that a browser or a proxy sends again by itself.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, request::Parts},
};
use portal_api::Route;
use sha2::{Digest, Sha256};

use crate::{
    http::GatewayError,
    proxy::header_values::{Values, values_of},
};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// 32 lower-case hex digits.
const KEY_BYTES: usize = 32;

/// The key of a request. The page makes another one for each request that it sends.
#[derive(Clone, Copy)]
pub(crate) struct IdempotencyKey(pub(super) [u8; KEY_BYTES]);

/// Extractor for the key of a request; `None` without the header.
pub(crate) struct OptionalKey(pub(in crate::proxy) Option<IdempotencyKey>);

impl<S: Sync> FromRequestParts<S> for OptionalKey {
    type Rejection = GatewayError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, GatewayError> {
        read(&parts.headers).map(Self)
    }
}

fn read(headers: &HeaderMap) -> Result<Option<IdempotencyKey>, GatewayError> {
    let value = match values_of(headers, &IDEMPOTENCY_KEY) {
        Values::None => return Ok(None),
        Values::One(value) => value,
        Values::Several => return Err(GatewayError::InvalidIdempotencyKey),
    };
    let is_hex = value.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let key = value.try_into().ok().filter(|_| is_hex).ok_or(GatewayError::InvalidIdempotencyKey)?;
    Ok(Some(IdempotencyKey(key)))
}

/// Identifies a request without containing anything of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// `credential` is what allows the request: the session token, or the session ID at an exchange. The length before each
    /// part keeps different parts from giving the same bytes.
    pub(in crate::proxy) fn new(route: Route, credential: &[u8], key: IdempotencyKey) -> Self {
        let mut hash = Sha256::new();
        for part in [route.path().as_bytes(), credential, &key.0] {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "0123456789abcdef0123456789abcdef";

    fn key(values: &[&str]) -> Result<Option<IdempotencyKey>, GatewayError> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(IDEMPOTENCY_KEY, value.parse().unwrap());
        }
        read(&headers)
    }

    #[test]
    fn a_key_is_32_lower_case_hex_digits() {
        assert_eq!(key(&[KEY]).ok().flatten().map(|key| key.0), Some(*b"0123456789abcdef0123456789abcdef"));
        assert!(key(&[]).is_ok_and(|key| key.is_none()));
        let quoted = format!("\"{KEY}\"");
        let upper = KEY.to_uppercase();
        for values in [
            &[""][..],
            &[&KEY[1..]],
            &["0123456789abcdef0123456789abcdef0"],
            &["0123456789abcdef0123456789abcdeg"],
            &[&quoted],
            &[&upper],
            &[KEY, KEY],
        ] {
            assert_eq!(key(values).err(), Some(GatewayError::InvalidIdempotencyKey), "{values:?}");
        }
    }

    #[test]
    fn any_other_part_makes_another_fingerprint() {
        let [one, two] = [[b'1'; KEY_BYTES], [b'2'; KEY_BYTES]].map(IdempotencyKey);
        let first = Fingerprint::new(Route::RerollKey, b"ps_1", one);
        assert_eq!(first, Fingerprint::new(Route::RerollKey, b"ps_1", one));
        for other in [
            Fingerprint::new(Route::ExchangeSession, b"ps_1", one),
            Fingerprint::new(Route::RerollKey, b"ps_2", one),
            Fingerprint::new(Route::RerollKey, b"ps_1", two),
            // The same characters, divided otherwise.
            Fingerprint::new(Route::RerollKey, b"ps_11", one),
            Fingerprint::new(Route::RerollKey, b"", one),
        ] {
            assert_ne!(first, other);
        }
    }
}
