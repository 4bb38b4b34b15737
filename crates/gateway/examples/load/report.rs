//! What came of it.

use std::fmt;

use crate::api::{FAIL, SLOWEST_MS};

/// How much more memory it may use at the end than when it was warm, in percent.
const MAY_GROW: u64 = 20;

/// What users counted.
#[derive(Default)]
pub(crate) struct Tally {
    /// Good answers that named the session that asked.
    pub(crate) well: u64,
    /// Failures that the API was told to have.
    pub(crate) failed: u64,
    /// Failures that it wasn't.
    pub(crate) unexpected: u64,
    /// Answers that named another session, or another request.
    pub(crate) mixed_up: u64,
    /// Requests that the gateway left without an answer.
    pub(crate) hung_up: u64,
    /// How long answers took, in microseconds.
    pub(crate) took: Vec<u64>,
    /// The same without the time that the API took on purpose.
    pub(crate) added: Vec<u64>,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Self) {
        self.well += other.well;
        self.failed += other.failed;
        self.unexpected += other.unexpected;
        self.mixed_up += other.mixed_up;
        self.hung_up += other.hung_up;
        self.took.extend(other.took);
        self.added.extend(other.added);
    }
}

/// The whole.
pub(crate) struct Report {
    pub(crate) tally: Tally,
    pub(crate) seconds: u64,
    pub(crate) connections: u32,
    /// The gateway's memory in kB every 10 s and at the end, where the system tells.
    pub(crate) memory: Vec<Option<u64>>,
    /// What went wrong with the process.
    pub(crate) crash: Option<String>,
}

impl Report {
    /// Whether everybody got their own, and the gateway is as it was.
    pub(crate) fn is_good(&self) -> bool {
        self.faults().is_empty()
    }

    /// What must not be and was.
    fn faults(&self) -> Vec<String> {
        let Tally { well, unexpected, mixed_up, hung_up, .. } = self.tally;
        let mut faults: Vec<_> = [
            (unexpected, "failures that the API did not have"),
            (mixed_up, "mixed-up answers"),
            (hung_up, "requests left without an answer"),
        ]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
        if well == 0 {
            faults.push("no good answer at all".to_owned());
        }
        faults.extend(self.crash.clone());
        match (self.memory.first().copied().flatten(), self.memory.last().copied().flatten()) {
            (Some(warm), Some(at_end)) if at_end * 100 > warm * (100 + MAY_GROW) => {
                faults.push(format!("memory grew by {} %, and may by {MAY_GROW} %", at_end * 100 / warm.max(1) - 100));
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
        let all = tally.well + tally.failed + tally.unexpected + tally.mixed_up + tally.hung_up;
        let memory: Vec<_> = memory.iter().flatten().map(|kb| format!("{:.1}", megabytes(*kb))).collect();
        let memory = if memory.is_empty() { "not told by this system".to_owned() } else { memory.join(" ") + " MB" };
        writeln!(
            f,
            "{connections} connections for {seconds} s; the API takes 0 to {SLOWEST_MS} ms and fails in {FAIL} of 100 requests\n"
        )?;
        for (what, value) in [
            ("requests", format!("{all}, {} a second", all / seconds)),
            ("answered well", tally.well.to_string()),
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
            [] => f.write_str("\nAll is well."),
            faults => write!(f, "\nNot all is well: {}.", faults.join("; ")),
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
