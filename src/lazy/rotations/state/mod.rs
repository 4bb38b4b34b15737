//! The state of this session's rotations: in memory, in the browser's storage, and between tabs.

pub(crate) mod after_end;
mod at_start;
mod check;
mod late_key;
mod late_keys;
mod messages;
mod new_key_lock;
mod rotation_state;
pub(crate) mod storage;
mod traffic_cache;

pub(crate) use new_key_lock::{new_key_lock, until_new_key_is_gone};
pub(crate) use rotation_state::RotationState;
pub(crate) use traffic_cache::TrafficCache;
