//! The lifecycle of a secret that is shown once, as a state machine. The secret itself is not part of it: the caller
//! holds it, and drops it on [`Effect::Wipe`].

use portal_api::MINUTE;

use super::formats::PasteCheck;
use crate::{keys::rotation::save_state::SaveState, time::ClientTime};

/// A secret that the user has saved is wiped when the tab has been hidden for this long, in ms.
pub const WIPE_AFTER_HIDDEN_MS: i64 = 5 * MINUTE;

/// Whether the secret is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretState {
    /// The secret is there.
    Held(HeldSecret),
    /// The secret is gone for good.
    Wiped(WipeReason),
}

/// What the user did with the secret so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HeldSecret {
    /// Whether it is shown in full; masked otherwise.
    pub revealed: bool,
    /// Result of the last copy.
    pub copy: CopyStatus,
    /// Result of the last pasted copy.
    pub check: Option<PasteCheck>,
    /// Whether the user has certainly saved it: it was copied, or a pasted copy matched, at some time.
    pub saved: bool,
    /// Whether the user was asked before closing.
    pub close_prompt: ClosePrompt,
    /// When the tab was hidden; `None` while it is visible.
    pub hidden_at: Option<ClientTime>,
}

/// The result of copying.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CopyStatus {
    /// Not copied in the chosen format.
    #[default]
    NotYet,
    /// In the clipboard.
    Copied,
    /// The clipboard refused: the text is selected instead.
    Refused,
}

/// The question whether to close without having saved the secret.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ClosePrompt {
    /// Not asked yet.
    #[default]
    NotAsked,
    /// On screen.
    Asking,
    /// The user stayed. The question is not repeated.
    Asked,
}

/// Why the secret was wiped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WipeReason {
    /// The user closed the dialog.
    Closed,
    /// It was saved, and the tab was hidden for [`WIPE_AFTER_HIDDEN_MS`].
    Hidden,
    /// The session ended.
    SessionEnded,
}

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The user wants it shown in full.
    Reveal,
    /// The user wants it masked.
    Mask,
    /// The user chose another format.
    FormatChanged,
    /// It was copied, in any format.
    Copied,
    /// The clipboard refused.
    CopyRefused,
    /// A pasted copy was compared.
    PasteChecked(PasteCheck),
    /// The tab was hidden.
    TabHidden(ClientTime),
    /// The tab is visible again.
    TabVisible(ClientTime),
    /// The timer of [`Effect::StartTimer`] fired.
    TimerFired(ClientTime),
    /// The user closes the dialog: by its button, Esc or a click outside.
    Close,
    /// The user was asked before closing, and stays.
    Stay,
    /// The session ended.
    SessionEnded,
}

/// Something for the caller to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Drop the secret and all text made from it.
    Wipe,
    /// Send [`Event::TimerFired`] after this many ms.
    StartTimer(i64),
}

impl Default for SecretState {
    /// A new secret: masked.
    fn default() -> Self {
        Self::Held(HeldSecret::default())
    }
}

impl SecretState {
    /// Whether leaving the page would lose a secret that the user has not saved.
    pub const fn warns_on_leaving(&self) -> bool {
        matches!(self, Self::Held(secret) if !secret.saved)
    }
}

/// What is to be remembered of the new key when its secret's state changes from `before` to `after`; `None` where that is known
/// already.
pub const fn save_state_change(before: SecretState, after: SecretState) -> Option<SaveState> {
    match (before, after) {
        (SecretState::Held(HeldSecret { saved: false, .. }), SecretState::Held(HeldSecret { saved: true, .. })) => {
            Some(SaveState::Saved)
        }
        (SecretState::Held(HeldSecret { saved: false, .. }), SecretState::Wiped(WipeReason::Closed)) => {
            Some(SaveState::ClosedUnsaved)
        }
        _ => None,
    }
}

impl HeldSecret {
    fn is_overdue(&self, now: ClientTime) -> bool {
        self.saved && self.hidden_at.is_some_and(|hidden| now.0.saturating_sub(hidden.0) >= WIPE_AFTER_HIDDEN_MS)
    }
}

/// The state after `event`, and what to do. An event without meaning in a state changes nothing.
///
/// ```
/// use portal_core::keys::secret::lifecycle::{Effect, Event, SecretState, WipeReason, next};
///
/// let (state, _) = next(SecretState::default(), Event::Copied);
/// assert_eq!(next(state, Event::Close), (SecretState::Wiped(WipeReason::Closed), Some(Effect::Wipe)));
/// ```
pub fn next(state: SecretState, event: Event) -> (SecretState, Option<Effect>) {
    let SecretState::Held(mut secret) = state else { return (state, None) };
    let mut effect = None;
    match event {
        Event::Reveal => secret.revealed = secret.hidden_at.is_none(),
        Event::Mask => secret.revealed = false,
        Event::FormatChanged => secret.copy = CopyStatus::NotYet,
        Event::Copied => (secret.copy, secret.saved) = (CopyStatus::Copied, true),
        // `saved` stays: an earlier copy may still be in the clipboard.
        Event::CopyRefused => secret.copy = CopyStatus::Refused,
        // Each paste has its own result; a wrong one does not undo `saved`.
        Event::PasteChecked(check) => {
            secret.check = Some(check);
            secret.saved |= check == PasteCheck::Match;
        }
        Event::TabHidden(at) => {
            secret.revealed = false;
            secret.hidden_at = secret.hidden_at.or(Some(at));
            effect = secret.saved.then_some(Effect::StartTimer(WIPE_AFTER_HIDDEN_MS));
        }
        Event::TabVisible(now) | Event::TimerFired(now) if secret.is_overdue(now) => return wiped(WipeReason::Hidden),
        Event::TabVisible(_) => secret.hidden_at = None,
        Event::TimerFired(_) => {}
        Event::Close if secret.saved || secret.close_prompt != ClosePrompt::NotAsked => {
            return wiped(WipeReason::Closed);
        }
        Event::Close => secret.close_prompt = ClosePrompt::Asking,
        Event::Stay if secret.close_prompt == ClosePrompt::Asking => secret.close_prompt = ClosePrompt::Asked,
        Event::Stay => {}
        Event::SessionEnded => return wiped(WipeReason::SessionEnded),
    }
    if secret.saved {
        // The question is pointless now.
        secret.close_prompt = ClosePrompt::NotAsked;
        // It was copied or checked just as the tab was hidden.
        if secret.hidden_at.is_some() && !matches!(state, SecretState::Held(before) if before.saved) {
            effect = Some(Effect::StartTimer(WIPE_AFTER_HIDDEN_MS));
        }
    }
    (SecretState::Held(secret), effect)
}

const fn wiped(why: WipeReason) -> (SecretState, Option<Effect>) {
    (SecretState::Wiped(why), Some(Effect::Wipe))
}
