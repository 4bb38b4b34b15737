//! The server's clock, which tests may shift.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use portal_api::ServerTime;

/// The system's clock and how far off it the server's is.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Clock {
    /// In milliseconds.
    pub(crate) shift_ms: i64,
}

impl Clock {
    /// Now.
    pub(crate) fn now(self) -> ServerTime {
        let millis = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
        ServerTime::from_millis(i64::try_from(millis).unwrap_or(i64::MAX)).plus(self.shift_ms)
    }

    /// Now, for the `Date` header.
    pub(crate) fn http_date(self) -> String {
        let millis = u64::try_from(self.now().millis()).unwrap_or(0);
        httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_millis(millis))
    }
}
