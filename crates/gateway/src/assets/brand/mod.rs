//! What is served of the operator's brand: the colours, the icon, and the images that the config names.

mod favicon;
mod images;
mod shades;
mod stylesheet;

use portal_core::config::{Config, Logo};

use super::files::Files;

/// The name of the stylesheet in the build's page, for servers that don't write another one into it.
pub(super) const STYLESHEET: &str = "/brand.css";
/// The name of the icon there. The program names the config's `favicon` in its place.
pub(super) const FAVICON: &str = "/favicon.svg";

/// Adds the files that are made from the config, in place of those of the build. A file that the config names stays.
pub(super) fn add_brand(files: &mut Files, config: &Config) {
    files.insert_compressed(STYLESHEET, stylesheet::stylesheet(config.colour));
    let is_named = config.images().any(|(_, image)| matches!(image, Logo::Local(path) if path == FAVICON));
    if !is_named {
        files.insert_compressed(FAVICON, favicon::favicon(config.app_name.as_deref(), config.colour));
    }
}
