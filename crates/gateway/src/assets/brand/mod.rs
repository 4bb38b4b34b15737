//! What is served of the operator's brand: the colours, the icon, and the images that the config names.

mod favicon;
mod images;
mod shades;
mod stylesheet;

use portal_core::config::{Config, Logo};

use super::files::Files;

const STYLESHEET: &str = "/brand.css";
/// `index.html` names it; the page names the config's `favicon` in its place.
const FAVICON: &str = "/favicon.svg";

/// Adds the files that are made from the config, in place of those of the build. A file that the config names stays.
pub(super) fn add_brand(files: &mut Files, config: &Config) {
    files.insert(STYLESHEET, stylesheet::stylesheet(config.colour));
    let is_named = config.images().any(|(_, image)| matches!(image, Logo::Local(path) if path == FAVICON));
    if !is_named {
        files.insert(FAVICON, favicon::favicon(config.app_name.as_deref(), config.colour));
    }
}
