//! The command line: flags and environment variables, their validation, output and exit codes.

mod arguments;
mod check;
mod config_file;
mod conflicts;
mod duplicate_settings;
mod log_writer;
mod logging;
mod networks;
mod open_files;
mod root_key_guard;
mod serve;
mod setting_errors;

use std::{future::Future, io::Write, process::ExitCode};

use arguments::{Action, Arguments, Check, Export, Serve};
use clap::Parser;
use portal_gateway::{Server, Settings, export};
use root_key_guard::holds_root_key;
use setting_errors::SettingError;
use tokio::signal::unix::{SignalKind, signal};

/// Exit code: success.
const EXIT_OK: u8 = 0;
/// Exit code: failed, or the check found a problem.
const EXIT_FAILED: u8 = 1;
/// Exit code: invalid settings. clap uses the same for its own errors.
const EXIT_USAGE: u8 = 2;

/// Runs the command line. Standard output gets the result (the line with the portal's address, or the check's report),
/// standard error everything else.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    ExitCode::from(match arguments.action {
        Action::Serve(serve) => run_serve(&serve),
        Action::Check(arguments) => run_check(&arguments),
        Action::Export(arguments) => run_export(&arguments),
    })
}

fn run_serve(arguments: &Serve) -> u8 {
    let _log = logging::start(arguments.log_format);
    match serve::settings(arguments, environment()) {
        Ok(settings) => block_on(run_server(&settings)),
        Err(errors) => refuse("serve", &errors),
    }
}

fn run_check(arguments: &Check) -> u8 {
    let plan = match check::plan(arguments, environment(), std::io::stdin().lock()) {
        Ok(plan) => plan,
        Err(errors) => return refuse("check", &errors),
    };
    block_on(async {
        match portal_doctor::run(&plan, std::io::stdout().lock()).await {
            0 => EXIT_OK,
            _ => EXIT_FAILED,
        }
    })
}

/// Bytes that aren't Unicode are replaced: a root key may stand between them.
fn environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os().map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned()))
}

fn block_on(work: impl Future<Output = u8>) -> u8 {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("the system gives no threads: {error}")),
    };
    let code = runtime.block_on(work);
    // Doesn't wait for a blocking name resolution.
    runtime.shutdown_background();
    code
}

async fn run_server(settings: &Settings) -> u8 {
    let open_files = open_files::raise_limit(open_files::needed(settings.max_connections));
    let (server, stop) = match (Server::bind(settings).await, stop_signal()) {
        (Ok(server), Ok(stop)) => (server, stop),
        (Err(problem), _) => return fail(&problem.to_string()),
        (_, Err(error)) => return fail(&format!("the system takes no signal handlers: {error}")),
    };
    if let Err(problem) = open_files {
        tracing::warn!("{problem}");
    }
    // Scripts wait for this line. A closed output is no reason to stop.
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "gateway: the portal is at {}", settings.public_origin).and_then(|()| out.flush());
    drop(out);
    server.run(stop).await;
    EXIT_OK
}

/// Completes at SIGINT or SIGTERM. A second signal, during shutdown, ends the process at once.
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        let mut asked = async move || tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} };
        asked().await;
        tokio::spawn(async move {
            asked().await;
            std::process::exit(i32::from(EXIT_FAILED));
        });
    })
}

fn run_export(arguments: &Export) -> u8 {
    let (config, json) = match config_file::read_config(Some(&arguments.config)) {
        Ok(config) => config,
        Err(errors) => return refuse("export", &errors),
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
            EXIT_OK
        }
        Err(problem) => fail(&problem.to_string()),
    }
}

fn refuse(action: &str, errors: &[SettingError]) -> u8 {
    for error in errors {
        // Messages quote values, and one of them may be what an error before names as a root key.
        if holds_root_key(&error.message) {
            eprintln!("gateway: {} is invalid; its value holds a root key and is not repeated here", error.setting);
        } else {
            eprintln!("gateway: {error}");
        }
    }
    eprintln!("gateway: not started; `portal-gateway {action} --help` explains each setting");
    EXIT_USAGE
}

fn fail(problem: &str) -> u8 {
    eprintln!("gateway: {problem}");
    EXIT_FAILED
}
