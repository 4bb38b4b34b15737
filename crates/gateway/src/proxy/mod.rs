//! The routes that a browser may call: forwarded to the API with only what the API needs, and answered with only what the
//! portal needs.

mod api_proxy;
mod client_response;
mod cookies;
mod csrf;
mod data_routes;
mod exchange;
mod expected_expiry;
mod header_values;
mod key_list;
mod repeats;
mod request_body;
mod response_headers;
mod rotation;
mod sign_out;
mod smuggling_guard;

pub(crate) use api_proxy::ApiProxy;
pub(crate) use data_routes::{get_verifications, list_keys};
pub(crate) use exchange::{exchange_code, exchange_session};
pub(crate) use repeats::Repeats;
pub(crate) use rotation::reroll_key;
pub(crate) use sign_out::sign_out;
pub(crate) use smuggling_guard::reject_ambiguous;
