//! A countdown in seconds.

use leptos::prelude::*;
use portal_api::ServerTime;

use super::handle::SessionHandle;
use crate::ui::memo;

/// The whole seconds until a moment, rounded up, as a signal.
#[derive(Clone, Copy)]
pub(crate) struct Countdown(Memo<u32>);

impl Countdown {
    /// Counts down to `end` by the server's clock; 0 from the start without an end.
    pub(crate) fn until(session: SessionHandle, end: Option<ServerTime>) -> Self {
        Self(memo(move || {
            session.clock().track();
            let left_ms = end.map_or(0, |end| end.since(session.now()));
            u32::try_from(left_ms.max(0)).unwrap_or(u32::MAX).div_ceil(1_000)
        }))
    }

    /// The seconds left. Reactive.
    pub(crate) fn seconds(self) -> u32 {
        self.0.get()
    }
}
