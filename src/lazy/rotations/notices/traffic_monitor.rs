//! How requests move from the old key to the new one while both work.

use leptos::prelude::*;
use portal_api::{KeyId, Verifications};
use portal_core::keys::{
    rotation::{
        handover::{self, KeyHandover, POLL_INTERVAL_MS},
        records::CompletedRotation,
    },
    usage::RecordedUsage,
};

use crate::{
    browser,
    keys::usage::UsageAccess,
    lazy::rotations::state::{RotationState, TrafficCache},
    session::{SessionHandle, use_session},
    text,
    ui::{Show, fresh, memo, view},
};

/// How often the monitor checks whether a request is due, in milliseconds.
const CHECK_INTERVAL_MS: u32 = 1_000;

/// What is known of the requests on both keys, updated each [`POLL_INTERVAL_MS`]. Nothing where the session may not read usage,
/// after the old key's end, and where it ended at once.
#[component]
pub(super) fn TrafficMonitor(rotation: CompletedRotation, state: RotationState) -> impl IntoView {
    let access = expect_context::<UsageAccess>();
    let ends = rotation.old_ends;
    let has_grace = ends.is_none_or(|ends| ends > rotation.at);
    view! {
        <Show when=move || { has_grace && access.allowed() && ends.is_none_or(|ends| state.clock().get() < ends) }>
            <Traffic rotation=rotation.clone() cache=state.traffic />
        </Show>
    }
}

#[component]
fn Traffic(rotation: CompletedRotation, cache: TrafficCache) -> impl IntoView {
    let new = rotation.new.clone();
    // One a line.
    let words = memo(move || {
        let Some(handover) = cache.get(&new) else { return String::new() };
        let sentences = text::rotation::handover::sentences(&handover);
        if sentences.is_empty() {
            return String::new();
        }
        [text::rotation::handover::as_of(handover.as_of), sentences.join("\n")].join("\n")
    });
    let monitor = Monitor { session: use_session(), access: expect_context(), cache, alive: RwSignal::new(()) };
    browser::spawn(monitor.run(rotation));
    view! {
        <div class="traffic">
            {move || {
                let sentence = |words: &str| view! { <p>{words.to_owned()}</p> };
                fresh(words.get().lines().map(sentence).collect_view().into_any())
            }}
        </div>
    }
}

#[derive(Clone, Copy)]
struct Monitor {
    session: SessionHandle,
    access: UsageAccess,
    cache: TrafficCache,
    /// Disposed of with the view, which ends [`Self::run`].
    alive: RwSignal<()>,
}

impl Monitor {
    async fn run(self, rotation: CompletedRotation) {
        while self.alive.try_get_untracked().is_some() && rotation.is_grace_running(self.session.now()) {
            let due = self.cache.is_due(&rotation.new, browser::now(), POLL_INTERVAL_MS);
            if due && browser::is_visible() && self.session.online().get_untracked() {
                self.poll(&rotation).await;
            }
            browser::sleep(CHECK_INTERVAL_MS).await;
        }
    }

    async fn poll(self, rotation: &CompletedRotation) {
        self.cache.mark_requested(&rotation.new, browser::now());
        let window = handover::window(rotation, self.session.now());
        let old = self.access.records(window, rotation.old.clone()).await;
        let new = self.access.records(window, rotation.new.clone()).await;
        let handover = KeyHandover::read(
            rotation,
            &window,
            recorded_usage(&rotation.old, old.as_ref()),
            recorded_usage(&rotation.new, new.as_ref()),
        );
        self.cache.store(&rotation.new, handover);
    }
}

fn recorded_usage<'a>(key: &KeyId, answer: Option<&'a Verifications>) -> RecordedUsage<'a> {
    answer.map_or(RecordedUsage::NotRecorded, |answer| RecordedUsage::of(key, answer))
}
