//! Why it isn't known how often keys are used.

pub(crate) const NOT_RECORDED: &str = "This API doesn’t record usage.";
pub(crate) const UNAVAILABLE: &str = "Usage isn’t available right now.";
