//! The texts of the screens without a session, one for each [`Ending`].

use portal_core::session::Ending;

use super::{LINK_USED, app_or_your_app, capitalize};

/// A key was rotated in the session, and nobody has the new one.
pub(crate) const UNSAVED_KEY: &str =
    "You rotated a key but haven’t copied the new one. Open your API keys again and rotate the new key.";

/// The screen's heading.
pub(crate) fn title(ending: Ending, app: Option<&str>) -> String {
    match ending {
        Ending::NeverStarted => format!("Open this page from {}", app_or_your_app(app)),
        Ending::LinkUsed => "This link no longer works".to_owned(),
        Ending::LinkDamaged => "This link is incomplete".to_owned(),
        Ending::Expired => "Your session has expired".to_owned(),
        Ending::CookieCleared => "Your session is gone".to_owned(),
        Ending::CookiesBlocked => "Cookies are blocked".to_owned(),
        Ending::CrossSite => "Your browser blocks this portal’s cookies".to_owned(),
        Ending::Replaced => "Another session was opened".to_owned(),
        Ending::SignedOut => "You’re signed out".to_owned(),
        Ending::PortalDisabled => "This portal is switched off".to_owned(),
        Ending::CookiesChanged | Ending::Misconfigured => "This portal isn’t set up correctly".to_owned(),
        Ending::NoPermissions => "Your session doesn’t include API keys".to_owned(),
    }
}

/// The paragraphs: what happened, and what to do. `has_link`: whether a link to the app follows; `host`: the portal's host
/// name.
pub(crate) fn paragraphs(ending: Ending, app: Option<&str>, has_link: bool, host: &str) -> Vec<String> {
    let app = app_or_your_app(app);
    let go_back = if has_link {
        format!("Go back to {app} and open your API keys again from there.")
    } else {
        format!("Open {app} yourself, and from there your API keys.")
    };
    match ending {
        Ending::NeverStarted => vec![
            format!("Your API keys are shown here once {app} has signed you in. This page has no login of its own."),
            if has_link {
                format!("Go to {app} and open your API keys from there.")
            } else {
                go_back
            },
        ],
        Ending::LinkUsed => vec![
            LINK_USED.to_owned(),
            go_back,
        ],
        Ending::LinkDamaged => vec![
            "Part of the link was lost or changed on its way to this page, as happens when a link is copied or forwarded.".to_owned(),
            go_back,
        ],
        Ending::Expired => vec![
            format!("To keep your keys safe, a session lasts at most 24 hours, and {app} can end it sooner. The keys themselves are not affected."),
            go_back,
        ],
        Ending::CookieCleared => vec![
            "The cookie that kept you signed in is no longer in this browser. Someone may have cleared cookies, or a private window was closed.".to_owned(),
            go_back,
        ],
        Ending::CookiesBlocked => vec![
            format!("Your browser didn’t keep the cookie that would have signed you in. Allow cookies for {host} in your browser’s settings."),
            format!("The link is used up by now. {go_back}"),
        ],
        Ending::CookiesChanged => vec![
            "The server has opened your session, but its cookies were changed on the way to your browser. You have done nothing wrong, and no setting of your browser can change it.".to_owned(),
            format!("Please tell {app}: what is between this portal and its users must pass the portal’s cookies on as they are."),
        ],
        Ending::CrossSite => vec![
            "This portal and its API are on two different sites, and your browser keeps cookies between sites out. You have done nothing wrong, and no setting of this page can change it.".to_owned(),
            format!("Please tell {app}: the portal has to be on the same site as its API, or behind its own gateway."),
        ],
        Ending::Replaced => vec![
            "Another link was opened in this browser, perhaps for another account. This page shows nothing more, so that two accounts’ keys are never mixed.".to_owned(),
        ],
        Ending::SignedOut => vec![
            "This browser shows your API keys no more, in any tab. The keys themselves are not affected.".to_owned(),
            go_back,
        ],
        Ending::PortalDisabled => vec![
            format!("{} has switched this page off. Your keys may go on working: whoever runs it can tell you more.", capitalize(&app)),
        ],
        Ending::Misconfigured => vec![
            "Something between this page and its API is not as it should be. That is not your fault, and trying again won’t help.".to_owned(),
            format!("Please tell {app} what you see here."),
        ],
        Ending::NoPermissions => vec![
            format!("{} opened this session without permission to show your API keys. If you expected to see them, ask there.", capitalize(&app)),
        ],
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn text(ending: Ending, app: Option<&str>, has_link: bool) -> String {
        paragraphs(ending, app, has_link, "keys.acme.example").join(" ")
    }

    #[wasm_bindgen_test]
    fn a_screen_without_a_link_does_not_speak_of_one() {
        let with_link = text(Ending::Expired, Some("Acme"), true);
        assert!(with_link.ends_with("Go back to Acme and open your API keys again from there."), "{with_link}");
        let without = text(Ending::Expired, Some("Acme"), false);
        assert!(without.ends_with("Open Acme yourself, and from there your API keys."), "{without}");
    }

    #[wasm_bindgen_test]
    fn an_app_without_a_name_is_your_app() {
        assert_eq!(title(Ending::NeverStarted, None), "Open this page from your app");
        assert_eq!(title(Ending::NeverStarted, Some("Acme")), "Open this page from Acme");
    }

    #[wasm_bindgen_test]
    fn an_apps_name_at_the_beginning_of_a_sentence_is_capitalized() {
        assert!(text(Ending::NoPermissions, None, false).starts_with("Your app opened this session"));
        assert!(text(Ending::PortalDisabled, Some("acme"), false).starts_with("Acme has switched"));
    }

    #[wasm_bindgen_test]
    fn nobody_is_said_to_have_used_a_link() {
        let text = text(Ending::LinkUsed, None, true);
        assert!(!text.contains("used"), "{text}");
    }

    #[wasm_bindgen_test]
    fn cookies_that_were_changed_on_the_way_are_nobodys_settings() {
        let text = text(Ending::CookiesChanged, Some("Acme"), true);
        assert!(text.contains("Please tell Acme:") && !text.contains("Allow cookies"), "{text}");
    }

    #[wasm_bindgen_test]
    fn blocked_cookies_are_allowed_for_the_host_that_browsers_list() {
        assert!(text(Ending::CookiesBlocked, None, true).contains("Allow cookies for keys.acme.example in"));
    }
}
