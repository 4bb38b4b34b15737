//! The switchboard: what the next answers are, what time it is, what was received. For tests and for trying things.

use std::{collections::BTreeMap, time::Duration};

use axum::{
    body::Body,
    http::{HeaderMap, Method, Response, header},
};
use portal_api::Permission;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::{
    answers::Answer,
    world::{Sandbox, World},
};

/// One answer that is to be given.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Plan {
    case: Option<String>,
    status: Option<u16>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<Value>,
    raw: Option<String>,
    #[serde(default)]
    real: bool,
    #[serde(default)]
    delay_ms: u64,
    #[serde(default)]
    hold: bool,
    #[serde(default)]
    cut: bool,
    #[serde(default)]
    drop: bool,
}

impl Plan {
    /// To wait before it is dealt with.
    pub(crate) fn delay(&self) -> Option<Duration> {
        (self.delay_ms > 0).then(|| Duration::from_millis(self.delay_ms))
    }

    /// Whether the request waits, before it is dealt with, until a test releases its route.
    pub(crate) const fn is_held(&self) -> bool {
        self.hold
    }

    /// Whether the request is really carried out.
    pub(crate) const fn is_real(&self) -> bool {
        self.real || (self.case.is_none() && self.status.is_none() && !self.drop)
    }

    /// The answer in place of the real one.
    pub(crate) fn instead(&self) -> Option<Answer> {
        if let Some(case) = &self.case {
            return Some(crate::answers::example(case));
        }
        let status = self.status?;
        let header = |name: &str| self.headers.keys().any(|there| there.eq_ignore_ascii_case(name));
        let mut headers: Vec<_> = self.headers.clone().into_iter().collect();
        if !header("content-type") && self.body.is_some() {
            headers.push(("content-type".to_owned(), "application/json".to_owned()));
        }
        let body = self.body.as_ref().map(Value::to_string).or_else(|| self.raw.clone()).unwrap_or_default();
        Some(Answer { status, headers, body: body.into_bytes() })
    }

    /// Whether the connection drops without an answer.
    pub(crate) const fn drops(&self) -> bool {
        self.drop
    }

    /// Whether the connection drops half-way through the answer.
    pub(crate) const fn cuts(&self) -> bool {
        self.cut
    }

    fn problem(&self) -> Option<String> {
        match &self.case {
            Some(case) if Answer::example(case).is_none() => Some(format!("no example is called {case:?}")),
            _ => None,
        }
    }
}

/// A request that was received.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LoggedRequest {
    route: String,
    method: &'static str,
    /// By the machine's own clock, unshifted, in Unix milliseconds.
    at_ms: u128,
    /// Whether a cookie came along.
    cookie: bool,
    /// Whether an Authorization header came along.
    authorization: bool,
    origin: Option<String>,
    external_id: Option<String>,
    headers: BTreeMap<String, String>,
    body: Value,
    /// None while there is no answer, and where the connection dropped.
    pub(crate) status: Option<u16>,
}

impl LoggedRequest {
    /// A request as it came.
    pub(crate) fn new(route: &str, headers: &HeaderMap, body: &[u8], external_id: Option<String>) -> Self {
        let text = |value: &header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        Self {
            route: route.to_owned(),
            method: "POST",
            at_ms: std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .map_or(0, |since| since.as_millis()),
            cookie: headers.contains_key(header::COOKIE),
            authorization: headers.contains_key(header::AUTHORIZATION),
            origin: headers.get(header::ORIGIN).map(text),
            external_id,
            headers: headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
            body: serde_json::from_slice(body).unwrap_or(Value::Null),
            status: None,
        }
    }
}

impl World {
    /// What is planned for this request; the real answer when nothing is.
    pub(crate) fn take_plan(&mut self, route: &str) -> Plan {
        self.plans.get_mut(route).and_then(std::collections::VecDeque::pop_front).unwrap_or_default()
    }

    /// Counts one more held request of the route. `changed` of the receiver gives `Ok` when the route is released, and
    /// an error when the sandbox is reset.
    pub(crate) fn hold(&mut self, route: &str) -> watch::Receiver<()> {
        let held =
            self.held.entry(route.to_owned()).or_insert_with(|| Held { count: 0, release: watch::Sender::new(()) });
        held.count += 1;
        held.release.subscribe()
    }

    fn release(&mut self, route: &str) {
        if let Some(held) = self.held.get_mut(route) {
            held.count = 0;
            held.release.send_replace(());
        }
    }
}

/// The requests of a route that wait for `/switchboard/release`.
#[derive(Debug)]
pub(crate) struct Held {
    count: usize,
    release: watch::Sender<()>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answers {
    route: String,
    answers: Vec<Plan>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Shift {
    shift_ms: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Whose {
    external_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Allowed {
    external_id: String,
    permissions: Vec<Permission>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Released {
    route: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Portal {
    enabled: bool,
}

/// Answers a request of the switchboard.
pub(crate) fn handle(sandbox: &Sandbox, method: &Method, path: &str, body: &[u8]) -> Response<Body> {
    let mut world = sandbox.world();
    let answer = match (method, path) {
        (&Method::GET, "/switchboard/requests") => Ok(json!(world.log)),
        (&Method::GET, "/switchboard/held") => {
            Ok(json!(world.held.iter().map(|(route, held)| (route, held.count)).collect::<BTreeMap<_, _>>()))
        }
        (&Method::POST, path) => change(&mut world, path, body).map(|()| json!({})),
        _ => Err(format!("the switchboard has no {method} {path}: see portal-sandbox --help")),
    };
    match answer {
        Ok(body) => Answer::json(&body).into_response(),
        Err(problem) => Answer { status: 400, ..Answer::json(&json!({ "problem": problem })) }.into_response(),
    }
}

fn change(world: &mut World, path: &str, body: &[u8]) -> Result<(), String> {
    match path {
        "/switchboard/answers" => {
            let Answers { route, answers } = parse(body)?;
            if let Some(problem) = answers.iter().find_map(Plan::problem) {
                return Err(problem);
            }
            world.plans.entry(route).or_default().extend(answers);
        }
        "/switchboard/release" => world.release(&parse::<Released>(body)?.route),
        "/switchboard/clock" => world.clock.shift_ms = parse::<Shift>(body)?.shift_ms,
        "/switchboard/revoke" => world.sessions.revoke(Some(&parse::<Whose>(body)?.external_id)),
        "/switchboard/end-all" => world.sessions.revoke(None),
        "/switchboard/permissions" => {
            let Allowed { external_id, permissions } = parse(body)?;
            world.sessions.allow(&external_id, &permissions);
        }
        "/switchboard/portal" => world.portal_enabled = parse::<Portal>(body)?.enabled,
        "/switchboard/reset" => *world = World::new(),
        _ => return Err(format!("the switchboard has no {path}: see portal-sandbox --help")),
    }
    Ok(())
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| error.to_string())
}
