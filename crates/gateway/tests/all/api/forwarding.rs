//! What is forwarded to the API, and what to the browser.

use serde_json::json;

use crate::support::{
    client::post,
    gateway::{ORIGIN, With, gateway_before},
    stub::{self, DATE, EXCHANGE, LIST, NO_KEYS, REROLL, Stub, VERIFICATIONS, reply, routes},
};

#[tokio::test]
async fn nothing_of_the_browser_goes_up_but_the_body_and_the_one_cookie() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    stub.will(stub::json(200, NO_KEYS));
    let answer = post(&format!("{LIST}?secret=1"), r#"{"limit":100}"#)
        .with("cookie", "a=b; __Host-portal_session=ps_secret; portal_session=planted; __Host-portal_open=1.a")
        .with("origin", ORIGIN)
        .with("referer", "https://keys.example.com/?session=pst_abc")
        .with("authorization", "Bearer unkey_root")
        .with("user-agent", "Mozilla")
        .with("accept-language", "de")
        .with("x-forwarded-for", "203.0.113.9")
        .with("x-anything", "1")
        .send(gateway.address)
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let seen = stub.seen();
    assert_eq!(seen.len(), 1);
    let seen = &seen[0];
    assert_eq!(
        (seen.method.as_str(), seen.path.as_str(), seen.body.as_ref()),
        ("POST", LIST, &br#"{"limit":100}"#[..])
    );
    let mut names: Vec<_> = seen.headers.keys().map(|name| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["accept", "accept-encoding", "content-length", "content-type", "cookie", "host", "user-agent"]);
    assert_eq!(seen.headers["accept"], "application/json");
    assert_eq!(seen.headers["accept-encoding"], "identity");
    assert_eq!(seen.headers["cookie"], "portal_session=ps_secret");
    assert_eq!(seen.headers["content-type"], "application/json");
    assert_eq!(seen.headers["user-agent"], concat!("portal-gateway/", env!("CARGO_PKG_VERSION")));
    assert_eq!(format!("http://{}", seen.headers["host"].to_str().unwrap()), stub.origin);
}

#[tokio::test]
async fn the_servers_clock_and_its_limits_come_down_and_no_other_header() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let says = stub::json(200, NO_KEYS)
        .with("ratelimit-limit", "100")
        .with("ratelimit-remaining", "0")
        .with("ratelimit-reset", "12")
        .with("retry-after", "3")
        .with("set-cookie", "portal_session=x")
        .with("access-control-allow-origin", "*")
        .with("cache-control", "public, max-age=600")
        .with("content-security-policy", "script-src *")
        .with("location", "https://evil.example")
        .with("server", "x");
    stub.will(says);
    let answer = post(LIST, "{}").session("ps_1").send(gateway.address).await;
    assert_eq!(answer.header("date"), Some(DATE));
    assert_eq!(answer.header("ratelimit-limit"), Some("100"));
    assert_eq!(answer.header("ratelimit-remaining"), Some("0"));
    assert_eq!(answer.header("ratelimit-reset"), Some("12"));
    assert_eq!(answer.header("retry-after"), Some("3"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(answer.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
    for name in ["set-cookie", "access-control-allow-origin", "location", "server"] {
        assert_eq!(answer.header(name), None, "{name}");
    }
}

#[tokio::test]
async fn a_new_key_comes_down_once_and_is_not_stored() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    stub.will(stub::json(200, r#"{"meta":{"requestId":"req_1"},"data":{"keyId":"key_2","key":"acme_new","x":1}}"#));
    let answer = post(REROLL, r#"{"keyId":"key_1","expiration":0}"#).session("ps_1").send(gateway.address).await;
    assert_eq!(answer.json(), json!({"meta": {"requestId": "req_1"}, "data": {"keyId": "key_2", "key": "acme_new"}}));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(stub.seen().len(), 1);
}

#[tokio::test]
async fn a_rotation_that_leaves_the_old_key_as_it_is_goes_up_as_it_came() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let keep = r#"{"keyId":"key_1","expiration":null}"#;
    stub.will(stub::json(200, r#"{"meta":{"requestId":"req_1"},"data":{"keyId":"key_2","key":"acme_new"}}"#));
    assert_eq!(post(REROLL, keep).session("ps_1").send(gateway.address).await.status, 200);
    assert_eq!(stub.seen()[0].body, keep.as_bytes());
}

#[tokio::test]
async fn usage_comes_down_in_both_shapes() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let point = json!({"time": 1, "total": 2, "valid": 2, "rateLimited": 0, "insufficientPermissions": 0, "forbidden": 0,
        "disabled": 0, "expired": 0, "usageExceeded": 0});
    let meta = json!({"requestId": "req_1"});
    for answer in [
        json!({"meta": meta, "data": [point]}),
        json!({"meta": meta, "bucketMillis": 3600000, "keys": [{"keyId": "key_1", "data": [point]}]}),
    ] {
        stub.will(stub::json(200, &answer.to_string()));
        let body = r#"{"startTime":1,"endTime":2}"#;
        assert_eq!(post(VERIFICATIONS, body).session("ps_1").send(gateway.address).await.json(), answer);
    }
}

#[tokio::test]
async fn the_other_forms_server_is_still_recognised() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    for (status, text) in [(404, "404 page not found\n"), (405, "method not allowed\n")] {
        stub.will(reply(status, "text/plain; charset=utf-8", text));
        let answer = post(EXCHANGE, r#"{"sessionId":"pst_abc"}"#).send(gateway.address).await;
        assert_eq!((answer.status, answer.text().as_str()), (status, text));
        assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
        assert!(answer.all("set-cookie").is_empty());
    }
}

#[tokio::test]
async fn every_error_of_the_contract_means_the_same_behind_the_gateway() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let examples: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("../../../../api/fixtures/answers.json")).unwrap();
    let mut tried = 0;
    for example in examples {
        let status = u16::try_from(example["status"].as_u64().unwrap()).unwrap();
        if !(400..600).contains(&status) {
            continue;
        }
        let header = |name: &str| example["headers"][name].as_str().unwrap_or_default().to_owned();
        let body = example["raw"].as_str().map_or_else(|| example["body"].to_string(), str::to_owned);
        let cause = |status, body: &[u8]| {
            let head = portal_api::ResponseHead::read(status, |_| None);
            portal_api::read::<portal_api::ApiResponse<Vec<portal_api::Key>>>(&head, body).unwrap_err()
        };
        stub.will(reply(status, &header("content-type"), body.clone()));
        let answer = post(LIST, "{}").session("ps_1").send(gateway.address).await;
        let (before, behind) = (cause(status, body.as_bytes()), cause(answer.status, &answer.body));
        // A 408 would make browsers send the request again by themselves.
        let expected = if status == 408 { 504 } else { status };
        assert_eq!((answer.status, behind.cause), (expected, before.cause), "{}", example["case"]);
        if before.request_id.is_some() {
            assert_eq!(
                (behind.request_id, behind.code, behind.detail),
                (before.request_id, before.code, before.detail)
            );
        }
        tried += 1;
    }
    assert!(tried > 15, "{tried}");
}

#[tokio::test]
async fn no_status_goes_down_after_which_browsers_repeat_a_request() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let api = |status: u16| {
        json!({"meta": {"requestId": "req_1"}, "error": {"title": "t", "detail": "d", "status": status, "type": "a/b/c"}})
            .to_string()
    };
    for (status, expected) in [(408, 504), (421, 502), (425, 502), (407, 502)] {
        for route in [EXCHANGE, LIST, REROLL] {
            for said in [stub::json(status, &api(status)), reply(status, "text/html", "<h1>x")] {
                stub.will(said);
                let answer = post(route, r#"{"sessionId":"pst_abc"}"#).session("ps_1").send(gateway.address).await;
                assert_eq!(answer.status, expected, "{route}: {status}");
                assert_eq!(answer.json()["error"]["status"], expected, "{route}: {status}");
            }
        }
    }
}

#[tokio::test]
async fn no_status_behind_an_informational_one_goes_down_either() {
    let hints =
        b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\n\r\n";
    let switch = b"HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n";
    for (bytes, expected) in [(&hints[..], 504), (&switch[..], 502)] {
        let upstream = Some(stub::raw_server(bytes).await);
        let gateway = With { upstream, ..With::default() }.start().await;
        for route in [EXCHANGE, LIST, REROLL] {
            let answer = post(route, r#"{"sessionId":"pst_abc"}"#).session("ps_1").send(gateway.address).await;
            assert_eq!(answer.status, expected, "{route}");
        }
    }
}

#[tokio::test]
async fn retry_after_comes_down_with_any_body() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    let date = "Tue, 01 Jan 2030 00:01:00 GMT";
    let long = "99999999999";
    for (value, expected) in
        [("17", Some("17")), (long, Some(long)), (date, Some(date)), ("soon", None), ("-3", None), ("1.5", None)]
    {
        for route in [EXCHANGE, LIST, REROLL, VERIFICATIONS] {
            for (status, content_type, body) in [
                (429, "text/html", "<h1>slow down"),
                (503, "text/html", ""),
                (503, "application/json", "{}"),
                (302, "text/html", ""),
                (200, "text/html", "<h1>a challenge"),
            ] {
                let said = reply(status, content_type, body).with("retry-after", value).with("ratelimit-reset", "9");
                stub.will(said.with("set-cookie", "a=b"));
                let answer = post(route, r#"{"sessionId":"pst_abc"}"#).session("ps_1").send(gateway.address).await;
                assert_eq!(answer.header("retry-after"), expected, "{route}: {status} {value}");
                // A date is relative to the clock by which it was made.
                assert_eq!(answer.header("date") == Some(DATE), value == date, "{route}: {status} {value}");
                let replaced = if status < 400 { 502 } else { status };
                assert_eq!((answer.status, answer.header("content-type")), (replaced, Some("application/json")));
                assert_eq!((answer.header("ratelimit-reset"), answer.header("set-cookie")), (None, None));
                assert!(!answer.error_name().is_empty());
            }
        }
    }
}

#[tokio::test]
async fn half_a_surrogate_costs_one_name_and_not_the_list() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    for cut in [&br"\ud83d"[..], br"\uDE00", b"\xed\xa0\x80", b"\xff"] {
        let body = [
            br#"{"meta":{"requestId":"req_1"},"data":[{"keyId":"k","start":"s","enabled":true,"createdAt":1,"name":"cut "#,
            cut,
            br#""},{"keyId":"l","start":"s","enabled":true,"createdAt":1,"name":"\ud83d\ude00"}]}"#,
        ]
        .concat();
        stub.will(reply(200, "application/json", body));
        let answer = post(LIST, "{}").session("ps_1").send(gateway.address).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let keys = answer.json()["data"].clone();
        assert!(keys[0]["name"].as_str().is_some_and(|name| name.starts_with("cut \u{fffd}")), "{keys}");
        assert_eq!(keys[1]["name"], "\u{1f600}");
    }
}

#[tokio::test]
async fn each_route_reaches_its_own() {
    let stub = Stub::start().await;
    let gateway = gateway_before(&stub).await;
    for route in routes() {
        let _ = post(route, "{}").session("ps_1").send(gateway.address).await;
    }
    assert_eq!(stub.seen().iter().map(|seen| seen.path.clone()).collect::<Vec<_>>(), routes());
}
