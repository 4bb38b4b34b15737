//! The session: runs the state machine of `portal-core`, sends requests within the session, and shows a screen in place of
//! the pages while no session is open.

mod channel;
mod clock;
mod config;
mod countdown;
mod exchange;
mod handle;
mod notices;
mod requests;
mod resume_location;
mod screens;
mod sign_out;
mod startup;
mod storage;

pub(crate) use countdown::Countdown;
pub(crate) use handle::{SessionHandle, use_session};
pub(crate) use notices::Notices;
pub(crate) use requests::Reply;
pub(crate) use resume_location::ResumeLocation;
pub(crate) use screens::SessionScreen;
pub(crate) use sign_out::SignOut;
pub(crate) use storage::StorageSlot;
