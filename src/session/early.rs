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
    browser::{self, Early, EarlyAnswer, EarlyRequest},
    client::{self, API_LIMIT_MS, ApiReply, ApiRequest},
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

    /// Forgets what was sent and not taken up: without the session that it is of, nobody may see it.
    pub(super) fn drop_early(self) {
        self.early.set_value(Early::default());
    }

    /// The list that was asked for, once.
    pub(super) fn take_early_list(self, route: Route) -> Option<EarlyRequest> {
        self.early.try_update_value(|early| early.list.take_if(|_| route == Route::ListKeys))?
    }
}

/// The reply to a request that the start script has sent, and the marker before and after it.
pub(super) struct EarlyReply {
    pub(super) reply: ApiReply,
    pub(super) before: Option<SessionMarker>,
    pub(super) after: Option<SessionMarker>,
}

/// Waits for the answer to a request that the start script has sent, as long as for any other. None if it is another request than this
/// one, or wasn't sent after all.
pub(super) async fn take_early(early: EarlyRequest, request: &ApiRequest) -> Option<EarlyReply> {
    if !request.has_body(&early.body) {
        return None;
    }
    let passed_ms = u32::try_from(browser::now().since(early.sent_at)).unwrap_or_default();
    let answer = match browser::within(API_LIMIT_MS.saturating_sub(passed_ms), early.answer()).await {
        Some(answer) => answer?,
        None => EarlyAnswer { before: None, after: None, response: None },
    };
    let reply = request.reply(answer.response.map(client::read_head));
    Some(EarlyReply { reply, before: answer.before, after: answer.after })
}

/// The reply to the list that was asked for early. None as in [`take_early`], and where it is of another session than the one that is
/// open: two users' keys must not mix.
pub(super) async fn early_reply(early: EarlyRequest, request: &ApiRequest, open: &OpenSession) -> Option<ApiReply> {
    let EarlyReply { reply, before, after } = take_early(early, request).await?;
    let is_of_session =
        |marker: Option<SessionMarker>| marker.is_some() && marker.map(|marker| marker.tag) == open.tag();
    (is_of_session(before) && is_of_session(after)).then_some(reply)
}

fn early_tag(text: Option<&str>) -> Option<SessionTag> {
    text.and_then(SessionTag::parse)
}

#[cfg(test)]
mod tests {
    use js_sys::{Reflect, Uint8Array};
    use portal_api::{ApiResponse, ApiVersion, Key, ListKeysRequest, Secret, ServerTime, no_response};
    use portal_core::{
        session::{Deployment, Ending, Exchange, Phase, SessionState, cookies::MARKER_COOKIE, landing::Ticket},
        time::ClientTime,
    };
    use wasm_bindgen::JsValue;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{
        browser::HandOver,
        testing::{open_until, settle, with_owner},
    };

    const MINE: &str = "99999999999999.0000000000000000";
    const OTHER: &str = "99999999999999.1111111111111111";

    /// What a start script hands over that has run this; `answer` gives a successful one.
    fn given(script: &str) -> Early {
        let script = format!(
            "const answer = (text, before, after) => {{
                 window.handed = new TextEncoder().encode(text).buffer;
                 const headers = new Headers({{ 'content-type': 'application/json' }});
                 return Promise.resolve({{ before, after, at: 5, status: 200, headers, body: window.handed }});
             }};
             const at = Date.now(), tag = '0000000000000000', body = '{{\"limit\":100}}';
             const list = '{{\"meta\":{{\"requestId\":\"req_1\"}},\"data\":[]}}';
             {script}"
        );
        HandOver::read(&Function::new_no_args(&script).call0(&JsValue::NULL).unwrap()).early
    }

    fn list_request(limit: u8) -> ApiRequest {
        let body = ListKeysRequest { limit: Some(limit), cursor: None };
        ApiRequest::new::<ApiResponse<Vec<Key>>>(Route::ListKeys, &body)
    }

    async fn reply(script: &str, limit: u8) -> Option<ApiReply> {
        let SessionState::Open(open) = open_until(ServerTime::from_millis(i64::MAX)) else { return None };
        early_reply(given(script).list.unwrap(), &list_request(limit), &open).await
    }

    fn list(before: &str, after: &str) -> String {
        format!("return {{ list: {{ body, at, answer: answer(list, '{before}', '{after}') }} }}")
    }

    #[wasm_bindgen_test]
    async fn an_answer_is_used_with_its_own_time_and_wiped() {
        let reply = reply(&list(MINE, MINE), 100).await.unwrap();
        assert!(reply.meaning.is_ok());
        assert_eq!(reply.received, ClientTime(5));
        let handed = Uint8Array::new(&Reflect::get(&browser::window(), &"handed".into()).unwrap());
        assert!(handed.length() > 0 && handed.to_vec().iter().all(|byte| *byte == 0));
    }

    #[wasm_bindgen_test]
    async fn an_answer_to_another_request_or_of_another_session_is_not_used() {
        for (before, after) in [(MINE, OTHER), (OTHER, MINE), (OTHER, OTHER), ("", MINE), (MINE, ""), ("", "")] {
            assert!(reply(&list(before, after), 100).await.is_none(), "{before} {after}");
        }
        assert!(reply(&list(MINE, MINE), 1).await.is_none());
        assert!(reply("return { list: { body, at, answer: Promise.resolve() } }", 100).await.is_none());
    }

    #[wasm_bindgen_test]
    async fn an_answer_that_was_lost_or_is_overdue_counts_as_none() {
        let lost = format!(
            "const lost = {{ before: '{MINE}', after: '{MINE}', at, status: 200, headers: new Headers() }};
             return {{ list: {{ body, at, answer: Promise.resolve(lost) }} }}"
        );
        assert_eq!(reply(&lost, 100).await.unwrap().meaning.map(drop), Err(no_response()));
        let overdue = "return { list: { body, at: at - 100000, answer: new Promise(() => {}) } }";
        let early = take_early(given(overdue).list.unwrap(), &list_request(100)).await.unwrap();
        assert_eq!(early.reply.meaning.map(drop), Err(no_response()));
    }

    #[wasm_bindgen_test]
    fn each_request_is_taken_once() {
        let (_owner, ()) = with_owner(|| {
            let session = SessionHandle::stub(SessionState::Starting, "{}");
            session.early.set_value(given(&list(MINE, MINE)));
            assert!(session.take_early_list(Route::GetVerifications).is_none());
            assert!(session.take_early_list(Route::ListKeys).is_some());
            assert!(session.take_early_list(Route::ListKeys).is_none());
            // Nor after the session's end.
            session.early.set_value(given(&list(MINE, MINE)));
            session.on_phase(Phase::Ended);
            assert!(session.take_early_list(Route::ListKeys).is_none());
        });
    }

    /// The state after an exchange that the start script has sent, where `after` is the marker after the answer, and `now` the
    /// one that the browser has by now.
    async fn taken_over(after: &str, now: &str) -> SessionState {
        browser::set_cookie(MARKER_COOKIE, now, 60);
        let (_owner, session) = with_owner(|| {
            let tag = SessionTag::parse("0000000000000000").unwrap();
            let ticket = Ticket { id: Secret::new("pst_1".to_owned()), version: ApiVersion::Session };
            let exchange = Exchange {
                ticket: TaggedTicket { ticket, tag },
                version: ApiVersion::Session,
                other_version_tried: false,
                repeated: false,
                slow: false,
                unlocked: false,
            };
            let session = SessionHandle::stub(SessionState::Exchanging(exchange.clone()), "{}");
            session.deployment.set_value(Deployment::Gateway { accepts_cookies: true });
            session.early.set_value(given(&format!(
                "const text = '{{\"meta\":{{\"requestId\":\"req_1\"}},\"data\":{{\"expiresAt\":99999999999999}}}}';
                 const exchange = {{ body: '{{\"sessionId\":\"pst_1\"}}', at, answer: answer(text, '', '{after}') }};
                 return {{ tag, exchange, release: () => (window.released = '{after}') }}"
            )));
            assert!(session.has_sent(Some(&exchange.ticket)));
            session.start_exchange(exchange);
            session
        });
        for _ in 0..5 {
            settle().await;
        }
        browser::set_cookie(MARKER_COOKIE, "", 0);
        assert_eq!(Reflect::get(&browser::window(), &"released".into()).unwrap().as_string().as_deref(), Some(after));
        session.state().get_untracked()
    }

    #[wasm_bindgen_test]
    async fn an_exchange_is_judged_by_the_marker_after_it_and_the_session_by_the_one_that_is_there() {
        assert!(matches!(taken_over(MINE, MINE).await, SessionState::Open(_)));
        let ending = async |after, now| match taken_over(after, now).await {
            SessionState::Ended { ending, .. } => Some(ending),
            _ => None,
        };
        assert_eq!(ending(MINE, OTHER).await, Some(Ending::Replaced));
        assert_eq!(ending("", "").await, Some(Ending::CookiesChanged));
    }
}
