//! How many requests of one client reach the API: in a minute, and at a time. The client counts, not its session: cookies and
//! session IDs can be invented.

use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::NoOpMiddleware,
    state::keyed::HashMapStateStore,
};

use super::key::ClientKey;

/// Requests between two removals of clients that have their whole allowance again, which bounds the memory.
const CLEANUP_INTERVAL: u32 = 1_024;

/// How many requests of each client are under way.
type UnderWay = Arc<Mutex<HashMap<ClientKey, usize>>>;

type Rate<C> = RateLimiter<ClientKey, HashMapStateStore<ClientKey>, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// The limits, and what each client has used of them.
pub(crate) struct RequestLimits<C: Clock = DefaultClock> {
    clock: C,
    /// `None` where the rate isn't limited.
    rate: Option<Rate<C>>,
    checks: AtomicU32,
    /// Requests of a client at a time; 0 where they aren't limited.
    max_at_once: usize,
    under_way: UnderWay,
}

/// A client has to wait this long, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RetryAfter(pub(crate) u32);

/// Counts as a request under way until it is dropped.
#[derive(Debug)]
pub(crate) struct RequestPermit(Option<(ClientKey, UnderWay)>);

impl RequestLimits {
    /// 0 for no limit. A client may make the requests of a minute at once.
    pub(crate) fn new(per_minute: u32, max_at_once: usize) -> Self {
        Self::with_clock(per_minute, max_at_once, DefaultClock::default())
    }
}

impl<C: Clock + Clone> RequestLimits<C> {
    fn with_clock(per_minute: u32, max_at_once: usize, clock: C) -> Self {
        let quota = NonZeroU32::new(per_minute).map(Quota::per_minute);
        Self {
            rate: quota.map(|quota| RateLimiter::hashmap_with_clock(quota, clock.clone())),
            clock,
            checks: AtomicU32::new(0),
            max_at_once,
            under_way: Arc::default(),
        }
    }

    /// Counts a request. `None` is a client without limits.
    ///
    /// # Errors
    /// The client has to wait.
    pub(crate) fn start(&self, client: Option<ClientKey>) -> Result<RequestPermit, RetryAfter> {
        let Some(client) = client else { return Ok(RequestPermit(None)) };
        let permit = self.take_place(client)?;
        let Some(rate) = &self.rate else { return Ok(permit) };
        if self.checks.fetch_add(1, Ordering::Relaxed) % CLEANUP_INTERVAL == CLEANUP_INTERVAL - 1 {
            rate.retain_recent();
        }
        match rate.check_key(&client) {
            Ok(()) => Ok(permit),
            Err(not_until) => {
                let wait = not_until.wait_time_from(self.clock.now());
                let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
                Err(RetryAfter(u32::try_from(seconds).unwrap_or(u32::MAX).max(1)))
            }
        }
    }

    fn take_place(&self, client: ClientKey) -> Result<RequestPermit, RetryAfter> {
        if self.max_at_once == 0 {
            return Ok(RequestPermit(None));
        }
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        let count = under_way.entry(client).or_default();
        if *count >= self.max_at_once {
            return Err(RetryAfter(1));
        }
        *count += 1;
        Ok(RequestPermit(Some((client, Arc::clone(&self.under_way)))))
    }
}

impl Drop for RequestPermit {
    fn drop(&mut self) {
        let Some((client, under_way)) = self.0.take() else { return };
        let mut under_way = under_way.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = under_way.get_mut(&client) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                under_way.remove(&client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use governor::clock::FakeRelativeClock;

    use super::*;

    fn client(number: u32) -> Option<ClientKey> {
        Some(ClientKey::of(std::net::Ipv4Addr::from(0x0100_0000 + number).into()))
    }

    fn limits(per_minute: u32, max_at_once: usize) -> (RequestLimits<FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        (RequestLimits::with_clock(per_minute, max_at_once, clock.clone()), clock)
    }

    #[test]
    fn a_client_over_its_rate_waits_and_others_do_not() {
        let (limits, clock) = limits(60, 0);
        for _ in 0..60 {
            assert!(limits.start(client(1)).is_ok());
        }
        assert_eq!(limits.start(client(1)).err(), Some(RetryAfter(1)));
        assert!(limits.start(client(2)).is_ok());
        clock.advance(Duration::from_secs(1));
        assert!(limits.start(client(1)).is_ok());
        assert_eq!(limits.start(client(1)).err(), Some(RetryAfter(1)));
        clock.advance(Duration::from_secs(60));
        assert_eq!((0..100).filter(|_| limits.start(client(1)).is_ok()).count(), 60);
    }

    #[test]
    fn the_wait_is_rounded_up_to_whole_seconds() {
        let (limits, clock) = limits(1, 0);
        assert!(limits.start(client(1)).is_ok());
        assert_eq!(limits.start(client(1)).err(), Some(RetryAfter(60)));
        clock.advance(Duration::from_millis(57_500));
        assert_eq!(limits.start(client(1)).err(), Some(RetryAfter(3)));
        clock.advance(Duration::from_millis(2_499));
        assert_eq!(limits.start(client(1)).err(), Some(RetryAfter(1)));
        clock.advance(Duration::from_millis(1));
        assert!(limits.start(client(1)).is_ok());
    }

    #[test]
    fn the_default_lets_10_000_keys_load_in_several_tabs_at_once() {
        let (limits, _) = limits(crate::settings::DEFAULT_REQUESTS_PER_CLIENT, 256);
        let tabs = 10;
        // Each exchanges, lists 100 pages and asks for usage a few times.
        for _ in 0..tabs * (1 + 100 + 5) {
            assert!(limits.start(client(1)).is_ok());
        }
    }

    #[test]
    fn requests_at_a_time_are_limited_until_they_end() {
        let (limits, _) = limits(0, 2);
        let permits = [limits.start(client(1)).unwrap(), limits.start(client(1)).unwrap()];
        assert_eq!(limits.start(client(1)).err(), Some(RetryAfter(1)));
        assert!(limits.start(client(2)).is_ok());
        drop(permits);
        assert!(limits.start(client(1)).is_ok());
        assert!(limits.under_way.lock().unwrap().is_empty());
    }

    #[test]
    fn a_request_over_the_limit_at_a_time_does_not_count_for_the_rate() {
        let (limits, _) = limits(2, 1);
        let first = limits.start(client(1)).unwrap();
        for _ in 0..10 {
            assert!(limits.start(client(1)).is_err());
        }
        drop(first);
        assert!(limits.start(client(1)).is_ok());
    }

    #[test]
    fn no_limit_is_no_limit() {
        let (off, _) = limits(0, 0);
        let (on, _) = limits(1, 1);
        let permits: Vec<_> = (0..1_000).map(|_| (off.start(client(1)), on.start(None))).collect();
        assert!(permits.iter().all(|(off, exempt)| off.is_ok() && exempt.is_ok()));
    }

    #[test]
    fn clients_that_are_gone_are_forgotten() {
        let (limits, clock) = limits(60, 8);
        for number in 0..50 * CLEANUP_INTERVAL {
            let _ = limits.start(client(number));
            clock.advance(Duration::from_millis(2));
        }
        // Those of the last interval, and of the second before it.
        let kept = limits.rate.as_ref().unwrap().len();
        assert!(kept <= 3 * CLEANUP_INTERVAL as usize, "{kept}");
    }
}
