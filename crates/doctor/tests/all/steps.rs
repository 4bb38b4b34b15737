//! The report on every way in which a step can fail.

use portal_api::Permission;
use serde_json::json;

use crate::{
    harness::{
        Check, ROOT_KEY, SESSION_ID, TOKEN, created, created_with_code, example, first_form, listed, on_time, opened,
    },
    support::{
        gateway::gateway_before,
        stub::{self, EXCHANGE, EXCHANGE_CODE, LIST, Seen, Stub},
    },
};

pub(crate) const CREATE: &str = "/v2/portal.createSession";
pub(crate) const PORTAL: &str = "https://keys.example.com";

pub(crate) fn body(seen: &Seen) -> serde_json::Value {
    serde_json::from_slice(&seen.body).unwrap()
}

#[tokio::test]
async fn a_sound_deployment_is_said_to_be_sound() {
    let stub = first_form().await;
    stub.will(created(PORTAL)).will(opened()).will(listed());
    let check = Check::of(&stub.origin).with_root_key().config(r#"{"returnUrl":"https://app.example.com/"}"#);
    let outcome = check.public_origin(PORTAL).run().await;
    assert_eq!((outcome.problems, outcome.wrong().len()), (0, 0), "{}", outcome.out);
    for (step, part) in [
        ("config", "https://app.example.com/"),
        ("upstream", "takes connections"),
        ("API", "version `session`"),
        ("clock", "agree"),
        ("createSession", "\"user_1\" in the portal \"acme\""),
        ("exchange", "a session of 1 d"),
        ("list", "1 key"),
    ] {
        let said = outcome.step(step);
        assert!(said.starts_with("ok: ") && said.contains(part), "{step}: {said}");
    }
    assert!(outcome.out.ends_with("All is well.\n"), "{}", outcome.out);
    let seen = stub.seen();
    assert_eq!(seen.iter().map(|seen| seen.path.as_str()).collect::<Vec<_>>(), [EXCHANGE, CREATE, EXCHANGE, LIST]);
    assert_eq!(seen[1].headers["authorization"], format!("Bearer {ROOT_KEY}").as_str());
    assert_eq!(
        body(&seen[1]),
        json!({"slug": "acme", "externalId": "user_1", "permissions": ["keys:read", "keys:reroll", "analytics:read"]})
    );
    assert_eq!(body(&seen[2]), json!({"sessionId": SESSION_ID}));
    assert_eq!(seen[3].headers["cookie"], format!("portal_session={TOKEN}").as_str());
    for seen in [&seen[0], &seen[2], &seen[3]] {
        assert!(!seen.headers.contains_key("authorization"), "the root key went where a session belongs");
    }
}

#[tokio::test]
async fn a_server_of_the_other_form_is_asked_in_its_own_words() {
    let stub = Stub::start().await;
    stub.will(example("exchange of the other version"))
        .will(example("session ID refused at the exchange"))
        .will(created_with_code(PORTAL))
        .will(opened())
        .will(listed());
    let check = Check::of(&stub.origin).with_root_key().config(r#"{"returnUrl":"https://app.example.com/"}"#);
    let outcome = check.permissions(&[Permission::KeysRead]).run().await;
    assert_eq!(outcome.problems, 0, "{}", outcome.out);
    assert!(outcome.step("API").contains("version `code`, `code-v2` or `code-v3`"));
    let seen = stub.seen();
    let paths: Vec<_> = seen.iter().map(|seen| seen.path.as_str()).collect();
    assert_eq!(paths, [EXCHANGE, EXCHANGE_CODE, CREATE, EXCHANGE_CODE, LIST]);
    assert_eq!(
        body(&seen[2]),
        json!({"portal": "acme", "externalId": "user_1", "scopes": ["keys:read"],
            "returnUrl": "https://app.example.com/"})
    );
    assert_eq!(body(&seen[3]), json!({"code": SESSION_ID}), "the code is the URL's, never the `id`");
}

#[tokio::test]
async fn the_code_is_taken_from_a_link_on_another_origin_and_looked_for_nowhere_else() {
    let create = |url: &str| {
        let data = json!({"id": "pst_SECRETrecord", "url": url});
        on_time(stub::json(200, &json!({"meta": {"requestId": "req_1"}, "data": data}).to_string()))
    };
    for url in [
        format!("https://portal.unkey.com/acme?lang=en&code={SESSION_ID}#top"),
        format!("https://portal.unkey.com/?code={SESSION_ID}"),
    ] {
        let stub = code_form().await;
        stub.will(create(&url)).will(opened()).will(listed());
        let outcome = Check::of(&stub.origin).with_root_key().public_origin(PORTAL).run().await;
        assert_eq!(outcome.problems, 0, "{}", outcome.out);
        let step = outcome.step("createSession");
        assert!(
            step.contains("leads to https://portal.unkey.com, not to https://keys.example.com")
                && step.contains("take the code out of the link"),
            "{step}"
        );
        assert_eq!(body(&stub.seen()[3]), json!({"code": SESSION_ID}));
    }
    for url in ["https://keys.example.com/", "https://keys.example.com/?session=pst_SECRETid", "pst_SECRETid"] {
        let stub = code_form().await;
        stub.will(create(url));
        let outcome = Check::of(&stub.origin).with_root_key().run().await;
        outcome.blames("createSession", &["no ?code=", "changes answers"]);
        assert_eq!(stub.seen().len(), 3, "an exchange of something that is no code");
    }
}

/// An API of version `code`, with refusals of the unknown session ID queued.
pub(crate) async fn code_form() -> Stub {
    let stub = Stub::start().await;
    stub.will(example("exchange of the other version")).will(example("session ID refused at the exchange"));
    stub
}

#[tokio::test]
async fn without_a_root_key_the_first_steps_are_tried() {
    let stub = first_form().await;
    let outcome = Check::of(&stub.origin).run().await;
    assert_eq!((outcome.problems, stub.seen().len()), (0, 1), "{}", outcome.out);
    assert!(outcome.step("clock").starts_with("ok: ") && outcome.step("config").contains("no way back"));
    for step in ["createSession", "exchange", "list"] {
        assert!(outcome.step(step).starts_with("-: ") && outcome.step(step).contains("--root-key-file"), "{step}");
    }
    assert!(outcome.out.ends_with("as far as it was tried.\n"), "{}", outcome.out);
}

#[tokio::test]
async fn a_session_that_the_api_refuses_at_once_is_explained() {
    for (answer, parts) in [
        (example("session ID refused at the exchange"), ["had only just made", "twice"]),
        (example("edge error page"), ["in front of the API failed", "try again"]),
        (example("database down"), ["the API failed (500", "request id"]),
        (example("portal disabled"), ["portal or its workspace is switched off", "switch it on"]),
        (example("empty 401"), ["in front of the API refused (401)", "/v2/portal.*"]),
        (stub::json(200, r#"{"meta":{"requestId":"r"},"data":{"expiresAt":1}}"#), ["no token", "`apiBase`"]),
        (
            stub::json(200, r#"{"meta":{"requestId":"r"},"data":{"token":"SECRET;x","expiresAt":1}}"#),
            ["can't be a cookie's value", "changes answers"],
        ),
        (
            stub::json(200, r#"{"meta":{"requestId":"r"},"data":{"token":"ps_SECRET","expiresAt":1}}"#),
            ["over already", "stores answers"],
        ),
    ] {
        let stub = first_form().await;
        stub.will(created(PORTAL)).will(answer);
        Check::of(&stub.origin).with_root_key().run().await.blames("exchange", &parts);
    }
}

#[tokio::test]
async fn a_list_that_fails_after_a_good_exchange_is_explained() {
    for (case, parts) in [
        ("cookie missing, found by the request check", ["the exchange succeeded, but", "takes the Cookie header away"]),
        ("token missing, as documented", ["the exchange succeeded, but", "takes the Cookie header away"]),
        ("Authorization header beside the cookie", ["Authorization header where a session belongs", "adds one"]),
        ("token refused", ["only just opened", "changes the Cookie header"]),
        ("permission missing", ["may not list keys", "ask for keys:read"]),
        ("workspace disabled", ["switched off", "switch it on"]),
        ("captive portal answers 200 with a page", ["not as the API does", "sign-in page"]),
    ] {
        let stub = first_form().await;
        stub.will(created(PORTAL)).will(opened()).will(example(case));
        Check::of(&stub.origin).with_root_key().run().await.blames("list", &parts);
    }
}

#[tokio::test]
async fn a_link_that_leads_to_another_portal_is_pointed_out() {
    let stub = first_form().await;
    stub.will(created("https://portal.unkey.com")).will(opened()).will(listed());
    let check = Check::of(&stub.origin).with_root_key().public_origin(PORTAL);
    let outcome = check.run().await;
    assert_eq!(outcome.problems, 0, "{}", outcome.out);
    assert!(
        outcome.step("createSession").contains("leads to https://portal.unkey.com, not to https://keys.example.com")
    );
}

#[tokio::test]
async fn a_clock_that_is_off_is_told_by_how_much() {
    // Half a minute more, since the check starts some time after the stub's date is set.
    for (shift, part) in [(-7_530_i64, "2 h 5 min ahead of the API's"), (91_800, "1 d 1 h behind the API's")] {
        let stub = Stub::start().await;
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
        let then = std::time::UNIX_EPOCH + std::time::Duration::from_secs(now.checked_add_signed(shift).unwrap());
        stub.will(example("session ID refused at the exchange").with("date", &httpdate::fmt_http_date(then)));
        Check::of(&stub.origin).run().await.blames("clock", &[part, "timedatectl"]);
    }
}

#[tokio::test]
async fn mistakes_in_the_config_are_named_and_the_other_steps_taken_all_the_same() {
    for (config, parts) in [
        (r#"{"returnUrl":"http://app.example.com/"}"#, ["`returnUrl` must begin with https://", "correct it"]),
        (r#"{"returnUrl":"http://localhost:3000/"}"#, ["the user's own machine", "name the app's address"]),
        (r#"{"colour":"red"}"#, ["`colour` must be a colour", "correct it"]),
    ] {
        let stub = first_form().await;
        let check = Check::of(&stub.origin).config(config).public_origin(PORTAL);
        let outcome = check.run().await;
        outcome.blames("config", &parts);
        assert!(outcome.step("API").starts_with("ok: "), "{}", outcome.out);
    }
}

#[tokio::test]
async fn secrets_that_the_api_quotes_are_not_repeated() {
    let error = json!({"title": "x", "detail": format!("no {ROOT_KEY} {SESSION_ID} {TOKEN}\u{1b}[2J\nok     list"), "status": 500,
        "type": "https://unkey.com/docs/errors/unkey/application/unexpected_error"});
    let quoting = || on_time(stub::json(500, &json!({"meta": {"requestId": "req_1"}, "error": error}).to_string()));
    let stub = first_form().await;
    stub.will(created(PORTAL)).will(opened()).will(quoting());
    let outcome = Check::of(&stub.origin).with_root_key().run().await;
    outcome.blames("list", &["no (hidden) (hidden) (hidden)"]);
    assert!(!outcome.out.contains('\u{1b}') && outcome.step("list").starts_with("WRONG"), "{}", outcome.out);
}

#[tokio::test]
async fn a_gateway_in_the_apis_place_is_recognised() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let outcome = Check::of(&format!("http://{}", gateway.address)).with_root_key().run().await;
    outcome.blames("API", &["is a portal gateway", "--upstream"]);
    assert!(!stub.is_asked());
}
