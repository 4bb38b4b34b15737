//! The portal's files and pages, from memory, and their export for other servers.

mod brand;
mod caching;
mod compress;
mod document;
mod encoding;
mod export;
mod files;
mod files_error;
mod hosts;
mod navigation;
mod pages;
mod same_site;
mod service_worker;

pub use export::{ExportError, export};
pub use files::{Files, FilesError};
pub(crate) use pages::{Site, config, file_or_page};
