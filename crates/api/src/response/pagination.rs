//! The pagination of a list.

use serde::{Deserialize, Serialize};

use crate::KeyId;

/// Where the next page starts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Pagination {
    /// ID of the first key of the next page, or a text with no meaning of its own; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<KeyId>,
    /// Whether another page follows.
    pub has_more: bool,
}
