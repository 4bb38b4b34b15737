//! What the page remembers of its session. Nothing secret: never a session ID, a token or a key.

use portal_api::SECOND;
use portal_core::{
    session::{
        Deployment, auto_return, cookies,
        marker::{SessionMarker, SessionTag},
        saved_location::SavedLocation,
    },
    time::ClientTime,
};
use web_sys::Storage;

use crate::browser;

/// Where the marker stands when no gateway keeps it in a cookie.
const OPEN: &str = "portal_open";

/// The tag of the exchange that is under way in this tab.
const EXCHANGE: &str = "portal_exchange";

/// Where the user of this tab was when their session expired.
const PLACE: &str = "portal_place";

/// When this tab last went back to the app by itself.
const AUTO_RETURN: &str = "portal_auto_return";

/// The tag of the session that was signed out of last.
const SIGNED_OUT: &str = "portal_signed_out";

/// Texts that pages keep for as long as somebody is signed in: ids and times.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kept {
    /// Rotations of this tab whose outcome isn't known yet.
    Rotation,
    /// Those of all tabs of this browser.
    RotationOfAnyTab,
    /// Rotations that were done, as this tab knows.
    Rotated,
}

impl Kept {
    const ALL: [Self; 3] = [Self::Rotation, Self::RotationOfAnyTab, Self::Rotated];

    const fn name(self) -> &'static str {
        match self {
            Self::Rotation | Self::RotationOfAnyTab => "portal_rotation",
            Self::Rotated => "portal_rotated",
        }
    }

    fn storage(self) -> Option<Storage> {
        match self {
            Self::RotationOfAnyTab => browser::local_storage(),
            Self::Rotation | Self::Rotated => browser::session_storage(),
        }
    }

    /// What was kept; empty when nothing was.
    pub(crate) fn read(self) -> String {
        get(self.storage(), self.name()).unwrap_or_default()
    }

    /// Keeps `text` in place of what was kept.
    pub(crate) fn write(self, text: &str) {
        if text.is_empty() {
            remove(self.storage(), self.name());
        } else {
            set(self.storage(), self.name(), text);
        }
    }
}

/// What is remembered of the session: when it ends and which link made it.
pub(crate) fn marker(deployment: Deployment) -> Option<SessionMarker> {
    match deployment {
        Deployment::Gateway { .. } => SessionMarker::parse(cookies::find(&browser::cookies(), cookies::MARKER_COOKIE)?),
        Deployment::Direct { .. } => SessionMarker::parse(&get(browser::local_storage(), OPEN)?),
        Deployment::Invalid => None,
    }
}

/// Remembers a session, or that it is over. Behind the gateway this is its own cookie, which pages may write too.
pub(crate) fn remember(deployment: Deployment, marker: SessionMarker) {
    match deployment {
        Deployment::Gateway { .. } => {
            browser::set_cookie(cookies::MARKER_COOKIE, &marker.to_string(), SessionMarker::RETENTION_MS / SECOND);
        }
        // Full or refused: then a reload will not find the session, which is all that is lost.
        Deployment::Direct { .. } => set(browser::local_storage(), OPEN, &marker.to_string()),
        Deployment::Invalid => {}
    }
}

/// Forgets it.
pub(crate) fn forget(deployment: Deployment) {
    match deployment {
        Deployment::Gateway { .. } => browser::set_cookie(cookies::MARKER_COOKIE, "", 0),
        Deployment::Direct { .. } => remove(browser::local_storage(), OPEN),
        Deployment::Invalid => {}
    }
}

/// Notes that an exchange is under way, for the page that comes after a reload.
pub(crate) fn note_exchange(tag: SessionTag) {
    set(browser::session_storage(), EXCHANGE, &tag.to_string());
}

/// The exchange of this tab has come to its end.
pub(crate) fn forget_exchange() {
    remove(browser::session_storage(), EXCHANGE);
}

/// The tag of an exchange that a reload interrupted.
pub(crate) fn interrupted() -> Option<SessionTag> {
    SessionTag::parse(&get(browser::session_storage(), EXCHANGE)?)
}

/// Keeps the place at which the user of this tab is.
pub(crate) fn keep_place() {
    if let Some(place) = SavedLocation::new(&browser::address(), browser::scroll_px()) {
        set(browser::session_storage(), PLACE, &place.to_string());
    }
}

/// Forgets it.
pub(crate) fn forget_place() {
    remove(browser::session_storage(), PLACE);
}

/// The session is nobody's any more, or somebody else's: what pages kept goes with it.
pub(crate) fn forget_pages() {
    forget_place();
    Kept::ALL.into_iter().for_each(|kept| kept.write(""));
}

/// The place that was kept; it is used once.
pub(crate) fn take_place() -> Option<SavedLocation> {
    let place = SavedLocation::parse(&get(browser::session_storage(), PLACE)?);
    forget_place();
    place
}

/// Whether this tab may go back to the app by itself now.
pub(crate) fn allows_auto_return() -> bool {
    let last = get(browser::session_storage(), AUTO_RETURN).and_then(|text| text.parse().ok()).map(ClientTime);
    auto_return::is_allowed(last, browser::now())
}

/// Remembers that it goes. False where nothing can be remembered: then nothing would stop it from going round and round.
pub(crate) fn note_return() -> bool {
    let now = browser::now().0.to_string();
    browser::session_storage().is_some_and(|storage| storage.set_item(AUTO_RETURN, &now).is_ok())
}

/// The session that was signed out of last.
pub(crate) fn signed_out() -> Option<SessionTag> {
    SessionTag::parse(&get(browser::local_storage(), SIGNED_OUT)?)
}

/// Notes which session is being signed out of, for tabs that see no more than its cookie going.
pub(crate) fn note_signed_out(tag: Option<SessionTag>) {
    if let Some(tag) = tag {
        set(browser::local_storage(), SIGNED_OUT, &tag.to_string());
    }
}

/// Signing out removes what the page remembers of the session, by name: theme and language are the user's.
pub(crate) fn forget_all() {
    for name in [EXCHANGE, AUTO_RETURN] {
        remove(browser::session_storage(), name);
    }
    forget_pages();
    remove(browser::local_storage(), OPEN);
}

/// A session was opened, or is still there: the note is history.
pub(crate) fn forget_signed_out() {
    remove(browser::local_storage(), SIGNED_OUT);
}

fn get(storage: Option<Storage>, name: &str) -> Option<String> {
    storage?.get_item(name).ok()?
}

fn set(storage: Option<Storage>, name: &str, value: &str) {
    // Full or refused: nothing that is kept here is needed to go on.
    let _ = storage.map(|storage| storage.set_item(name, value));
}

fn remove(storage: Option<Storage>, name: &str) {
    let _ = storage.map(|storage| storage.remove_item(name));
}
