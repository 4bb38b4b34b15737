//! Keeps a warning that a client can cause from filling the log.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// Lets a warning through once a minute.
#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<Option<Instant>>);

impl Throttle {
    const INTERVAL: Duration = Duration::from_secs(60);

    /// Whether to write it now.
    pub(crate) fn is_due(&self) -> bool {
        let now = Instant::now();
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = last.is_none_or(|last| now - last >= Self::INTERVAL);
        if is_due {
            *last = Some(now);
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_warning_is_written_once_a_minute() {
        let throttle = Throttle::default();
        assert!(throttle.is_due() && !throttle.is_due());
        tokio::time::advance(Duration::from_secs(59)).await;
        assert!(!throttle.is_due());
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(throttle.is_due() && !throttle.is_due());
    }
}
