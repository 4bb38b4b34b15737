//! What all routes share: error responses, request ids, health checks and security headers.

mod gateway_error;
mod health;
mod request_id;
mod responses;
mod security_headers;

pub(crate) use gateway_error::GatewayError;
pub(crate) use health::{Readiness, alive, ready};
pub(crate) use request_id::new_request_id;
pub(crate) use responses::{method_not_allowed, text};
pub(crate) use security_headers::{SecurityHeaders, security_headers};
