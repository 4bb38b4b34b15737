//! What is under way, what is idle, and what closes it.

use tokio::io::AsyncReadExt;

use super::{
    super::registry::OverLimit,
    world::{LARGE, World, settle},
};

#[tokio::test(start_paused = true)]
async fn an_idle_connection_makes_room_and_one_with_a_request_does_not() {
    let world = World::new(2);
    let (mut idle, mut busy) = (world.connect(), world.connect());
    idle.get("/healthz").await;
    idle.until("ok\n").await;
    busy.get("/held").await;
    settle().await;
    let mut new = world.connect();
    assert_eq!(new.over_limit, None);
    assert_eq!(idle.rest().await, "");
    new.get("/held").await;
    settle().await;
    assert_eq!(world.admit().unwrap().over_limit(), Some(OverLimit::Total));
    world.let_go.send(true).unwrap();
    for peer in [&mut busy, &mut new] {
        assert!(peer.until("held").await.starts_with("HTTP/1.1 200"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_response_that_is_being_written_is_under_way() {
    let world = World::new(1);
    let mut reader = world.connect_with(1_000);
    reader.get("/large").await;
    settle().await;
    assert_eq!(world.admit().unwrap().over_limit(), Some(OverLimit::Total), "closed in the middle of a response");
    let mut bytes = vec![0; LARGE];
    // All but the last buffer, which holds the rest.
    reader.stream.read_exact(&mut bytes[..LARGE - 10_000]).await.unwrap();
    settle().await;
    assert_eq!(world.admit().unwrap().over_limit(), Some(OverLimit::Total));
    let head = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
    reader.stream.read_exact(&mut bytes[..10_000 + head]).await.unwrap();
    settle().await;
    assert_eq!(world.admit().unwrap().over_limit(), None);
    assert_eq!(reader.rest().await, "");
}

#[tokio::test(start_paused = true)]
async fn a_response_in_pieces_is_under_way_until_the_last_one() {
    let world = World::new(1);
    let mut reader = world.connect();
    reader.get("/streamed").await;
    world.pieces.send("first").unwrap();
    reader.until("first\r\n").await;
    settle().await;
    assert_eq!(world.admit().unwrap().over_limit(), Some(OverLimit::Total));
    drop(world.pieces);
    reader.until("0\r\n\r\n").await;
    settle().await;
    assert_eq!(world.connections.admit(None).unwrap().over_limit(), None);
    assert_eq!(reader.rest().await, "");
}

#[tokio::test(start_paused = true)]
async fn a_request_that_arrives_while_its_connection_is_closed_is_answered() {
    let world = World::new(1);
    let mut first = world.connect();
    first.get("/healthz").await;
    first.until("ok\n").await;
    settle().await;
    // Both before the connection's task runs again.
    let _new = world.admit().unwrap();
    first.get("/held").await;
    settle().await;
    world.let_go.send(true).unwrap();
    assert!(first.rest().await.ends_with("held"));
}
