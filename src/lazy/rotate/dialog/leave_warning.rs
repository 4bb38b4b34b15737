//! The browser's own question before a page is left.

use crate::ui::{effect, memo};
use leptos::{ev, prelude::*};

/// Makes the browser ask while `is_at_risk`.
pub(crate) fn warn_on_leaving(is_at_risk: impl Fn() -> bool + Send + Sync + 'static) {
    let listener = StoredValue::new(None::<WindowListenerHandle>);
    let remove = move || {
        if let Some(listener) = listener.try_update_value(Option::take).flatten() {
            listener.remove();
        }
    };
    let is_at_risk = memo(is_at_risk);
    effect(move || {
        // Removed as soon as possible: with such a listener, browsers may not keep the page in the back/forward cache.
        remove();
        if is_at_risk.get() {
            listener.set_value(Some(window_event_listener(ev::beforeunload, |event| {
                event.prevent_default();
                event.set_return_value("…");
            })));
        }
    });
    on_cleanup(remove);
}
