//! The lifecycle of a secret that is shown once, as a state machine. The secret itself is not part of it: the caller
//! holds it, and drops it on [`Effect::Wipe`].

use portal_api::MINUTE;

use super::formats::PasteCheck;
use crate::{keys::rotation::save_state::SaveState, time::ClientTime};

/// A secret that the user has saved is wiped when the tab has been hidden for this long, in ms.
pub const WIPE_AFTER_HIDDEN_MS: i64 = 5 * MINUTE;

/// A secret that was not saved when the session ended is wiped this long after, in ms.
pub const WIPE_AFTER_END_MS: i64 = 30 * MINUTE;

/// For how long the question before closing takes no answer, in ms: a second key press or click was meant for what was there
/// before it.
pub const QUESTION_GUARD_MS: i64 = 500;

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
    /// Result of the last copy; no longer told after the next act.
    pub copy: CopyStatus,
    /// Result of the last pasted copy; no longer told after the next act.
    pub check: Option<PasteCheck>,
    /// Whether the user has certainly saved it: it was copied, or a pasted copy matched, at some time.
    pub saved: bool,
    /// The question on screen.
    pub question: Option<Question>,
    /// When the tab was hidden; `None` while it is visible.
    pub hidden_at: Option<ClientTime>,
    /// When the session ended; `None` while it is open.
    pub ended_at: Option<ClientTime>,
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

/// The question whether to lose a secret that was not saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// What the user wants to do.
    pub leaving: Leaving,
    /// Since when it is asked.
    pub since: ClientTime,
}

/// What would lose the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// Closing the dialog.
    Close,
    /// Signing out.
    SignOut,
}

/// Why the secret was wiped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WipeReason {
    /// The user closed the dialog.
    Closed,
    /// It was saved, and the tab was hidden for [`WIPE_AFTER_HIDDEN_MS`].
    Hidden,
    /// The session ended, and the secret was saved.
    SessionEnded,
    /// The user signed out in any tab, or another session has replaced this one.
    Forgotten,
    /// The session ended [`WIPE_AFTER_END_MS`] ago.
    TimedOut,
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
    /// Time has passed: the timer of [`Effect::StartTimer`] has fired, or the clock was looked at.
    TimePassed(ClientTime),
    /// The user closes the dialog by its button, Esc or a click outside; while the question is shown, goes back by Esc or such a
    /// click.
    Close(ClientTime),
    /// The user wants to sign out.
    SignOut(ClientTime),
    /// The user was asked, and stays.
    Stay(ClientTime),
    /// The user was asked, and leaves.
    Leave(ClientTime),
    /// The session ended by itself, or the app or the API ended it.
    SessionEnded(ClientTime),
    /// The timer of [`Effect::StartLastTimer`] has fired.
    LastTimerFired,
    /// The user signed out in any tab, or another session has replaced this one.
    Forget,
}

/// Something for the caller to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Drop the secret and all text made from it.
    Wipe,
    /// Send [`Event::TimePassed`] after this many ms.
    StartTimer(i64),
    /// Send [`Event::LastTimerFired`] after this many ms, by a clock that can't be set back.
    StartLastTimer(i64),
    /// Sign out: the user knows what that loses.
    SignOut,
}

impl Default for SecretState {
    /// A new secret: masked.
    fn default() -> Self {
        Self::Held(HeldSecret::default())
    }
}

impl SecretState {
    /// Whether leaving the page would lose a secret that the user has not saved.
    pub const fn is_at_risk(&self) -> bool {
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
    /// Why it has to be wiped at `now`, if it has to be.
    fn overdue(&self, now: ClientTime) -> Option<WipeReason> {
        let is_past = |since: Option<ClientTime>, limit_ms| since.is_some_and(|since| now.since(since) >= limit_ms);
        if is_past(self.ended_at, WIPE_AFTER_END_MS) {
            Some(WipeReason::TimedOut)
        } else {
            (self.saved && is_past(self.hidden_at, WIPE_AFTER_HIDDEN_MS)).then_some(WipeReason::Hidden)
        }
    }

    fn ask(&mut self, leaving: Leaving, since: ClientTime) {
        self.question = Some(Question { leaving, since });
    }
}

impl Question {
    /// Whether it takes an answer. A clock that was set back must not close it for long.
    const fn takes_answers(&self, now: ClientTime) -> bool {
        !matches!(now.since(self.since), 0..QUESTION_GUARD_MS)
    }
}

/// The state after `event`, and what to do. An event without meaning in a state changes nothing.
///
/// ```
/// use portal_core::{
///     keys::secret::lifecycle::{Effect, Event, SecretState, WipeReason, next},
///     time::ClientTime,
/// };
///
/// let (state, _) = next(SecretState::default(), Event::Copied);
/// let close = Event::Close(ClientTime(0));
/// assert_eq!(next(state, close), (SecretState::Wiped(WipeReason::Closed), Some(Effect::Wipe)));
/// ```
pub fn next(state: SecretState, event: Event) -> (SecretState, Option<Effect>) {
    let SecretState::Held(mut secret) = state else { return (state, None) };
    let mut effect = None;
    match event {
        // Each act ends what was said of the one before.
        Event::Reveal => (secret.revealed, secret.check) = (secret.hidden_at.is_none(), None),
        Event::Mask => {
            (secret.revealed, secret.check) = (false, None);
            // Nothing is selected any more.
            if secret.copy == CopyStatus::Refused {
                secret.copy = CopyStatus::NotYet;
            }
        }
        Event::FormatChanged => (secret.copy, secret.check) = (CopyStatus::NotYet, None),
        Event::Copied => (secret.copy, secret.check, secret.saved) = (CopyStatus::Copied, None, true),
        // `saved` stays: an earlier copy may still be in the clipboard.
        Event::CopyRefused => (secret.copy, secret.check) = (CopyStatus::Refused, None),
        // Each paste has its own result; a wrong one does not undo `saved`.
        Event::PasteChecked(check) => {
            (secret.copy, secret.check) = (CopyStatus::NotYet, Some(check));
            secret.saved |= check == PasteCheck::Match;
        }
        Event::TabHidden(at) => {
            secret.revealed = false;
            secret.hidden_at = secret.hidden_at.or(Some(at));
            effect = secret.saved.then_some(Effect::StartTimer(WIPE_AFTER_HIDDEN_MS));
        }
        Event::TabVisible(now) | Event::TimePassed(now) => match secret.overdue(now) {
            Some(reason) => return wiped(reason),
            None if matches!(event, Event::TabVisible(_)) => secret.hidden_at = None,
            None => {}
        },
        Event::Close(now) => match secret.question {
            _ if secret.saved => return wiped(WipeReason::Closed),
            None => secret.ask(Leaving::Close, now),
            Some(question) if question.takes_answers(now) => secret.question = None,
            Some(_) => {}
        },
        Event::SignOut(now) if secret.question.is_none() => secret.ask(Leaving::SignOut, now),
        Event::Stay(now) | Event::Leave(now) => match secret.question.filter(|question| question.takes_answers(now)) {
            Some(Question { leaving: Leaving::Close, .. }) if matches!(event, Event::Leave(_)) => {
                return wiped(WipeReason::Closed);
            }
            // It stays until the session has ended: signing out may fail.
            Some(_) => {
                secret.question = None;
                effect = matches!(event, Event::Leave(_)).then_some(Effect::SignOut);
            }
            None => {}
        },
        Event::SessionEnded(_) if secret.saved => return wiped(WipeReason::SessionEnded),
        Event::SessionEnded(at) if secret.ended_at.is_none() => {
            secret = HeldSecret { hidden_at: secret.hidden_at, ended_at: Some(at), ..HeldSecret::default() };
            effect = Some(Effect::StartLastTimer(WIPE_AFTER_END_MS));
        }
        Event::LastTimerFired if secret.ended_at.is_some() => return wiped(WipeReason::TimedOut),
        Event::Forget => return wiped(WipeReason::Forgotten),
        Event::SignOut(_) | Event::SessionEnded(_) | Event::LastTimerFired => {}
    }
    if secret.saved {
        // The question is pointless now.
        secret.question = None;
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
