//! Every state × event in one table, and what a user would notice of a secret's life.

use super::{
    formats::PasteCheck,
    lifecycle::{
        ClosePrompt, CopyStatus, Effect, Event, HeldSecret, SecretState, WIPE_AFTER_HIDDEN_MS, WipeReason, next,
    },
};
use crate::time::ClientTime;

const NOW: ClientTime = ClientTime(1_700_000_000_000);

const fn after(ms: i64) -> ClientTime {
    ClientTime(NOW.0 + ms)
}

fn run(events: impl IntoIterator<Item = Event>) -> (SecretState, Vec<Effect>) {
    events.into_iter().fold((SecretState::default(), vec![]), |(life, mut all), event| {
        let (life, effect) = next(life, event);
        all.extend(effect);
        (life, all)
    })
}

/// A life in words, for the table.
fn name(life: SecretState) -> String {
    let shown = match life {
        SecretState::Wiped(why) => return format!("{why:?}"),
        SecretState::Held(shown) => shown,
    };
    let mut name = if shown.revealed { "revealed" } else { "masked" }.to_owned();
    for (is, word) in [
        (shown.copy == CopyStatus::Copied, " copied"),
        (shown.copy == CopyStatus::Refused, " refused"),
        (shown.check == Some(PasteCheck::Match), " checked"),
        (shown.check == Some(PasteCheck::Truncated), " wrong"),
        (shown.taken && shown.copy != CopyStatus::Copied && shown.check != Some(PasteCheck::Match), " taken"),
        (shown.question == ClosePrompt::Asking, " asking"),
        (shown.question == ClosePrompt::Asked, " asked"),
        (shown.hidden_at.is_some(), " hidden"),
    ] {
        name.push_str(if is { word } else { "" });
    }
    name
}

#[test]
fn every_state_and_event() {
    let events = [
        ("reveal", Event::Reveal),
        ("mask", Event::Mask),
        ("another form", Event::FormatChanged),
        ("copied", Event::Copied),
        ("copy refused", Event::CopyRefused),
        ("match", Event::PasteChecked(PasteCheck::Match)),
        ("cut short", Event::PasteChecked(PasteCheck::Truncated)),
        ("hid", Event::TabHidden(NOW)),
        ("came back late", Event::TabVisible(after(WIPE_AFTER_HIDDEN_MS))),
        ("woke late", Event::TimerFired(after(WIPE_AFTER_HIDDEN_MS))),
        ("woke early", Event::TimerFired(after(WIPE_AFTER_HIDDEN_MS - 1))),
        ("close", Event::Close),
        ("stay", Event::Stay),
        ("session ended", Event::SessionEnded),
    ];
    let shown = HeldSecret::default();
    let table: [(HeldSecret, [&str; 14]); 6] = [
        (
            shown,
            [
                "revealed",
                "masked",
                "masked",
                "masked copied",
                "masked refused",
                "masked checked",
                "masked wrong",
                "masked hidden",
                "masked",
                "masked",
                "masked",
                "masked asking",
                "masked",
                "SessionEnded",
            ],
        ),
        (
            HeldSecret { revealed: true, copy: CopyStatus::Copied, taken: true, ..shown },
            [
                "revealed copied",
                "masked copied",
                "revealed taken",
                "revealed copied",
                "revealed refused taken",
                "revealed copied checked",
                "revealed copied wrong",
                "masked copied hidden",
                "revealed copied",
                "revealed copied",
                "revealed copied",
                "Closed",
                "revealed copied",
                "SessionEnded",
            ],
        ),
        (
            HeldSecret { hidden_at: Some(NOW), ..shown },
            [
                "masked hidden",
                "masked hidden",
                "masked hidden",
                "masked copied hidden",
                "masked refused hidden",
                "masked checked hidden",
                "masked wrong hidden",
                "masked hidden",
                "masked",
                "masked hidden",
                "masked hidden",
                "masked asking hidden",
                "masked hidden",
                "SessionEnded",
            ],
        ),
        (
            HeldSecret { check: Some(PasteCheck::Match), taken: true, hidden_at: Some(NOW), ..shown },
            [
                "masked checked hidden",
                "masked checked hidden",
                "masked checked hidden",
                "masked copied checked hidden",
                "masked refused checked hidden",
                "masked checked hidden",
                "masked wrong taken hidden",
                "masked checked hidden",
                "Hidden",
                "Hidden",
                "masked checked hidden",
                "Closed",
                "masked checked hidden",
                "SessionEnded",
            ],
        ),
        (
            HeldSecret { question: ClosePrompt::Asking, ..shown },
            [
                "revealed asking",
                "masked asking",
                "masked asking",
                "masked copied",
                "masked refused asking",
                "masked checked",
                "masked wrong asking",
                "masked asking hidden",
                "masked asking",
                "masked asking",
                "masked asking",
                "Closed",
                "masked asked",
                "SessionEnded",
            ],
        ),
        (
            HeldSecret { question: ClosePrompt::Asked, ..shown },
            [
                "revealed asked",
                "masked asked",
                "masked asked",
                "masked copied",
                "masked refused asked",
                "masked checked",
                "masked wrong asked",
                "masked asked hidden",
                "masked asked",
                "masked asked",
                "masked asked",
                "Closed",
                "masked asked",
                "SessionEnded",
            ],
        ),
    ];
    for (shown, expected) in table {
        for ((event, value), expected) in events.iter().zip(expected) {
            let before = SecretState::Held(shown);
            let (life, effect) = next(before, *value);
            assert_eq!(name(life), expected, "{} × {event}", name(before));
            let wiped = effect == Some(Effect::Wipe);
            assert_eq!(wiped, matches!(life, SecretState::Wiped(_)), "{} × {event}", name(before));
        }
    }
    for why in [WipeReason::Closed, WipeReason::Hidden, WipeReason::SessionEnded] {
        for (event, value) in events {
            assert_eq!(next(SecretState::Wiped(why), value), (SecretState::Wiped(why), None), "{why:?} × {event}");
        }
    }
}

#[test]
fn a_secret_that_was_not_taken_waits_in_a_hidden_tab_for_ever() {
    let (life, effects) =
        run([Event::Reveal, Event::TabHidden(NOW), Event::TabVisible(after(100 * WIPE_AFTER_HIDDEN_MS))]);
    assert_eq!((name(life).as_str(), effects), ("masked", vec![]));
}

#[test]
fn a_secret_that_was_taken_is_wiped_five_minutes_after_the_tab_was_hidden() {
    let (life, effects) = run([Event::Copied, Event::TabHidden(NOW), Event::TimerFired(after(WIPE_AFTER_HIDDEN_MS))]);
    assert_eq!(life, SecretState::Wiped(WipeReason::Hidden));
    assert_eq!(effects, [Effect::StartTimer(WIPE_AFTER_HIDDEN_MS), Effect::Wipe]);
    // Asleep when it should have woken: on coming back at the latest.
    let (life, _) = run([Event::Copied, Event::TabHidden(NOW), Event::TabVisible(after(WIPE_AFTER_HIDDEN_MS + 1))]);
    assert_eq!(life, SecretState::Wiped(WipeReason::Hidden));
    // The copy was reported only after the tab was hidden.
    let (_, effects) = run([Event::TabHidden(NOW), Event::Copied]);
    assert_eq!(effects, [Effect::StartTimer(WIPE_AFTER_HIDDEN_MS)]);
}

#[test]
fn coming_back_in_time_keeps_it_and_the_next_time_counts_anew() {
    let back = [Event::Copied, Event::TabHidden(NOW), Event::TabVisible(after(60_000))];
    let again = [Event::TabHidden(after(120_000)), Event::TimerFired(after(WIPE_AFTER_HIDDEN_MS))];
    let (life, _) = run(back.into_iter().chain(again));
    assert_eq!(name(life), "masked copied hidden");
}

#[test]
fn closing_without_having_taken_it_asks_once() {
    assert_eq!(name(run([Event::Close]).0), "masked asking");
    assert_eq!(run([Event::Close, Event::Close]).0, SecretState::Wiped(WipeReason::Closed));
    assert_eq!(run([Event::Close, Event::Stay, Event::Close]).0, SecretState::Wiped(WipeReason::Closed));
    assert_eq!(run([Event::Copied, Event::Close]).0, SecretState::Wiped(WipeReason::Closed));
    let checked = Event::PasteChecked(PasteCheck::Match);
    assert_eq!(run([Event::CopyRefused, checked, Event::Close]).0, SecretState::Wiped(WipeReason::Closed));
    assert_eq!(name(run([Event::CopyRefused, Event::Close]).0), "masked refused asking");
}

#[test]
fn each_check_and_each_copy_is_told_as_it_went() {
    let right = Event::PasteChecked(PasteCheck::Match);
    let wrong = Event::PasteChecked(PasteCheck::Truncated);
    assert_eq!(name(run([right, wrong]).0), "masked wrong taken");
    assert_eq!(name(run([Event::Copied, Event::FormatChanged, Event::CopyRefused]).0), "masked refused taken");
    assert_eq!(run([right, wrong, Event::Close]).0, SecretState::Wiped(WipeReason::Closed));
}

#[test]
fn leaving_warns_until_it_was_taken() {
    assert!(SecretState::default().warns_on_leaving());
    assert!(run([Event::CopyRefused, Event::PasteChecked(PasteCheck::Different)]).0.warns_on_leaving());
    assert!(!run([Event::Copied]).0.warns_on_leaving());
    assert!(!run([Event::SessionEnded]).0.warns_on_leaving());
}
