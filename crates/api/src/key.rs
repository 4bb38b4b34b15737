//! A key, as its owner may see it and as the operator's side holds it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{ServerTime, absent::null_as_default};

/// A key's id: `key_…`. Not a secret.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyId(String);

impl KeyId {
    /// Any text: the API decides what is an id.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id as the API writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What an end user may see of a key. The operator's own data (`meta`, `identity`, `roles`, `permissions`) has no place
/// in this type, so that reading and writing a key through it takes them out: see [`OperatorKey`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Key {
    /// What to call it in requests.
    pub key_id: KeyId,
    /// The key's first characters, to recognise it by.
    pub start: String,
    /// Whether the operator lets it work.
    pub enabled: bool,
    /// When it was made.
    pub created_at: ServerTime,
    /// What the operator called it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When its settings were last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<ServerTime>,
    /// When it was last used: good to about 5 minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<ServerTime>,
    /// When it stops working; absent when it doesn't.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<ServerTime>,
    /// Uses left; absent when unlimited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credits: Option<Credits>,
    /// How often it may be used.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub ratelimits: Vec<RateLimit>,
}

/// Whether a key works. The API does not say it: it follows from `enabled` and `expires`, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyStatus {
    /// The operator switched it off, expired or not.
    Disabled,
    /// Its time is over.
    Expired,
    /// It works.
    Active,
}

impl Key {
    /// The status at `now`.
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

/// Uses left, and how they come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credits {
    /// Uses left; null means unlimited.
    #[serde(default)]
    pub remaining: Option<i64>,
    /// How they come back; absent when they don't.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refill: Option<Refill>,
}

/// How used-up credits come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refill {
    /// How often.
    pub interval: RefillInterval,
    /// Credits after a refill.
    pub amount: i64,
    /// Day of the month; monthly only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refill_day: Option<u8>,
}

/// How often credits come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RefillInterval {
    /// Every day.
    Daily,
    /// Every month, on `refillDay`.
    Monthly,
}

/// A limit on how often a key may be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RateLimit {
    /// `rl_…`.
    pub id: String,
    /// What the operator called it.
    pub name: String,
    /// Uses in one `duration`.
    pub limit: i64,
    /// In milliseconds.
    pub duration: i64,
    /// Whether every verification counts, or only those that name the limit.
    #[serde(default)]
    pub auto_apply: bool,
}

/// A key with everything that the API sends. For the operator's side and the sandbox: nothing of this may reach an end
/// user's browser but the [`Key`] in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OperatorKey {
    /// What the end user may see.
    #[serde(flatten)]
    pub key: Key,
    /// The operator's notes on the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta: Option<Value>,
    /// Whose key it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// What the key may do in the operator's API.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<String>,
    /// The same, by role.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
}

/// Whose key it is, in the operator's terms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    /// `id_…`.
    pub id: String,
    /// The end user in the operator's terms.
    pub external_id: String,
    /// The operator's notes on the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta: Option<Value>,
    /// Limits shared by all of the user's keys.
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
    fn absent_and_null_are_the_same() {
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
    fn what_belongs_to_the_operator_does_not_pass_through_a_key() {
        let json = r#"{"keyId":"key_1","start":"a","enabled":true,"createdAt":1,
            "meta":{"plan":"pro"},"identity":{"id":"id_1","externalId":"u"},"roles":["r"],"permissions":["p"]}"#;
        let written = serde_json::to_value(key(json)).unwrap_or_default();
        assert_eq!(
            written.as_object().map(|key| key.keys().cloned().collect::<Vec<_>>()),
            Some(["createdAt", "enabled", "keyId", "start"].map(str::to_owned).to_vec())
        );
    }

    #[test]
    fn times_are_whole_numbers() {
        assert!(serde_json::from_str::<ServerTime>("86400000.0").is_err());
        assert!(serde_json::from_str::<ServerTime>("86400000").is_ok());
    }
}
