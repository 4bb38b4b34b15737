//! The rotation that is open, those that were done, and whether the session may rotate at all.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Cause, Failure, Key, KeyId, ServerTime};
use portal_core::keys::{
    list::KeyList,
    rotation::{
        grace::Grace,
        handover::KeyHandover,
        machine::{Rotation, Stage},
        records::{CompletedRotation, PendingRotation},
    },
    usage::Usage,
};
use portal_core::time::ClientTime;

use super::{
    channel::{News, Tabs},
    storage::{self, Done},
};
use crate::{
    browser,
    keys::store::KeysStore,
    session::{SessionHandle, use_session},
};

/// All rotations of this session. Provided once, beside the list.
#[derive(Clone, Copy)]
pub(crate) struct Rotations {
    session: SessionHandle,
    store: KeysStore,
    /// One at a time.
    current: RwSignal<Option<Rotation>>,
    /// Whether the current one goes on without its dialog.
    aside: RwSignal<bool>,
    /// The latest first.
    done: RwSignal<Vec<Done>>,
    /// The API said that this session may not.
    refused: RwSignal<bool>,
    /// What had the focus when the dialog was opened.
    opener: StoredValue<Option<browser::Focused>>,
    tabs: StoredValue<Option<Tabs>>,
    /// What the pilot knows, by rotation.
    seen: RwSignal<Vec<Seen>>,
}

/// What the pilot knows of a rotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The new key: a key may be rotated more than once.
    pub(crate) new: KeyId,
    /// When it was asked for last.
    asked_at: ClientTime,
    /// What was answered last.
    pub(crate) pilot: Option<KeyHandover>,
}

impl Rotations {
    /// With what this tab remembers: a rotation that a reload interrupted is gone on with.
    pub(crate) fn new() -> Self {
        let session = use_session();
        let rotations = Self {
            session,
            store: expect_context(),
            current: RwSignal::new(None),
            aside: RwSignal::new(false),
            done: RwSignal::new(storage::done()),
            refused: RwSignal::new(false),
            opener: StoredValue::new(None),
            tabs: StoredValue::new(None),
            seen: RwSignal::new(Vec::new()),
        };
        rotations.tabs.set_value(Some(Tabs::listen(move |news| rotations.hear(&news))));
        rotations.resume();
        rotations
    }

    /// Goes on with what a reload interrupted, once its key is in the list.
    fn resume(self) {
        let notes = storage::notes(self.session.now());
        if notes.is_empty() {
            return;
        }
        let resumed = StoredValue::new(false);
        Effect::new(move |_| {
            if resumed.get_value() {
                return;
            }
            let find = |list: &KeyList| {
                let found = |note: &PendingRotation| list.get(&note.key_id).map(|key| Rotation::resumed(note, key));
                (notes.iter().find_map(found), list.is_complete())
            };
            let (rotation, complete) = self.store.list().with(find);
            resumed.set_value(rotation.is_some() || complete);
            if self.current.with_untracked(Option::is_none) && rotation.is_some() {
                self.current.set(rotation);
            }
        });
    }

    /// Whether keys can be rotated in this session, as far as is known.
    pub(crate) fn allowed(self) -> bool {
        self.session.config().show.rotation && !self.refused.get()
    }

    /// Opens the dialog for `key`. Where the outcome of an earlier rotation isn't known yet, that comes first: nobody gets
    /// a second key by accident.
    pub(crate) fn open(self, key: Arc<Key>) {
        self.opener.set_value(browser::focused());
        self.put_aside(false);
        if self.current.with_untracked(Option::is_none) {
            self.begin(key);
        }
    }

    /// Puts the rotation of `key` in the place of the one that is open.
    pub(crate) fn begin(self, key: Arc<Key>) {
        let now = self.session.now();
        let rotation = match storage::note_of(&key.key_id, now) {
            Some(note) => Rotation::resumed(&note, &key),
            None => {
                let grace = Grace::proposed(&key, Usage::default(), now);
                Rotation::of(key, grace)
            }
        };
        self.current.set(Some(rotation));
    }

    /// Another tab's request comes first, whose outcome isn't known: reads what became of it in place of sending one more.
    pub(crate) fn take_over(self, note: &PendingRotation, key: &Key) {
        self.current.set(Some(Rotation::resumed(note, key)));
    }

    /// The latest rotation that `id` took part in, as the old key or the new one.
    pub(crate) fn rotated_for(self, id: &KeyId) -> Option<CompletedRotation> {
        let part_of = |done: &&Done| done.rotated.old == *id || done.rotated.new == *id;
        self.done.with(|done| done.iter().find(part_of).map(|done| done.rotated.clone()))
    }

    /// The rotation that is open.
    pub(crate) const fn current(self) -> RwSignal<Option<Rotation>> {
        self.current
    }

    /// Whether it goes on without its dialog.
    pub(crate) fn is_aside(self) -> bool {
        self.aside.get()
    }

    /// Puts its dialog aside, or brings it back.
    pub(crate) fn put_aside(self, aside: bool) {
        if self.aside.get_untracked() != aside {
            self.aside.set(aside);
        }
    }

    /// The rotations that were done, the latest first.
    pub(crate) const fn done(self) -> RwSignal<Vec<Done>> {
        self.done
    }

    /// The dialog is closed: the focus goes back to where it came from.
    pub(crate) fn close(self) {
        self.put_aside(false);
        self.current.set(None);
        browser::restore_focus(self.opener.try_update_value(Option::take).flatten());
    }

    /// Takes note of where the current rotation stands, after each step.
    pub(crate) fn note_step(self) {
        let Some((rotated, secret_lost, failure)) = self.current.with_untracked(|current| {
            current.as_ref().map(|rotation| {
                let lost = matches!(rotation.stage, Stage::RotatedWithoutSecret { .. });
                (rotation.rotated(), lost, rotation.failure.clone())
            })
        }) else {
            return;
        };
        if let Some(rotated) = rotated {
            self.record(Done { rotated, secret_lost, dismissed: false });
        }
        if failure.is_some_and(|failure: Failure| failure.cause == Cause::NotAllowed) {
            self.refused.set(true);
        }
    }

    fn record(self, new: Done) {
        if self.done.with_untracked(|done| done.contains(&new)) {
            return;
        }
        let start = self.store.list().with_untracked(|list| list.get(&new.rotated.new).map(|key| key.start.clone()));
        let news = News { rotated: new.rotated.clone(), start: start.unwrap_or_default() };
        self.add(new);
        self.tabs.with_value(|tabs| tabs.iter().for_each(|tabs| tabs.tell(&news)));
    }

    fn add(self, new: Done) {
        self.change_done(|done| {
            done.retain(|there| there.rotated.new != new.rotated.new);
            for there in done.iter_mut() {
                // The API overwrites the old key's end.
                if there.rotated.old == new.rotated.old {
                    there.rotated.old_ends = new.rotated.old_ends;
                }
                // Whoever rotates the key whose secret was lost has done what its notice asks for.
                there.secret_lost &= there.rotated.new != new.rotated.old;
            }
            done.insert(0, new);
        });
    }

    /// The user puts a notice away.
    pub(crate) fn dismiss(self, rotated: &CompletedRotation) {
        self.change_done(|done| {
            done.iter_mut().filter(|there| there.rotated == *rotated).for_each(|there| there.dismissed = true);
        });
    }

    fn change_done(self, change: impl FnOnce(&mut Vec<Done>)) {
        self.done.update(change);
        self.done.with_untracked(|done| storage::keep_done(done));
    }

    /// Another tab rotated a key. None when nobody is there any more.
    fn hear(self, news: &News) -> Option<()> {
        let rotated = &news.rotated;
        // Its outcome was not known here, if it was asked for here.
        storage::forget(&rotated.old);
        let old = self.store.list().try_with_untracked(|list| list.get(&rotated.old).cloned())?;
        if let Some(old) = old {
            let known = self.store.list().with_untracked(|list| list.get(&rotated.new).is_some());
            let new = made(&old, rotated, &news.start);
            let old = Key { expires: Some(rotated.old_ends), updated_at: None, ..Key::clone(&old) };
            self.store.upsert(if known { vec![old] } else { vec![old, new] });
        }
        self.add(Done { rotated: rotated.clone(), secret_lost: false, dismissed: false });
        Some(())
    }

    /// What the pilot knows.
    pub(crate) const fn seen(self) -> RwSignal<Vec<Seen>> {
        self.seen
    }

    /// Whether the last time that it asked about the rotation to `new` is `every_ms` ago.
    pub(crate) fn pilot_is_due(self, new: &KeyId, now: ClientTime, every_ms: i64) -> bool {
        let last = self.seen.try_with_untracked(|seen| {
            seen.iter().find(|seen| seen.new == *new).map(|seen| now.0.saturating_sub(seen.asked_at.0))
        });
        // A clock that was set back must not silence it.
        last.is_some_and(|last| last.is_none_or(|ago| ago < 0 || ago >= every_ms))
    }

    /// It is being asked.
    pub(crate) fn asked_pilot(self, new: &KeyId, now: ClientTime) {
        self.seen.try_update(|seen| match seen.iter_mut().find(|seen| seen.new == *new) {
            Some(seen) => seen.asked_at = now,
            None => seen.push(Seen { new: new.clone(), asked_at: now, pilot: None }),
        });
    }

    /// It was answered.
    pub(crate) fn saw_pilot(self, new: &KeyId, pilot: KeyHandover) {
        self.seen.try_update(|seen| {
            seen.iter_mut().filter(|seen| seen.new == *new).for_each(|seen| seen.pilot = Some(pilot));
        });
    }

    /// The server's time as it goes on, second by second.
    pub(crate) const fn clock(self) -> RwSignal<ServerTime> {
        self.store.clock()
    }
}

/// The new key, as the API makes it: the old one's settings.
fn made(old: &Key, rotated: &CompletedRotation, start: &str) -> Key {
    Key {
        key_id: rotated.new.clone(),
        start: start.to_owned(),
        created_at: rotated.at,
        updated_at: None,
        last_used_at: None,
        ..old.clone()
    }
}
