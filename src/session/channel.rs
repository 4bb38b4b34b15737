//! The tabs of this browser tell each other what happens to their session.

use portal_core::session::SessionMessage;
use wasm_bindgen::JsCast;
use web_sys::{BroadcastChannel, MessageEvent};

use crate::browser;

const CHANNEL: &str = "portal_session";

/// The way to the other tabs; absent where the browser has none, and then each tab finds out by itself.
#[derive(Debug, Clone)]
pub(crate) struct Tabs(Option<BroadcastChannel>);

impl Tabs {
    /// Listens for as long as the page lives. A channel never brings a tab its own words.
    pub(crate) fn listen(hear: impl Fn(SessionMessage) + 'static) -> Self {
        let channel = BroadcastChannel::new(CHANNEL).ok();
        if let Some(channel) = &channel {
            browser::on_every(channel, "message", move |event| {
                let news = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().as_string());
                if let Some(news) = news.as_deref().and_then(SessionMessage::parse) {
                    hear(news);
                }
            });
        }
        Self(channel)
    }

    /// Tells all other tabs.
    pub(crate) fn tell(&self, news: SessionMessage) {
        if let Some(channel) = &self.0 {
            let _ = channel.post_message(&news.to_string().into());
        }
    }
}
