//! Random strings for tokens, ids and secrets.

/// `length` random characters of `[A-Za-z0-9]`.
pub(crate) fn random_string(length: usize) -> String {
    const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut bytes = vec![0; length];
    // If the system has no randomness, all tokens are the same: every test notices.
    let _ = getrandom::fill(&mut bytes);
    bytes
        .iter()
        .filter_map(|byte| ALPHABET.get(usize::from(*byte) % ALPHABET.len()))
        .map(|letter| char::from(*letter))
        .collect()
}

/// A new request id, in the API's format: `req_` and nine characters.
pub(crate) fn request_id() -> String {
    format!("req_{}", random_string(9))
}
