//! What a user notices of a secret's lifecycle.

mod table;

use super::{
    formats::PasteCheck,
    lifecycle::{
        CopyStatus, Effect, Event, HeldSecret, Leaving, QUESTION_GUARD_MS, Question, SecretState, WIPE_AFTER_END_MS,
        WIPE_AFTER_HIDDEN_MS, WipeReason, next, save_state_change,
    },
};
use crate::{keys::rotation::save_state::SaveState, time::ClientTime};

const NOW: ClientTime = ClientTime(1_700_000_000_000);

/// Late enough for the question to take an answer.
const LATER: ClientTime = after(QUESTION_GUARD_MS);

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
    let question = shown.question.map(|question| question.leaving);
    for (is, word) in [
        (shown.copy == CopyStatus::Copied, " copied"),
        (shown.copy == CopyStatus::Refused, " refused"),
        (shown.check == Some(PasteCheck::Match), " checked"),
        (shown.check == Some(PasteCheck::Truncated), " truncated"),
        (shown.saved && shown.copy != CopyStatus::Copied && shown.check != Some(PasteCheck::Match), " saved"),
        (question == Some(Leaving::Close), " asking"),
        (question == Some(Leaving::SignOut), " asking-to-sign-out"),
        (shown.hidden_at.is_some(), " hidden"),
        (shown.ended_at.is_some(), " ended"),
    ] {
        name.push_str(if is { word } else { "" });
    }
    name
}

#[test]
fn a_secret_that_was_not_saved_stays_in_a_hidden_tab() {
    let (state, effects) =
        run([Event::Reveal, Event::TabHidden(NOW), Event::TabVisible(after(100 * WIPE_AFTER_HIDDEN_MS))]);
    assert_eq!((name(state).as_str(), effects), ("masked", vec![]));
}

#[test]
fn a_saved_secret_is_wiped_five_minutes_after_the_tab_was_hidden() {
    let (state, effects) = run([Event::Copied, Event::TabHidden(NOW), Event::TimePassed(after(WIPE_AFTER_HIDDEN_MS))]);
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
    let again = [Event::TabHidden(after(120_000)), Event::TimePassed(after(WIPE_AFTER_HIDDEN_MS))];
    let (state, _) = run(back.into_iter().chain(again));
    assert_eq!(name(state), "masked copied hidden");
}

#[test]
fn closing_without_having_saved_it_asks_each_time() {
    let close = Event::Close(NOW);
    assert_eq!(name(run([close]).0), "masked asking");
    assert_eq!(name(run([close, Event::Stay(LATER)]).0), "masked");
    assert_eq!(name(run([close, Event::Stay(LATER), Event::Close(LATER)]).0), "masked asking");
    assert_eq!(run([close, Event::Leave(LATER)]).0, SecretState::Wiped(WipeReason::Closed));
    assert_eq!(run([Event::Copied, close]).0, SecretState::Wiped(WipeReason::Closed));
    let checked = Event::PasteChecked(PasteCheck::Match);
    assert_eq!(run([Event::CopyRefused, checked, close]).0, SecretState::Wiped(WipeReason::Closed));
    assert_eq!(name(run([Event::CopyRefused, close]).0), "masked refused asking");
    // Without a question there is nothing to answer.
    assert_eq!(name(run([Event::Leave(LATER), Event::Stay(LATER)]).0), "masked");
}

#[test]
fn esc_pressed_again_and_again_never_loses_it() {
    let presses = (0..20).map(|press| Event::Close(after(press * QUESTION_GUARD_MS)));
    assert!(run(presses).0.is_at_risk());
}

#[test]
fn the_question_takes_no_answer_for_half_a_second() {
    for answer in [Event::Close, Event::Stay, Event::Leave] {
        for ms in [0, QUESTION_GUARD_MS - 1] {
            assert_eq!(name(run([Event::Close(NOW), answer(after(ms))]).0), "masked asking");
        }
        assert_ne!(name(run([Event::Close(NOW), answer(LATER)]).0), "masked asking");
        // The clock was set back.
        assert_ne!(name(run([Event::Close(NOW), answer(after(-60_000))]).0), "masked asking");
    }
}

#[test]
fn signing_out_is_done_only_after_the_question() {
    let (state, effects) = run([Event::SignOut(NOW), Event::Leave(after(1))]);
    assert_eq!((name(state).as_str(), effects), ("masked asking-to-sign-out", vec![]));
    let (state, effects) = run([Event::SignOut(NOW), Event::Leave(LATER)]);
    assert_eq!((name(state).as_str(), effects), ("masked", vec![Effect::SignOut]));
    assert_eq!(run([Event::SignOut(NOW), Event::Stay(LATER)]).1, []);
}

#[test]
fn a_secret_that_was_not_saved_outlives_its_session_by_half_an_hour() {
    let ended = [Event::Reveal, Event::Close(NOW), Event::SessionEnded(NOW)];
    let (state, effects) = run(ended);
    assert_eq!((name(state).as_str(), effects), ("masked ended", vec![Effect::StartLastTimer(WIPE_AFTER_END_MS)]));
    let at = |event: Event| run(ended.into_iter().chain([event])).0;
    assert_eq!(name(at(Event::TimePassed(after(WIPE_AFTER_END_MS - 1)))), "masked ended");
    let timed_out = SecretState::Wiped(WipeReason::TimedOut);
    // The device slept: the timer with it, and the clock went on.
    for late in [Event::TimePassed, Event::TabVisible].map(|event| event(after(WIPE_AFTER_END_MS))) {
        assert_eq!(at(late), timed_out);
    }
    // The clock was set back: the timer has counted.
    assert_eq!(name(at(Event::TimePassed(after(-WIPE_AFTER_END_MS)))), "masked ended");
    assert_eq!(at(Event::LastTimerFired), timed_out);
    // Saved meanwhile, it goes at the same time.
    assert_eq!(run(ended.into_iter().chain([Event::Copied, Event::LastTimerFired])).0, timed_out);
}

#[test]
fn each_act_ends_what_was_said_of_the_one_before() {
    let right = Event::PasteChecked(PasteCheck::Match);
    let wrong = Event::PasteChecked(PasteCheck::Truncated);
    assert_eq!(name(run([right, wrong]).0), "masked truncated saved");
    assert_eq!(name(run([Event::Copied, Event::FormatChanged, Event::CopyRefused]).0), "masked refused saved");
    assert_eq!(run([right, wrong, Event::Close(NOW)]).0, SecretState::Wiped(WipeReason::Closed));
    assert_eq!(name(run([wrong, Event::Copied]).0), "masked copied");
    assert_eq!(name(run([Event::Copied, wrong]).0), "masked truncated saved");
    assert_eq!(name(run([wrong, Event::FormatChanged]).0), "masked");
    // The refusal reveals it, and is still told.
    assert_eq!(name(run([Event::CopyRefused, Event::Reveal]).0), "revealed refused");
}

#[test]
fn leaving_the_page_warns_until_it_was_saved() {
    assert!(SecretState::default().is_at_risk());
    assert!(run([Event::CopyRefused, Event::PasteChecked(PasteCheck::Different)]).0.is_at_risk());
    assert!(run([Event::SessionEnded(NOW)]).0.is_at_risk());
    assert!(!run([Event::Copied]).0.is_at_risk());
    assert!(!run([Event::Forget]).0.is_at_risk());
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
    assert_eq!(remembered([Event::Reveal, Event::Copied, matches, Event::Close(NOW)]), [SaveState::Saved]);
    assert_eq!(remembered([Event::CopyRefused, matches, Event::Close(NOW)]), [SaveState::Saved]);
    let wrong = Event::PasteChecked(PasteCheck::Truncated);
    let closed = [Event::CopyRefused, wrong, Event::Close(NOW), Event::Leave(LATER)];
    assert_eq!(remembered(closed), [SaveState::ClosedUnsaved]);
    // Signing out forgets everything, and after half an hour it is as if the tab had been closed.
    assert_eq!(remembered([Event::Forget]), []);
    assert_eq!(remembered([Event::SessionEnded(NOW), Event::LastTimerFired]), []);
    assert_eq!(remembered([Event::SessionEnded(NOW), Event::Copied, Event::LastTimerFired]), [SaveState::Saved]);
}
