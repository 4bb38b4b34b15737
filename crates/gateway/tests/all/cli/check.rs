//! `portal-gateway check`: flags, input, exit codes. What it reports of an API is tested in `crates/doctor`.

use std::{fs, process::Stdio};

use tokio::io::AsyncWriteExt;

use super::serve::{command, ended, home};
use crate::support::stub::{EXCHANGE, LIST, Stub, exchanged, json};

const ROOT_KEY: &str = "unkey_SECRETrootkey1234567";
const CREATE: &str = "/v2/portal.createSession";

/// An API that accepts the root key; its clock is years ahead, which the check reports.
async fn api() -> Stub {
    let stub = Stub::start().await;
    stub.will(json(
        401,
        r#"{"meta":{"requestId":"req_1"},"error":{"title":"","detail":"","status":401,"type":"unkey/authentication/portal_session_not_found"}}"#,
    ));
    stub.will(json(
        200,
        r#"{"meta":{"requestId":"r"},"data":{"sessionId":"pst_SECRETid","url":"https://keys.example.com/"}}"#,
    ));
    stub.will(exchanged("ps_SECRETtoken"));
    stub.will(json(200, r#"{"meta":{"requestId":"r"},"data":[]}"#));
    stub
}

/// Runs `check` with the root key in standard input, and looks for secrets in its output.
async fn check(upstream: &str, flags: &[&str], environment: &[(&str, &str)]) -> (Option<i32>, String, String) {
    let home = home();
    fs::write(home.path().join("mistakes.json"), r#"{"colour":"red"}"#).unwrap();
    fs::write(home.path().join("past.json"), r#"{"apiBase":"https://api.example.com"}"#).unwrap();
    fs::write(home.path().join("images.json"), r#"{"logo":"/gone.svg"}"#).unwrap();
    let upstream = format!("--upstream={upstream}");
    let mut command = command(&[&["check", &upstream], flags].concat(), home.path());
    command.stdin(Stdio::piped()).envs(environment.iter().copied());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A check that refuses its settings doesn't read the key.
    let _ = stdin.write_all(ROOT_KEY.as_bytes()).await;
    drop(stdin);
    let output = child.wait_with_output().await.unwrap();
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(!out.contains("SECRET") && !err.contains("SECRET"), "{out}{err}");
    (output.status.code(), out, err)
}

#[tokio::test]
async fn a_root_key_is_taken_from_standard_input_and_never_from_the_environment() {
    let flags = ["--root-key-file=-", "--portal=acme", "--as=user_1"];
    let stub = api().await;
    let (code, out, err) = check(&stub.origin, &flags, &[]).await;
    // The stub's clock alone is wrong.
    assert_eq!((code, out.matches("WRONG").count()), (Some(1), 1), "{out}{err}");
    assert!(out.contains("WRONG  clock") && out.contains("ok     list"), "{out}");
    let seen = stub.seen();
    assert_eq!(seen.iter().map(|seen| seen.path.as_str()).collect::<Vec<_>>(), [EXCHANGE, CREATE, EXCHANGE, LIST]);
    assert_eq!(seen[1].headers["authorization"], format!("Bearer {ROOT_KEY}").as_str());
    let (code, out, err) = check(&stub.origin, &flags, &[("UNKEY_ROOT_KEY", ROOT_KEY)]).await;
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.contains("UNKEY_ROOT_KEY") && err.contains("root key"), "{err}");
    assert!(!stub.is_asked());
}

#[tokio::test]
async fn mistakes_in_the_config_are_part_of_the_report() {
    for (config, part) in [
        ("mistakes.json", "`colour` must be a colour"),
        ("past.json", "browsers would go past the gateway"),
        ("gone.json", "gone.json: the file can't be read"),
    ] {
        let stub = api().await;
        let config = format!("--config={config}");
        let (code, out, err) = check(&stub.origin, &["--public-origin=https://keys.example.com", &config], &[]).await;
        assert!(code == Some(1) && out.contains("WRONG  config"), "{out}{err}");
        assert!(out.contains(part) && out.contains("correct it") && out.contains("ok     API"), "{part}: {out}");
    }
}

#[tokio::test]
async fn an_image_that_is_missing_is_part_of_the_report() {
    let stub = api().await;
    let flags = ["--public-origin=https://keys.example.com", "--config=images.json"];
    let (code, out, err) = check(&stub.origin, &[&flags[..], &["--dist=dist"]].concat(), &[]).await;
    assert!(code == Some(1) && out.contains("WRONG  config"), "{out}{err}");
    assert!(out.contains("--dist dist holds no file for the config's `logo`, which is /gone.svg"), "{out}");
    let (_, out, _) = check(&api().await.origin, &flags, &[]).await;
    assert!(!out.contains("gone.svg"), "{out}");
}

#[tokio::test]
async fn proxies_of_the_environment_are_not_used() {
    let (stub, proxy) = (api().await, Stub::start().await);
    let names = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];
    let environment = names.map(|name| (name, proxy.origin.as_str()));
    let (_, out, _) = check(&stub.origin, &[], &environment).await;
    assert!(out.contains("ok     API") && stub.is_asked() && !proxy.is_asked(), "{out}");
}

#[tokio::test]
async fn a_machine_without_certificates_is_reported() {
    let flags = ["--public-origin=https://keys.example.com"];
    let (code, out, _) = check("https://localhost:1", &flags, &[("SSL_CERT_FILE", "gone.pem")]).await;
    assert_eq!(code, Some(1), "{out}");
    assert!(out.contains("no certificates") && out.contains("ca-certificates"), "{out}");
}

#[tokio::test]
async fn invalid_settings_are_listed_and_nothing_is_tried() {
    let home = home();
    let (code, out, err) =
        ended(command(&["check", "--upstream=http://api.unkey.com", "--through"], home.path())).await;
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(
        err.contains("--upstream \"http://api.unkey.com\"") && err.contains("--through needs --public-origin"),
        "{err}"
    );
}
