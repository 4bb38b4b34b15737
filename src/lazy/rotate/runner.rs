//! Runs the rotation machine of `portal-core`: performs its effects, tells it what happened.

use std::sync::Arc;

use js_sys::{Function, Promise};
use leptos::prelude::*;
use portal_api::{ApiResponse, KeyId, MINUTE, RerolledKey, Route, no_response};
use portal_core::keys::rotation::machine::{Effect, Event, Rotation, SentRequest, Stage, next};

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::secret_keeper::SecretKeeper;
use crate::{
    browser::{self, locks},
    keys::{
        rotation::{rotations::Rotations, storage},
        store::KeysStore,
    },
    session::{SessionHandle, use_session},
};

/// For how long an answer is waited for before the list is asked, in milliseconds: longer than the gateway waits. One that
/// comes later is taken all the same.
const PATIENCE_MS: u32 = 40_000;

/// What runs the current rotation. Lives as long as its dialog.
#[derive(Clone, Copy)]
pub(crate) struct Runner {
    session: SessionHandle,
    store: KeysStore,
    rotations: Rotations,
    secret: SecretKeeper,
    /// A lock is held or asked for: this tab is at it.
    busy: RwSignal<bool>,
    /// To be called once the outcome is known.
    on_settled: StoredValue<Option<Function>>,
    /// Another tab rotates the same key at this moment.
    elsewhere: RwSignal<bool>,
}

impl Runner {
    /// For the current rotation. What a reload interrupted goes on at once.
    pub(crate) fn new(rotations: Rotations, secret: SecretKeeper) -> Self {
        let runner = Self {
            session: use_session(),
            store: expect_context(),
            rotations,
            secret,
            busy: RwSignal::new(false),
            on_settled: StoredValue::new(None),
            elsewhere: RwSignal::new(false),
        };
        // The session has ended: no tab of another one must wait for this.
        on_cleanup(move || runner.settle());
        if matches!(runner.stage(), Some(Stage::Reconciling(_))) {
            runner.look(Box::new(move || runner.perform(Effect::ReloadList { delay_ms: 0 })));
        }
        runner
    }

    /// Whether this tab is at it.
    pub(crate) const fn busy(self) -> RwSignal<bool> {
        self.busy
    }

    /// Whether another tab is.
    pub(crate) const fn elsewhere(self) -> RwSignal<bool> {
        self.elsewhere
    }

    /// Sends the request, once: a second click comes too late, and another tab that is at it, or was when it was closed,
    /// comes first.
    pub(crate) fn send(self) {
        let Some(name) = self.lock() else { return };
        self.elsewhere.set(false);
        browser::spawn(async move {
            let sent = locks::try_with_lock(&name, async move {
                let at = self.session.now();
                let key =
                    self.rotations.current().with_untracked(|current| current.as_ref().map(|it| Arc::clone(&it.key)));
                let sent_before = key.and_then(|key| Some((storage::note_of_any_tab(&key.key_id, at)?, key)));
                if let Some((note, key)) = sent_before {
                    self.rotations.take_over(&note, &key);
                    self.perform(Effect::ReloadList { delay_ms: 0 });
                } else {
                    let known = self.store.list().with_untracked(|list| list.keys().to_vec());
                    self.tell(Event::Submit { at, known });
                }
                self.settled().await;
            })
            .await;
            self.busy.try_set(false);
            self.elsewhere.try_set(!sent);
        });
    }

    /// Reads the list again.
    pub(crate) fn look_again(self) {
        self.look(Box::new(move || self.tell(Event::Recheck)));
    }

    /// Begins to look. Where another tab is at it, its outcome comes first.
    fn look(self, begin: Box<dyn FnOnce()>) {
        let Some(name) = self.lock() else { return };
        browser::spawn(async move {
            locks::with_lock(&name, async move {
                begin();
                self.settled().await;
            })
            .await;
        });
    }

    /// The name of the lock that is held until the outcome is known. None while this tab is at it.
    fn lock(self) -> Option<String> {
        let key = self
            .rotations
            .current()
            .with_untracked(|current| current.as_ref().map(|rotation| rotation.key.key_id.clone()))?;
        if self.busy.get_untracked() {
            return None;
        }
        self.busy.set(true);
        Some(["portal-rotate-", key.as_str()].concat())
    }

    /// Waits until the outcome is known, or as far as it will be.
    async fn settled(self) {
        if self.is_under_way() {
            let settled = Promise::new(&mut |resolve, _| {
                self.on_settled.try_set_value(Some(resolve));
            });
            let _ = JsFuture::from(settled).await;
        }
        self.busy.try_set(false);
    }

    fn settle(self) {
        if let Some(settled) = self.on_settled.try_update_value(Option::take).flatten() {
            let _ = settled.call0(&JsValue::NULL);
        }
    }

    fn is_under_way(self) -> bool {
        matches!(self.stage(), Some(Stage::Sending(_) | Stage::Reconciling(_)))
    }

    fn is_about(self, key: &KeyId) -> bool {
        let is_it = |current: &Option<Rotation>| current.as_ref().is_some_and(|rotation| rotation.key.key_id == *key);
        self.rotations.current().try_with_untracked(is_it).unwrap_or_default()
    }

    fn stage(self) -> Option<Stage> {
        let stage = |current: &Option<_>| current.as_ref().map(|rotation: &Rotation| rotation.stage.clone());
        self.rotations.current().try_with_untracked(stage).flatten()
    }

    /// Tells the machine what happened.
    pub(crate) fn tell(self, event: Event) {
        let effects = self.rotations.current().try_update(|current| {
            let (after, effects) = next(current.take()?, event);
            *current = Some(after);
            Some(effects)
        });
        // Closed meanwhile, or the session is over.
        let Some(effects) = effects.flatten() else { return };
        for effect in effects {
            self.perform(effect);
        }
        self.rotations.note_step();
        if !self.is_under_way() {
            // What the user has to see comes to the front.
            self.rotations.put_aside(false);
            self.settle();
        }
    }

    fn perform(self, effect: Effect) {
        match effect {
            Effect::StorePending(note) => storage::remember(&note),
            Effect::ClearPending(key) => storage::forget(&key),
            Effect::ShowSecret(secret) => self.secret.keep(secret),
            Effect::UpdateList(keys) => self.store.upsert(keys),
            Effect::SendRequest(request) => {
                browser::spawn(async move {
                    let reply = self.session.change::<ApiResponse<RerolledKey>>(Route::RerollKey, &request).await;
                    // Without one the session has ended, and all this with it. And the dialog may be about another key.
                    if let Some(reply) = reply.filter(|_| self.is_about(&request.key_id)) {
                        self.tell(Event::ResponseReceived(reply.meaning.map(|answer| answer.data)));
                    }
                });
                self.lose_patience();
            }
            Effect::ReloadList { delay_ms } => browser::spawn(async move {
                browser::sleep(u32::try_from(delay_ms.clamp(0, MINUTE)).unwrap_or_default()).await;
                match self.store.reload().await {
                    Some(Ok(list)) => self.tell(Event::ListLoaded { list, at: self.session.now() }),
                    Some(Err(_)) => self.tell(Event::ListFailed),
                    None => {}
                }
            }),
        }
    }

    /// After a while, no answer is as good as a lost one.
    fn lose_patience(self) {
        let sent = |stage| match stage {
            Some(Stage::Sending(SentRequest { at, .. })) => Some(at),
            _ => None,
        };
        let waits_for = sent(self.stage());
        browser::spawn(async move {
            browser::sleep(PATIENCE_MS).await;
            if waits_for.is_some() && sent(self.stage()) == waits_for {
                self.tell(Event::ResponseReceived(Err(no_response())));
            }
        });
    }
}
