//! Runs the state machine of the current rotation: dispatches events, and performs the effects that they have.

use js_sys::{Function, Promise};
use leptos::prelude::*;
use portal_api::{ApiResponse, KeyId, MINUTE, RerolledKey, Route, ServerTime, no_response};
use portal_core::keys::rotation::machine::{Effect, Event, Rotation, SentRequest, Stage};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::{
    browser::{self, locks},
    keys::store::KeysStore,
    lazy::{
        rotate::secret::{Held, SecretKeeper},
        rotations::state::{RotationState, new_key_lock, storage},
    },
    session::{SessionHandle, use_session},
};

/// How long the response is waited for before the list is read instead, in milliseconds: longer than the gateway's own timeout.
/// A response that comes later is still handled.
const RESPONSE_TIMEOUT_MS: u32 = 40_000;

/// Who holds the lock on rotations of the current key. Held until the outcome is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RotationLock {
    /// Nobody, as far as is known.
    Free,
    /// This tab holds it, or waits for it.
    ThisTab,
    /// Another tab held it when this one wanted to send: nothing was sent.
    OtherTab,
}

/// Runs the current rotation. Lives as long as its dialog.
#[derive(Clone, Copy)]
pub(crate) struct RotationRunner {
    session: SessionHandle,
    store: KeysStore,
    state: RotationState,
    secret: SecretKeeper,
    lock: RwSignal<RotationLock>,
    /// Called with a response that comes after the end of the session, and the rotation that it belongs to.
    on_late_response: fn(SessionHandle, Rotation, Event),
    /// Resolves the promise that [`Self::settled`] awaits.
    resolve_settled: StoredValue<Option<Function>>,
}

impl RotationRunner {
    /// For the current rotation; one that was resumed reads the list at once.
    pub(crate) fn new(
        state: RotationState,
        secret: SecretKeeper,
        on_late_response: fn(SessionHandle, Rotation, Event),
    ) -> Self {
        let runner = Self {
            session: use_session(),
            store: expect_context(),
            state,
            secret,
            lock: RwSignal::new(RotationLock::Free),
            on_late_response,
            resolve_settled: StoredValue::new(None),
        };
        // Where the session ends first, the lock must not block a tab of the next session.
        on_cleanup(move || runner.release());
        if matches!(state.stage(), Some(Stage::Reconciling(_))) {
            runner.reconcile(Box::new(move || runner.perform(Effect::ReloadList { delay_ms: 0 })));
        }
        runner
    }

    /// Who holds the lock; tracked.
    pub(crate) fn lock(self) -> RotationLock {
        self.lock.get()
    }

    /// Sends the request, at most once: not while this tab holds the lock, such as after a first click, nor while another tab
    /// does. A pending rotation of the same key in any tab, one that was closed included, is reconciled instead.
    pub(crate) fn send(self) {
        let Some(name) = self.acquire() else { return };
        browser::spawn(async move {
            let sent = locks::try_with_lock(&name, async move {
                let at = self.session.now();
                let key = self.state.read_current(|rotation| rotation.key.clone());
                let pending = key.and_then(|key| Some((storage::pending_in_any_tab(&key.key_id, at)?, key)));
                if let Some((pending, key)) = pending {
                    self.state.take_over(&pending, &key);
                    self.perform(Effect::ReloadList { delay_ms: 0 });
                } else {
                    let known = self.store.list().with_untracked(|list| list.keys().to_vec());
                    self.dispatch(Event::Submit { at, known });
                }
                self.settled().await;
            })
            .await;
            self.lock.try_set(if sent { RotationLock::Free } else { RotationLock::OtherTab });
        });
    }

    /// Reads the list again, where the last reading was inconclusive.
    pub(crate) fn recheck(self) {
        self.reconcile(Box::new(move || self.dispatch(Event::Recheck)));
    }

    /// Waits for the lock, calls `begin`, and keeps the lock until the outcome is known.
    fn reconcile(self, begin: Box<dyn FnOnce()>) {
        let Some(name) = self.acquire() else { return };
        browser::spawn(async move {
            // Reading the list needs no lock: it is waited for, so that another tab's request has its outcome.
            locks::with_lock(&name, async move |_| {
                begin();
                self.settled().await;
            })
            .await;
        });
    }

    /// The name of the lock on the current key. `None` while this tab holds the lock or waits for it.
    fn acquire(self) -> Option<String> {
        let name = self.state.read_current(|rotation| ["portal-rotate-", rotation.key.key_id.as_str()].concat())?;
        if self.lock.get_untracked() == RotationLock::ThisTab {
            return None;
        }
        self.lock.set(RotationLock::ThisTab);
        Some(name)
    }

    /// Waits until the rotation no longer waits for the server.
    async fn settled(self) {
        if self.state.is_pending() {
            let settled = Promise::new(&mut |resolve, _| {
                self.resolve_settled.try_set_value(Some(resolve));
            });
            let _ = JsFuture::from(settled).await;
        }
        self.lock.try_set(RotationLock::Free);
    }

    fn release(self) {
        if let Some(resolve) = self.resolve_settled.try_update_value(Option::take).flatten() {
            let _ = resolve.call0(&JsValue::NULL);
        }
    }

    /// Whether this dialog is open, and its rotation waits for the response to the request about `key`.
    fn waits_for(self, key: &KeyId, sent_at: Option<ServerTime>) -> bool {
        let waits = |rotation: &Rotation| {
            rotation.key.key_id == *key && sent_at.is_some_and(|sent_at| rotation.stage.takes_response(sent_at))
        };
        let is_open = self.lock.try_get_untracked().is_some();
        is_open && self.state.read_current(waits).unwrap_or_default()
    }

    /// Tells the state machine what happened, and performs the effects.
    pub(crate) fn dispatch(self, event: Event) {
        let Some(effects) = self.state.advance(event) else { return };
        for effect in effects {
            self.perform(effect);
        }
        self.state.record_outcome();
        if !self.state.is_pending() {
            // The result must be seen, even where the dialog was minimized.
            self.state.shared.minimize(false);
            self.release();
        }
    }

    fn perform(self, effect: Effect) {
        match effect {
            Effect::StorePending(pending) => storage::store_pending(&pending),
            Effect::ClearPending(key) => storage::clear_pending(&key),
            Effect::ShowSecret(secret) => {
                if let Some(Some(rotated)) = self.state.read_current(Rotation::rotated) {
                    self.secret.hold(Held::new(secret, new_key_lock(&rotated.new)));
                }
            }
            Effect::UpdateList(keys) => self.store.upsert(keys),
            Effect::CheckKeys(check) => browser::spawn(self.state.check(check)),
            Effect::SendRequest { request, expires } => {
                let sent = self.state.read_current(Rotation::clone);
                let sent_at = sent.as_ref().and_then(|rotation| sent_at(&rotation.stage));
                browser::spawn(async move {
                    let reply =
                        self.session.change::<ApiResponse<RerolledKey>>(Route::RerollKey, &request, expires).await;
                    // None: the user signed out, or another session was opened.
                    let Some(reply) = reply else { return };
                    let response = Event::ResponseReceived(reply.meaning.map(|answer| answer.data));
                    if self.waits_for(&request.key_id, sent_at) {
                        self.dispatch(response);
                    } else if let Some(sent) = sent {
                        if self.session.leaves_new_key(self.session.tag()) {
                            (self.on_late_response)(self.session, sent, response);
                        } else {
                            self.state.receive_late(sent, response);
                        }
                    }
                });
                self.start_response_timeout();
            }
            Effect::ReloadList { delay_ms } => browser::spawn(async move {
                browser::sleep(u32::try_from(delay_ms.clamp(0, MINUTE)).unwrap_or_default()).await;
                match self.store.reload().await {
                    Some(Ok(list)) => {
                        let old = self.state.read_current(|rotation| rotation.key.key_id.clone());
                        let others = self.state.new_keys(old.as_ref());
                        self.dispatch(Event::ListLoaded { list, others, at: self.session.now() });
                    }
                    Some(Err(_)) => self.dispatch(Event::ListFailed),
                    None => {}
                }
            }),
        }
    }

    /// After [`RESPONSE_TIMEOUT_MS`], reports a missing response of the request that is under way now.
    fn start_response_timeout(self) {
        let now_sent_at = move || self.state.read_current(|rotation| sent_at(&rotation.stage)).flatten();
        let started = now_sent_at();
        browser::spawn(async move {
            browser::sleep(RESPONSE_TIMEOUT_MS).await;
            if started.is_some() && now_sent_at() == started {
                self.dispatch(Event::ResponseReceived(Err(no_response())));
            }
        });
    }
}

/// When the request that is under way was sent.
const fn sent_at(stage: &Stage) -> Option<ServerTime> {
    match stage {
        Stage::Sending(SentRequest { at, .. }) => Some(*at),
        _ => None,
    }
}
