//! Web storage. None where the browser blocks it, usually together with cookies.

use web_sys::Storage;

use super::window;

/// `localStorage`: shared by all tabs of this origin.
pub(crate) fn local_storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// `sessionStorage`: this tab's own, kept across reloads.
pub(crate) fn session_storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}
