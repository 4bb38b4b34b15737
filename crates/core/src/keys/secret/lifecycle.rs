//! The life of a secret that is shown once. The secret itself is not in here: whoever runs the machine holds it, and drops
//! it at [`Effect::Wipe`].

use portal_api::MINUTE;

use super::formats::PasteCheck;
use crate::time::ClientTime;

/// How long after the tab was hidden a secret that was taken is wiped, in milliseconds.
pub const WIPE_AFTER_HIDDEN_MS: i64 = 5 * MINUTE;

/// Where the secret's life stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretState {
    /// It is there.
    Held(HeldSecret),
    /// It is gone, for good.
    Wiped(WipeReason),
}

/// A secret that is there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HeldSecret {
    /// Whether it can be read; masked otherwise.
    pub revealed: bool,
    /// What came of copying it the last time.
    pub copy: CopyStatus,
    /// What came of pasting it back the last time.
    pub check: Option<PasteCheck>,
    /// Whether the user surely has it: it was copied, or pasted back rightly, at some time.
    pub taken: bool,
    /// Whether the user is being asked about closing.
    pub question: ClosePrompt,
    /// Since when the tab is hidden.
    pub hidden_at: Option<ClientTime>,
}

/// What came of copying.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CopyStatus {
    /// Nothing was copied, not in the form that is chosen now.
    #[default]
    NotYet,
    /// It is in the clipboard.
    Copied,
    /// The clipboard refused: the text is to be selected instead.
    Refused,
}

/// Whether the user was asked about closing without having taken the secret.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ClosePrompt {
    /// Not yet.
    #[default]
    NotAsked,
    /// Just now.
    Asking,
    /// And stayed. Nobody is asked twice.
    Asked,
}

/// Why a secret is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WipeReason {
    /// The user closed it.
    Closed,
    /// It was taken, and the tab was hidden for long.
    Hidden,
    /// The session ended.
    SessionEnded,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The user wants to read it.
    Reveal,
    /// The user wants it masked.
    Mask,
    /// The user chose another form.
    FormatChanged,
    /// It was copied, in whatever form.
    Copied,
    /// The clipboard refused it.
    CopyRefused,
    /// Something was pasted back.
    PasteChecked(PasteCheck),
    /// The tab was hidden.
    TabHidden(ClientTime),
    /// The tab is seen again.
    TabVisible(ClientTime),
    /// The wait of [`Effect::StartTimer`] is over.
    TimerFired(ClientTime),
    /// The user wants it closed: the button, Esc, a click outside.
    Close,
    /// The user was asked, and stays.
    Stay,
    /// The session ended.
    SessionEnded,
}

/// What whoever runs the machine has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Drop the secret, and everything made from it.
    Wipe,
    /// Report [`Event::TimerFired`] in so many milliseconds.
    StartTimer(i64),
}

impl Default for SecretState {
    /// Just arrived: masked.
    fn default() -> Self {
        Self::Held(HeldSecret::default())
    }
}

impl SecretState {
    /// Whether leaving the page would lose a secret that nobody has yet.
    pub const fn warns_on_leaving(&self) -> bool {
        matches!(self, Self::Held(shown) if !shown.taken)
    }
}

impl HeldSecret {
    fn is_overdue(&self, now: ClientTime) -> bool {
        self.taken && self.hidden_at.is_some_and(|hidden| now.0.saturating_sub(hidden.0) >= WIPE_AFTER_HIDDEN_MS)
    }
}

/// What becomes of `life` when `event` happens. An event that has no meaning where the secret stands changes nothing.
pub fn next(life: SecretState, event: Event) -> (SecretState, Option<Effect>) {
    let SecretState::Held(mut shown) = life else { return (life, None) };
    let mut effect = None;
    match event {
        Event::Reveal => shown.revealed = shown.hidden_at.is_none(),
        Event::Mask => shown.revealed = false,
        Event::FormatChanged => shown.copy = CopyStatus::NotYet,
        Event::Copied => (shown.copy, shown.taken) = (CopyStatus::Copied, true),
        // What was copied before may be in the clipboard still.
        Event::CopyRefused => shown.copy = CopyStatus::Refused,
        // Each place where it was saved is told the truth; that it was taken is not undone by a wrong one.
        Event::PasteChecked(check) => {
            shown.check = Some(check);
            shown.taken |= check == PasteCheck::Match;
        }
        Event::TabHidden(at) => {
            shown.revealed = false;
            shown.hidden_at = shown.hidden_at.or(Some(at));
            effect = shown.taken.then_some(Effect::StartTimer(WIPE_AFTER_HIDDEN_MS));
        }
        Event::TabVisible(now) | Event::TimerFired(now) if shown.is_overdue(now) => return gone(WipeReason::Hidden),
        Event::TabVisible(_) => shown.hidden_at = None,
        Event::TimerFired(_) => {}
        Event::Close if shown.taken || shown.question != ClosePrompt::NotAsked => return gone(WipeReason::Closed),
        Event::Close => shown.question = ClosePrompt::Asking,
        Event::Stay if shown.question == ClosePrompt::Asking => shown.question = ClosePrompt::Asked,
        Event::Stay => {}
        Event::SessionEnded => return gone(WipeReason::SessionEnded),
    }
    if shown.taken {
        // Nothing to ask any more.
        shown.question = ClosePrompt::NotAsked;
        // Copied or checked just as the tab was hidden.
        if shown.hidden_at.is_some() && !matches!(life, SecretState::Held(before) if before.taken) {
            effect = Some(Effect::StartTimer(WIPE_AFTER_HIDDEN_MS));
        }
    }
    (SecretState::Held(shown), effect)
}

const fn gone(why: WipeReason) -> (SecretState, Option<Effect>) {
    (SecretState::Wiped(why), Some(Effect::Wipe))
}
