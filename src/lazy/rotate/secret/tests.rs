//! Tests of what is shown of a new key.

use std::sync::Arc;

use leptos::prelude::*;
use portal_api::Secret;
use portal_core::{
    config::Config,
    keys::{
        rotation::save_state::SaveState,
        secret::lifecycle::{Event, QUESTION_GUARD_MS},
    },
    session::SessionState,
};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{ClosePrompt, Held, SecretKeeper, SecretView, format::SecretFormat, is_asking};
use crate::{
    browser::{self, locks::HeldLock},
    session::SessionHandle,
    testing::{Mounted, NavigatorStub, key, mount_with, settle},
    text::rotation::secret as texts,
    ui::view,
};

const CONFIG: &str = r#"{"appName":"Acme","docsUrl":"https://acme.com/docs","example":{"url":"https://api.acme.com/v1","header":"X-API-Key"}}"#;

fn config(json: &str) -> Config {
    Config::parse(json.as_bytes()).config
}

#[wasm_bindgen_test]
fn a_format_of_which_not_everything_is_known_is_left_out() {
    use SecretFormat::{Curl, Env, Header, Plain};
    let available = |json: &str| SecretFormat::available(&config(json));
    assert_eq!(available("{}"), [Plain, Env]);
    assert_eq!(available(r#"{"example":{"url":"https://api.acme.com"}}"#), [Plain, Env]);
    assert_eq!(available(r#"{"example":{"header":"X-API-Key"}}"#), [Plain, Env, Header]);
    assert_eq!(available(CONFIG), [Plain, Env, Curl, Header]);
}

#[wasm_bindgen_test]
fn each_format_follows_the_operators_config() {
    let secret = Secret::new("acme_7QpVb2x".to_owned());
    let format = |format: SecretFormat, json: &str| format.format(&secret, &config(json)).expose().to_owned();
    assert_eq!(format(SecretFormat::Env, "{}"), "API_KEY=acme_7QpVb2x");
    assert_eq!(format(SecretFormat::Env, CONFIG), "ACME_API_KEY=acme_7QpVb2x");
    assert_eq!(format(SecretFormat::Env, r#"{"example":{"variable":"KEY"}}"#), "KEY=acme_7QpVb2x");
    assert_eq!(format(SecretFormat::Header, CONFIG), "X-API-Key: acme_7QpVb2x");
    assert_eq!(format(SecretFormat::Curl, CONFIG), r#"curl -H "X-API-Key: acme_7QpVb2x" https://api.acme.com/v1"#);
}

/// A new key on screen, with the question before it is lost, and what was recorded of it.
async fn new_key() -> (SecretKeeper, RwSignal<Vec<SaveState>>, Mounted) {
    let ((keeper, recorded), view) = mount_with(|| {
        SessionHandle::stub(SessionState::Starting, CONFIG);
        let recorded = RwSignal::new(Vec::new());
        let record = Callback::new(move |state| recorded.update(|all: &mut Vec<SaveState>| all.push(state)));
        let keeper = SecretKeeper::new(record);
        keeper.hold(Held::new(Secret::new("acme_7QpVb2xYJ8kL".to_owned()), HeldLock::new("test-new-key")));
        let send = Callback::new(move |event| keeper.dispatch(event));
        let view = view! {
            <SecretView keeper key=Arc::new(key("")) />
            <ClosePrompt keeper send on_gone=|| () />
        };
        ((keeper, recorded), view)
    })
    .await;
    (keeper, recorded, view)
}

#[wasm_bindgen_test]
async fn the_key_is_masked_until_it_is_revealed_and_again_when_the_session_ends() {
    let (keeper, _, view) = new_key().await;
    assert_eq!(view.text("code"), "acme_7•••••••••••");
    view.press(texts::REVEAL).await;
    assert_eq!(view.text("code"), "acme_7QpVb2xYJ8kL");
    keeper.dispatch(Event::SessionEnded(browser::now()));
    settle().await;
    assert_eq!(view.text("code"), "acme_7•••••••••••");
    view.press(texts::REVEAL).await;
    assert_eq!(view.text("code"), "acme_7QpVb2xYJ8kL");
}

#[wasm_bindgen_test]
async fn copying_is_said_and_recorded_and_a_refusal_selects_the_key() {
    let (_, recorded, view) = new_key().await;
    {
        let _clipboard = NavigatorStub::refusing_clipboard();
        view.press(texts::COPY).await;
        settle().await;
        assert!(view.text(".secret-said").starts_with("Couldn’t copy. The key is selected"));
        assert_eq!(browser::selected_length(), "acme_7QpVb2xYJ8kL".len());
    }
    assert_eq!(recorded.get_untracked(), []);
    let clipboard = NavigatorStub::working_clipboard();
    view.press(texts::COPY).await;
    settle().await;
    assert_eq!(view.text(".secret-said"), texts::COPIED);
    assert_eq!(clipboard.copied().as_deref(), Some("acme_7QpVb2xYJ8kL"));
    assert_eq!(recorded.get_untracked(), [SaveState::Saved]);
}

#[wasm_bindgen_test]
async fn the_documentation_is_a_link_away_in_a_tab_of_its_own() {
    let (_, _, view) = new_key().await;
    let link = view.element("a");
    assert_eq!(link.get_attribute("href").as_deref(), Some("https://acme.com/docs"));
    assert_eq!(link.get_attribute("target").as_deref(), Some("_blank"));
}

#[wasm_bindgen_test]
async fn the_question_has_its_safe_button_last_and_takes_no_answer_at_once() {
    let (keeper, recorded, view) = new_key().await;
    keeper.dispatch(Event::Close(browser::now()));
    settle().await;
    assert_eq!(view.text(".close-actions button:last-child"), texts::STAY);
    assert_eq!(document().active_element(), view.find(".close-actions button:last-child").map(Into::into));
    view.press(texts::CLOSE_UNSAVED).await;
    view.press(texts::STAY).await;
    assert!(untrack(|| is_asking(keeper)));
    browser::sleep(u32::try_from(QUESTION_GUARD_MS).unwrap()).await;
    view.press(texts::CLOSE_UNSAVED).await;
    assert_eq!(recorded.get_untracked(), [SaveState::ClosedUnsaved]);
}

#[wasm_bindgen_test]
async fn signing_out_has_its_own_question() {
    let (keeper, _, view) = new_key().await;
    keeper.dispatch(Event::SignOut(browser::now()));
    settle().await;
    assert_eq!(view.text("[role=alertdialog] p"), texts::NOT_SAVED_SIGN_OUT);
    assert_eq!(view.text(".close-actions button:first-child"), texts::SIGN_OUT_UNSAVED);
}
