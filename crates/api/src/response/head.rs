//! Status line and headers of a response, as far as the portal uses them.

use crate::{SECOND, ServerTime};

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
    /// `Retry-After` in seconds; at most `u32::MAX`. `None` on another origin that doesn't expose the header.
    pub retry_after_s: Option<u32>,
    /// `Date`; only after [`Self::with_dates`].
    pub date: Option<ServerTime>,
    /// Whether the headers show that not the API answered but something before it: content that isn't JSON, or a login of
    /// HTTP's own (`WWW-Authenticate`).
    pub is_foreign: bool,
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

/// The longest `RateLimit-Reset` that is waited for, in seconds: a day.
const MAX_RESET_S: u32 = 86_400;

impl ResponseHead {
    /// Reads the headers through `header`, which is called with lower-case names. A value that is not a whole number
    /// counts as absent: [`Self::with_dates`] understands dates, too.
    pub fn read(status: u16, header: impl Fn(&str) -> Option<String>) -> Self {
        let number = |name: &str| header(name)?.trim().parse().ok();
        Self {
            status,
            retry_after_s: header("retry-after").and_then(|text| whole_seconds(text.trim())),
            date: None,
            is_foreign: header("www-authenticate").is_some()
                || header("content-type").is_some_and(|media_type| !media_type.contains("json")),
            quota: Quota {
                limit: number("ratelimit-limit"),
                remaining: number("ratelimit-remaining"),
                reset_s: number("ratelimit-reset"),
            },
        }
    }

    /// Also reads `Date`, and a `Retry-After` that is a date: relative to `Date`, or to `now` where there is none. A date
    /// that has passed means 0 s. `parse` reads an HTTP date, such as `Tue, 24 Nov 2026 02:10:37 GMT`.
    ///
    /// ```
    /// use portal_api::{ResponseHead, ServerTime};
    ///
    /// let header = |name: &str| (name == "retry-after").then(|| "Thu, 01 Jan 1970 00:01:00 GMT".to_owned());
    /// let parse = |_: &str| Some(ServerTime::from_millis(60_000));
    /// let head = ResponseHead::read(503, header).with_dates(header, parse, ServerTime::from_millis(18_000));
    /// assert_eq!(head.wait_s(), Some(42));
    /// ```
    #[must_use]
    pub fn with_dates(
        mut self,
        header: impl Fn(&str) -> Option<String>,
        parse: impl Fn(&str) -> Option<ServerTime>,
        now: ServerTime,
    ) -> Self {
        self.date = header("date").and_then(|text| parse(&text));
        let until = || {
            let text = header("retry-after")?;
            let text = text.trim();
            // All three forms begin with a weekday (RFC 9110, section 5.6.7). Browsers take other text for a date, too.
            if !text.starts_with(|first: char| first.is_ascii_alphabetic()) || !text.contains(':') {
                return None;
            }
            // The oldest form leaves out its time zone.
            if text.ends_with("GMT") { parse(text) } else { parse(&[text, " GMT"].concat()) }
        };
        self.retry_after_s = self.retry_after_s.or_else(|| {
            let left_ms = until()?.since(self.date.unwrap_or(now)).max(0);
            Some(u32::try_from(left_ms.unsigned_abs().div_ceil(SECOND.unsigned_abs())).unwrap_or(u32::MAX))
        });
        self
    }

    /// Seconds to wait before the next request: `Retry-After`, else `RateLimit-Reset` if no request remains. More than a day
    /// is no window of a quota: some servers send a Unix time there.
    pub fn wait_s(&self) -> Option<u32> {
        self.retry_after_s.or(match self.quota.remaining {
            Some(0) => self.quota.reset_s.filter(|seconds| *seconds <= MAX_RESET_S),
            _ => None,
        })
    }
}

/// A number of seconds; a larger one than fits is the largest.
fn whole_seconds(text: &str) -> Option<u32> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: &str = "Tue, 24 Nov 2026 02:00:00 GMT";

    /// Knows the dates of these tests, as numbers of seconds after [`DATE`].
    fn parse(text: &str) -> Option<ServerTime> {
        let seconds = match text {
            DATE => 0,
            "Tue, 24 Nov 2026 02:42:00 GMT" | "Tuesday, 24-Nov-26 02:42:00 GMT" | "Tue Nov 24 02:42:00 2026 GMT" => {
                2_520
            }
            "Tue, 24 Nov 2026 01:00:00 GMT" => -3_600,
            "Fri, 24 Nov 2226 02:00:00 GMT" => 200 * 365 * 86_400,
            _ => return None,
        };
        Some(ServerTime::from_millis(seconds * SECOND))
    }

    fn wait_s(retry_after: &str, date: Option<&str>, now_s: i64) -> Option<u32> {
        let header = |name: &str| match name {
            "retry-after" => Some(retry_after.to_owned()),
            "date" => date.map(str::to_owned),
            _ => None,
        };
        let now = ServerTime::from_millis(now_s * SECOND);
        ResponseHead::read(503, header).with_dates(header, parse, now).wait_s()
    }

    #[test]
    fn a_delay_is_read_in_seconds() {
        for (text, seconds) in [("0", 0), ("17", 17), (" 17 ", 17), ("99999999999", u32::MAX)] {
            assert_eq!(wait_s(text, None, 0), Some(seconds), "{text}");
        }
    }

    #[test]
    fn a_delay_is_read_as_a_date_in_all_three_forms() {
        for text in ["Tue, 24 Nov 2026 02:42:00 GMT", "Tuesday, 24-Nov-26 02:42:00 GMT", "Tue Nov 24 02:42:00 2026"] {
            assert_eq!(wait_s(text, Some(DATE), 1_000), Some(2_520), "{text}");
        }
        assert_eq!(wait_s("Fri, 24 Nov 2226 02:00:00 GMT", Some(DATE), 0), Some(u32::MAX));
    }

    #[test]
    fn a_date_is_relative_to_the_servers_clock_and_without_it_to_the_clients() {
        assert_eq!(wait_s("Tue, 24 Nov 2026 02:42:00 GMT", None, 2_500), Some(20));
        assert_eq!(wait_s("Tue, 24 Nov 2026 02:42:00 GMT", Some("yesterday"), 2_500), Some(20));
    }

    #[test]
    fn a_date_that_has_passed_is_no_delay() {
        assert_eq!(wait_s("Tue, 24 Nov 2026 01:00:00 GMT", Some(DATE), 0), Some(0));
    }

    #[test]
    fn a_reset_that_is_a_unix_time_is_no_delay() {
        let wait_s = |reset_s| {
            let quota = Quota { limit: Some(100), remaining: Some(0), reset_s: Some(reset_s) };
            ResponseHead { quota, ..ResponseHead::default() }.wait_s()
        };
        assert_eq!([wait_s(33), wait_s(86_400), wait_s(1_790_000_000)], [Some(33), Some(86_400), None]);
    }

    #[test]
    fn anything_else_is_no_delay_at_all() {
        for text in ["", "-1", "+1", "1.5", "1e3", "soon", "soon: 5", "2026-11-24T02:42:00Z", "17, 18"] {
            assert_eq!(wait_s(text, Some(DATE), 0), None, "{text}");
        }
    }
}
