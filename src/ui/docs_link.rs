//! The link to the operator's documentation.

use leptos::prelude::*;
use portal_core::url::WebUrl;

use super::view;
use crate::text;

/// In a tab of its own: it is read beside the keys.
#[component]
pub(crate) fn DocsLink<'a>(class: &'static str, url: &'a WebUrl) -> impl IntoView {
    view! {
        <a class=class href=url.to_string() target="_blank">
            {text::DOCS}
        </a>
    }
}
