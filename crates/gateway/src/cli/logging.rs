//! The log.

use super::arguments::LogFormat;

/// Logs to standard error: the lines of this project, and the warnings of others. There is no flag for more, since lines of the
/// HTTP libraries may hold headers.
pub(super) fn start(format: LogFormat) {
    let lines = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(tracing_subscriber::EnvFilter::new("warn,portal_gateway=info,portal_upstream=info"))
        .with_target(false);
    // Fails only if there is a subscriber already, in tests.
    let _ = match format {
        LogFormat::Text => lines.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(false).with_span_list(false).try_init(),
    };
}
