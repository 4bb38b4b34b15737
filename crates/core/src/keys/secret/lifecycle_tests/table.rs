//! Every state with every event.

use super::*;

/// Every event, with a name for the table.
fn events() -> [(&'static str, Event); 18] {
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
        ("timer late", Event::TimePassed(after(WIPE_AFTER_HIDDEN_MS))),
        ("timer early", Event::TimePassed(after(WIPE_AFTER_HIDDEN_MS - 1))),
        ("close", Event::Close(LATER)),
        ("sign out", Event::SignOut(LATER)),
        ("stay", Event::Stay(LATER)),
        ("leave", Event::Leave(LATER)),
        ("session ended", Event::SessionEnded(NOW)),
        ("last timer", Event::LastTimerFired),
        ("forget", Event::Forget),
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
        let expected = if event == "forget" { "Forgotten" } else { expected };
        assert_eq!(name(after), expected, "{before} × {event}");
        assert_eq!(effect == Some(Effect::Wipe), matches!(after, SecretState::Wiped(_)), "{before} × {event}");
    }
}

const fn asking(leaving: Leaving) -> Option<Question> {
    Some(Question { leaving, since: NOW })
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
            ("sign out", "masked asking-to-sign-out"),
            ("session ended", "masked ended"),
        ],
    );
    expect(
        "revealed copied",
        HeldSecret { revealed: true, copy: CopyStatus::Copied, saved: true, ..HeldSecret::default() },
        &[
            ("mask", "masked copied"),
            ("another format", "revealed saved"),
            ("copy refused", "revealed refused saved"),
            ("paste matched", "revealed checked"),
            ("paste truncated", "revealed truncated saved"),
            ("tab hidden", "masked copied hidden"),
            ("close", "Closed"),
            ("session ended", "SessionEnded"),
        ],
    );
    expect(
        "revealed refused truncated",
        HeldSecret {
            revealed: true,
            copy: CopyStatus::Refused,
            check: Some(PasteCheck::Truncated),
            ..HeldSecret::default()
        },
        &[
            ("reveal", "revealed refused"),
            ("mask", "masked"),
            ("another format", "revealed"),
            ("copied", "revealed copied"),
            ("copy refused", "revealed refused"),
            ("paste matched", "revealed checked"),
            ("paste truncated", "revealed truncated"),
            ("tab hidden", "masked refused truncated hidden"),
            ("close", "revealed refused truncated asking"),
            ("sign out", "revealed refused truncated asking-to-sign-out"),
            ("session ended", "masked ended"),
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
            ("sign out", "masked asking-to-sign-out hidden"),
            ("session ended", "masked hidden ended"),
        ],
    );
    expect(
        "masked checked hidden",
        HeldSecret { check: Some(PasteCheck::Match), saved: true, hidden_at: Some(NOW), ..HeldSecret::default() },
        &[
            ("reveal", "masked saved hidden"),
            ("mask", "masked saved hidden"),
            ("another format", "masked saved hidden"),
            ("copied", "masked copied hidden"),
            ("copy refused", "masked refused saved hidden"),
            ("paste truncated", "masked truncated saved hidden"),
            ("tab visible late", "Hidden"),
            ("timer late", "Hidden"),
            ("close", "Closed"),
            ("session ended", "SessionEnded"),
        ],
    );
    expect(
        "masked asking",
        HeldSecret { question: asking(Leaving::Close), ..HeldSecret::default() },
        &[
            ("reveal", "revealed asking"),
            ("copied", "masked copied"),
            ("copy refused", "masked refused asking"),
            ("paste matched", "masked checked"),
            ("paste truncated", "masked truncated asking"),
            ("tab hidden", "masked asking hidden"),
            ("close", "masked"),
            ("stay", "masked"),
            ("leave", "Closed"),
            ("session ended", "masked ended"),
        ],
    );
    expect(
        "masked asking-to-sign-out",
        HeldSecret { question: asking(Leaving::SignOut), ..HeldSecret::default() },
        &[
            ("reveal", "revealed asking-to-sign-out"),
            ("copied", "masked copied"),
            ("copy refused", "masked refused asking-to-sign-out"),
            ("paste matched", "masked checked"),
            ("paste truncated", "masked truncated asking-to-sign-out"),
            ("tab hidden", "masked asking-to-sign-out hidden"),
            ("close", "masked"),
            ("stay", "masked"),
            // It is there until the session has ended.
            ("leave", "masked"),
            ("session ended", "masked ended"),
        ],
    );
    expect(
        "masked ended",
        HeldSecret { ended_at: Some(NOW), ..HeldSecret::default() },
        &[
            ("reveal", "revealed ended"),
            ("copied", "masked copied ended"),
            ("copy refused", "masked refused ended"),
            ("paste matched", "masked checked ended"),
            ("paste truncated", "masked truncated ended"),
            ("tab hidden", "masked hidden ended"),
            ("close", "masked asking ended"),
            ("sign out", "masked asking-to-sign-out ended"),
            ("last timer", "TimedOut"),
        ],
    );
    for why in
        [WipeReason::Closed, WipeReason::Hidden, WipeReason::SessionEnded, WipeReason::Forgotten, WipeReason::TimedOut]
    {
        for (event, value) in events() {
            assert_eq!(next(SecretState::Wiped(why), value), (SecretState::Wiped(why), None), "{why:?} × {event}");
        }
    }
}
