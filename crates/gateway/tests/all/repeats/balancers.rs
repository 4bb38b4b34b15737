//! Several gateways behind the README's nginx and Caddy: one client's requests all reach the same gateway.

use std::{collections::BTreeSet, net::SocketAddr};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpSocket,
};

use super::{reroll, rerolled};
use crate::{
    support::{
        gateway::{Running, gateway_before},
        stub::Stub,
    },
    web_server::{WebServer, caddy_without_tls, free_port, home, nginx_without_tls, replace_line},
};

/// The README's configuration that contains a line.
fn readme(line: &str) -> String {
    let readme = include_str!("../../../../../README.md");
    let blocks: Vec<_> = readme.split("\n```").skip(1).step_by(2).filter(|block| block.contains(line)).collect();
    let [block] = blocks[..] else { panic!("{} configurations with {line}", blocks.len()) };
    let (_language, text) = block.split_once('\n').unwrap();
    format!("{text}\n")
}

fn with_gateways(text: &str, gateways: &[Running; 2]) -> String {
    let text = replace_line(text, "10.0.0.1:8080", &gateways[0].address.to_string());
    replace_line(&text, "10.0.0.2:8080", &gateways[1].address.to_string())
}

/// Sends a request from an address of this machine.
async fn send_from(from: u8, to: SocketAddr, request: &[u8]) -> String {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(([127, 0, 0, from], 0).into()).unwrap();
    let mut stream = socket.connect(to).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

/// A client's requests reach one gateway, each time the same, and both gateways are used. `start` starts the balancer.
async fn assert_sticky(start: impl AsyncFnOnce(&[Running; 2]) -> WebServer) {
    let stubs = [Stub::start_with(|_| rerolled()).await, Stub::start_with(|_| rerolled()).await];
    let gateways = [gateway_before(&stubs[0]).await, gateway_before(&stubs[1]).await];
    let balancer = start(&gateways).await;
    let mut used = BTreeSet::new();
    for client in 1..=20 {
        let request = reroll(&format!("{client:032x}")).bytes("close");
        let first = send_from(client, balancer.address, &request).await;
        assert!(first.starts_with("HTTP/1.1 200"), "{first}");
        let repeat = send_from(client, balancer.address, &request).await;
        assert!(repeat.starts_with("HTTP/1.1 502") && repeat.contains("answer_lost"), "{repeat}");
        let other = reroll(&format!("f{client:031x}")).bytes("close");
        send_from(client, balancer.address, &other).await;
        let asked = stubs.each_ref().map(|stub| stub.seen().len());
        assert!(asked == [2, 0] || asked == [0, 2], "client {client}: {asked:?}");
        used.insert(asked);
    }
    assert_eq!(used.len(), 2, "one gateway for all");
}

#[tokio::test]
async fn behind_nginx_a_client_stays_with_one_gateway() {
    let text = readme("hash $binary_remote_addr");
    assert_sticky(async |gateways| {
        let (home, port) = (home(), free_port().await);
        let text = nginx_without_tls(&with_gateways(&text, gateways), port);
        WebServer::nginx(home, port, &text).await
    })
    .await;
}

#[tokio::test]
async fn behind_caddy_a_client_stays_with_one_gateway() {
    let text = readme("lb_policy");
    assert_sticky(async |gateways| {
        let port = free_port().await;
        WebServer::caddy(home(), port, &caddy_without_tls(&with_gateways(&text, gateways), port)).await
    })
    .await;
}
