//! What the end of a session leaves on screen: a new key that nobody has saved.

use super::*;

fn ended(ending: Ending) -> SessionState {
    SessionState::Ended { ending, failure: None, tag: Some(tag(MINE)) }
}

/// Whether a new key of this session is left on screen.
fn leaves(state: &SessionState, env: &Environment) -> bool {
    state.leaves_new_key(Some(tag(MINE)), env)
}

#[test]
fn every_ending_but_signing_out_and_another_session_leaves_the_new_key() {
    for ending in [
        Ending::Expired,
        Ending::CookieCleared,
        Ending::CookiesBlocked,
        Ending::CookiesChanged,
        Ending::CrossSite,
        Ending::LinkUsed,
        Ending::PortalDisabled,
        Ending::Misconfigured,
        Ending::NoPermissions,
    ] {
        assert!(leaves(&ended(ending), &gateway(None)), "{ending:?}");
        // The marker of a session that only this portal can't show.
        assert!(leaves(&ended(ending), &gateway(Some(marker(MINE, HOUR)))), "{ending:?}");
    }
    for ending in [Ending::SignedOut, Ending::Replaced] {
        assert!(!leaves(&ended(ending), &gateway(None)), "{ending:?}");
    }
}

#[test]
fn what_happens_in_other_tabs_afterwards_takes_it_away() {
    let expired = ended(Ending::Expired);
    assert!(!leaves(&expired, &gateway(Some(marker(OTHER, HOUR)))));
    // A session that has ended replaces nothing.
    assert!(leaves(&expired, &gateway(Some(marker(OTHER, -HOUR)))));
    let signed_out = |byte| Environment { signed_out: Some(tag(byte)), ..gateway(None) };
    assert!(!leaves(&expired, &signed_out(MINE)));
    assert!(leaves(&expired, &signed_out(OTHER)));
}

#[test]
fn a_new_key_of_another_session_or_of_one_that_is_open_is_not_meant() {
    assert!(!leaves(&open_with(Evidence::Confirmed), &gateway(Some(marker(MINE, HOUR)))));
    let expired = ended(Ending::Expired);
    assert!(!expired.leaves_new_key(Some(tag(OTHER)), &gateway(None)) && !expired.leaves_new_key(None, &gateway(None)));
    // Where nothing can be stored, sessions have no tags.
    let unknown = SessionState::Ended { ending: Ending::Expired, failure: None, tag: None };
    assert!(unknown.leaves_new_key(None, &direct(false, false)));
}
