//! Which connection makes room.

use std::{net::Ipv4Addr, time::Duration};

use proptest::prelude::*;
use tokio::time::Instant;

use super::super::{
    phase::Phase,
    registry::{Admitted, ConnectionLimits, MAX_OVER_LIMIT, OverLimit, Registry, SLOW_HEAD},
};
use crate::clients::ClientKey;

fn client(number: u8) -> Option<ClientKey> {
    Some(ClientKey::of(Ipv4Addr::new(203, 0, 113, number).into()))
}

/// A registry, and a clock that moves when it is told to.
struct World {
    registry: Registry,
    now: Instant,
}

impl World {
    fn new(total: usize, per_client: usize) -> Self {
        Self { registry: Registry::new(ConnectionLimits { total, per_client }), now: Instant::now() }
    }

    fn wait(&mut self, time: Duration) {
        self.now += time;
    }

    fn admit(&mut self, client: Option<ClientKey>) -> Option<Admitted> {
        self.registry.admit(client, self.now)
    }

    /// A new connection that goes through these phases, a millisecond each.
    fn open(&mut self, client: Option<ClientKey>, phases: &[Phase]) -> Admitted {
        let admitted = self.admit(client).unwrap();
        for phase in phases {
            self.set(&admitted, *phase);
        }
        admitted
    }

    fn set(&mut self, connection: &Admitted, phase: Phase) {
        self.wait(Duration::from_millis(1));
        self.registry.set_phase(connection.id, phase, self.now);
    }
}

const TO_IDLE: [Phase; 3] = [Phase::Busy, Phase::Responded, Phase::Idle];

fn is_closed(connection: &Admitted) -> bool {
    connection.close.is_cancelled()
}

#[test]
fn the_longest_idle_connection_makes_room() {
    let mut world = World::new(3, 0);
    let [first, second, busy] = [&TO_IDLE[..], &TO_IDLE, &[Phase::Busy]].map(|phases| world.open(None, phases));
    // Used again: the second one is idle longer now.
    for phase in [Phase::Head, Phase::Busy, Phase::Responded, Phase::Idle] {
        world.set(&first, phase);
    }
    let new = world.admit(None).unwrap();
    assert_eq!(new.over_limit, None);
    assert!(is_closed(&second) && !is_closed(&first) && !is_closed(&busy));
    assert_eq!(world.admit(None).unwrap().over_limit, None);
    assert!(is_closed(&first) && !is_closed(&busy));
}

#[test]
fn a_connection_with_a_request_under_way_never_makes_room() {
    let mut world = World::new(3, 0);
    let busy =
        [&[Phase::Busy][..], &[Phase::Busy, Phase::Responded], &[Phase::Busy]].map(|phases| world.open(None, phases));
    world.wait(Duration::from_secs(3_600));
    for _ in 0..3 * MAX_OVER_LIMIT {
        assert_eq!(world.admit(None).unwrap().over_limit, Some(OverLimit::Total));
    }
    assert!(!busy.iter().any(is_closed));
    // One that has ended leaves its place.
    world.registry.remove(busy[0].id);
    assert_eq!(world.admit(None).unwrap().over_limit, None);
}

#[test]
fn who_sends_no_head_makes_room_after_a_while() {
    let mut world = World::new(2, 0);
    let silent = world.open(None, &[]);
    let slow = world.open(None, &[Phase::Busy, Phase::Responded, Phase::Idle, Phase::Head]);
    world.wait(SLOW_HEAD - Duration::from_millis(10));
    assert_eq!(world.admit(None).unwrap().over_limit, Some(OverLimit::Total));
    world.wait(Duration::from_millis(10));
    assert_eq!(world.admit(None).unwrap().over_limit, None);
    assert!(is_closed(&silent) && !is_closed(&slow));
    assert_eq!(world.admit(None).unwrap().over_limit, None);
    assert!(is_closed(&slow));
    // Both places are taken by heads that have just begun.
    assert_eq!(world.admit(None).unwrap().over_limit, Some(OverLimit::Total));
}

#[test]
fn slow_heads_from_many_addresses_lock_nobody_out() {
    let mut world = World::new(100, 10);
    for number in 0..=255 {
        world.open(client(number), &[]);
        world.wait(SLOW_HEAD / 50);
    }
    let served = (0..200).filter(|_| {
        world.wait(SLOW_HEAD / 50);
        world.admit(client(1)).is_some_and(|admitted| admitted.over_limit.is_none())
    });
    assert!(served.count() >= 10);
}

#[test]
fn a_client_at_its_limit_makes_room_itself() {
    let mut world = World::new(100, 3);
    let other = world.open(client(2), &TO_IDLE);
    let idle = world.open(client(1), &TO_IDLE);
    let busy = [(); 2].map(|()| world.open(client(1), &[Phase::Busy]));
    assert_eq!(world.admit(client(1)).unwrap().over_limit, None);
    assert!(is_closed(&idle));
    for _ in 0..3 * MAX_OVER_LIMIT {
        assert_eq!(world.admit(client(1)).unwrap().over_limit, Some(OverLimit::PerClient));
    }
    assert!(!is_closed(&other) && !busy.iter().any(is_closed));
    // Others, and those who can't be told apart, have places.
    assert_eq!(world.admit(client(2)).unwrap().over_limit, None);
    assert_eq!(world.admit(None).unwrap().over_limit, None);
    world.registry.remove(busy[0].id);
    assert_eq!(world.admit(client(1)).unwrap().over_limit, None);
}

#[test]
fn one_client_takes_no_more_than_its_share() {
    let mut world = World::new(100, 25);
    let within = (0..1_000).filter(|_| world.admit(client(1)).is_some_and(|admitted| admitted.over_limit.is_none()));
    assert_eq!(within.count(), 25);
    assert!((2..=4).all(|number| world.admit(client(number)).unwrap().over_limit.is_none()));
}

#[test]
fn over_the_limit_the_oldest_without_a_head_makes_room() {
    let mut world = World::new(1, 0);
    let _busy = world.open(None, &[Phase::Busy]);
    let over: Vec<_> = (0..MAX_OVER_LIMIT).map(|_| world.open(None, &[])).collect();
    world.set(&over[0], Phase::Busy);
    let next = world.admit(None).unwrap();
    assert!(is_closed(&over[1]) && !is_closed(&over[0]) && !is_closed(&over[2]) && !is_closed(&next));
    for connection in over.iter().skip(2).chain([&next]) {
        world.set(connection, Phase::Busy);
    }
    assert!(world.admit(None).is_none(), "more than {MAX_OVER_LIMIT}");
    world.registry.remove(over[0].id);
    assert!(world.admit(None).is_some());
}

#[test]
fn no_place_gets_lost() {
    let strategy = proptest::collection::vec((0u8..6, 0u8..4, any::<prop::sample::Index>(), 0u64..3_000), 0..300);
    proptest!(ProptestConfig::with_cases(200), |(steps in strategy)| {
        let mut world = World::new(8, 3);
        let mut open: Vec<Admitted> = Vec::new();
        for (action, number, index, wait_ms) in steps {
            world.wait(Duration::from_millis(wait_ms));
            match action {
                0 | 1 => {
                    let busy: Vec<_> = open.iter().filter(|open| !is_closed(open)).map(|open| open.id).collect();
                    let counted = client(number).filter(|_| number > 0);
                    let admitted = world.admit(counted);
                    let closed = open.iter().filter(|open| is_closed(open) && busy.contains(&open.id)).count();
                    // One in a client's place or in another's, and perhaps one over the limit.
                    prop_assert!(closed <= 1, "{closed} were closed for one");
                    open.extend(admitted);
                }
                2 if !open.is_empty() => {
                    let gone = open.swap_remove(index.index(open.len()));
                    world.registry.remove(gone.id);
                }
                _ if !open.is_empty() => {
                    let phase = [Phase::Head, Phase::Busy, Phase::Responded, Phase::Idle][usize::from(number)];
                    world.set(&open[index.index(open.len())], phase);
                }
                _ => {}
            }
            prop_assert_eq!(world.registry.len(), open.len());
            let within = open.iter().filter(|open| open.over_limit.is_none() && !is_closed(open));
            prop_assert!(within.count() <= 8);
        }
        for connection in open.drain(..) {
            world.registry.remove(connection.id);
        }
        prop_assert!(world.registry.is_empty());
    });
}
