//! How requests move from the old key to the new one, as long as both work.

use leptos::prelude::*;
use portal_api::{KeyId, Verifications};
use portal_core::keys::{
    rotation::{
        handover::{self as core, POLL_INTERVAL_MS},
        records::CompletedRotation,
    },
    usage::RecordedUsage,
};

use crate::{
    browser,
    keys::{rotation::rotations::Rotations, usage::UsageAccess},
    session::{SessionHandle, use_session},
    text::rotation as text,
};

/// How often it is looked whether it is time to ask, in milliseconds.
const LOOK_MS: u32 = 1_000;

/// What is known of the requests on both keys.
#[component]
pub(crate) fn Pilot(rotated: CompletedRotation) -> impl IntoView {
    let rotations = expect_context::<Rotations>();
    let seen = rotations.seen();
    let key = rotated.new.clone();
    let found =
        Memo::new(move |_| seen.with(|seen| seen.iter().find(|seen| seen.new == key).and_then(|seen| seen.pilot)));
    let visit = Visit { session: use_session(), access: expect_context(), rotations, alive: RwSignal::new(()) };
    browser::spawn(visit.watch(rotated));
    view! {
        <div class="pilot">
            {move || found.get().map(|pilot| {
                let sentences = text::pilot(&pilot);
                (!sentences.is_empty()).then(|| view! {
                    <p>{text::as_of(pilot.as_of)}</p>
                    {sentences.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
                })
            })}
        </div>
    }
}

#[derive(Clone, Copy)]
struct Visit {
    session: SessionHandle,
    access: UsageAccess,
    rotations: Rotations,
    /// Gone with the view.
    alive: RwSignal<()>,
}

impl Visit {
    async fn watch(self, rotated: CompletedRotation) {
        while self.alive.try_get_untracked().is_some() && rotated.is_grace_running(self.session.now()) {
            let due = self.rotations.pilot_is_due(&rotated.new, browser::now(), POLL_INTERVAL_MS);
            if due && browser::is_visible() && self.session.online().get_untracked() {
                self.ask(&rotated).await;
            }
            browser::sleep(LOOK_MS).await;
        }
    }

    async fn ask(self, rotated: &CompletedRotation) {
        // Noted before it is asked: another view of the same rotation must not ask as well.
        self.rotations.asked_pilot(&rotated.new, browser::now());
        let window = core::window(rotated, self.session.now());
        let mut answers = [None, None];
        for (key, answer) in [&rotated.old, &rotated.new].into_iter().zip(&mut answers) {
            *answer = self.access.records(window, key.clone()).await;
        }
        let [old, new] = answers;
        let pilot = core::KeyHandover::read(
            rotated,
            &window,
            recorded(&rotated.old, old.as_ref()),
            recorded(&rotated.new, new.as_ref()),
            self.session.now(),
        );
        self.rotations.saw_pilot(&rotated.new, pilot);
    }
}

fn recorded<'a>(key: &KeyId, answer: Option<&'a Verifications>) -> RecordedUsage<'a> {
    answer.map_or(RecordedUsage::NotRecorded, |answer| RecordedUsage::of(key, answer))
}
