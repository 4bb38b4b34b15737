//! Clients that list keys, each with a connection and a thread: cheaper than an HTTP library, and a thread wakes when it is
//! meant to, where timers of the runtime are up to a millisecond late.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use crate::{error::Failed, gateway::PUBLIC_ORIGIN};

/// What all clients saw.
#[derive(Default)]
pub(crate) struct Seen {
    /// Durations in microseconds. At a fixed rate they run from when the request was due, not from when it was sent: a
    /// request that waits for the one before it is late.
    pub(crate) took: Vec<u64>,
    /// How long all of it lasted.
    pub(crate) lasted: Duration,
}

/// How clients send requests.
#[derive(Clone, Copy)]
pub(crate) enum Pace {
    /// The next one when the last one is answered.
    AsFastAsAnswered,
    /// This many a second, all clients together, however long the answers take.
    PerSecond(u32),
}

/// Lists keys at `origin` for some time.
///
/// # Errors
/// Whatever isn't a 200 like the first.
pub(crate) fn run(origin: &str, connections: u32, pace: Pace, duration: Duration) -> Result<Seen, Failed> {
    let begin = Instant::now();
    let clients: Vec<_> = (0..connections)
        .map(|number| {
            let origin = origin.to_owned();
            let first = begin + every(pace, number);
            thread::spawn(move || client(&origin, first, every(pace, connections), begin + duration))
        })
        .collect();
    let mut seen = Seen::default();
    for client in clients {
        seen.took.extend(client.join().map_err(|_| "a client panicked")??);
    }
    seen.lasted = begin.elapsed();
    Ok(seen)
}

/// The time for this many requests of all clients.
fn every(pace: Pace, requests: u32) -> Duration {
    match pace {
        Pace::AsFastAsAnswered => Duration::ZERO,
        Pace::PerSecond(rate) => Duration::from_secs(1) * requests / rate,
    }
}

fn client(origin: &str, first: Instant, every: Duration, end: Instant) -> Result<Vec<u64>, Failed> {
    let mut connection = Connection::open(origin)?;
    // Opens the gateway's own connection to the API, too.
    let expected = connection.list()?;
    let (mut took, mut due) = (Vec::new(), first);
    while due < end {
        match due.checked_duration_since(Instant::now()) {
            Some(early) => thread::sleep(early),
            None if every.is_zero() => due = Instant::now(),
            None => {}
        }
        if connection.list()? != expected {
            return Err("an answer differs from the first".into());
        }
        took.push(u64::try_from(due.elapsed().as_micros())?);
        due += every;
    }
    Ok(took)
}

struct Connection {
    stream: BufReader<TcpStream>,
    request: String,
}

impl Connection {
    fn open(origin: &str) -> Result<Self, Failed> {
        let address = origin.trim_start_matches("http://");
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let body = r#"{"limit":100}"#;
        let request = format!(
            "POST /v2/portal.listKeys HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
             origin: {PUBLIC_ORIGIN}\r\nsec-fetch-site: same-origin\r\ncookie: __Host-portal_session=ps_1\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        Ok(Self { stream: BufReader::with_capacity(256 * 1024, stream), request })
    }

    /// The answer's body.
    fn list(&mut self) -> Result<Vec<u8>, Failed> {
        self.stream.get_mut().write_all(self.request.as_bytes())?;
        let (mut line, mut length) = (String::new(), None);
        self.stream.read_line(&mut line)?;
        if !line.starts_with("HTTP/1.1 200 ") {
            return Err(format!("the gateway answered with {line:?}").into());
        }
        while line != "\r\n" {
            line.clear();
            if self.stream.read_line(&mut line)? == 0 {
                return Err("the gateway hung up".into());
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = Some(value.trim().parse()?);
            }
        }
        let mut body = vec![0; length.ok_or("an answer without a length")?];
        self.stream.read_exact(&mut body)?;
        Ok(body)
    }
}
