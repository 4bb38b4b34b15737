//! A gateway that stops answers what it has read: a browser would send it again to the next one, which knows nothing of it.

use std::time::Duration;

use portal_gateway::Limits;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{KEY, changes, reroll, rerolled};
use crate::support::{
    client::post,
    gateway::{With, gateway_before},
    stub::{REROLL, Stub},
};

#[tokio::test]
async fn a_request_under_way_is_answered_when_the_gateway_stops() {
    for (request, route, says) in changes() {
        let stub = Stub::start().await;
        let mut gateway = gateway_before(&stub).await;
        let to = gateway.address;
        let (held, let_go) = says.held();
        stub.will(held);
        let answer = tokio::spawn(async move { request(KEY).send(to).await });
        stub.asked().await;
        gateway.stop();
        let_go.send(()).unwrap();
        assert_eq!(answer.await.unwrap().status, 200, "{route}");
        gateway.ended().await;
    }
}

#[tokio::test]
async fn a_request_whose_body_is_still_coming_is_answered_when_the_gateway_stops() {
    let stub = Stub::start().await;
    let mut gateway = gateway_before(&stub).await;
    stub.will(rerolled());
    let whole = reroll(KEY).bytes("keep-alive");
    let (begin, end) = whole.split_at(whole.len() - 1);
    let mut stream = TcpStream::connect(gateway.address).await.unwrap();
    stream.write_all(begin).await.unwrap();
    super::settled(gateway.address).await;
    gateway.stop();
    while TcpStream::connect(gateway.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    stream.write_all(end).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("connection: close"), "{answer}");
    gateway.ended().await;
}

#[tokio::test]
async fn a_request_that_outlasts_the_shutdown_is_a_lost_answer() {
    let without_a_key = |_: &str| post(REROLL, r#"{"keyId":"key_1","expiration":0}"#).session("ps_1");
    let all = changes().map(|(request, ..)| request).into_iter().chain([without_a_key as fn(&str) -> _]);
    for request in all {
        let stub = Stub::start().await;
        let limits = Limits { shutdown_timeout: Duration::from_millis(50), ..Limits::default() };
        let mut gateway = With { upstream: Some(stub.origin.clone()), limits, ..With::default() }.start().await;
        let to = gateway.address;
        let (held, _keep) = rerolled().held();
        stub.will(held);
        let answer = tokio::spawn(async move { request(KEY).send(to).await });
        stub.asked().await;
        gateway.stop();
        let answer = answer.await.unwrap();
        assert_eq!((answer.status, answer.error_name().as_str()), (502, "answer_lost"));
        gateway.ended().await;
    }
}
