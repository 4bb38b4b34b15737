//! `portal-gateway serve` and `export`: output, exit codes, settings.

use std::{fs, net::TcpListener, path::Path, process::Stdio, time::Duration};

use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time::timeout,
};

use crate::support::gateway::build;

pub(crate) fn command(arguments: &[&str], home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portal-gateway"));
    command.args(arguments).current_dir(home).env_clear().kill_on_drop(true);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Exit code, standard output and standard error.
pub(crate) async fn ended(mut command: Command) -> (Option<i32>, String, String) {
    let output = timeout(Duration::from_secs(30), command.output()).await.expect("it went on").unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

pub(crate) fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("dist")).unwrap();
    build(&home.path().join("dist"));
    home
}

pub(crate) const GOOD: [&str; 4] =
    ["serve", "--upstream=http://127.0.0.1:9", "--public-origin=http://portal.localhost:1", "--listen=127.0.0.1:0"];

pub(crate) async fn first_line(child: &mut Child) -> String {
    let out = child.stdout.take().unwrap();
    let mut lines = BufReader::new(out).lines();
    timeout(Duration::from_secs(20), lines.next_line()).await.expect("it said nothing").unwrap().unwrap_or_default()
}

#[tokio::test]
async fn it_says_where_the_portal_is_and_ends_well_when_asked() {
    let home = home();
    for signal in ["-INT", "-TERM"] {
        let mut child = command(&GOOD, home.path()).spawn().unwrap();
        assert_eq!(first_line(&mut child).await, "gateway: the portal is at http://portal.localhost:1");
        let id = child.id().unwrap().to_string();
        assert!(Command::new("/bin/kill").args([signal, &id]).status().await.unwrap().success());
        let ended = timeout(Duration::from_secs(20), child.wait()).await.unwrap().unwrap();
        assert_eq!(ended.code(), Some(0), "{signal}");
    }
}

#[tokio::test]
async fn settings_may_come_from_the_environment() {
    let home = home();
    let mut command = command(&["serve"], home.path());
    command
        .env("PORTAL_GATEWAY_UPSTREAM", "http://127.0.0.1:9")
        .env("PORTAL_GATEWAY_PUBLIC_ORIGIN", "http://portal.localhost:2")
        .env("PORTAL_GATEWAY_LISTEN", "127.0.0.1:0")
        .env("PORTAL_GATEWAY_TRUSTED_PROXY", "10.0.0.1,10.1.0.0/16")
        .env("PORTAL_GATEWAY_FORWARD_CLIENT", "1")
        .env("PORTAL_GATEWAY_LOG_FORMAT", "json");
    let mut child = command.spawn().unwrap();
    assert_eq!(first_line(&mut child).await, "gateway: the portal is at http://portal.localhost:2");
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
    let line = log.next_line().await.unwrap().unwrap();
    assert!(serde_json::from_str::<serde_json::Value>(&line).is_ok(), "{line}");
}

#[tokio::test]
async fn a_taken_port_is_one_clear_line() {
    let home = home();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = format!("--listen={}", taken.local_addr().unwrap());
    let (code, out, err) = ended(command(&[GOOD[0], GOOD[1], GOOD[2], &listen], home.path())).await;
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(err.contains("is taken by another program"), "{err}");
    assert_eq!(err.lines().count(), 1, "{err}");
}

#[tokio::test]
async fn bad_settings_are_listed_and_nothing_starts() {
    let home = home();
    fs::write(home.path().join("config.json"), r#"{"colour":"red","apiBase":"https://api.example.com"}"#).unwrap();
    let (code, out, err) =
        ended(command(&["serve", "--upstream=http://api.unkey.com", "--config=config.json"], home.path())).await;
    assert_eq!((code, out.as_str()), (Some(2), ""));
    for part in [
        "--upstream \"http://api.unkey.com\" must begin with https://",
        "--public-origin is missing",
        "`colour` must be a colour",
    ] {
        assert!(err.contains(part), "{part} is missing in\n{err}");
    }
    fs::write(home.path().join("config.json"), r#"{"apiBase":"https://api.example.com"}"#).unwrap();
    let arguments = [&GOOD[..], &["--config=config.json"]].concat();
    let (code, _, err) = ended(command(&arguments, home.path())).await;
    assert!(code == Some(2) && err.contains("browsers would go past the gateway"), "{err}");
    let (code, _, err) = ended(command(&[&GOOD[..], &["--config=gone.json"]].concat(), home.path())).await;
    assert!(code == Some(2) && err.contains("gone.json"), "{err}");
    let (code, _, err) = ended(command(&[&GOOD[..], &["--dist=gone"]].concat(), home.path())).await;
    assert!(code == Some(1) && err.contains("--dist gone can't be read"), "{err}");
}

#[tokio::test]
async fn a_config_that_is_not_meant_so_starts_nothing() {
    let home = home();
    let arguments = [&GOOD[..], &["--config=config.json"]].concat();
    for (config, code, part) in [
        (r#"{"appName":"Acme","appName":"Other"}"#, 2, "`appName` is set more than once"),
        (r#"{"appName": Acme}"#, 2, "the file is not JSON: expected value at line 1 column 13"),
        (r#"{"show":{"usage":true,"usage":false}}"#, 2, "`show.usage` is set more than once"),
        ("{\"appName\":\"\u{200b}\"}", 2, "`appName` begins with an invisible character"),
        (r#"{"logo":"/logo.svg"}"#, 1, "`logo`, which is /logo.svg"),
        (r#"{"logo":"/assets/../favicon.svg"}"#, 1, "`logo`, which is"),
        (
            r#"{"logo":"/favicon.svg","logoDark":"/dark.svg"}"#,
            1,
            "no file for the config's `logoDark`, which is /dark.svg",
        ),
        (r#"{"favicon":"/icon.png"}"#, 1, "no file for the config's `favicon`, which is /icon.png"),
        (r#"{"logo":"/boot.js"}"#, 1, "no image for the config's `logo`, which is /boot.js"),
        (r#"{"logo":"/"}"#, 1, "`logo`, which is /"),
        (r#"{"logoDark":"/favicon.svg"}"#, 2, "`logoDark` does nothing without `logo`"),
        (r#"{"logoIsWordmark":true}"#, 2, "`logoIsWordmark` does nothing without `logo`"),
        (r##"{"color":"#0f766e"}"##, 2, "`color` is not a setting: did you mean `colour`?"),
        (r#"{"account":{"lable":true}}"#, 2, "`account.lable` is not a setting: did you mean `account.label`?"),
    ] {
        fs::write(home.path().join("config.json"), config).unwrap();
        let (ended_with, out, err) = ended(command(&arguments, home.path())).await;
        assert_eq!((ended_with, out.as_str()), (Some(code), ""), "{config}: {err}");
        assert!(err.contains(part), "{config}: {err}");
    }
    fs::write(home.path().join("config.json"), "\u{feff}{\"logo\":\"/favicon.svg\"}").unwrap();
    let mut child = command(&arguments, home.path()).spawn().unwrap();
    assert_eq!(first_line(&mut child).await, "gateway: the portal is at http://portal.localhost:1");
    child.kill().await.unwrap();
}

/// Everything that it logs from the start until it is stopped.
pub(crate) async fn log_of(mut command: Command) -> String {
    let mut child = command.spawn().unwrap();
    assert!(first_line(&mut child).await.starts_with("gateway: the portal is at"));
    let id = child.id().unwrap().to_string();
    assert!(Command::new("/bin/kill").args(["-TERM", &id]).status().await.unwrap().success());
    let output = timeout(Duration::from_secs(20), child.wait_with_output()).await.unwrap().unwrap();
    String::from_utf8(output.stderr).unwrap()
}

#[tokio::test]
async fn settings_that_leave_users_untold_apart_are_reported_at_the_start() {
    let home = home();
    let loopback = "no limit per client applies";
    let unknown = "--forward-client without --trusted-proxy";
    for (flags, reports, silent) in [
        (&[][..], &[loopback][..], &[unknown][..]),
        (&["--forward-client"], &[loopback, unknown], &[]),
        (&["--forward-client", "--trusted-proxy=127.0.0.1"], &[], &[loopback, unknown]),
        (&["--max-connections-per-client=0", "--max-requests-per-client=0"], &[], &[loopback, unknown]),
    ] {
        let log = log_of(command(&[&GOOD[..], flags].concat(), home.path())).await;
        assert!(reports.iter().all(|report| log.contains(report)), "{flags:?}: {log}");
        assert!(!silent.iter().any(|report| log.contains(report)), "{flags:?}: {log}");
    }
}

/// Return addresses that no operator means and no link may have.
fn hostile_urls() -> [String; 22] {
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "\u{1}javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "blob:https://app.example/0b9c0a3e",
        "//evil.example/account",
        "\\\\evil.example\\account",
        "/\\evil.example",
        "https:\\\\evil.example",
        "https://app.example\\@evil.example/",
        "https://app.example@evil.example/",
        "https://app.example:443@evil.example/",
        "http://app.example/account",
        "http://localhost.evil.example/",
        "https://app.exa\tmple/",
        "https://app.example/a\r\nb",
        "https://app.example/\0",
        "https://",
        "/account",
        &format!("https://app.example/{}", "a".repeat(2_000)),
    ]
    .map(str::to_owned)
}

#[tokio::test]
async fn wstg_clnt_04_it_does_not_start_with_a_return_url_that_leads_astray() {
    let home = home();
    for url in hostile_urls() {
        let config = serde_json::json!({ "appName": "Acme", "returnUrl": url });
        fs::write(home.path().join("config.json"), config.to_string()).unwrap();
        let arguments = [&GOOD[..], &["--config=config.json"]].concat();
        let (code, out, err) = ended(command(&arguments, home.path())).await;
        assert_eq!((code, out.as_str()), (Some(2), ""), "{url:?}");
        assert!(err.contains("`returnUrl`"), "{url:?}: {err}");
    }
}

#[tokio::test]
async fn a_root_key_in_its_environment_is_refused_and_not_repeated() {
    let home = home();
    for (name, value) in [("UNKEY_ROOT_KEY", "anything"), ("SOME_KEY", "unkey_2cGKbMxRyIzhCxo1Idjz8q")] {
        let mut command = command(&GOOD, home.path());
        command.env(name, value);
        let (code, _, err) = ended(command).await;
        assert!(code == Some(2) && err.contains(name) && err.contains("root key") && !err.contains(value), "{err}");
    }
}

#[tokio::test]
async fn help_shows_no_value_of_the_environment() {
    let home = home();
    for program in ["serve", "check", "export"] {
        let mut command = command(&[program, "--help"], home.path());
        command.env("PORTAL_GATEWAY_UPSTREAM", "SECRET").env("PORTAL_GATEWAY_CONFIG", "SECRET");
        let (_, out, err) = ended(command).await;
        assert!(
            out.contains("PORTAL_GATEWAY_CONFIG") && ![out.as_str(), &err].concat().contains("SECRET"),
            "{out}{err}"
        );
    }
}

#[tokio::test]
async fn a_root_key_in_a_setting_is_not_repeated_either() {
    let home = home();
    for (name, value) in [
        ("PORTAL_GATEWAY_UPSTREAM", "https://x:unkey_2cGKbMxRyIzhCxo1Idjz8q@api.unkey.com"),
        ("PORTAL_GATEWAY_PUBLIC_ORIGIN", "https://keys.example.com/?key=unkey%5F2cGKbMxRyIzhCxo1Idjz8q"),
        ("PORTAL_GATEWAY_LISTEN", "unkey_2cGKbMxRyIzhCxo1Idjz8q"),
        ("PORTAL_GATEWAY_TRUSTED_PROXY", "10.0.0.1,unkey_2cGKbMxRyIzhCxo1Idjz8q"),
    ] {
        for action in ["serve", "check"] {
            let mut command = command(&[action], home.path());
            command.env(name, value);
            let (code, out, err) = ended(command).await;
            assert!(code == Some(2) && err.contains(name) && !err.contains("2cGK"), "{action} {name}: {err}");
            assert_eq!(out, "", "{action} {name}");
        }
    }
}

#[tokio::test]
async fn the_help_teaches() {
    let home = home();
    let (code, out, _) = ended(command(&["serve", "--help"], home.path())).await;
    assert_eq!(code, Some(0));
    for part in ["--upstream", "--public-origin", "PORTAL_GATEWAY_TRUSTED_PROXY", "Example:", "TLS", "/readyz"] {
        assert!(out.contains(part), "{part} is missing in\n{out}");
    }
    let (code, out, _) = ended(command(&["check", "--help"], home.path())).await;
    assert_eq!(code, Some(0));
    for part in ["--root-key-file", "standard input", "Example:", "what to do:", "Ends with 0", "--through"] {
        assert!(out.contains(part), "{part} is missing in\n{out}");
    }
    let (code, out, _) = ended(command(&["--version"], home.path())).await;
    assert_eq!((code, out), (Some(0), format!("portal-gateway {}\n", env!("CARGO_PKG_VERSION"))));
    assert_eq!(ended(command(&[], home.path())).await.0, Some(2));
}

#[tokio::test]
async fn export_says_what_it_did_and_what_is_missing() {
    let home = home();
    fs::write(home.path().join("config.json"), "{}").unwrap();
    let arguments = ["export", "--config=config.json", "--out=site"];
    let (code, out, err) = ended(command(&arguments, home.path())).await;
    assert_eq!((code, out.as_str()), (Some(0), ""));
    assert!(err.contains("files are in site") && err.contains("has no `apiBase`"), "{err}");
    assert!(home.path().join("site/_headers").is_file());
    let (code, _, err) = ended(command(&arguments, home.path())).await;
    assert!(code == Some(1) && err.contains("is not empty"), "{err}");
}
