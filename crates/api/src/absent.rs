//! "Absent" and "null" are the same to the contract.

use serde::{Deserialize, Deserializer};

/// For collections: null reads as empty. Absence is `#[serde(default)]`'s part.
pub(crate) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}
