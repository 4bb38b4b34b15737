//! Connections over the limit, slow heads, and shutdown.

use std::time::Duration;

use super::{
    super::registry::{OverLimit, SLOW_HEAD},
    world::{World, settle},
};

#[tokio::test(start_paused = true)]
async fn who_is_over_the_limit_is_answered_for_health_checks_alone() {
    let world = World::new(1);
    let mut busy = world.connect();
    busy.get("/held").await;
    settle().await;
    for path in ["/healthz", "/large", "/healthz/", "/nowhere"] {
        let mut over = world.connect();
        over.get(path).await;
        let response = over.rest().await;
        let (status, retry) = if path == "/healthz" { ("200 OK", false) } else { ("503 Service Unavailable", true) };
        assert!(response.starts_with(&format!("HTTP/1.1 {status}\r\n")), "{path}: {response}");
        assert!(response.contains("connection: close\r\n"), "{path}: {response}");
        assert_eq!(response.contains("retry-after: 1\r\n"), retry, "{path}: {response}");
        over.task.await.unwrap();
    }
    let mut posted = world.connect();
    posted.send("POST /healthz HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}").await;
    assert!(posted.rest().await.starts_with("HTTP/1.1 503"));
    world.let_go.send(true).unwrap();
    busy.until("held").await;
}

#[tokio::test(start_paused = true)]
async fn who_is_over_the_limit_and_sends_nothing_is_closed_after_the_heads_time() {
    let world = World::new(1);
    let mut busy = world.connect();
    busy.get("/held").await;
    settle().await;
    let mut over = world.connect();
    over.send("GET /healthz HTTP/1.1\r\n").await;
    let start = tokio::time::Instant::now();
    assert_eq!(over.rest().await, "");
    assert_eq!(start.elapsed().as_secs(), world.limits.head_timeout.as_secs());
}

#[tokio::test(start_paused = true)]
async fn a_slow_head_makes_room_and_the_client_behind_it_is_closed() {
    let world = World::new(2);
    let (mut silent, mut slow) = (world.connect(), world.connect());
    slow.send("GET / HTTP/1.1\r\nhost: ").await;
    settle().await;
    assert_eq!(world.admit().unwrap().over_limit(), Some(OverLimit::Total));
    tokio::time::advance(SLOW_HEAD).await;
    let mut new = [world.connect(), world.connect()];
    assert_eq!((silent.rest().await, slow.rest().await), (String::new(), String::new()));
    for peer in &mut new {
        peer.get("/healthz").await;
        peer.until("ok\n").await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_place_is_free_again_however_its_connection_ends() {
    let world = World::new(1);
    for request in [
        "",
        "GET",
        "GET /large HTTP/1.1\r\nhost: x\r\n\r\n",
        "POST /refuses HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n",
        "\0\r\n\r\n",
    ] {
        let mut peer = world.connect_with(1_000);
        assert_eq!(peer.over_limit, None, "{request}");
        peer.send(request).await;
        settle().await;
        drop(peer.stream);
        peer.task.await.unwrap();
        assert_eq!(world.connections.count(), 0, "{request}");
    }
}

#[tokio::test(start_paused = true)]
async fn stopping_answers_what_is_under_way_over_the_limit_too() {
    let world = World::new(1);
    let mut busy = world.connect();
    busy.get("/held").await;
    settle().await;
    let (mut over, mut silent) = (world.connect(), world.connect());
    over.send("GET /healthz HTTP/1.1\r\n").await;
    settle().await;
    world.stopping.cancel();
    assert_eq!(silent.rest().await, "");
    over.send("host: x\r\n\r\n").await;
    assert!(over.rest().await.ends_with("ok\n"));
    world.let_go.send(true).unwrap();
    assert!(busy.rest().await.ends_with("held"));
    for peer in [busy, over, silent] {
        tokio::time::timeout(Duration::from_secs(1), peer.task).await.unwrap().unwrap();
    }
}
