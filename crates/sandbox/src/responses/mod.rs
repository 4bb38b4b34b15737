//! Responses of the API: the contract's examples, and others in the same format.

mod errors;
mod examples;
mod reply;

pub(crate) use errors::{error, success, validation_error};
pub(crate) use examples::{Example, example};
pub(crate) use reply::Reply;
