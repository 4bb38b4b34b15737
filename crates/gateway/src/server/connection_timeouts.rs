//! Timeouts of a client's connection: for a request's head, between requests, and for writing. Hand-written because hyper's
//! one `header_read_timeout` also runs while a connection is idle, so that a single value would have to be short for slow
//! clients and long for load balancers.

use std::{
    future::Future,
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep},
};

use super::{connection_state::ConnectionState, phase::Phase};
use crate::settings::Limits;

/// A stream whose reads and writes fail with `TimedOut` when the client is too slow.
pub(super) struct TimeoutStream<S> {
    stream: S,
    state: ConnectionState,
    limits: Limits,
    /// The phase that the read timer runs for.
    timed_phase: Phase,
    /// When that phase began.
    phase_since: Instant,
    /// When the client last accepted bytes.
    last_write: Instant,
    read_timer: Pin<Box<Sleep>>,
    write_timer: Pin<Box<Sleep>>,
    is_write_pending: bool,
}

impl<S> TimeoutStream<S> {
    pub(super) fn new(stream: S, state: ConnectionState, limits: Limits) -> Self {
        let now = Instant::now();
        let timer = |after| Box::pin(tokio::time::sleep_until(now + after));
        Self {
            stream,
            state,
            limits,
            timed_phase: Phase::Head,
            phase_since: now,
            last_write: now,
            read_timer: timer(limits.head_timeout),
            write_timer: timer(limits.write_timeout),
            is_write_pending: false,
        }
    }

    /// How long the client may send nothing in a phase.
    fn read_timeout(&self, phase: Phase) -> Option<Duration> {
        match phase {
            Phase::Head => Some(self.limits.head_timeout),
            // The handlers have timeouts of their own.
            Phase::Busy => None,
            Phase::Responded | Phase::Idle => Some(self.limits.idle_timeout),
        }
    }

    /// Ready when the client has sent nothing for too long. A long download doesn't count: the time runs from the last bytes
    /// that the client accepted.
    fn poll_read_timeout(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let phase = self.state.phase();
        if phase != self.timed_phase {
            self.timed_phase = phase;
            self.phase_since = Instant::now();
        }
        let Some(timeout) = self.read_timeout(phase) else { return Poll::Pending };
        loop {
            let deadline = self.phase_since.max(self.last_write) + timeout;
            if self.read_timer.deadline() != deadline {
                self.read_timer.as_mut().reset(deadline);
            }
            std::task::ready!(self.read_timer.as_mut().poll(context));
            if self.phase_since.max(self.last_write) + timeout <= Instant::now() {
                return Poll::Ready(());
            }
        }
    }

    /// The same for writing.
    fn poll_write_timeout<T>(&mut self, result: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if result.is_ready() {
            self.is_write_pending = false;
            self.last_write = Instant::now();
            return result;
        }
        if !self.is_write_pending {
            self.is_write_pending = true;
            self.write_timer.as_mut().reset(Instant::now() + self.limits.write_timeout);
        }
        match self.write_timer.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for TimeoutStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        match Pin::new(&mut self.stream).poll_read(context, buffer) {
            Poll::Pending => self.poll_read_timeout(context).map(|()| Err(io::ErrorKind::TimedOut.into())),
            ready => {
                if buffer.filled().len() > before {
                    self.state.received();
                }
                ready
            }
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for TimeoutStream<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.poll_write_timeout(result, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.poll_write_timeout(result, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        if matches!(flushed, Poll::Ready(Ok(()))) {
            self.state.flushed();
        }
        // After a response, hyper doesn't call `poll_read` again if an earlier read is still pending, so the timer has to be
        // set here. When it fires, the task is woken and reads.
        let _ = self.poll_read_timeout(context);
        flushed
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
