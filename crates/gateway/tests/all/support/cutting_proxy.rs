//! A proxy that cuts connections, as networks do.

use std::{
    collections::VecDeque,
    io,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Notify,
};

const CLOSE: &[u8] = b"\r\nconnection: close\r\n";

/// When both connections are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// When the request has arrived: the server gets nothing of it.
    BeforeRequest,
    /// When the server has the request, and the test says so.
    UnderWay,
    /// When the response has arrived: the client gets nothing of it.
    BeforeResponse,
    /// After so many bytes of the response.
    WithinResponse(usize),
    /// After the whole response.
    AfterResponse,
}

/// How.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// Closed in order (FIN).
    Closed,
    /// Reset (RST).
    Reset,
}

/// A proxy before a server.
pub(crate) struct CuttingProxy {
    pub(crate) address: SocketAddr,
    plan: Arc<Plan>,
}

struct Plan {
    server: SocketAddr,
    /// The start of the requests that are meant.
    start: String,
    cuts: Mutex<VecDeque<(Cut, How)>>,
    forwarded: AtomicUsize,
    now: Notify,
}

impl CuttingProxy {
    /// Cuts the connections of requests for `path` alone.
    pub(crate) async fn start(server: SocketAddr, path: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let start = format!("POST {path} ");
        let (cuts, forwarded, now) = Default::default();
        let plan = Arc::new(Plan { server, start, cuts, forwarded, now });
        let plan_of_connections = Arc::clone(&plan);
        tokio::spawn(async move {
            loop {
                let (client, _) = listener.accept().await.unwrap();
                let plan = Arc::clone(&plan_of_connections);
                tokio::spawn(async move { plan.relay(client).await });
            }
        });
        Self { address, plan }
    }

    /// Cuts so many requests.
    pub(crate) fn will(&self, times: usize, cut: Cut, how: How) {
        self.plan.cuts.lock().unwrap().extend(std::iter::repeat_n((cut, how), times));
    }

    /// How many of the meant requests the server got.
    pub(crate) fn forwarded(&self) -> usize {
        self.plan.forwarded.load(Ordering::Relaxed)
    }

    /// Cuts a request that is under way.
    pub(crate) fn cut_now(&self) {
        self.plan.now.notify_one();
    }
}

impl Plan {
    async fn relay(&self, mut client: TcpStream) -> io::Result<()> {
        let mut server = TcpStream::connect(self.server).await?;
        let how = loop {
            let request = message(&mut client).await?;
            let is_meant = request.starts_with(self.start.as_bytes());
            let cut = if is_meant { self.cuts.lock().unwrap().pop_front() } else { None };
            if let Some((Cut::BeforeRequest, how)) = cut {
                break how;
            }
            server.write_all(&request).await?;
            if is_meant {
                self.forwarded.fetch_add(1, Ordering::Relaxed);
            }
            if let Some((Cut::UnderWay, how)) = cut {
                self.now.notified().await;
                break how;
            }
            let response = message(&mut server).await?;
            let passes = match cut {
                Some((Cut::BeforeResponse, _)) => 0,
                Some((Cut::WithinResponse(bytes), _)) => bytes,
                _ => response.len(),
            };
            client.write_all(&response[..passes]).await?;
            if let Some((_, how)) = cut {
                break how;
            }
            if request.windows(CLOSE.len()).any(|bytes| bytes == CLOSE) {
                break How::Closed;
            }
        };
        if how == How::Reset {
            client.set_zero_linger()?;
            server.set_zero_linger()?;
        }
        Ok(())
    }
}

/// A whole request or response, which has its length.
async fn message(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok());
            if bytes.len() >= end + 4 + length.unwrap_or(0) {
                return Ok(bytes);
            }
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}
