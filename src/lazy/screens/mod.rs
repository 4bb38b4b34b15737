//! Loaded right after the first rows, and at once where no session opens: the screens in place of the pages, and the notice
//! above the pages that the session ends soon.

mod auto_return;
mod choices;
mod ended;
mod layout;
mod stand_in;

use leptos::prelude::*;
use portal_core::session::screen::Screen;

use self::{
    choices::{ChoosingSession, CookiesRefused, HeldForRetry, OtherSessionOpen},
    ended::Ended,
    stand_in::StandIn,
};
use crate::{
    lazy::{LazyModule, LoadError, LoadingModule},
    session::{EndsSoon, Opening},
    ui::{fresh, view},
};

/// What the module consists of.
#[derive(Clone, Copy)]
pub(crate) struct Views {
    screen: fn(Screen) -> AnyView,
    notices: fn() -> AnyView,
}

#[cfg_attr(not(test), leptos::wasm_split::wasm_split(screens, fallible, wasm_split_path = leptos::wasm_split))]
fn views() -> Result<Views, LoadError> {
    Ok(Views {
        screen: |screen| match screen {
            // In the first page.
            Screen::Opening => ().into_any(),
            Screen::HeldForRetry { failure, not_before } => view! { <HeldForRetry failure not_before /> },
            Screen::ChoosingSession => view! { <ChoosingSession /> },
            Screen::OtherSessionOpen(failure) => view! { <OtherSessionOpen failure /> },
            Screen::CookiesRefused => view! { <CookiesRefused /> },
            Screen::Ended { ending, failure } => view! { <Ended ending failure /> },
        },
        notices: || view! { <EndsSoon /> },
    })
}

fn load() -> LoadingModule<Views> {
    // The tests are one file.
    #[cfg(test)]
    let views = || std::future::ready(views());
    Box::pin(views())
}

/// The module of the screens; kept by the root component, so that it is loaded once.
pub(crate) type ScreensModule = LazyModule<Views>;

/// See [`ScreensModule`].
pub(crate) fn screens_module() -> ScreensModule {
    LazyModule::new(load)
}

/// Shows a screen.
#[component]
pub(crate) fn SessionScreen(module: ScreensModule, screen: Screen) -> impl IntoView {
    if screen == Screen::Opening {
        return view! { <Opening /> };
    }
    module.ensure();
    let (is_loaded, has_failed) = (module.is_loaded(), module.has_failed());
    let is_session_over = matches!(&screen, Screen::Ended { ending, .. } if ending.is_session_over());
    view! {
        {move || {
            fresh(
                match is_loaded.get().then(|| module.views()).flatten() {
                    Some(views) => (views.screen)(screen.clone()),
                    None => view! { <StandIn has_failed retry=move || module.ensure() is_session_over /> },
                },
            )
        }}
    }
}

/// That the session ends soon.
#[component]
pub(crate) fn LaterNotices(module: ScreensModule) -> impl IntoView {
    let is_loaded = module.is_loaded();
    view! {
        {move || {
            fresh(
                match is_loaded.get().then(|| module.views()).flatten() {
                    Some(views) => (views.notices)(),
                    None => ().into_any(),
                },
            )
        }}
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use portal_core::session::{Ending, SessionState};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{
        session::SessionHandle,
        testing::{Mounted, mount, settle},
        text,
    };

    const CONFIG: &str = r#"{"appName":"Acme","returnUrl":"https://acme.example/account"}"#;

    thread_local! {
        /// What the next load results in; none while it is under way.
        static RESULT: RefCell<Option<Result<Views, LoadError>>> = const { RefCell::new(None) };
    }

    fn load_result() -> LoadingModule<Views> {
        Box::pin(std::future::poll_fn(|_| match RESULT.take() {
            Some(result) => std::task::Poll::Ready(result),
            None => std::task::Poll::Pending,
        }))
    }

    async fn screen(ending: Ending, result: Option<Result<Views, LoadError>>) -> Mounted {
        RESULT.set(result);
        let view = mount(move || {
            SessionHandle::stub(SessionState::Starting, CONFIG);
            let module = LazyModule::new(load_result);
            view! {
                <SessionScreen
                    module
                    screen=Screen::Ended {
                        ending,
                        failure: None,
                    }
                />
            }
        })
        .await;
        settle().await;
        view
    }

    #[wasm_bindgen_test]
    async fn while_the_screens_are_loading_a_skeleton_says_so() {
        let view = screen(Ending::Expired, None).await;
        assert_eq!(view.text("main[aria-busy=true] [role=status]"), text::LOADING_PART);
        assert!(view.find("h1").is_none());
    }

    #[wasm_bindgen_test]
    async fn screens_that_cant_be_loaded_leave_the_way_back_and_can_be_tried_again() {
        let view = screen(Ending::Expired, Some(Err(LoadError))).await;
        assert_eq!(view.text("h1"), "Your session has ended");
        assert_eq!(document().active_element(), view.find("h1").map(Into::into));
        let link = view.element("a").get_attribute("href");
        assert_eq!(link.as_deref(), Some("https://acme.example/account?reason=session_expired"));
        RESULT.set(Some(views()));
        view.press(text::TRY_AGAIN).await;
        settle().await;
        assert_eq!(view.text("h1"), "Your session has expired");
    }

    #[wasm_bindgen_test]
    async fn where_no_session_was_the_stand_in_says_nothing_of_one() {
        let view = screen(Ending::NeverStarted, Some(Err(LoadError))).await;
        assert_eq!(view.text("h1"), text::NO_KEYS_SHOWN_TITLE);
        assert_eq!(view.element("a").get_attribute("href").as_deref(), Some("https://acme.example/account"));
    }
}
