//! From what was said to what is meant, with everything that is wrong.

use std::{fs, net::SocketAddr, path::Path};

use bytes::Bytes;
use ipnet::IpNet;
use portal_core::{config::Config, url::Origin};

use super::arguments::{Deployment, Serve};
use crate::settings::{Limits, Settings, SettingsProblem, conflicts, root_keys};

const API_EXAMPLE: &str = "https://api.unkey.com";
const PORTAL_EXAMPLE: &str = "https://keys.example.com";

/// Collects what is wrong.
#[derive(Default)]
pub(super) struct Problems(pub(super) Vec<SettingsProblem>);

/// An empty variable of the environment says nothing.
pub(super) fn said(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}

impl Problems {
    /// The API's origin, which must be there.
    pub(super) fn upstream(&mut self, text: &Option<String>) -> Option<Origin> {
        let Some(text) = said(text) else {
            self.add("--upstream", format!("is missing: name the API's origin, such as {API_EXAMPLE}"));
            return None;
        };
        self.origin("--upstream", text, API_EXAMPLE)
    }

    /// The portal's origin, which must be there.
    fn public_origin(&mut self, text: &Option<String>) -> Option<Origin> {
        let Some(text) = said(text) else {
            let what = format!("is missing: name the portal's origin as browsers see it, such as {PORTAL_EXAMPLE}");
            self.add("--public-origin", what);
            return None;
        };
        self.origin("--public-origin", text, PORTAL_EXAMPLE)
    }

    /// The portal's origin where it was named; wrong only where it can't be read.
    pub(super) fn public_origin_if_any(&mut self, text: &Option<String>) -> Option<Origin> {
        self.origin("--public-origin", said(text)?, PORTAL_EXAMPLE)
    }

    pub(super) fn add(&mut self, setting: &str, what: impl Into<String>) {
        self.0.push(SettingsProblem { setting: setting.to_owned(), what: what.into() });
    }

    fn origin(&mut self, setting: &str, text: &str, example: &str) -> Option<Origin> {
        match Origin::parse(text) {
            Ok(origin) => Some(origin),
            Err(problem) => {
                self.add(setting, format!("\"{text}\" {problem}, for example {example}"));
                None
            }
        }
    }
}

/// The settings of `serve`.
///
/// # Errors
/// All that is wrong.
pub(super) fn serve(
    arguments: &Serve,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Settings, Vec<SettingsProblem>> {
    let mut problems = Problems(root_keys(environment));
    let Deployment { upstream, public_origin, config: file } = &arguments.deployment;
    let upstream_read = said(upstream).map(|text| problems.origin("--upstream", text, API_EXAMPLE));
    let public_origin = problems.public_origin(public_origin);
    let listen = arguments.listen.parse::<SocketAddr>().map_err(|_| {
        problems.add(
            "--listen",
            format!("\"{}\" is no address and port: for example 127.0.0.1:8080 or [::]:8080", arguments.listen),
        );
    });
    let max_connections = arguments.max_connections.parse().ok().filter(|number| (1..=1_000_000).contains(number));
    if max_connections.is_none() {
        let said = &arguments.max_connections;
        problems.add("--max-connections", format!("\"{said}\" is no number from 1 to 1000000: the default is 1024"));
    }
    let proxies: Vec<_> = arguments
        .trusted_proxy
        .iter()
        .filter(|text| !text.trim().is_empty())
        .filter_map(|text| network(text, &mut problems))
        .collect();
    let config = config(file.as_deref()).map_err(|wrong| problems.0.extend(wrong));
    if let (Some(public_origin), Ok((config, _)), None | Some(Some(_))) = (&public_origin, &config, &upstream_read) {
        problems.0.extend(conflicts(upstream_read.as_ref().and_then(Option::as_ref), public_origin, config));
    }
    match (public_origin, listen, max_connections, config) {
        (Some(public_origin), Ok(listen), Some(max_connections), Ok((config, config_json)))
            if problems.0.is_empty() =>
        {
            Ok(Settings {
                upstream: upstream_read.flatten(),
                public_origin,
                listen,
                dist: arguments.dist.clone(),
                config,
                config_json,
                trusted_proxies: proxies,
                max_connections,
                limits: Limits::default(),
            })
        }
        _ => Err(problems.0),
    }
}

fn network(text: &str, problems: &mut Problems) -> Option<IpNet> {
    let text = text.trim();
    let network = text.parse::<IpNet>().ok().or_else(|| text.parse::<std::net::IpAddr>().ok().map(IpNet::from));
    match network {
        Some(network) if network.prefix_len() == 0 => {
            problems
                .add("--trusted-proxy", format!("\"{text}\" is everybody: name the proxy's own address or network"));
            None
        }
        Some(network) => Some(network),
        None => {
            problems.add(
                "--trusted-proxy",
                format!("\"{text}\" is no address and no network: for example 10.0.0.5 or 10.0.0.0/8"),
            );
            None
        }
    }
}

/// The operator's config, and its text as it goes to the browser.
///
/// # Errors
/// All that is wrong with it.
pub(super) fn config(file: Option<&Path>) -> Result<(Config, Bytes), Vec<SettingsProblem>> {
    let Some(file) = file.filter(|file| !file.as_os_str().is_empty()) else {
        return Ok((Config::default(), Bytes::from_static(b"{}")));
    };
    let problem = |what: String| SettingsProblem { setting: format!("--config {}:", file.display()), what };
    let json = fs::read(file).map_err(|error| vec![problem(format!("the file can't be read: {error}"))])?;
    let parsed = Config::parse(&json);
    if parsed.problems.is_empty() {
        Ok((parsed.config, Bytes::from(json)))
    } else {
        Err(parsed.problems.iter().map(|wrong| problem(wrong.to_string())).collect())
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::{
        super::arguments::{Action, Arguments},
        *,
    };

    fn problems(flags: &[&str]) -> Vec<String> {
        let line = ["portal-gateway", "serve"].iter().chain(flags);
        let Action::Serve(arguments) = Arguments::try_parse_from(line).unwrap().action else { panic!("serve") };
        let problems = serve(&arguments, []).err().unwrap_or_default();
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn good_settings_are_taken() {
        let good = ["--upstream", "https://api.unkey.com", "--public-origin", "https://keys.example.com"];
        assert_eq!(problems(&good), [""; 0]);
        assert_eq!(
            problems(&["--upstream=http://127.0.0.1:8082", "--public-origin=http://portal.localhost:8080"]),
            [""; 0]
        );
        let proxies = ["--trusted-proxy", "10.0.0.5,fd00::/8", "--trusted-proxy", "192.168.0.0/16"];
        assert_eq!(problems(&[&good[..], &proxies].concat()), [""; 0]);
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once_and_what_to_do() {
        let said = problems(&[
            "--upstream=http://api.unkey.com",
            "--public-origin=keys.example.com/portal",
            "--listen=8080",
            "--max-connections=0",
            "--trusted-proxy=0.0.0.0/0,nginx",
        ]);
        let settings: Vec<_> = said.iter().map(|text| text.split(' ').next().unwrap_or_default()).collect();
        assert_eq!(
            settings,
            ["--upstream", "--public-origin", "--listen", "--max-connections", "--trusted-proxy", "--trusted-proxy"]
        );
        assert!(
            said.iter()
                .all(|text| text.contains("for example") || text.contains("default") || text.contains("name the")),
            "{said:#?}"
        );
    }

    #[test]
    fn without_settings_the_two_that_are_needed_are_named() {
        let said = problems(&["--public-origin=https://keys.example.com"]);
        assert!(matches!(&said[..], [text] if text.starts_with("--upstream is missing")), "{said:?}");
        let said = problems(&["--upstream=https://api.unkey.com"]);
        assert!(matches!(&said[..], [text] if text.starts_with("--public-origin is missing")), "{said:?}");
    }

    #[test]
    fn a_mistake_in_the_config_is_named_by_its_field() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("config.json");
        fs::write(&file, r#"{"colour":"red","returnUrl":"javascript:alert(1)"}"#).unwrap();
        let said = problems(&[
            "--upstream=https://api.unkey.com",
            "--public-origin=https://keys.example.com",
            &format!("--config={}", file.display()),
        ]);
        assert_eq!(said.len(), 2);
        assert!(said[0].contains("`colour`") && said[1].contains("`returnUrl`"), "{said:?}");
    }

    #[test]
    fn the_command_line_is_sound() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }
}
