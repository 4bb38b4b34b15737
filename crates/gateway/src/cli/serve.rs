//! The settings of `serve`, from the command line and the environment.

use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;
use portal_gateway::{Limits, Settings};

use super::{
    arguments::{Deployment, Serve},
    config_file::read_config,
    conflicts::find_conflicts,
    root_key_guard::root_keys_in,
    setting_errors::{API_EXAMPLE, SettingError, SettingErrors, non_empty},
};

/// # Errors
/// Everything that is wrong.
pub(super) fn settings(
    arguments: &Serve,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Settings, Vec<SettingError>> {
    let mut errors = SettingErrors(root_keys_in(environment));
    let Deployment { upstream, public_origin, config: file } = &arguments.deployment;
    // `Some(None)` is an upstream that can't be parsed.
    let upstream = non_empty(upstream).map(|text| errors.parse_origin("--upstream", text, API_EXAMPLE));
    let public_origin = errors.require_public_origin(public_origin);
    let listen = parse_listen(&arguments.listen, &mut errors);
    let max_connections = parse_max_connections(&arguments.max_connections, &mut errors);
    let proxies = arguments.trusted_proxy.iter().filter(|text| !text.trim().is_empty());
    let trusted_proxies: Vec<_> = proxies.filter_map(|text| parse_network(text, &mut errors)).collect();
    let config = read_config(file.as_deref()).map_err(|found| errors.0.extend(found));
    if let (Some(public_origin), Ok((config, _)), None | Some(Some(_))) = (&public_origin, &config, &upstream) {
        errors.0.extend(find_conflicts(upstream.as_ref().and_then(Option::as_ref), public_origin, config));
    }
    match (public_origin, listen, max_connections, config) {
        (Some(public_origin), Some(listen), Some(max_connections), Ok((config, config_json)))
            if errors.0.is_empty() =>
        {
            Ok(Settings {
                upstream: upstream.flatten(),
                public_origin,
                listen,
                dist: arguments.dist.clone(),
                config,
                config_json,
                trusted_proxies,
                max_connections,
                limits: Limits::default(),
            })
        }
        _ => Err(errors.0),
    }
}

fn parse_listen(text: &str, errors: &mut SettingErrors) -> Option<SocketAddr> {
    let address = text.parse().ok();
    if address.is_none() {
        let message = format!("\"{text}\" is no address and port: for example 127.0.0.1:8080 or [::]:8080");
        errors.add("--listen", message);
    }
    address
}

fn parse_max_connections(text: &str, errors: &mut SettingErrors) -> Option<usize> {
    let number = text.parse().ok().filter(|number| (1..=1_000_000).contains(number));
    if number.is_none() {
        let message = format!("\"{text}\" is no number from 1 to 1000000: the default is 1024");
        errors.add("--max-connections", message);
    }
    number
}

fn parse_network(text: &str, errors: &mut SettingErrors) -> Option<IpNet> {
    let text = text.trim();
    let network = text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
    match network {
        Some(network) if network.prefix_len() == 0 => {
            let message = format!("\"{text}\" is everybody: name the proxy's own address or network");
            errors.add("--trusted-proxy", message);
            None
        }
        Some(network) => Some(network),
        None => {
            errors.add(
                "--trusted-proxy",
                format!("\"{text}\" is no address and no network: for example 10.0.0.5 or 10.0.0.0/8"),
            );
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use clap::Parser;

    use super::{
        super::arguments::{Action, Arguments},
        *,
    };

    fn errors(flags: &[&str]) -> Vec<String> {
        let line = ["portal-gateway", "serve"].iter().chain(flags);
        let Action::Serve(arguments) = Arguments::try_parse_from(line).unwrap().action else { panic!("serve") };
        let errors = settings(&arguments, []).err().unwrap_or_default();
        errors.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn good_settings_are_accepted() {
        let good = ["--upstream", "https://api.unkey.com", "--public-origin", "https://keys.example.com"];
        assert_eq!(errors(&good), [""; 0]);
        assert_eq!(
            errors(&["--upstream=http://127.0.0.1:8082", "--public-origin=http://portal.localhost:8080"]),
            [""; 0]
        );
        let proxies = ["--trusted-proxy", "10.0.0.5,fd00::/8", "--trusted-proxy", "192.168.0.0/16"];
        assert_eq!(errors(&[&good[..], &proxies].concat()), [""; 0]);
    }

    #[test]
    fn all_errors_are_reported_at_once_with_what_to_do() {
        let found = errors(&[
            "--upstream=http://api.unkey.com",
            "--public-origin=keys.example.com/portal",
            "--listen=8080",
            "--max-connections=0",
            "--trusted-proxy=0.0.0.0/0,nginx",
        ]);
        let settings: Vec<_> = found.iter().map(|text| text.split(' ').next().unwrap_or_default()).collect();
        assert_eq!(
            settings,
            ["--upstream", "--public-origin", "--listen", "--max-connections", "--trusted-proxy", "--trusted-proxy"]
        );
        assert!(
            found
                .iter()
                .all(|text| text.contains("for example") || text.contains("default") || text.contains("name the")),
            "{found:#?}"
        );
    }

    #[test]
    fn missing_required_settings_are_named() {
        let found = errors(&["--public-origin=https://keys.example.com"]);
        assert!(matches!(&found[..], [text] if text.starts_with("--upstream is missing")), "{found:?}");
        let found = errors(&["--upstream=https://api.unkey.com"]);
        assert!(matches!(&found[..], [text] if text.starts_with("--public-origin is missing")), "{found:?}");
    }

    #[test]
    fn a_mistake_in_the_config_is_named_by_its_field() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("config.json");
        fs::write(&file, r#"{"colour":"red","returnUrl":"javascript:alert(1)"}"#).unwrap();
        let found = errors(&[
            "--upstream=https://api.unkey.com",
            "--public-origin=https://keys.example.com",
            &format!("--config={}", file.display()),
        ]);
        assert_eq!(found.len(), 2);
        assert!(found[0].contains("`colour`") && found[1].contains("`returnUrl`"), "{found:?}");
    }

    #[test]
    fn the_command_line_is_valid() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }
}
