//! What the first page needs of rotations: the buttons, the state that they share, and the notices. The dialog is loaded later,
//! see `lazy::rotate`.

pub(crate) mod button;
pub(crate) mod channel;
pub(crate) mod notices;
pub(crate) mod rotations;
pub(crate) mod storage;
