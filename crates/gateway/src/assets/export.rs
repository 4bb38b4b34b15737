//! `portal-gateway export`: the portal as static files, for serving it without the gateway.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use portal_core::config::Config;

use super::{
    caching::{IMMUTABLE, cache_control_of_file},
    document::add_config,
    files::{Files, FilesError},
    hosts,
};
use crate::http::security_headers;

/// Why nothing, or not everything, was written.
#[derive(Debug)]
pub enum ExportError {
    /// There is nothing to export.
    Files(FilesError),
    /// The target folder isn't empty: old files in it would be served, too.
    NotEmpty(PathBuf),
    /// Writing failed.
    Unwritable(PathBuf, io::Error),
}

impl std::error::Error for ExportError {}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Files(problem) => write!(f, "--dist {problem}"),
            Self::NotEmpty(path) => {
                write!(f, "--out {} is not empty: name a folder that is, or that isn't there yet", path.display())
            }
            Self::Unwritable(path, error) => write!(f, "{} can't be written: {error}", path.display()),
        }
    }
}

/// Writes the build in `dist` with the operator's config and colours to `out`, and configurations with which other servers
/// send the same headers as the gateway. Returns the number of files.
///
/// # Errors
/// Why nothing, or not everything, was written.
pub fn export(dist: &Path, config: &Config, config_json: &[u8], out: &Path) -> Result<usize, ExportError> {
    let mut files = Files::read(dist).map_err(ExportError::Files)?;
    files.require_images(dist, config).map_err(ExportError::Files)?;
    let unwritable = |path: &Path| {
        let path = path.to_owned();
        |error| ExportError::Unwritable(path, error)
    };
    fs::create_dir_all(out).map_err(unwritable(out))?;
    if fs::read_dir(out).map_err(unwritable(out))?.next().is_some() {
        return Err(ExportError::NotEmpty(out.to_owned()));
    }
    add_config(&mut files, config, config_json);
    files.insert("/config.json", Bytes::copy_from_slice(config_json));
    let hashed: Vec<_> = files.paths().filter(|path| cache_control_of_file(path) == IMMUTABLE).collect();
    // With Strict-Transport-Security: static hosts use https, and over http browsers ignore it.
    let hosts = hosts::configurations(&security_headers(config, true), &hashed);
    let mut count = 0;
    let stored = files.stored().map(|(path, bytes)| (path, bytes.as_ref()));
    for (path, bytes) in stored.chain(hosts.iter().map(|(name, text)| (format!("/{name}"), text.as_bytes()))) {
        let target = out.join(path.trim_start_matches('/'));
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(unwritable(folder))?;
        }
        fs::write(&target, bytes).map_err(unwritable(&target))?;
        count += 1;
    }
    Ok(count)
}
