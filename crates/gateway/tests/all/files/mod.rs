//! Files, pages and their export.

mod export;
mod static_files;
mod static_hosts;
