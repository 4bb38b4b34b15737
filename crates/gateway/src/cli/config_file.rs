//! Reads the operator's config.

use std::{fs, path::Path};

use bytes::Bytes;
use portal_core::config::Config;

use super::{duplicate_settings::duplicate_settings, setting_errors::SettingError};

/// The operator's config, and its text as it is sent to browsers. Without a file, the defaults.
///
/// # Errors
/// Everything that is wrong with it.
pub(super) fn read_config(file: Option<&Path>) -> Result<(Config, Bytes), Vec<SettingError>> {
    let Some(file) = file.filter(|file| !file.as_os_str().is_empty()) else {
        return Ok((Config::default(), Bytes::from_static(b"{}")));
    };
    let error = |message: String| SettingError { setting: format!("--config {}:", file.display()), message };
    let json = fs::read(file).map_err(|reason| vec![error(format!("the file can't be read: {reason}"))])?;
    let parsed = Config::parse(&json);
    let duplicates = duplicate_settings(&json);
    let twice = duplicates.iter().map(|name| format!("`{name}` is set more than once: keep one of them"));
    let reason = Config::syntax_error(&json).map(|reason| format!(": {reason}")).unwrap_or_default();
    let problems = parsed.problems.iter().map(|problem| format!("{problem}{reason}"));
    let mut errors: Vec<_> = problems.chain(twice).map(error).collect();
    if errors.is_empty() {
        errors.extend(useless_settings(&parsed.config).map(error));
    }
    if errors.is_empty() { Ok((parsed.config, Bytes::from(json))) } else { Err(errors) }
}

/// Settings that do nothing without another one, which is missing.
fn useless_settings(config: &Config) -> impl Iterator<Item = String> {
    let settings = [
        ("logoDark", config.logo_dark.is_some(), "logo", config.logo.is_some()),
        ("logoIsWordmark", config.logo_is_wordmark, "logo", config.logo.is_some()),
    ];
    settings.into_iter().filter(|(_, is_set, _, has_other)| *is_set && !has_other).map(|(setting, _, other, _)| {
        format!("`{setting}` does nothing without `{other}`: set that, too, or leave out `{setting}`")
    })
}
