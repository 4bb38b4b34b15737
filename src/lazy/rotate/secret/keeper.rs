//! Holds the secret while it is shown: the only place in memory that does.

use leptos::prelude::*;
use portal_api::Secret;
use portal_core::{
    config::Config,
    keys::{
        rotation::save_state::SaveState,
        secret::{
            formats::{self, PasteCheck},
            lifecycle::{Effect as LifecycleEffect, Event, HeldSecret, SecretState, next, save_state_change},
        },
    },
};

use super::format::SecretFormat;
use crate::{
    browser::{self, locks::HeldLock},
    session::use_session,
};

/// The secret, and the state machine that decides when it is wiped. Not a signal: nobody must be able to keep a copy.
#[derive(Clone, Copy)]
pub(crate) struct SecretKeeper {
    held: StoredValue<Option<Held>>,
    state: RwSignal<SecretState>,
    /// Called when the user has saved it, or closes it without that.
    record: Callback<SaveState>,
    sign_out: Callback<()>,
}

/// A secret, and the lock by which other tabs know that it is still shown.
pub(crate) struct Held {
    secret: Secret,
    _lock: HeldLock,
}

impl Held {
    pub(crate) const fn new(secret: Secret, lock: HeldLock) -> Self {
        Self { secret, _lock: lock }
    }
}

impl SecretKeeper {
    /// Without a secret.
    pub(crate) fn new(record: Callback<SaveState>) -> Self {
        let session = use_session();
        Self {
            held: StoredValue::new(None),
            state: RwSignal::new(SecretState::default()),
            record,
            sign_out: Callback::new(move |()| session.sign_out()),
        }
    }

    /// Stores the secret; drops it where the dialog is gone.
    pub(crate) fn hold(self, held: Held) {
        self.held.try_set_value(Some(held));
    }

    /// Takes out a secret that nobody has saved, to hold it elsewhere.
    pub(crate) fn take_unsaved(self) -> Option<Held> {
        let is_at_risk = self.state.with_untracked(SecretState::is_at_risk);
        self.held.try_update_value(Option::take).flatten().filter(|_| is_at_risk)
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
        let Some(before) = self.state.try_get_untracked() else { return };
        let (after, effect) = next(before, event);
        if after != before {
            self.state.set(after);
        }
        if let Some(save_state) = save_state_change(before, after) {
            self.record.run(save_state);
        }
        match effect {
            Some(LifecycleEffect::Wipe) => self.held.set_value(None),
            Some(LifecycleEffect::StartTimer(millis)) => {
                self.dispatch_after(millis, || Event::TimePassed(browser::now()));
            }
            Some(LifecycleEffect::StartLastTimer(millis)) => self.dispatch_after(millis, || Event::LastTimerFired),
            Some(LifecycleEffect::SignOut) => self.sign_out.run(()),
            None => {}
        }
    }

    fn dispatch_after(self, millis: i64, event: fn() -> Event) {
        browser::spawn(async move {
            browser::sleep(u32::try_from(millis).unwrap_or(u32::MAX)).await;
            self.dispatch(event());
        });
    }

    /// The secret in a format; `None` once it is wiped.
    pub(super) fn formatted(self, format: SecretFormat, config: &Config) -> Option<Secret> {
        self.held.with_value(|held| held.as_ref().map(|held| format.format(&held.secret, config)))
    }

    /// The same, masked but for its first `shown` characters; empty once it is wiped.
    pub(super) fn masked(self, format: SecretFormat, shown: usize, config: &Config) -> String {
        let mask = |held: &Held| format.format_masked(&held.secret, shown, config);
        self.held.with_value(|held| held.as_ref().map(mask).unwrap_or_default())
    }

    /// Compares a pasted text with the secret.
    pub(super) fn check_paste(self, pasted: &Secret) -> PasteCheck {
        let check = |held: &Held| formats::check_paste(&held.secret, pasted);
        self.held.with_value(|held| held.as_ref().map_or(PasteCheck::Empty, check))
    }
}
