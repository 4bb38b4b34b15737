//! Holds the secret while it is shown: the only place in memory that does.

use leptos::prelude::*;
use portal_api::Secret;
use portal_core::keys::{
    rotation::save_state::SaveState,
    secret::{
        formats::{self, PasteCheck},
        lifecycle::{Effect as LifecycleEffect, Event, HeldSecret, SecretState, next, save_state_change},
    },
};

use super::format::SecretFormat;
use crate::browser;

/// The secret, and the state machine that decides when it is wiped. Not a signal: nobody must be able to keep a copy.
#[derive(Clone, Copy)]
pub(crate) struct SecretKeeper {
    secret: StoredValue<Option<Secret>>,
    state: RwSignal<SecretState>,
    /// Called when the user has saved it, or closes it without that.
    record: Callback<SaveState>,
}

impl SecretKeeper {
    /// Without a secret.
    pub(crate) fn new(record: Callback<SaveState>) -> Self {
        Self { secret: StoredValue::new(None), state: RwSignal::new(SecretState::default()), record }
    }

    /// Stores the secret; drops it where the dialog is gone.
    pub(crate) fn hold(self, secret: Secret) {
        self.secret.try_set_value(Some(secret));
    }

    /// Tracked.
    pub(crate) fn state(self) -> SecretState {
        self.state.get()
    }

    /// The state while the secret is held; tracked.
    pub(crate) fn held(self) -> Option<HeldSecret> {
        match self.state.get() {
            SecretState::Held(held) => Some(held),
            SecretState::Wiped(_) => None,
        }
    }

    /// Tells the state machine what happened, and performs its effect.
    pub(crate) fn dispatch(self, event: Event) {
        let changed = self.state.try_update(|state| {
            let (after, effect) = next(*state, event);
            let before = std::mem::replace(state, after);
            (effect, save_state_change(before, after))
        });
        let Some((effect, save_state)) = changed else { return };
        if let Some(save_state) = save_state {
            self.record.run(save_state);
        }
        match effect {
            Some(LifecycleEffect::Wipe) => self.secret.set_value(None),
            Some(LifecycleEffect::StartTimer(millis)) => browser::spawn(async move {
                browser::sleep(u32::try_from(millis).unwrap_or(u32::MAX)).await;
                self.dispatch(Event::TimerFired(browser::now()));
            }),
            None => {}
        }
    }

    /// The secret in a format; `None` once it is wiped.
    pub(super) fn formatted(self, format: SecretFormat, name: &str) -> Option<Secret> {
        self.secret.with_value(|secret| secret.as_ref().map(|secret| format.format(secret, name)))
    }

    /// The same, masked but for its first `shown` characters; empty once it is wiped.
    pub(super) fn masked(self, format: SecretFormat, shown: usize, name: &str) -> String {
        let mask = |secret: &Secret| format.format_masked(secret, shown, name);
        self.secret.with_value(|secret| secret.as_ref().map(mask).unwrap_or_default())
    }

    /// Compares a pasted text with the secret.
    pub(super) fn check_paste(self, pasted: &Secret) -> PasteCheck {
        let check = |secret: &Secret| formats::check_paste(secret, pasted);
        self.secret.with_value(|secret| secret.as_ref().map_or(PasteCheck::Empty, check))
    }
}
