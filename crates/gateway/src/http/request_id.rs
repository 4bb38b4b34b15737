//! Request ids. A response has its id as an extension, of the type [`RequestId`], for the access log.

use portal_api::RequestId;

/// `req_` and 9 characters, as the API's.
pub(crate) fn new_request_id() -> RequestId {
    const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut random = [0; 9];
    // If the system has no randomness, ids repeat, which makes support harder and nothing else.
    let _ = getrandom::fill(&mut random);
    let letter = |byte: &u8| ALPHABET.get(usize::from(byte % 32)).copied().map_or('0', char::from);
    RequestId::new(&["req_".to_owned(), random.iter().map(letter).collect()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_ids_look_like_the_apis() {
        let id = new_request_id();
        assert_eq!((id.as_str().len(), id.as_str().get(..4)), (13, Some("req_")));
        assert_ne!(id, new_request_id());
    }
}
