//! The session: runs the state machine of `portal-core`, and sends requests within the session. The screens in place of the
//! pages while no session is open are in `lazy::screens`.

mod account;
mod after_end;
mod channel;
mod clock;
mod config;
mod countdown;
mod early;
mod exchange;
mod handle;
mod notices;
mod opening;
mod requests;
mod resume_location;
mod return_link;
mod session_notes;
mod sign_out;
mod startup;
mod storage;
mod unsaved_key;

pub(crate) use countdown::Countdown;
pub(crate) use handle::{SessionHandle, use_session};
pub(crate) use notices::{EndsSoon, Notices};
pub(crate) use opening::{Opening, Waiting};
pub(crate) use requests::Reply;
pub(crate) use resume_location::ResumeLocation;
pub(crate) use return_link::{ReturnLink, return_address};
pub(crate) use sign_out::SignOut;
pub(crate) use storage::{StorageSlot, allows_auto_return, record_auto_return};
pub(crate) use unsaved_key::UnsavedKey;
