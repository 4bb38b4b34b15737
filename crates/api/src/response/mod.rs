//! What the responses have in common, and what they mean.

mod envelope;
mod error_body;
mod error_code;
mod head;
mod meaning;
#[cfg(test)]
mod meaning_tests;
mod pagination;
mod request_id;
mod surrogates;

pub use envelope::{ApiResponse, Meta};
pub use error_body::{ErrorBody, ErrorDetails, ErrorKind, ValidationError};
pub use error_code::ErrorCode;
pub use head::{Quota, ResponseHead};
pub use meaning::{Cause, Failure, Meaning, no_response, read};
pub use pagination::Pagination;
pub use request_id::RequestId;
pub use surrogates::replace_lone_surrogates;
