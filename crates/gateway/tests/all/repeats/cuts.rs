//! Connections that are cut before, within and after the response, between browser and gateway and between gateway and API.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{KEY, changes, settled};
use crate::support::{
    client::{get, post},
    cutting_proxy::{Cut, CuttingProxy, How},
    gateway::{With, gateway_before},
    stub::{LIST, NO_KEYS, Stub, json, until},
};

const CUTS: [Cut; 6] = [
    Cut::BeforeRequest,
    Cut::UnderWay,
    Cut::BeforeResponse,
    Cut::WithinResponse(1),
    Cut::WithinResponse(200),
    Cut::AfterResponse,
];

/// Sends bytes on a connection on which a request was answered before, and sends them again on others until a response begins, as
/// browsers do. Gives what arrived.
async fn browser(to: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(to).await.unwrap();
    stream.write_all(&get("/healthz").bytes("keep-alive")).await.unwrap();
    assert_ne!(stream.read(&mut [0; 10_000]).await.unwrap(), 0);
    for _ in 0..3 {
        let mut received = Vec::new();
        let _ = stream.write_all(request).await;
        let _ = stream.read_to_end(&mut received).await;
        if !received.is_empty() {
            return String::from_utf8_lossy(&received).into_owned();
        }
        stream = TcpStream::connect(to).await.unwrap();
    }
    panic!("no response began")
}

#[tokio::test]
async fn between_browser_and_gateway_no_cut_makes_a_second_request_to_the_api() {
    for (cut, how, times) in CUTS.iter().flat_map(|&cut| [How::Closed, How::Reset].map(|how| (cut, how, 1))).chain([
        (Cut::BeforeRequest, How::Reset, 2),
        (Cut::UnderWay, How::Reset, 2),
        (Cut::BeforeResponse, How::Closed, 2),
    ]) {
        for (request, route, says) in changes() {
            let what = format!("{route} cut {cut:?} {how:?} {times}x");
            let stub = Stub::start().await;
            let gateway = gateway_before(&stub).await;
            let proxy = CuttingProxy::start(gateway.address, route).await;
            let (held, let_go) = says.held();
            stub.will(held);
            proxy.will(times, cut, how);
            let to = proxy.address;
            let answer = tokio::spawn(async move { browser(to, &request(KEY).bytes("close")).await });
            let repeats = if cut == Cut::UnderWay { times } else { 0 };
            for attempt in 1..=repeats + 1 {
                until(|| proxy.forwarded() == attempt).await;
                stub.asked().await;
                settled(gateway.address).await;
                proxy.cut_now();
            }
            let_go.send(()).unwrap();
            let answer = answer.await.unwrap();
            let expected = match cut {
                Cut::BeforeRequest | Cut::UnderWay | Cut::AfterResponse => "HTTP/1.1 200",
                Cut::BeforeResponse => "HTTP/1.1 502",
                Cut::WithinResponse(bytes) => &"HTTP/1.1 200"[..bytes.min(12)],
            };
            assert!(answer.starts_with(expected), "{what}: {answer}");
            let sent = stub.seen().len();
            assert_eq!(sent, 1, "{what}");
        }
    }
}

#[tokio::test]
async fn between_gateway_and_api_no_cut_makes_a_second_request_to_the_api() {
    for cut in CUTS {
        for how in [How::Closed, How::Reset] {
            for (request, route, says) in changes() {
                let what = format!("{route} cut {cut:?} {how:?}");
                let stub = Stub::start().await;
                let api = stub.origin.trim_start_matches("http://").parse().unwrap();
                let proxy = CuttingProxy::start(api, route).await;
                let upstream = Some(format!("http://{}", proxy.address));
                let gateway = With { upstream, ..With::default() }.start().await;
                let to = gateway.address;
                let list = async || {
                    stub.will(json(200, NO_KEYS));
                    assert_eq!(post(LIST, "{}").session("ps_1").send(to).await.status, 200, "{what}");
                    stub.seen();
                };
                // A connection to the API that can be reused.
                list().await;
                proxy.will(1, cut, how);
                let answer = tokio::spawn(async move { request(KEY).send(to).await });
                if cut != Cut::BeforeRequest {
                    stub.will(says);
                    stub.asked().await;
                    proxy.cut_now();
                }
                let answer = answer.await.unwrap();
                assert_eq!(answer.status, if cut == Cut::AfterResponse { 200 } else { 502 }, "{what}");
                let repeat = request(KEY).send(to).await;
                assert_eq!((repeat.status, repeat.error_name().as_str()), (502, "answer_lost"), "{what}");
                let sent = stub.seen().len();
                assert!(sent <= 1 && (cut != Cut::BeforeRequest || sent == 0), "{what}: {sent}");
                list().await;
            }
        }
    }
}
