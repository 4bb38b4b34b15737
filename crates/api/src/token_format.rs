//! The characters of session IDs and session tokens.

/// Whether `text` has the form of a session ID or session token: 1 to `max_bytes` of `[A-Za-z0-9_-]`. Such a text is
/// safe in a URL, in a header and in a cookie without escaping.
///
/// ```
/// assert!(portal_api::is_token("pst_a1B2-c3", 256));
/// assert!(!portal_api::is_token("a;b", 256));
/// assert!(!portal_api::is_token("", 256));
/// assert!(!portal_api::is_token("abcd", 3));
/// ```
pub fn is_token(text: &str, max_bytes: usize) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    (1..=max_bytes).contains(&text.len()) && text.bytes().all(is_plain)
}
