//! The list by way of the contract's types: the definition of what the browser gets.

use portal_api::{ApiResponse, Key, RequestId};
use portal_core::{config::ShowSettings, keys::list::Account};

/// Removes what the operator doesn't show.
pub(super) fn hide(answer: &mut ApiResponse<Vec<Key>>, show: ShowSettings) -> RequestId {
    let names_account = show.account && Account::of(&answer.data).name().is_some();
    for key in &mut answer.data {
        if !names_account {
            key.identity = None;
        }
        if !show.credits {
            key.credits = None;
        }
        if !show.rate_limits {
            key.ratelimits.clear();
        }
    }
    answer.meta.request_id.clone()
}
