//! The command `portal-sandbox`.

use std::process::ExitCode;

use clap::Parser;
use portal_sandbox::{command::Options, start};
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> ExitCode {
    let running = match start(Options::parse()).await {
        Ok(running) => running,
        Err(problem) => {
            eprintln!("portal-sandbox: {problem}");
            return ExitCode::FAILURE;
        }
    };
    println!("sandbox: the API is at http://localhost:{}", running.api_port);
    println!("sandbox: the app is at http://localhost:{}", running.app_port);
    let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        eprintln!("portal-sandbox: the system gives no signals to wait for");
        return ExitCode::FAILURE;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    ExitCode::SUCCESS
}
