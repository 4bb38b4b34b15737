//! The binary, and the log.

mod check;
mod logging;
mod serve;
