//! What a deployer runs before the API: serves the built portal, turns the session token into a cookie that JavaScript
//! never sees, and forwards five routes of the API and nothing else. It holds no state of its own: a session is the
//! browser's cookie and the API's record.
//!
//! This room knows HTTP. What an answer means, what the operator's config says and what the cookies are called stands in
//! `portal-api` and `portal-core`.

mod access_log;
mod ambiguous;
mod answer;
mod brand_css;
mod caching;
mod check;
pub mod command;
mod cookies;
mod encoding;
mod export;
mod files;
mod forward;
mod gateway;
mod guard;
mod headers;
mod health;
mod hosts;
mod navigation;
mod paced;
mod pages;
mod refusal;
mod server;
mod settings;
mod sign_out;
mod trouble;
mod upstream;

pub use export::{ExportProblem, export};
pub use files::{Files, FilesProblem};
pub use server::{Server, StartProblem};
pub use settings::{Limits, Settings, SettingsProblem};
