//! What a key was used for in its last 24 hours.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::{Key, ServerTime};
use portal_core::{keys::usage::UsageBar, retry};

use super::chart::Chart;
use crate::{
    browser,
    keys::usage::{NoUsage, UsageAccess},
    session::use_session,
    text::{self, formats},
    ui::{Button, Show, fresh, memo, view},
};

/// The requests hour by hour, as a chart and as a table. Nothing where the session may not know them.
#[component]
pub(super) fn LastDay(key: Arc<Key>) -> impl IntoView {
    let access = expect_context::<UsageAccess>();
    // None while the first request is under way.
    let answer = RwSignal::new(None);
    let (is_loading, again) = (RwSignal::new(false), RwSignal::new(None));
    let load = Callback::new(move |()| {
        if is_loading.get_untracked() {
            return;
        }
        let is_retry = answer.with_untracked(Option::is_some);
        is_loading.set(true);
        let key = Arc::clone(&key);
        browser::spawn(async move {
            let last_day = access.last_day(&key).await;
            if is_retry && last_day != Err(NoUsage::Unavailable) {
                // The button that was pressed is removed.
                browser::restore_focus(None);
            }
            again.try_set(access.not_before());
            // After a second failure the button stays, and keeps the focus.
            if answer.try_with_untracked(|before| before.as_ref() != Some(&last_day)) == Some(true) {
                answer.set(Some(last_day));
            }
            is_loading.try_set(false);
        });
    });
    load.run(());
    let try_again = move || {
        access.forget_failures();
        load.run(());
    };
    view! {
        <Show when=move || access.allowed()>
            <section class="card panel last-day" aria-label=text::keys::LAST_DAY>
                <h2>{text::keys::LAST_DAY}</h2>
                {move || fresh(
                    match answer.get() {
                        None => {
                            view! {
                                <p class="soft" role="status">
                                    {text::keys::LAST_DAY_LOADING}
                                </p>
                            }
                        }
                        Some(Err(NoUsage::NotRecorded)) => view! { <p class="soft">{text::usage::NOT_RECORDED}</p> },
                        Some(Err(NoUsage::Unavailable)) => view! { <Unavailable again is_loading try_again /> },
                        Some(Ok(bars)) => view! { <Requests bars /> },
                    },
                )}
            </section>
        </Show>
    }
}

/// The failure, and a button: disabled for as long as the server wants no request, up to an hour; where it is longer, the
/// user decides.
#[component]
fn Unavailable(
    /// When the server can be asked again, by its own wish.
    again: RwSignal<Option<ServerTime>>,
    is_loading: RwSignal<bool>,
    #[prop(into)] try_again: Callback<()>,
) -> impl IntoView {
    let session = use_session();
    let now = session.clock();
    let wait = memo(move || retry::Wait::until(again.get(), now.get()));
    let message = memo(move || match wait.get() {
        retry::Wait::UserDecides { at } => {
            [text::usage::UNAVAILABLE, " ", &text::ask_again(Some(at), now.get(), "")].concat()
        }
        _ => text::usage::UNAVAILABLE.to_owned(),
    });
    let label = move || match wait.get() {
        _ if is_loading.get() => text::keys::LAST_DAY_LOADING.to_owned(),
        retry::Wait::Seconds(seconds) => text::try_again_in(seconds),
        _ => text::TRY_AGAIN.to_owned(),
    };
    let disabled = move || matches!(wait.get(), retry::Wait::Seconds(_));
    view! {
        <p class="soft" role="status" prop:textContent=message></p>
        <div>
            <Button label disabled on_click=try_again />
        </div>
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
    use portal_core::session::SessionState;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{
        session::SessionHandle,
        testing::{Mounted, mount},
    };

    async fn requests<const N: usize>(hours: [(u64, u64); N]) -> Mounted {
        let bars = hours.into_iter().zip(0..).map(|((requests, refused), hour)| {
            let time = ServerTime::from_millis(hour * HOUR);
            UsageBar { time, requests, refused }
        });
        let bars: Vec<_> = bars.collect();
        mount(|| view! { <Requests bars /> }).await
    }

    async fn unavailable(again_ms: Option<i64>) -> Mounted {
        mount(move || {
            let session = SessionHandle::stub(SessionState::Starting, "{}");
            session.clock().set(ServerTime::from_millis(0));
            let again = RwSignal::new(again_ms.map(ServerTime::from_millis));
            view! { <Unavailable again is_loading=RwSignal::new(false) try_again=|| () /> }
        })
        .await
    }

    #[wasm_bindgen_test]
    async fn usage_that_is_not_available_can_be_tried_again_when_the_server_wants_it() {
        let minute = 60_000;
        for (again, words, label, is_disabled) in [
            (None, "", "Try again", false),
            (Some(3 * minute), "", "Try again in 3 min", true),
            (Some(180 * minute), " The server can be asked again in 3 hours.", "Try again", false),
        ] {
            let view = unavailable(again).await;
            assert_eq!(view.text("p"), [text::usage::UNAVAILABLE, words].concat());
            assert_eq!(view.text("button"), label);
            assert_eq!(view.element("button").has_attribute("disabled"), is_disabled, "{label}");
        }
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
