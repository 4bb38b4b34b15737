//! The exchange of a session ID.

use super::*;

#[test]
fn the_same_link_in_two_tabs_is_exchanged_once() {
    let exchanging = SessionState::Exchanging(exchange());
    assert_eq!(after(exchanging.clone(), Event::EnvironmentChecked, &gateway(Some(marker(MINE, HOUR)))), "open");
    assert_eq!(after(exchanging.clone(), Event::EnvironmentChecked, &gateway(None)), "exchanging");
    // Without Web Locks both tabs send it, and one is refused.
    assert_eq!(after(exchanging, refused(Cause::SessionEnded), &gateway(Some(marker(MINE, HOUR)))), "open");
}

#[test]
fn an_exchange_that_succeeds_opens_the_session() {
    assert_eq!(
        after(SessionState::Exchanging(exchange()), exchanged(None), &gateway(Some(marker(MINE, HOUR)))),
        "open fresh"
    );
    let (session, effects) = next(SessionState::Exchanging(exchange()), exchanged(Some("ps_1")), &direct(false, false));
    let remembered = SessionMarker { expires_at: NOW.plus(24 * HOUR), tag: tag(MINE) };
    let opened = Effect::Broadcast(SessionMessage { kind: MessageKind::Opened, tag: tag(MINE) });
    assert_eq!(effects, [Effect::StoreMarker(remembered), opened], "broadcast only after the marker is stored");
    assert!(
        matches!(session, SessionState::Open(OpenSession { evidence: Evidence::JustExchanged(None), .. })),
        "the token is not kept if it can't be used"
    );
}

#[test]
fn blocked_cookies_are_detected_before_the_session_id_is_used_up() {
    let blocked = Environment { deployment: Deployment::Gateway { accepts_cookies: false }, ..gateway(None) };
    let (session, effects) = next(SessionState::Starting, started(Some(ticket()), None), &blocked);
    assert_eq!((name(&session).as_str(), effects.len()), ("cookies refused", 0));
    assert_eq!(after(session.clone(), Event::Retry, &blocked), "cookies refused");
    assert_eq!(after(session, Event::Retry, &gateway(None)), "exchanging");
}

#[test]
fn cookies_that_turn_out_blocked_after_the_exchange_have_their_screen() {
    let blocked =
        |marker| Environment { deployment: Deployment::Gateway { accepts_cookies: false }, ..gateway(marker) };
    assert_eq!(after(SessionState::Exchanging(exchange()), exchanged(None), &blocked(None)), "CookiesBlocked");
    let gone = || Event::RequestFailed(failure(Cause::NoSession));
    assert_eq!(
        after(open_with(Evidence::JustExchanged(None)), gone(), &blocked(Some(marker(MINE, HOUR)))),
        "CookiesBlocked"
    );
    assert_eq!(after(open_with(Evidence::JustExchanged(None)), gone(), &direct(false, false)), "CookiesBlocked");
    assert_eq!(after(open_with(Evidence::JustExchanged(None)), gone(), &direct(true, false)), "CrossSite");
}

#[test]
fn cookies_that_a_proxy_changes_are_not_blamed_on_the_browser() {
    // None of the two came through, and one of another session at most.
    for marker in [None, Some(marker(OTHER, HOUR))] {
        assert_eq!(after(SessionState::Exchanging(exchange()), exchanged(None), &gateway(marker)), "CookiesChanged");
    }
    // The marker came through, and the session's own cookie didn't.
    let gone = Event::RequestFailed(failure(Cause::NoSession));
    let with_marker = gateway(Some(marker(MINE, HOUR)));
    assert_eq!(after(open_with(Evidence::JustExchanged(None)), gone, &with_marker), "CookiesChanged");
}

#[test]
fn a_lock_that_another_tab_never_releases_neither_blocks_an_exchange_nor_loses_its_session() {
    let (session, effects) = next(SessionState::Exchanging(exchange()), Event::ExchangeUnlocked, &gateway(None));
    assert_eq!((name(&session).as_str(), effects.len()), ("exchanging unlocked", 0));
    assert_eq!(after(session.clone(), exchanged(None), &gateway(Some(marker(MINE, HOUR)))), "open fresh");
    // The other tab was faster: its marker is there, or still under way.
    assert_eq!(after(session.clone(), refused(Cause::SessionEnded), &gateway(Some(marker(MINE, HOUR)))), "open");
    let (session, effects) = next(session, refused(Cause::SessionEnded), &gateway(None));
    assert_eq!((name(&session).as_str(), effects), ("awaiting marker", vec![Effect::WaitForMarker]));
    assert_eq!(after(session.clone(), Event::EnvironmentChecked, &gateway(Some(marker(MINE, HOUR)))), "open");
    assert_eq!(after(session, Event::MarkerTimedOut, &gateway(None)), "LinkUsed");
}

#[test]
fn more_than_an_hour_is_not_waited_for_before_a_retry() {
    let held = |wait_s| {
        let failure = Failure { wait_s: Some(wait_s), ..no_response() };
        match next(SessionState::Exchanging(exchange()), Event::Exchanged(Err(failure)), &gateway(None)).0 {
            SessionState::HeldForRetry { not_before, .. } => not_before,
            other => panic!("{}", name(&other)),
        }
    };
    assert_eq!(held(0), Some(NOW.plus(SECOND)));
    assert_eq!(held(3_600), Some(NOW.plus(HOUR)));
    assert_eq!(held(3_601), None);
}

#[test]
fn the_token_becomes_a_header_only_if_allowed_and_without_a_cookie() {
    let (session, _) = next(SessionState::Exchanging(exchange()), exchanged(Some("ps_1")), &direct(true, true));
    assert_eq!(name(&session), "open fresh");
    let gone = || Event::RequestFailed(failure(Cause::NoSession));
    let (session, _) = next(session, gone(), &direct(true, true));
    assert_eq!(name(&session), "open bearer");
    assert_eq!(after(session.clone(), Event::EnvironmentChecked, &direct(true, true)), "open bearer");
    assert_eq!(after(session, gone(), &direct(true, true)), "CookiesBlocked");
    // This page has no token for a session that it did not exchange.
    assert_eq!(after(open_with(Evidence::Confirmed), gone(), &direct(true, true)), "CookieCleared");
    // An ended session is not a missing cookie.
    let (session, _) = next(SessionState::Exchanging(exchange()), exchanged(Some("ps_1")), &direct(true, true));
    assert_eq!(after(session, Event::RequestFailed(failure(Cause::SessionEnded)), &direct(true, true)), "Expired");
}

#[test]
fn a_server_of_the_other_api_version_gets_the_other_exchange_once() {
    let other = || Event::Exchanged(Err(no_such_route()));
    let (session, effects) = next(SessionState::Exchanging(exchange()), other(), &gateway(None));
    assert_eq!(name(&session), "exchanging other");
    assert!(matches!(effects.as_slice(), [Effect::SendExchange(Exchange { version: ApiVersion::Code, .. })]));
    assert_eq!(after(session, other(), &gateway(None)), "Misconfigured");
    assert_eq!(
        after(SessionState::Exchanging(exchange()), refused(Cause::Misconfigured), &gateway(None)),
        "Misconfigured"
    );
}

#[test]
fn a_busy_server_does_not_use_up_the_session_id() {
    let wait = Failure { wait_s: Some(17), ..no_response() };
    let (held, effects) = next(SessionState::Exchanging(exchange()), Event::Exchanged(Err(wait)), &gateway(None));
    assert!(matches!(held, SessionState::HeldForRetry { not_before: Some(at), .. } if at == NOW.plus(17 * SECOND)));
    assert_eq!(effects, [], "nothing is retried automatically");
    let (again, effects) = next(held, Event::Retry, &gateway(None));
    assert!(matches!(effects.as_slice(), [Effect::SendExchange(Exchange { repeated: true, .. })]));
    // The first attempt may have used up the ID, so the cookie is tried before the link is given up.
    let (session, _) = next(again, refused(Cause::SessionEnded), &gateway(None));
    assert_eq!(name(&session), "open unconfirmed");
    assert_eq!(after(session.clone(), Event::RequestFailed(failure(Cause::NoSession)), &gateway(None)), "LinkUsed");
    assert_eq!(after(session, Event::RequestSucceeded, &gateway(None)), "open confirmed");
}

#[test]
fn a_lost_response_whose_cookies_arrived_opens_the_session() {
    let lost = || Event::Exchanged(Err(no_response()));
    assert_eq!(after(SessionState::Exchanging(exchange()), lost(), &gateway(Some(marker(MINE, HOUR)))), "open");
    assert_eq!(after(SessionState::Exchanging(exchange()), lost(), &gateway(Some(marker(OTHER, HOUR)))), "held");
}

#[test]
fn a_used_link_says_so_and_never_opens_somebody_elses_session() {
    let refused = || refused(Cause::SessionEnded);
    assert_eq!(after(SessionState::Exchanging(exchange()), refused(), &gateway(None)), "LinkUsed");
    assert_eq!(
        after(SessionState::Exchanging(exchange()), refused(), &gateway(Some(marker(OTHER, HOUR)))),
        "other session open"
    );
    assert_eq!(
        after(SessionState::Exchanging(exchange()), refused(), &gateway(Some(marker(OTHER, -HOUR)))),
        "LinkUsed"
    );
}
