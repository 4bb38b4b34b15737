//! The root keys of apps' backends.

use portal_api::Permission;

/// The root key with every permission.
pub(crate) const ROOT_KEY: &str = "unkey_sandbox_root";

/// What a root key may do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RootKey {
    /// Whether it may create, list and revoke sessions.
    pub(crate) opens_portals: bool,
    /// What the sessions that it creates may have.
    pub(crate) grants: &'static [Permission],
}

/// The permission that a root key needs to grant another to a session.
pub(crate) const fn needed_to_grant(permission: Permission) -> &'static str {
    match permission {
        Permission::KeysRead => "api.*.read_key",
        Permission::KeysCreate | Permission::KeysReroll => "api.*.create_key",
        Permission::AnalyticsRead => "api.*.read_analytics",
    }
}

/// The root key of that text.
pub(crate) fn find_root_key(text: &str) -> Option<RootKey> {
    let (opens_portals, grants): (bool, &'static [Permission]) = match text {
        ROOT_KEY => (true, &Permission::ALL),
        "unkey_sandbox_read" => (true, &[Permission::KeysRead]),
        "unkey_sandbox_no_portal" => (false, &Permission::ALL),
        _ => return None,
    };
    Some(RootKey { opens_portals, grants })
}
