//! The permissions that a root key needs, by their names at Unkey. In version `session` the API checks none of them.

use portal_api::Permission;

/// For createSession and revokeSession. Without it, version `code` and later ones answer as for an unknown portal.
pub(crate) const FOR_SESSIONS: &str = "portal.*.create_portal_session";

/// For createSession, if the session gets this permission.
const fn for_permission(permission: Permission) -> &'static str {
    match permission {
        Permission::KeysRead => "api.*.read_key and api.*.read_api",
        Permission::KeysCreate | Permission::KeysReroll => {
            "api.*.create_key (and api.*.encrypt_key if the API stores keys encrypted)"
        }
        Permission::AnalyticsRead => "api.*.read_analytics",
    }
}

/// What a root key needs to create a session with these permissions. If `detail`, the API's message, names some of them, what
/// it needs for those.
pub(crate) fn for_create_session(permissions: &[Permission], detail: &str) -> String {
    let is_named = |permission: &&Permission| detail.contains(permission.name());
    let named: Vec<_> = permissions.iter().filter(is_named).collect();
    let of = if named.is_empty() { permissions.iter().collect() } else { named };
    let list: Vec<_> =
        of.into_iter().map(|permission| format!("{} for {}", for_permission(*permission), permission.name())).collect();
    format!("{FOR_SESSIONS}, and {}", list.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_api_names_is_what_the_root_key_is_said_to_need() {
        let asked = [Permission::KeysRead, Permission::KeysReroll, Permission::AnalyticsRead];
        let all = for_create_session(&asked, "");
        for part in
            [FOR_SESSIONS, "api.*.read_api for keys:read", "encrypted) for keys:reroll", "api.*.read_analytics for"]
        {
            assert!(all.contains(part), "{all}");
        }
        assert_eq!(
            for_create_session(&asked, "Missing permission: 'analytics:read'"),
            "portal.*.create_portal_session, and api.*.read_analytics for analytics:read"
        );
    }
}
