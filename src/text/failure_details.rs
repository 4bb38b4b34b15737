//! The details of a failure, as text for a message to support.

use portal_core::support::SupportDetails;

use super::formats;

/// One `name: value` a line; what isn't known is left out.
pub(crate) fn failure_details(details: &SupportDetails) -> String {
    let SupportDetails { at, route, status, code, request_id } = details;
    let lines = [
        ("Time", at.map(formats::machine_readable)),
        ("Route", route.map(|route| route.name().to_owned())),
        ("Status", Some(status.map_or_else(|| "no answer".to_owned(), |status| status.to_string()))),
        ("Code", code.as_ref().map(|code| code.as_str().to_owned())),
        ("Request ID", request_id.as_ref().map(ToString::to_string)),
        ("Version", Some(env!("CARGO_PKG_VERSION").to_owned())),
    ];
    let lines = lines.into_iter().filter_map(|(name, value)| value.map(|value| format!("{name}: {value}")));
    lines.collect::<Vec<_>>().join("\n")
}
