//! Reads the operator's config.

use std::{fs, path::Path};

use bytes::Bytes;
use portal_core::config::Config;

use super::setting_errors::SettingError;

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
    if parsed.problems.is_empty() {
        Ok((parsed.config, Bytes::from(json)))
    } else {
        Err(parsed.problems.iter().map(|wrong| error(wrong.to_string())).collect())
    }
}
