//! The rotation request as it was sent: what [`find_rotation`](super::reconcile::find_rotation) needs if its response
//! is lost.

use std::sync::Arc;

use portal_api::{Key, ServerTime};

use super::grace::Grace;

/// A request that was sent.
#[derive(Debug, Clone, PartialEq)]
pub struct SentRequest {
    /// When it was sent, in server time.
    pub at: ServerTime,
    /// The requested grace period; `None`: the old key stays as it is.
    pub grace: Option<Grace>,
    /// The keys in the list before; empty after a page reload.
    pub known: Vec<Arc<Key>>,
}
