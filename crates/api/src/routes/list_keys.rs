//! `portal.listKeys`: the user's keys, page by page.
//!
//! A defect of the current server repeats keys across pages and, with small limits, returns the same cursor forever.
//! So: request [`ListKeysRequest::MAX_LIMIT`], drop repeated IDs, stop when the cursor does not change, sort on the
//! client.

use serde::{Deserialize, Serialize};

use crate::KeyId;

/// Request body.
///
/// ```
/// use portal_api::ListKeysRequest;
///
/// assert_eq!(serde_json::to_string(&ListKeysRequest::page(None)).unwrap(), r#"{"limit":100}"#);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListKeysRequest {
    /// Maximum number of keys in the response: 1–100; the API uses 100 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u8>,
    /// [`Pagination::cursor`](crate::Pagination::cursor) of the previous page; absent for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<KeyId>,
}

impl ListKeysRequest {
    /// The API's maximum, and the limit with which its pagination defect does the least harm.
    pub const MAX_LIMIT: u8 = 100;

    /// Requests a page of [`Self::MAX_LIMIT`] keys, starting at `cursor`.
    pub fn page(cursor: Option<KeyId>) -> Self {
        Self { limit: Some(Self::MAX_LIMIT), cursor }
    }
}
