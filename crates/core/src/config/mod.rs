//! The operator's `config.json`. The gateway and the browser share this parser; `config.schema.json` is for editors.
//!
//! A wrong setting is a [`ConfigProblem`] beside a config that has the default in its place: the gateway refuses to
//! start with any problem, the browser carries on.

mod example;
mod links;
mod parse;
mod reason;
mod settings;
mod show;
mod suggestions;
#[cfg(test)]
mod tests;
mod value;

pub use example::ExampleSettings;
pub use links::{Logo, SupportLink};
pub use parse::{ConfigProblem, ParsedConfig};
pub use settings::Config;
pub use show::ShowSettings;
