//! Values that must not be printed, logged or left behind in memory.

use std::fmt;

use serde::{Deserialize, Deserializer, Serializer};

/// A session ID, a session token or a key's plaintext. It has no `Display`, its `Debug` shows nothing, it is not
/// `Serialize` (a field that must go out says so with [`Secret::expose_to_serializer`]), and its bytes are zeroed when it is dropped.
#[derive(PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// Takes the text over; its buffer becomes the secret's and is zeroed with it.
    pub fn new(text: String) -> Self {
        Self(text.into_bytes())
    }

    /// The text itself. Every call is a place where the secret leaves: keep them few.
    pub fn expose(&self) -> &str {
        // It was made from a String and is only ever zeroed whole.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// For `#[serde(serialize_with = "…")]` on the few fields that carry a secret on the wire.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn expose_to_serializer<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }

    /// The same for an optional secret; an absent one is written as null, so skip it when absent.
    ///
    /// # Errors
    /// Those of the serializer.
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
        // The buffer is about to be freed: without this the compiler may drop the write as useless.
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
