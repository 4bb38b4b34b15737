//! What a key was used for in its last 24 hours.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::Key;
use portal_core::keys::usage::UsageBar;

use crate::{
    browser,
    keys::usage::UsageAccess,
    text::{formats, keys as words},
};

/// The height of the chart, in its own units; its width is one for each hour.
const HEIGHT: f64 = 100.0;

/// Hour by hour, as bars and as numbers. Nothing where the session may not know it.
#[component]
pub(crate) fn LastDay(key: Arc<Key>) -> impl IntoView {
    let access = expect_context::<UsageAccess>();
    // Absent while it is asked for.
    let bars = RwSignal::new(None::<Option<Vec<UsageBar>>>);
    browser::spawn(async move {
        let last_day = access.last_day(&key).await;
        bars.try_set(Some(last_day));
    });
    let told = move || match bars.get() {
        None => view! { <p class="soft" role="status">{words::LAST_DAY_LOADING}</p> }.into_any(),
        Some(None) => view! { <p class="soft">{words::LAST_DAY_UNKNOWN}</p> }.into_any(),
        Some(Some(bars)) => chart(bars),
    };
    view! {
        <Show when=move || access.allowed()>
            <section class="card panel last-day" aria-label=words::LAST_DAY>
                <h2>{words::LAST_DAY}</h2>
                {told}
            </section>
        </Show>
    }
}

fn chart(bars: Vec<UsageBar>) -> AnyView {
    let sum = |of: fn(&UsageBar) -> u64| bars.iter().fold(0_u64, |sum, bar| sum.saturating_add(of(bar)));
    let summary = words::requests(sum(|bar| bar.requests), sum(|bar| bar.refused));
    let most = bars.iter().map(|bar| bar.requests).max().unwrap_or_default();
    if most == 0 {
        return view! { <p class="soft">{words::LAST_DAY_NONE}</p> }.into_any();
    }
    let drawn = bars.iter().enumerate().map(|(index, bar)| {
        let height = |requests: u64| HEIGHT * requests as f64 / most as f64;
        let (all, refused) = (height(bar.requests), height(bar.refused));
        let rect = |class, height: f64, bottom: f64| {
            (height > 0.0).then(|| view! {
                <rect class=class x=index.to_string() y=browser::decimal(HEIGHT - bottom - height) width="0.8" height=browser::decimal(height)/>
            })
        };
        view! {
            <g>
                <title>{words::hour(*bar)}</title>
                // What can be pointed at is the whole hour.
                <rect class="bar-hour" x=index.to_string() y="0" width="1" height="100"/>
                {rect("bar", all - refused, refused)}
                {rect("bar bar-refused", refused, 0.0)}
            </g>
        }
    });
    let drawn = drawn.collect_view();
    let (first, last) = (bars.first().map(|bar| bar.time), bars.last().map(|bar| bar.time));
    let rows = bars.iter().rev().map(|bar| {
        view! {
            <tr>
                <th scope="row">{formats::time(bar.time)}</th>
                <td>{words::count(bar.requests)}</td>
                <td>{words::count(bar.refused)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <p>{summary.clone()}</p>
        <figure class="chart">
            <svg role="img" aria-label=summary viewBox="0 0 24 100" preserveAspectRatio="none">{drawn}</svg>
            <figcaption>
                <span>{first.map(formats::time)}</span>
                <span>{last.map(formats::time)}</span>
            </figcaption>
        </figure>
        <details>
            <summary>{words::AS_NUMBERS}</summary>
            <table class="numbers">
                <thead>
                    <tr>
                        <th scope="col">{words::HOUR_FROM}</th>
                        <th scope="col">{words::REQUESTS}</th>
                        <th scope="col">{words::REFUSED}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </details>
    }
    .into_any()
}
