//! The screen of a session that has ended, or never started.

use leptos::prelude::*;
use portal_api::Failure;
use portal_core::session::Ending;

use super::{
    auto_return::AutoReturn,
    layout::{ReturnLink, ScreenLayout, return_address},
};
use crate::{
    browser,
    session::handle::use_session,
    text::{self, endings},
    ui::{Button, view},
};

/// Why there is no session, and how to get one. `failure`: the response that ended it.
#[component]
pub(super) fn Ended(ending: Ending, failure: Option<Failure>) -> impl IntoView {
    let config = use_session().config();
    let app = config.app_name.as_deref();
    // Where the operator has to act, the user is led to their support first.
    let is_for_operator =
        matches!(ending, Ending::PortalDisabled | Ending::Misconfigured | Ending::CrossSite | Ending::NoPermissions);
    let support_url = config.support_url.clone().filter(|_| is_for_operator);
    let auto_return = (config.auto_return && ending.allows_auto_return())
        .then(|| return_address(&config, ending.is_session_over()))
        .flatten()
        .map(|address| view! { <AutoReturn address app=config.app_name.clone()/> });
    view! {
        <ScreenLayout
            title=endings::title(ending, app)
            paragraphs=endings::paragraphs(ending, app, config.return_url.is_some(), &browser::host())
            failure
        >
            {(ending == Ending::Replaced)
                .then(|| view! { <Button label=text::SHOW_OPEN_SESSION on_click=browser::reload/> })}
            {support_url
                .map(|url| {
                    view! {
                        <a class="button" href=url.as_str().to_owned()>
                            {text::CONTACT_SUPPORT}
                        </a>
                    }
                })}
            <ReturnLink is_session_over=ending.is_session_over()/>
            {(ending == Ending::CookiesBlocked)
                .then(|| view! { <Button label=text::CHECK_AGAIN on_click=browser::reload/> })}
            {auto_return}
        </ScreenLayout>
    }
}
