//! Files, pages and their export.

mod export;
mod operator_files;
mod static_files;
mod static_hosts;
