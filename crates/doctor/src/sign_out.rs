//! The step for the config's `signOutUrl`: whether the app's backend can end sessions.

use std::io::Write;

use portal_api::Failure;
use portal_core::url::Origin;
use portal_upstream::Upstream;

use crate::{
    advice::{Advice, details, general, root_key_permissions::FOR_SESSIONS},
    api_calls::{self, is_api_error},
    connection::report_unreachable,
    plan::{Backend, Plan},
    report::Report,
    step_names::SIGN_OUT,
};

/// Ends the sessions of a user who has none: that takes the same route and permission, and ends nothing.
pub(crate) async fn check(plan: &Plan, api: &Upstream, report: &mut Report<impl Write>) {
    let Some(backend) = &plan.backend else { return };
    match api_calls::revoke(api, backend).await {
        Ok(Ok(_)) => report.ok(SIGN_OUT, "your backend can end a user's sessions (portal.revokeSession)"),
        Ok(Err(failure)) => report.problem(SIGN_OUT, &advice(&failure, backend, &plan.upstream)),
        Err(error) => report_unreachable(SIGN_OUT, &error, &plan.upstream, report),
    }
}

fn advice(failure: &Failure, backend: &Backend, origin: &Origin) -> Advice {
    let details = details(failure);
    if !failure.from_api && matches!(failure.status, Some(404 | 405)) {
        return Advice::new(
            format!("this API can't end sessions: it has no portal.revokeSession {details}"),
            "take `signOutUrl` out of the config: it takes version `code-v3` of the API",
        );
    }
    let is_masked = is_api_error(failure, "portal_not_found") || is_api_error(failure, "portal_config_not_found");
    if is_masked || (failure.from_api && failure.status == Some(403)) {
        return Advice::new(
            format!("the root key may not end sessions of the portal \"{}\" {details}", backend.portal),
            format!(
                "give the root key the permission {FOR_SESSIONS}: without it the API answers as for an unknown portal"
            ),
        );
    }
    general(failure, origin)
}
