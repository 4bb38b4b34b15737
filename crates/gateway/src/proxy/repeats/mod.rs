//! Requests that change something, each sent to the API once. Browsers repeat a `POST` by themselves when a reused connection
//! breaks before the first byte of the response, and some proxies do. A repeat has the same `Idempotency-Key`: while the first
//! request is under way it shares its answer; later it gets an error that means "the answer was lost".
//!
//! Hand-written: `moka`'s caches evict what is in use, and tests can't pause their clock.

mod ended;
mod idempotency_key;
mod outcome;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use tokio::{sync::watch, time::Instant};

use crate::http::GatewayError;
use ended::Ended;
pub(super) use idempotency_key::{Fingerprint, IdempotencyKey, OptionalKey};
pub(super) use outcome::{Answer, Effect, Outcome};

/// The requests with a key: those under way, and those that ended a short time ago.
pub(crate) struct Repeats {
    table: Mutex<Table>,
    /// How long a request that has ended is known.
    window: Duration,
    max_requests: usize,
}

#[derive(Default)]
struct Table {
    under_way: HashMap<Fingerprint, UnderWay>,
    /// Without an effect. When there is no room, they are forgotten first: nothing is lost if one of them is sent again.
    refused: Ended,
    /// With a possible effect: never forgotten early.
    possible: Ended,
}

struct UnderWay {
    body: Bytes,
    answer: watch::Receiver<Option<Answer>>,
}

/// What a request with a key is.
pub(super) enum Claim {
    /// The first with this key.
    First(Running, Waiting),
    /// A repeat of one that is under way.
    Repeat(Waiting),
    /// A repeat of one that has ended, or another request with its key.
    Late,
    /// Too many requests are known to tell.
    Full,
}

impl Repeats {
    pub(crate) fn new(window: Duration, max_requests: usize) -> Self {
        Self { table: Mutex::default(), window, max_requests }
    }

    pub(super) fn claim(self: &Arc<Self>, fingerprint: Fingerprint, body: &Bytes) -> Claim {
        let mut table = self.lock();
        table.forget_expired(Instant::now());
        if let Some(first) = table.under_way.get(&fingerprint) {
            return if first.body == body { Claim::Repeat(Waiting(first.answer.clone())) } else { Claim::Late };
        }
        if table.possible.contains(&fingerprint) || table.refused.contains(&fingerprint) {
            return Claim::Late;
        }
        if table.len() >= self.max_requests && !table.refused.forget_oldest() {
            return Claim::Full;
        }
        let (sender, answer) = watch::channel(None);
        table.under_way.insert(fingerprint, UnderWay { body: body.clone(), answer: answer.clone() });
        let running = Running { repeats: Arc::clone(self), fingerprint, sender, has_ended: false };
        Claim::First(running, Waiting(answer))
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A request under way has ended: from now on nothing of it is kept but the fingerprint.
    fn end(&self, fingerprint: Fingerprint, effect: Effect) {
        let until = Instant::now() + self.window;
        let mut table = self.lock();
        table.under_way.remove(&fingerprint);
        match effect {
            Effect::NotSent => {}
            Effect::Refused => table.refused.add(fingerprint, until),
            Effect::Possible => table.possible.add(fingerprint, until),
        }
    }
}

impl Table {
    fn len(&self) -> usize {
        self.under_way.len() + self.refused.len() + self.possible.len()
    }

    fn forget_expired(&mut self, now: Instant) {
        self.refused.forget_expired(now);
        self.possible.forget_expired(now);
    }
}

/// A request under way.
pub(super) struct Running {
    repeats: Arc<Repeats>,
    fingerprint: Fingerprint,
    sender: watch::Sender<Option<Answer>>,
    has_ended: bool,
}

impl Running {
    /// Gives all that wait the answer.
    pub(super) fn end(mut self, outcome: Outcome) {
        self.has_ended = true;
        // Before the answer is sent: afterwards it is in the hands of those that wait, and nowhere else.
        self.repeats.end(self.fingerprint, outcome.effect);
        let _ = self.sender.send(Some(outcome.answer));
    }
}

impl Drop for Running {
    /// Without [`Running::end`] the request panicked, or the program ends.
    fn drop(&mut self) {
        if !self.has_ended {
            self.repeats.end(self.fingerprint, Effect::Possible);
        }
    }
}

/// A client that waits for the answer of a request under way.
pub(super) struct Waiting(watch::Receiver<Option<Answer>>);

impl Waiting {
    pub(super) async fn answer(mut self) -> Answer {
        let answer = self.0.wait_for(Option::is_some).await.ok().and_then(|answer| answer.clone());
        answer.unwrap_or(Err(GatewayError::AnswerLost))
    }
}

#[cfg(test)]
mod tests;
