//! What a key was used for in its last 24 hours.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::Key;
use portal_core::keys::usage::UsageBar;

use crate::{
    browser,
    keys::usage::UsageAccess,
    text::{self, formats},
    ui::{Show, view},
};

/// The chart's height in user units; its width is one unit per hour.
const HEIGHT: f64 = 100.0;

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
        <p>{summary.clone()}</p>
        <Chart bars=bars.clone() summary />
        <Table bars />
    }
}

#[component]
fn Chart(bars: Vec<UsageBar>, summary: String) -> impl IntoView {
    let most = bars.iter().map(|bar| bar.requests).max().unwrap_or_default().max(1);
    let (first, last) = (bars.first().map(|bar| bar.time), bars.last().map(|bar| bar.time));
    let drawn = bars.iter().enumerate().map(|(hour, bar)| {
        let height = |requests: u64| HEIGHT * requests as f64 / most as f64;
        let (all, refused) = (height(bar.requests), height(bar.refused));
        view! {
            <g>
                <title>{text::keys::hour(*bar)}</title>
                // The pointer's target is the whole hour.
                <rect class="bar-hour" x=hour.to_string() y="0" width="1" height="100"></rect>
                {rect("bar", hour, all - refused, refused)}
                {rect("bar bar-refused", hour, refused, 0.0)}
            </g>
        }
    });
    view! {
        <figure class="chart">
            <svg role="img" aria-label=summary viewBox="0 0 24 100" preserveAspectRatio="none">
                {drawn.collect_view()}
            </svg>
            <figcaption>
                <span>{first.map(formats::time)}</span>
                <span>{last.map(formats::time)}</span>
            </figcaption>
        </figure>
    }
}

/// A bar of an hour; `bottom` is its distance from the axis. None for a bar without height.
fn rect(class: &'static str, hour: usize, height: f64, bottom: f64) -> Option<impl IntoView> {
    (height > 0.0).then(|| {
        view! {
            <rect
                class=class
                x=hour.to_string()
                y=browser::decimal(HEIGHT - bottom - height)
                width="0.8"
                height=browser::decimal(height)
            ></rect>
        }
    })
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
    async fn a_chart_says_in_words_what_it_shows() {
        let view = requests([(1_000, 10), (234, 2)]).await;
        assert_eq!(view.text("p"), "1,234 requests, 12 of them refused");
        let label = view.element("svg").get_attribute("aria-label");
        assert_eq!(label.as_deref(), Some("1,234 requests, 12 of them refused"));
    }

    #[wasm_bindgen_test]
    async fn the_busiest_hour_is_as_high_as_the_chart() {
        let view = requests([(50, 0), (100, 25)]).await;
        let bar = |selector: &str| view.element(selector).get_attribute("height");
        assert_eq!(bar("g:first-of-type .bar").as_deref(), Some("50"));
        assert_eq!(bar("g:last-of-type .bar:not(.bar-refused)").as_deref(), Some("75"));
        assert_eq!(bar("g:last-of-type .bar-refused").as_deref(), Some("25"));
    }

    #[wasm_bindgen_test]
    async fn the_numbers_begin_with_the_newest_hour() {
        let view = requests([(1, 0), (2, 1)]).await;
        assert_eq!(view.text("tbody tr:first-child td"), "2");
        assert_eq!(view.text("tbody tr:last-child td:last-child"), "0");
    }
}
