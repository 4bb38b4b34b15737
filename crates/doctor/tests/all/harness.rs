//! Runs a check and reads its report.

use std::{io, path::Path};

use portal_api::{Permission, Secret};
use portal_core::{config::Config, url::Origin};
use portal_doctor::{Backend, Plan, run};
use portal_gateway::Limits;
use portal_upstream::{RootCertStore, system_roots};
use rustls::pki_types::{CertificateDer, pem::PemObject};

use crate::support::stub::{Reply, Stub, json, reply};

pub(crate) const ROOT_KEY: &str = "unkey_SECRETrootkey1234567";
/// What createSession answers as `id` from version `code` on: no credential.
pub(crate) const RECORD_ID: &str = "ps_record";
pub(crate) const SESSION_ID: &str = "pst_SECRETid";
pub(crate) const TOKEN: &str = "ps_SECRETtoken";

/// A check to be run.
pub(crate) struct Check(Plan);

/// A report.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The number of problems that the check returned.
    pub(crate) problems: usize,
    pub(crate) out: String,
}

impl Check {
    /// Of the API alone, as far as it goes without a root key.
    pub(crate) fn of(upstream: &str) -> Self {
        Self(Plan {
            upstream: Origin::parse(upstream).unwrap(),
            public_origin: None,
            config: Ok(Config::default()),
            backend: None,
            via_portal: false,
            limits: Limits::default().upstream(),
            load_roots: system_roots,
        })
    }

    /// With a root key, so that a session is created.
    pub(crate) fn with_root_key(mut self) -> Self {
        self.0.backend = Some(Backend {
            root_key: Secret::new(ROOT_KEY.to_owned()),
            portal: "acme".to_owned(),
            external_id: "user_1".to_owned(),
            permissions: vec![Permission::KeysRead, Permission::KeysReroll, Permission::AnalyticsRead],
        });
        self
    }

    pub(crate) fn permissions(mut self, permissions: &[Permission]) -> Self {
        if let Some(backend) = &mut self.0.backend {
            backend.permissions = permissions.to_vec();
        }
        self
    }

    pub(crate) fn public_origin(mut self, origin: &str) -> Self {
        self.0.public_origin = Some(Origin::parse(origin).unwrap());
        self
    }

    pub(crate) fn via_portal(mut self, origin: &str) -> Self {
        self.0.via_portal = true;
        self.public_origin(origin)
    }

    pub(crate) fn config(mut self, json: &str) -> Self {
        let parsed = Config::parse(json.as_bytes());
        let problems: Vec<_> = parsed.problems.iter().map(ToString::to_string).collect();
        self.0.config = if problems.is_empty() { Ok(parsed.config) } else { Err(problems) };
        self
    }

    pub(crate) fn roots(mut self, load_roots: fn() -> io::Result<RootCertStore>) -> Self {
        self.0.load_roots = load_roots;
        self
    }

    /// Runs it, and looks for secrets in its report.
    pub(crate) async fn run(self) -> Outcome {
        let mut out = Vec::new();
        let problems = run(&self.0, &mut out).await;
        let out = String::from_utf8(out).unwrap();
        assert!(!out.contains("SECRET"), "{out}");
        Outcome { problems, out }
    }
}

/// The roots of a file in `tests/certificates`.
pub(crate) fn roots_of(file: &str) -> io::Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(certificate(file)).unwrap()).unwrap();
    Ok(roots)
}

pub(crate) fn certificate(file: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/certificates").join(file)
}

impl Outcome {
    /// A step's mark, text and advice.
    pub(crate) fn step(&self, step: &str) -> String {
        let mut lines = self.out.lines().skip_while(|line| line.get(7..).is_none_or(|rest| !rest.starts_with(step)));
        let line = lines.next().unwrap_or_else(|| panic!("no step {step} in\n{}", self.out));
        let advice = lines.next().map(str::trim).filter(|line| line.starts_with("what to do: ")).unwrap_or_default();
        let mark = line.get(..6).unwrap_or_default().trim();
        format!("{mark}: {} {advice}", line.get(22..).unwrap_or_default())
    }

    /// The steps with problems.
    pub(crate) fn wrong(&self) -> Vec<&str> {
        let lines = self.out.lines().filter_map(|line| line.strip_prefix("WRONG  "));
        lines.filter_map(|line| line.split(' ').next()).collect()
    }

    /// Asserts that this step alone has a problem, and that its lines have these parts.
    pub(crate) fn blames(&self, step: &str, parts: &[&str]) {
        assert_eq!((self.problems, self.wrong()), (1, vec![step]), "{}", self.out);
        let shown = self.step(step);
        for part in parts.iter().chain(&["what to do: "]) {
            assert!(shown.contains(part), "{part} is missing in\n{shown}");
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

/// createSession's success from version `code` on: the code is in the URL alone.
pub(crate) fn created_with_code(portal: &str) -> Reply {
    let data = serde_json::json!({"id": RECORD_ID, "url": format!("{portal}/?code={SESSION_ID}")});
    on_time(json(200, &serde_json::json!({"meta": {"requestId": "req_1"}, "data": data}).to_string()))
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

/// An API of version `session`, with a refusal of the unknown session ID queued.
pub(crate) async fn first_form() -> Stub {
    let stub = Stub::start().await;
    stub.will(example("session ID refused at the exchange"));
    stub
}
