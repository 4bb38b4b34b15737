//! The gateway under load: the program itself, as deployers run it.

use std::{fs, path::Path, process::Stdio, time::Duration};

use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    task::JoinHandle,
    time::timeout,
};

use crate::error::Failed;

/// The origin that browsers would see.
pub(crate) const PUBLIC_ORIGIN: &str = "https://keys.example.com";

/// A running gateway.
pub(crate) struct Gateway {
    /// The origin at which it listens.
    pub(crate) origin: String,
    child: Child,
    /// Reads the log; returns the number of lines about a panic.
    log: JoinHandle<usize>,
    _home: TempDir,
}

impl Gateway {
    /// Starts it in front of an API.
    pub(crate) async fn start(program: &Path, api: &str) -> Result<Self, Failed> {
        let home = tempfile::tempdir()?;
        fs::write(home.path().join("index.html"), "<!doctype html>")?;
        let mut child = Command::new(program)
            .args(["serve", "--listen=127.0.0.1:0", "--log-format=json"])
            .arg(format!("--upstream={api}"))
            .arg(format!("--public-origin={PUBLIC_ORIGIN}"))
            .arg("--dist")
            .arg(home.path())
            .env_clear()
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("{} can't be started: {error}", program.display()))?;
        let mut lines = BufReader::new(child.stderr.take().ok_or("no log")?).lines();
        let first = timeout(Duration::from_secs(10), lines.next_line()).await??.unwrap_or_default();
        let listening: serde_json::Value = serde_json::from_str(&first).map_err(|_| first.clone())?;
        let address = listening.get("address").and_then(serde_json::Value::as_str).ok_or(first)?;
        let origin = format!("http://{address}");
        let log = tokio::spawn(async move {
            let mut panics = 0;
            while let Ok(Some(line)) = lines.next_line().await {
                panics += usize::from(line.contains("panic"));
            }
            panics
        });
        Ok(Self { origin, child, log, _home: home })
    }

    /// Its memory in kB (`VmRSS`); none where the system has no /proc, or the process is gone.
    pub(crate) fn memory_kb(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()?)).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.split_whitespace().next()?.parse().ok()
    }

    /// The processor's time that it has used so far, the system's for it included; none where the system has no /proc.
    pub(crate) fn cpu_time(&self) -> Option<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()?)).ok()?;
        // Field 2, the name, may hold spaces. Fields 14 and 15 are the two times, in hundredths of a second.
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
        let mut next = || fields.next()?.parse::<u64>().ok();
        Some(Duration::from_millis((next()? + next()?) * 10))
    }

    /// Stops it and waits. Returns what went wrong: a panic, or an exit by itself or with an error.
    pub(crate) async fn stop(mut self) -> Result<Option<String>, Failed> {
        if let Some(ended) = self.child.try_wait()? {
            return Ok(Some(format!("it ended by itself ({ended})")));
        }
        let id = self.child.id().ok_or("it has no process id")?.to_string();
        Command::new("kill").args(["-TERM", &id]).status().await?;
        let ended = timeout(Duration::from_secs(40), self.child.wait()).await;
        let panics = self.log.await?;
        Ok(match ended {
            _ if panics > 0 => Some(format!("{panics} panics")),
            Ok(ended) if ended.as_ref().is_ok_and(std::process::ExitStatus::success) => None,
            Ok(ended) => Some(format!("it ended badly ({ended:?})")),
            Err(_) => Some("it did not end when asked to".to_owned()),
        })
    }
}
