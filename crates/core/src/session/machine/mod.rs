//! The session's state machine: every screen follows from a [`SessionState`].
//!
//! [`next`] decides; its caller reports [`Event`]s, each with the current [`Environment`], and performs the
//! [`Effect`]s.

mod ending;
mod environment;
mod event;
mod exchange_result;
mod open_session;
mod state;
mod steps;
#[cfg(test)]
mod tests;
mod transitions;

pub use ending::Ending;
pub use environment::{Deployment, Environment};
pub use event::{Effect, Event};
pub use state::{Credential, Evidence, Exchange, OpenSession, Phase, SessionState};
pub use transitions::next;
