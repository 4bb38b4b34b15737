//! Texts around the new key's secret.

use portal_api::Key;
use portal_core::keys::secret::formats::PasteCheck;

use super::quoted_name;

pub(crate) const SHOWN_ONCE: &str = "Copy it now and keep it somewhere safe. It can’t be shown again.";
pub(crate) const FORMATS: &str = "Form";
pub(crate) const FORMAT_PLAIN: &str = "Key";
pub(crate) const FORMAT_ENV: &str = ".env";
pub(crate) const FORMAT_CURL: &str = "curl";
pub(crate) const FORMAT_HEADER: &str = "Header";
pub(crate) const IS_HIDDEN: &str = "The key is hidden.";
pub(crate) const REVEAL: &str = "Reveal";
pub(crate) const HIDE: &str = "Hide";
pub(crate) const COPY: &str = "Copy";
pub(crate) const COPIED: &str = "Copied";
pub(crate) const COPY_REFUSED: &str = "Your browser refused. The text is selected: copy it yourself.";
pub(crate) const PASTE_BACK: &str = "Check what you saved";
pub(crate) const PASTE_BACK_HINT: &str =
    "Paste it here from where you saved it. It is compared in your browser, and not kept.";
pub(crate) const NOT_SAVED: &str =
    "You haven’t copied or checked the key. Once this is closed, nobody can show it again.";
pub(crate) const STAY: &str = "Go back to the key";
pub(crate) const CLOSE_ANYWAY: &str = "Close without it";
pub(crate) const WIPED: &str =
    "You took the key, and this page was in the background for a while: to keep it safe, it isn’t shown any more.";
pub(crate) const DONE: &str = "Done";

/// Title of the dialog while the secret is shown.
pub(crate) fn title(key: &Key) -> String {
    format!("Your new key for {}", quoted_name(key))
}

/// Result of comparing a pasted text with the secret; empty where nothing was pasted.
pub(crate) const fn paste_result(result: PasteCheck) -> &'static str {
    match result {
        PasteCheck::Match => "It matches: you have the whole key.",
        PasteCheck::Truncated => "Only a part of the key arrived: copy it again.",
        PasteCheck::Different => "That is not this key.",
        PasteCheck::Empty => "",
    }
}
