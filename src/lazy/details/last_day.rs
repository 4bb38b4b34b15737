//! What a key was used for in its last 24 hours.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::Key;
use portal_core::keys::usage::UsageBar;

use super::chart::Chart;
use crate::{
    browser,
    keys::usage::UsageAccess,
    text::{self, formats},
    ui::{Show, view},
};

/// The requests hour by hour, as a chart and as a table. Nothing where the session may not know them.
#[component]
pub(super) fn LastDay(key: Arc<Key>) -> impl IntoView {
    let access = expect_context::<UsageAccess>();
    // None while the request is under way.
    let bars = RwSignal::new(None::<Option<Vec<UsageBar>>>);
    browser::spawn(async move {
        let last_day = access.last_day(&key).await;
        bars.try_set(Some(last_day));
    });
    view! {
        <Show when=move || access.allowed()>
            <section class="card panel last-day" aria-label=text::keys::LAST_DAY>
                <h2>{text::keys::LAST_DAY}</h2>
                {move || match bars.get() {
                    None => {
                        view! {
                            <p class="soft" role="status">
                                {text::keys::LAST_DAY_LOADING}
                            </p>
                        }
                    }
                    Some(None) => view! { <p class="soft">{text::keys::LAST_DAY_UNKNOWN}</p> },
                    Some(Some(bars)) => view! { <Requests bars /> },
                }}
            </section>
        </Show>
    }
}

#[component]
fn Requests(bars: Vec<UsageBar>) -> impl IntoView {
    let sum = |of: fn(&UsageBar) -> u64| bars.iter().fold(0_u64, |sum, bar| sum.saturating_add(of(bar)));
    let summary = text::keys::requests(sum(|bar| bar.requests), sum(|bar| bar.refused));
    if bars.iter().all(|bar| bar.requests == 0) {
        return view! { <p class="soft">{text::keys::LAST_DAY_NONE}</p> };
    }
    view! {
        <Chart bars=bars.clone() summary />
        <Table bars />
    }
}

#[component]
fn Table(bars: Vec<UsageBar>) -> impl IntoView {
    let rows = bars.iter().rev().map(|bar| {
        view! {
            <tr>
                <th scope="row">{formats::time(bar.time)}</th>
                <td>{text::keys::count(bar.requests)}</td>
                <td>{text::keys::count(bar.refused)}</td>
            </tr>
        }
    });
    view! {
        <details>
            <summary>{text::keys::AS_NUMBERS}</summary>
            <table class="numbers">
                <thead>
                    <tr>
                        <th scope="col">{text::keys::HOUR_FROM}</th>
                        <th scope="col">{text::keys::REQUESTS}</th>
                        <th scope="col">{text::keys::REFUSED}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use portal_api::{HOUR, ServerTime};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::testing::{Mounted, mount};

    async fn requests<const N: usize>(hours: [(u64, u64); N]) -> Mounted {
        let bars = hours.into_iter().zip(0..).map(|((requests, refused), hour)| {
            let time = ServerTime::from_millis(hour * HOUR);
            UsageBar { time, requests, refused }
        });
        let bars: Vec<_> = bars.collect();
        mount(|| view! { <Requests bars /> }).await
    }

    #[wasm_bindgen_test]
    async fn a_day_without_a_request_has_no_chart() {
        let view = requests([(0, 0), (0, 0)]).await;
        assert_eq!(view.whole_text(), text::keys::LAST_DAY_NONE);
    }

    #[wasm_bindgen_test]
    async fn the_numbers_begin_with_the_newest_hour() {
        let view = requests([(1, 0), (2, 1)]).await;
        assert_eq!(view.text("tbody tr:first-child td"), "2");
        assert_eq!(view.text("tbody tr:last-child td:last-child"), "0");
    }
}
