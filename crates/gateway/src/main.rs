//! The binary: see the library, and `portal-gateway --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    portal_gateway::command::run()
}
