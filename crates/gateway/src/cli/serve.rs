//! The settings of `serve`, from the command line and the environment.

use std::{fmt::Display, net::SocketAddr, ops::RangeInclusive, str::FromStr};

use portal_gateway::{Limits, Settings, default_connections_per_client};

use super::{
    arguments::{Deployment, Serve},
    config_file::read_config,
    conflicts::find_conflicts,
    networks::parse_network,
    root_key_guard::root_keys_in,
    setting_errors::{API_EXAMPLE, SettingError, SettingErrors, non_empty},
};

/// The largest number of connections.
const MAX_CONNECTIONS: usize = 1_000_000;

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
    let max_connections =
        parse_number("--max-connections", &arguments.max_connections, 1..=MAX_CONNECTIONS, "1024", &mut errors);
    let max_connections_per_client = match non_empty(&arguments.max_connections_per_client) {
        Some(text) => {
            let default = "a quarter of --max-connections";
            parse_number("--max-connections-per-client", text, 0..=MAX_CONNECTIONS, default, &mut errors)
        }
        None => max_connections.map(default_connections_per_client),
    };
    let max_requests_per_client = parse_number(
        "--max-requests-per-client",
        &arguments.max_requests_per_client,
        0..=1_000_000,
        "1200",
        &mut errors,
    );
    let proxies = arguments.trusted_proxy.iter().filter(|text| !text.trim().is_empty());
    let trusted_proxies: Vec<_> = proxies.filter_map(|text| parse_network(text, &mut errors)).collect();
    let config = read_config(file.as_deref()).map_err(|found| errors.0.extend(found));
    if let (Some(public_origin), Ok((config, _)), None | Some(Some(_))) = (&public_origin, &config, &upstream) {
        errors.0.extend(find_conflicts(upstream.as_ref().and_then(Option::as_ref), public_origin, config));
    }
    let limits = (max_connections, max_connections_per_client, max_requests_per_client);
    match (public_origin, listen, limits, config) {
        (
            Some(public_origin),
            Some(listen),
            (Some(max_connections), Some(max_connections_per_client), Some(max_requests_per_client)),
            Ok((config, config_json)),
        ) if errors.0.is_empty() => Ok(Settings {
            upstream: upstream.flatten(),
            public_origin,
            listen,
            dist: arguments.dist.clone(),
            config,
            config_json,
            trusted_proxies,
            forward_client: arguments.forward_client,
            max_connections,
            max_connections_per_client,
            max_requests_per_client,
            limits: Limits::default(),
        }),
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

fn parse_number<T: FromStr + PartialOrd + Display>(
    flag: &str,
    text: &str,
    range: RangeInclusive<T>,
    default: &str,
    errors: &mut SettingErrors,
) -> Option<T> {
    let number = text.parse().ok().filter(|number| range.contains(number));
    if number.is_none() {
        let (from, to) = range.into_inner();
        errors.add(flag, format!("\"{text}\" is no number from {from} to {to}: the default is {default}"));
    }
    number
}

#[cfg(test)]
mod tests {
    use std::fs;

    use clap::Parser;

    use super::{
        super::arguments::{Action, Arguments},
        *,
    };

    fn parsed(flags: &[&str]) -> Result<Settings, Vec<SettingError>> {
        let line = ["portal-gateway", "serve"].iter().chain(flags);
        let Action::Serve(arguments) = Arguments::try_parse_from(line).unwrap().action else { panic!("serve") };
        settings(&arguments, [])
    }

    fn errors(flags: &[&str]) -> Vec<String> {
        parsed(flags).err().unwrap_or_default().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_limits_per_client_have_defaults_and_can_be_switched_off() {
        let limits = |flags: &[&str]| {
            let good = ["--upstream=https://api.unkey.com", "--public-origin=https://keys.example.com"];
            let Settings { max_connections_per_client, max_requests_per_client, forward_client, .. } =
                parsed(&[&good[..], flags].concat()).unwrap();
            (max_connections_per_client, max_requests_per_client, forward_client)
        };
        assert_eq!(limits(&[]), (256, 1_200, false));
        assert_eq!(limits(&["--max-connections=10000", "--max-connections-per-client="]), (2_500, 1_200, false));
        assert_eq!(limits(&["--max-connections=8"]), (16, 1_200, false));
        let off = ["--max-connections-per-client=0", "--max-requests-per-client=0", "--forward-client"];
        assert_eq!(limits(&off), (0, 0, true));
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
            "--max-connections-per-client=-1",
            "--max-requests-per-client=many",
            "--trusted-proxy=0.0.0.0/0,nginx",
        ]);
        let settings: Vec<_> = found.iter().map(|text| text.split(' ').next().unwrap_or_default()).collect();
        assert_eq!(
            settings,
            [
                "--upstream",
                "--public-origin",
                "--listen",
                "--max-connections",
                "--max-connections-per-client",
                "--max-requests-per-client",
                "--trusted-proxy",
                "--trusted-proxy"
            ]
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
