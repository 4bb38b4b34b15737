//! The command line.

use std::net::IpAddr;

use clap::{Parser, ValueEnum};

/// Which version of the contract the server speaks: `portal_api::ApiVersion` on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ApiVersion {
    /// `?session=`, exchangeSession, slug and permissions: what the public documentation describes
    #[value(alias = "first")]
    Session,
    /// `?code=`, exchangeCode, portal and scopes
    #[value(alias = "second")]
    Code,
    /// As `code`; getVerifications answers by key, return URLs must be https
    #[value(alias = "third")]
    CodeV2,
    /// As `code-v2`; rerollKey takes null, and root keys can list and revoke sessions
    #[value(alias = "fourth")]
    CodeV3,
}

impl From<ApiVersion> for portal_api::ApiVersion {
    fn from(version: ApiVersion) -> Self {
        match version {
            ApiVersion::Session => Self::Session,
            ApiVersion::Code => Self::Code,
            ApiVersion::CodeV2 => Self::CodeV2,
            ApiVersion::CodeV3 => Self::CodeV3,
        }
    }
}

const LONG_HELP: &str = "\
The API answers createSession for the portal `acme` with the root key `unkey_sandbox_root`. Of two others,
`unkey_sandbox_read` holds no permission but that for keys:read, and `unkey_sandbox_no_portal` none for portals.

Users: user_123 has a dozen keys of every kind, user_none has none, user_many has 10,000; anybody else has three.

Control API (with --switchboard; JSON over POST on the API's port, for tests and for trying things):
  /switchboard/answers      {\"route\":\"portal.listKeys\",\"answers\":[…]}: the route's next responses, one a request:
                            {\"case\":\"rate limited, with a delay\"}  one of the contract's examples
                            {\"status\":503,\"headers\":{},\"body\":{}}  or \"raw\":\"text\" instead of body
                            {\"real\":true}  the response that the API would give
                            and with any of them \"delayMs\":1200, \"hold\":true (waits for /switchboard/release),
                            \"cut\":true (half of the body, then the connection closes), \"drop\":true (the
                            connection closes without a response)
  /switchboard/release      {\"route\":\"portal.listKeys\"}: lets the held requests of that route go on
  /switchboard/clock        {\"shiftMs\":86400000}: shifts the server's clock, its Date header included
  /switchboard/revoke       {\"externalId\":\"user_123\"}: ends that user's sessions
  /switchboard/end-all      {}: ends all sessions
  /switchboard/permissions  {\"externalId\":\"user_123\",\"permissions\":[\"keys:read\"]}: of the user's open sessions
  /switchboard/portal       {\"enabled\":false}: createSession is refused, and in version code-v3 all sessions end
  /switchboard/analytics    {\"enabled\":false}: getVerifications has no data, as without an analytics database
  /switchboard/revocation   {\"lagMs\":300000}: how late a revocation by the API takes effect; at once at the start
  /switchboard/reset        {}: back to the state at the start
  GET /switchboard/requests the requests since then, in order
  GET /switchboard/held     how many requests of each route are held

Example:
  portal-sandbox --api-version code --switchboard";

/// The portal API and an app's backend, in memory
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
    /// The portal's origin, to which new sessions lead
    #[arg(long, env = "PORTAL_SANDBOX_PORTAL_URL", default_value = "http://localhost:8080")]
    pub portal_url: String,
    /// Which version of the API to speak (first to fourth work too)
    #[arg(long, alias = "form", env = "PORTAL_SANDBOX_API_VERSION", value_enum, default_value = "session")]
    pub api_version: ApiVersion,
    /// The exchange sets the httpOnly cookie itself, as the documentation promises
    #[arg(long, env = "PORTAL_SANDBOX_SETS_COOKIE")]
    pub sets_cookie: bool,
    /// Allow this origin to send requests with credentials (CORS)
    #[arg(long, env = "PORTAL_SANDBOX_CORS_ORIGIN")]
    pub cors_origin: Option<String>,
    /// Let that origin read Date, Retry-After and RateLimit-*
    #[arg(long, env = "PORTAL_SANDBOX_EXPOSE")]
    pub expose: bool,
    /// Accept `Authorization: Bearer <token>` instead of the cookie, as the documentation promises
    #[arg(long, env = "PORTAL_SANDBOX_ACCEPTS_BEARER")]
    pub accepts_bearer: bool,
    /// Requests a minute for the whole workspace; unlimited when absent
    #[arg(long, env = "PORTAL_SANDBOX_RATE_LIMIT")]
    pub rate_limit: Option<u32>,
    /// Days for which usage is kept
    #[arg(long, env = "PORTAL_SANDBOX_RETENTION_DAYS", default_value_t = 30)]
    pub retention_days: u32,
    /// Serve the control API: see the end of --help
    #[arg(long, env = "PORTAL_SANDBOX_SWITCHBOARD")]
    pub switchboard: bool,
    /// Log one line a request to standard error
    #[arg(long, env = "PORTAL_SANDBOX_LOG")]
    pub log: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_names_of_versions_still_work() {
        for (arguments, version) in [
            (vec![], ApiVersion::Session),
            (vec!["--form", "first"], ApiVersion::Session),
            (vec!["--form", "second"], ApiVersion::Code),
            (vec!["--api-version", "third"], ApiVersion::CodeV2),
            (vec!["--api-version", "code-v2"], ApiVersion::CodeV2),
            (vec!["--form", "fourth"], ApiVersion::CodeV3),
            (vec!["--api-version", "code-v3"], ApiVersion::CodeV3),
        ] {
            let options = Options::try_parse_from([vec!["portal-sandbox"], arguments].concat()).unwrap();
            assert_eq!(options.api_version, version);
        }
    }
}
