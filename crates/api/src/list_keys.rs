//! `portal.listKeys`: the user's keys, a page at a time.
//!
//! A defect of today's server makes pages repeat keys, and with small limits a cursor come back unchanged for ever.
//! So: ask for [`ListKeysRequest::MAX_LIMIT`], drop repeated ids, stop when the cursor does not move, sort yourself.

use serde::{Deserialize, Serialize};

use crate::KeyId;

/// The request.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListKeysRequest {
    /// Keys in the answer, at most: 1–100, and 100 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u8>,
    /// From the page before; absent for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<KeyId>,
}

impl ListKeysRequest {
    /// The most that one answer holds, and the number that the server's defect harms least.
    pub const MAX_LIMIT: u8 = 100;

    /// Asks for a full page from `cursor` on.
    pub fn page(cursor: Option<KeyId>) -> Self {
        Self { limit: Some(Self::MAX_LIMIT), cursor }
    }
}

/// Where the list goes on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pagination {
    /// The id of the next page's first row; absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<KeyId>,
    /// Whether another page follows.
    pub has_more: bool,
}
