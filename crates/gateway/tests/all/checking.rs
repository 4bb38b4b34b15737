//! Runs `portal-gateway check` and reads what it said.

use std::{fs, process::Stdio};

use tempfile::TempDir;
use tokio::io::AsyncWriteExt;

use crate::{
    command::{command, ended, home},
    setup::{Reply, Stub, json, reply},
};

pub(crate) const ROOT_KEY: &str = "unkey_SECRETrootkey1234567";
pub(crate) const SESSION_ID: &str = "pst_SECRETid";
pub(crate) const TOKEN: &str = "ps_SECRETtoken";

/// A check to be run.
pub(crate) struct Check {
    home: TempDir,
    flags: Vec<String>,
    environment: Vec<(String, String)>,
    input: Option<String>,
}

/// What a check said.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Check {
    /// Of the API alone, as far as it goes without a root key.
    pub(crate) fn of(upstream: &str) -> Self {
        Self { home: home(), flags: vec![format!("--upstream={upstream}")], environment: Vec::new(), input: None }
    }

    /// With a root key, so that a session is made.
    pub(crate) fn with_root_key(self) -> Self {
        fs::write(self.home.path().join("key.txt"), format!("{ROOT_KEY}\n")).unwrap();
        ["--root-key-file=key.txt", "--portal=acme", "--as=user_1"].into_iter().fold(self, Self::flag)
    }

    pub(crate) fn flag(mut self, flag: &str) -> Self {
        self.flags.push(flag.to_owned());
        self
    }

    pub(crate) fn config(self, json: &str) -> Self {
        fs::write(self.home.path().join("config.json"), json).unwrap();
        self.flag("--config=config.json")
    }

    pub(crate) fn environment(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn input(mut self, text: &str) -> Self {
        self.input = Some(text.to_owned());
        self
    }

    /// Runs it, and looks for secrets in all that it says.
    pub(crate) async fn run(self) -> Outcome {
        let arguments: Vec<_> = ["check"].into_iter().chain(self.flags.iter().map(String::as_str)).collect();
        let mut command = command(&arguments, self.home.path());
        command.envs(self.environment);
        let (code, out, err) = match self.input {
            None => ended(command).await,
            Some(input) => {
                let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
                let mut stdin = child.stdin.take().unwrap();
                stdin.write_all(input.as_bytes()).await.unwrap();
                drop(stdin);
                let output = child.wait_with_output().await.unwrap();
                let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
                (output.status.code(), text(output.stdout), text(output.stderr))
            }
        };
        assert!(!out.contains("SECRET") && !err.contains("SECRET"), "{out}{err}");
        Outcome { code, out, err }
    }
}

impl Outcome {
    /// What was said of a step, with its mark before it and what to do behind it.
    pub(crate) fn step(&self, step: &str) -> String {
        let mut lines = self.out.lines().skip_while(|line| line.get(7..).is_none_or(|rest| !rest.starts_with(step)));
        let line = lines.next().unwrap_or_else(|| panic!("no step {step} in\n{}{}", self.out, self.err));
        let advice = lines.next().map(str::trim).filter(|line| line.starts_with("what to do: ")).unwrap_or_default();
        let mark = line.get(..6).unwrap_or_default().trim();
        format!("{mark}: {} {advice}", line.get(22..).unwrap_or_default())
    }

    /// The steps that were wrong.
    pub(crate) fn wrong(&self) -> Vec<&str> {
        let lines = self.out.lines().filter_map(|line| line.strip_prefix("WRONG  "));
        lines.filter_map(|line| line.split(' ').next()).collect()
    }

    /// That this step alone is wrong, and that what is said of it has these parts.
    pub(crate) fn blames(&self, step: &str, parts: &[&str]) {
        assert_eq!((self.code, self.wrong()), (Some(1), vec![step]), "{}{}", self.out, self.err);
        let said = self.step(step);
        for part in parts.iter().chain(&["what to do: "]) {
            assert!(said.contains(part), "{part} is missing in\n{said}");
        }
    }
}

/// By the clock of this machine.
pub(crate) fn on_time(reply: Reply) -> Reply {
    reply.with("date", &httpdate::fmt_http_date(std::time::SystemTime::now()))
}

/// One of the contract's examples.
pub(crate) fn example(case: &str) -> Reply {
    let examples: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("../../../api/fixtures/answers.json")).unwrap();
    let example = examples.iter().find(|example| example["case"] == case).unwrap_or_else(|| panic!("no {case}"));
    let body = example["raw"].as_str().map_or_else(|| example["body"].to_string(), str::to_owned);
    let content_type = example["headers"]["content-type"].as_str().unwrap_or_default();
    let status = u16::try_from(example["status"].as_u64().unwrap()).unwrap();
    let answer = on_time(reply(status, content_type, body));
    match example["headers"]["retry-after"].as_str() {
        Some(seconds) => answer.with("retry-after", seconds),
        None => answer,
    }
}

/// createSession's success.
pub(crate) fn created(portal: &str) -> Reply {
    let data = format!(r#"{{"sessionId":"{SESSION_ID}","url":"{portal}/?session={SESSION_ID}"}}"#);
    on_time(json(200, &format!(r#"{{"meta":{{"requestId":"req_1"}},"data":{data}}}"#)))
}

/// The exchange's success: a session of 24 hours.
pub(crate) fn opened() -> Reply {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let ends = now.as_millis() + 86_400_500;
    let data = format!(r#"{{"token":"{TOKEN}","expiresAt":{ends}}}"#);
    on_time(json(200, &format!(r#"{{"meta":{{"requestId":"req_2"}},"data":{data}}}"#)))
}

/// One key.
pub(crate) fn listed() -> Reply {
    let key = r#"{"keyId":"key_1","start":"acme_","enabled":true,"createdAt":1}"#;
    on_time(json(
        200,
        &format!(r#"{{"meta":{{"requestId":"req_3"}},"data":[{key}],"pagination":{{"hasMore":false}}}}"#),
    ))
}

/// An API of the first form that knows nobody yet.
pub(crate) async fn first_form() -> Stub {
    let stub = Stub::start().await;
    stub.will(example("session ID refused at the exchange"));
    stub
}
