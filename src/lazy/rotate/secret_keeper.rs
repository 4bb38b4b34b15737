//! Holds the secret while it is shown: here and nowhere else.

use leptos::{ev, prelude::*};
use portal_api::Secret;
use portal_core::keys::secret::{
    formats::{self as secret_formats, PasteCheck},
    lifecycle::{Effect as LifeEffect, Event, HeldSecret, SecretState, next},
};

use super::secret_format::Form;
use crate::browser;

/// Holds the secret, and runs the machine of its life.
#[derive(Clone, Copy)]
pub(crate) struct SecretKeeper {
    secret: StoredValue<Option<Secret>>,
    life: RwSignal<SecretState>,
}

impl SecretKeeper {
    /// Nothing has come yet.
    pub(crate) fn new() -> Self {
        Self { secret: StoredValue::new(None), life: RwSignal::new(SecretState::default()) }
    }

    /// It came.
    pub(crate) fn keep(self, secret: Secret) {
        // Nobody is there to see it any more: it is dropped.
        self.secret.try_set_value(Some(secret));
    }

    /// Where its life stands.
    pub(crate) fn life(self) -> SecretState {
        self.life.get()
    }

    /// Tells the machine what happened.
    pub(crate) fn tell(self, event: Event) {
        let effect = self.life.try_update(|life| {
            let (after, effect) = next(*life, event);
            *life = after;
            effect
        });
        match effect.flatten() {
            Some(LifeEffect::Wipe) => self.secret.set_value(None),
            Some(LifeEffect::StartTimer(millis)) => browser::spawn(async move {
                browser::sleep(u32::try_from(millis).unwrap_or(u32::MAX)).await;
                self.tell(Event::TimerFired(browser::now()));
            }),
            None => {}
        }
    }

    /// The secret in one of its forms; none when it is gone.
    pub(crate) fn written(self, form: Form, name: &str) -> Option<Secret> {
        self.secret.with_value(|secret| secret.as_ref().map(|secret| form.write(secret, name)))
    }

    /// The same masked, but for its first `shown` characters; empty when it is gone.
    pub(crate) fn masked(self, form: Form, shown: usize, name: &str) -> String {
        self.secret
            .with_value(|secret| secret.as_ref().map(|secret| form.masked(secret, shown, name)).unwrap_or_default())
    }

    /// Compares what was pasted with the secret.
    pub(crate) fn paste_back(self, pasted: &Secret) -> PasteCheck {
        self.secret.with_value(|secret| {
            secret.as_ref().map_or(PasteCheck::Empty, |secret| secret_formats::check_paste(secret, pasted))
        })
    }

    /// Its life while it is there.
    pub(crate) fn shown(self) -> Option<HeldSecret> {
        match self.life.get() {
            SecretState::Held(shown) => Some(shown),
            SecretState::Wiped(_) => None,
        }
    }
}

/// Warns before the page is left while `is_at_risk`.
pub(crate) fn warn_on_leaving(is_at_risk: impl Fn() -> bool + Send + Sync + 'static) {
    let handle = StoredValue::new(None::<WindowListenerHandle>);
    let put_away = move || {
        if let Some(handle) = handle.try_update_value(Option::take).flatten() {
            handle.remove();
        }
    };
    Effect::new(move |_| {
        // Only as long as it is needed: browsers keep pages without such a listener for the way back.
        put_away();
        if is_at_risk() {
            handle.set_value(Some(window_event_listener(ev::beforeunload, |event| {
                event.prevent_default();
                event.set_return_value("…");
            })));
        }
    });
    on_cleanup(put_away);
}
