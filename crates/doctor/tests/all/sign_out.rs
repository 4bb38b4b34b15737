//! The report on ending sessions, which a `signOutUrl` in the config asks for.

use serde_json::json;

use crate::{
    harness::{Check, ROOT_KEY, created_with_code, example, listed, on_time, opened},
    steps::{PORTAL, body, code_form},
    support::stub::{self, Reply, Stub, reply},
};

const REVOKE: &str = "/v2/portal.revokeSession";

/// An API whose last answer, after a session's, is the one to revokeSession.
async fn api(answer: Reply) -> Stub {
    let stub = code_form().await;
    stub.will(created_with_code(PORTAL)).will(opened()).will(listed()).will(answer);
    stub
}

fn check(stub: &Stub) -> Check {
    let config = r#"{"returnUrl":"https://app.example.com/","signOutUrl":"https://app.example.com/portal-signed-out"}"#;
    Check::of(&stub.origin).with_root_key().config(config)
}

#[tokio::test]
async fn a_backend_that_can_end_sessions_is_tried_with_a_user_who_has_none() {
    let stub = api(example("revokeSession without sessions, version code-v3")).await;
    let outcome = check(&stub).run().await;
    assert_eq!(outcome.problems, 0, "{}", outcome.out);
    assert!(outcome.step("sign-out").contains("can end a user's sessions"), "{}", outcome.out);
    let seen = stub.seen();
    let last = seen.last().unwrap();
    assert_eq!(last.path, REVOKE);
    assert_eq!(last.headers["authorization"], format!("Bearer {ROOT_KEY}").as_str());
    // Not the user of --as, whose sessions it would end.
    assert_eq!(body(last), json!({"portal": "acme", "externalId": "portal_gateway_check_nobody"}));
}

#[tokio::test]
async fn why_a_backend_cannot_end_sessions_is_explained() {
    let forbidden =
        json!({"title": "x", "detail": "", "status": 403, "type": "authorization/insufficient_permissions"});
    let forbidden = json!({"meta": {"requestId": "req_1"}, "error": forbidden});
    for (answer, parts) in [
        (reply(404, "text/plain", "404 page not found\n"), ["has no portal.revokeSession", "take `signOutUrl` out"]),
        (example("portal not set up, version code"), ["may not end sessions", "portal.*.create_portal_session"]),
        (on_time(stub::json(403, &forbidden.to_string())), ["may not end sessions", "portal.*.create_portal_session"]),
        (example("edge error page"), ["in front of the API failed", "try again"]),
        (reply(200, "text/html", "<h1>Sign in"), ["not as the API does", "sign-in page"]),
    ] {
        let stub = api(answer).await;
        check(&stub).run().await.blames("sign-out", &parts);
    }
}

#[tokio::test]
async fn without_a_sign_out_url_or_a_root_key_nothing_is_ended() {
    let stub = code_form().await;
    stub.will(created_with_code(PORTAL)).will(opened()).will(listed());
    let outcome = Check::of(&stub.origin).with_root_key().run().await;
    assert!(outcome.problems == 0 && !outcome.out.contains("sign-out"), "{}", outcome.out);
    let stub = code_form().await;
    let config = r#"{"signOutUrl":"https://app.example.com/portal-signed-out"}"#;
    let outcome = Check::of(&stub.origin).config(config).run().await;
    assert!(outcome.step("sign-out").starts_with("-: ") && outcome.problems == 0, "{}", outcome.out);
}

#[tokio::test]
async fn a_sign_out_url_on_this_machine_is_named() {
    let stub = code_form().await;
    let config = r#"{"signOutUrl":"http://localhost:8081/portal-signed-out"}"#;
    let outcome = Check::of(&stub.origin).config(config).public_origin(PORTAL).run().await;
    outcome.blames("config", &["`signOutUrl` is http://localhost:8081/portal-signed-out", "name the app's address"]);
}
