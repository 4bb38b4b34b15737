//! Which answers of the API are compressed on their way to the browser.

use crate::support::{
    client::{Received, TestRequest, post},
    gateway::gateway_before,
    stub::{EXCHANGE, EXCHANGE_CODE, LIST, REROLL, Reply, Stub, VERIFICATIONS, exchanged, json},
};

/// What a Chromium accepts.
const ACCEPT: &str = "gzip, deflate, br, zstd";

fn keys(count: usize) -> Reply {
    let key =
        |n: usize| format!(r#"{{"keyId":"key_{n}","start":"acme_{n}","enabled":true,"createdAt":1700000000000}}"#);
    let data: Vec<_> = (0..count).map(key).collect();
    let meta = r#""meta":{"requestId":"req_listed00"}"#;
    json(200, &format!(r#"{{{meta},"data":[{}],"pagination":{{"hasMore":false}}}}"#, data.join(",")))
}

fn points() -> String {
    let point = |n: i64| format!(r#"{{"time":{},"total":{n},"valid":{n}}}"#, n * 3_600_000);
    (0..100).map(point).collect::<Vec<_>>().join(",")
}

/// 100 hours of usage, as the versions up to `Code` answer.
fn usage() -> Reply {
    json(200, &format!(r#"{{"meta":{{"requestId":"req_used0000"}},"data":[{}]}}"#, points()))
}

/// The same by key, as `CodeV2` and `CodeV3` answer.
fn usage_by_key() -> Reply {
    let keys = format!(r#"[{{"keyId":"key_1","data":[{}]}}]"#, points());
    json(200, &format!(r#"{{"meta":{{"requestId":"req_used0000"}},"bucketMillis":3600000,"keys":{keys}}}"#))
}

async fn answered(reply: Reply, request: TestRequest) -> Received {
    let stub = Stub::start().await;
    stub.will(reply);
    request.session("ps_1").send(gateway_before(&stub).await.address).await
}

#[tokio::test]
async fn keys_and_usage_come_compressed_above_1_kb() {
    for (path, reply) in
        [(LIST, (|| keys(100)) as fn() -> Reply), (VERIFICATIONS, usage), (VERIFICATIONS, usage_by_key)]
    {
        let plain = answered(reply(), post(path, "{}")).await;
        assert_eq!((plain.status, plain.header("content-encoding")), (200, None), "{path}: {}", plain.text());
        assert_eq!(plain.header("content-length"), Some(plain.body.len().to_string().as_str()), "{path}");
        let compressed = answered(reply(), post(path, "{}").with("accept-encoding", ACCEPT)).await;
        assert_eq!((compressed.status, compressed.header("content-encoding")), (200, Some("gzip")), "{path}");
        assert!(compressed.body.len() < plain.body.len() / 2 && compressed.decoded() == plain.text(), "{path}");
        for answer in [&plain, &compressed] {
            assert_eq!((answer.header("vary"), answer.header("etag")), (Some("accept-encoding"), None), "{path}");
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        }
        // The length is that of the text, which nobody has counted in advance.
        assert_eq!(compressed.header("content-length"), None, "{path}");
    }
    let refused = answered(keys(100), post(LIST, "{}").with("accept-encoding", "gzip;q=0, br")).await;
    assert_eq!((refused.status, refused.header("content-encoding")), (200, None));
    let short = answered(keys(2), post(LIST, "{}").with("accept-encoding", ACCEPT)).await;
    assert_eq!((short.status, short.header("content-encoding")), (200, None));
    assert_eq!(short.header("content-length"), Some(short.body.len().to_string().as_str()));
}

#[tokio::test]
async fn an_answer_with_a_secret_is_never_compressed() {
    let long = "s".repeat(2_000);
    let rotated = || {
        let data = format!(r#"{{"keyId":"key_2","key":"{long}"}}"#);
        json(200, &format!(r#"{{"meta":{{"requestId":"req_rotated00"}},"data":{data}}}"#))
    };
    let error = || {
        let error = format!(r#"{{"title":"t","detail":"{long}","status":412,"type":"a/b/c"}}"#);
        json(412, &format!(r#"{{"meta":{{"requestId":"req_refused00"}},"error":{error}}}"#))
    };
    for (path, body, reply) in [
        (EXCHANGE, r#"{"sessionId":"pst_1"}"#, exchanged("ps_1")),
        (EXCHANGE_CODE, r#"{"code":"pst_1"}"#, exchanged("ps_1")),
        (REROLL, r#"{"keyId":"key_1","expiration":0}"#, rotated()),
        (REROLL, r#"{"keyId":"key_1","expiration":0}"#, error()),
        (EXCHANGE, r#"{"sessionId":"pst_1"}"#, error()),
    ] {
        let answer = answered(reply, post(path, body).with("accept-encoding", ACCEPT)).await;
        assert_eq!((answer.header("content-encoding"), answer.header("vary")), (None, None), "{path}");
        assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()), "{path}");
        assert!(matches!(answer.status, 200 | 412), "{path}: {}", answer.text());
    }
}
