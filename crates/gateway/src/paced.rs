//! A connection that doesn't wait for ever. hyper's one timeout for a request's head also runs while a connection is idle, so
//! that one value would have to be short for slow senders and long for load balancers; here each has its own.

use std::{
    future::Future,
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep},
};

use crate::settings::Limits;

/// Where a connection stands; set by whoever serves it, read by whoever reads from it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stand(Arc<AtomicU8>);

/// Nothing asked yet: the first head is awaited.
const FRESH: u8 = 0;
/// A request is being answered; its own timeouts hold.
const BUSY: u8 = 1;
/// Between two requests.
const IDLE: u8 = 2;
/// A further head has begun.
const HEAD: u8 = 3;

impl Stand {
    /// A head has come whole.
    pub(crate) fn busy(&self) {
        self.0.store(BUSY, Ordering::Relaxed);
    }

    /// The answer is there, though perhaps not sent.
    pub(crate) fn idle(&self) {
        self.0.store(IDLE, Ordering::Relaxed);
    }

    /// Whether nothing has been asked so far.
    pub(crate) fn is_fresh(&self) -> bool {
        self.0.load(Ordering::Relaxed) == FRESH
    }
}

/// The connection.
pub(crate) struct Paced<S> {
    stream: S,
    stand: Stand,
    limits: Limits,
    /// What the read timer runs for.
    timed: u8,
    /// When that began.
    since: Instant,
    /// The last time that the client took something.
    written: Instant,
    read_timer: Pin<Box<Sleep>>,
    write_timer: Pin<Box<Sleep>>,
    write_waits: bool,
}

impl<S> Paced<S> {
    pub(crate) fn new(stream: S, stand: Stand, limits: Limits) -> Self {
        let now = Instant::now();
        let timer = |after| Box::pin(tokio::time::sleep_until(now + after));
        Self {
            stream,
            stand,
            limits,
            timed: FRESH,
            since: now,
            written: now,
            read_timer: timer(limits.head),
            write_timer: timer(limits.write),
            write_waits: false,
        }
    }

    /// For how long the client may stay silent as things stand.
    fn patience(&self, stand: u8) -> Option<Duration> {
        match stand {
            BUSY => None,
            IDLE => Some(self.limits.idle),
            _ => Some(self.limits.head),
        }
    }

    /// Ready when the client has been silent for too long. A long download is no silence: it counts from the last bytes taken.
    fn poll_patience(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let stand = self.stand.0.load(Ordering::Relaxed);
        if stand != self.timed {
            self.timed = stand;
            self.since = Instant::now();
        }
        let Some(patience) = self.patience(stand) else { return Poll::Pending };
        loop {
            let deadline = self.since.max(self.written) + patience;
            if self.read_timer.deadline() != deadline {
                self.read_timer.as_mut().reset(deadline);
            }
            std::task::ready!(self.read_timer.as_mut().poll(context));
            if self.since.max(self.written) + patience <= Instant::now() {
                return Poll::Ready(());
            }
        }
    }

    /// The same for what is written.
    fn written<T>(&mut self, result: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if result.is_ready() {
            self.write_waits = false;
            self.written = Instant::now();
            return result;
        }
        if !self.write_waits {
            self.write_waits = true;
            self.write_timer.as_mut().reset(Instant::now() + self.limits.write);
        }
        match self.write_timer.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Paced<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        match Pin::new(&mut self.stream).poll_read(context, buffer) {
            Poll::Pending => self.poll_patience(context).map(|()| Err(io::ErrorKind::TimedOut.into())),
            ready => {
                if buffer.filled().len() > before {
                    // Only from idle: a body's bytes come while busy.
                    let idle = (IDLE, HEAD, Ordering::Relaxed);
                    let _ = self.stand.0.compare_exchange(idle.0, idle.1, idle.2, idle.2);
                }
                ready
            }
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Paced<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.written(result, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.written(result, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        // Once an answer is out, hyper waits for the next request without reading anew, where a read from before is still
        // pending: the timer has to be set here. That it runs out is seen by the read that follows.
        let _ = self.poll_patience(context);
        flushed
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
