//! The flags. Values are kept as text and validated together afterwards, so that all errors are reported at once.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, builder::BoolishValueParser};
use portal_gateway::DEFAULT_REQUESTS_PER_CLIENT;

const CHECK_EXAMPLE: &str = "\
Example:
  portal-gateway check \\
      --upstream https://api.unkey.com \\
      --public-origin https://keys.example.com \\
      --config config.json \\
      --root-key-file - --portal acme --as user_123 < root-key.txt

  ok     config         no mistakes; users go back to https://app.example.com/
  ok     upstream       https://api.unkey.com takes connections, and its certificate is good
  ok     API            is the portal API, version `session` (links have ?session=)
  ok     clock          this machine and the API agree to the minute
  ok     createSession  a session ID for \"user_123\" in the portal \"acme\"
  ok     exchange       a session of 1 d
  WRONG  list           the session may not list keys (403, …)
                        what to do: let your backend ask for keys:read when it makes a session …

Run it where the gateway runs: what it finds holds for that machine. The settings that `serve` takes from the
environment are taken from there too. Without a root key the first four steps are tried.

Nothing is changed but for the session that it makes, whose token is forgotten at the end and never printed; no root
key, session ID or token ever is. Ends with 0 when nothing is wrong, with 1 when something is, and with 2 when its settings
are invalid and nothing was tried.";

const EXAMPLE: &str = "\
Example:
  portal-gateway serve \\
      --upstream https://api.unkey.com \\
      --public-origin https://keys.example.com \\
      --config config.json

  Then open a session from your app's backend and send the browser to
  https://keys.example.com/?session=pst_...

Put something in front that speaks TLS (nginx, Caddy, a load balancer): the gateway itself speaks plain HTTP/1.1.
Let it forward all headers as they are (Sec-Fetch-Site, Origin, Cookie), give the portal an origin of its own
(not a path below another site), keep its own idle timeout below 75 s, let it send X-Forwarded-For, and declare it
with --trusted-proxy.

/healthz says that the process answers, /readyz that the API takes connections too.";

/// Serves the customer portal, turns the session token into a cookie and forwards the API.
///
/// The browser gets the portal from here and sends its requests here. Five routes of the API are forwarded, and nothing
/// else; the session token stays in a cookie that JavaScript can't read.
#[derive(Debug, Parser)]
#[command(name = "portal-gateway", version, after_long_help = EXAMPLE, arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) action: Action,
}

/// The subcommand.
#[derive(Debug, Subcommand)]
pub(super) enum Action {
    /// Serve the portal and forward the API.
    Serve(Serve),
    /// Go through a user's session step by step and report what is wrong and what to do.
    Check(Check),
    /// Write the portal as static files with configurations for nginx, Caddy, Netlify and Cloudflare Pages, to serve it without this gateway.
    Export(Export),
}

/// Settings that `serve` and `check` share.
#[derive(Debug, Args)]
pub(super) struct Deployment {
    /// The API's origin, such as https://api.unkey.com.
    ///
    /// Session tokens go there, so it must be https (http for this machine alone). No redirect of it is followed, and no
    /// proxy of the environment is used. Leave it out only where the config's `apiBase` names an API that sets the
    /// session cookie itself: then only files are served.
    #[arg(long, value_name = "ORIGIN", env = "PORTAL_GATEWAY_UPSTREAM", hide_env_values = true)]
    pub(super) upstream: Option<String>,

    /// The portal's origin as browsers see it, such as https://keys.example.com.
    ///
    /// Requests of pages of any other origin are refused, sister domains included. It must be https (http for localhost
    /// alone), since browsers keep the session cookie over TLS only. Neither Host nor X-Forwarded-Host is asked.
    #[arg(long, value_name = "ORIGIN", env = "PORTAL_GATEWAY_PUBLIC_ORIGIN", hide_env_values = true)]
    pub(super) public_origin: Option<String>,

    /// The operator's config: app name, logo, colour, return URL and more.
    ///
    /// Without one the portal has its defaults. With a mistake in it the gateway doesn't start.
    #[arg(long, value_name = "FILE", env = "PORTAL_GATEWAY_CONFIG", hide_env_values = true)]
    pub(super) config: Option<PathBuf>,
}

/// Settings of `serve`.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLE)]
pub(super) struct Serve {
    #[command(flatten)]
    pub(super) deployment: Deployment,

    /// Where to listen.
    ///
    /// The default is for a proxy on the same machine; in a container, 0.0.0.0:8080. Port 0 is any free port.
    #[arg(
        long,
        value_name = "ADDRESS:PORT",
        env = "PORTAL_GATEWAY_LISTEN",
        hide_env_values = true,
        default_value = "127.0.0.1:8080"
    )]
    pub(super) listen: String,

    /// The folder of the built portal.
    ///
    /// It is read once, at the start: restart the gateway after a deploy.
    #[arg(long, value_name = "DIR", env = "PORTAL_GATEWAY_DIST", hide_env_values = true, default_value = "dist")]
    pub(super) dist: PathBuf,

    /// A proxy in front, as an address or a network (10.0.0.0/8); may be given several times.
    ///
    /// Only their X-Forwarded-For is used: the last address in it that is no trusted proxy's is the client. The log names it,
    /// and the limits per client count by it. Requests that come from this machine, or from a trusted proxy, and name no
    /// client have no such limits.
    #[arg(
        long,
        value_name = "CIDR",
        env = "PORTAL_GATEWAY_TRUSTED_PROXY",
        hide_env_values = true,
        value_delimiter = ','
    )]
    pub(super) trusted_proxy: Vec<String>,

    /// Connections at a time.
    ///
    /// A further one takes the place of the one that is idle the longest. If requests are under way on all of them, it is
    /// answered with 503, except for /healthz. The number bounds the memory that clients can use: up to 100 kB for each
    /// connection, and up to 8 MB for each request that the API is answering. Each connection may need two open files.
    #[arg(
        long,
        value_name = "NUMBER",
        env = "PORTAL_GATEWAY_MAX_CONNECTIONS",
        hide_env_values = true,
        default_value = "1024"
    )]
    pub(super) max_connections: String,

    /// Connections of one client address at a time, and its requests to the API at a time; 0 for no limit. [default: a quarter of
    /// --max-connections, and at least 16]
    ///
    /// A browser opens at most 6. All addresses of an IPv6 network of 64 bits count as one. Connections of trusted proxies and
    /// of this machine have no limit; behind a trusted proxy it holds for requests to the API.
    #[arg(long, value_name = "NUMBER", env = "PORTAL_GATEWAY_MAX_CONNECTIONS_PER_CLIENT", hide_env_values = true)]
    pub(super) max_connections_per_client: Option<String>,

    /// Requests to the API in a minute from one client address; 0 for no limit.
    ///
    /// They may come at once. Further ones are answered with 429 and Retry-After, and the portal waits that long. A tab makes
    /// about 20 in its first minute, and 120 where it loads 10,000 keys: raise the number if several hundred users share one
    /// address.
    #[arg(long, value_name = "NUMBER", env = "PORTAL_GATEWAY_MAX_REQUESTS_PER_CLIENT", hide_env_values = true, default_value_t = DEFAULT_REQUESTS_PER_CLIENT.to_string())]
    pub(super) max_requests_per_client: String,

    /// Tell the API the client's address (X-Forwarded-For) and its User-Agent, for the audit log there.
    ///
    /// Without it nothing of the browser reaches the API but the body and the session cookie. Declare your proxies with
    /// --trusted-proxy: otherwise the API is told the proxy's address. The variable is true or false.
    #[arg(long, env = "PORTAL_GATEWAY_FORWARD_CLIENT", hide_env_values = true, value_parser = BoolishValueParser::new())]
    pub(super) forward_client: bool,

    /// Format of the log, on standard error.
    ///
    /// One line a request: method, route, status, milliseconds, request id, client. Never a URL, a header, a cookie
    /// or a body.
    #[arg(long, env = "PORTAL_GATEWAY_LOG_FORMAT", hide_env_values = true, default_value = "text")]
    pub(super) log_format: LogFormat,
}

/// Settings of `check`.
#[derive(Debug, Args)]
#[command(after_long_help = CHECK_EXAMPLE)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) deployment: Deployment,

    /// A file that holds a root key and nothing else; - for standard input.
    ///
    /// With it sessions are made as your app's backend makes them. It is never taken from the environment or the command
    /// line, where others could read it: keep it out of files that last, too.
    #[arg(long, value_name = "FILE")]
    pub(super) root_key_file: Option<PathBuf>,

    /// The portal's name at the API (its slug), as your backend sends it.
    #[arg(long, value_name = "SLUG")]
    pub(super) portal: Option<String>,

    /// The user to create a session for: an id of your app's (externalId), best that of a test user.
    #[arg(long = "as", value_name = "EXTERNAL_ID")]
    pub(super) external_id: Option<String>,

    /// The session's permissions, as your backend asks for them.
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "keys:read,keys:reroll,analytics:read")]
    pub(super) permissions: Vec<String>,

    /// The folder of the built portal, to check that the images are there which the config names.
    #[arg(long, value_name = "DIR", env = "PORTAL_GATEWAY_DIST", hide_env_values = true)]
    pub(super) dist: Option<PathBuf>,

    /// Send requests through --public-origin too, as browsers do: finds proxies in front of the running gateway that remove
    /// headers or cookies.
    #[arg(long)]
    pub(super) through: bool,
}

/// Format of the log.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Settings of `export`.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// The folder of the built portal.
    #[arg(long, value_name = "DIR", env = "PORTAL_GATEWAY_DIST", hide_env_values = true, default_value = "dist")]
    pub(super) dist: PathBuf,

    /// The operator's config. It needs `apiBase`: an API of the same site that sets the session cookie itself and allows
    /// the portal's origin with credentials.
    #[arg(long, value_name = "FILE", env = "PORTAL_GATEWAY_CONFIG", hide_env_values = true)]
    pub(super) config: PathBuf,

    /// Where to write: a folder that is empty or not there yet.
    #[arg(long, value_name = "DIR", env = "PORTAL_GATEWAY_OUT", hide_env_values = true)]
    pub(super) out: PathBuf,
}
