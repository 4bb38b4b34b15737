//! The portal's files and pages, from memory, and their export for other servers.

mod brand_css;
mod caching;
mod encoding;
mod export;
mod files;
mod hosts;
mod navigation;
mod pages;
mod service_worker;
mod shades;

pub use export::{ExportError, export};
pub use files::{Files, FilesError};
pub(crate) use pages::{Site, config, file_or_page};
