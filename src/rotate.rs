//! Stand-in for the rotate part.

use std::sync::Arc;

use js_sys::{Array, Function, Reflect};
use leptos::{html, prelude::*, wasm_split::wasm_split};
use portal_api::{GetVerifications, Key, Route, VerificationPoint, Verifications};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

use crate::{
    browser,
    parts::NotFetched,
    session::use_session,
    text::formats,
    ui::{Button, Moment},
};

/// What the part brings.
#[derive(Clone, Copy)]
pub(crate) struct Views {
    pub(crate) dialog: fn(Arc<Key>, Callback<String>) -> AnyView,
}

#[wasm_split(rotate, fallible, wasm_split_path = leptos::wasm_split)]
pub(crate) fn views() -> Result<Views, NotFetched> {
    Ok(Views { dialog: |key, tell| view! { <Dialog key tell/> }.into_any() })
}

#[component]
fn Dialog(key: Arc<Key>, tell: Callback<String>) -> impl IntoView {
    let session = use_session();
    let app = session.config().app_name.clone().unwrap_or_default();
    let count = RwSignal::new(0_u32);
    let sorted = RwSignal::new(String::new());
    let node = NodeRef::<html::Dialog>::new();
    let name = key.name.clone().unwrap_or_default();
    let label = Memo::new(move |_| format!("pressed {} times in {app}", count.get()));
    Effect::new(move |_| {
        if let Some(dialog) = node.get() {
            let dialog: JsValue = dialog.into();
            let open = Reflect::get(&dialog, &"show".into()).ok().and_then(|show| show.dyn_into::<Function>().ok());
            if let Some(open) = open {
                let _ = open.call0(&dialog);
            }
        }
    });
    let sort = move || {
        // A kind of closure that nothing else in the program makes.
        let compare = Closure::<dyn FnMut(JsValue, JsValue) -> f64>::new(|a: JsValue, b: JsValue| {
            b.as_f64().unwrap_or_default() - a.as_f64().unwrap_or_default()
        });
        let numbers: Array = [2.0, 10.0, 7.5].into_iter().map(JsValue::from_f64).collect();
        let sort = Reflect::get(&numbers, &"sort".into()).ok().and_then(|sort| sort.dyn_into::<Function>().ok());
        if let Some(sort) = sort {
            let _ = sort.call1(&numbers, compare.as_ref());
        }
        sorted.set(String::from(numbers.join("-")));
    };
    let press = {
        let key = Arc::clone(&key);
        move || {
            count.update(|count| *count += 1);
            tell.run(format!("{} of {name}, pressed {}", key.key_id.as_str(), count.get_untracked()));
            sort();
        }
    };
    view! {
        <dialog node_ref=node aria-label="Stand-in">
            <p>"Key: " {key.name.clone()}</p>
            <p role="status">{label}</p>
            <p>"Sorted: " {sorted}</p>
            <ul>
                <For each=move || { (0..count.get()).collect::<Vec<_>>() } key=|n| *n let:n><li>{format!("press {n}")}</li></For>
            </ul>
            <Button label="Press" on_click=press/>
            <Pilot key/>
        </dialog>
    }
}

#[component]
fn Pilot(key: Arc<Key>) -> impl IntoView {
    let session = use_session();
    let now = session.ticking(1_000);
    let points = RwSignal::new(Vec::<VerificationPoint>::new());
    let outcome = RwSignal::new("not asked");
    let created = key.created_at;
    browser::spawn(async move {
        let now = session.now();
        let start = portal_api::ServerTime::from_millis(now.millis() / 3_600_000 * 3_600_000 - 86_400_000);
        let body = GetVerifications { start_time: start, end_time: now, key_id: Some(key.key_id.clone()) };
        browser::sleep(50).await;
        let Some(reply) = session.read::<Verifications>(Route::GetVerifications, &body).await else { return };
        outcome.set(match reply.meaning {
            Ok(Verifications::Together { data, .. }) => {
                points.set(data);
                "together"
            }
            Ok(Verifications::ByKey { keys, .. }) => {
                points.set(keys.into_iter().flat_map(|key| key.data).collect());
                "by key"
            }
            Err(_) => "failed",
        });
    });
    view! {
        <p>"Usage: " {outcome} " " {move || points.with(Vec::len)} " points"</p>
        <p>"Made " <Moment at=created words=Signal::derive(move || formats::from_now(created, now.get()))/></p>
    }
}
