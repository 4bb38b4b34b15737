//! The server's clock, which the control API can shift.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use portal_api::ServerTime;

/// The system's clock with an offset.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Clock {
    /// Milliseconds added to the system's time.
    pub(crate) shift_ms: i64,
}

impl Clock {
    /// The current time.
    pub(crate) fn now(self) -> ServerTime {
        let millis = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
        ServerTime::from_millis(i64::try_from(millis).unwrap_or(i64::MAX)).plus(self.shift_ms)
    }

    /// The current time as a value of the `Date` header (RFC 9110).
    pub(crate) fn http_date(self) -> String {
        let millis = u64::try_from(self.now().millis()).unwrap_or(0);
        httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_millis(millis))
    }
}
