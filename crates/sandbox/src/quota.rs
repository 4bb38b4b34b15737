//! How many requests a workspace may send in a minute.

use portal_api::{MINUTE, ServerTime};

use crate::{
    answers::{Answer, error},
    world::World,
};

/// What is left of the workspace's requests of this minute.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quota {
    /// At most so many.
    pub(crate) limit: u32,
    /// None when this one is too many.
    pub(crate) left: Option<u32>,
    /// Seconds until the next minute begins.
    reset_s: i64,
}

impl Quota {
    /// Says so in the answer.
    pub(crate) fn tell(self, answer: Answer) -> Answer {
        let answer = answer
            .with("ratelimit-limit", self.limit.to_string())
            .with("ratelimit-remaining", self.left.unwrap_or(0).to_string())
            .with("ratelimit-reset", self.reset_s.to_string());
        if self.left.is_some() { answer } else { answer.with("retry-after", self.reset_s.to_string()) }
    }
}

/// The answer to a request too many.
pub(crate) fn too_many(limit: u32) -> Answer {
    let detail = format!("This workspace has exceeded its API rate limit of {limit}/1m0s. Please try again later.");
    error(429, "Too Many Requests", &detail, "user/too_many_requests/workspace_rate_limited")
}

impl World {
    /// One request of this minute.
    pub(crate) fn spend(&mut self, limit: u32, now: ServerTime) -> Quota {
        let minute = now.millis().div_euclid(MINUTE);
        if self.spent.0 != minute {
            self.spent = (minute, 0);
        }
        self.spent.1 += 1;
        let reset_s = (MINUTE - now.millis().rem_euclid(MINUTE)) / 1_000;
        Quota { limit, left: limit.checked_sub(self.spent.1), reset_s }
    }
}
