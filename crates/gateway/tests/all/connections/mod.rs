//! Slow, ambiguous and generated requests.

mod hostile;
mod hostile_requests;
mod limits;
mod smuggling;
mod timeouts;
