//! What the first page shows while the screens are being loaded, or can't be.

use leptos::prelude::*;

use crate::{
    browser,
    session::{ReturnLink, Waiting},
    text,
    ui::{Button, Heading, fresh, view},
};

/// After how many milliseconds the download counts as slow.
const SLOW_MS: u32 = 5_000;

/// A skeleton; after a failure the way back to the app, and buttons that try again: a deployment may have replaced the file, and
/// then reloading alone helps.
#[component]
pub(super) fn StandIn(
    /// Whether they couldn't be loaded.
    has_failed: Memo<bool>,
    /// Loads them again.
    #[prop(into)]
    retry: Callback<()>,
    /// Whether a session has ended.
    is_session_over: bool,
) -> impl IntoView {
    let is_slow = RwSignal::new(false);
    browser::spawn(async move {
        browser::sleep(SLOW_MS).await;
        // The screen may be there by now.
        is_slow.try_set(true);
    });
    view! {
        {move || {
            if !has_failed.get() {
                return fresh(view! { <Waiting status=text::LOADING_PART is_slow /> });
            }
            let title = if is_session_over { text::SESSION_OVER_TITLE } else { text::NO_KEYS_SHOWN_TITLE };
            fresh(
                view! {
                    <main class="screen" id="main">
                        <Heading text=title.to_owned() />
                        <p>{text::SCREEN_FAILED}</p>
                        <div class="screen-actions">
                            <Button label=text::TRY_AGAIN primary=true on_click=retry />
                            <Button label=text::RELOAD on_click=browser::reload />
                            <ReturnLink is_session_over secondary=true />
                        </div>
                    </main>
                },
            )
        }}
    }
}
