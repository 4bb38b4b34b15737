//! The requests that the start script has sent before the program was there (`clear_case` in core). It hands over raw answers; they
//! mean here what any other answer means.

use js_sys::Function;
use leptos::prelude::*;
use portal_api::Route;
use portal_core::session::{
    OpenSession,
    landing::TaggedTicket,
    marker::{SessionMarker, SessionTag},
};

use super::handle::SessionHandle;
use crate::{
    browser::EarlyRequest,
    client::{self, ApiReply, ApiRequest, EarlyReply},
};

impl SessionHandle {
    /// Whether the start script has sent the exchange of this ticket.
    pub(super) fn has_sent(self, ticket: Option<&TaggedTicket>) -> bool {
        self.early.with_value(|early| {
            early.exchange.is_some() && early_tag(early.tag.as_deref()) == ticket.map(|ticket| ticket.tag)
        })
    }

    /// The exchange that was sent of the ticket with this tag, once, and what lets go of its lock.
    pub(super) fn take_early_exchange(self, tag: SessionTag) -> Option<(EarlyRequest, Option<Function>)> {
        self.early.try_update_value(|early| {
            let exchange = early.exchange.take().filter(|_| early_tag(early.tag.as_deref()) == Some(tag))?;
            Some((exchange, early.release.take()))
        })?
    }

    /// The list that was asked for, once.
    pub(super) fn take_early_list(self, route: Route) -> Option<EarlyRequest> {
        self.early.try_update_value(|early| early.list.take_if(|_| route == Route::ListKeys))?
    }
}

/// The reply to a request that was sent early. None where it was another request, or of another session than the one that is open:
/// two users' keys must not mix.
pub(super) async fn early_reply(early: EarlyRequest, request: &ApiRequest, open: &OpenSession) -> Option<ApiReply> {
    let EarlyReply { reply, before, after } = client::take_early(early, request).await?;
    let is_of_session =
        |marker: Option<SessionMarker>| marker.is_some() && marker.map(|marker| marker.tag) == open.tag();
    (is_of_session(before) && is_of_session(after)).then_some(reply)
}

fn early_tag(text: Option<&str>) -> Option<SessionTag> {
    text.and_then(SessionTag::parse)
}
