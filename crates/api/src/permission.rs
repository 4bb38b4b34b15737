//! The permissions of a session.

use serde::{Deserialize, Serialize};

use crate::ApiVersion;

/// A permission of a portal session: an entry of `permissions` or, from [`ApiVersion::Code`] on, of `scopes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Permission {
    /// `portal.listKeys`.
    #[serde(rename = "keys:read")]
    KeysRead,
    /// Part of the contract before [`ApiVersion::CodeV3`], though no browser route creates keys.
    #[serde(rename = "keys:create")]
    KeysCreate,
    /// `portal.rerollKey`.
    #[serde(rename = "keys:reroll")]
    KeysReroll,
    /// `portal.getVerifications`.
    #[serde(rename = "analytics:read")]
    AnalyticsRead,
}

impl Permission {
    /// All permissions, in the contract's order.
    pub const ALL: [Self; 4] = [Self::KeysRead, Self::KeysCreate, Self::KeysReroll, Self::AnalyticsRead];

    /// The permissions that a version of the API knows.
    ///
    /// ```
    /// use portal_api::{ApiVersion, Permission};
    ///
    /// assert!(Permission::of(ApiVersion::CodeV2).contains(&Permission::KeysCreate));
    /// assert!(!Permission::of(ApiVersion::CodeV3).contains(&Permission::KeysCreate));
    /// ```
    pub const fn of(version: ApiVersion) -> &'static [Self] {
        match version {
            ApiVersion::Session | ApiVersion::Code | ApiVersion::CodeV2 => &Self::ALL,
            ApiVersion::CodeV3 => &[Self::KeysRead, Self::KeysReroll, Self::AnalyticsRead],
        }
    }

    /// The name on the wire, such as `keys:read`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::KeysRead => "keys:read",
            Self::KeysCreate => "keys:create",
            Self::KeysReroll => "keys:reroll",
            Self::AnalyticsRead => "analytics:read",
        }
    }
}
