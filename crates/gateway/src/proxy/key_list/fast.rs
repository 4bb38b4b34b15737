//! The list by way of types like those of `portal-api` that borrow their text from the response. It is read as it stands: the
//! search for what has to be repaired is a third of the plain way's time, a `String` for each text a tenth.

use std::borrow::Cow;

use portal_api::{ApiResponse, Credits, RequestId, ServerTime};
use portal_core::{config::ShowSettings, keys::list::Account};
use serde::{Deserialize, Serialize};

/// The body of a list, for the browser.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct List {
    pub(super) body: Vec<u8>,
    pub(super) request_id: RequestId,
}

/// Reads the API's list and writes what the browser gets of it. `None` if it can't be read.
pub(super) fn write(body: &[u8], show: ShowSettings) -> Option<List> {
    let mut answer: ApiResponse<Vec<Key<'_>>> = serde_json::from_str(str::from_utf8(body).ok()?).ok()?;
    hide(&mut answer.data, show);
    let mut written = Vec::with_capacity(body.len());
    serde_json::to_writer(&mut written, &answer).ok()?;
    Some(List { body: written, request_id: answer.meta.request_id })
}

/// Removes what the operator doesn't show.
fn hide(keys: &mut [Key<'_>], show: ShowSettings) {
    let names_account = show.account && {
        let mut account = Account::default();
        keys.iter().for_each(|key| account.add(key.owner_id()));
        account.name().is_some()
    };
    for key in keys {
        if !names_account {
            key.identity = None;
        }
        if !show.credits {
            key.credits = None;
        }
        if !show.rate_limits {
            key.ratelimits = None;
        }
    }
}

/// Text of the response; a copy of it if it has escapes.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// [`portal_api::Key`], field by field.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Key<'a> {
    #[serde(borrow)]
    key_id: Text<'a>,
    #[serde(borrow)]
    start: Text<'a>,
    enabled: bool,
    created_at: ServerTime,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    name: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    updated_at: Option<ServerTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_used_at: Option<ServerTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires: Option<ServerTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    credits: Option<Credits>,
    #[serde(borrow, default, skip_serializing_if = "is_empty")]
    ratelimits: Option<Vec<RateLimit<'a>>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    identity: Option<KeyOwner<'a>>,
}

/// [`portal_api::RateLimit`].
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct RateLimit<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    name: Text<'a>,
    limit: i64,
    duration: i64,
    #[serde(default)]
    auto_apply: bool,
}

/// [`portal_api::KeyOwner`].
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct KeyOwner<'a> {
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    external_id: Option<Text<'a>>,
}

impl Key<'_> {
    fn owner_id(&self) -> Option<&str> {
        self.identity.as_ref()?.external_id.as_ref().map(|id| id.0.as_ref())
    }
}

fn is_empty(limits: &Option<Vec<RateLimit<'_>>>) -> bool {
    limits.as_ref().is_none_or(Vec::is_empty)
}
