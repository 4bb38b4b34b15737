//! What a session may do.

use serde::{Deserialize, Serialize};

/// A permission of a portal session: `permissions` in the first form, `scopes` in the later ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Permission {
    /// List keys.
    #[serde(rename = "keys:read")]
    KeysRead,
    /// Create keys: named by the contract, without a route for the browser.
    #[serde(rename = "keys:create")]
    KeysCreate,
    /// Rotate keys.
    #[serde(rename = "keys:reroll")]
    KeysReroll,
    /// See what keys were used for.
    #[serde(rename = "analytics:read")]
    AnalyticsRead,
}

impl Permission {
    /// All of them, in the contract's order.
    pub const ALL: [Self; 4] = [Self::KeysRead, Self::KeysCreate, Self::KeysReroll, Self::AnalyticsRead];

    /// As it is written on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::KeysRead => "keys:read",
            Self::KeysCreate => "keys:create",
            Self::KeysReroll => "keys:reroll",
            Self::AnalyticsRead => "analytics:read",
        }
    }
}
