//! The footer.

use leptos::prelude::*;

use crate::{
    ui::view,
    {session::use_session, text},
};

/// The program's version and the link to the operator's support.
#[component]
pub(crate) fn Footer() -> impl IntoView {
    let session = use_session();
    let support = move || {
        session
            .config()
            .support_url
            .as_ref()
            .map(|url| view! { <a href=url.as_str().to_owned()>{text::CONTACT_SUPPORT}</a> })
    };
    view! {
        <footer class="footer">
            <div class="footer-inner">
                <span>{concat!("Version ", env!("CARGO_PKG_VERSION"))}</span>
                {move || support()}
            </div>
        </footer>
    }
}
