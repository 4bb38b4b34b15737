//! Why a setting is rejected.

/// The end of a sentence that starts with the setting's name. A browser, which only writes it to its console, has one for all: the
/// texts are not worth the bytes there, and the gateway and `portal-gateway check` have them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reason {
    #[cfg(not(target_arch = "wasm32"))]
    text: String,
}

impl Reason {
    /// `text` is only called where it is shown.
    #[cfg_attr(target_arch = "wasm32", expect(unused_variables, reason = "no text there"))]
    pub(super) fn new(text: impl FnOnce() -> String) -> Self {
        Self {
            #[cfg(not(target_arch = "wasm32"))]
            text: text(),
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn text(self) -> String {
        self.text
    }

    #[cfg(target_arch = "wasm32")]
    pub(super) fn text(self) -> String {
        "is not accepted: see config.schema.json".to_owned()
    }
}

impl From<&'static str> for Reason {
    fn from(text: &'static str) -> Self {
        Self::new(|| text.to_owned())
    }
}
