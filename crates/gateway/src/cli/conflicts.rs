//! Settings that contradict each other.

use portal_core::{config::Config, url::Origin};

use super::setting_errors::SettingError;

/// Settings that contradict each other, though each may be valid.
pub(super) fn find_conflicts(upstream: Option<&Origin>, public_origin: &Origin, config: &Config) -> Vec<SettingError> {
    let mut errors = Vec::new();
    let mut error = |setting: &str, message: String| {
        errors.push(SettingError { setting: setting.to_owned(), message });
    };
    match (upstream, &config.api_base) {
        (Some(upstream), _) if upstream == public_origin => error(
            "--upstream",
            format!("is the portal's own origin ({upstream}): requests would go round in circles. Name the API's origin, such as https://api.unkey.com"),
        ),
        (Some(_), Some(api)) if api != public_origin => error(
            "--config",
            format!(
                "says `apiBase` {api}, so browsers would go past the gateway and its cookie. Take `apiBase` out of the \
                 config, or, if that API sets the cookie itself, leave --upstream out: then only files are served"
            ),
        ),
        (None, None) => error(
            "--upstream",
            "is missing: name the API's origin, such as https://api.unkey.com. (It may be left out only where the config \
             has an `apiBase`: then only files are served)"
                .to_owned(),
        ),
        (None, Some(api)) if api == public_origin => error(
            "--upstream",
            format!("is missing: `apiBase` is this portal's own origin ({api}), and without an upstream no API is there"),
        ),
        _ => {}
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> Origin {
        Origin::parse(text).unwrap()
    }

    #[test]
    fn a_config_that_goes_past_the_gateway_is_refused() {
        let portal = origin("https://keys.example.com");
        let api = origin("https://api.example.com");
        let default = Config::default();
        let direct = Config { api_base: Some(api.clone()), ..Config::default() };
        let own = Config { api_base: Some(portal.clone()), ..Config::default() };
        assert_eq!(find_conflicts(Some(&api), &portal, &default), []);
        assert_eq!(find_conflicts(Some(&api), &portal, &own), []);
        assert_eq!(find_conflicts(None, &portal, &direct), []);
        for (upstream, config) in [(Some(&api), &direct), (None, &default), (None, &own), (Some(&portal), &default)] {
            assert_eq!(find_conflicts(upstream, &portal, config).len(), 1);
        }
    }
}
