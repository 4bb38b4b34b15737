//! Why it isn't known how often keys are used.

pub(crate) const NOT_RECORDED: &str = "This API gives no usage figures.";
pub(crate) const UNAVAILABLE: &str = "Usage isn’t available right now.";
