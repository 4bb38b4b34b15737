//! Texts around the new key's secret.

use portal_api::Key;
use portal_core::keys::secret::formats::PasteCheck;

use super::quoted_name;
use crate::browser::CopyGesture;

pub(crate) const SHOWN_ONCE: &str = "Copy it now and keep it somewhere safe. You can’t see it again.";
pub(crate) const SESSION_ENDED: &str = "Your session has ended. Copy the key before you close this.";
pub(crate) const FORMATS: &str = "Format";
pub(crate) const FORMAT_PLAIN: &str = "Key";
pub(crate) const FORMAT_ENV: &str = ".env";
pub(crate) const FORMAT_CURL: &str = "curl";
pub(crate) const FORMAT_HEADER: &str = "Header";
pub(crate) const IS_HIDDEN: &str = "The key is hidden.";
pub(crate) const REVEAL: &str = "Reveal";
pub(crate) const HIDE: &str = "Hide";
pub(crate) const COPY: &str = "Copy";
pub(crate) const COPIED: &str = "Copied";
pub(crate) const PASTE_BACK: &str = "Check your copy (optional)";
pub(crate) const PASTE_BACK_HINT: &str = "Paste the key from where you saved it. It’s compared here and not kept.";
pub(crate) const NOT_SAVED: &str = "You haven’t copied the new key. It can’t be shown again.";
pub(crate) const CLOSE_UNSAVED: &str = "Close without copying";
pub(crate) const NOT_SAVED_SIGN_OUT: &str = "You haven’t copied the new key. Sign out anyway?";
pub(crate) const SIGN_OUT_UNSAVED: &str = "Sign out anyway";
pub(crate) const STAY: &str = "Go back to the key";
pub(crate) const WIPED: &str = "You have the key, and this page was in the background for five minutes. To keep the key safe, it’s no longer shown.";
pub(crate) const DONE: &str = "Done";

/// The clipboard refused, and the key is selected.
pub(crate) const fn copy_refused(gesture: CopyGesture) -> &'static str {
    match gesture {
        CopyGesture::Control => "Couldn’t copy. The key is selected: press Ctrl+C.",
        CopyGesture::Command => "Couldn’t copy. The key is selected: press ⌘C.",
        CopyGesture::Touch => "Couldn’t copy. The key is selected: touch and hold it, then copy.",
    }
}

/// Title of the dialog while the secret is shown.
pub(crate) fn title(key: &Key) -> String {
    format!("Your new key for {}", quoted_name(key))
}

/// Result of comparing a pasted text with the secret; empty where nothing was pasted.
pub(crate) const fn paste_result(result: PasteCheck) -> &'static str {
    match result {
        PasteCheck::Match => "It matches. You have the whole key.",
        PasteCheck::Truncated => "Part of the key is missing. Copy it again.",
        PasteCheck::Different => "That’s not this key.",
        PasteCheck::Empty => "",
    }
}
