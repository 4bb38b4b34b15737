//! What is wrong and what to do where createSession failed.

use portal_api::{Cause, Failure, Permission};
use portal_core::url::Origin;

use super::{
    Advice, details, general,
    root_key_permissions::{FOR_SESSIONS, for_create_session},
};
use crate::{api_calls::is_api_error, plan::Backend};

/// `violation` is what its request validation named.
pub(crate) fn advice(failure: &Failure, violation: Option<&str>, backend: &Backend, origin: &Origin) -> Advice {
    let details = details(failure);
    let portal = &backend.portal;
    let is = |name| is_api_error(failure, name);
    if is("portal_config_not_found") || is("portal_not_found") {
        return Advice::new(
            format!("the workspace of this root key has no portal \"{portal}\" {details}"),
            format!(
                "look for a typing mistake in --portal, whether the root key is of the workspace that the portal is in, and \
                 whether it may create portal sessions: from version `code` on, the API answers the same if the root key lacks \
                 {FOR_SESSIONS}"
            ),
        );
    }
    if is("workspace_disabled") {
        return Advice::new(format!("the workspace is switched off {details}"), "ask the API's support why");
    }
    if is("key_disabled") {
        return Advice::new(
            format!("the root key is switched off {details}"),
            "switch it on at the API, or take another one",
        );
    }
    if is("forbidden") && failure.detail.contains("disabled") {
        return Advice::new(
            format!("the portal \"{portal}\" is switched off {details}"),
            "switch it on where it was set up at the API. No session can be created until then; from version `code-v3` on, those \
             that were open have ended, too",
        );
    }
    if is("forbidden") && failure.detail.contains("not available") {
        return Advice::new(
            format!("the portal \"{portal}\" can't be used {details}"),
            "look at what the portal is set up for at the API: an app needs an active deployment that verifies keys, and an API \
             must not be deleted",
        );
    }
    if failure.from_api && failure.status == Some(403) {
        return Advice::new(
            format!("the root key may not create this session {details}"),
            format!(
                "give the root key the permissions {}, or ask for less (--permissions, and your backend). In place of * the ID of \
                 the portal or of the API is enough",
                for_create_session(&backend.permissions, &failure.detail)
            ),
        );
    }
    let is_refusal_of_credentials = failure.from_api && matches!(failure.status, Some(400 | 401));
    if failure.cause == Cause::Misconfigured && is_refusal_of_credentials {
        return Advice::new(
            format!("the root key did not arrive {details}"),
            "look for a proxy between this machine and the API that takes the Authorization header away. (An app's backend \
             that goes the same way has the same trouble)",
        );
    }
    if failure.from_api && failure.status == Some(401) {
        return Advice::new(
            format!("the API doesn't know this root key {details}"),
            "look whether the key is whole, is a root key (not a key of one of your users), was not deleted, and is of the \
             API that --upstream names",
        );
    }
    if failure.from_api && failure.status == Some(409) {
        return Advice::new(
            format!("the portal \"{portal}\" was changed while the session was created, twice in a row {details}"),
            "check again once nobody changes the portal's settings at the API. Your backend should try again once, too",
        );
    }
    if failure.cause == Cause::InvalidRequest && failure.from_api {
        return invalid_request(failure, violation, &backend.permissions);
    }
    general(failure, origin)
}

/// createSession refused the request itself: something that went into it from the settings.
fn invalid_request(failure: &Failure, violation: Option<&str>, permissions: &[Permission]) -> Advice {
    let text = format!("{} {}", violation.unwrap_or_default(), failure.detail);
    let asks_for = |permission| permissions.contains(&permission);
    let needs_read = asks_for(Permission::KeysReroll) || asks_for(Permission::AnalyticsRead);
    let what_to_do = if text.to_ascii_lowercase().contains("returnurl") || text.contains("/format") {
        "this API takes absolute https return URLs alone: correct the config's `returnUrl`, and what your backend sends"
    } else if needs_read && !asks_for(Permission::KeysRead) {
        "ask for keys:read, too (--permissions, and your backend): from version `code-v2` on keys:reroll requires it, from \
         `code-v3` on analytics:read as well"
    } else if asks_for(Permission::KeysCreate) {
        "leave keys:create out (--permissions, and your backend): version `code-v3` doesn't know it, and no page uses it"
    } else {
        "look at --portal, --as and --permissions: they went into this request as they are"
    };
    let named = violation.map(|violation| format!(": {violation}")).unwrap_or_default();
    Advice::new(format!("the API refused the request{named} {}", details(failure)), what_to_do)
}
