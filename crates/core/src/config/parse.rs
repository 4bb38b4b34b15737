//! Reading `config.json`, setting by setting.

use std::fmt;

use super::{Config, Logo, SupportLink, value::Value};
use crate::{
    bidi::is_bidi_control,
    colour::Colour,
    invisible::is_invisible,
    url::{Origin, WebUrl},
};

/// Maximum length of `appName` in characters: it appears in headings and buttons.
const MAX_APP_NAME_CHARS: usize = 60;

const UNKNOWN_SETTING: &str = "is not a setting: see config.schema.json";

/// A setting that was rejected, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigProblem {
    /// The setting, such as `show.credits`; empty for the file as a whole.
    pub field: String,
    /// The end of a sentence that starts with the setting's name.
    pub message: String,
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field.as_str() {
            "" => f.write_str(&self.message),
            field => write!(f, "`{field}` {}", self.message),
        }
    }
}

/// A config, and the problems of the file that it comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParsedConfig {
    /// The accepted settings, and defaults for the rest.
    pub config: Config,
    /// The rejected settings.
    pub problems: Vec<ConfigProblem>,
}

impl Config {
    /// Parses the contents of `config.json`. A byte order mark, which some editors write, is skipped.
    pub fn parse(json: &[u8]) -> ParsedConfig {
        let mut parsed = ParsedConfig::default();
        match serde_json::from_slice(json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json)) {
            Ok(Value::Object(settings)) => parsed.read(settings),
            Ok(_) => parsed.reject("", "the file must hold one JSON object"),
            Err(error) => parsed.reject("", format!("the file is not JSON: {error}")),
        }
        parsed
    }
}

impl ParsedConfig {
    fn reject(&mut self, field: &str, message: impl Into<String>) {
        self.problems.push(ConfigProblem { field: field.to_owned(), message: message.into() });
    }

    /// A new setting is one line here and a field of [`Config`]; the tests then ask for it in `config.schema.json`.
    fn read(&mut self, settings: Vec<(String, Value)>) {
        for (field, value) in settings {
            let config = &mut self.config;
            let result = match (field.as_str(), value) {
                ("$schema", _) => Ok(()),
                ("appName", value) => read_text(&mut config.app_name, value, |text| app_name(text).map(Some)),
                ("logo", value) => read_text(&mut config.logo, value, |text| Logo::parse(text).map(Some)),
                ("colour", value) => read_text(&mut config.colour, value, colour),
                ("returnUrl", value) => read_text(&mut config.return_url, value, |text| web_url(text).map(Some)),
                ("signOutUrl", value) => read_text(&mut config.sign_out_url, value, |text| web_url(text).map(Some)),
                ("supportUrl", value) => {
                    read_text(&mut config.support_url, value, |text| SupportLink::parse(text).map(Some))
                }
                ("apiBase", value) => read_text(&mut config.api_base, value, |text| origin(text).map(Some)),
                ("allowBearer", value) => read_switch(&mut config.allow_bearer, value),
                ("autoReturn", value) => read_switch(&mut config.auto_return, value),
                ("show", Value::Null) => Ok(()),
                ("show", Value::Object(show)) => {
                    self.read_show(show);
                    Ok(())
                }
                ("show", _) => Err("must be an object".to_owned()),
                _ => Err(UNKNOWN_SETTING.to_owned()),
            };
            if let Err(message) = result {
                self.reject(&field, message);
            }
        }
    }

    fn read_show(&mut self, settings: Vec<(String, Value)>) {
        let show = &mut self.config.show;
        for (name, value) in settings {
            let switch = match name.as_str() {
                "credits" => Some(&mut show.credits),
                "rateLimits" => Some(&mut show.rate_limits),
                "rotation" => Some(&mut show.rotation),
                "usage" => Some(&mut show.usage),
                _ => None,
            };
            let message = match (switch, value) {
                (Some(switch), Value::Bool(shown)) => {
                    *switch = shown;
                    continue;
                }
                (Some(_), _) => "must be true or false",
                (None, _) => UNKNOWN_SETTING,
            };
            self.problems.push(ConfigProblem { field: format!("show.{name}"), message: message.to_owned() });
        }
    }
}

/// Reads a string into `setting`; `null` keeps the default.
fn read_text<T>(setting: &mut T, value: Value, parse: impl Fn(&str) -> Result<T, String>) -> Result<(), String> {
    if let Some(text) = text(value)? {
        *setting = parse(&text)?;
    }
    Ok(())
}

/// The string; none for `null`.
fn text(value: Value) -> Result<Option<String>, String> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        _ => Err("must be a string".to_owned()),
    }
}

/// Reads a boolean into `setting`; `null` keeps the default.
fn read_switch(setting: &mut bool, value: Value) -> Result<(), String> {
    match value {
        Value::Null => Ok(()),
        Value::Bool(on) => {
            *setting = on;
            Ok(())
        }
        _ => Err("must be true or false".to_owned()),
    }
}

fn colour(text: &str) -> Result<Colour, String> {
    Colour::parse(text).ok_or_else(|| "must be a colour such as #2563eb".to_owned())
}

fn web_url(text: &str) -> Result<WebUrl, String> {
    WebUrl::parse(text).map_err(|error| error.to_string())
}

fn origin(text: &str) -> Result<Origin, String> {
    Origin::parse(text).map_err(|error| error.to_string())
}

fn app_name(text: &str) -> Result<String, String> {
    let name = text.trim();
    let is_control = |c: char| c.is_control() || is_bidi_control(c);
    if name.is_empty() {
        Err("is empty".to_owned())
    } else if name.chars().count() > MAX_APP_NAME_CHARS {
        Err(format!("is longer than {MAX_APP_NAME_CHARS} characters"))
    } else if name.chars().any(is_control) {
        Err("holds control characters".to_owned())
    } else if name.starts_with(is_invisible) {
        Err("begins with an invisible character".to_owned())
    } else {
        Ok(name.to_owned())
    }
}
