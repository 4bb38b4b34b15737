//! Every state with every event, and what a user notices of a secret's lifecycle.

use super::{
    formats::PasteCheck,
    lifecycle::{
        ClosePrompt, CopyStatus, Effect, Event, HeldSecret, SecretState, WIPE_AFTER_HIDDEN_MS, WipeReason, next,
        save_state_change,
    },
};
use crate::{keys::rotation::save_state::SaveState, time::ClientTime};

const NOW: ClientTime = ClientTime(1_700_000_000_000);

const fn after(ms: i64) -> ClientTime {
    ClientTime(NOW.0 + ms)
}

fn run(events: impl IntoIterator<Item = Event>) -> (SecretState, Vec<Effect>) {
    events.into_iter().fold((SecretState::default(), vec![]), |(state, mut all), event| {
        let (state, effect) = next(state, event);
        all.extend(effect);
        (state, all)
    })
}

/// A state in a few words.
fn name(state: SecretState) -> String {
    let shown = match state {
        SecretState::Wiped(why) => return format!("{why:?}"),
        SecretState::Held(shown) => shown,
    };
    let mut name = if shown.revealed { "revealed" } else { "masked" }.to_owned();
    for (is, word) in [
        (shown.copy == CopyStatus::Copied, " copied"),
        (shown.copy == CopyStatus::Refused, " refused"),
        (shown.check == Some(PasteCheck::Match), " checked"),
        (shown.check == Some(PasteCheck::Truncated), " truncated"),
        (shown.saved && shown.copy != CopyStatus::Copied && shown.check != Some(PasteCheck::Match), " saved"),
        (shown.close_prompt == ClosePrompt::Asking, " asking"),
        (shown.close_prompt == ClosePrompt::Asked, " asked"),
        (shown.hidden_at.is_some(), " hidden"),
    ] {
        name.push_str(if is { word } else { "" });
    }
    name
}

/// Every event, with a name for the table.
fn events() -> [(&'static str, Event); 14] {
    [
        ("reveal", Event::Reveal),
        ("mask", Event::Mask),
        ("another format", Event::FormatChanged),
        ("copied", Event::Copied),
        ("copy refused", Event::CopyRefused),
        ("paste matched", Event::PasteChecked(PasteCheck::Match)),
        ("paste truncated", Event::PasteChecked(PasteCheck::Truncated)),
        ("tab hidden", Event::TabHidden(NOW)),
        ("tab visible late", Event::TabVisible(after(WIPE_AFTER_HIDDEN_MS))),
        ("timer late", Event::TimerFired(after(WIPE_AFTER_HIDDEN_MS))),
        ("timer early", Event::TimerFired(after(WIPE_AFTER_HIDDEN_MS - 1))),
        ("close", Event::Close),
        ("stay", Event::Stay),
        ("session ended", Event::SessionEnded),
    ]
}

/// Checks every event in one state: those in `changes` lead to the state named there, all others leave it as it is.
fn expect(before: &str, held: HeldSecret, changes: &[(&str, &str)]) {
    let state = SecretState::Held(held);
    assert_eq!(name(state), before);
    assert!(changes.iter().all(|(change, _)| events().iter().any(|(event, _)| event == change)), "an unknown event");
    for (event, value) in events() {
        let (after, effect) = next(state, value);
        let expected = changes.iter().find(|(change, _)| *change == event).map_or(before, |(_, expected)| *expected);
        assert_eq!(name(after), expected, "{before} × {event}");
        assert_eq!(effect == Some(Effect::Wipe), matches!(after, SecretState::Wiped(_)), "{before} × {event}");
    }
}

#[test]
fn every_state_and_event() {
    expect(
        "masked",
        HeldSecret::default(),
        &[
            ("reveal", "revealed"),
            ("copied", "masked copied"),
            ("copy refused", "masked refused"),
            ("paste matched", "masked checked"),
            ("paste truncated", "masked truncated"),
            ("tab hidden", "masked hidden"),
            ("close", "masked asking"),
            ("session ended", "SessionEnded"),
        ],
    );
    expect(
        "revealed copied",
        HeldSecret { revealed: true, copy: CopyStatus::Copied, saved: true, ..HeldSecret::default() },
        &[
            ("mask", "masked copied"),
            ("another format", "revealed saved"),
            ("copy refused", "revealed refused saved"),
            ("paste matched", "revealed copied checked"),
            ("paste truncated", "revealed copied truncated"),
            ("tab hidden", "masked copied hidden"),
            ("close", "Closed"),
            ("session ended", "SessionEnded"),
        ],
    );
    expect(
        "masked hidden",
        HeldSecret { hidden_at: Some(NOW), ..HeldSecret::default() },
        &[
            ("copied", "masked copied hidden"),
            ("copy refused", "masked refused hidden"),
            ("paste matched", "masked checked hidden"),
            ("paste truncated", "masked truncated hidden"),
            ("tab visible late", "masked"),
            ("close", "masked asking hidden"),
            ("session ended", "SessionEnded"),
        ],
    );
    expect(
        "masked checked hidden",
        HeldSecret { check: Some(PasteCheck::Match), saved: true, hidden_at: Some(NOW), ..HeldSecret::default() },
        &[
            ("copied", "masked copied checked hidden"),
            ("copy refused", "masked refused checked hidden"),
            ("paste truncated", "masked truncated saved hidden"),
            ("tab visible late", "Hidden"),
            ("timer late", "Hidden"),
            ("close", "Closed"),
            ("session ended", "SessionEnded"),
        ],
    );
    expect(
        "masked asking",
        HeldSecret { close_prompt: ClosePrompt::Asking, ..HeldSecret::default() },
        &[
            ("reveal", "revealed asking"),
            ("copied", "masked copied"),
            ("copy refused", "masked refused asking"),
            ("paste matched", "masked checked"),
            ("paste truncated", "masked truncated asking"),
            ("tab hidden", "masked asking hidden"),
            ("close", "Closed"),
            ("stay", "masked asked"),
            ("session ended", "SessionEnded"),
        ],
    );
    expect(
        "masked asked",
        HeldSecret { close_prompt: ClosePrompt::Asked, ..HeldSecret::default() },
        &[
            ("reveal", "revealed asked"),
            ("copied", "masked copied"),
            ("copy refused", "masked refused asked"),
            ("paste matched", "masked checked"),
            ("paste truncated", "masked truncated asked"),
            ("tab hidden", "masked asked hidden"),
            ("close", "Closed"),
            ("session ended", "SessionEnded"),
        ],
    );
    for why in [WipeReason::Closed, WipeReason::Hidden, WipeReason::SessionEnded] {
        for (event, value) in events() {
            assert_eq!(next(SecretState::Wiped(why), value), (SecretState::Wiped(why), None), "{why:?} × {event}");
        }
    }
}

#[test]
fn a_secret_that_was_not_saved_stays_in_a_hidden_tab() {
    let (state, effects) =
        run([Event::Reveal, Event::TabHidden(NOW), Event::TabVisible(after(100 * WIPE_AFTER_HIDDEN_MS))]);
    assert_eq!((name(state).as_str(), effects), ("masked", vec![]));
}

#[test]
fn a_saved_secret_is_wiped_five_minutes_after_the_tab_was_hidden() {
    let (state, effects) = run([Event::Copied, Event::TabHidden(NOW), Event::TimerFired(after(WIPE_AFTER_HIDDEN_MS))]);
    assert_eq!(state, SecretState::Wiped(WipeReason::Hidden));
    assert_eq!(effects, [Effect::StartTimer(WIPE_AFTER_HIDDEN_MS), Effect::Wipe]);
    // The timer was suspended with the tab: wiped when the tab is visible again.
    let (state, _) = run([Event::Copied, Event::TabHidden(NOW), Event::TabVisible(after(WIPE_AFTER_HIDDEN_MS + 1))]);
    assert_eq!(state, SecretState::Wiped(WipeReason::Hidden));
    // The copy finished after the tab was hidden.
    let (_, effects) = run([Event::TabHidden(NOW), Event::Copied]);
    assert_eq!(effects, [Effect::StartTimer(WIPE_AFTER_HIDDEN_MS)]);
}

#[test]
fn a_tab_that_is_visible_in_time_keeps_it_and_restarts_the_timer() {
    let back = [Event::Copied, Event::TabHidden(NOW), Event::TabVisible(after(60_000))];
    let again = [Event::TabHidden(after(120_000)), Event::TimerFired(after(WIPE_AFTER_HIDDEN_MS))];
    let (state, _) = run(back.into_iter().chain(again));
    assert_eq!(name(state), "masked copied hidden");
}

#[test]
fn closing_without_having_saved_it_asks_once() {
    assert_eq!(name(run([Event::Close]).0), "masked asking");
    assert_eq!(run([Event::Close, Event::Close]).0, SecretState::Wiped(WipeReason::Closed));
    assert_eq!(run([Event::Close, Event::Stay, Event::Close]).0, SecretState::Wiped(WipeReason::Closed));
    assert_eq!(run([Event::Copied, Event::Close]).0, SecretState::Wiped(WipeReason::Closed));
    let checked = Event::PasteChecked(PasteCheck::Match);
    assert_eq!(run([Event::CopyRefused, checked, Event::Close]).0, SecretState::Wiped(WipeReason::Closed));
    assert_eq!(name(run([Event::CopyRefused, Event::Close]).0), "masked refused asking");
}

#[test]
fn each_paste_and_each_copy_shows_its_own_result() {
    let right = Event::PasteChecked(PasteCheck::Match);
    let wrong = Event::PasteChecked(PasteCheck::Truncated);
    assert_eq!(name(run([right, wrong]).0), "masked truncated saved");
    assert_eq!(name(run([Event::Copied, Event::FormatChanged, Event::CopyRefused]).0), "masked refused saved");
    assert_eq!(run([right, wrong, Event::Close]).0, SecretState::Wiped(WipeReason::Closed));
}

#[test]
fn leaving_the_page_warns_until_it_was_saved() {
    assert!(SecretState::default().warns_on_leaving());
    assert!(run([Event::CopyRefused, Event::PasteChecked(PasteCheck::Different)]).0.warns_on_leaving());
    assert!(!run([Event::Copied]).0.warns_on_leaving());
    assert!(!run([Event::SessionEnded]).0.warns_on_leaving());
}

/// What is remembered at each of the events.
fn remembered(events: impl IntoIterator<Item = Event>) -> Vec<SaveState> {
    let mut state = SecretState::default();
    let mut remember = |event| {
        let before = state;
        state = next(before, event).0;
        save_state_change(before, state)
    };
    events.into_iter().filter_map(&mut remember).collect()
}

#[test]
fn whether_it_was_saved_is_remembered_once() {
    let matches = Event::PasteChecked(PasteCheck::Match);
    assert_eq!(remembered([Event::Reveal, Event::Copied, matches, Event::Close]), [SaveState::Saved]);
    assert_eq!(remembered([Event::CopyRefused, matches, Event::Close]), [SaveState::Saved]);
    let wrong = Event::PasteChecked(PasteCheck::Truncated);
    assert_eq!(remembered([Event::CopyRefused, wrong, Event::Close, Event::Close]), [SaveState::ClosedUnsaved]);
    assert_eq!(remembered([Event::Close, Event::SessionEnded]), []);
}
