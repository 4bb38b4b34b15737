//! The new key's secret: where it is held, and how it is shown.

mod close_prompt;
mod format;
mod keeper;
mod paste_back;
mod secret_view;
#[cfg(test)]
mod tests;

pub(crate) use close_prompt::{ClosePrompt, is_asking};
pub(crate) use keeper::{Held, SecretKeeper};
pub(crate) use secret_view::SecretView;
