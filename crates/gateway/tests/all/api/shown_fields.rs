//! What users see of their keys.

use serde_json::json;

use crate::support::{
    client::post,
    gateway::{With, gateway_before},
    stub::{self, LIST, Stub},
};

#[tokio::test]
async fn users_see_of_their_keys_only_what_is_theirs_to_see() {
    let stub = Stub::start().await;
    let keys = json!({"meta": {"requestId": "req_1"}, "data": [{
        "keyId": "key_1", "start": "acme_3Zd4", "enabled": true, "createdAt": 1, "name": "Production",
        "meta": {"plan": "secret"}, "roles": ["secret"], "permissions": ["secret"], "plaintext": "secret",
        "identity": {"id": "id_1", "externalId": "secret", "meta": {"a": "secret"}},
        "credits": {"remaining": 7}, "ratelimits": [{"id": "rl_1", "name": "requests", "limit": 1, "duration": 1000, "autoApply": true}],
    }], "pagination": {"hasMore": true, "cursor": "key_2"}});
    let plain = gateway_before(&stub).await;
    stub.will(stub::json(200, &keys.to_string()));
    let answer = post(LIST, "{}").session("ps_1").send(plain.address).await;
    let bare = json!({"keyId": "key_1", "start": "acme_3Zd4", "enabled": true, "createdAt": 1, "name": "Production"});
    assert_eq!(answer.json()["data"], json!([bare]));
    assert_eq!(answer.json()["pagination"], keys["pagination"]);
    let shown = With {
        upstream: Some(stub.origin.clone()),
        config: r#"{"show":{"credits":true,"rateLimits":true}}"#.to_owned(),
        ..With::default()
    };
    let shown = shown.start().await;
    stub.will(stub::json(200, &keys.to_string()));
    let answer = post(LIST, "{}").session("ps_1").send(shown.address).await;
    assert_eq!(answer.json()["data"][0]["credits"], keys["data"][0]["credits"]);
    assert_eq!(answer.json()["data"][0]["ratelimits"], keys["data"][0]["ratelimits"]);
    assert!(!answer.text().contains("secret"));
}

#[tokio::test]
async fn the_account_that_all_rows_name_comes_down_where_the_operator_wants_it() {
    let stub = Stub::start().await;
    let showing = With {
        upstream: Some(stub.origin.clone()),
        config: r#"{"show":{"account":true}}"#.to_owned(),
        ..With::default()
    };
    let (showing, plain) = (showing.start().await, gateway_before(&stub).await);
    let row = |owner: serde_json::Value| json!({"keyId": "key_1", "start": "acme_3Zd4", "enabled": true, "createdAt": 1, "identity": owner});
    let user = |id: &str| json!({"id": "id_secret", "externalId": id, "meta": {"a": "secret"}, "ratelimits": []});
    let list = |rows: &[serde_json::Value]| json!({"meta": {"requestId": "req_1"}, "data": rows}).to_string();

    let agreed = list(&[row(user("user_1")), row(user("user_1"))]);
    stub.will(stub::json(200, &agreed));
    let answer = post(LIST, "{}").session("ps_1").send(showing.address).await;
    for key in answer.json()["data"].as_array().unwrap() {
        assert_eq!(key["identity"], json!({"externalId": "user_1"}));
    }
    assert!(!answer.text().contains("secret"), "{}", answer.text());
    stub.will(stub::json(200, &agreed));
    assert!(!post(LIST, "{}").session("ps_1").send(plain.address).await.text().contains("user_1"));

    for rows in [
        [row(user("user_1")), row(user("user_2"))],
        [row(user("user_1")), row(json!(null))],
        [row(json!(null)), row(user("user_1"))],
        [row(user("user_1")), row(user(""))],
        [row(user("user_1")), row(json!({"id": "id_secret"}))],
        [row(user("user_1")), row(json!({"id": "id_secret", "externalId": null}))],
        [row(user("user_\u{202e}1")), row(user("user_\u{202e}1"))],
    ] {
        stub.will(stub::json(200, &list(&rows)));
        let answer = post(LIST, "{}").session("ps_1").send(showing.address).await;
        assert_eq!((answer.status, answer.text().contains("identity")), (200, false), "{}", answer.text());
    }
}
