//! A point in time.

use super::{TextContent, view};
use leptos::prelude::*;
use portal_api::ServerTime;

use crate::text::formats;

/// A short text for a point in time, with the full date and time as its tooltip.
#[component]
pub(crate) fn Moment(
    at: ServerTime,
    /// The short text.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! {
        <time
            datetime=formats::machine_readable(at)
            title=formats::moment(at)
            prop:textContent=move || TextContent(text.get())
        ></time>
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::testing::mount;

    #[wasm_bindgen_test]
    async fn a_short_time_has_the_whole_one_for_machines_and_as_a_tooltip() {
        let at = ServerTime::from_millis(0);
        let view = mount(move || view! { <Moment at text="5 minutes ago".to_owned() /> }).await;
        let time = view.element("time");
        assert_eq!(time.text_content().as_deref(), Some("5 minutes ago"));
        assert_eq!(time.get_attribute("datetime").as_deref(), Some("1970-01-01T00:00:00.000Z"));
        assert_eq!(time.title(), formats::moment(at));
    }
}
