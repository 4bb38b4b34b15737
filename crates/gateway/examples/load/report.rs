//! The result.

use std::fmt;

use crate::api::{FAILURES_PER_100, MAX_DELAY_MS};

/// How much more memory the gateway may use at the end than after [`WARM_UP`](crate::WARM_UP), in percent.
const MAX_GROWTH: u64 = 20;

/// Counts of all users.
#[derive(Default)]
pub(crate) struct Tally {
    /// Successes for the right session.
    pub(crate) succeeded: u64,
    /// The API's deliberate failures.
    pub(crate) failed: u64,
    /// All other failures.
    pub(crate) unexpected: u64,
    /// Responses for another session or request.
    pub(crate) mixed_up: u64,
    /// Requests without a response.
    pub(crate) hung_up: u64,
    /// Durations in microseconds.
    pub(crate) took: Vec<u64>,
    /// The same without the API's deliberate delay.
    pub(crate) added: Vec<u64>,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Self) {
        self.succeeded += other.succeeded;
        self.failed += other.failed;
        self.unexpected += other.unexpected;
        self.mixed_up += other.mixed_up;
        self.hung_up += other.hung_up;
        self.took.extend(other.took);
        self.added.extend(other.added);
    }
}

/// All results.
pub(crate) struct Report {
    pub(crate) tally: Tally,
    pub(crate) seconds: u64,
    pub(crate) connections: u32,
    /// The gateway's memory in kB every 10 s and at the end; `None` where the system doesn't report it.
    pub(crate) memory: Vec<Option<u64>>,
    /// What went wrong with the process.
    pub(crate) crash: Option<String>,
}

impl Report {
    /// Whether there are no faults.
    pub(crate) fn is_good(&self) -> bool {
        self.faults().is_empty()
    }

    /// What must not happen and did.
    fn faults(&self) -> Vec<String> {
        let Tally { succeeded, unexpected, mixed_up, hung_up, .. } = self.tally;
        let mut faults: Vec<_> = [
            (unexpected, "failures that the API did not have"),
            (mixed_up, "mixed-up answers"),
            (hung_up, "requests left without an answer"),
        ]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
        if succeeded == 0 {
            faults.push("no good answer at all".to_owned());
        }
        faults.extend(self.crash.clone());
        match (self.memory.first().copied().flatten(), self.memory.last().copied().flatten()) {
            (Some(warm), Some(at_end)) if at_end * 100 > warm * (100 + MAX_GROWTH) => {
                faults
                    .push(format!("memory grew by {} %, and may by {MAX_GROWTH} %", at_end * 100 / warm.max(1) - 100));
            }
            (None, Some(_)) | (Some(_), None) => {
                faults.push("the process was gone when memory was looked at".to_owned())
            }
            _ => {}
        }
        faults
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tally, seconds, connections, memory, crash } = self;
        let all = tally.succeeded + tally.failed + tally.unexpected + tally.mixed_up + tally.hung_up;
        let memory: Vec<_> = memory.iter().flatten().map(|kb| format!("{:.1}", megabytes(*kb))).collect();
        let memory = if memory.is_empty() { "not told by this system".to_owned() } else { memory.join(" ") + " MB" };
        writeln!(
            f,
            "{connections} connections for {seconds} s; the API takes 0 to {MAX_DELAY_MS} ms and fails in {FAILURES_PER_100} of 100 requests\n"
        )?;
        for (what, value) in [
            ("requests", format!("{all}, {} a second", all / seconds)),
            ("succeeded", tally.succeeded.to_string()),
            ("failed as the API did", tally.failed.to_string()),
            ("latency", percentiles(&tally.took)),
            ("  without the API's time", percentiles(&tally.added)),
            ("memory, every 10 s", memory),
            ("mixed-up answers", tally.mixed_up.to_string()),
            ("other failures", tally.unexpected.to_string()),
            ("left without an answer", tally.hung_up.to_string()),
            ("crashes", crash.clone().unwrap_or_else(|| "0".to_owned())),
        ] {
            writeln!(f, "  {what:<26} {value}")?;
        }
        match &self.faults()[..] {
            [] => f.write_str("\nNo faults."),
            faults => write!(f, "\nFaults: {}.", faults.join("; ")),
        }
    }
}

fn megabytes(kb: u64) -> f64 {
    u32::try_from(kb).map_or(f64::INFINITY, f64::from) / 1_024.0
}

fn percentiles(took: &[u64]) -> String {
    let mut took = took.to_vec();
    took.sort_unstable();
    let at = |percent: usize| {
        let micros = took.get(took.len() * percent / 100).copied().unwrap_or_default();
        format!("p{percent} {}.{} ms", micros / 1_000, micros / 100 % 10)
    };
    [50, 95, 99].map(at).join(", ")
}
