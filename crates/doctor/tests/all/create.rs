//! The report on createSession: what went into it, and why it failed.

use portal_api::Permission;
use serde_json::json;

use crate::{
    harness::{Check, created, created_with_code, example, first_form, listed, on_time, opened},
    steps::{CREATE, PORTAL, body, code_form},
    support::stub::{self, Reply, reply},
};

/// An error of the API.
fn error(status: u16, name: &str, detail: &str) -> Reply {
    let kind = format!("https://unkey.com/docs/errors/unkey/{name}");
    let error = json!({"title": "x", "detail": detail, "status": status, "type": kind});
    on_time(stub::json(status, &json!({"meta": {"requestId": "req_failed"}, "error": error}).to_string()))
}

/// A refusal of the API's request validation.
fn refused(location: &str, message: &str) -> Reply {
    let error = json!({"title": "Bad Request", "detail": "failed to validate schema", "status": 400,
        "type": "https://unkey.com/docs/errors/unkey/application/invalid_input",
        "errors": [{"location": location, "message": message}]});
    on_time(stub::json(400, &json!({"meta": {"requestId": "req_failed"}, "error": error}).to_string()))
}

#[tokio::test]
async fn whatever_is_wrong_with_making_a_session_is_named_with_its_remedy() {
    for (answer, parts) in [
        (
            error(401, "authentication/key_not_found", "x"),
            ["doesn't know this root key", "look whether the key is whole"],
        ),
        (error(401, "authentication/malformed", ""), ["did not arrive", "takes the Authorization header away"]),
        (example("request check wants a root key"), ["did not arrive", "takes the Authorization header away"]),
        (example("portal not set up, version session"), ["has no portal \"acme\"", "--portal"]),
        (example("portal not set up, version code"), ["has no portal \"acme\"", "portal.*.create_portal_session"]),
        (error(404, "data/gone", ""), ["has no routes", "origin"]),
        (example("portal disabled"), ["portal \"acme\" is switched off", "switch it on"]),
        (
            error(403, "authorization/forbidden", "Portal is not available: the app has no active deployment."),
            ["portal \"acme\" can't be used", "an app needs an active deployment"],
        ),
        (error(403, "authorization/forbidden", ""), ["may not create this session", "portal.*.create_portal_session"]),
        (example("workspace disabled"), ["workspace is switched off", "support"]),
        (error(403, "authorization/key_disabled", ""), ["root key is switched off", "switch it on"]),
        (
            error(403, "authorization/insufficient_permissions", "Missing: 'portal'"),
            ["may not create this session", "api.*.read_key and api.*.read_api for keys:read, api.*.create_key"],
        ),
        (
            error(403, "authorization/insufficient_permissions", "Missing permission: 'analytics:read'"),
            ["may not create this session", "create_portal_session, and api.*.read_analytics for analytics:read, or"],
        ),
        (refused("/format", "returnUrl is an absolute https URL"), ["returnUrl", "absolute https return URLs alone"]),
        (refused("/pattern", "slug is 3 to 64"), ["slug is 3 to 64", "--portal, --as and --permissions"]),
        (error(400, "application/invalid_input", "x is wrong"), ["x is wrong", "--portal, --as and --permissions"]),
        (
            error(500, "application/unexpected_error", "Portal configuration is invalid."),
            ["configuration is invalid", "support"],
        ),
        (example("rate limited, with a delay"), ["rate limit is used up", "wait 17 s"]),
        (reply(429, "text/html", "<h1>slow down"), ["in front of the API limits", "wait a minute"]),
        (reply(403, "text/html", "<h1>blocked"), ["in front of the API refused (403)", "/v2/portal.*"]),
        (reply(400, "text/html", "<h1>Bad Request"), ["in front of the API refused (400)", "/v2/portal.*"]),
        (reply(413, "text/html", "<h1>too large"), ["in front of the API refused (413)", "/v2/portal.*"]),
        (reply(404, "text/plain", "404 page not found"), ["has no routes", "origin"]),
        (reply(200, "text/html", "<h1>Sign in"), ["not as the API does", "sign-in page"]),
        (reply(200, "application/json", r#"{"meta":{"requestId":"r"},"data":{"#), ["not as the API does", "origin"]),
        (stub::json(200, r#"{"meta":{"requestId":"r"},"data":{"x":"pst_SECRET"}}"#), ["not as the API does", "origin"]),
    ] {
        let stub = first_form().await;
        stub.will(answer);
        let outcome = Check::of(&stub.origin).with_root_key().run().await;
        outcome.blames("createSession", &parts);
        assert!(outcome.step("list").starts_with("-: "), "{}", outcome.out);
        assert_eq!(stub.seen().len(), 2);
    }
}

#[tokio::test]
async fn permissions_that_do_not_go_together_are_named() {
    use Permission::{AnalyticsRead, KeysCreate, KeysRead, KeysReroll};
    let detail = "The \"keys:reroll\" scope requires \"keys:read\" in the same session.";
    for (permissions, part) in [
        (&[KeysReroll][..], "ask for keys:read, too"),
        (&[AnalyticsRead], "ask for keys:read, too"),
        (&[KeysRead, KeysCreate], "leave keys:create out"),
    ] {
        for answer in [error(400, "application/invalid_input", detail), refused("/scopes", "value is not allowed")] {
            let stub = code_form().await;
            stub.will(answer);
            let outcome = Check::of(&stub.origin).with_root_key().permissions(permissions).run().await;
            outcome.blames("createSession", &["the API refused the request", part]);
        }
    }
}

#[tokio::test]
async fn a_conflict_is_tried_once_more() {
    let conflict = || example("portal was changed meanwhile, version code-v3");
    let stub = code_form().await;
    stub.will(conflict()).will(created_with_code(PORTAL)).will(opened()).will(listed());
    let outcome = Check::of(&stub.origin).with_root_key().run().await;
    assert_eq!(outcome.problems, 0, "{}", outcome.out);
    let stub = code_form().await;
    stub.will(conflict()).will(conflict());
    let outcome = Check::of(&stub.origin).with_root_key().run().await;
    outcome.blames("createSession", &["was changed while the session was created", "check again once nobody"]);
    assert_eq!(stub.seen().iter().filter(|seen| seen.path == CREATE).count(), 2);
}

#[tokio::test]
async fn create_session_gets_a_return_url_only_if_every_version_accepts_it() {
    let long = format!("https://app.example.com/{}", "a".repeat(500));
    for (return_url, sent) in [
        ("https://app.example.com/account", Some("https://app.example.com/account")),
        ("http://localhost:8081/", None),
        (&long, None),
    ] {
        let stub = code_form().await;
        stub.will(created_with_code(PORTAL)).will(opened()).will(listed());
        let config = json!({ "returnUrl": return_url }).to_string();
        let outcome = Check::of(&stub.origin).with_root_key().config(&config).run().await;
        assert_eq!(outcome.problems, 0, "{}", outcome.out);
        let create = body(&stub.seen()[2]);
        assert_eq!(create["returnUrl"].as_str(), sent);
        assert!(create.get("preview").is_none(), "{create}");
    }
}

#[tokio::test]
async fn version_session_gets_no_return_url() {
    let stub = first_form().await;
    stub.will(created(PORTAL)).will(opened()).will(listed());
    let check = Check::of(&stub.origin).with_root_key().config(r#"{"returnUrl":"https://app.example.com/"}"#);
    assert_eq!(check.run().await.problems, 0);
    assert!(body(&stub.seen()[1]).get("returnUrl").is_none());
}
