//! What a connection is doing, told to the [`Connections`](super::connections::Connections), which may close one that waits.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU8, Ordering::Relaxed},
    },
    task::{Context, Poll},
};

use axum::body::Body;
use bytes::Bytes;
use hyper::body::{Body as HttpBody, Frame, SizeHint};

use super::{connections::Place, phase::Phase};

/// What a connection is doing. Service and stream set it, both in the connection's own task.
#[derive(Debug, Clone)]
pub(super) struct ConnectionState(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    phase: AtomicU8,
    /// Bytes arrived after the response was ready: of the next head, most likely.
    has_next_head: AtomicBool,
    place: Place,
}

impl ConnectionState {
    pub(super) fn new(place: Place) -> Self {
        let (phase, has_next_head) = (AtomicU8::new(Phase::Head as u8), AtomicBool::new(false));
        Self(Arc::new(Shared { phase, has_next_head, place }))
    }

    pub(super) fn phase(&self) -> Phase {
        Phase::from_u8(self.0.phase.load(Relaxed))
    }

    pub(super) fn place(&self) -> &Place {
        &self.0.place
    }

    fn set(&self, phase: Phase) {
        self.0.phase.store(phase as u8, Relaxed);
        self.0.place.set_phase(phase);
    }

    /// A whole head has arrived.
    pub(super) fn set_busy(&self) {
        self.0.has_next_head.store(false, Relaxed);
        self.set(Phase::Busy);
    }

    /// Bytes have arrived. While busy, they are those of a body.
    pub(super) fn received(&self) {
        match self.phase() {
            Phase::Idle => self.set(Phase::Head),
            Phase::Responded => self.0.has_next_head.store(true, Relaxed),
            Phase::Head | Phase::Busy => {}
        }
    }

    /// All that was written has reached the system.
    pub(super) fn flushed(&self) {
        if self.phase() == Phase::Responded {
            self.set(if self.0.has_next_head.load(Relaxed) { Phase::Head } else { Phase::Idle });
        }
    }

    /// A response's body that tells when hyper has taken all of it.
    pub(super) fn watch(&self, body: Body) -> WatchedBody {
        WatchedBody { body, state: self.clone() }
    }
}

/// See [`ConnectionState::watch`].
pub(super) struct WatchedBody {
    body: Body,
    state: ConnectionState,
}

/// hyper drops a body that it has read to its end, or doesn't need to read.
impl Drop for WatchedBody {
    fn drop(&mut self) {
        self.state.set(Phase::Responded);
    }
}

impl HttpBody for WatchedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
