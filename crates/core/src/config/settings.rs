//! The settings as a type.

use super::{ExampleSettings, Logo, ShowSettings, SupportLink};
use crate::{
    colour::Colour,
    url::{Origin, WebUrl},
};

/// The operator's settings. Each has a default.
///
/// ```
/// use portal_core::config::Config;
///
/// let parsed = Config::parse(br#"{ "appName": "Acme", "returnUrl": "http://acme.com" }"#);
/// assert_eq!(parsed.config.app_name.as_deref(), Some("Acme"));
/// assert_eq!(
///     parsed.problems[0].to_string(),
///     "`returnUrl` must begin with https:// (http:// only for localhost)",
/// );
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// `appName`: the app's name, at most 60 characters.
    pub app_name: Option<String>,
    /// `logo`: shown in the header.
    pub logo: Option<Logo>,
    /// `logoDark`: shown in its place on dark ground.
    pub logo_dark: Option<Logo>,
    /// `logoIsWordmark`: whether the logo shows the app's name.
    pub logo_is_wordmark: bool,
    /// `favicon`: the icon of the browser's tab.
    pub favicon: Option<Logo>,
    /// `colour`: the app's brand colour.
    pub colour: Colour,
    /// `returnUrl`: the page of the app from which users reach the portal.
    pub return_url: Option<WebUrl>,
    /// `autoReturn`: whether the portal returns there automatically when a session has ended.
    pub auto_return: bool,
    /// `signOutUrl`: the address of the app that ends the user's sessions after signing out.
    pub sign_out_url: Option<WebUrl>,
    /// `docsUrl`: the page that says how to use a key.
    pub docs_url: Option<WebUrl>,
    /// `supportUrl`: a page or mail address for help.
    pub support_url: Option<SupportLink>,
    /// `apiBase`: the API's origin without a gateway; `None` if the portal's own origin serves the API.
    pub api_base: Option<Origin>,
    /// `allowBearer`: whether the session token may be sent as a header if the API's cookie is blocked.
    pub allow_bearer: bool,
    /// `trustSameSite`: whether a link from a page of the same site replaces an open session unasked.
    pub trust_same_site: bool,
    /// `account.label`: whether the landing URL may name the account.
    pub account_label: bool,
    /// `example`: how a key is used.
    pub example: ExampleSettings,
    /// `show`: what users see of their keys.
    pub show: ShowSettings,
}

impl Config {
    /// The images, which may be on other origins.
    pub fn images(&self) -> impl Iterator<Item = (&'static str, &Logo)> {
        let images = [("logo", &self.logo), ("logoDark", &self.logo_dark), ("favicon", &self.favicon)];
        images.into_iter().filter_map(|(setting, image)| Some((setting, image.as_ref()?)))
    }

    /// The origins of images that aren't the portal's own, each once: the content security policy has to allow them.
    pub fn image_origins(&self) -> Vec<String> {
        let mut origins = Vec::new();
        for (_, image) in self.images() {
            if let Logo::Remote(url) = image {
                let origin = url.origin().to_string();
                if !origins.contains(&origin) {
                    origins.push(origin);
                }
            }
        }
        origins
    }
}
