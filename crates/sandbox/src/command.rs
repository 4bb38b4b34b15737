//! The command line.

use std::net::IpAddr;

use clap::{Parser, ValueEnum};

/// Which of the three contracts the server speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// `?session=`, exchangeSession, slug and permissions: what the public documentation describes
    First,
    /// `?code=`, exchangeCode, portal and scopes
    Second,
    /// As the second; getVerifications answers by key, return URLs must be https
    Third,
}

const LONG_HELP: &str = "\
The API answers createSession for the portal `acme` with the root key `unkey_sandbox_root`.

Users: user_123 has a dozen keys of every kind, user_none has none, user_many has 10,000; anybody else has three.

Switchboard (with --switchboard, JSON over POST on the API's port, for tests and for trying things):
  /switchboard/answers      {\"route\":\"portal.listKeys\",\"answers\":[…]}: the route's next answers, one request each:
                            {\"case\":\"rate limited, with a delay\"}  one of the contract's examples
                            {\"status\":503,\"headers\":{},\"body\":{}}  or \"raw\":\"text\" in place of body
                            {\"real\":true}  what would have been answered
                            and with any of them \"delayMs\":1200, \"hold\":true (waits for /switchboard/release),
                            \"cut\":true (half of the body, then the connection drops), \"drop\":true (the connection
                            drops without an answer)
  /switchboard/release      {\"route\":\"portal.listKeys\"}: the requests of that route that are held go on
  /switchboard/clock        {\"shiftMs\":86400000}: the server's clock, its Date header included
  /switchboard/revoke       {\"externalId\":\"user_123\"}: that user's sessions end
  /switchboard/end-all      {}: all sessions end
  /switchboard/permissions  {\"externalId\":\"user_123\",\"permissions\":[\"keys:read\"]}: of the sessions that are open
  /switchboard/portal       {\"enabled\":false}: no new sessions
  /switchboard/reset        {}: everything as at the start
  GET /switchboard/requests what was received since, in order
  GET /switchboard/held     how many requests of each route are held

Example:
  portal-sandbox --form second --switchboard";

/// Plays the portal API and an app's backend, in memory.
#[derive(Debug, Clone, Parser)]
#[command(name = "portal-sandbox", version, after_long_help = LONG_HELP)]
pub struct Options {
    /// Address to listen on
    #[arg(long, env = "PORTAL_SANDBOX_HOST", default_value = "127.0.0.1")]
    pub host: IpAddr,
    /// The API's port; 0 takes a free one
    #[arg(long, env = "PORTAL_SANDBOX_API_PORT", default_value_t = 8082)]
    pub api_port: u16,
    /// The app's port; 0 takes a free one
    #[arg(long, env = "PORTAL_SANDBOX_APP_PORT", default_value_t = 8081)]
    pub app_port: u16,
    /// Where the portal is: new sessions lead there
    #[arg(long, env = "PORTAL_SANDBOX_PORTAL_URL", default_value = "http://localhost:8080")]
    pub portal_url: String,
    /// Which server to be
    #[arg(long, env = "PORTAL_SANDBOX_FORM", value_enum, default_value = "first")]
    pub form: Form,
    /// The exchange sets the httpOnly cookie itself, as the documentation promises
    #[arg(long, env = "PORTAL_SANDBOX_SETS_COOKIE")]
    pub sets_cookie: bool,
    /// Allow this origin to call with credentials
    #[arg(long, env = "PORTAL_SANDBOX_CORS_ORIGIN")]
    pub cors_origin: Option<String>,
    /// Let that origin read Date, Retry-After and RateLimit-*
    #[arg(long, env = "PORTAL_SANDBOX_EXPOSE")]
    pub expose: bool,
    /// Take `Authorization: Bearer <token>` in the cookie's place, as the documentation promises
    #[arg(long, env = "PORTAL_SANDBOX_ACCEPTS_BEARER")]
    pub accepts_bearer: bool,
    /// Requests a minute for the whole workspace; unlimited when absent
    #[arg(long, env = "PORTAL_SANDBOX_RATE_LIMIT")]
    pub rate_limit: Option<u32>,
    /// Days of usage that are kept
    #[arg(long, env = "PORTAL_SANDBOX_RETENTION_DAYS", default_value_t = 30)]
    pub retention_days: u32,
    /// Open the switchboard: see the end of --help
    #[arg(long, env = "PORTAL_SANDBOX_SWITCHBOARD")]
    pub switchboard: bool,
    /// One line a request on standard error
    #[arg(long, env = "PORTAL_SANDBOX_LOG")]
    pub log: bool,
}
