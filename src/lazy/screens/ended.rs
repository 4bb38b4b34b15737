//! The screen of a session that has ended, or never started.

use leptos::prelude::*;
use portal_api::Failure;
use portal_core::session::Ending;

use super::{
    auto_return::AutoReturn,
    layout::{ScreenKind, ScreenLayout},
};
use crate::{
    browser,
    session::{ReturnLink, return_address, use_session},
    text::{self, endings},
    ui::{Button, memo, view},
};

/// Why there is no session, and how to get one. `failure`: the response that ended it.
#[component]
pub(super) fn Ended(ending: Ending, failure: Option<Failure>) -> impl IntoView {
    let session = use_session();
    let config = session.config();
    let app = config.app_name.as_deref();
    let is_session_over = ending.is_session_over();
    let support_url = config.support_url.clone().filter(|_| is_for_operator(ending));
    let has_support = support_url.is_some();
    // Without a way back, whatever else there is helps most.
    let is_alone = config.return_url.is_none();
    let auto_return = (config.auto_return && ending.allows_auto_return())
        .then(|| return_address(&config, is_session_over))
        .flatten()
        .map(|address| view! { <AutoReturn address app=config.app_name.clone() /> });
    let has_unsaved_key = session.recall_unsaved_key();
    let are_keys_safe = !has_unsaved_key.get_untracked();
    let show_open = |primary| view! { <Button label=text::SHOW_OPEN_SESSION primary on_click=browser::reload /> };
    view! {
        <ScreenLayout
            kind=kind(ending)
            title=endings::title(ending, app)
            paragraphs=endings::paragraphs(ending, app, are_keys_safe, &browser::host())
            warning=memo(move || has_unsaved_key.get().then_some(endings::UNSAVED_KEY))
            failure
        >
            {support_url
                .map(|url| {
                    view! {
                        <a class="button button-primary screen-support" href=url.as_str().to_owned()>
                            {text::CONTACT_SUPPORT}
                        </a>
                    }
                })}
            {(ending == Ending::Replaced).then(|| show_open(true))}
            <ReturnLink is_session_over secondary=has_support || ending == Ending::Replaced />
            {(ending == Ending::LinkDamaged && session.has_live_session()).then(|| show_open(is_alone))}
            {(ending == Ending::CookiesBlocked)
                .then(|| view! { <Button label=text::CHECK_AGAIN primary=is_alone on_click=browser::reload /> })}
            {auto_return}
        </ScreenLayout>
    }
}

/// Which sign the screen has.
const fn kind(ending: Ending) -> ScreenKind {
    match ending {
        Ending::SignedOut => ScreenKind::Done,
        ending if is_for_operator(ending) => ScreenKind::Broken,
        _ => ScreenKind::Ask,
    }
}

/// Whether only the operator can help: the user is led to their support first.
const fn is_for_operator(ending: Ending) -> bool {
    match ending {
        Ending::PortalDisabled
        | Ending::Misconfigured
        | Ending::CookiesChanged
        | Ending::CrossSite
        | Ending::NoPermissions => true,
        Ending::NeverStarted
        | Ending::LinkUsed
        | Ending::LinkDamaged
        | Ending::Expired
        | Ending::CookieCleared
        | Ending::CookiesBlocked
        | Ending::Replaced
        | Ending::SignedOut => false,
    }
}

#[cfg(test)]
mod tests {
    use portal_api::{RequestId, no_response};
    use portal_core::session::{SessionState, marker::SessionTag};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{
        session::{SessionHandle, StorageSlot},
        testing::{Mounted, mount, mount_with, settle},
    };

    const CONFIG: &str =
        r#"{"appName":"Acme","returnUrl":"https://acme.example/account","supportUrl":"https://acme.example/support"}"#;

    async fn ended(config: &'static str, ending: Ending, failure: Option<Failure>) -> Mounted {
        mount(move || {
            SessionHandle::stub(SessionState::Starting, config);
            view! { <Ended ending failure /> }
        })
        .await
    }

    #[wasm_bindgen_test]
    async fn without_a_return_url_no_link_leads_nowhere() {
        for (ending, title) in
            [(Ending::NeverStarted, "Open this page from your app"), (Ending::Expired, "Your session has expired")]
        {
            let view = ended("{}", ending, None).await;
            assert_eq!(view.text("h1"), title);
            assert!(view.find("a").is_none());
        }
    }

    #[wasm_bindgen_test]
    async fn an_expired_session_leads_back_to_the_app() {
        let view = ended(CONFIG, Ending::Expired, None).await;
        let link = view.element("a.button-primary").get_attribute("href");
        assert_eq!(link.as_deref(), Some("https://acme.example/account?reason=session_expired"));
        assert!(view.find(r#"a[href$="/support"]"#).is_none());
    }

    #[wasm_bindgen_test]
    async fn where_the_operator_has_to_act_support_is_named() {
        for ending in [
            Ending::PortalDisabled,
            Ending::Misconfigured,
            Ending::CookiesChanged,
            Ending::CrossSite,
            Ending::NoPermissions,
        ] {
            let view = ended(CONFIG, ending, None).await;
            assert_eq!(view.text(r#"a[href="https://acme.example/support"]"#), text::CONTACT_SUPPORT, "{ending:?}");
            assert_eq!(view.text("a.button-primary"), text::CONTACT_SUPPORT, "{ending:?}");
            assert_eq!(view.text("a:not(.button-primary)"), "Back to Acme", "{ending:?}");
        }
    }

    #[wasm_bindgen_test]
    async fn each_screen_has_one_primary_action_and_it_comes_first() {
        for ending in [
            Ending::NeverStarted,
            Ending::LinkUsed,
            Ending::LinkDamaged,
            Ending::Expired,
            Ending::CookieCleared,
            Ending::CookiesBlocked,
            Ending::CookiesChanged,
            Ending::CrossSite,
            Ending::Replaced,
            Ending::SignedOut,
            Ending::PortalDisabled,
            Ending::Misconfigured,
            Ending::NoPermissions,
        ] {
            for config in ["{}", r#"{"returnUrl":"https://acme.example/account"}"#, CONFIG] {
                let view = ended(config, ending, None).await;
                if view.find(".screen-actions .button").is_some() {
                    let first = view.find(".screen-actions > .button-primary:first-child");
                    assert!(first.is_some(), "{ending:?} {config}");
                    assert!(view.find(".button-primary ~ .button-primary").is_none(), "{ending:?} {config}");
                }
            }
        }
    }

    #[wasm_bindgen_test]
    async fn a_new_key_that_nobody_has_is_mentioned_until_it_is_copied() {
        let (session, view) = mount_with(|| {
            let session = SessionHandle::stub(SessionState::Starting, CONFIG);
            session.unsaved_key().is_known.set(true);
            (session, view! { <Ended ending=Ending::Expired failure=None /> })
        })
        .await;
        assert_eq!(view.text(".warning"), endings::UNSAVED_KEY);
        session.know_unsaved_key(false, None);
        settle().await;
        assert!(view.find(".warning").is_none());
    }

    #[wasm_bindgen_test]
    async fn a_reloaded_page_recalls_a_new_key_that_nobody_has_in_the_same_session_only() {
        let [tag, other] = [1, 2].map(|byte| Some(SessionTag::from_sha256(&[byte; 32])));
        for (of, is_said) in [(tag, true), (other, false)] {
            let view = mount(move || {
                let state = SessionState::Ended { ending: Ending::Expired, failure: None, tag };
                let session = SessionHandle::stub(state, CONFIG);
                session.know_unsaved_key(true, of);
                session.unsaved_key().is_known.set(false);
                view! { <Ended ending=Ending::Expired failure=None /> }
            })
            .await;
            assert_eq!(view.find(".warning").is_some(), is_said);
        }
        StorageSlot::UnsavedKeySession.write("");
    }

    #[wasm_bindgen_test]
    async fn where_nothing_was_requested_there_is_no_request_id() {
        let view = ended(CONFIG, Ending::NeverStarted, None).await;
        assert!(view.find(".failure-details").is_none());
    }

    #[wasm_bindgen_test]
    async fn the_response_that_ended_a_session_can_be_named_to_support() {
        let failure = Failure { request_id: Some(RequestId::new("req_1a")), ..no_response() };
        let view = ended(CONFIG, Ending::Expired, Some(failure)).await;
        let details = view.element("details.screen-details");
        assert!(!details.has_attribute("open"));
        assert_eq!(view.text("details.screen-details summary"), "Details for support");
        assert_eq!(view.text(".screen-details code"), "req_1a");
    }
}
