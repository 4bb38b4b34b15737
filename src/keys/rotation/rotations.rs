//! The rotations of this session as the first page sees them: which key is to be rotated, and whether the rotation module has
//! to be loaded.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Key, KeyId};
use portal_core::keys::rotation::relation::KeyRelation;

use crate::{
    browser::{self, broadcast::BroadcastChannel},
    session::{SessionHandle, StorageSlot, use_session},
};

/// Name of the channel on which tabs tell each other about completed rotations.
pub(crate) const CHANNEL: &str = "portal_rotations";

/// Makes the notices: all that were not dismissed, or those about one key.
pub(crate) type NoticesView = Callback<Option<KeyId>, AnyView>;

/// How the rotation whose dialog is closed has ended.
pub(crate) enum Closed {
    /// Without a new key, as far as is known.
    NotRotated,
    /// With this new key.
    Rotated(KeyId),
    /// With a new key that nobody has: its notice offers to rotate it.
    Unsaved,
}

/// What the rotation module gives to the pages.
#[derive(Clone, Copy)]
pub(crate) struct RotationViews {
    /// See [`NoticesView`].
    pub(crate) notices: NoticesView,
    /// Makes the tag of a key in the list: whether it is new, or was replaced.
    pub(crate) tag: Callback<Signal<Arc<Key>>, AnyView>,
    /// Which keys a key replaced, or was replaced by; tracked.
    pub(crate) relation: Callback<Arc<Key>, KeyRelation>,
}

/// What buttons, pages and the rotation module share. Provided once, beside the list.
#[derive(Clone, Copy)]
pub(crate) struct Rotations {
    session: SessionHandle,
    /// The key that the user wants to rotate, until the rotation module takes over.
    requested: RwSignal<Option<Arc<Key>>>,
    /// Whether the current rotation goes on without its dialog.
    minimized: RwSignal<bool>,
    /// What had the focus when the dialog was opened.
    opener: StoredValue<Option<browser::Focused>>,
    /// Whether there is anything to show or to resume without a click.
    has_records: RwSignal<bool>,
    /// Messages of other tabs that the rotation module hasn't handled yet.
    messages: RwSignal<Vec<String>>,
    channel: StoredValue<Option<BroadcastChannel<String>>>,
    /// Set by the rotation module once it is loaded.
    views: RwSignal<Option<RotationViews>>,
    /// The new key of the rotation whose dialog was closed, until a page has shown it.
    finished: RwSignal<Option<KeyId>>,
    /// The new key of the last rotation while the list's search or filters hide it.
    hidden: RwSignal<Option<KeyId>>,
}

impl Rotations {
    /// Starts to listen to the other tabs.
    pub(crate) fn new() -> Self {
        let slots = [
            StorageSlot::PendingRotations,
            StorageSlot::PendingRotationsAllTabs,
            StorageSlot::CompletedRotations,
            StorageSlot::UnsavedKeysAllTabs,
        ];
        let stored = slots.into_iter().any(|slot| !slot.read().is_empty());
        let session = use_session();
        // Of an earlier session.
        session.unsaved_key().is_known.set(false);
        let rotations = Self {
            session,
            requested: RwSignal::new(None),
            minimized: RwSignal::new(false),
            opener: StoredValue::new(None),
            has_records: RwSignal::new(stored),
            messages: RwSignal::new(Vec::new()),
            channel: StoredValue::new(None),
            views: RwSignal::new(None),
            finished: RwSignal::new(None),
            hidden: RwSignal::new(None),
        };
        let on_message = move |message| {
            rotations.messages.try_update(|messages| messages.push(message));
            rotations.has_records.try_set(true);
        };
        let channel = BroadcastChannel::open(CHANNEL, |text| Some(text.to_owned()), String::clone, on_message);
        rotations.channel.set_value(Some(channel));
        rotations
    }

    /// Whether this session may rotate keys, as far as is known.
    pub(crate) fn allowed(self) -> bool {
        self.session.config().show.rotation && !self.session.is_without_rotation()
    }

    /// Records that the API refused a rotation for lack of permission.
    pub(crate) fn forbid(self) {
        self.session.forbid_rotation();
    }

    /// Asks for the dialog for `key`. While another rotation is current, its dialog opens instead: its outcome comes first, so
    /// that nobody gets a second key by accident.
    pub(crate) fn open(self, key: Arc<Key>) {
        self.opener.set_value(browser::focused());
        self.minimize(false);
        self.requested.set(Some(key));
    }

    /// The key that [`Self::open`] was called with; cleared by the rotation module.
    pub(crate) const fn requested(self) -> RwSignal<Option<Arc<Key>>> {
        self.requested
    }

    /// Whether stored rotations or messages of other tabs need the rotation module.
    pub(crate) fn has_records(self) -> bool {
        self.has_records.get()
    }

    /// Whether the current rotation goes on without its dialog.
    pub(crate) fn is_minimized(self) -> bool {
        self.minimized.get()
    }

    /// Hides the dialog of the current rotation, or shows it again.
    pub(crate) fn minimize(self, minimized: bool) {
        if self.minimized.get_untracked() != minimized {
            self.minimized.set(minimized);
        }
    }

    /// The dialog was closed: the focus returns to where it was before, or goes to what the rotation has made.
    pub(crate) fn closed(self, closed: Closed) {
        self.minimize(false);
        self.requested.set(None);
        browser::restore_focus(self.opener.try_update_value(Option::take).flatten());
        match closed {
            Closed::NotRotated => {}
            Closed::Rotated(new) => self.finished.set(Some(new)),
            Closed::Unsaved => browser::reveal(|| document().query_selector(".rotation-unsaved button").ok().flatten()),
        }
    }

    /// The new key of the rotation whose dialog was closed; cleared by the page that shows it.
    pub(crate) const fn finished(self) -> RwSignal<Option<KeyId>> {
        self.finished
    }

    /// The new key of the last rotation, if it is loaded but the list's search or filters hide it.
    pub(crate) const fn hidden(self) -> RwSignal<Option<KeyId>> {
        self.hidden
    }

    /// Messages of other tabs; removed by the rotation module as it handles them.
    pub(crate) const fn messages(self) -> RwSignal<Vec<String>> {
        self.messages
    }

    /// Sends a message to all other tabs.
    pub(crate) fn broadcast(self, message: &String) {
        self.channel.with_value(|channel| channel.iter().for_each(|channel| channel.post(message)));
    }

    /// What the rotation module gives to the pages; absent until it is loaded.
    pub(crate) fn views(self) -> Option<RotationViews> {
        self.views.get()
    }

    /// For the rotation module, once it is loaded.
    pub(crate) fn provide(self, views: RotationViews) {
        self.views.set(Some(views));
    }
}
