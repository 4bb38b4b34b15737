//! The result.

use std::{fmt, time::Duration};

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

/// One load: a line of the table.
pub(crate) struct Load {
    pub(crate) what: String,
    pub(crate) requests: usize,
    pub(crate) lasted: Duration,
    /// The processor's time that the gateway took for all requests; `None` without a gateway, or where the system doesn't report it.
    pub(crate) cpu: Option<Duration>,
    /// How long requests took, in microseconds, without the API's deliberate delay.
    pub(crate) took: Vec<u64>,
    /// The gateway's memory in kB, in the end.
    pub(crate) memory: Option<u64>,
}

/// All results.
pub(crate) struct Report {
    pub(crate) loads: Vec<Load>,
    /// Those of the first load.
    pub(crate) tally: Tally,
    /// The gateway's memory in kB every 10 s of the first load and at its end; `None` where the system doesn't report it.
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
        if succeeded == 0 && !self.memory.is_empty() {
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
        let Self { loads, tally, memory, crash } = self;
        let [what, each, time] = ["", "CPU/request", "p50 / p95 / p99"];
        writeln!(f, "{what:<46} {:>10} {each:>12} {time:>26} {:>9}", "requests/s", "memory")?;
        loads.iter().try_for_each(|load| writeln!(f, "{load}"))?;
        let Tally { succeeded, failed, unexpected, mixed_up, hung_up, .. } = tally;
        let memory: Vec<_> = memory.iter().map(|kb| megabytes(*kb)).collect();
        write!(
            f,
            "\nOf the first load, {succeeded} requests succeeded and {failed} failed as the API did, in {FAILURES_PER_100} of \
             100 cases; mixed up {mixed_up}, failed otherwise {unexpected}, left without an answer {hung_up}; crashes: {}. \
             Times are without the API's, which is up to {MAX_DELAY_MS} ms. Memory every 10 s: {}.\n",
            crash.as_deref().unwrap_or("0"),
            memory.join(", "),
        )?;
        match &self.faults()[..] {
            [] => f.write_str("No faults."),
            faults => write!(f, "Faults: {}.", faults.join("; ")),
        }
    }
}

impl fmt::Display for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, requests, lasted, cpu, took, memory } = self;
        let each =
            cpu.map_or("-".to_owned(), |cpu| micros(cpu.as_micros() / u128::try_from(*requests).unwrap_or(1).max(1)));
        let a_second = u128::try_from(*requests).unwrap_or_default() * 1_000 / lasted.as_millis().max(1);
        write!(f, "{what:<46} {a_second:>10} {each:>12} {:>26} {:>9}", percentiles(took), megabytes(*memory))
    }
}

/// Microseconds as milliseconds.
fn micros(micros: u128) -> String {
    format!("{}.{:03} ms", micros / 1_000, micros % 1_000)
}

fn megabytes(kb: Option<u64>) -> String {
    kb.and_then(|kb| u32::try_from(kb).ok()).map_or("-".to_owned(), |kb| format!("{:.1} MB", f64::from(kb) / 1_024.0))
}

fn percentiles(took: &[u64]) -> String {
    let mut took = took.to_vec();
    took.sort_unstable();
    let at = |percent: usize| {
        let micros = took.get(took.len() * percent / 100).copied().unwrap_or_default();
        format!("{}.{:02}", micros / 1_000, micros / 10 % 100)
    };
    [50, 95, 99].map(at).join(" / ") + " ms"
}
