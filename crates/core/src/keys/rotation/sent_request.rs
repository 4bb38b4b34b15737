//! The rotation request as it was sent: what [`find_rotation`](super::reconcile::find_rotation) needs when its response is lost.

use std::sync::Arc;

use portal_api::{Key, ServerTime};

use super::grace::Grace;

/// A request that was sent.
#[derive(Debug, Clone, PartialEq)]
pub struct SentRequest {
    /// When, by the server's time.
    pub at: ServerTime,
    /// With which grace period.
    pub grace: Grace,
    /// The keys that were there before; empty after a reload, when nobody knows any more.
    pub known: Vec<Arc<Key>>,
}
