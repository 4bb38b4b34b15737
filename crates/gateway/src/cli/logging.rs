//! The log.

use super::{
    arguments::LogFormat,
    log_writer::{FlushAtEnd, LogWriter},
};

/// Logs to standard error until the result is dropped: the lines of this project, and the warnings of others. There is no flag for more, since lines of the
/// HTTP libraries may hold headers.
#[must_use]
pub(super) fn start(format: LogFormat) -> FlushAtEnd {
    let (writer, flush_at_end) = LogWriter::new(Box::new(std::io::stderr()));
    let lines = tracing_subscriber::fmt()
        .with_writer(writer)
        .with_env_filter(tracing_subscriber::EnvFilter::new("warn,portal_gateway=info,portal_upstream=info"))
        .with_target(false);
    // Fails only if there is a subscriber already, in tests.
    let _ = match format {
        LogFormat::Text => lines.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(false).with_span_list(false).try_init(),
    };
    flush_at_end
}
