//! Standard error, as the log's output. The lines of a few milliseconds are written together: a write for each line costs more
//! than all else of it. Warnings and errors are written at once, after what was waiting.

use std::{
    io::{self, Write},
    mem,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use tracing::{Level, Metadata};
use tracing_subscriber::fmt::MakeWriter;

/// How long a line may wait for others.
const WAIT: Duration = Duration::from_millis(5);

/// How many bytes may wait. Beyond, whoever logs writes them, and waits as long as nobody reads the log.
const MAX_WAITING: usize = 64 * 1024;

/// Makes a writer for each line.
pub(super) struct LogWriter {
    log: Arc<Log>,
    /// The system gave no thread that would write later.
    always_at_once: bool,
}

/// Writes what waits when it is dropped.
pub(super) struct FlushAtEnd(Arc<Log>);

/// Writes a line.
pub(super) struct LineWriter<'a> {
    log: &'a Log,
    at_once: bool,
}

struct Log {
    waiting: Mutex<Vec<u8>>,
    has_lines: Condvar,
    output: Mutex<Box<dyn Write + Send>>,
}

impl LogWriter {
    pub(super) fn new(output: Box<dyn Write + Send>) -> (Self, FlushAtEnd) {
        let log = Arc::new(Log { waiting: Mutex::default(), has_lines: Condvar::new(), output: Mutex::new(output) });
        let of_thread = Arc::clone(&log);
        let thread = thread::Builder::new().name("log".to_owned()).spawn(move || of_thread.write_forever());
        (Self { log: Arc::clone(&log), always_at_once: thread.is_err() }, FlushAtEnd(log))
    }
}

impl<'a> MakeWriter<'a> for LogWriter {
    type Writer = LineWriter<'a>;

    fn make_writer(&'a self) -> LineWriter<'a> {
        LineWriter { log: &self.log, at_once: true }
    }

    fn make_writer_for(&'a self, line: &Metadata<'_>) -> LineWriter<'a> {
        LineWriter { log: &self.log, at_once: self.always_at_once || *line.level() <= Level::WARN }
    }
}

impl Write for LineWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut waiting = lock(&self.log.waiting);
        if waiting.is_empty() {
            self.log.has_lines.notify_one();
        }
        waiting.extend_from_slice(bytes);
        let is_full = waiting.len() > MAX_WAITING;
        drop(waiting);
        if self.at_once || is_full {
            self.log.write_waiting();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for FlushAtEnd {
    fn drop(&mut self) {
        self.0.write_waiting();
    }
}

impl Log {
    fn write_forever(&self) {
        loop {
            let waiting = lock(&self.waiting);
            drop(self.has_lines.wait_while(waiting, |waiting| waiting.is_empty()));
            thread::sleep(WAIT);
            self.write_waiting();
        }
    }

    /// A log that can't be written is no reason to stop.
    fn write_waiting(&self) {
        // Before the lines are taken, so that they are written in their order.
        let mut output = lock(&self.output);
        let lines = mem::take(&mut *lock(&self.waiting));
        let _ = output.write_all(&lines);
    }
}

fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::*;

    struct Output(Sender<String>);

    impl Write for Output {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _ = self.0.send(String::from_utf8_lossy(bytes).into_owned());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Logs with it, and gives what was written by the time that it returns, in the pieces in which it was.
    fn written(log: impl FnOnce(&Receiver<String>)) -> Vec<String> {
        let (output, pieces) = channel();
        let (writer, end) = LogWriter::new(Box::new(Output(output)));
        let subscriber =
            tracing_subscriber::fmt().with_writer(writer).without_time().with_level(false).with_target(false);
        // While one subscriber is alone, lines of other tests' threads decide for it.
        let _second = tracing::Dispatch::new(tracing_subscriber::registry());
        tracing::subscriber::with_default(subscriber.finish(), || log(&pieces));
        drop(end);
        pieces.try_iter().collect()
    }

    #[test]
    fn lines_are_written_together_and_in_their_order() {
        let pieces = written(|_| (0..100).for_each(|number| tracing::info!("{number}")));
        let lines: String = (0..100).map(|number| format!("{number}\n")).collect();
        assert_eq!(pieces.concat(), lines);
        assert!(pieces.len() < 100, "{}", pieces.len());
    }

    #[test]
    fn a_line_does_not_wait_for_the_end() {
        let rest = written(|pieces| {
            tracing::info!("a");
            assert_eq!(pieces.recv().as_deref(), Ok("a\n"));
        });
        assert_eq!(rest, [""; 0]);
    }

    #[test]
    fn a_warning_is_written_at_once_after_what_was_waiting() {
        written(|pieces| {
            tracing::info!("a");
            tracing::warn!("b");
            assert_eq!(pieces.try_iter().collect::<String>(), "a\nb\n");
        });
    }

    #[test]
    fn what_waits_is_bounded() {
        written(|pieces| {
            let line = "x".repeat(1_000);
            let before: usize = (0..1_000)
                .map(|_| {
                    tracing::info!("{line}");
                    line.len()
                })
                .sum();
            let written: usize = pieces.try_iter().map(|piece| piece.len()).sum();
            assert!(before - written.min(before) <= 2 * MAX_WAITING, "{written}");
        });
    }
}
