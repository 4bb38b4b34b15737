//! The lock by which tabs tell whether a new key is still shown in one of them. A tab that is closed, reloaded or thrown away
//! releases it.

use portal_api::KeyId;

use crate::browser::{
    self,
    locks::{self, HeldLock},
};

/// How long a tab gets to take the lock before others ask for it, in milliseconds: its message may be faster.
const HEAD_START_MS: u32 = 1_000;

fn name(new: &KeyId) -> String {
    ["portal-new-key-", new.as_str()].concat()
}

/// Held by the tab that shows the new key.
pub(crate) fn new_key_lock(new: &KeyId) -> HeldLock {
    HeldLock::new(&name(new))
}

/// Waits until no tab shows the new key.
pub(crate) async fn until_new_key_is_gone(new: &KeyId) {
    browser::sleep(HEAD_START_MS).await;
    locks::until_free(&name(new)).await;
}
