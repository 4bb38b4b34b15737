//! The binary, and the log.

mod check;
mod logging;
mod open_files;
mod serve;
