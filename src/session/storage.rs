//! What the session keeps in cookies and web storage. Nothing secret: never a session ID, a token or a key.
//!
//! Writes that fail (storage full or blocked) are ignored unless a function says otherwise: the page works without them.

use portal_api::SECOND;
use portal_core::{
    session::{
        Deployment, auto_return, cookies,
        link_note::LinkNote,
        marker::{SessionMarker, SessionTag},
        saved_location::SavedLocation,
    },
    time::ClientTime,
};
use web_sys::Storage;

use crate::browser;

/// localStorage: the marker, without a gateway to keep it in a cookie.
const MARKER: &str = "portal_open";

/// sessionStorage: the tag of the exchange that is under way in this tab.
const EXCHANGE: &str = "portal_exchange";

/// sessionStorage: what is known of the session beside its marker.
const NOTE: &str = "portal_note";

/// sessionStorage: where the user was when the session expired.
const LOCATION: &str = "portal_place";

/// sessionStorage: when this tab last returned to the app automatically, in milliseconds.
const AUTO_RETURN: &str = "portal_auto_return";

/// localStorage: the tag of the session that was signed out of last.
const SIGNED_OUT: &str = "portal_signed_out";

/// A text that pages keep until the user signs out: ids and times.
#[derive(Debug, Clone, Copy)]
pub(crate) enum StorageSlot {
    /// Rotations of this tab whose outcome isn't known.
    PendingRotations,
    /// The same of all tabs of this browser.
    PendingRotationsAllTabs,
    /// Rotations that this tab knows to be done.
    CompletedRotations,
    /// Rotations whose new key wasn't saved, of all tabs.
    UnsavedKeysAllTabs,
    /// The tag of the session in which this tab has rotated a key whose new key nobody has; empty without such a key.
    UnsavedKeySession,
    /// Not empty once the server has refused to keep an old key as it is.
    KeepingRefused,
    /// Not empty once the browser has refused to store [`Self::UnsavedKeysAllTabs`].
    UnsavedKeysRefused,
}

impl StorageSlot {
    const ALL: [Self; 7] = [
        Self::PendingRotations,
        Self::PendingRotationsAllTabs,
        Self::CompletedRotations,
        Self::UnsavedKeysAllTabs,
        Self::UnsavedKeySession,
        Self::KeepingRefused,
        Self::UnsavedKeysRefused,
    ];

    const fn key(self) -> &'static str {
        match self {
            Self::PendingRotations | Self::PendingRotationsAllTabs => "portal_rotation",
            Self::CompletedRotations => "portal_rotated",
            Self::UnsavedKeysAllTabs | Self::UnsavedKeySession => "portal_unsaved",
            Self::KeepingRefused => "portal_keeping",
            Self::UnsavedKeysRefused => "portal_unsaved_refused",
        }
    }

    fn storage(self) -> Option<Storage> {
        match self {
            Self::PendingRotationsAllTabs | Self::UnsavedKeysAllTabs => browser::local_storage(),
            Self::PendingRotations
            | Self::CompletedRotations
            | Self::UnsavedKeySession
            | Self::KeepingRefused
            | Self::UnsavedKeysRefused => browser::session_storage(),
        }
    }

    /// The text; empty if there is none.
    pub(crate) fn read(self) -> String {
        get(self.storage(), self.key()).unwrap_or_default()
    }

    /// Replaces the text; an empty one is removed. False where the browser refuses.
    pub(crate) fn write(self, text: &str) -> bool {
        write(self.storage(), self.key(), text)
    }

    /// Whether it outlives every ending of a session: what it says is shown to whoever has these keys in their list, and a key that
    /// nobody has must not be forgotten.
    const fn is_kept(self) -> bool {
        matches!(self, Self::PendingRotationsAllTabs | Self::UnsavedKeysAllTabs)
    }
}

/// The marker of the session: when it ends, and the tag of the link that opened it.
pub(super) fn load_marker(deployment: Deployment) -> Option<SessionMarker> {
    match deployment {
        Deployment::Gateway { .. } => SessionMarker::parse(cookies::find(&browser::cookies(), cookies::MARKER_COOKIE)?),
        Deployment::Direct { .. } => SessionMarker::parse(&get(browser::local_storage(), MARKER)?),
        Deployment::Invalid => None,
    }
}

/// Stores the marker of a session, also of one that is over. Behind the gateway it is the gateway's cookie, which scripts may
/// write too. If it can't be stored, a reload won't find the session.
pub(super) fn store_marker(deployment: Deployment, marker: SessionMarker) {
    match deployment {
        Deployment::Gateway { .. } => {
            browser::set_cookie(cookies::MARKER_COOKIE, &marker.to_string(), SessionMarker::RETENTION_MS / SECOND);
        }
        Deployment::Direct { .. } => set(browser::local_storage(), MARKER, &marker.to_string()),
        Deployment::Invalid => {}
    }
}

/// Removes the marker.
pub(super) fn clear_marker(deployment: Deployment) {
    match deployment {
        Deployment::Gateway { .. } => browser::set_cookie(cookies::MARKER_COOKIE, "", 0),
        Deployment::Direct { .. } => remove(browser::local_storage(), MARKER),
        Deployment::Invalid => {}
    }
}

/// The tag of an exchange that a reload has interrupted.
pub(super) fn load_exchange() -> Option<SessionTag> {
    SessionTag::parse(&get(browser::session_storage(), EXCHANGE)?)
}

/// Stores that an exchange is under way, for the page after a reload.
pub(super) fn store_exchange(tag: SessionTag) {
    set(browser::session_storage(), EXCHANGE, &tag.to_string());
}

/// Removes what [`store_exchange`] stored.
pub(super) fn clear_exchange() {
    remove(browser::session_storage(), EXCHANGE);
}

/// What the link said of this session, and the API since.
pub(super) fn load_link_note(tag: SessionTag) -> Option<LinkNote> {
    LinkNote::parse(&get(browser::session_storage(), NOTE)?, tag)
}

/// Stores a session's note in place of any other.
pub(super) fn store_link_note(tag: SessionTag, note: &LinkNote) {
    write(browser::session_storage(), NOTE, &note.stored(tag));
}

/// Removes the note: the session is over.
pub(super) fn clear_link_note() {
    remove(browser::session_storage(), NOTE);
}

/// Saves the address and the scroll position, to return to in the next session of the same user.
pub(super) fn save_location() {
    if let Some(location) = SavedLocation::new(&browser::address(), browser::scroll_px()) {
        set(browser::session_storage(), LOCATION, &location.to_string());
    }
}

/// Returns the saved location and removes it.
pub(super) fn take_location() -> Option<SavedLocation> {
    let location = SavedLocation::parse(&get(browser::session_storage(), LOCATION)?);
    remove(browser::session_storage(), LOCATION);
    location
}

/// Removes the saved location and what pages have stored: the next session may be another user's. What names keys that nobody
/// has stays.
pub(super) fn clear_page_data() {
    remove(browser::session_storage(), LOCATION);
    for slot in StorageSlot::ALL.into_iter().filter(|slot| !slot.is_kept()) {
        slot.write("");
    }
}

/// Whether enough time has passed since this tab last returned to the app automatically.
pub(crate) fn allows_auto_return() -> bool {
    let last = get(browser::session_storage(), AUTO_RETURN).and_then(|text| text.parse().ok()).map(ClientTime);
    auto_return::is_allowed(last, browser::now())
}

/// Stores that this tab returns to the app now. False when that fails: then nothing would stop an endless loop between the
/// app and this page.
pub(crate) fn record_auto_return() -> bool {
    let now = browser::now().0.to_string();
    browser::session_storage().is_some_and(|storage| storage.set_item(AUTO_RETURN, &now).is_ok())
}

/// The tag of the session that was signed out of last, in any tab.
pub(super) fn load_signed_out() -> Option<SessionTag> {
    SessionTag::parse(&get(browser::local_storage(), SIGNED_OUT)?)
}

/// Stores which session is being signed out of, for tabs that only see its cookie disappear.
pub(super) fn store_signed_out(tag: Option<SessionTag>) {
    if let Some(tag) = tag {
        set(browser::local_storage(), SIGNED_OUT, &tag.to_string());
    }
}

/// Removes what [`store_signed_out`] stored: a session was opened, or signing out failed.
pub(super) fn clear_signed_out() {
    remove(browser::local_storage(), SIGNED_OUT);
}

/// Removes all data of the session after signing out; settings of the user stay, and so does [`load_signed_out`].
pub(super) fn clear_session_data() {
    for key in [EXCHANGE, AUTO_RETURN, NOTE] {
        remove(browser::session_storage(), key);
    }
    clear_page_data();
    remove(browser::local_storage(), MARKER);
}

fn get(storage: Option<Storage>, key: &str) -> Option<String> {
    storage?.get_item(key).ok()?
}

fn set(storage: Option<Storage>, key: &str, value: &str) {
    write(storage, key, value);
}

fn write(storage: Option<Storage>, key: &str, value: &str) -> bool {
    let change = |storage: Storage| match value {
        "" => storage.remove_item(key),
        value => storage.set_item(key, value),
    };
    storage.is_some_and(|storage| change(storage).is_ok())
}

fn remove(storage: Option<Storage>, key: &str) {
    write(storage, key, "");
}
