//! What an answer's status line and headers say.

/// Status and the headers that matter, read once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResponseHead {
    /// The HTTP status.
    pub status: u16,
    /// `Retry-After` in seconds. Unreadable across origins unless exposed; its date form is not used by the API.
    pub retry_after_s: Option<u32>,
    /// How many more requests the workspace has.
    pub quota: Quota,
}

/// The `RateLimit-*` headers: the workspace's, shared by all of its users. Sent with successes too, or not at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Quota {
    /// Requests in one window.
    pub limit: Option<u32>,
    /// Requests left in this window.
    pub remaining: Option<u32>,
    /// Seconds until the next window.
    pub reset_s: Option<u32>,
}

impl ResponseHead {
    /// Reads the headers through `header`, which looks a lower-case name up.
    pub fn read(status: u16, header: impl Fn(&str) -> Option<String>) -> Self {
        let seconds = |name: &str| header(name)?.trim().parse().ok();
        Self {
            status,
            retry_after_s: seconds("retry-after"),
            quota: Quota {
                limit: seconds("ratelimit-limit"),
                remaining: seconds("ratelimit-remaining"),
                reset_s: seconds("ratelimit-reset"),
            },
        }
    }

    /// For how many seconds the server asks to be left alone, if it says so.
    pub fn wait_s(&self) -> Option<u32> {
        self.retry_after_s.or(match self.quota.remaining {
            Some(0) => self.quota.reset_s,
            _ => None,
        })
    }
}
