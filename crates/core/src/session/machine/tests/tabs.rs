//! Several tabs of one browser.

use super::*;

#[test]
fn other_tabs_are_told_what_they_cannot_observe() {
    let env = gateway(Some(marker(MINE, HOUR)));
    let broadcast_kind = |event, evidence| {
        let (_, effects) = next(open_with(evidence), event, &env);
        effects.into_iter().find_map(|effect| match effect {
            Effect::Broadcast(message) => Some((message.kind, message.tag == tag(MINE))),
            _ => None,
        })
    };
    let denied = |cause| Event::RequestFailed(failure(cause));
    assert_eq!(broadcast_kind(denied(Cause::SessionEnded), Evidence::Confirmed), Some((MessageKind::Expired, true)));
    assert_eq!(broadcast_kind(denied(Cause::NoSession), Evidence::Confirmed), Some((MessageKind::CookieCleared, true)));
    assert_eq!(broadcast_kind(Event::SignedOut, Evidence::Confirmed), Some((MessageKind::SignedOut, true)));
    assert_eq!(broadcast_kind(denied(Cause::NotAllowed), Evidence::Confirmed), None);
    // A received message is not sent on.
    for kind in [MessageKind::Expired, MessageKind::CookieCleared, MessageKind::SignedOut, MessageKind::Opened] {
        assert_eq!(
            broadcast_kind(Event::MessageReceived(SessionMessage { kind, tag: tag(MINE) }), Evidence::Confirmed),
            None,
            "{kind:?}"
        );
    }
}

#[test]
fn a_message_about_another_session_does_not_end_this_one() {
    let env = gateway(Some(marker(MINE, HOUR)));
    for kind in [MessageKind::Expired, MessageKind::CookieCleared, MessageKind::SignedOut, MessageKind::Opened] {
        let event = Event::MessageReceived(SessionMessage { kind, tag: tag(OTHER) });
        assert_eq!(after(open_with(Evidence::Confirmed), event, &env), "open confirmed", "{kind:?}");
    }
}

#[test]
fn a_session_replaced_in_another_tab_ends_here_at_once() {
    let event = Event::MessageReceived(SessionMessage { kind: MessageKind::Opened, tag: tag(OTHER) });
    assert_eq!(after(open_with(Evidence::Confirmed), event, &gateway(Some(marker(OTHER, HOUR)))), "Replaced");
}

#[test]
fn a_tab_with_an_expired_session_continues_when_another_tab_opens_one() {
    let ended = |ending, tag| SessionState::Ended { ending, failure: None, tag };
    let env = gateway(Some(marker(OTHER, HOUR)));
    assert_eq!(after(ended(Ending::Expired, Some(tag(MINE))), Event::EnvironmentChecked, &env), "open");
    assert_eq!(after(ended(Ending::NeverStarted, None), Event::EnvironmentChecked, &env), "open");
    // The marker of a session that the app revoked is still stored.
    assert_eq!(after(ended(Ending::Expired, Some(tag(OTHER))), Event::EnvironmentChecked, &env), "Expired");
    for ending in [Ending::SignedOut, Ending::Replaced, Ending::CookieCleared, Ending::LinkUsed, Ending::NoPermissions]
    {
        let state = ended(ending, Some(tag(MINE)));
        assert_eq!(after(state, Event::EnvironmentChecked, &env), format!("{ending:?}"));
    }
}

#[test]
fn a_session_that_ended_in_one_tab_is_open_in_none() {
    let env = gateway(Some(marker(MINE, HOUR)));
    let after_denial = |cause| next(open_with(Evidence::Confirmed), Event::RequestFailed(failure(cause)), &env).1;
    let over = SessionMarker { expires_at: NOW, tag: tag(MINE) };
    assert!(after_denial(Cause::SessionEnded).contains(&Effect::StoreMarker(over)));
    assert!(after_denial(Cause::NoSession).contains(&Effect::ClearMarker));
    // A new link is exchanged without asking; a reloaded and a suspended tab say "expired".
    let env = gateway(Some(over));
    assert_eq!(after(SessionState::Starting, started(Some(ticket()), None), &env), "exchanging");
    assert_eq!(after(SessionState::Starting, started(None, None), &env), "Expired");
    assert_eq!(after(open_with(Evidence::Confirmed), Event::EnvironmentChecked, &env), "Expired");
}
