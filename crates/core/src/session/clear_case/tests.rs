//! The cases by which the start script is tested, and that the program would do the same in each.
//!
//! `tools/start/cases.json` has them for the script's own test (`make check-tools`). The test fails when they change;
//! `UPDATE_CASES=1 cargo test -p portal-core clear_case` rewrites the file.

use std::{fmt::Write as _, fs};

use portal_api::{
    ApiVersion, ExchangeCodeRequest, ExchangeSessionRequest, HOUR, ListKeysRequest, Route, Secret, ServerTime,
};
use serde_json::{Value, json};

use super::*;
use crate::session::{
    Deployment, Effect, Environment, Event, SessionState,
    landing::{
        TaggedTicket,
        tests::{
            links::{DAMAGED, READ},
            notes::{LABELLED, ROTATING},
        },
    },
    next,
};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tools/start/cases.json");

const NOW: i64 = 1_700_000_000_000;

const USUAL: Situation<'static> = Situation {
    address: ["/", "", ""],
    config: Some(r#"{"appName":"Acme"}"#),
    is_secure: true,
    is_prerendered: false,
    is_intercepted: false,
    accepts_cookies: true,
    cookies: "theme=dark",
    is_interrupted: false,
    now: ClientTime(NOW),
    server_now: None,
};

/// The cookie of a session that ends in an hour.
const OPEN: &str = "a=1; __Host-portal_open=1700003600000.0123456789abcdef; b=2";

/// One that has ended an hour ago by the client's clock.
const OVER: &str = "__Host-portal_open=1699996400000.0123456789abcdef";

/// Situations by name, each at the address `/`.
fn situations() -> Vec<(&'static str, Situation<'static>)> {
    let mut situations = vec![];
    for (stored, cookies) in [("no session", ""), ("a session", OPEN), ("a session that is over", OVER)] {
        let usual = Situation { cookies, ..USUAL };
        situations.push((stored, usual));
        if stored == "a session" {
            // At the moment of its end.
            situations.push(("a session that ends now", Situation { now: ClientTime(NOW + HOUR), ..usual }));
        }
        for (name, situation) in [
            ("no config in the document", Situation { config: None, ..usual }),
            ("an API of its own", Situation { config: Some(r#"{"apiBase":"https://api.example.com"}"#), ..usual }),
            ("an invalid API", Situation { config: Some(r#"{"apiBase":5}"#), ..usual }),
            ("no API", Situation { config: Some(r#"{"apiBase":null}"#), ..usual }),
            ("a config that is cut off", Situation { config: Some("{"), ..usual }),
            ("a config that is a list", Situation { config: Some("[]"), ..usual }),
            ("a config that is nothing", Situation { config: Some("null"), ..usual }),
            ("an empty config", Situation { config: Some("{}"), ..usual }),
            ("a config with a wrong setting", Situation { config: Some(r#"{"apibase":1,"colour":5}"#), ..usual }),
            ("an insecure page", Situation { is_secure: false, ..usual }),
            ("a prerendered page", Situation { is_prerendered: true, ..usual }),
            ("a service worker", Situation { is_intercepted: true, ..usual }),
            ("an interrupted exchange", Situation { is_interrupted: true, ..usual }),
            ("the time by a server that is behind", Situation { server_now: Some(server(-2 * HOUR)), ..usual }),
            ("the time by a server that agrees", Situation { server_now: Some(server(0)), ..usual }),
        ] {
            situations.push((name, situation));
        }
    }
    situations.push(("cookies that are refused", Situation { accepts_cookies: false, cookies: "", ..USUAL }));
    for cookies in [
        "__Host-portal_open=",
        "__Host-portal_open=1700003600000",
        "__Host-portal_open=1700003600000.0123456789ABCDEF",
        "__Host-portal_open=-1.0123456789abcdef",
        "__Host-portal_open=9999999999999999.0123456789abcdef",
        "x__Host-portal_open=1700003600000.0123456789abcdef",
        "__Host-portal_open=1700003600000.0123456789abcdef0",
        "__Host-portal_open=x.0123456789abcdef; __Host-portal_open=1700003600000.0123456789abcdef",
    ] {
        situations.push(("a marker that is none", Situation { cookies, ..USUAL }));
    }
    situations
}

fn server(ahead_ms: i64) -> ServerTime {
    ServerTime::from_millis(NOW + ahead_ms)
}

/// Addresses beyond those that the landing's own tests have.
const ADDRESSES: &[&str] = &[
    "/",
    "/keys",
    "/keys/",
    "/keys?q=Stag&status=active&sort=name",
    "/keys?q=code",
    "/keys?q=a%20b",
    "/keys#top",
    "/keys/key_1",
    "/keys//",
    "//",
    "//keys",
    "/elsewhere",
    "/index.html",
    "/?utm_source=mail",
    "/keys?session=pst_a-B",
    "/keys/key_1?session=pst_a-B",
    "/?code=pst_a-B&rotation=false&label=Northwind+Ltd",
    "/?session=pst_a-B&label=O%27Brien+%28caf%C3%A9%29",
    "/?session=pst_a-B&label=A%26B",
    "/?session=pst_a-B&label=a%25b",
    "/?session=pst_a-B&label=%70st%5F1",
    "/?session=pst_a-B&label=p%C2%ADst_1",
    "/?session=pst_a-B&label=pst_1",
    "/?session=pst_a-B&label=a_b",
    "/?session=pst_a-B&label=%",
    "/?session=pst_a-B&other=1",
    "/?session=pst_a-B&session=pst_a-B",
    "/?session=pst_a-B&code=pst_a-B",
    "/?session=pst_a-B&code=",
    "/?session=pst_a_B",
    "/?session=pst_apst_a",
    "/?session=pst_aPST_a",
    "/?session=pst_",
    "/?session=abc",
    "/?session=pst_a-B#",
    "/?session=pst_a-B#top",
    "/?SESSION=pst_a-B",
    "/?session=PST_a-B",
    "/index.html?session=pst_a-B",
    "//?session=pst_a-B",
];

fn addresses() -> Vec<String> {
    let longest = "x".repeat(252);
    let mut addresses: Vec<_> = ADDRESSES.iter().map(ToString::to_string).collect();
    addresses.extend([format!("/?session=pst_{longest}"), format!("/?session=pst_{longest}x")]);
    addresses.extend(READ.iter().map(|(address, ..)| address.to_string()));
    addresses.extend(DAMAGED.iter().map(ToString::to_string));
    addresses.extend(LABELLED.iter().map(|(address, ..)| address.to_string()));
    addresses.extend(ROTATING.iter().map(|(address, _)| address.to_string()));
    addresses
}

/// As browsers split it.
fn split(address: &str) -> [&str; 3] {
    let (rest, fragment) = address.split_at(address.find('#').unwrap_or(address.len()));
    let (path, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    // A separator that nothing follows is none.
    [path, if query == "?" { "" } else { query }, if fragment == "#" { "" } else { fragment }]
}

/// Each address with each kind of stored session, and some addresses in every situation.
fn cases() -> Vec<(String, Situation<'static>)> {
    let mut cases = vec![];
    for address in addresses() {
        for cookies in ["", OPEN, OVER] {
            cases.push((address.clone(), Situation { cookies, ..USUAL }));
        }
    }
    for address in ["/", "/keys?q=a", "/?session=pst_a-B", "/?code=pst_a-B&label=Northwind"] {
        cases.extend(situations().into_iter().map(|(_, situation)| (address.to_owned(), situation)));
    }
    cases
}

fn at<'a>(address: &'a str, situation: Situation<'a>) -> Situation<'a> {
    Situation { address: split(address), ..situation }
}

/// The path and the body of the request.
fn request(case: &ClearCase) -> (&'static str, Value) {
    match case {
        ClearCase::AskTime => ("/config.json", Value::Null),
        ClearCase::List(_) => (Route::ListKeys.path(), json!(ListKeysRequest::page(None))),
        ClearCase::Exchange(Ticket { id, version }) => {
            let body = match version {
                ApiVersion::Session => json!(ExchangeSessionRequest { session_id: id.clone() }),
                _ => json!(ExchangeCodeRequest { code: id.clone() }),
            };
            (version.exchange_route().path(), body)
        }
    }
}

#[test]
fn the_start_scripts_test_has_these_cases() {
    let mut text = "[\n".to_owned();
    for (address, situation) in cases() {
        let Situation { config, is_secure, is_prerendered, is_intercepted, accepts_cookies, cookies, .. } = situation;
        let Situation { is_interrupted, now, server_now, .. } = situation;
        let expected = clear_case(&at(&address, situation)).as_ref().map(request);
        let case = json!({
            "address": split(&address), "config": config, "isSecure": is_secure, "isPrerendered": is_prerendered,
            "isIntercepted": is_intercepted, "acceptsCookies": accepts_cookies, "cookies": cookies,
            "isInterrupted": is_interrupted, "now": now.0, "serverNow": server_now.map(ServerTime::millis),
            "expected": expected,
        });
        let separator = if text.len() == 2 { "" } else { ",\n" };
        write!(text, "{separator}{case}").unwrap();
    }
    text.push_str("\n]\n");
    if std::env::var_os("UPDATE_CASES").is_some() {
        fs::write(FILE, &text).unwrap();
    }
    assert!(fs::read_to_string(FILE).is_ok_and(|file| file == text), "UPDATE_CASES=1 rewrites {FILE}");
}

/// What the program would do first in the situation, by its own machine.
fn first_of_program(situation: &Situation<'_>) -> Option<ClearCase> {
    let [path, query, fragment] = situation.address;
    let landing = Landing::read(path, query, fragment);
    let marker = cookies::find(situation.cookies, cookies::MARKER_COOKIE).and_then(SessionMarker::parse);
    let environment = Environment {
        now: situation.server_now.unwrap_or(ServerTime::from_millis(situation.now.0)),
        marker,
        signed_out: None,
        deployment: Deployment::Gateway { accepts_cookies: situation.accepts_cookies },
    };
    let tag = SessionTag::from_sha256(&[0xff; 32]);
    let is_damaged = landing.is_damaged();
    let ticket = landing.ticket.map(|ticket| TaggedTicket { ticket, tag });
    let interrupted = situation.is_interrupted.then_some(tag);
    let started = Event::Started { ticket, interrupted, trusted: false, sent: false };
    let event = if is_damaged { Event::LinkDamaged } else { started };
    match next(SessionState::Starting, event, &environment) {
        (SessionState::Open(open), _) => open.tag().map(ClearCase::List),
        (_, effects) => match effects.as_slice() {
            [Effect::SendExchange(exchange)] => Some(ClearCase::Exchange(exchange.ticket.ticket.clone())),
            _ => None,
        },
    }
}

#[test]
fn in_the_clear_case_the_program_would_send_the_same() {
    let mut clear = [0; 3];
    for (address, situation) in cases() {
        let situation = at(&address, situation);
        match clear_case(&situation) {
            None => {}
            Some(ClearCase::AskTime) => clear[0] += 1,
            Some(case) => {
                clear[if matches!(case, ClearCase::List(_)) { 1 } else { 2 }] += 1;
                assert_eq!(first_of_program(&situation), Some(case), "{situation:?}");
            }
        }
    }
    assert!(clear.iter().all(|count| *count > 10), "{clear:?}");
}

#[test]
fn what_is_not_clear_waits_for_the_program() {
    let link = Situation { address: ["/", "?session=pst_1", ""], ..USUAL };
    let exchange =
        Some(ClearCase::Exchange(Ticket { id: Secret::new("pst_1".to_owned()), version: ApiVersion::Session }));
    assert_eq!(clear_case(&link), exchange);
    assert_eq!(clear_case(&Situation { cookies: OPEN, ..link }), None);
    assert_eq!(clear_case(&Situation { cookies: OPEN, server_now: Some(server(2 * HOUR)), ..link }), None);
    assert_eq!(clear_case(&Situation { cookies: OVER, ..link }), Some(ClearCase::AskTime));
    assert_eq!(clear_case(&Situation { cookies: OVER, server_now: Some(server(-2 * HOUR)), ..link }), None);
    assert_eq!(clear_case(&Situation { cookies: OVER, server_now: Some(server(0)), ..link }), exchange);
    let later = Situation { address: ["/keys", "", ""], cookies: OPEN, ..USUAL };
    assert!(matches!(clear_case(&later), Some(ClearCase::List(_))));
    assert_eq!(clear_case(&Situation { cookies: OVER, ..later }), None);
    assert_eq!(clear_case(&Situation { cookies: "", ..later }), None);
    assert_eq!(clear_case(&Situation { address: ["/keys/key_1", "", ""], ..later }), None);
    assert_eq!(clear_case(&Situation { address: ["/", "?session=pst_", ""], ..later }), None);
    for (name, situation) in situations() {
        let waits =
            ["no config", "an API of its own", "an invalid API", "insecure", "prerendered", "worker", "interrupted"];
        if waits.into_iter().any(|cause| name.contains(cause)) || name.contains("refused") {
            for address in [["/", "?session=pst_1", ""], ["/", "", ""]] {
                assert_eq!(clear_case(&Situation { address, ..situation }), None, "{name}");
            }
        }
    }
}
