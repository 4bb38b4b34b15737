//! The portal as static files, for hosting it without the gateway.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use portal_core::config::Config;

use crate::{
    brand_css, caching,
    files::{Files, FilesProblem},
    headers, hosts,
};

/// Why nothing, or not all, was written.
#[derive(Debug)]
pub enum ExportProblem {
    /// There is nothing to export.
    Files(FilesProblem),
    /// The target holds something: old files among new ones would be served too.
    NotEmpty(PathBuf),
    /// Writing failed.
    Unwritable(PathBuf, io::Error),
}

impl fmt::Display for ExportProblem {
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

/// Writes the build in `dist` with the operator's config and palette to `out`, and beside them what common hosts need to
/// send the same headers as the gateway. Gives the number of files.
///
/// # Errors
/// Why nothing, or not all, was written.
pub fn export(dist: &Path, config: &Config, config_json: &[u8], out: &Path) -> Result<usize, ExportProblem> {
    let mut files = Files::read(dist).map_err(ExportProblem::Files)?;
    let unwritable = |path: &Path| {
        let path = path.to_owned();
        |error| ExportProblem::Unwritable(path, error)
    };
    fs::create_dir_all(out).map_err(unwritable(out))?;
    if fs::read_dir(out).map_err(unwritable(out))?.next().is_some() {
        return Err(ExportProblem::NotEmpty(out.to_owned()));
    }
    files.put("/brand.css", brand_css::stylesheet(config.colour));
    files.put("/config.json", Bytes::copy_from_slice(config_json));
    let hashed: Vec<_> = files.paths().filter(|path| caching::of_file(path) == caching::IMMUTABLE).collect();
    // Static hosts are https; a browser ignores this one header over http.
    let hosts = hosts::files(&headers::security(config, true), &hashed);
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
