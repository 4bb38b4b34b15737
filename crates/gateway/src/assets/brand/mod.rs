//! What is served of the operator's brand: the colours, the icon, and the images that the config names.

mod favicon;
mod images;
mod shades;
mod stylesheet;

use bytes::Bytes;
use portal_core::config::{Config, Logo};

use super::files::{Files, content_hash};

/// The name of the stylesheet in the build's page, for servers that don't write another one into it.
pub(super) const STYLESHEET: &str = "/brand.css";
/// The name of the icon there. The program names the config's `favicon` in its place.
pub(super) const FAVICON: &str = "/favicon.svg";

/// The names by which browsers keep the files for ever: they change with the content.
pub(super) struct Brand {
    pub(super) stylesheet: String,
    /// None where the config names [`FAVICON`] itself.
    pub(super) favicon: Option<String>,
}

/// Adds the files that are made from the config, in place of those of the build, and again under the names that it returns. A file
/// that the config names stays.
pub(super) fn add_brand(files: &mut Files, config: &Config) -> Brand {
    let mut add = |path: &str, content: String| {
        let content = Bytes::from(content);
        files.insert_compressed(path, content.clone());
        let hashed = path.replacen('.', &format!("-{}.", content_hash(&content)), 1);
        files.insert_compressed(&hashed, content);
        hashed
    };
    let is_named = config.images().any(|(_, image)| matches!(image, Logo::Local(path) if path == FAVICON));
    Brand {
        stylesheet: add(STYLESHEET, stylesheet::stylesheet(config.colour)),
        favicon: (!is_named).then(|| add(FAVICON, favicon::favicon(config.app_name.as_deref(), config.colour))),
    }
}
