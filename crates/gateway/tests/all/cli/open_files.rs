//! The system's limit of open files.

use std::{path::Path, process::Stdio, time::Duration};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    process::Command,
    time::timeout,
};

use super::serve::{GOOD, home, log_of};
use crate::support::client::get;

/// The gateway in a shell that has lowered the limit of open files.
fn with_open_files(ulimit: &str, home: &Path) -> Command {
    let script = format!("{ulimit} && exec \"$0\" \"$@\"");
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", &script, env!("CARGO_BIN_EXE_portal-gateway")]).args(GOOD).arg("--max-connections=100");
    shell.current_dir(home).env_clear().kill_on_drop(true);
    shell.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    shell
}

#[tokio::test]
async fn the_limit_of_open_files_is_raised_or_reported() {
    let home = home();
    let log = log_of(with_open_files("ulimit -Sn 100", home.path())).await;
    assert!(!log.contains("open files"), "{log}");
    let log = log_of(with_open_files("ulimit -n 100", home.path())).await;
    assert!(log.contains("100 open files") && log.contains("may need 328"), "{log}");
}

#[tokio::test]
async fn without_open_files_left_idle_connections_make_room() {
    let home = home();
    let mut child = with_open_files("ulimit -n 50", home.path()).spawn().unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
    let line = timeout(Duration::from_secs(20), log.next_line()).await.unwrap().unwrap().unwrap_or_default();
    let address = line.split_whitespace().find_map(|word| word.strip_prefix("address=")).unwrap_or_default().to_owned();
    tokio::spawn(async move { while let Ok(Some(_)) = log.next_line().await {} });
    let mut idle = Vec::new();
    for number in 0..50 {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        stream.write_all(&get("/healthz").bytes("keep-alive")).await.unwrap();
        let mut answer = [0; 1_000];
        let read = timeout(Duration::from_secs(20), stream.read(&mut answer)).await;
        assert!(read.is_ok_and(|read| read.is_ok_and(|read| read > 0)), "connection {number}");
        idle.push(stream);
    }
}
