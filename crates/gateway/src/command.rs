//! The command line: what can be set, how it is checked, and what the process says and ends with.

mod arguments;
mod checked;
mod planned;

use std::{future::Future, io::Write, process::ExitCode};

use arguments::{Action, Arguments, Check, Export, LogFormat, Serve};
use clap::Parser;
use tokio::signal::unix::{SignalKind, signal};

use crate::{Server, Settings, SettingsProblem, check, export::export};

/// Ended as asked.
const FINE: u8 = 0;
/// Couldn't do what was asked.
const FAILED: u8 = 1;
/// Wasn't told well what to do (clap's own errors too).
const MISTOLD: u8 = 2;

/// Does what the command line says. Standard output gets what was asked for (the one line that says where the portal is, or
/// what a check found), standard error all else.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    ExitCode::from(match arguments.action {
        Action::Serve(serve) => run_serve(&serve),
        Action::Check(arguments) => run_check(&arguments),
        Action::Export(arguments) => run_export(&arguments),
    })
}

fn run_serve(arguments: &Serve) -> u8 {
    start_logging(arguments.log_format);
    match checked::serve(arguments, environment()) {
        Ok(settings) => block_on(serve(&settings)),
        Err(problems) => refuse("serve", &problems),
    }
}

fn run_check(arguments: &Check) -> u8 {
    let plan = match planned::check(arguments, environment(), std::io::stdin().lock()) {
        Ok(plan) => plan,
        Err(problems) => return refuse("check", &problems),
    };
    block_on(async {
        match check::run(&plan, std::io::stdout().lock()).await {
            0 => FINE,
            _ => FAILED,
        }
    })
}

/// What isn't Unicode can't be a root key.
fn environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

fn block_on(work: impl Future<Output = u8>) -> u8 {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("the system gives no threads: {error}")),
    };
    let code = runtime.block_on(work);
    // Not waiting for a name that is still being looked up.
    runtime.shutdown_background();
    code
}

async fn serve(settings: &Settings) -> u8 {
    let (server, stop) = match (Server::bind(settings).await, stop_signal()) {
        (Ok(server), Ok(stop)) => (server, stop),
        (Err(problem), _) => return fail(&problem.to_string()),
        (_, Err(error)) => return fail(&format!("the system takes no signal handlers: {error}")),
    };
    // Whoever started the gateway waits for this line; one that has gone away is no reason to stop.
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "gateway: the portal is at {}", settings.public_origin).and_then(|()| out.flush());
    drop(out);
    server.run(stop).await;
    FINE
}

/// SIGINT or SIGTERM. A second one, while requests are being finished, ends the process at once.
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        let mut asked = async move || tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} };
        asked().await;
        tokio::spawn(async move {
            asked().await;
            std::process::exit(i32::from(FAILED));
        });
    })
}

fn run_export(arguments: &Export) -> u8 {
    let (config, json) = match checked::config(Some(&arguments.config)) {
        Ok(config) => config,
        Err(problems) => return refuse("export", &problems),
    };
    match export(&arguments.dist, &config, &json, &arguments.out) {
        Ok(count) => {
            eprintln!(
                "gateway: {count} files are in {}: see README.txt there for what to do with them",
                arguments.out.display()
            );
            if config.api_base.is_none() {
                eprintln!(
                    "gateway: warning: the config has no `apiBase`, so the portal will ask for the API at its own origin: \
                     set `apiBase`, unless the host forwards /v2/ to an API that sets the session cookie"
                );
            }
            FINE
        }
        Err(problem) => fail(&problem.to_string()),
    }
}

fn refuse(action: &str, problems: &[SettingsProblem]) -> u8 {
    for problem in problems {
        eprintln!("gateway: {problem}");
    }
    eprintln!("gateway: not started; `portal-gateway {action} --help` explains each setting");
    MISTOLD
}

fn fail(problem: &str) -> u8 {
    eprintln!("gateway: {problem}");
    FAILED
}

/// To standard error: this crate's lines, and the warnings of others. There is no switch for more, since what the HTTP
/// library would then write is not ours to vouch for.
fn start_logging(format: LogFormat) {
    let lines = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(tracing_subscriber::EnvFilter::new("warn,portal_gateway=info"))
        .with_target(false);
    // A subscriber is there already only in tests.
    let _ = match format {
        LogFormat::Text => lines.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(false).with_span_list(false).try_init(),
    };
}
