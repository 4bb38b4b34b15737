//! The state of this session's rotations: in memory, in the browser's storage, and between tabs.

mod check;
mod messages;
mod rotation_state;
pub(crate) mod storage;
mod traffic_cache;

pub(crate) use rotation_state::RotationState;
pub(crate) use traffic_cache::TrafficCache;
