//! API keys: what the end user may see of them, and what the API sends to the operator's side.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{ServerTime, null_default::null_as_default};

/// A key's ID, `key_…`. It is not secret.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct KeyId(String);

impl KeyId {
    /// Accepts any text: only the API knows which IDs exist.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The ID as the API writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What an end user may see of a key.
///
/// The type has no field for the operator's own data (`meta`, `roles`, `permissions`, and of `identity` all but the user's
/// ID in the app; see [`OperatorKey`]), so that deserializing and serializing a key removes them. The gateway relies on that.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Key {
    /// Identifies the key in requests.
    pub key_id: KeyId,
    /// The first characters of the key's plaintext, to recognise it by.
    pub start: String,
    /// `false` if the operator disabled the key.
    pub enabled: bool,
    /// When the key was created.
    pub created_at: ServerTime,
    /// The name that the operator gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When the key's settings were last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<ServerTime>,
    /// When the key was last verified. May lag by about 5 minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<ServerTime>,
    /// When the key stops working; absent if never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<ServerTime>,
    /// Remaining uses; absent if unlimited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credits: Option<Credits>,
    /// Limits on how often the key may be used.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub ratelimits: Vec<RateLimit>,
    /// Who owns the key; the gateway removes it where the operator doesn't show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(skip))]
    pub identity: Option<KeyOwner>,
}

/// What an end user may see of a key's [`Identity`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyOwner {
    /// The end user's ID in the app.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
}

/// Whether a key works. The API has no such field: the status follows from `enabled`, then `expires`.
///
/// ```
/// use portal_api::{Key, KeyStatus, ServerTime};
///
/// let json = r#"{"keyId":"key_1","start":"acme_1","enabled":true,"createdAt":1,"expires":1000}"#;
/// let key: Key = serde_json::from_str(json).unwrap();
/// assert_eq!(key.status(ServerTime::from_millis(999)), KeyStatus::Active);
/// assert_eq!(key.status(ServerTime::from_millis(1000)), KeyStatus::Expired);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyStatus {
    /// The operator disabled it, expired or not.
    Disabled,
    /// `expires` has passed.
    Expired,
    /// The key works.
    Active,
}

impl Key {
    /// The key's status at `now`.
    pub fn status(&self, now: ServerTime) -> KeyStatus {
        if !self.enabled {
            KeyStatus::Disabled
        } else if self.expires.is_some_and(|expires| expires <= now) {
            KeyStatus::Expired
        } else {
            KeyStatus::Active
        }
    }
}

/// The remaining uses of a key, and how they are refilled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Credits {
    /// Remaining uses; `None` means unlimited.
    #[serde(default)]
    pub remaining: Option<i64>,
    /// How credits are refilled; absent if they aren't.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refill: Option<Refill>,
}

/// When credits are refilled, and to what amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Refill {
    /// Daily or monthly.
    pub interval: RefillInterval,
    /// Credits after a refill.
    pub amount: i64,
    /// Day of the month, for [`RefillInterval::Monthly`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refill_day: Option<u8>,
}

/// How often credits are refilled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum RefillInterval {
    /// Every day.
    Daily,
    /// Every month, on `refillDay`.
    Monthly,
    /// An interval that a newer API has: no reason to refuse the whole list.
    #[serde(other)]
    Other,
}

/// A limit on how often a key may be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RateLimit {
    /// The limit's ID, `rl_…`.
    pub id: String,
    /// The name that the operator gave it.
    pub name: String,
    /// Maximum number of uses within `duration`.
    pub limit: i64,
    /// Window length in ms.
    pub duration: i64,
    /// Whether the limit applies to every verification, or only to those that name it.
    #[serde(default)]
    pub auto_apply: bool,
}

/// A key with everything that the API sends. For the operator's side and the sandbox: only the [`Key`] in it may reach
/// an end user's browser.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct OperatorKey {
    /// The part that the end user may see. Its `identity` stays empty: [`Self::identity`] has it.
    #[serde(flatten)]
    pub key: Key,
    /// The operator's metadata of the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta: Option<Map<String, Value>>,
    /// The end user who owns the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// Permissions of the key in the operator's API.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<String>,
    /// Roles of the key in the operator's API.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
}

/// An end user, as the operator knows them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    /// The identity's ID, `id_…`.
    pub id: String,
    /// The end user's ID in the app.
    pub external_id: String,
    /// The operator's metadata of the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta: Option<Map<String, Value>>,
    /// Rate limits shared by all of the user's keys.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub ratelimits: Vec<RateLimit>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(json: &str) -> Key {
        serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
    }

    #[test]
    fn an_absent_field_and_null_read_the_same() {
        let bare = r#"{"keyId":"key_1","start":"a","enabled":true,"createdAt":1"#;
        let absent = key(&format!("{bare}}}"));
        let null = key(&format!(
            r#"{bare},"name":null,"updatedAt":null,"lastUsedAt":null,"expires":null,"credits":null,"ratelimits":null}}"#
        ));
        assert_eq!(absent, null);
    }

    #[test]
    fn a_disabled_key_is_disabled_even_when_it_expired() {
        let mut key = key(r#"{"keyId":"key_1","start":"a","enabled":true,"createdAt":1,"expires":1000}"#);
        assert_eq!(key.status(ServerTime::from_millis(999)), KeyStatus::Active);
        assert_eq!(key.status(ServerTime::from_millis(1000)), KeyStatus::Expired);
        key.enabled = false;
        assert_eq!(key.status(ServerTime::from_millis(1000)), KeyStatus::Disabled);
    }

    #[test]
    fn the_operators_data_does_not_pass_through_a_key() {
        let json = r#"{"keyId":"key_1","start":"a","enabled":true,"createdAt":1,
            "meta":{"plan":"pro"},"identity":{"id":"id_1","externalId":"u"},"roles":["r"],"permissions":["p"]}"#;
        let written = serde_json::to_value(key(json)).unwrap_or_default();
        assert_eq!(
            written.as_object().map(|key| key.keys().cloned().collect::<Vec<_>>()),
            Some(["createdAt", "enabled", "identity", "keyId", "start"].map(str::to_owned).to_vec())
        );
        assert_eq!(written["identity"], serde_json::json!({ "externalId": "u" }));
    }

    #[test]
    fn an_interval_of_a_newer_api_does_not_cost_the_list() {
        let json = r#"{"keyId":"key_1","start":"a","enabled":true,"createdAt":1,
            "credits":{"remaining":1,"refill":{"interval":"weekly","amount":5}}}"#;
        let forwarded = serde_json::to_string(&key(json)).unwrap_or_default();
        for json in [json, &forwarded] {
            let refill = key(json).credits.and_then(|credits| credits.refill);
            assert_eq!(refill.map(|refill| refill.interval), Some(RefillInterval::Other));
        }
    }

    #[test]
    fn a_time_with_a_fraction_is_rejected() {
        assert!(serde_json::from_str::<ServerTime>("86400000.0").is_err());
        assert!(serde_json::from_str::<ServerTime>("86400000").is_ok());
    }
}
