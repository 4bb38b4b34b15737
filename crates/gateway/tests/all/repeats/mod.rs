//! One click, one rotation: requests that browsers and proxies send again by themselves.

mod balancers;
mod cuts;
mod expected_expiry;
mod idempotency_key;
mod shutdown;

use std::net::SocketAddr;

use crate::support::{
    client::{TestRequest, get, post},
    stub::{EXCHANGE, REROLL, Reply, exchanged, json},
};

const KEY: &str = "0123456789abcdef0123456789abcdef";
const OTHER_KEY: &str = "fedcba9876543210fedcba9876543210";

/// A rotation with a key.
fn reroll(key: &str) -> TestRequest {
    post(REROLL, r#"{"keyId":"key_1","expiration":0}"#).session("ps_1").with("idempotency-key", key)
}

/// An exchange with a key.
fn exchange(key: &str) -> TestRequest {
    post(EXCHANGE, r#"{"sessionId":"pst_1"}"#).with("idempotency-key", key)
}

fn rerolled() -> Reply {
    json(200, r#"{"meta":{"requestId":"req_1"},"data":{"keyId":"key_2","key":"acme_new"}}"#)
}

/// Makes a request with a key.
type Keyed = fn(&str) -> TestRequest;

/// Each kind of request that changes something, with the API's reply.
fn changes() -> [(Keyed, &'static str, Reply); 2] {
    [(reroll, REROLL, rerolled()), (exchange, EXCHANGE, exchanged("ps_new"))]
}

/// Waits until the gateway has read what was sent to it before: a test is one thread, and reads come in the order in which the
/// bytes arrived.
async fn settled(gateway: SocketAddr) {
    for _ in 0..3 {
        assert_eq!(get("/healthz").send(gateway).await.status, 200);
    }
}
