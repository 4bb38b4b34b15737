//! Everything that the sandbox holds, behind one lock.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

use portal_api::ServerTime;

use crate::{
    clock::Clock,
    command::Options,
    people::{StoredKey, keys_of},
    sessions::Sessions,
    switchboard::{Held, LoggedRequest, Plan},
};

/// The sandbox.
#[derive(Debug)]
pub(crate) struct Sandbox {
    /// How it was started.
    pub(crate) options: Options,
    /// Where the API listens, for the app.
    pub(crate) api_port: u16,
    world: Mutex<World>,
}

/// What changes.
#[derive(Debug)]
pub(crate) struct World {
    /// The server's clock.
    pub(crate) clock: Clock,
    /// Session IDs and sessions.
    pub(crate) sessions: Sessions,
    /// Whether the portal is on.
    pub(crate) portal_enabled: bool,
    /// What the switchboard wants answered next, by route.
    pub(crate) plans: BTreeMap<String, VecDeque<Plan>>,
    /// Requests that wait until a test releases them, by route.
    pub(crate) held: BTreeMap<String, Held>,
    /// What was received, for the switchboard.
    pub(crate) log: Vec<LoggedRequest>,
    /// Requests of this minute, and which minute it is.
    pub(crate) spent: (i64, u32),
    started: ServerTime,
    keys: BTreeMap<String, Vec<StoredKey>>,
}

impl Sandbox {
    /// As at the start.
    pub(crate) fn new(options: Options, api_port: u16) -> Self {
        Self { options, api_port, world: Mutex::new(World::new()) }
    }

    /// What changes. Nothing under the lock panics half-way: a poisoned one is as good as any.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl World {
    /// As at the start.
    pub(crate) fn new() -> Self {
        let clock = Clock::default();
        Self {
            clock,
            sessions: Sessions::default(),
            portal_enabled: true,
            plans: BTreeMap::new(),
            held: BTreeMap::new(),
            log: vec![],
            spent: (0, 0),
            started: clock.now(),
            keys: BTreeMap::new(),
        }
    }

    /// A user's keys.
    pub(crate) fn keys(&mut self, user: &str) -> &mut Vec<StoredKey> {
        let started = self.started;
        self.keys.entry(user.to_owned()).or_insert_with(|| keys_of(user, started))
    }
}
