//! Every state with every event.

use super::*;

#[test]
fn every_state_and_event() {
    // Behind the gateway, with another session's living marker: where a state must not move, it has every reason to.
    let env = gateway(Some(marker(OTHER, HOUR)));
    let events: [(&str, Event); 16] = [
        ("started", started(Some(ticket()), None)),
        ("link damaged", Event::LinkDamaged),
        ("exchanged", exchanged(None)),
        ("refused", refused(Cause::SessionEnded)),
        ("failed", refused(Cause::Temporary)),
        ("slow", Event::ExchangeSlow),
        ("unlocked", Event::ExchangeUnlocked),
        ("retry", Event::Retry),
        ("keep open", Event::KeepOpenSession),
        ("open new", Event::OpenNewSession),
        ("timed out", Event::MarkerTimedOut),
        ("checked", Event::EnvironmentChecked),
        ("succeeded", Event::RequestSucceeded),
        ("session over", Event::RequestFailed(failure(Cause::SessionEnded))),
        ("signed out", Event::SignedOut),
        ("message", Event::MessageReceived(SessionMessage { kind: MessageKind::SignedOut, tag: tag(MINE) })),
    ];
    let ended = |ending| SessionState::Ended { ending, failure: None, tag: Some(tag(MINE)) };
    let held = SessionState::HeldForRetry { exchange: exchange(), failure: no_response(), not_before: None };
    let earlier = SessionState::OtherSessionOpen { failure: failure(Cause::SessionEnded) };
    let same = |state: &'static str| [state; 16];
    let but = |state, changes: &[(&str, &'static str)]| {
        let mut row: [&str; 16] = same(state);
        for (event, becomes) in changes {
            let column = events.iter().position(|(name, _)| name == event).unwrap();
            row[column] = becomes;
        }
        row
    };
    let table: [(SessionState, [&str; 16]); 10] = [
        (SessionState::Starting, but("starting", &[("started", "choosing"), ("link damaged", "LinkDamaged")])),
        (
            SessionState::ChoosingSession(ticket()),
            but("choosing", &[("keep open", "open"), ("open new", "exchanging")]),
        ),
        (
            SessionState::Exchanging(exchange()),
            but(
                "exchanging",
                &[
                    ("exchanged", "CookiesChanged"),
                    ("refused", "other session open"),
                    ("failed", "held"),
                    ("slow", "exchanging slow"),
                    ("unlocked", "exchanging unlocked"),
                ],
            ),
        ),
        (held, but("held", &[("retry", "exchanging again")])),
        (
            SessionState::AwaitingMarker { tag: tag(MINE), ticket: None },
            but("awaiting marker", &[("timed out", "LinkUsed")]),
        ),
        (earlier, but("other session open", &[("keep open", "open")])),
        (SessionState::CookiesRefused(ticket()), but("cookies refused", &[("retry", "exchanging")])),
        (
            open_with(Evidence::Confirmed),
            but(
                "open confirmed",
                &[
                    ("checked", "Replaced"),
                    ("succeeded", "open confirmed"),
                    ("session over", "Replaced"),
                    ("signed out", "SignedOut"),
                    ("message", "SignedOut"),
                ],
            ),
        ),
        (ended(Ending::Expired), but("Expired", &[("checked", "open")])),
        (ended(Ending::SignedOut), same("SignedOut")),
    ];
    for (state, row) in table {
        // What is kept of a session is kept while it is open, and removed at every ending.
        let phase = match &state {
            SessionState::Open(_) => Phase::Open(Some(tag(MINE))),
            SessionState::Ended { .. } => Phase::Ended,
            _ => Phase::Before,
        };
        assert_eq!(state.phase(), phase);
        for ((event_name, event), expected) in events.iter().zip(row) {
            let got = after(state.clone(), event.clone(), &env);
            assert_eq!(got, expected, "{} × {event_name}", name(&state));
        }
    }
}
