//! The details of a failure, as text for a message to support.

use portal_core::support::SupportDetails;

use super::formats;

/// One `name: value` a line; what isn't known is left out.
pub(crate) fn failure_details(details: &SupportDetails) -> String {
    let SupportDetails { at, route, status, code, request_id } = details;
    let lines = [
        ("Time", at.map(formats::machine_readable)),
        ("Route", route.map(|route| route.name().to_owned())),
        (
            "Status",
            Some(match status {
                None => "no answer".to_owned(),
                Some(0) => "redirect".to_owned(),
                Some(status) => status.to_string(),
            }),
        ),
        ("Code", code.as_ref().map(|code| code.as_str().to_owned())),
        ("Request ID", request_id.as_ref().map(ToString::to_string)),
        ("Version", Some(env!("CARGO_PKG_VERSION").to_owned())),
    ];
    let lines = lines.into_iter().filter_map(|(name, value)| value.map(|value| format!("{name}: {value}")));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use portal_api::{Failure, RequestId, ServerTime, no_response};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn support_gets_time_status_and_request_id() {
        let failure = Failure {
            at: Some(ServerTime::from_millis(0)),
            status: Some(503),
            request_id: Some(RequestId::new("req_1a")),
            ..no_response()
        };
        let text = failure_details(&SupportDetails::from(&failure));
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(
            text,
            format!("Time: 1970-01-01T00:00:00.000Z\nStatus: 503\nRequest ID: req_1a\nVersion: {version}")
        );
    }

    #[wasm_bindgen_test]
    fn a_redirect_whose_status_the_browser_hides_is_called_one() {
        let text = failure_details(&SupportDetails::from(&Failure { status: Some(0), ..no_response() }));
        assert!(text.starts_with("Status: redirect\n"), "{text}");
    }

    #[wasm_bindgen_test]
    fn without_an_answer_support_is_told_so() {
        let text = failure_details(&SupportDetails::from(&no_response()));
        assert_eq!(text, format!("Status: no answer\nVersion: {}", env!("CARGO_PKG_VERSION")));
    }
}
