//! All open connections, shared by their tasks.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{
    phase::Phase,
    registry::{Admitted, ConnectionLimits, OverLimit, Registry},
};
use crate::clients::ClientKey;

/// All open connections.
#[derive(Debug, Clone)]
pub(super) struct Connections(Arc<Mutex<Registry>>);

/// A connection's place, free again when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    connections: Connections,
    id: u64,
    over_limit: Option<OverLimit>,
    close: CancellationToken,
}

impl Connections {
    pub(super) fn new(limits: ConnectionLimits) -> Self {
        Self(Arc::new(Mutex::new(Registry::new(limits))))
    }

    /// The place of a new connection; `None` where there is none even over the limit. `client` has a limit of its own.
    pub(super) fn admit(&self, client: Option<ClientKey>) -> Option<Place> {
        let Admitted { id, over_limit, close } = self.lock().admit(client, Instant::now())?;
        Some(Place { connections: self.clone(), id, over_limit, close })
    }

    /// Closes the connection that is idle the longest.
    pub(super) fn close_longest_idle(&self) {
        self.lock().close_longest_idle();
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> MutexGuard<'_, Registry> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// `Some` where the connection may be answered for `/healthz` alone.
    pub(super) const fn over_limit(&self) -> Option<OverLimit> {
        self.over_limit
    }

    /// Completes when the connection has to make room.
    pub(super) async fn closed(&self) {
        self.close.cancelled().await;
    }

    pub(super) fn set_phase(&self, phase: Phase) {
        self.connections.lock().set_phase(self.id, phase, Instant::now());
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.connections.lock().remove(self.id);
    }
}
