//! The error of all parts.

use std::error::Error;

/// Any error: the test prints it and ends.
pub(crate) type Failed = Box<dyn Error + Send + Sync>;
