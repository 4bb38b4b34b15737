//! Slow, ambiguous and generated requests.

mod hostile;
mod hostile_requests;
mod smuggling;
mod timeouts;
