//! The setting `show`.

use portal_api::Route;

/// What users see of their keys and can do with them, within the permissions of their session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShowSettings {
    /// `account`: whose keys these are, by `identity.externalId`.
    pub account: bool,
    /// `credits`: remaining uses.
    pub credits: bool,
    /// `rateLimits`: limits on how often a key may be used.
    pub rate_limits: bool,
    /// `rotation`: rotating keys.
    pub rotation: bool,
    /// `usage`: how often keys were used.
    pub usage: bool,
}

impl ShowSettings {
    /// Whether the portal calls `route` with these settings. The gateway forwards no other routes.
    pub const fn needs(self, route: Route) -> bool {
        match route {
            Route::RerollKey => self.rotation,
            Route::GetVerifications => self.usage,
            Route::ExchangeSession | Route::ExchangeCode | Route::ListKeys => true,
            Route::CreateSession | Route::ListSessions | Route::RevokeSession => false,
        }
    }
}

impl Default for ShowSettings {
    fn default() -> Self {
        Self { account: false, credits: false, rate_limits: false, rotation: true, usage: true }
    }
}
