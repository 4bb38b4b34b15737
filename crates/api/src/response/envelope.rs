//! What the JSON responses have in common.

use serde::{Deserialize, Serialize};

use crate::{Pagination, RequestId};

/// Part of every JSON response, success or error.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Meta {
    /// Names the request in the operator's logs.
    pub request_id: RequestId,
}

/// The body of a successful response. `getVerifications` has its own type: [`Verifications`](crate::Verifications).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ApiResponse<T> {
    /// Contains the request ID.
    pub meta: Meta,
    /// The requested data.
    pub data: T,
    /// Present on lists only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
}
