//! Texts about what the check after a rotation has found.

use portal_api::{SECOND, ServerTime};
use portal_core::keys::rotation::check::{Findings, NewKeyEnd};

use super::ends;
use crate::text::app_or_your_app;

/// What was found, and what to do; `None` where all is as expected.
pub(crate) fn found(findings: Findings, app: Option<&str>, now: ServerTime) -> Option<String> {
    let end = match findings.end {
        NewKeyEnd::NotSurprising => None,
        NewKeyEnd::Unexpected(None) => Some("never expires".to_owned()),
        // Within the error of the clocks: it has ended.
        NewKeyEnd::Unexpected(Some(at)) if at <= now.plus(SECOND) => Some(ends(at, at)),
        NewKeyEnd::Unexpected(Some(at)) => Some(ends(at, now)),
    };
    let mut text = end.as_ref().map(|end| format!("Careful: the new key {end}. The old key had another expiry. "));
    if findings.extra_keys > 0 {
        let (are, keys, them) = if findings.extra_keys == 1 { ("is", "key", "it") } else { ("are", "keys", "them") };
        text.get_or_insert_default().push_str(&format!(
            "Your request seems to have been carried out more than once: there {are} {} more new {keys} of this name in your list. Unless that was somebody else, nobody has {them}. ",
            findings.extra_keys
        ));
    }
    let app = app_or_your_app(app);
    let advice = match (end, findings.extra_keys) {
        (Some(_), 0) => format!("Before you use the new key, ask {app} about its expiry."),
        (Some(_), _) => "If one of those has the right expiry, rotate that one and use its new key.".to_owned(),
        _ => format!("Ask {app} to delete what you don’t need."),
    };
    text.map(|text| text + &advice)
}
