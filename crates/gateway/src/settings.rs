//! The settings of the server. The command line checks them before it starts one.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use bytes::Bytes;
use ipnet::IpNet;
use portal_core::{config::Config, url::Origin};
use portal_upstream::UpstreamLimits;

/// Everything that a server needs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The API's origin. Without one only files are served, and the config must name the API in `apiBase`.
    pub upstream: Option<Origin>,
    /// The portal's origin as browsers see it.
    pub public_origin: Origin,
    /// The address to listen at; port 0 for any free port.
    pub listen: SocketAddr,
    /// The folder of the built portal.
    pub dist: PathBuf,
    /// The operator's config.
    pub config: Config,
    /// The same, as it is sent to browsers.
    pub config_json: Bytes,
    /// The proxies whose `X-Forwarded-For` names the client.
    pub trusted_proxies: Vec<IpNet>,
    /// Whether the API is told the client's address and its `User-Agent`.
    pub forward_client: bool,
    /// Open connections at a time, and requests to the upstream at a time.
    pub max_connections: usize,
    /// Those of one client; 0 for no limit.
    pub max_connections_per_client: usize,
    /// Requests of one client to the upstream in a minute; 0 for no limit.
    pub max_requests_per_client: u32,
    /// Timeouts and sizes.
    pub limits: Limits,
}

/// Default of [`Settings::max_requests_per_client`]. A tab makes about 20 requests in its first minute, and 120 where it loads
/// 10,000 keys: it is enough for an office of 60 people behind one address, or for ten such tabs.
pub const DEFAULT_REQUESTS_PER_CLIENT: u32 = 1_200;

/// Default of [`Settings::max_connections_per_client`]: a quarter of all. A browser opens at most 6.
pub const fn default_connections_per_client(max_connections: usize) -> usize {
    const LEAST: usize = 16;
    if max_connections / 4 > LEAST { max_connections / 4 } else { LEAST }
}

/// Timeouts and sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For a request's head, from its first byte (for the first request of a connection: from the connection's start).
    pub head_timeout: Duration,
    /// For a request's body.
    pub body_timeout: Duration,
    /// Between two requests of a connection. Longer than the 60 s for which common load balancers keep idle connections, so
    /// that they close them first and send no request into one that is closing.
    pub idle_timeout: Duration,
    /// For the client to accept the next bytes of a response.
    pub write_timeout: Duration,
    /// For the upstream's whole response. Longer than the API's own 20 s, so that the API gives up first.
    pub upstream_timeout: Duration,
    /// For the question before a rotation, whether its key is still as the page believes. Together with `upstream_timeout`
    /// less than the 30 s after which the portal takes a rotation without an answer for ended.
    pub check_timeout: Duration,
    /// For the readiness probe of the upstream.
    pub probe_timeout: Duration,
    /// How long the probe's result is reused.
    pub probe_cache: Duration,
    /// From the stop signal until the requests that are still unanswered get an error. Longer than `check_timeout` and
    /// `upstream_timeout` together.
    pub shutdown_timeout: Duration,
    /// How long a rotation or exchange with an `Idempotency-Key` is known after it has ended.
    pub repeat_window: Duration,
    /// How many of them are known at a time, those under way included: about 100 bytes each.
    pub max_known_requests: usize,
    /// The largest head of a request, in bytes.
    pub max_head_bytes: usize,
    /// The largest body of a request, in bytes.
    pub max_body_bytes: usize,
    /// The largest body of an upstream's response, in bytes.
    pub max_upstream_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_timeout: Duration::from_secs(10),
            body_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(75),
            write_timeout: Duration::from_secs(30),
            upstream_timeout: Duration::from_secs(25),
            check_timeout: Duration::from_secs(4),
            probe_timeout: Duration::from_secs(2),
            probe_cache: Duration::from_secs(5),
            shutdown_timeout: Duration::from_secs(30),
            repeat_window: Duration::from_secs(120),
            max_known_requests: 100_000,
            max_head_bytes: 32 * 1024,
            max_body_bytes: 64 * 1024,
            max_upstream_bytes: 8 * 1024 * 1024,
        }
    }
}

impl Limits {
    /// Those of requests to the upstream.
    pub const fn upstream(&self) -> UpstreamLimits {
        UpstreamLimits {
            timeout: self.upstream_timeout,
            connect_timeout: self.probe_timeout,
            max_body_bytes: self.max_upstream_bytes,
        }
    }
}
