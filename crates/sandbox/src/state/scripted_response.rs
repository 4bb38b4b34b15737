//! A response that a test has scripted: what to answer, and how to deliver it.

use std::{collections::BTreeMap, time::Duration};

use serde::Deserialize;
use serde_json::Value;

use crate::{outcome::Delivery, responses::Reply};

/// One element of the control API's `answers`. The default is the API's real response.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ScriptedResponse {
    /// The name of one of the contract's examples.
    case: Option<String>,
    status: Option<u16>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    /// JSON; sent as `application/json` unless `headers` says otherwise.
    body: Option<Value>,
    /// Text, instead of `body`.
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

impl ScriptedResponse {
    /// How long to wait before the request is handled.
    pub(crate) fn delay(&self) -> Option<Duration> {
        (self.delay_ms > 0).then(|| Duration::from_millis(self.delay_ms))
    }

    /// Whether the request waits, before it is handled, until its route is released.
    pub(crate) const fn is_held(&self) -> bool {
        self.hold
    }

    /// Whether the request is carried out. With `drop` alone it isn't.
    pub(crate) const fn is_real(&self) -> bool {
        self.real || (self.case.is_none() && self.status.is_none() && !self.drop)
    }

    /// The response that replaces the real one.
    pub(crate) fn replacement(&self) -> Option<Reply> {
        if let Some(case) = &self.case {
            return Reply::from_example(case);
        }
        let status = self.status?;
        let has_header = |name: &str| self.headers.keys().any(|header| header.eq_ignore_ascii_case(name));
        let mut headers: Vec<_> = self.headers.clone().into_iter().collect();
        if !has_header("content-type") && self.body.is_some() {
            headers.push(("content-type".to_owned(), "application/json".to_owned()));
        }
        let body = self.body.as_ref().map(Value::to_string).or_else(|| self.raw.clone()).unwrap_or_default();
        Some(Reply { status, headers, body: body.into_bytes() })
    }

    /// How much of the response reaches the client.
    pub(crate) const fn delivery(&self) -> Delivery {
        if self.drop {
            Delivery::Dropped
        } else if self.cut {
            Delivery::Truncated
        } else {
            Delivery::Complete
        }
    }

    /// # Errors
    /// A message when `case` names no example.
    pub(crate) fn validate(&self) -> Result<(), String> {
        match &self.case {
            Some(case) if Reply::from_example(case).is_none() => Err(format!("no example is called {case:?}")),
            _ => Ok(()),
        }
    }
}
