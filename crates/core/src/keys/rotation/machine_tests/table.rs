//! Every stage with every event.

use super::*;

#[test]
fn every_stage_and_event() {
    type Make = fn() -> Event;
    let events: [(&str, Make); 12] = [
        ("grace chosen", || Event::GraceChosen(Some(Grace::NONE))),
        ("submit", send),
        ("success", success),
        ("rejected", || failed(Some(403), Cause::NotAllowed)),
        ("no response", || failed(None, Cause::Temporary)),
        ("unchanged early", || unchanged_list(CLICK.plus(1))),
        ("unchanged late", || unchanged_list(SETTLED)),
        ("rotated", || listed(rotated_list(), CLICK.plus(1))),
        ("inconclusive", || listed(KeyList::default(), SETTLED)),
        ("list failed", || Event::ListFailed),
        ("recheck", || Event::Recheck),
        ("start over", || Event::StartOver),
    ];
    // In the order of the events: the stage after each and the effects; empty if the event changes nothing.
    let table = [
        ("choosing", ["", "sending store send", "", "", "", "", "", "", "", "", "", ""]),
        (
            "sending",
            ["", "", "done show clear update check", "failed clear", "reconciling reload", "", "", "", "", "", "", ""],
        ),
        (
            "reconciling",
            [
                "",
                "",
                "done show clear update check",
                "",
                "",
                "reconciling reload",
                "not rotated clear",
                "without secret clear",
                "unknown",
                "unknown",
                "",
                "",
            ],
        ),
        ("unknown", ["", "", "done show clear update check", "", "", "", "", "", "", "", "reconciling reload", ""]),
        ("without secret", ["", "", "done show clear update check", "", "", "", "", "", "", "", "", ""]),
        ("not rotated", ["", "", "", "", "", "", "", "", "", "", "", "choosing"]),
        ("failed", ["", "", "", "", "", "", "", "", "", "", "", "choosing"]),
        ("done", ["", "", "", "", "", "", "", "", "", "", "", ""]),
    ];
    for (rotation, (stage, expected)) in stages().into_iter().zip(table) {
        assert_eq!(name(&rotation), stage);
        for ((event, make), expected) in events.iter().zip(expected) {
            let (after, effects) = next(rotation.clone(), make());
            let words: Vec<_> = std::iter::once(name(&after)).chain(effects.iter().map(effect_name)).collect();
            let expected = if expected.is_empty() { stage } else { expected };
            assert_eq!(words.join(" "), expected, "{stage} × {event}");
            if expected == stage && *event != "grace chosen" {
                assert_eq!(after, rotation, "{stage} × {event}");
            }
        }
    }
}
