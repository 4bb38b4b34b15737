//! Reading `config.json`, setting by setting.

use std::fmt;

use super::{Config, Logo, SupportLink, example, reason::Reason, suggestions::unknown_setting, value::Value};
use crate::{
    bidi::is_bidi_control,
    colour::Colour,
    invisible::is_invisible,
    url::{Origin, WebUrl},
};

/// Maximum length of `appName` in characters: it appears in headings and buttons.
const MAX_APP_NAME_CHARS: usize = 60;

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
        match serde_json::from_slice(without_mark(json)) {
            Ok(Value::Object(settings)) => parsed.read(settings),
            Ok(_) => parsed.reject("", "the file must hold one JSON object"),
            Err(_) => parsed.reject("", "the file is not JSON"),
        }
        parsed
    }

    /// Why and where a file is not JSON, for those who can change it. [`Self::parse`] doesn't say so, which the page calls: the
    /// parser's texts would be in what each user downloads.
    pub fn syntax_error(json: &[u8]) -> Option<String> {
        serde_json::from_slice::<Value>(without_mark(json)).err().map(|error| error.to_string())
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
            let result = match field.as_str() {
                "$schema" => Ok(()),
                "appName" => read_text(&mut config.app_name, value, |text| app_name(text).map(Some)),
                "logo" => read_image(&mut config.logo, value),
                "logoDark" => read_image(&mut config.logo_dark, value),
                "logoIsWordmark" => read_switch(&mut config.logo_is_wordmark, value),
                "favicon" => read_image(&mut config.favicon, value),
                "colour" => read_text(&mut config.colour, value, colour),
                "returnUrl" => read_url(&mut config.return_url, value),
                "signOutUrl" => read_url(&mut config.sign_out_url, value),
                "docsUrl" => read_url(&mut config.docs_url, value),
                "supportUrl" => read_text(&mut config.support_url, value, |text| SupportLink::parse(text).map(Some)),
                "apiBase" => read_text(&mut config.api_base, value, |text| origin(text).map(Some)),
                "allowBearer" => read_switch(&mut config.allow_bearer, value),
                "autoReturn" => read_switch(&mut config.auto_return, value),
                "trustSameSite" => read_switch(&mut config.trust_same_site, value),
                "account" => self.read_group("account", value, read_account),
                "example" => self.read_group("example", value, read_example),
                "show" => self.read_group("show", value, read_show),
                name => Err(unknown_setting("", name)),
            };
            if let Err(reason) = result {
                self.reject(&field, reason.text());
            }
        }
    }

    /// Reads an object of settings, each with `read`.
    fn read_group(&mut self, group: &str, value: Value, read: ReadSetting) -> Result<(), Reason> {
        let settings = match value {
            Value::Null => return Ok(()),
            Value::Object(settings) => settings,
            _ => return Err("must be an object".into()),
        };
        for (name, value) in settings {
            if let Err(reason) = read(&mut self.config, &name, value) {
                self.reject(&[group, ".", &name].concat(), reason.text());
            }
        }
        Ok(())
    }
}

fn without_mark(json: &[u8]) -> &[u8] {
    json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json)
}

/// Reads a setting of a group by its name.
type ReadSetting = fn(&mut Config, &str, Value) -> Result<(), Reason>;

fn read_account(config: &mut Config, name: &str, value: Value) -> Result<(), Reason> {
    match name {
        "label" => read_switch(&mut config.account_label, value),
        _ => Err(unknown_setting("account", name)),
    }
}

fn read_example(config: &mut Config, name: &str, value: Value) -> Result<(), Reason> {
    let example = &mut config.example;
    match name {
        "variable" => read_text(&mut example.variable, value, |text| example::variable(text).map(Some)),
        "url" => read_text(&mut example.url, value, |text| example::url(text).map(Some)),
        "header" => read_text(&mut example.header, value, |text| example::header(text).map(Some)),
        _ => Err(unknown_setting("example", name)),
    }
}

fn read_show(config: &mut Config, name: &str, value: Value) -> Result<(), Reason> {
    let show = &mut config.show;
    match name {
        "account" => read_switch(&mut show.account, value),
        "credits" => read_switch(&mut show.credits, value),
        "rateLimits" => read_switch(&mut show.rate_limits, value),
        "rotation" => read_switch(&mut show.rotation, value),
        "usage" => read_switch(&mut show.usage, value),
        _ => Err(unknown_setting("show", name)),
    }
}

/// Reads a string into `setting`; `null` keeps the default.
fn read_text<T>(setting: &mut T, value: Value, parse: impl Fn(&str) -> Result<T, Reason>) -> Result<(), Reason> {
    if let Some(text) = text(value)? {
        *setting = parse(&text)?;
    }
    Ok(())
}

/// The string; none for `null`.
fn text(value: Value) -> Result<Option<String>, Reason> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        _ => Err("must be a string".into()),
    }
}

/// Reads a boolean into `setting`; `null` keeps the default.
fn read_switch(setting: &mut bool, value: Value) -> Result<(), Reason> {
    match value {
        Value::Null => Ok(()),
        Value::Bool(on) => {
            *setting = on;
            Ok(())
        }
        _ => Err("must be true or false".into()),
    }
}

fn colour(text: &str) -> Result<Colour, Reason> {
    Colour::parse(text).ok_or_else(|| "must be a colour such as #2563eb".into())
}

fn read_url(setting: &mut Option<WebUrl>, value: Value) -> Result<(), Reason> {
    read_text(setting, value, |text| WebUrl::parse(text).map(Some).map_err(|error| Reason::new(|| error.to_string())))
}

fn read_image(setting: &mut Option<Logo>, value: Value) -> Result<(), Reason> {
    read_text(setting, value, |text| Logo::parse(text).map(Some))
}

fn origin(text: &str) -> Result<Origin, Reason> {
    Origin::parse(text).map_err(|error| Reason::new(|| error.to_string()))
}

fn app_name(text: &str) -> Result<String, Reason> {
    let name = text.trim();
    let is_control = |c: char| c.is_control() || is_bidi_control(c);
    if name.is_empty() {
        Err("is empty".into())
    } else if name.chars().count() > MAX_APP_NAME_CHARS {
        Err(Reason::new(|| format!("is longer than {MAX_APP_NAME_CHARS} characters")))
    } else if name.chars().any(is_control) {
        Err("holds control characters".into())
    } else if name.starts_with(is_invisible) {
        Err("begins with an invisible character".into())
    } else {
        Ok(name.to_owned())
    }
}
