//! The gateway under load: `make load`.
//!
//! 1. An API that is slow and fails at random stands behind it, and on each of many connections a user of its own opens
//!    sessions and lists keys. Ends with 1 if anybody got anything of somebody else's, was hung up on, the gateway crashed, or
//!    its memory grew.
//! 2. An API that costs nothing stands behind it: what forwarding a list takes of the processor's time, as many requests as
//!    there can be, and how long it takes, at a fixed rate.
//!
//! All of it stays on this machine, and ends by itself.

mod api;
mod canned;
mod clients;
mod error;
mod gateway;
mod random;
mod report;
mod user;

use std::{
    process::ExitCode,
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};

use clap::Parser;
use tokio::{task::JoinSet, time::Instant};

use clients::Pace;
use error::Failed;
use gateway::Gateway;
use report::{Load, Report, Tally};

/// Puts a gateway under load and checks that every response belongs to its request.
#[derive(Debug, Parser)]
struct Options {
    /// The gateway's program.
    #[arg(long, env = "GATEWAY_BIN")]
    gateway: std::path::PathBuf,
    /// How many users at a time, each with a connection.
    #[arg(long, default_value_t = 500)]
    connections: u32,
    /// For how long, in seconds; 20 at least, since memory is measured after 10 s and at the end. 0 leaves this load out.
    #[arg(long, default_value_t = 60, value_parser = parse_seconds)]
    seconds: u64,
    /// For how long each of the other loads lasts, in seconds.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    seconds_of_lists: u64,
    /// How many lists are requested in a second where that is fixed.
    #[arg(long, default_value_t = 3_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    rate: u32,
}

/// Clients that list keys.
const CONNECTIONS: u32 = 32;

fn parse_seconds(text: &str) -> Result<u64, String> {
    let seconds = text.parse().ok().filter(|seconds| matches!(seconds, 0 | 20..=3_600));
    seconds.ok_or_else(|| "0, or 20 to 3600".to_owned())
}

/// Memory is measured after this time, when all connections are in use, and then at this interval.
const WARM_UP: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> Result<ExitCode, Failed> {
    let options = Options::parse();
    let mut report = Report { loads: Vec::new(), tally: Tally::default(), memory: Vec::new(), crash: None };
    if options.seconds > 0 {
        slow_api(&options, &mut report).await?;
    }
    for keys in [5, 20, 100] {
        lists(&options, keys, &mut report).await?;
    }
    println!("{report}");
    Ok(if report.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn slow_api(options: &Options, report: &mut Report) -> Result<(), Failed> {
    let gateway = Gateway::start(&options.gateway, &api::start().await?).await?;
    let begin = Instant::now();
    let end = begin + Duration::from_secs(options.seconds);
    let sessions = Arc::new(AtomicU64::new(0));
    let mut users = JoinSet::new();
    for _ in 0..options.connections {
        users.spawn(user::run(gateway.origin.clone(), Arc::clone(&sessions), end));
    }
    loop {
        tokio::time::sleep(WARM_UP.min(end.saturating_duration_since(Instant::now()))).await;
        report.memory.push(gateway.memory_kb());
        if Instant::now() >= end {
            break;
        }
    }
    while let Some(user) = users.join_next().await {
        report.tally.add(user?);
    }
    report.loads.push(Load {
        what: format!("slow API that fails, {} connections", options.connections),
        requests: report.tally.took.len(),
        lasted: begin.elapsed(),
        cpu: gateway.cpu_time(),
        took: std::mem::take(&mut report.tally.added),
        memory: gateway.memory_kb(),
    });
    report.crash = gateway.stop().await?;
    Ok(())
}

/// Lists of this many keys, from an API that has them ready.
async fn lists(options: &Options, keys: usize, report: &mut Report) -> Result<(), Failed> {
    let api = canned::start(keys).await?;
    let gateway = Gateway::start(&options.gateway, &api).await?;
    let rate = options.rate;
    let (all, some) = (format!("{keys} keys, {CONNECTIONS} connections"), format!("{keys} keys, {rate} requests/s"));
    for (what, pace, gateway) in [
        (all, Pace::AsFastAsAnswered, Some(&gateway)),
        (some.clone(), Pace::PerSecond(rate), Some(&gateway)),
        (some + ", without the gateway", Pace::PerSecond(rate), None),
    ] {
        let origin = gateway.map_or(&api, |gateway| &gateway.origin).clone();
        let duration = Duration::from_secs(options.seconds_of_lists);
        let before = gateway.and_then(Gateway::cpu_time);
        let seen = tokio::task::spawn_blocking(move || clients::run(&origin, CONNECTIONS, pace, duration)).await??;
        report.loads.push(Load {
            what,
            requests: seen.took.len(),
            lasted: seen.lasted,
            cpu: gateway.and_then(Gateway::cpu_time).zip(before).map(|(after, before)| after.saturating_sub(before)),
            took: seen.took,
            memory: gateway.and_then(Gateway::memory_kb),
        });
    }
    if let Some(crash) = gateway.stop().await? {
        return Err(crash.into());
    }
    Ok(())
}
