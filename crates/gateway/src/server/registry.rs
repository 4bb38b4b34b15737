//! Which connection makes room for a new one. No I/O and no clock.
//!
//! There are [`ConnectionLimits::total`] places. When none is free, the connection that is idle the longest is closed; when
//! none is idle, one that has not sent the whole head of a request for [`SLOW_HEAD`]. A connection with a request under way is
//! never closed: a new one is then over the limit and answered for `/healthz` alone. A client at its own limit makes room
//! itself.

use std::{
    collections::{BTreeSet, HashMap},
    time::Duration,
};

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::phase::Phase;
use crate::clients::ClientKey;

/// How long a head may take while others wait for a connection. Longer than a head takes over a slow network.
pub(super) const SLOW_HEAD: Duration = Duration::from_secs(2);

/// Connections over the limit at a time. Of those that have sent no head, the oldest makes room.
pub(super) const MAX_OVER_LIMIT: usize = 32;

/// How many connections there may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct ConnectionLimits {
    pub(super) total: usize,
    /// 0 for no limit.
    pub(super) per_client: usize,
}

/// Which limit a connection is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OverLimit {
    /// All connections are in use.
    Total,
    /// The client has as many as it may have.
    PerClient,
}

/// Connections, the longest-waiting first.
type Queue = BTreeSet<(Instant, u64)>;

/// The records of all open connections.
#[derive(Debug)]
pub(super) struct Registry {
    limits: ConnectionLimits,
    next_id: u64,
    records: HashMap<u64, Record>,
    /// Those within the limit.
    within: usize,
    over: usize,
    idle: Queue,
    heads: Queue,
    heads_over_limit: Queue,
    clients: HashMap<ClientKey, ClientConnections>,
}

#[derive(Debug)]
struct Record {
    kind: Kind,
    client: Option<ClientKey>,
    phase: Phase,
    since: Instant,
    close: CancellationToken,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Within,
    Over,
    /// It was told to close, and counts no more.
    Closing,
}

/// The connections of one client within the limit.
#[derive(Debug, Default)]
struct ClientConnections {
    count: usize,
    idle: Queue,
}

/// A new connection.
#[derive(Debug)]
pub(super) struct Admitted {
    pub(super) id: u64,
    pub(super) over_limit: Option<OverLimit>,
    /// Cancelled when it has to make room.
    pub(super) close: CancellationToken,
}

impl Registry {
    pub(super) fn new(limits: ConnectionLimits) -> Self {
        Self {
            limits,
            next_id: 0,
            records: HashMap::new(),
            within: 0,
            over: 0,
            idle: Queue::new(),
            heads: Queue::new(),
            heads_over_limit: Queue::new(),
            clients: HashMap::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether nothing is left of former connections.
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        let Self { records, within, over, idle, heads, heads_over_limit, clients, .. } = self;
        let queues = [idle, heads, heads_over_limit];
        (*within, *over) == (0, 0)
            && queues.iter().all(|queue| queue.is_empty())
            && records.is_empty()
            && clients.is_empty()
    }

    /// Makes room for a new connection where it can.
    pub(super) fn admit(&mut self, client: Option<ClientKey>, now: Instant) -> Option<Admitted> {
        let over_limit = if !self.make_room_of_client(client) {
            Some(OverLimit::PerClient)
        } else if !self.make_room(now) {
            Some(OverLimit::Total)
        } else {
            None
        };
        if over_limit.is_some() && !self.make_room_over_limit() {
            return None;
        }
        let id = self.next_id;
        self.next_id += 1;
        let kind = if over_limit.is_some() { Kind::Over } else { Kind::Within };
        let close = CancellationToken::new();
        self.insert(id, Record { kind, client, phase: Phase::Head, since: now, close: close.clone() });
        Some(Admitted { id, over_limit, close })
    }

    fn make_room_of_client(&mut self, client: Option<ClientKey>) -> bool {
        let found = client.and_then(|client| self.clients.get(&client));
        match found {
            Some(client) if self.limits.per_client > 0 && client.count >= self.limits.per_client => {
                let longest_idle = client.idle.first().copied();
                self.close(longest_idle)
            }
            _ => true,
        }
    }

    fn make_room(&mut self, now: Instant) -> bool {
        self.within < self.limits.total || self.close_longest_idle() || {
            let slowest = self.heads.first().copied().filter(|(since, _)| now.duration_since(*since) >= SLOW_HEAD);
            self.close(slowest)
        }
    }

    fn make_room_over_limit(&mut self) -> bool {
        let oldest = self.heads_over_limit.first().copied();
        self.over < MAX_OVER_LIMIT || self.close(oldest)
    }

    /// Whether there was an idle one.
    pub(super) fn close_longest_idle(&mut self) -> bool {
        let longest_idle = self.idle.first().copied();
        self.close(longest_idle)
    }

    fn close(&mut self, chosen: Option<(Instant, u64)>) -> bool {
        let Some(record) = chosen.and_then(|(_, id)| Some((id, self.take(id)?))) else { return false };
        let (id, record) = record;
        record.close.cancel();
        self.records.insert(id, Record { kind: Kind::Closing, ..record });
        true
    }

    pub(super) fn set_phase(&mut self, id: u64, phase: Phase, now: Instant) {
        if let Some(record) = self.take(id) {
            self.insert(id, Record { phase, since: now, ..record });
        }
    }

    pub(super) fn remove(&mut self, id: u64) {
        self.take(id);
    }

    fn insert(&mut self, id: u64, record: Record) {
        let place = (record.since, id);
        match (record.kind, record.phase) {
            (Kind::Within, Phase::Head) => self.heads.insert(place),
            (Kind::Within, Phase::Idle) => self.idle.insert(place),
            (Kind::Over, Phase::Head) => self.heads_over_limit.insert(place),
            _ => false,
        };
        match record.kind {
            Kind::Within => {
                self.within += 1;
                if let Some(client) = record.client {
                    let client = self.clients.entry(client).or_default();
                    client.count += 1;
                    if record.phase == Phase::Idle {
                        client.idle.insert(place);
                    }
                }
            }
            Kind::Over => self.over += 1,
            Kind::Closing => {}
        }
        self.records.insert(id, record);
    }

    /// The reverse of [`Self::insert`].
    fn take(&mut self, id: u64) -> Option<Record> {
        let record = self.records.remove(&id)?;
        let place = (record.since, id);
        match record.kind {
            Kind::Within => {
                self.within = self.within.saturating_sub(1);
                self.heads.remove(&place);
                self.idle.remove(&place);
                if let Some(key) = record.client
                    && let Some(client) = self.clients.get_mut(&key)
                {
                    client.count = client.count.saturating_sub(1);
                    client.idle.remove(&place);
                    if client.count == 0 {
                        self.clients.remove(&key);
                    }
                }
            }
            Kind::Over => {
                self.over = self.over.saturating_sub(1);
                self.heads_over_limit.remove(&place);
            }
            Kind::Closing => {}
        }
        Some(record)
    }
}
