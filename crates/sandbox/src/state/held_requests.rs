//! Requests that wait, before they are handled, until a test releases their route.

use std::collections::BTreeMap;

use tokio::sync::watch;

/// The held requests, by route name. Dropped at a reset, which ends their wait.
#[derive(Debug, Default)]
pub(crate) struct HeldRequests {
    routes: BTreeMap<String, Held>,
}

#[derive(Debug)]
struct Held {
    count: usize,
    release: watch::Sender<()>,
}

impl HeldRequests {
    /// Counts one more held request of a route. `changed()` of the receiver returns `Ok` at the route's release, and an error
    /// at a reset.
    pub(crate) fn hold(&mut self, route: &str) -> watch::Receiver<()> {
        let held =
            self.routes.entry(route.to_owned()).or_insert_with(|| Held { count: 0, release: watch::Sender::new(()) });
        held.count += 1;
        held.release.subscribe()
    }

    /// Lets the held requests of a route go on.
    pub(crate) fn release(&mut self, route: &str) {
        if let Some(held) = self.routes.get_mut(route) {
            held.count = 0;
            held.release.send_replace(());
        }
    }

    /// How many requests are held, by route name.
    pub(crate) fn counts(&self) -> BTreeMap<&str, usize> {
        self.routes.iter().map(|(route, held)| (route.as_str(), held.count)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn held_requests_end_their_wait_at_a_release_and_at_a_reset() {
        let mut held = HeldRequests::default();
        let (mut first, mut second) = (held.hold("a"), held.hold("a"));
        let mut other = held.hold("b");
        assert_eq!(held.counts(), BTreeMap::from([("a", 2), ("b", 1)]));
        held.release("a");
        assert_eq!(held.counts(), BTreeMap::from([("a", 0), ("b", 1)]));
        assert!(first.changed().await.is_ok() && second.changed().await.is_ok());
        assert_eq!(other.has_changed().ok(), Some(false));
        drop(held);
        assert!(other.changed().await.is_err());
    }
}
