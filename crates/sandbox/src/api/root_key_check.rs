//! The checks that the routes for root keys have in common: the root key, its permission for portals, the portal's name.

use portal_api::ApiVersion;

use super::request::ApiRequest;
use crate::{
    data::{PORTAL, RootKey, find_root_key},
    responses::{Example, Reply, error, example},
};

/// The request's root key, if it may manage sessions of `portal`.
///
/// # Errors
/// The first refusal. From version `code` on, a missing permission looks like an unknown portal, so that names can't be
/// probed.
pub(super) fn check_root_key(request: &ApiRequest<'_>, portal: &str) -> Result<RootKey, Reply> {
    let Some(text) = request.bearer() else { return Err(example(Example::MalformedAuthorization)) };
    let Some(root_key) = find_root_key(text) else {
        let detail = "The provided root key is invalid.";
        return Err(error(401, "Unauthorized", detail, "unkey/authentication/key_not_found"));
    };
    let is_unknown = portal != PORTAL;
    match request.version {
        ApiVersion::Session if is_unknown => Err(example(Example::PortalNotFoundSession)),
        ApiVersion::Session if !root_key.opens_portals => Err(missing_permission("portal.*.create_portal_session")),
        ApiVersion::Session => Ok(root_key),
        _ if is_unknown || !root_key.opens_portals => Err(example(Example::PortalNotFoundCode)),
        _ => Ok(root_key),
    }
}

/// The error for a root key without a permission.
pub(super) fn missing_permission(name: &str) -> Reply {
    let detail = format!("Missing permission: '{name}'");
    error(403, "Insufficient Permissions", &detail, "unkey/authorization/insufficient_permissions")
}
