//! How a visit starts: with or without a link, a stored marker, or an interrupted exchange.

use super::*;

#[test]
fn a_visit_without_a_link_continues_the_stored_session() {
    let visit = |marker| after(SessionState::Starting, started(None, None), &gateway(marker));
    assert_eq!(visit(None), "NeverStarted");
    assert_eq!(visit(Some(marker(MINE, HOUR))), "open");
    assert_eq!(visit(Some(marker(MINE, -HOUR))), "Expired");
    assert_eq!(visit(Some(marker(MINE, 0))), "Expired");
}

#[test]
fn a_link_is_exchanged_at_once_unless_a_session_is_open() {
    let land = |marker| next(SessionState::Starting, started(Some(ticket()), None), &gateway(marker));
    let (session, effects) = land(None);
    assert_eq!((name(&session).as_str(), effects), ("exchanging", vec![Effect::SendExchange(exchange())]));
    assert_eq!(name(&land(Some(marker(OTHER, -HOUR))).0), "exchanging");
    assert_eq!(name(&land(Some(marker(OTHER, HOUR))).0), "choosing");
    // A second click on the same link.
    assert_eq!(name(&land(Some(marker(MINE, HOUR))).0), "open");
}

#[test]
fn a_trusted_link_replaces_an_open_session_unasked() {
    let land = |marker, interrupted| {
        let started = Event::Started { ticket: Some(ticket()), interrupted, trusted: true, sent: false };
        after(SessionState::Starting, started, &gateway(marker))
    };
    assert_eq!(land(Some(marker(OTHER, HOUR)), None), "exchanging");
    assert_eq!(land(None, None), "exchanging");
    // A second click on the same link.
    assert_eq!(land(Some(marker(MINE, HOUR)), None), "open");
    assert_eq!(land(Some(marker(OTHER, HOUR)), Some(tag(MINE))), "awaiting marker");
    // Without cookies the ID is kept, whoever sent the link.
    let refusing = Environment {
        deployment: Deployment::Gateway { accepts_cookies: false },
        ..gateway(Some(marker(OTHER, HOUR)))
    };
    let started = Event::Started { ticket: Some(ticket()), interrupted: None, trusted: true, sent: false };
    assert_eq!(after(SessionState::Starting, started, &refusing), "cookies refused");
}

#[test]
fn an_exchange_that_the_start_script_has_sent_is_taken_over_whatever_is_stored_by_now() {
    for stored in [None, Some(marker(MINE, HOUR)), Some(marker(OTHER, HOUR)), Some(marker(OTHER, -HOUR))] {
        let started =
            Event::Started { ticket: Some(ticket()), interrupted: Some(tag(MINE)), trusted: false, sent: true };
        let (session, effects) = next(SessionState::Starting, started, &gateway(stored));
        assert_eq!((name(&session).as_str(), effects), ("exchanging", vec![Effect::SendExchange(exchange())]));
    }
}

#[test]
fn a_reload_during_the_exchange_waits_for_it() {
    let (session, effects) = next(SessionState::Starting, started(None, Some(tag(MINE))), &gateway(None));
    assert_eq!(effects, [Effect::WaitForMarker]);
    assert_eq!(after(session.clone(), Event::EnvironmentChecked, &gateway(None)), "awaiting marker");
    assert_eq!(after(session.clone(), Event::EnvironmentChecked, &gateway(Some(marker(MINE, HOUR)))), "open");
    assert_eq!(after(session.clone(), Event::MarkerTimedOut, &gateway(Some(marker(MINE, HOUR)))), "open");
    assert_eq!(after(session.clone(), Event::MarkerTimedOut, &gateway(None)), "LinkUsed");
    // Without a gateway only the API's own cookie may exist.
    assert_eq!(after(session.clone(), Event::MarkerTimedOut, &direct(false, false)), "open unconfirmed");
    // The exchange finished before the reload did.
    assert_eq!(
        after(SessionState::Starting, started(None, Some(tag(MINE))), &gateway(Some(marker(MINE, HOUR)))),
        "open"
    );
    // The user replaced an open session by a new link, then reloaded the page.
    assert_eq!(
        after(SessionState::Starting, started(None, Some(tag(MINE))), &gateway(Some(marker(OTHER, HOUR)))),
        "awaiting marker"
    );
}

#[test]
fn a_link_that_is_opened_again_after_an_interrupted_exchange_is_not_given_up_unasked() {
    let (session, effects) = next(SessionState::Starting, started(Some(ticket()), Some(tag(MINE))), &gateway(None));
    assert_eq!((name(&session).as_str(), effects), ("awaiting marker", vec![Effect::WaitForMarker]));
    assert!(session.may_need_link());
    assert_eq!(after(session.clone(), Event::EnvironmentChecked, &gateway(Some(marker(MINE, HOUR)))), "open");
    let (session, effects) = next(session, Event::MarkerTimedOut, &gateway(None));
    assert_eq!(name(&session), "exchanging again");
    assert!(matches!(effects.as_slice(), [Effect::SendExchange(Exchange { repeated: true, .. })]));
    // The interrupted request may have opened it all the same.
    assert_eq!(after(session, refused(Cause::SessionEnded), &gateway(None)), "open unconfirmed");
}

#[test]
fn a_question_disappears_when_it_has_become_pointless() {
    let choosing = SessionState::ChoosingSession(ticket());
    assert_eq!(after(choosing.clone(), Event::EnvironmentChecked, &gateway(None)), "exchanging");
    assert_eq!(after(choosing.clone(), Event::EnvironmentChecked, &gateway(Some(marker(MINE, HOUR)))), "open");
    assert_eq!(after(choosing, Event::EnvironmentChecked, &gateway(Some(marker(OTHER, HOUR)))), "choosing");
    let earlier = SessionState::OtherSessionOpen { failure: failure(Cause::SessionEnded) };
    assert_eq!(after(earlier, Event::EnvironmentChecked, &gateway(None)), "LinkUsed");
    let held = SessionState::HeldForRetry { exchange: exchange(), failure: no_response(), not_before: None };
    assert_eq!(after(held, Event::EnvironmentChecked, &gateway(Some(marker(MINE, HOUR)))), "open");
}

#[test]
fn an_invalid_deployment_does_not_use_up_the_session_id() {
    let broken = Environment { deployment: Deployment::Invalid, ..gateway(None) };
    let (session, effects) = next(SessionState::Starting, started(Some(ticket()), None), &broken);
    assert_eq!((name(&session).as_str(), effects.len()), ("Misconfigured", 0));
}

#[test]
fn debug_output_shows_neither_session_id_nor_token() {
    let (session, effects) = next(SessionState::Starting, started(Some(ticket()), None), &gateway(None));
    let (opened, _) = next(session.clone(), exchanged(Some("ps_1")), &direct(true, true));
    let printed = format!("{session:?} {effects:?} {opened:?}");
    assert!(!printed.contains("pst_mine") && !printed.contains("ps_1"), "{printed}");
}
