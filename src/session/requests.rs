//! Requests within the session that is open.

use std::{future::Future, pin::Pin};

use portal_api::{Meaning, Quota, Route};
use portal_core::session::{Event, OpenSession};
use serde::{Serialize, de::DeserializeOwned};

use super::SessionHandle;
use crate::client::{self, Ask, Call, Patience, Untyped, typed};

/// What a request of the session brought.
pub(crate) struct Reply<T> {
    /// What it means.
    pub(crate) meaning: Meaning<T>,
    /// How many more requests the workspace has.
    pub(crate) quota: Quota,
}

impl<T: 'static> Reply<T> {
    fn typed(reply: Reply<Untyped>) -> Self {
        Self { meaning: typed(reply.meaning), quota: reply.quota }
    }
}

impl SessionHandle {
    /// Sends a request that reads. None when the session ended or was replaced before, meanwhile, or by this very answer:
    /// then the page that asked is gone, and the answer with it.
    pub(crate) async fn read<T: DeserializeOwned + 'static>(
        self,
        route: Route,
        body: &impl Serialize,
    ) -> Option<Reply<T>> {
        self.ask(Ask::new::<T>(route, body), Patience::Limited).await.map(Reply::typed)
    }

    /// Sends a request that changes something: once, and to its end even if the page doesn't live that long. None as in
    /// [`Self::read`].
    pub(crate) async fn change<T: DeserializeOwned + 'static>(
        self,
        route: Route,
        body: &impl Serialize,
    ) -> Option<Reply<T>> {
        self.ask(Ask::new::<T>(route, body), Patience::Endless).await.map(Reply::typed)
    }

    /// Boxed: one kind of future, whoever waits for it.
    fn ask(self, ask: Ask, patience: Patience) -> Pin<Box<dyn Future<Output = Option<Reply<Untyped>>>>> {
        Box::pin(async move {
            loop {
                let before = self.looked()?;
                let call = Call { base: &self.base(), ask: ask.clone(), bearer: before.credential.bearer() };
                let reply = client::send(call, patience).await;
                let (reply, after) = self.answered(ask.route, reply, &before)?;
                // The cookie had not come, and the token takes its place: this request never reached its route. But what
                // changes something is sent once.
                if patience == Patience::Endless || after.credential == before.credential {
                    return Some(reply);
                }
            }
        })
    }

    /// The session as it is right before a request.
    fn looked(self) -> Option<OpenSession> {
        self.tell(Event::EnvironmentChecked);
        self.open()
    }

    /// What an answer says, and the session after it; none when it isn't the one that asked.
    fn answered(
        self,
        route: Route,
        reply: client::Reply,
        before: &OpenSession,
    ) -> Option<(Reply<Untyped>, OpenSession)> {
        self.heard(reply.date);
        let meaning = self.placed(route, reply.meaning);
        self.tell(match &meaning {
            Ok(_) => Event::RequestSucceeded,
            Err(failure) => Event::RequestFailed(failure.clone()),
        });
        let after = self.looked()?;
        (after.tag() == before.tag()).then_some((Reply { meaning, quota: reply.quota }, after))
    }
}
