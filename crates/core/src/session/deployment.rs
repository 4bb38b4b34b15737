//! Detects how the portal is deployed.

use super::Deployment;
use crate::{config::Config, url::Origin};

/// What the page knows about its own origin.
#[derive(Debug, Clone, Copy)]
pub struct PageOrigin<'a> {
    /// The origin, such as `https://keys.example.com`.
    pub origin: &'a str,
    /// Whether it is a secure context: https, or this machine.
    pub is_secure: bool,
}

/// The deployment of a page with this config. `is_api_base_valid`: whether the config's `apiBase` could be parsed.
/// `accepts_cookies` is called only behind the gateway, since it writes a cookie to find out.
pub fn detect_deployment(
    page: PageOrigin<'_>,
    config: &Config,
    is_api_base_valid: bool,
    accepts_cookies: impl FnOnce() -> bool,
) -> Deployment {
    if !page.is_secure || !is_api_base_valid {
        return Deployment::Invalid;
    }
    match config.api_base.as_ref().filter(|base| base.as_str() != page.origin) {
        Some(base) => Deployment::Direct {
            cross_site: Origin::parse(page.origin).is_ok_and(|origin| origin.is_definitely_cross_site(base)),
            allow_bearer: config.allow_bearer,
        },
        None => Deployment::Gateway { accepts_cookies: accepts_cookies() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: PageOrigin<'static> = PageOrigin { origin: "https://keys.example.com", is_secure: true };

    fn config(json: &str) -> Config {
        Config::parse(json.as_bytes()).config
    }

    #[test]
    fn without_an_api_base_or_with_the_own_origin_it_is_the_gateway() {
        for json in ["{}", r#"{"apiBase": "https://keys.example.com"}"#] {
            let deployment = detect_deployment(PAGE, &config(json), true, || false);
            assert_eq!(deployment, Deployment::Gateway { accepts_cookies: false }, "{json}");
        }
    }

    #[test]
    fn another_origin_is_asked_directly() {
        let same_site = config(r#"{"apiBase": "https://api.example.com", "allowBearer": true}"#);
        assert_eq!(
            detect_deployment(PAGE, &same_site, true, || true),
            Deployment::Direct { cross_site: false, allow_bearer: true }
        );
        let other_site = config(r#"{"apiBase": "https://api.example.org"}"#);
        assert_eq!(
            detect_deployment(PAGE, &other_site, true, || true),
            Deployment::Direct { cross_site: true, allow_bearer: false }
        );
    }

    #[test]
    fn an_insecure_page_or_a_wrong_api_base_is_invalid() {
        let insecure = PageOrigin { is_secure: false, ..PAGE };
        assert_eq!(detect_deployment(insecure, &config("{}"), true, || true), Deployment::Invalid);
        assert_eq!(detect_deployment(PAGE, &config("{}"), false, || true), Deployment::Invalid);
    }
}
