//! What the gateway was told, checked before it starts.

use std::{fmt, net::SocketAddr, path::PathBuf, time::Duration};

use bytes::Bytes;
use ipnet::IpNet;
use portal_core::{config::Config, url::Origin};

/// Everything that `serve` needs to know.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The API's origin. Without one only files are served, and the config must name the API in `apiBase`.
    pub upstream: Option<Origin>,
    /// The portal's origin as browsers see it.
    pub public_origin: Origin,
    /// Where to listen; port 0 for any.
    pub listen: SocketAddr,
    /// The built portal.
    pub dist: PathBuf,
    /// The operator's config.
    pub config: Config,
    /// The same as the browser gets it.
    pub config_json: Bytes,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Connections at a time.
    pub max_connections: usize,
    /// How long and how large things may be.
    pub limits: Limits,
}

/// How long and how large things may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For a request's head, from its first byte (from the connection's start for the first).
    pub head: Duration,
    /// For a request's body.
    pub body: Duration,
    /// Between two requests of a connection: longer than the 60 s that common load balancers keep theirs, so that it is
    /// they who close it and no request is sent into a closing one.
    pub idle: Duration,
    /// For the client to take any bytes of an answer.
    pub write: Duration,
    /// For the upstream's whole answer: longer than the API's own 20 s, so that it is the API who gives up first.
    pub upstream: Duration,
    /// For a readiness probe of the upstream.
    pub probe: Duration,
    /// For which a probe's result is reused.
    pub probe_kept: Duration,
    /// From the signal to the end: longer than `upstream`.
    pub shutdown: Duration,
    /// Of a request's head, in bytes.
    pub head_bytes: usize,
    /// Of a request's body, in bytes.
    pub body_bytes: usize,
    /// Of an upstream's answer, in bytes.
    pub answer_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            body: Duration::from_secs(10),
            idle: Duration::from_secs(75),
            write: Duration::from_secs(30),
            upstream: Duration::from_secs(25),
            probe: Duration::from_secs(2),
            probe_kept: Duration::from_secs(5),
            shutdown: Duration::from_secs(30),
            head_bytes: 32 * 1024,
            body_bytes: 64 * 1024,
            answer_bytes: 8 * 1024 * 1024,
        }
    }
}

/// Why a setting is not taken, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsProblem {
    /// The flag, or the variable.
    pub setting: String,
    /// What is wrong and what to do: the rest of the sentence.
    pub what: String,
}

impl fmt::Display for SettingsProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.setting, self.what)
    }
}

/// Variables of the environment that hold a root key: whoever takes the gateway over would read it there, and with it
/// every customer's keys; the gateway has no use for one.
pub(crate) fn root_keys(environment: impl IntoIterator<Item = (String, String)>) -> Vec<SettingsProblem> {
    let mut problems: Vec<_> = environment
        .into_iter()
        .filter(|(name, value)| (name == "UNKEY_ROOT_KEY" && !value.is_empty()) || looks_like_root_key(value))
        .map(|(setting, _)| SettingsProblem {
            setting,
            what:
                "(a variable of the environment) holds a root key. The gateway needs none, and whoever broke into it \
                   would find it there: start the gateway without this variable"
                    .to_owned(),
        })
        .collect();
    problems.sort_by(|a, b| a.setting.cmp(&b.setting));
    problems
}

/// `unkey_` and at least 16 letters and digits, the whole value. Narrow on purpose: a database called `unkey_portal` or a
/// host of that name is no reason to refuse.
pub(crate) fn looks_like_root_key(value: &str) -> bool {
    value
        .strip_prefix("unkey_")
        .is_some_and(|rest| rest.len() >= 16 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// What doesn't go together, though each by itself may be right.
pub(crate) fn conflicts(upstream: Option<&Origin>, public_origin: &Origin, config: &Config) -> Vec<SettingsProblem> {
    let mut problems = Vec::new();
    let mut problem = |setting: &str, what: String| {
        problems.push(SettingsProblem { setting: setting.to_owned(), what });
    };
    match (upstream, &config.api_base) {
        (Some(upstream), _) if upstream == public_origin => problem(
            "--upstream",
            format!("is the portal's own origin ({upstream}): requests would go round in circles. Name the API's origin, such as https://api.unkey.com"),
        ),
        (Some(_), Some(api)) if api != public_origin => problem(
            "--config",
            format!(
                "says `apiBase` {api}, so browsers would go past the gateway and its cookie. Take `apiBase` out of the \
                 config, or, if that API sets the cookie itself, leave --upstream out: then only files are served"
            ),
        ),
        (None, None) => problem(
            "--upstream",
            "is missing: name the API's origin, such as https://api.unkey.com. (It may be left out only where the config \
             has an `apiBase`: then only files are served)"
                .to_owned(),
        ),
        (None, Some(api)) if api == public_origin => problem(
            "--upstream",
            format!("is missing: `apiBase` is this portal's own origin ({api}), and without an upstream no API is there"),
        ),
        _ => {}
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> Origin {
        Origin::parse(text).unwrap()
    }

    #[test]
    fn a_root_key_in_the_environment_is_found_and_never_told() {
        let environment = [("HOME", "/root"), ("API_KEY", "unkey_2cGKbMxRyIzhCxo1Idjz8q"), ("UNKEY_ROOT_KEY", "x")];
        let problems = root_keys(environment.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let names: Vec<_> = problems.iter().map(|problem| problem.setting.as_str()).collect();
        assert_eq!(names, ["API_KEY", "UNKEY_ROOT_KEY"]);
        assert!(!problems.iter().any(|problem| problem.to_string().contains("2cGK")));
    }

    #[test]
    fn a_name_that_begins_like_a_root_key_is_no_root_key() {
        for value in ["unkey_portal", "unkey_customer_portal_database", "unkey_", "my unkey_2cGKbMxRyIzhCxo1Idjz8q"] {
            assert_eq!(root_keys([("NAME".to_owned(), value.to_owned())]), [], "{value}");
        }
    }

    #[test]
    fn a_config_that_goes_past_the_gateway_is_refused() {
        let here = origin("https://keys.example.com");
        let api = origin("https://api.example.com");
        let bare = Config::default();
        let direct = Config { api_base: Some(api.clone()), ..Config::default() };
        let own = Config { api_base: Some(here.clone()), ..Config::default() };
        assert_eq!(conflicts(Some(&api), &here, &bare), []);
        assert_eq!(conflicts(Some(&api), &here, &own), []);
        assert_eq!(conflicts(None, &here, &direct), []);
        for (upstream, config) in [(Some(&api), &direct), (None, &bare), (None, &own), (Some(&here), &bare)] {
            assert_eq!(conflicts(upstream, &here, config).len(), 1);
        }
    }
}
