//! Seconds that go down on screen.

use leptos::prelude::*;
use portal_api::ServerTime;

use crate::{browser, session::SessionHandle};

/// The whole seconds until a moment of the server's time, as a signal.
#[derive(Clone, Copy)]
pub(crate) struct Countdown(RwSignal<u32>);

impl Countdown {
    /// Counts down to `moment`; at zero from the start without one.
    pub(crate) fn until(session: SessionHandle, moment: Option<ServerTime>) -> Self {
        let left = move || {
            let millis = moment.map_or(0, |moment| moment.since(session.now()));
            u32::try_from(millis.max(0)).unwrap_or(u32::MAX).div_ceil(1_000)
        };
        let seconds = RwSignal::new(left());
        browser::spawn(async move {
            loop {
                match (seconds.try_get_untracked(), left()) {
                    // The view is gone.
                    (None, _) => return,
                    (Some(shown), now) if shown != now => seconds.set(now),
                    _ => {}
                }
                if left() == 0 {
                    return;
                }
                browser::sleep(250).await;
            }
        });
        Self(seconds)
    }

    /// Whole seconds left.
    pub(crate) fn seconds(self) -> u32 {
        self.0.get()
    }
}
