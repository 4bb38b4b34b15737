//! The API's contract treats an absent field and `null` as the same.

use serde::{Deserialize, Deserializer};

/// Reads `null` as the type's default. For an absent field add `#[serde(default)]`.
pub(crate) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}
