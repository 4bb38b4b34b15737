//! Every state × event in one table, and the ways through the machine that a user would notice.

use portal_api::{ApiVersion, Cause, ExchangedSession, Failure, HOUR, MINUTE, SECOND, Secret, ServerTime, no_response};

use super::landing::Ticket;
use super::*;

const NOW: ServerTime = ServerTime::from_millis(1_700_000_000_000);

fn tag(byte: u8) -> SessionTag {
    SessionTag::from_sha256(&[byte; 32])
}

const MINE: u8 = 1;
const OTHER: u8 = 2;

fn ticket() -> TaggedTicket {
    TaggedTicket {
        ticket: Ticket { id: Secret::new("pst_mine".to_owned()), version: ApiVersion::Session },
        tag: tag(MINE),
    }
}

fn exchange() -> Exchange {
    Exchange {
        ticket: ticket(),
        version: ApiVersion::Session,
        other_version_tried: false,
        repeated: false,
        slow: false,
    }
}

fn marker(whose: u8, left_ms: i64) -> SessionMarker {
    SessionMarker { expires_at: NOW.plus(left_ms), tag: tag(whose) }
}

fn open_with(evidence: Evidence) -> SessionState {
    SessionState::Open(OpenSession { marker: Some(marker(MINE, HOUR)), credential: Credential::Cookie, evidence })
}

fn gateway(marker: Option<SessionMarker>) -> Environment {
    Environment { now: NOW, marker, signed_out: None, deployment: Deployment::Gateway { accepts_cookies: true } }
}

fn direct(cross_site: bool, allow_bearer: bool) -> Environment {
    Environment {
        now: NOW,
        marker: None,
        signed_out: None,
        deployment: Deployment::Direct { cross_site, allow_bearer },
    }
}

fn failure(cause: Cause) -> Failure {
    Failure { cause, status: Some(401), from_api: true, ..no_response() }
}

fn no_such_route() -> Failure {
    Failure { cause: Cause::Misconfigured, status: Some(404), from_api: false, ..no_response() }
}

fn exchanged(token: Option<&str>) -> Event {
    Event::Exchanged(Ok(ExchangedSession {
        token: token.map(|token| Secret::new(token.to_owned())),
        expires_at: NOW.plus(24 * HOUR),
    }))
}

fn refused(cause: Cause) -> Event {
    Event::Exchanged(Err(failure(cause)))
}

fn arrived(ticket: Option<TaggedTicket>, interrupted: Option<SessionTag>) -> Event {
    Event::Started { ticket, interrupted }
}

/// A state in a word, for the table.
fn name(session: &SessionState) -> String {
    match session {
        SessionState::Starting => "arriving".to_owned(),
        SessionState::ChoosingSession(_) => "choosing".to_owned(),
        SessionState::Exchanging(exchange) => {
            let mut name = "exchanging".to_owned();
            for (is, mark) in
                [(exchange.slow, " slow"), (exchange.repeated, " again"), (exchange.other_version_tried, " other")]
            {
                name.push_str(if is { mark } else { "" });
            }
            name
        }
        SessionState::HeldForRetry { .. } => "held".to_owned(),
        SessionState::AwaitingMarker(_) => "awaiting".to_owned(),
        SessionState::OtherSessionOpen { .. } => "earlier open".to_owned(),
        SessionState::CookiesRefused(_) => "cookies refused".to_owned(),
        SessionState::Open(OpenSession { credential: Credential::Bearer(_), .. }) => "open bearer".to_owned(),
        SessionState::Open(OpenSession { evidence, .. }) => match evidence {
            Evidence::FromMarker => "open".to_owned(),
            Evidence::JustExchanged(_) => "open fresh".to_owned(),
            Evidence::Unconfirmed(_) => "open?".to_owned(),
            Evidence::Confirmed => "open proven".to_owned(),
        },
        SessionState::Ended { ending, .. } => format!("{ending:?}"),
    }
}

fn after(session: SessionState, event: Event, around: &Environment) -> String {
    name(&next(session, event, around).0)
}

#[test]
fn every_state_and_event() {
    // Behind the gateway, with another session's living marker: where a state must not move, it has every reason to.
    let around = gateway(Some(marker(OTHER, HOUR)));
    let events: [(&str, Event); 14] = [
        ("arrived", arrived(Some(ticket()), None)),
        ("exchanged", exchanged(None)),
        ("refused", refused(Cause::SessionEnded)),
        ("failed", refused(Cause::Temporary)),
        ("took long", Event::ExchangeSlow),
        ("try again", Event::Retry),
        ("keep", Event::KeepOpenSession),
        ("new", Event::OpenNewSession),
        ("gave up", Event::MarkerTimedOut),
        ("looked", Event::EnvironmentChecked),
        ("succeeded", Event::RequestSucceeded),
        ("denied", Event::RequestFailed(failure(Cause::SessionEnded))),
        ("signed out", Event::SignedOut),
        ("heard", Event::MessageReceived(SessionMessage { kind: MessageKind::SignedOut, tag: tag(MINE) })),
    ];
    let ended = |ending| SessionState::Ended { ending, failure: None, tag: Some(tag(MINE)) };
    let held = SessionState::HeldForRetry { exchange: exchange(), failure: no_response(), not_before: None };
    let earlier = SessionState::OtherSessionOpen { failure: failure(Cause::SessionEnded) };
    let same = |state: &'static str| [state; 14];
    let but = |state, changes: &[(&str, &'static str)]| {
        let mut row: [&str; 14] = same(state);
        for (event, becomes) in changes {
            let column = events.iter().position(|(name, _)| name == event).unwrap();
            row[column] = becomes;
        }
        row
    };
    let table: [(SessionState, [&str; 14]); 10] = [
        (SessionState::Starting, but("arriving", &[("arrived", "choosing")])),
        (SessionState::ChoosingSession(ticket()), but("choosing", &[("keep", "open"), ("new", "exchanging")])),
        (
            SessionState::Exchanging(exchange()),
            but(
                "exchanging",
                &[
                    ("exchanged", "CookiesBlocked"),
                    ("refused", "earlier open"),
                    ("failed", "held"),
                    ("took long", "exchanging slow"),
                ],
            ),
        ),
        (held, but("held", &[("try again", "exchanging again")])),
        (SessionState::AwaitingMarker(tag(MINE)), but("awaiting", &[("gave up", "LinkUsed")])),
        (earlier, but("earlier open", &[("keep", "open")])),
        (SessionState::CookiesRefused(ticket()), but("cookies refused", &[("try again", "exchanging")])),
        (
            open_with(Evidence::Confirmed),
            but(
                "open proven",
                &[
                    ("looked", "Replaced"),
                    ("succeeded", "open proven"),
                    ("denied", "Replaced"),
                    ("signed out", "SignedOut"),
                    ("heard", "SignedOut"),
                ],
            ),
        ),
        (ended(Ending::Expired), but("Expired", &[("looked", "open")])),
        (ended(Ending::SignedOut), same("SignedOut")),
    ];
    for (state, row) in table {
        for ((event_name, event), expected) in events.iter().zip(row) {
            let got = after(state.clone(), event.clone(), &around);
            assert_eq!(got, expected, "{} × {event_name}", name(&state));
        }
    }
}

#[test]
fn nothing_allowed_ends_only_what_is_open() {
    let event = || Event::NoPermissions(failure(Cause::NotAllowed));
    assert_eq!(after(open_with(Evidence::Confirmed), event(), &gateway(Some(marker(MINE, HOUR)))), "NoPermissions");
    assert_eq!(after(SessionState::Starting, event(), &gateway(None)), "arriving");
}

#[test]
fn a_visit_without_a_link_follows_the_marker() {
    let visit = |marker| after(SessionState::Starting, arrived(None, None), &gateway(marker));
    assert_eq!(visit(None), "NeverStarted");
    assert_eq!(visit(Some(marker(MINE, HOUR))), "open");
    assert_eq!(visit(Some(marker(MINE, -HOUR))), "Expired");
    assert_eq!(visit(Some(marker(MINE, 0))), "Expired");
}

#[test]
fn a_link_is_exchanged_at_once_unless_a_session_is_open() {
    let land = |marker| next(SessionState::Starting, arrived(Some(ticket()), None), &gateway(marker));
    let (session, effects) = land(None);
    assert_eq!((name(&session).as_str(), effects), ("exchanging", vec![Effect::SendExchange(exchange())]));
    assert_eq!(name(&land(Some(marker(OTHER, -HOUR))).0), "exchanging");
    assert_eq!(name(&land(Some(marker(OTHER, HOUR))).0), "choosing");
    // A second click on the same link.
    assert_eq!(name(&land(Some(marker(MINE, HOUR))).0), "open");
}

#[test]
fn a_reload_during_the_exchange_waits_for_it() {
    let (session, effects) = next(SessionState::Starting, arrived(None, Some(tag(MINE))), &gateway(None));
    assert_eq!(effects, [Effect::WaitForMarker]);
    assert_eq!(after(session.clone(), Event::EnvironmentChecked, &gateway(None)), "awaiting");
    assert_eq!(after(session.clone(), Event::EnvironmentChecked, &gateway(Some(marker(MINE, HOUR)))), "open");
    assert_eq!(after(session.clone(), Event::MarkerTimedOut, &gateway(Some(marker(MINE, HOUR)))), "open");
    assert_eq!(after(session.clone(), Event::MarkerTimedOut, &gateway(None)), "LinkUsed");
    // Without a gateway nothing remembers the session but the API's own cookie.
    assert_eq!(after(session.clone(), Event::MarkerTimedOut, &direct(false, false)), "open?");
    // It had come before the reload was done.
    assert_eq!(
        after(SessionState::Starting, arrived(None, Some(tag(MINE))), &gateway(Some(marker(MINE, HOUR)))),
        "open"
    );
    // A new link was chosen in place of a session that is still there, then the page was reloaded.
    assert_eq!(
        after(SessionState::Starting, arrived(None, Some(tag(MINE))), &gateway(Some(marker(OTHER, HOUR)))),
        "awaiting"
    );
    assert_eq!(after(SessionState::Starting, arrived(Some(ticket()), Some(tag(MINE))), &gateway(None)), "awaiting");
}

#[test]
fn the_same_link_in_two_tabs_is_exchanged_once() {
    let exchanging = SessionState::Exchanging(exchange());
    assert_eq!(after(exchanging.clone(), Event::EnvironmentChecked, &gateway(Some(marker(MINE, HOUR)))), "open");
    assert_eq!(after(exchanging.clone(), Event::EnvironmentChecked, &gateway(None)), "exchanging");
    // Where there are no locks, both send it and one is refused.
    assert_eq!(after(exchanging, refused(Cause::SessionEnded), &gateway(Some(marker(MINE, HOUR)))), "open");
}

#[test]
fn an_exchange_that_succeeds_opens() {
    assert_eq!(
        after(SessionState::Exchanging(exchange()), exchanged(None), &gateway(Some(marker(MINE, HOUR)))),
        "open fresh"
    );
    let (session, effects) = next(SessionState::Exchanging(exchange()), exchanged(Some("ps_1")), &direct(false, false));
    let remembered = SessionMarker { expires_at: NOW.plus(24 * HOUR), tag: tag(MINE) };
    let opened = Effect::Broadcast(SessionMessage { kind: MessageKind::Opened, tag: tag(MINE) });
    assert_eq!(effects, [Effect::StoreMarker(remembered), opened], "told only once it is remembered");
    assert!(
        matches!(session, SessionState::Open(OpenSession { evidence: Evidence::JustExchanged(None), .. })),
        "the token is not kept where it can't be used"
    );
}

#[test]
fn blocked_cookies_are_found_out_before_the_id_is_spent() {
    let blocked = Environment { deployment: Deployment::Gateway { accepts_cookies: false }, ..gateway(None) };
    let (session, effects) = next(SessionState::Starting, arrived(Some(ticket()), None), &blocked);
    assert_eq!((name(&session).as_str(), effects.len()), ("cookies refused", 0));
    assert_eq!(after(session.clone(), Event::Retry, &blocked), "cookies refused");
    assert_eq!(after(session, Event::Retry, &gateway(None)), "exchanging");
}

#[test]
fn blocked_cookies_that_show_only_afterwards_have_their_screen_too() {
    assert_eq!(after(SessionState::Exchanging(exchange()), exchanged(None), &gateway(None)), "CookiesBlocked");
    let gone = || Event::RequestFailed(failure(Cause::NoSession));
    assert_eq!(
        after(open_with(Evidence::JustExchanged(None)), gone(), &gateway(Some(marker(MINE, HOUR)))),
        "CookiesBlocked"
    );
    assert_eq!(after(open_with(Evidence::JustExchanged(None)), gone(), &direct(false, false)), "CookiesBlocked");
    assert_eq!(after(open_with(Evidence::JustExchanged(None)), gone(), &direct(true, false)), "CrossSite");
}

#[test]
fn the_token_is_a_header_only_where_that_is_allowed_and_no_cookie_came() {
    let (session, _) = next(SessionState::Exchanging(exchange()), exchanged(Some("ps_1")), &direct(true, true));
    assert_eq!(name(&session), "open fresh");
    let gone = || Event::RequestFailed(failure(Cause::NoSession));
    let (session, _) = next(session, gone(), &direct(true, true));
    assert_eq!(name(&session), "open bearer");
    assert_eq!(after(session.clone(), Event::EnvironmentChecked, &direct(true, true)), "open bearer");
    assert_eq!(after(session, gone(), &direct(true, true)), "CookiesBlocked");
    // A session that another visit opened has no token here.
    assert_eq!(after(open_with(Evidence::Confirmed), gone(), &direct(true, true)), "CookieCleared");
    // An ended session is no missing cookie.
    let (session, _) = next(SessionState::Exchanging(exchange()), exchanged(Some("ps_1")), &direct(true, true));
    assert_eq!(after(session, Event::RequestFailed(failure(Cause::SessionEnded)), &direct(true, true)), "Expired");
}

#[test]
fn a_server_of_the_other_form_gets_its_own_exchange_once() {
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
fn a_busy_server_does_not_cost_the_id() {
    let wait = Failure { wait_s: Some(17), ..no_response() };
    let (held, effects) = next(SessionState::Exchanging(exchange()), Event::Exchanged(Err(wait)), &gateway(None));
    assert!(matches!(held, SessionState::HeldForRetry { not_before: Some(at), .. } if at == NOW.plus(17 * SECOND)));
    assert_eq!(effects, [], "nothing is sent again by itself");
    let (again, effects) = next(held, Event::Retry, &gateway(None));
    assert!(matches!(effects.as_slice(), [Effect::SendExchange(Exchange { repeated: true, .. })]));
    // Refused now: the first try may have taken the ID, so the cookie is tried before "used" is said.
    let (session, _) = next(again, refused(Cause::SessionEnded), &gateway(None));
    assert_eq!(name(&session), "open?");
    assert_eq!(after(session.clone(), Event::RequestFailed(failure(Cause::NoSession)), &gateway(None)), "LinkUsed");
    assert_eq!(after(session, Event::RequestSucceeded, &gateway(None)), "open proven");
}

#[test]
fn an_answer_that_was_lost_after_its_cookies_came_opens_all_the_same() {
    let lost = || Event::Exchanged(Err(no_response()));
    assert_eq!(after(SessionState::Exchanging(exchange()), lost(), &gateway(Some(marker(MINE, HOUR)))), "open");
    assert_eq!(after(SessionState::Exchanging(exchange()), lost(), &gateway(Some(marker(OTHER, HOUR)))), "held");
}

#[test]
fn a_refused_link_says_so_and_never_opens_somebody_elses_session() {
    let refused = || refused(Cause::SessionEnded);
    assert_eq!(after(SessionState::Exchanging(exchange()), refused(), &gateway(None)), "LinkUsed");
    assert_eq!(
        after(SessionState::Exchanging(exchange()), refused(), &gateway(Some(marker(OTHER, HOUR)))),
        "earlier open"
    );
    assert_eq!(
        after(SessionState::Exchanging(exchange()), refused(), &gateway(Some(marker(OTHER, -HOUR)))),
        "LinkUsed"
    );
}

#[test]
fn each_way_to_lose_a_session_has_its_ending() {
    let gone = |marker| {
        after(open_with(Evidence::FromMarker), Event::RequestFailed(failure(Cause::NoSession)), &gateway(marker))
    };
    assert_eq!(gone(Some(marker(MINE, HOUR))), "CookieCleared");
    assert_eq!(gone(None), "CookieCleared");
    assert_eq!(gone(Some(marker(OTHER, HOUR))), "Replaced");
    let over = Environment { now: NOW.plus(2 * HOUR), ..gateway(Some(marker(MINE, HOUR))) };
    assert_eq!(
        after(open_with(Evidence::FromMarker), Event::RequestFailed(failure(Cause::NoSession)), &over),
        "Expired"
    );
    assert_eq!(after(open_with(Evidence::FromMarker), Event::EnvironmentChecked, &over), "Expired");
    let denied = |cause| {
        after(open_with(Evidence::Confirmed), Event::RequestFailed(failure(cause)), &gateway(Some(marker(MINE, HOUR))))
    };
    assert_eq!(denied(Cause::SessionEnded), "Expired");
    assert_eq!(denied(Cause::PortalDisabled), "PortalDisabled");
    assert_eq!(denied(Cause::Misconfigured), "Misconfigured");
}

#[test]
fn other_tabs_hear_what_they_cannot_see() {
    let around = gateway(Some(marker(MINE, HOUR)));
    let told = |event, proof| {
        let (_, effects) = next(open_with(proof), event, &around);
        effects.into_iter().find_map(|effect| match effect {
            Effect::Broadcast(news) => Some((news.kind, news.tag == tag(MINE))),
            _ => None,
        })
    };
    let denied = |cause| Event::RequestFailed(failure(cause));
    assert_eq!(told(denied(Cause::SessionEnded), Evidence::Confirmed), Some((MessageKind::Expired, true)));
    assert_eq!(told(denied(Cause::NoSession), Evidence::Confirmed), Some((MessageKind::CookieCleared, true)));
    assert_eq!(told(Event::SignedOut, Evidence::Confirmed), Some((MessageKind::SignedOut, true)));
    assert_eq!(told(denied(Cause::NotAllowed), Evidence::Confirmed), None);
    // No echo: what was heard is not told on.
    for what in [MessageKind::Expired, MessageKind::CookieCleared, MessageKind::SignedOut, MessageKind::Opened] {
        assert_eq!(
            told(Event::MessageReceived(SessionMessage { kind: what, tag: tag(MINE) }), Evidence::Confirmed),
            None,
            "{what:?}"
        );
    }
}

#[test]
fn news_of_another_session_do_not_end_this_one() {
    let around = gateway(Some(marker(MINE, HOUR)));
    for what in [MessageKind::Expired, MessageKind::CookieCleared, MessageKind::SignedOut, MessageKind::Opened] {
        let event = Event::MessageReceived(SessionMessage { kind: what, tag: tag(OTHER) });
        assert_eq!(after(open_with(Evidence::Confirmed), event, &around), "open proven", "{what:?}");
    }
}

#[test]
fn a_session_that_was_replaced_elsewhere_shows_at_once() {
    let event = Event::MessageReceived(SessionMessage { kind: MessageKind::Opened, tag: tag(OTHER) });
    assert_eq!(after(open_with(Evidence::Confirmed), event, &gateway(Some(marker(OTHER, HOUR)))), "Replaced");
}

#[test]
fn a_tab_whose_session_expired_goes_on_when_a_new_one_is_opened_and_others_do_not() {
    let ended = |ending, whose| SessionState::Ended { ending, failure: None, tag: whose };
    let around = gateway(Some(marker(OTHER, HOUR)));
    assert_eq!(after(ended(Ending::Expired, Some(tag(MINE))), Event::EnvironmentChecked, &around), "open");
    assert_eq!(after(ended(Ending::NeverStarted, None), Event::EnvironmentChecked, &around), "open");
    // The marker of a session that the app ended is still there.
    assert_eq!(after(ended(Ending::Expired, Some(tag(OTHER))), Event::EnvironmentChecked, &around), "Expired");
    for ending in [Ending::SignedOut, Ending::Replaced, Ending::CookieCleared, Ending::LinkUsed, Ending::NoPermissions]
    {
        let state = ended(ending, Some(tag(MINE)));
        assert_eq!(after(state, Event::EnvironmentChecked, &around), format!("{ending:?}"));
    }
}

#[test]
fn the_place_is_kept_for_whoever_comes_back_and_for_nobody_else() {
    let around = gateway(Some(marker(MINE, HOUR)));
    let effects = |event, around: &Environment| next(open_with(Evidence::Confirmed), event, around).1;
    let over = Environment { now: NOW.plus(2 * HOUR), ..around };
    assert_eq!(effects(Event::EnvironmentChecked, &over), [Effect::SaveLocation]);
    assert!(effects(Event::RequestFailed(failure(Cause::SessionEnded)), &around).contains(&Effect::SaveLocation));
    assert!(effects(Event::SignedOut, &around).contains(&Effect::ClearSavedLocation));
    assert_eq!(effects(Event::EnvironmentChecked, &gateway(Some(marker(OTHER, HOUR)))), [Effect::ClearSavedLocation]);
    assert_eq!(
        effects(Event::EnvironmentChecked, &gateway(None)),
        [],
        "a cleared cookie says nothing of who comes next"
    );
}

#[test]
fn a_session_that_is_known_to_have_ended_counts_as_open_nowhere() {
    let around = gateway(Some(marker(MINE, HOUR)));
    let after_denial = |cause| next(open_with(Evidence::Confirmed), Event::RequestFailed(failure(cause)), &around).1;
    let over = SessionMarker { expires_at: NOW, tag: tag(MINE) };
    assert!(after_denial(Cause::SessionEnded).contains(&Effect::StoreMarker(over)));
    assert!(after_denial(Cause::NoSession).contains(&Effect::ClearMarker));
    // A new link is exchanged without a question, a reload says "expired", and so does a tab that slept.
    let around = gateway(Some(over));
    assert_eq!(after(SessionState::Starting, arrived(Some(ticket()), None), &around), "exchanging");
    assert_eq!(after(SessionState::Starting, arrived(None, None), &around), "Expired");
    assert_eq!(after(open_with(Evidence::Confirmed), Event::EnvironmentChecked, &around), "Expired");
}

#[test]
fn a_question_that_has_answered_itself_is_not_asked_any_more() {
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
fn what_is_the_pages_matter_does_not_end_the_session() {
    for cause in [
        Cause::NotAllowed,
        Cause::Temporary,
        Cause::KeyNotFound,
        Cause::InvalidRequest,
        Cause::WindowTooLarge { days: None },
    ] {
        let session = open_with(Evidence::Confirmed);
        assert_eq!(
            after(session, Event::RequestFailed(failure(cause)), &gateway(Some(marker(MINE, HOUR)))),
            "open proven",
            "{cause:?}"
        );
    }
}

#[test]
fn a_cookie_that_goes_away_is_seen_before_the_next_request() {
    assert_eq!(after(open_with(Evidence::Confirmed), Event::EnvironmentChecked, &gateway(None)), "CookieCleared");
    let signed_out = |whose| Environment { signed_out: Some(tag(whose)), ..gateway(None) };
    assert_eq!(after(open_with(Evidence::Confirmed), Event::EnvironmentChecked, &signed_out(MINE)), "SignedOut");
    assert_eq!(after(open_with(Evidence::Confirmed), Event::EnvironmentChecked, &signed_out(OTHER)), "CookieCleared");
    assert_eq!(
        after(open_with(Evidence::Confirmed), Event::EnvironmentChecked, &gateway(Some(marker(MINE, MINUTE)))),
        "open proven"
    );
    assert_eq!(after(open_with(Evidence::Confirmed), Event::EnvironmentChecked, &direct(false, false)), "open proven");
}

#[test]
fn a_deployment_that_cannot_work_does_not_spend_the_id() {
    let broken = Environment { deployment: Deployment::Invalid, ..gateway(None) };
    let (session, effects) = next(SessionState::Starting, arrived(Some(ticket()), None), &broken);
    assert_eq!((name(&session).as_str(), effects.len()), ("Misconfigured", 0));
}

#[test]
fn states_do_not_print_the_id_or_the_token() {
    let (session, effects) = next(SessionState::Starting, arrived(Some(ticket()), None), &gateway(None));
    let (opened, _) = next(session.clone(), exchanged(Some("ps_1")), &direct(true, true));
    let printed = format!("{session:?} {effects:?} {opened:?}");
    assert!(!printed.contains("pst_mine") && !printed.contains("ps_1"), "{printed}");
}
