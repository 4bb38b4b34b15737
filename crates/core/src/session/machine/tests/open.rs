//! An open session, and the ways in which it ends.

use super::*;

#[test]
fn missing_permissions_end_only_an_open_session() {
    let event = || Event::NoPermissions(failure(Cause::NotAllowed));
    assert_eq!(after(open_with(Evidence::Confirmed), event(), &gateway(Some(marker(MINE, HOUR)))), "NoPermissions");
    assert_eq!(after(SessionState::Starting, event(), &gateway(None)), "starting");
}

#[test]
fn each_way_to_lose_a_session_has_its_screen() {
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

/// Where no stored marker shows the end: without a gateway, with a token in memory, and after the browser removed the
/// cookies.
#[test]
fn a_session_ends_at_its_time_without_a_stored_marker() {
    let with = |credential| {
        let evidence = Evidence::Confirmed;
        SessionState::Open(OpenSession { marker: Some(marker(MINE, HOUR)), credential, evidence })
    };
    let bearer = || Credential::Bearer(Secret::new("ps_mine".to_owned()));
    let after_ms = |credential, ms, env| {
        after(with(credential), Event::EnvironmentChecked, &Environment { now: NOW.plus(ms), ..env })
    };
    assert_eq!(after_ms(bearer(), HOUR - 1, direct(true, true)), "open bearer");
    assert_eq!(after_ms(bearer(), HOUR, direct(true, true)), "Expired");
    assert_eq!(after_ms(Credential::Cookie, HOUR - 1, direct(false, false)), "open confirmed");
    assert_eq!(after_ms(Credential::Cookie, HOUR, direct(false, false)), "Expired");
    assert_eq!(after_ms(Credential::Cookie, HOUR, gateway(None)), "Expired");
}

#[test]
fn the_location_is_saved_after_expiry_and_removed_for_another_user() {
    let env = gateway(Some(marker(MINE, HOUR)));
    let effects = |event, env: &Environment| next(open_with(Evidence::Confirmed), event, env).1;
    let over = Environment { now: NOW.plus(2 * HOUR), ..env };
    assert_eq!(effects(Event::EnvironmentChecked, &over), [Effect::SaveLocation]);
    assert!(effects(Event::RequestFailed(failure(Cause::SessionEnded)), &env).contains(&Effect::SaveLocation));
    assert!(effects(Event::SignedOut, &env).contains(&Effect::ClearSavedLocation));
    assert_eq!(effects(Event::EnvironmentChecked, &gateway(Some(marker(OTHER, HOUR)))), [Effect::ClearSavedLocation]);
    assert_eq!(effects(Event::EnvironmentChecked, &gateway(None)), [], "a cleared cookie does not tell who comes next");
}

#[test]
fn failures_of_a_single_page_do_not_end_the_session() {
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
            "open confirmed",
            "{cause:?}"
        );
    }
}

#[test]
fn a_deleted_cookie_is_noticed_before_the_next_request() {
    assert_eq!(after(open_with(Evidence::Confirmed), Event::EnvironmentChecked, &gateway(None)), "CookieCleared");
    let signed_out = |byte| Environment { signed_out: Some(tag(byte)), ..gateway(None) };
    assert_eq!(after(open_with(Evidence::Confirmed), Event::EnvironmentChecked, &signed_out(MINE)), "SignedOut");
    assert_eq!(after(open_with(Evidence::Confirmed), Event::EnvironmentChecked, &signed_out(OTHER)), "CookieCleared");
    assert_eq!(
        after(open_with(Evidence::Confirmed), Event::EnvironmentChecked, &gateway(Some(marker(MINE, MINUTE)))),
        "open confirmed"
    );
    assert_eq!(
        after(open_with(Evidence::Confirmed), Event::EnvironmentChecked, &direct(false, false)),
        "open confirmed"
    );
}
