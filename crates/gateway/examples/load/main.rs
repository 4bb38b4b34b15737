//! The gateway under load: `make load`. An API that is slow and fails at random stands behind it, and on each of many
//! connections a user of its own opens sessions and lists keys. Ends with 1 if anybody got anything of somebody else's,
//! was hung up on, the gateway crashed, or its memory grew.
//!
//! All of it stays on this machine, and ends by itself.

mod api;
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

use error::Failed;
use gateway::Gateway;
use report::{Report, Tally};

/// Puts a gateway under load and checks that every response belongs to its request.
#[derive(Debug, Parser)]
struct Options {
    /// The gateway's program.
    #[arg(long, env = "GATEWAY_BIN")]
    gateway: std::path::PathBuf,
    /// How many users at a time, each with a connection.
    #[arg(long, default_value_t = 500)]
    connections: u32,
    /// For how long, in seconds; 20 at least, since memory is measured after 10 s and at the end.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(20..=3_600))]
    seconds: u64,
}

/// Memory is measured after this time, when all connections are in use, and then at this interval.
const WARM_UP: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> Result<ExitCode, Failed> {
    let options = Options::parse();
    let api = api::start().await?;
    let gateway = Gateway::start(&options.gateway, &api).await?;
    let end = Instant::now() + Duration::from_secs(options.seconds);
    let sessions = Arc::new(AtomicU64::new(0));
    let mut users = JoinSet::new();
    for _ in 0..options.connections {
        users.spawn(user::run(gateway.origin.clone(), Arc::clone(&sessions), end));
    }
    let mut memory = Vec::new();
    loop {
        tokio::time::sleep(WARM_UP.min(end.saturating_duration_since(Instant::now()))).await;
        memory.push(gateway.memory_kb());
        if Instant::now() >= end {
            break;
        }
    }
    let mut tally = Tally::default();
    while let Some(user) = users.join_next().await {
        tally.add(user?);
    }
    let crash = gateway.stop().await?;
    let report = Report { tally, seconds: options.seconds, connections: options.connections, memory, crash };
    println!("{report}");
    Ok(if report.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
