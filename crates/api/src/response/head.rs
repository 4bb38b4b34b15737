//! Status line and headers of a response, as far as the portal uses them.

/// The HTTP status and the headers that decide what a response means.
///
/// ```
/// use portal_api::ResponseHead;
///
/// let headers = [("retry-after", "17"), ("ratelimit-remaining", "0")];
/// let head = ResponseHead::read(429, |name| {
///     headers.iter().find(|(header, _)| *header == name).map(|(_, value)| value.to_string())
/// });
/// assert_eq!(head.wait_s(), Some(17));
/// assert_eq!(head.quota.remaining, Some(0));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResponseHead {
    /// HTTP status code.
    pub status: u16,
    /// `Retry-After` in seconds. `None` on another origin that doesn't expose the header; the API never sends its date
    /// form.
    pub retry_after_s: Option<u32>,
    /// The workspace's request quota.
    pub quota: Quota,
}

/// The `RateLimit-*` headers: the quota of the whole workspace, shared by all of its users. The API sends all three,
/// with successes too, or none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Quota {
    /// `RateLimit-Limit`: requests per window.
    pub limit: Option<u32>,
    /// `RateLimit-Remaining`: requests left in the current window.
    pub remaining: Option<u32>,
    /// `RateLimit-Reset`: seconds until the next window.
    pub reset_s: Option<u32>,
}

impl ResponseHead {
    /// Reads the headers through `header`, which is called with lower-case names. A value that is not a whole number
    /// counts as absent.
    pub fn read(status: u16, header: impl Fn(&str) -> Option<String>) -> Self {
        let number = |name: &str| header(name)?.trim().parse().ok();
        Self {
            status,
            retry_after_s: number("retry-after"),
            quota: Quota {
                limit: number("ratelimit-limit"),
                remaining: number("ratelimit-remaining"),
                reset_s: number("ratelimit-reset"),
            },
        }
    }

    /// Seconds to wait before the next request: `Retry-After`, else `RateLimit-Reset` if no request remains.
    pub fn wait_s(&self) -> Option<u32> {
        self.retry_after_s.or(match self.quota.remaining {
            Some(0) => self.quota.reset_s,
            _ => None,
        })
    }
}
