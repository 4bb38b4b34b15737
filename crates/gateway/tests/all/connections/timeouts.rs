//! Slow and idle connections, and graceful shutdown.

use std::time::Duration;

use portal_gateway::Limits;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::support::{
    client::{get, post, send_raw},
    gateway::{Running, With},
    stub::{LIST, NO_KEYS, Stub, json},
};

const SHORT: Duration = Duration::from_millis(150);
const ENOUGH: Duration = Duration::from_secs(10);

async fn gateway(limits: Limits, max_connections: usize) -> (Stub, Running) {
    let stub = Stub::start().await;
    let with = With { upstream: Some(stub.origin.clone()), limits, max_connections, ..With::default() };
    let running = with.start().await;
    (stub, running)
}

/// Everything until the other side closes.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = timeout(ENOUGH, stream.read_to_end(&mut bytes)).await.expect("the connection stayed open");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// One answer on a connection that stays open.
async fn answer(stream: &mut TcpStream) -> String {
    let mut bytes = vec![0; 100_000];
    let read = timeout(ENOUGH, stream.read(&mut bytes)).await.expect("no answer").unwrap();
    String::from_utf8_lossy(&bytes[..read]).into_owned()
}

#[tokio::test]
async fn a_head_that_never_ends_is_cut_off() {
    let (_stub, gateway) = gateway(Limits { head_timeout: SHORT, ..Limits::default() }, 10).await;
    let mut silent = TcpStream::connect(gateway.address).await.unwrap();
    let mut slow = TcpStream::connect(gateway.address).await.unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nx: ").await.unwrap();
    assert_eq!(rest(&mut silent).await, "");
    assert_eq!(rest(&mut slow).await, "");
}

#[tokio::test]
async fn a_head_that_comes_drop_by_drop_is_cut_off_too() {
    let (_stub, gateway) =
        gateway(Limits { head_timeout: SHORT, idle_timeout: ENOUGH * 3, ..Limits::default() }, 10).await;
    let mut stream = TcpStream::connect(gateway.address).await.unwrap();
    // A first request, so that the second one's head is meant.
    stream.write_all(&get("/healthz").bytes("keep-alive")).await.unwrap();
    assert!(answer(&mut stream).await.starts_with("HTTP/1.1 200"));
    let (mut read, mut write) = stream.split();
    let drops = async {
        loop {
            if write.write_all(b"x").await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let mut bytes = [0; 100];
    let closed = async { while !matches!(read.read(&mut bytes).await, Ok(0) | Err(_)) {} };
    timeout(ENOUGH, async {
        tokio::select! { () = drops => {}, () = closed => {} }
    })
    .await
    .expect("it stayed open");
}

#[tokio::test]
async fn a_connection_may_idle_longer_than_a_head_may_take() {
    let (_stub, gateway) =
        gateway(Limits { head_timeout: SHORT, idle_timeout: SHORT * 6, ..Limits::default() }, 10).await;
    let mut stream = TcpStream::connect(gateway.address).await.unwrap();
    for _ in 0..2 {
        stream.write_all(&get("/healthz").bytes("keep-alive")).await.unwrap();
        assert!(answer(&mut stream).await.starts_with("HTTP/1.1 200"));
        tokio::time::sleep(SHORT * 2).await;
    }
    assert_eq!(rest(&mut stream).await, "", "idle for ever");
}

#[tokio::test]
async fn a_body_that_never_comes_is_given_up() {
    let (stub, gateway) = gateway(Limits { body_timeout: SHORT, ..Limits::default() }, 10).await;
    let whole = post(LIST, vec![b' '; 100]).session("ps_1").bytes("close");
    let mut stream = TcpStream::connect(gateway.address).await.unwrap();
    stream.write_all(&whole[..whole.len() - 1]).await.unwrap();
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("body_missing"), "{answer}");
    assert!(!stub.is_asked());
}

#[tokio::test]
async fn stopping_finishes_what_is_under_way_and_closes_what_is_idle() {
    let (stub, mut gateway) = gateway(Limits::default(), 10).await;
    let (held, let_go) = json(200, NO_KEYS).held();
    stub.will(held);
    let address = gateway.address;
    let under_way = tokio::spawn(async move { post(LIST, "{}").session("ps_1").send(address).await });
    stub.asked().await;
    let mut idle = TcpStream::connect(address).await.unwrap();
    idle.write_all(&get("/healthz").bytes("keep-alive")).await.unwrap();
    assert!(answer(&mut idle).await.starts_with("HTTP/1.1 200"));
    let mut fresh = TcpStream::connect(address).await.unwrap();
    gateway.stop();
    assert_eq!(rest(&mut idle).await, "");
    assert_eq!(rest(&mut fresh).await, "");
    assert!(TcpStream::connect(address).await.is_err(), "still accepts");
    let_go.send(()).unwrap();
    assert_eq!(under_way.await.unwrap().status, 200);
    timeout(ENOUGH, gateway.ended()).await.unwrap();
}

#[tokio::test]
async fn stopping_does_not_wait_for_ever() {
    let (stub, mut gateway) = gateway(Limits { shutdown_timeout: SHORT, ..Limits::default() }, 10).await;
    let (held, _keep) = json(200, NO_KEYS).held();
    stub.will(held);
    let address = gateway.address;
    let _under_way =
        tokio::spawn(async move { send_raw(address, &post(LIST, "{}").session("ps_1").bytes("close")).await });
    stub.asked().await;
    gateway.stop();
    timeout(ENOUGH, gateway.ended()).await.unwrap();
}
