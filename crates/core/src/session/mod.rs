//! The session: from the landing URL to its end.
//!
//! [`landing`] takes the session ID out of the URL; the state machine, [`next`], decides what happens with it. [`marker`] is
//! what the page stores of a session, [`link_note`] what the link says of it, [`SessionMessage`] what tabs tell each other.
//! [`expiry`] warns of the end; [`saved_location`] and [`auto_return`] help the user back.
//!
//! [`clear_case`] is for the start script, which runs before the program.
//!
//! Nothing here knows the network, the clock or the browser: they come in as events and arguments.

pub mod auto_return;
pub mod clear_case;
pub mod cookies;
pub mod deployment;
pub mod expiry;
pub mod landing;
pub mod link_note;
mod machine;
pub mod marker;
mod message;
pub mod saved_location;
pub mod screen;

pub use machine::{
    Credential, Deployment, Effect, Ending, Environment, Event, Evidence, Exchange, OpenSession, Phase, SessionState,
    next,
};
pub use message::{MessageKind, SessionMessage};
