//! Rotations in the browser's storage, one a line: ids and times, nothing secret. Pending ones survive a reload, and in
//! localStorage the closing of the tab; completed ones survive a reload, and those whose new key wasn't saved the tab as well.

use portal_api::{KeyId, ServerTime};
use portal_core::keys::rotation::{
    notice::RotationNotice,
    notices,
    records::{CompletedRotation, PendingRotation},
};

use crate::session::StorageSlot;

/// How many completed rotations are stored; older ones are dropped.
const MAX_COMPLETED: usize = 20;

/// The notices of the completed rotations that this tab knows, the latest first.
pub(crate) fn completed() -> Vec<RotationNotice> {
    let own = read_notices(StorageSlot::CompletedRotations);
    // What could not be stored was not saved elsewhere.
    if !StorageSlot::UnsavedKeysRefused.read().is_empty() {
        return own;
    }
    notices::merge(own, read_notices(StorageSlot::UnsavedKeysAllTabs))
}

/// Adds to the stored notices of this tab what is known of a rotation.
pub(crate) fn add_completed(notice: &RotationNotice) {
    let mut all = read_notices(StorageSlot::CompletedRotations);
    notices::add(&mut all, notice.clone());
    store_completed(&all);
}

/// Replaces the stored notices of this tab.
pub(crate) fn store_completed(notices: &[RotationNotice]) {
    write_notices(StorageSlot::CompletedRotations, notices);
}

/// Stores for all tabs whether the new key of a rotation was saved. The new key of an earlier one may be what was rotated.
pub(crate) fn store_save_state(notice: &RotationNotice) {
    let mut all = read_notices(StorageSlot::UnsavedKeysAllTabs);
    notices::add(&mut all, notice.clone());
    all.retain(|notice| notice.save_state.is_unsaved());
    let is_stored = write_notices(StorageSlot::UnsavedKeysAllTabs, &all);
    StorageSlot::UnsavedKeysRefused.write(if is_stored { "" } else { "1" });
}

fn read_notices(slot: StorageSlot) -> Vec<RotationNotice> {
    slot.read().lines().filter_map(RotationNotice::parse).collect()
}

fn write_notices(slot: StorageSlot, notices: &[RotationNotice]) -> bool {
    let newest = notices.iter().take(MAX_COMPLETED);
    slot.write(&newest.map(|notice| format!("{notice}\n")).collect::<String>())
}

/// The pending rotations of this tab.
pub(crate) fn pending(now: ServerTime) -> Vec<PendingRotation> {
    read_pending(StorageSlot::PendingRotations, now)
}

/// The pending rotation of `key` in this tab.
pub(crate) fn pending_for(key: &KeyId, now: ServerTime) -> Option<PendingRotation> {
    pending(now).into_iter().find(|pending| pending.key_id == *key)
}

/// The pending rotations of all tabs of this browser, closed tabs included.
pub(crate) fn pending_of_all_tabs(now: ServerTime) -> Vec<PendingRotation> {
    read_pending(StorageSlot::PendingRotationsAllTabs, now)
}

/// That of `key`.
pub(crate) fn pending_in_any_tab(key: &KeyId, now: ServerTime) -> Option<PendingRotation> {
    pending_of_all_tabs(now).into_iter().find(|pending| pending.key_id == *key)
}

/// Stores that a request is about to be sent.
pub(crate) fn store_pending(pending: &PendingRotation) {
    replace_pending(&pending.key_id, Some(pending));
}

/// Removes the pending rotation of `key`: its outcome is known.
pub(crate) fn clear_pending(key: &KeyId) {
    replace_pending(key, None);
}

/// Removes the pending rotation that `rotation` is the outcome of.
pub(crate) fn settle_pending(rotation: &CompletedRotation) {
    update_pending(&|all| all.retain(|pending| !pending.is_settled_by(rotation)));
}

fn read_pending(slot: StorageSlot, now: ServerTime) -> Vec<PendingRotation> {
    slot.read().lines().filter_map(PendingRotation::parse).filter(|pending| !pending.is_stale(now)).collect()
}

fn replace_pending(key: &KeyId, new: Option<&PendingRotation>) {
    update_pending(&|all| {
        all.retain(|pending| pending.key_id != *key);
        all.extend(new.cloned());
    });
}

fn update_pending(update: &dyn Fn(&mut Vec<PendingRotation>)) {
    for slot in [StorageSlot::PendingRotations, StorageSlot::PendingRotationsAllTabs] {
        let mut all: Vec<_> = slot.read().lines().filter_map(PendingRotation::parse).collect();
        update(&mut all);
        slot.write(&all.iter().map(|pending| format!("{pending}\n")).collect::<String>());
    }
}

#[cfg(test)]
mod tests {
    use portal_core::keys::rotation::save_state::SaveState;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    /// While it lives, the browser's storage for all tabs is full.
    struct FullStorage;

    impl FullStorage {
        fn new() -> Self {
            js_sys::eval(
                "const set = Storage.prototype.setItem;
                globalThis.restoreStorage = () => { Storage.prototype.setItem = set };
                Storage.prototype.setItem = function (key, value) {
                    if (this === localStorage) throw new DOMException('full', 'QuotaExceededError');
                    set.call(this, key, value);
                }",
            )
            .unwrap();
            Self
        }
    }

    impl Drop for FullStorage {
        fn drop(&mut self) {
            js_sys::eval("restoreStorage()").unwrap();
        }
    }

    fn clear() {
        for slot in [StorageSlot::CompletedRotations, StorageSlot::UnsavedKeysAllTabs, StorageSlot::UnsavedKeysRefused]
        {
            slot.write("");
        }
    }

    #[wasm_bindgen_test]
    fn a_new_key_that_nobody_has_is_remembered_where_the_storage_of_all_tabs_is_full() {
        clear();
        let notice = RotationNotice::parse("-n 5 3600005 key_1 key_2").unwrap();
        let states = || completed().into_iter().map(|notice| notice.save_state).collect::<Vec<_>>();
        {
            let _full = FullStorage::new();
            store_save_state(&notice);
            add_completed(&notice);
            assert_eq!(states(), [SaveState::NotSaved]);
        }
        // Where it isn't full, the new key was saved in another tab.
        store_save_state(&notice);
        assert_eq!(states(), [SaveState::NotSaved]);
        StorageSlot::UnsavedKeysAllTabs.write("");
        assert_eq!(states(), [SaveState::Saved]);
        clear();
    }
}
