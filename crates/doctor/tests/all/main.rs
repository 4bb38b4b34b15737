//! The check before a stub in the API's place, and through a running gateway.

#[cfg(test)]
mod create;
#[cfg(test)]
mod harness;
#[cfg(test)]
mod sign_out;
#[cfg(test)]
mod steps;
#[cfg(test)]
#[allow(dead_code, reason = "shared with the gateway's tests, which use more of it")]
#[path = "../../../gateway/tests/all/support/mod.rs"]
mod support;
#[cfg(test)]
mod upstreams;
#[cfg(test)]
mod via_portal;
