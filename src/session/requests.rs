//! API requests within the open session.

use std::{future::Future, pin::Pin};

use portal_api::{Meaning, Quota, Route, ServerTime};
use portal_core::session::{Event, OpenSession};
use serde::{Serialize, de::DeserializeOwned};

use super::{early::early_reply, handle::SessionHandle};
use crate::client::{self, ApiReply, ApiRequest, Delivery, ErasedData, downcast};

/// The reply to a request of the session.
pub(crate) struct Reply<T> {
    pub(crate) meaning: Meaning<T>,
    /// The workspace's rate limit.
    pub(crate) quota: Quota,
}

impl<T: 'static> Reply<T> {
    fn downcast(reply: Reply<ErasedData>) -> Self {
        Self { meaning: downcast(reply.meaning), quota: reply.quota }
    }
}

impl SessionHandle {
    /// Sends a request that only reads. None when the session had ended or was replaced, before the request, during it or
    /// by its response: the page that sent it is gone by then.
    pub(crate) async fn read<T: DeserializeOwned + 'static>(
        self,
        route: Route,
        body: &impl Serialize,
    ) -> Option<Reply<T>> {
        self.send(ApiRequest::new::<T>(route, body), Delivery::Abortable).await.map(Reply::downcast)
    }

    /// Sends a request that changes a key: once, and even if the page is closed meanwhile. `expires`: of that key, as the
    /// page knows it. None as in [`Self::read`]; but where the session has ended by itself meanwhile, the response is still
    /// returned: it may have a new key that nobody else has.
    pub(crate) async fn change<T: DeserializeOwned + 'static>(
        self,
        route: Route,
        body: &impl Serialize,
        expires: Option<ServerTime>,
    ) -> Option<Reply<T>> {
        let request = ApiRequest::new::<T>(route, body).expecting(expires);
        self.send(request, Delivery::KeepAliveUnlimited).await.map(Reply::downcast)
    }

    /// Boxed, so that the future is compiled once and not for each type of response.
    fn send(self, request: ApiRequest, delivery: Delivery) -> Pin<Box<dyn Future<Output = Option<Reply<ErasedData>>>>> {
        Box::pin(async move {
            loop {
                let before = self.check_session()?;
                let reply = match self.take_early_list(request.route) {
                    Some(early) => match early_reply(early, &request, &before).await {
                        Some(reply) => reply,
                        None => continue,
                    },
                    None => client::send(&self.api_base(), &request, before.credential.bearer(), delivery).await,
                };
                let (reply, after) = self.accept_reply(request.route, reply, &before);
                let Some(after) = after else {
                    let is_change = delivery == Delivery::KeepAliveUnlimited;
                    return (is_change && self.leaves_new_key(before.tag())).then_some(reply);
                };
                // Where the cookie was missing and the token takes its place, the request has not reached its route and is
                // sent again. Changes are sent once.
                if delivery == Delivery::KeepAliveUnlimited || after.credential == before.credential {
                    return Some(reply);
                }
            }
        })
    }

    /// Checks the environment and returns the session if it is still open.
    fn check_session(self) -> Option<OpenSession> {
        self.dispatch(Event::EnvironmentChecked);
        self.open_session()
    }

    /// Reports a reply to the state machine. Returns it with the session as it is afterwards; without one when that isn't the
    /// session that sent the request.
    fn accept_reply(
        self,
        route: Route,
        reply: ApiReply,
        before: &OpenSession,
    ) -> (Reply<ErasedData>, Option<OpenSession>) {
        self.sync_clock(reply.date, reply.received);
        let meaning = self.with_context(route, reply.meaning);
        self.dispatch(match &meaning {
            Ok(_) => Event::RequestSucceeded,
            Err(failure) => Event::RequestFailed(failure.clone()),
        });
        let after = self.check_session().filter(|after| after.tag() == before.tag());
        (Reply { meaning, quota: reply.quota }, after)
    }
}
