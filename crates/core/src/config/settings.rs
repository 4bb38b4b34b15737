//! The settings as a type.

use super::{Logo, ShowSettings, SupportLink};
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
    /// `colour`: the app's brand colour.
    pub colour: Colour,
    /// `returnUrl`: the page of the app from which users reach the portal.
    pub return_url: Option<WebUrl>,
    /// `autoReturn`: whether the portal returns there automatically when a session has ended.
    pub auto_return: bool,
    /// `signOutUrl`: the address of the app that ends the user's sessions after signing out.
    pub sign_out_url: Option<WebUrl>,
    /// `supportUrl`: a page or mail address for help.
    pub support_url: Option<SupportLink>,
    /// `apiBase`: the API's origin without a gateway; `None` if the portal's own origin serves the API.
    pub api_base: Option<Origin>,
    /// `allowBearer`: whether the session token may be sent as a header if the API's cookie is blocked.
    pub allow_bearer: bool,
    /// `show`: what users see of their keys.
    pub show: ShowSettings,
}

impl Config {
    /// The logo's origin if it is not the portal's own: the content security policy has to allow it.
    pub fn logo_origin(&self) -> Option<String> {
        match &self.logo {
            Some(Logo::Remote(url)) => Some(url.origin().to_string()),
            _ => None,
        }
    }
}
