//! The chart of a key's requests, hour by hour.

use leptos::{ev, prelude::*};
use portal_core::keys::usage::UsageBar;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::{
    browser,
    text::{self, formats},
    ui::{memo, view},
};

/// The chart's height in user units; its width is one unit per hour.
const HEIGHT: f64 = 100.0;

/// The least height of a bar, in user units: where there was something, there is something to see.
const LEAST_HEIGHT: f64 = 3.0;

/// The largest part of a bar that is drawn refused for the sake of [`LEAST_HEIGHT`].
const LEAST_PART: f64 = 0.25;

/// The hours from one label of the time axis to the next.
const LABEL_HOURS: usize = 6;

/// The bars, between the number of the busiest hour and the hours of the day. Above them stands `summary`, or what is known of
/// the hour that was pointed at or touched.
#[component]
pub(super) fn Chart(bars: Vec<UsageBar>, summary: String) -> impl IntoView {
    let most = bars.iter().map(|bar| bar.requests).max().unwrap_or_default().max(1);
    let height = |requests: u64, least: f64| match requests {
        0 => 0.0,
        requests => (HEIGHT * requests as f64 / most as f64).max(least),
    };
    let has_refused = bars.iter().any(|bar| bar.refused > 0);
    let drawn = bars.iter().enumerate().map(|(hour, bar)| {
        let all = height(bar.requests, LEAST_HEIGHT);
        let refused = height(bar.refused, LEAST_HEIGHT.min(all * LEAST_PART)).min(all);
        view! {
            <g>
                {rect("bar", hour, all - refused, refused)} {rect("bar bar-refused", hour, refused, 0.0)}
                // The pointer's target is the whole hour.
                <rect
                    class="bar-hour"
                    data-hour=hour.to_string()
                    x=hour.to_string()
                    y="0"
                    width="1"
                    height="100"
                ></rect>
            </g>
        }
    });
    let drawn = drawn.collect_view();
    let labels = bars.iter().step_by(LABEL_HOURS).map(|bar| view! { <span>{formats::time(bar.time)}</span> });
    let labels = labels.collect_view();
    let said = RwSignal::new(summary.clone());
    let label = summary.clone();
    let all = summary.clone();
    let on_pointer = move |event| {
        let bar = hour_of(&event).and_then(|hour| bars.get(hour).copied());
        said.set(bar.map_or_else(|| summary.clone(), text::keys::hour));
    };
    view! {
        <figure class="chart">
            <div class="chart-head">
                <p prop:textContent=memo(move || said.get())></p>
                {has_refused.then(|| view! { <span class="chart-refused">{text::keys::REFUSED}</span> })}
            </div>
            <p class="chart-most" aria-hidden="true">
                {text::keys::count(most)}
            </p>
            <svg
                role="img"
                aria-label=label
                viewBox="0 0 24 100"
                preserveAspectRatio="none"
                on:pointerover=on_pointer
                on:mouseleave=move |_| said.set(all.clone())
            >
                {drawn}
            </svg>
            <figcaption aria-hidden="true">{labels}</figcaption>
        </figure>
    }
}

/// The hour that a pointer is over.
fn hour_of(event: &ev::PointerEvent) -> Option<usize> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.get_attribute("data-hour")?.parse().ok()
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

#[cfg(test)]
mod tests {
    use portal_api::{HOUR, ServerTime};
    use wasm_bindgen_test::wasm_bindgen_test;
    use web_sys::{PointerEvent, PointerEventInit};

    use super::*;
    use crate::testing::{Mounted, mount, settle};

    const SUMMARY: &str = "1,234 requests, 12 of them refused";

    async fn chart<const N: usize>(hours: [(u64, u64); N]) -> Mounted {
        let bars = hours.into_iter().zip(0..).map(|((requests, refused), hour)| {
            let time = ServerTime::from_millis(hour * HOUR);
            UsageBar { time, requests, refused }
        });
        let bars: Vec<_> = bars.collect();
        mount(|| view! { <Chart bars summary=SUMMARY.to_owned() /> }).await
    }

    fn heights(view: &Mounted, selector: &str) -> [Option<String>; 2] {
        ["g:first-of-type", "g:last-of-type"]
            .map(|hour| view.find(&[hour, " ", selector].concat())?.get_attribute("height"))
    }

    #[wasm_bindgen_test]
    async fn a_chart_says_in_words_what_it_shows() {
        let view = chart([(1_000, 10), (234, 2)]).await;
        assert_eq!(view.text("p"), SUMMARY);
        assert_eq!(view.element("svg").get_attribute("aria-label").as_deref(), Some(SUMMARY));
    }

    #[wasm_bindgen_test]
    async fn the_busiest_hour_is_as_high_as_the_chart_and_has_its_number() {
        let view = chart([(50, 0), (100, 25)]).await;
        let [first, last] = heights(&view, ".bar:not(.bar-refused)");
        assert_eq!((first.as_deref(), last.as_deref()), (Some("50"), Some("75")));
        assert_eq!(heights(&view, ".bar-refused")[1].as_deref(), Some("25"));
        assert_eq!(view.text(".chart-most"), "100");
    }

    #[wasm_bindgen_test]
    async fn few_requests_among_many_can_be_seen() {
        let view = chart([(10, 1), (10_000, 1)]).await;
        assert_eq!(heights(&view, ".bar:not(.bar-refused)")[0].as_deref(), Some("2.25"));
        // Not so much of a low bar that it looked like most of it.
        assert_eq!(heights(&view, ".bar-refused").map(Option::unwrap), ["0.75", "3"]);
        assert_eq!(view.text(".chart-refused"), "Refused");
        assert!(chart([(1, 0), (2, 0)]).await.find(".chart-refused").is_none());
    }

    #[wasm_bindgen_test]
    async fn an_hour_that_is_touched_says_its_numbers() {
        let view = chart([(50, 0), (100, 25)]).await;
        let point = |kind: &str, selector: &str| {
            let init = PointerEventInit::new();
            init.set_bubbles(true);
            let event = PointerEvent::new_with_event_init_dict(kind, &init).unwrap();
            view.find(selector).unwrap().dispatch_event(&event).unwrap();
        };
        point("pointerover", "g:last-of-type .bar-hour");
        settle().await;
        assert_eq!(view.text("p"), "01:00: 100 requests, 25 of them refused");
        point("mouseleave", "svg");
        settle().await;
        assert_eq!(view.text("p"), SUMMARY);
    }

    #[wasm_bindgen_test]
    async fn the_time_axis_has_a_label_each_six_hours() {
        let view = chart([(1, 0); 24]).await;
        assert_eq!(view.text("figcaption"), "00:0006:0012:0018:00");
    }
}
