//! The life of a secret that is shown once. The secret itself is not in here: whoever runs the machine holds it, and drops
//! it at [`Effect::Wipe`].

use portal_api::MINUTE;

use super::secret_forms::PastedBack;
use crate::clock::ClientTime;

/// How long after the tab was hidden a secret that was taken is wiped, in milliseconds.
pub const WIPED_AFTER_MS: i64 = 5 * MINUTE;

/// Where the secret's life stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretLife {
    /// It is there.
    Shown(Shown),
    /// It is gone, for good.
    Gone(Gone),
}

/// A secret that is there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shown {
    /// Whether it can be read; masked otherwise.
    pub revealed: bool,
    /// What came of copying it the last time.
    pub copy: Copying,
    /// What came of pasting it back the last time.
    pub check: Option<PastedBack>,
    /// Whether the user surely has it: it was copied, or pasted back rightly, at some time.
    pub taken: bool,
    /// Whether the user is being asked about closing.
    pub question: Question,
    /// Since when the tab is hidden.
    pub hidden_at: Option<ClientTime>,
}

/// What came of copying.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Copying {
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
pub enum Question {
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
pub enum Gone {
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
    ChoseForm,
    /// It was copied, in whatever form.
    Copied,
    /// The clipboard refused it.
    CopyRefused,
    /// Something was pasted back.
    PastedBack(PastedBack),
    /// The tab was hidden.
    Hid(ClientTime),
    /// The tab is seen again.
    CameBack(ClientTime),
    /// The wait of [`Effect::WakeIn`] is over.
    Woke(ClientTime),
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
    /// Report [`Event::Woke`] in so many milliseconds.
    WakeIn(i64),
}

impl Default for SecretLife {
    /// Just arrived: masked.
    fn default() -> Self {
        Self::Shown(Shown::default())
    }
}

impl SecretLife {
    /// Whether leaving the page would lose a secret that nobody has yet.
    pub const fn warns_on_leaving(&self) -> bool {
        matches!(self, Self::Shown(shown) if !shown.taken)
    }
}

impl Shown {
    fn is_overdue(&self, now: ClientTime) -> bool {
        self.taken && self.hidden_at.is_some_and(|hidden| now.0.saturating_sub(hidden.0) >= WIPED_AFTER_MS)
    }
}

/// What becomes of `life` when `event` happens. An event that has no meaning where the secret stands changes nothing.
pub fn next(life: SecretLife, event: Event) -> (SecretLife, Option<Effect>) {
    let SecretLife::Shown(mut shown) = life else { return (life, None) };
    let mut effect = None;
    match event {
        Event::Reveal => shown.revealed = shown.hidden_at.is_none(),
        Event::Mask => shown.revealed = false,
        Event::ChoseForm => shown.copy = Copying::NotYet,
        Event::Copied => (shown.copy, shown.taken) = (Copying::Copied, true),
        // What was copied before may be in the clipboard still.
        Event::CopyRefused => shown.copy = Copying::Refused,
        // Each place where it was saved is told the truth; that it was taken is not undone by a wrong one.
        Event::PastedBack(check) => {
            shown.check = Some(check);
            shown.taken |= check == PastedBack::Match;
        }
        Event::Hid(at) => {
            shown.revealed = false;
            shown.hidden_at = shown.hidden_at.or(Some(at));
            effect = shown.taken.then_some(Effect::WakeIn(WIPED_AFTER_MS));
        }
        Event::CameBack(now) | Event::Woke(now) if shown.is_overdue(now) => return gone(Gone::Hidden),
        Event::CameBack(_) => shown.hidden_at = None,
        Event::Woke(_) => {}
        Event::Close if shown.taken || shown.question != Question::NotAsked => return gone(Gone::Closed),
        Event::Close => shown.question = Question::Asking,
        Event::Stay if shown.question == Question::Asking => shown.question = Question::Asked,
        Event::Stay => {}
        Event::SessionEnded => return gone(Gone::SessionEnded),
    }
    if shown.taken {
        // Nothing to ask any more.
        shown.question = Question::NotAsked;
        // Copied or checked just as the tab was hidden.
        if shown.hidden_at.is_some() && !matches!(life, SecretLife::Shown(before) if before.taken) {
            effect = Some(Effect::WakeIn(WIPED_AFTER_MS));
        }
    }
    (SecretLife::Shown(shown), effect)
}

const fn gone(why: Gone) -> (SecretLife, Option<Effect>) {
    (SecretLife::Gone(why), Some(Effect::Wipe))
}
