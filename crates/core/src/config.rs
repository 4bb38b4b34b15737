//! What the operator says in `config.json`. One parser, for the gateway and for the browser.
//!
//! What is wrong with the file is a list of problems beside a config that has the defaults in their places: the gateway
//! refuses to start with any, the browser goes on with what there is. `config.schema.json` says the same to editors.

use std::fmt;

use portal_api::Route;
use serde_json::{Map, Value};

use crate::{
    colour::Colour,
    url::{Origin, WebUrl},
};

/// The operator's settings; each has a default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// `appName`: what the users call the app.
    pub app_name: Option<String>,
    /// `logo`: shown in the header.
    pub logo: Option<Logo>,
    /// `colour`: the app's own.
    pub colour: Colour,
    /// `returnUrl`: where in the app a user finds the way back in.
    pub return_url: Option<WebUrl>,
    /// `autoReturn`: whether the page goes back there by itself when a session has ended.
    pub auto_return: bool,
    /// `supportUrl`: where a user finds help.
    pub support_url: Option<SupportLink>,
    /// `apiBase`: the API's origin where no gateway stands before it; the portal's own when absent.
    pub api_base: Option<Origin>,
    /// `allowBearer`: whether the token may be sent as a header, from memory, where the cookie didn't come.
    pub allow_bearer: bool,
    /// `show`: what users see of their keys.
    pub show: ShowSettings,
}

/// What users see of their keys and can do with them, as far as their session may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShowSettings {
    /// `credits`: uses left.
    pub credits: bool,
    /// `rateLimits`: how often a key may be used.
    pub rate_limits: bool,
    /// `rotation`: whether keys can be rotated.
    pub rotation: bool,
    /// `usage`: what keys were used for.
    pub usage: bool,
}

impl ShowSettings {
    /// Whether anything that is shown needs this route of the API.
    pub const fn needs(self, route: Route) -> bool {
        match route {
            Route::RerollKey => self.rotation,
            Route::GetVerifications => self.usage,
            Route::CreateSession | Route::ExchangeSession | Route::ExchangeCode | Route::ListKeys => true,
        }
    }
}

impl Default for ShowSettings {
    fn default() -> Self {
        Self { credits: false, rate_limits: false, rotation: true, usage: true }
    }
}

/// The app's logo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Logo {
    /// A file that stands beside the portal: a path that begins with one slash.
    Local(String),
    /// On another origin.
    Remote(WebUrl),
}

impl Logo {
    /// For `src`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Local(path) => path,
            Self::Remote(url) => url.as_str(),
        }
    }
}

/// A link to whoever helps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SupportLink {
    /// A page.
    Web(WebUrl),
    /// `mailto:` and a plain address.
    Mail(String),
}

impl SupportLink {
    /// For `href`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Web(url) => url.as_str(),
            Self::Mail(link) => link,
        }
    }
}

/// A setting that isn't taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigProblem {
    /// The setting, such as `show.credits`; empty for the file as a whole.
    pub field: String,
    /// What is wrong, as the end of a sentence that begins with the setting.
    pub what: String,
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field.as_str() {
            "" => f.write_str(&self.what),
            field => write!(f, "`{field}` {}", self.what),
        }
    }
}

/// A config and what was wrong with the file it came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParsedConfig {
    /// What could be taken; defaults for the rest.
    pub config: Config,
    /// What couldn't.
    pub problems: Vec<ConfigProblem>,
}

/// The longest `appName`, in characters: it stands in headings and buttons.
const LONGEST_NAME: usize = 60;

impl Config {
    /// Reads the file's bytes.
    pub fn parse(json: &[u8]) -> ParsedConfig {
        let mut parsed = ParsedConfig::default();
        match serde_json::from_slice(json) {
            Ok(Value::Object(settings)) => parsed.take(settings),
            Ok(_) => parsed.refuse("", "the file must hold one JSON object"),
            Err(error) => parsed.refuse("", format!("the file is not JSON: {error}")),
        }
        parsed
    }

    /// The logo's origin, where it is not the portal's own: the policy has to allow it.
    pub fn logo_origin(&self) -> Option<String> {
        match &self.logo {
            Some(Logo::Remote(url)) => Some(url.origin().to_string()),
            _ => None,
        }
    }
}

impl ParsedConfig {
    fn refuse(&mut self, field: &str, what: impl Into<String>) {
        self.problems.push(ConfigProblem { field: field.to_owned(), what: what.into() });
    }

    fn take(&mut self, settings: Map<String, Value>) {
        for (field, value) in settings {
            match (field.as_str(), value) {
                ("$schema", _) => {}
                (
                    "appName" | "logo" | "colour" | "returnUrl" | "autoReturn" | "supportUrl" | "apiBase"
                    | "allowBearer" | "show",
                    Value::Null,
                ) => {}
                ("appName", Value::String(name)) => match app_name(&name) {
                    Ok(name) => self.config.app_name = Some(name),
                    Err(what) => self.refuse(&field, what),
                },
                ("logo", Value::String(address)) => match logo(&address) {
                    Ok(logo) => self.config.logo = Some(logo),
                    Err(what) => self.refuse(&field, what),
                },
                ("colour", Value::String(text)) => match Colour::parse(&text) {
                    Some(colour) => self.config.colour = colour,
                    None => self.refuse(&field, "must be a colour such as #2563eb"),
                },
                ("returnUrl", Value::String(address)) => match WebUrl::parse(&address) {
                    Ok(url) => self.config.return_url = Some(url),
                    Err(problem) => self.refuse(&field, problem.to_string()),
                },
                ("supportUrl", Value::String(address)) => match support_link(&address) {
                    Ok(link) => self.config.support_url = Some(link),
                    Err(what) => self.refuse(&field, what),
                },
                ("apiBase", Value::String(address)) => match Origin::parse(&address) {
                    Ok(origin) => self.config.api_base = Some(origin),
                    Err(problem) => self.refuse(&field, problem.to_string()),
                },
                ("allowBearer", Value::Bool(allow)) => self.config.allow_bearer = allow,
                ("autoReturn", Value::Bool(auto)) => self.config.auto_return = auto,
                ("show", Value::Object(show)) => self.take_show(show),
                ("allowBearer" | "autoReturn", _) => self.refuse(&field, "must be true or false"),
                ("show", _) => self.refuse(&field, "must be an object"),
                ("appName" | "logo" | "colour" | "returnUrl" | "supportUrl" | "apiBase", _) => {
                    self.refuse(&field, "must be a string");
                }
                _ => self.refuse(&field, "is not a setting: see config.schema.json"),
            }
        }
    }

    fn take_show(&mut self, show: Map<String, Value>) {
        for (name, value) in show {
            let setting = match name.as_str() {
                "credits" => &mut self.config.show.credits,
                "rateLimits" => &mut self.config.show.rate_limits,
                "rotation" => &mut self.config.show.rotation,
                "usage" => &mut self.config.show.usage,
                _ => {
                    self.refuse(&format!("show.{name}"), "is not a setting: see config.schema.json");
                    continue;
                }
            };
            match value {
                Value::Bool(shown) => *setting = shown,
                _ => self.refuse(&format!("show.{name}"), "must be true or false"),
            }
        }
    }
}

fn app_name(name: &str) -> Result<String, String> {
    let name = name.trim();
    // Marks that turn the reading direction around could make the words beside the name say something else.
    let unwanted = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if name.is_empty() {
        Err("is empty".to_owned())
    } else if name.chars().count() > LONGEST_NAME {
        Err(format!("is longer than {LONGEST_NAME} characters"))
    } else if name.chars().any(unwanted) {
        Err("holds control characters".to_owned())
    } else {
        Ok(name.to_owned())
    }
}

fn logo(address: &str) -> Result<Logo, String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~%".contains(&byte);
    if address.starts_with('/') && !address.starts_with("//") && address.bytes().all(plain) {
        return Ok(Logo::Local(address.to_owned()));
    }
    WebUrl::parse(address).map(Logo::Remote).map_err(|problem| format!("{problem}, or be a path such as /logo.svg"))
}

fn support_link(address: &str) -> Result<SupportLink, String> {
    let Some(mail) = address.strip_prefix("mailto:") else {
        return WebUrl::parse(address)
            .map(SupportLink::Web)
            .map_err(|problem| format!("{problem}, or be mailto: and an address"));
    };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"@.+-_".contains(&byte);
    match mail.split_once('@') {
        Some((user, host))
            if !user.is_empty() && !host.is_empty() && !host.contains('@') && mail.bytes().all(plain) =>
        {
            Ok(SupportLink::Mail(address.to_owned()))
        }
        _ => Err("must name one plain mail address after mailto:".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_full_config_is_taken_whole() {
        let parsed = Config::parse(
            br##"{"$schema":"config.schema.json","appName":" Acme ","logo":"https://cdn.acme.com/logo.svg","colour":"#0f766e",
            "returnUrl":"https://acme.com/account","supportUrl":"mailto:help@acme.com","apiBase":"https://api.acme.com/",
            "allowBearer":true,"autoReturn":true,"show":{"credits":true,"rateLimits":true}}"##,
        );
        assert_eq!(parsed.problems, []);
        let config = parsed.config;
        assert_eq!(config.app_name.as_deref(), Some("Acme"));
        assert_eq!(config.logo_origin().as_deref(), Some("https://cdn.acme.com"));
        assert_eq!(config.colour, Colour { red: 0x0f, green: 0x76, blue: 0x6e });
        assert_eq!(config.api_base.map(|origin| origin.to_string()).as_deref(), Some("https://api.acme.com"));
        assert!(config.allow_bearer && config.auto_return && config.show.credits && config.show.rate_limits);
    }

    #[test]
    fn an_empty_object_is_the_defaults() {
        assert_eq!(Config::parse(b"{}"), ParsedConfig::default());
    }

    #[test]
    fn each_wrong_setting_is_named_and_the_others_are_kept() {
        let parsed = Config::parse(
            br##"{"appName":"Acme","logo":"//evil.example/x.svg","colour":"red","returnUrl":"javascript:alert(1)",
            "supportUrl":"mailto:a@b?bcc=c","apiBase":"https://api.acme.com/v2","allowBearer":"yes","show":{"credits":1,"names":true},"retrunUrl":"x"}"##,
        );
        let fields: Vec<_> = parsed.problems.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "allowBearer",
                "apiBase",
                "colour",
                "logo",
                "retrunUrl",
                "returnUrl",
                "show.credits",
                "show.names",
                "supportUrl"
            ]
        );
        assert_eq!(parsed.config, Config { app_name: Some("Acme".to_owned()), ..Config::default() });
    }

    #[test]
    fn a_name_cannot_turn_the_words_around_it() {
        for name in ["", "   ", "a\u{202e}b", "a\nb", &"x".repeat(61)] {
            assert_eq!(
                Config::parse(serde_json::json!({"appName": name}).to_string().as_bytes()).problems.len(),
                1,
                "{name:?}"
            );
        }
    }

    #[test]
    fn a_broken_file_gives_the_defaults_and_says_so() {
        for file in [&b"{"[..], b"", b"[]", b"null", b"\xff"] {
            let parsed = Config::parse(file);
            assert_eq!((parsed.config, parsed.problems.len()), (Config::default(), 1));
        }
    }

    proptest! {
        #[test]
        fn any_file_is_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Config::parse(&bytes);
        }
    }
}
