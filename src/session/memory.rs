//! What the page remembers of its session. Nothing secret: never a session ID, a token or a key.

use portal_core::{
    cookies,
    marker::{OpenMarker, Tag},
    session::Deployment,
};

use crate::browser;

/// Where the marker stands when no gateway keeps it in a cookie.
const OPEN: &str = "portal_open";

/// The tag of the exchange that is under way in this tab.
const EXCHANGE: &str = "portal_exchange";

/// What is remembered of the session: when it ends and which link made it.
pub(crate) fn marker(deployment: Deployment) -> Option<OpenMarker> {
    match deployment {
        Deployment::Gateway { .. } => OpenMarker::parse(cookies::find(&browser::cookies(), cookies::OPEN)?),
        Deployment::Direct { .. } => OpenMarker::parse(&browser::local_storage()?.get_item(OPEN).ok()??),
        Deployment::Broken => None,
    }
}

/// Remembers a session where no gateway does it.
pub(crate) fn remember(marker: OpenMarker) {
    if let Some(storage) = browser::local_storage() {
        // Full or refused: then a reload will not find the session, which is all that is lost.
        let _ = storage.set_item(OPEN, &marker.to_string());
    }
}

/// Notes that an exchange is under way, for the page that comes after a reload.
pub(crate) fn note_exchange(tag: Tag) {
    if let Some(storage) = browser::session_storage() {
        let _ = storage.set_item(EXCHANGE, &tag.to_string());
    }
}

/// The exchange of this tab has come to its end.
pub(crate) fn forget_exchange() {
    if let Some(storage) = browser::session_storage() {
        let _ = storage.remove_item(EXCHANGE);
    }
}

/// The tag of an exchange that a reload interrupted.
pub(crate) fn interrupted() -> Option<Tag> {
    Tag::parse(&browser::session_storage()?.get_item(EXCHANGE).ok()??)
}
