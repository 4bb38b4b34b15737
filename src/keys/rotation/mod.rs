//! The part of rotations that the first page needs: the buttons, and the state that they share with the rotation module. The
//! module itself (dialog, notices, storage) is loaded when it is needed: see `lazy::rotations` and
//! `lazy::rotate`.

pub(crate) mod button;
pub(crate) mod key_tag;
pub(crate) mod notices;
pub(crate) mod rotations;
