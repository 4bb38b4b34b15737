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
                    Some(Some(bars)) => view! { <Requests bars/> },
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
        <Chart bars=bars.clone() summary/>
        <Table bars/>
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
