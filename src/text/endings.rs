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
        Ending::CrossSite => "Your browser blocks this page’s cookies".to_owned(),
        Ending::Replaced => "Other keys were opened in this browser".to_owned(),
        Ending::SignedOut => "You’re signed out".to_owned(),
        Ending::PortalDisabled => "This page is switched off".to_owned(),
        Ending::CookiesChanged | Ending::Misconfigured => "This page isn’t set up correctly".to_owned(),
        Ending::NoPermissions => "Your session doesn’t include API keys".to_owned(),
    }
}

/// The paragraphs: what happened, and what to do. `are_keys_safe`: whether nothing that happened here can have cost a key;
/// `host`: the portal's host name.
pub(crate) fn paragraphs(ending: Ending, app: Option<&str>, are_keys_safe: bool, host: &str) -> Vec<String> {
    let app = app_or_your_app(app);
    let again = format!("To continue, open your API keys from {app} again.");
    let keys = if are_keys_safe { " Your keys are not affected." } else { "" };
    match ending {
        Ending::NeverStarted => vec![format!("To see your API keys, open them from {app}. This page has no sign-in of its own.")],
        Ending::LinkUsed => vec![LINK_USED.to_owned(), again],
        Ending::LinkDamaged => vec![
            "A part of the link is missing or was changed. That can happen when a link is copied or forwarded.".to_owned(),
            again,
        ],
        Ending::Expired => vec![
            format!("For your security, a session lasts at most 24 hours, and {app} can end it sooner.{keys}"),
            again,
        ],
        Ending::CookieCleared => vec![
            format!("The cookie that kept you signed in is no longer in this browser. Someone may have cleared cookies or closed a private window.{keys}"),
            again,
        ],
        Ending::CookiesBlocked => vec![
            "Your browser didn’t keep the cookie that signs you in. Your link can’t be used again.".to_owned(),
            format!("Allow cookies for {host} in your browser’s settings, then open your API keys from {app} again."),
        ],
        Ending::CookiesChanged => vec![
            "Something between this page and its server changed the cookies that sign you in. This isn’t your fault, and your browser’s settings can’t fix it.".to_owned(),
            format!("Please tell {app}: a proxy in front of this page must pass its cookies on unchanged."),
        ],
        Ending::CrossSite => vec![
            "This page and its API are on different sites, and your browser blocks cookies between sites. This isn’t your fault, and you can’t fix it here.".to_owned(),
            format!("Please tell {app}: this page must be on the same site as its API, or behind its own gateway."),
        ],
        Ending::Replaced => vec![
            "Another link was opened, perhaps for another account. This tab shows no keys any more, so that the keys of two accounts are never mixed.".to_owned(),
        ],
        Ending::SignedOut => vec![format!("You’ve signed out in all tabs.{keys}")],
        Ending::PortalDisabled => vec![
            format!("{} has switched this page off. Your keys may still work: ask {app}.", capitalize(&app)),
        ],
        Ending::Misconfigured => vec![
            "This page isn’t connected correctly. This isn’t your fault, and trying again won’t help.".to_owned(),
            format!("Please tell {app} what you see here."),
        ],
        Ending::NoPermissions => vec![
            format!("{} opened this page without permission to show your API keys. If you expected to see them, ask {app}.", capitalize(&app)),
        ],
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn text(ending: Ending, app: Option<&str>) -> String {
        paragraphs(ending, app, true, "keys.acme.example").join(" ")
    }

    #[wasm_bindgen_test]
    fn an_app_without_a_name_is_your_app() {
        assert_eq!(title(Ending::NeverStarted, None), "Open this page from your app");
        assert_eq!(title(Ending::NeverStarted, Some("Acme")), "Open this page from Acme");
        assert!(text(Ending::Expired, None).ends_with("To continue, open your API keys from your app again."));
    }

    #[wasm_bindgen_test]
    fn an_apps_name_at_the_beginning_of_a_sentence_is_capitalized() {
        assert!(text(Ending::NoPermissions, None).starts_with("Your app opened this page"));
        assert!(text(Ending::PortalDisabled, Some("acme")).starts_with("Acme has switched"));
    }

    #[wasm_bindgen_test]
    fn nobody_is_said_to_have_used_a_link() {
        let text = text(Ending::LinkUsed, None);
        assert!(!text.contains("used"), "{text}");
    }

    #[wasm_bindgen_test]
    fn cookies_that_were_changed_on_the_way_are_nobodys_settings() {
        let text = text(Ending::CookiesChanged, Some("Acme"));
        assert!(text.contains("Please tell Acme:") && !text.contains("Allow cookies"), "{text}");
    }

    #[wasm_bindgen_test]
    fn blocked_cookies_are_allowed_for_the_host_that_browsers_list() {
        assert!(text(Ending::CookiesBlocked, None).contains("Allow cookies for keys.acme.example in"));
    }

    #[wasm_bindgen_test]
    fn keys_are_not_called_safe_where_one_was_lost() {
        for ending in [Ending::Expired, Ending::CookieCleared, Ending::SignedOut] {
            let text = |are_keys_safe| paragraphs(ending, None, are_keys_safe, "").join(" ");
            assert!(text(true).contains("not affected") && !text(false).contains("affected"), "{ending:?}");
        }
    }
}
