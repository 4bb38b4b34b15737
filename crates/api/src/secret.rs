//! Values that must not be printed, logged or left in memory.

use std::fmt;

use serde::{Deserialize, Deserializer, Serializer};

/// A session ID, a session token or the plaintext of a key.
///
/// It has no `Display`, its `Debug` output hides the value, and it is not `Serialize`: a field that is sent has to ask
/// for it with [`Secret::expose_to_serializer`]. Its bytes are zeroed on drop.
///
/// ```
/// use portal_api::Secret;
///
/// let secret = Secret::new("pst_abc".to_owned());
/// assert_eq!(format!("{secret:?}"), "Secret(…)");
/// assert_eq!(secret.expose(), "pst_abc");
/// ```
#[derive(PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// Takes over `text` without copying it: its buffer is zeroed on drop.
    pub fn new(text: String) -> Self {
        Self(text.into_bytes())
    }

    /// The text. Each call is a place where the secret can leak: keep them few.
    pub fn expose(&self) -> &str {
        // Always valid UTF-8: made from a String, and zeroed only as a whole.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// For `#[serde(serialize_with = "…")]` on fields that send a secret.
    ///
    /// # Errors
    /// Returns the serializer's error.
    pub fn expose_to_serializer<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }

    /// [`Self::expose_to_serializer`] for an optional field. `None` becomes `null`; to leave the field out, add
    /// `skip_serializing_if`.
    ///
    /// # Errors
    /// Returns the serializer's error.
    pub fn expose_option<S: Serializer>(secret: &Option<Self>, serializer: S) -> Result<S::Ok, S::Error> {
        match secret {
            Some(secret) => secret.expose_to_serializer(serializer),
            None => serializer.serialize_none(),
        }
    }
}

impl Clone for Secret {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.fill(0);
        // Keeps the compiler from removing the write because the buffer is freed right after it.
        std::hint::black_box(&self.0);
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_printed() {
        let secret = Secret::new("pst_abc".to_owned());
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_eq!(secret.expose(), "pst_abc");
    }
}
