//! Every state × event in one table, and the ways through the machine that a user would notice.

use portal_api::{Cause, Exchanged, Failure, Form, HOUR, MINUTE, SECOND, Secret, ServerTime, no_answer};

use super::*;
use crate::landing::Ticket;

const NOW: ServerTime = ServerTime::from_millis(1_700_000_000_000);

fn tag(byte: u8) -> Tag {
    Tag::from_sha256(&[byte; 32])
}

const MINE: u8 = 1;
const OTHER: u8 = 2;

fn ticket() -> TaggedTicket {
    TaggedTicket { ticket: Ticket { id: Secret::new("pst_mine".to_owned()), form: Form::First }, tag: tag(MINE) }
}

fn exchange() -> Exchange {
    Exchange { ticket: ticket(), form: Form::First, other_form_tried: false, repeated: false, slow: false }
}

fn marker(whose: u8, left_ms: i64) -> OpenMarker {
    OpenMarker { expires_at: NOW.plus(left_ms), tag: tag(whose) }
}

fn open_with(proof: Proof) -> Session {
    Session::Open(Open { marker: Some(marker(MINE, HOUR)), credential: Credential::Cookie, proof })
}

fn gateway(marker: Option<OpenMarker>) -> Surroundings {
    Surroundings { now: NOW, marker, signed_out: None, deployment: Deployment::Gateway { takes_cookies: true } }
}

fn direct(cross_site: bool, allow_bearer: bool) -> Surroundings {
    Surroundings {
        now: NOW,
        marker: None,
        signed_out: None,
        deployment: Deployment::Direct { cross_site, allow_bearer },
    }
}

fn failure(cause: Cause) -> Failure {
    Failure { cause, status: Some(401), from_api: true, ..no_answer() }
}

fn no_such_route() -> Failure {
    Failure { cause: Cause::SetUpWrongly, status: Some(404), from_api: false, ..no_answer() }
}

fn exchanged(token: Option<&str>) -> Event {
    Event::Exchanged(Ok(Exchanged {
        token: token.map(|token| Secret::new(token.to_owned())),
        expires_at: NOW.plus(24 * HOUR),
    }))
}

fn refused(cause: Cause) -> Event {
    Event::Exchanged(Err(failure(cause)))
}

fn arrived(ticket: Option<TaggedTicket>, interrupted: Option<Tag>) -> Event {
    Event::Arrived { ticket, interrupted }
}

/// A state in a word, for the table.
fn name(session: &Session) -> String {
    match session {
        Session::Arriving => "arriving".to_owned(),
        Session::Choosing(_) => "choosing".to_owned(),
        Session::Exchanging(exchange) => {
            let mut name = "exchanging".to_owned();
            for (is, mark) in
                [(exchange.slow, " slow"), (exchange.repeated, " again"), (exchange.other_form_tried, " other")]
            {
                name.push_str(if is { mark } else { "" });
            }
            name
        }
        Session::Held { .. } => "held".to_owned(),
        Session::Awaiting(_) => "awaiting".to_owned(),
        Session::EarlierOpen { .. } => "earlier open".to_owned(),
        Session::CookiesRefused(_) => "cookies refused".to_owned(),
        Session::Open(Open { credential: Credential::Bearer(_), .. }) => "open bearer".to_owned(),
        Session::Open(Open { proof, .. }) => match proof {
            Proof::Earlier => "open".to_owned(),
            Proof::Fresh(_) => "open fresh".to_owned(),
            Proof::Doubtful(_) => "open?".to_owned(),
            Proof::Proven => "open proven".to_owned(),
        },
        Session::Ended { ending, .. } => format!("{ending:?}"),
    }
}

fn after(session: Session, event: Event, around: &Surroundings) -> String {
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
        ("took long", Event::TookLong),
        ("try again", Event::TryAgain),
        ("keep", Event::KeepEarlier),
        ("new", Event::OpenNew),
        ("gave up", Event::GaveUpWaiting),
        ("looked", Event::Looked),
        ("succeeded", Event::RequestSucceeded),
        ("denied", Event::RequestFailed(failure(Cause::SessionEnded))),
        ("signed out", Event::SignedOut),
        ("heard", Event::Heard(News { what: What::SignedOut, tag: tag(MINE) })),
    ];
    let ended = |ending| Session::Ended { ending, failure: None, tag: Some(tag(MINE)) };
    let held = Session::Held { exchange: exchange(), failure: no_answer(), not_before: None };
    let earlier = Session::EarlierOpen { failure: failure(Cause::SessionEnded) };
    let same = |state: &'static str| [state; 14];
    let but = |state, changes: &[(&str, &'static str)]| {
        let mut row: [&str; 14] = same(state);
        for (event, becomes) in changes {
            let column = events.iter().position(|(name, _)| name == event).unwrap();
            row[column] = becomes;
        }
        row
    };
    let table: [(Session, [&str; 14]); 10] = [
        (Session::Arriving, but("arriving", &[("arrived", "choosing")])),
        (Session::Choosing(ticket()), but("choosing", &[("keep", "open"), ("new", "exchanging")])),
        (
            Session::Exchanging(exchange()),
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
        (Session::Awaiting(tag(MINE)), but("awaiting", &[("gave up", "LinkUsed")])),
        (earlier, but("earlier open", &[("keep", "open")])),
        (Session::CookiesRefused(ticket()), but("cookies refused", &[("try again", "exchanging")])),
        (
            open_with(Proof::Proven),
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
    let event = || Event::NothingAllowed(failure(Cause::NotAllowed));
    assert_eq!(after(open_with(Proof::Proven), event(), &gateway(Some(marker(MINE, HOUR)))), "NothingAllowed");
    assert_eq!(after(Session::Arriving, event(), &gateway(None)), "arriving");
}

#[test]
fn a_visit_without_a_link_follows_the_marker() {
    let visit = |marker| after(Session::Arriving, arrived(None, None), &gateway(marker));
    assert_eq!(visit(None), "NeverStarted");
    assert_eq!(visit(Some(marker(MINE, HOUR))), "open");
    assert_eq!(visit(Some(marker(MINE, -HOUR))), "Expired");
    assert_eq!(visit(Some(marker(MINE, 0))), "Expired");
}

#[test]
fn a_link_is_exchanged_at_once_unless_a_session_is_open() {
    let land = |marker| next(Session::Arriving, arrived(Some(ticket()), None), &gateway(marker));
    let (session, effects) = land(None);
    assert_eq!((name(&session).as_str(), effects), ("exchanging", vec![Effect::Exchange(exchange())]));
    assert_eq!(name(&land(Some(marker(OTHER, -HOUR))).0), "exchanging");
    assert_eq!(name(&land(Some(marker(OTHER, HOUR))).0), "choosing");
    // A second click on the same link.
    assert_eq!(name(&land(Some(marker(MINE, HOUR))).0), "open");
}

#[test]
fn a_reload_during_the_exchange_waits_for_it() {
    let (session, effects) = next(Session::Arriving, arrived(None, Some(tag(MINE))), &gateway(None));
    assert_eq!(effects, [Effect::Await]);
    assert_eq!(after(session.clone(), Event::Looked, &gateway(None)), "awaiting");
    assert_eq!(after(session.clone(), Event::Looked, &gateway(Some(marker(MINE, HOUR)))), "open");
    assert_eq!(after(session.clone(), Event::GaveUpWaiting, &gateway(Some(marker(MINE, HOUR)))), "open");
    assert_eq!(after(session.clone(), Event::GaveUpWaiting, &gateway(None)), "LinkUsed");
    // Without a gateway nothing remembers the session but the API's own cookie.
    assert_eq!(after(session.clone(), Event::GaveUpWaiting, &direct(false, false)), "open?");
    // It had come before the reload was done.
    assert_eq!(after(Session::Arriving, arrived(None, Some(tag(MINE))), &gateway(Some(marker(MINE, HOUR)))), "open");
    // A new link was chosen in place of a session that is still there, then the page was reloaded.
    assert_eq!(
        after(Session::Arriving, arrived(None, Some(tag(MINE))), &gateway(Some(marker(OTHER, HOUR)))),
        "awaiting"
    );
    assert_eq!(after(Session::Arriving, arrived(Some(ticket()), Some(tag(MINE))), &gateway(None)), "awaiting");
}

#[test]
fn the_same_link_in_two_tabs_is_exchanged_once() {
    let exchanging = Session::Exchanging(exchange());
    assert_eq!(after(exchanging.clone(), Event::Looked, &gateway(Some(marker(MINE, HOUR)))), "open");
    assert_eq!(after(exchanging.clone(), Event::Looked, &gateway(None)), "exchanging");
    // Where there are no locks, both send it and one is refused.
    assert_eq!(after(exchanging, refused(Cause::SessionEnded), &gateway(Some(marker(MINE, HOUR)))), "open");
}

#[test]
fn an_exchange_that_succeeds_opens() {
    assert_eq!(
        after(Session::Exchanging(exchange()), exchanged(None), &gateway(Some(marker(MINE, HOUR)))),
        "open fresh"
    );
    let (session, effects) = next(Session::Exchanging(exchange()), exchanged(Some("ps_1")), &direct(false, false));
    let remembered = OpenMarker { expires_at: NOW.plus(24 * HOUR), tag: tag(MINE) };
    let opened = Effect::Tell(News { what: What::Opened, tag: tag(MINE) });
    assert_eq!(effects, [Effect::Remember(remembered), opened], "told only once it is remembered");
    assert!(
        matches!(session, Session::Open(Open { proof: Proof::Fresh(None), .. })),
        "the token is not kept where it can't be used"
    );
}

#[test]
fn blocked_cookies_are_found_out_before_the_id_is_spent() {
    let blocked = Surroundings { deployment: Deployment::Gateway { takes_cookies: false }, ..gateway(None) };
    let (session, effects) = next(Session::Arriving, arrived(Some(ticket()), None), &blocked);
    assert_eq!((name(&session).as_str(), effects.len()), ("cookies refused", 0));
    assert_eq!(after(session.clone(), Event::TryAgain, &blocked), "cookies refused");
    assert_eq!(after(session, Event::TryAgain, &gateway(None)), "exchanging");
}

#[test]
fn blocked_cookies_that_show_only_afterwards_have_their_screen_too() {
    assert_eq!(after(Session::Exchanging(exchange()), exchanged(None), &gateway(None)), "CookiesBlocked");
    let gone = || Event::RequestFailed(failure(Cause::NoSession));
    assert_eq!(after(open_with(Proof::Fresh(None)), gone(), &gateway(Some(marker(MINE, HOUR)))), "CookiesBlocked");
    assert_eq!(after(open_with(Proof::Fresh(None)), gone(), &direct(false, false)), "CookiesBlocked");
    assert_eq!(after(open_with(Proof::Fresh(None)), gone(), &direct(true, false)), "CrossSite");
}

#[test]
fn the_token_is_a_header_only_where_that_is_allowed_and_no_cookie_came() {
    let (session, _) = next(Session::Exchanging(exchange()), exchanged(Some("ps_1")), &direct(true, true));
    assert_eq!(name(&session), "open fresh");
    let gone = || Event::RequestFailed(failure(Cause::NoSession));
    let (session, _) = next(session, gone(), &direct(true, true));
    assert_eq!(name(&session), "open bearer");
    assert_eq!(after(session.clone(), Event::Looked, &direct(true, true)), "open bearer");
    assert_eq!(after(session, gone(), &direct(true, true)), "CookiesBlocked");
    // A session that another visit opened has no token here.
    assert_eq!(after(open_with(Proof::Proven), gone(), &direct(true, true)), "Cleared");
    // An ended session is no missing cookie.
    let (session, _) = next(Session::Exchanging(exchange()), exchanged(Some("ps_1")), &direct(true, true));
    assert_eq!(after(session, Event::RequestFailed(failure(Cause::SessionEnded)), &direct(true, true)), "Expired");
}

#[test]
fn a_server_of_the_other_form_gets_its_own_exchange_once() {
    let other = || Event::Exchanged(Err(no_such_route()));
    let (session, effects) = next(Session::Exchanging(exchange()), other(), &gateway(None));
    assert_eq!(name(&session), "exchanging other");
    assert!(matches!(effects.as_slice(), [Effect::Exchange(Exchange { form: Form::Second, .. })]));
    assert_eq!(after(session, other(), &gateway(None)), "SetUpWrongly");
    assert_eq!(after(Session::Exchanging(exchange()), refused(Cause::SetUpWrongly), &gateway(None)), "SetUpWrongly");
}

#[test]
fn a_busy_server_does_not_cost_the_id() {
    let wait = Failure { wait_s: Some(17), ..no_answer() };
    let (held, effects) = next(Session::Exchanging(exchange()), Event::Exchanged(Err(wait)), &gateway(None));
    assert!(matches!(held, Session::Held { not_before: Some(at), .. } if at == NOW.plus(17 * SECOND)));
    assert_eq!(effects, [], "nothing is sent again by itself");
    let (again, effects) = next(held, Event::TryAgain, &gateway(None));
    assert!(matches!(effects.as_slice(), [Effect::Exchange(Exchange { repeated: true, .. })]));
    // Refused now: the first try may have taken the ID, so the cookie is tried before "used" is said.
    let (session, _) = next(again, refused(Cause::SessionEnded), &gateway(None));
    assert_eq!(name(&session), "open?");
    assert_eq!(after(session.clone(), Event::RequestFailed(failure(Cause::NoSession)), &gateway(None)), "LinkUsed");
    assert_eq!(after(session, Event::RequestSucceeded, &gateway(None)), "open proven");
}

#[test]
fn an_answer_that_was_lost_after_its_cookies_came_opens_all_the_same() {
    let lost = || Event::Exchanged(Err(no_answer()));
    assert_eq!(after(Session::Exchanging(exchange()), lost(), &gateway(Some(marker(MINE, HOUR)))), "open");
    assert_eq!(after(Session::Exchanging(exchange()), lost(), &gateway(Some(marker(OTHER, HOUR)))), "held");
}

#[test]
fn a_refused_link_says_so_and_never_opens_somebody_elses_session() {
    let refused = || refused(Cause::SessionEnded);
    assert_eq!(after(Session::Exchanging(exchange()), refused(), &gateway(None)), "LinkUsed");
    assert_eq!(after(Session::Exchanging(exchange()), refused(), &gateway(Some(marker(OTHER, HOUR)))), "earlier open");
    assert_eq!(after(Session::Exchanging(exchange()), refused(), &gateway(Some(marker(OTHER, -HOUR)))), "LinkUsed");
}

#[test]
fn each_way_to_lose_a_session_has_its_ending() {
    let gone =
        |marker| after(open_with(Proof::Earlier), Event::RequestFailed(failure(Cause::NoSession)), &gateway(marker));
    assert_eq!(gone(Some(marker(MINE, HOUR))), "Cleared");
    assert_eq!(gone(None), "Cleared");
    assert_eq!(gone(Some(marker(OTHER, HOUR))), "Replaced");
    let over = Surroundings { now: NOW.plus(2 * HOUR), ..gateway(Some(marker(MINE, HOUR))) };
    assert_eq!(after(open_with(Proof::Earlier), Event::RequestFailed(failure(Cause::NoSession)), &over), "Expired");
    assert_eq!(after(open_with(Proof::Earlier), Event::Looked, &over), "Expired");
    let denied = |cause| {
        after(open_with(Proof::Proven), Event::RequestFailed(failure(cause)), &gateway(Some(marker(MINE, HOUR))))
    };
    assert_eq!(denied(Cause::SessionEnded), "Expired");
    assert_eq!(denied(Cause::SwitchedOff), "SwitchedOff");
    assert_eq!(denied(Cause::SetUpWrongly), "SetUpWrongly");
}

#[test]
fn other_tabs_hear_what_they_cannot_see() {
    let around = gateway(Some(marker(MINE, HOUR)));
    let told = |event, proof| {
        let (_, effects) = next(open_with(proof), event, &around);
        effects.into_iter().find_map(|effect| match effect {
            Effect::Tell(news) => Some((news.what, news.tag == tag(MINE))),
            _ => None,
        })
    };
    let denied = |cause| Event::RequestFailed(failure(cause));
    assert_eq!(told(denied(Cause::SessionEnded), Proof::Proven), Some((What::Expired, true)));
    assert_eq!(told(denied(Cause::NoSession), Proof::Proven), Some((What::Cleared, true)));
    assert_eq!(told(Event::SignedOut, Proof::Proven), Some((What::SignedOut, true)));
    assert_eq!(told(denied(Cause::NotAllowed), Proof::Proven), None);
    // No echo: what was heard is not told on.
    for what in [What::Expired, What::Cleared, What::SignedOut, What::Opened] {
        assert_eq!(told(Event::Heard(News { what, tag: tag(MINE) }), Proof::Proven), None, "{what:?}");
    }
}

#[test]
fn news_of_another_session_do_not_end_this_one() {
    let around = gateway(Some(marker(MINE, HOUR)));
    for what in [What::Expired, What::Cleared, What::SignedOut, What::Opened] {
        let event = Event::Heard(News { what, tag: tag(OTHER) });
        assert_eq!(after(open_with(Proof::Proven), event, &around), "open proven", "{what:?}");
    }
}

#[test]
fn a_session_that_was_replaced_elsewhere_shows_at_once() {
    let event = Event::Heard(News { what: What::Opened, tag: tag(OTHER) });
    assert_eq!(after(open_with(Proof::Proven), event, &gateway(Some(marker(OTHER, HOUR)))), "Replaced");
}

#[test]
fn a_tab_whose_session_expired_goes_on_when_a_new_one_is_opened_and_others_do_not() {
    let ended = |ending, whose| Session::Ended { ending, failure: None, tag: whose };
    let around = gateway(Some(marker(OTHER, HOUR)));
    assert_eq!(after(ended(Ending::Expired, Some(tag(MINE))), Event::Looked, &around), "open");
    assert_eq!(after(ended(Ending::NeverStarted, None), Event::Looked, &around), "open");
    // The marker of a session that the app ended is still there.
    assert_eq!(after(ended(Ending::Expired, Some(tag(OTHER))), Event::Looked, &around), "Expired");
    for ending in [Ending::SignedOut, Ending::Replaced, Ending::Cleared, Ending::LinkUsed, Ending::NothingAllowed] {
        let state = ended(ending, Some(tag(MINE)));
        assert_eq!(after(state, Event::Looked, &around), format!("{ending:?}"));
    }
}

#[test]
fn the_place_is_kept_for_whoever_comes_back_and_for_nobody_else() {
    let around = gateway(Some(marker(MINE, HOUR)));
    let effects = |event, around: &Surroundings| next(open_with(Proof::Proven), event, around).1;
    let over = Surroundings { now: NOW.plus(2 * HOUR), ..around };
    assert_eq!(effects(Event::Looked, &over), [Effect::KeepPlace]);
    assert!(effects(Event::RequestFailed(failure(Cause::SessionEnded)), &around).contains(&Effect::KeepPlace));
    assert!(effects(Event::SignedOut, &around).contains(&Effect::ForgetPlace));
    assert_eq!(effects(Event::Looked, &gateway(Some(marker(OTHER, HOUR)))), [Effect::ForgetPlace]);
    assert_eq!(effects(Event::Looked, &gateway(None)), [], "a cleared cookie says nothing of who comes next");
}

#[test]
fn a_session_that_is_known_to_have_ended_counts_as_open_nowhere() {
    let around = gateway(Some(marker(MINE, HOUR)));
    let after_denial = |cause| next(open_with(Proof::Proven), Event::RequestFailed(failure(cause)), &around).1;
    let over = OpenMarker { expires_at: NOW, tag: tag(MINE) };
    assert!(after_denial(Cause::SessionEnded).contains(&Effect::Remember(over)));
    assert!(after_denial(Cause::NoSession).contains(&Effect::Forget));
    // A new link is exchanged without a question, a reload says "expired", and so does a tab that slept.
    let around = gateway(Some(over));
    assert_eq!(after(Session::Arriving, arrived(Some(ticket()), None), &around), "exchanging");
    assert_eq!(after(Session::Arriving, arrived(None, None), &around), "Expired");
    assert_eq!(after(open_with(Proof::Proven), Event::Looked, &around), "Expired");
}

#[test]
fn a_question_that_has_answered_itself_is_not_asked_any_more() {
    let choosing = Session::Choosing(ticket());
    assert_eq!(after(choosing.clone(), Event::Looked, &gateway(None)), "exchanging");
    assert_eq!(after(choosing.clone(), Event::Looked, &gateway(Some(marker(MINE, HOUR)))), "open");
    assert_eq!(after(choosing, Event::Looked, &gateway(Some(marker(OTHER, HOUR)))), "choosing");
    let earlier = Session::EarlierOpen { failure: failure(Cause::SessionEnded) };
    assert_eq!(after(earlier, Event::Looked, &gateway(None)), "LinkUsed");
    let held = Session::Held { exchange: exchange(), failure: no_answer(), not_before: None };
    assert_eq!(after(held, Event::Looked, &gateway(Some(marker(MINE, HOUR)))), "open");
}

#[test]
fn what_is_the_pages_matter_does_not_end_the_session() {
    for cause in [
        Cause::NotAllowed,
        Cause::Temporary,
        Cause::KeyGone,
        Cause::RequestAtFault,
        Cause::WindowTooLarge { days: None },
    ] {
        let session = open_with(Proof::Proven);
        assert_eq!(
            after(session, Event::RequestFailed(failure(cause)), &gateway(Some(marker(MINE, HOUR)))),
            "open proven",
            "{cause:?}"
        );
    }
}

#[test]
fn a_cookie_that_goes_away_is_seen_before_the_next_request() {
    assert_eq!(after(open_with(Proof::Proven), Event::Looked, &gateway(None)), "Cleared");
    let signed_out = |whose| Surroundings { signed_out: Some(tag(whose)), ..gateway(None) };
    assert_eq!(after(open_with(Proof::Proven), Event::Looked, &signed_out(MINE)), "SignedOut");
    assert_eq!(after(open_with(Proof::Proven), Event::Looked, &signed_out(OTHER)), "Cleared");
    assert_eq!(after(open_with(Proof::Proven), Event::Looked, &gateway(Some(marker(MINE, MINUTE)))), "open proven");
    assert_eq!(after(open_with(Proof::Proven), Event::Looked, &direct(false, false)), "open proven");
}

#[test]
fn a_deployment_that_cannot_work_does_not_spend_the_id() {
    let broken = Surroundings { deployment: Deployment::Broken, ..gateway(None) };
    let (session, effects) = next(Session::Arriving, arrived(Some(ticket()), None), &broken);
    assert_eq!((name(&session).as_str(), effects.len()), ("SetUpWrongly", 0));
}

#[test]
fn states_do_not_print_the_id_or_the_token() {
    let (session, effects) = next(Session::Arriving, arrived(Some(ticket()), None), &gateway(None));
    let (opened, _) = next(session.clone(), exchanged(Some("ps_1")), &direct(true, true));
    let printed = format!("{session:?} {effects:?} {opened:?}");
    assert!(!printed.contains("pst_mine") && !printed.contains("ps_1"), "{printed}");
}
