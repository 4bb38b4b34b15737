//! Tabs of this browser tell each other which keys they rotated, so that none goes on with a list that isn't true any more.

use portal_core::{keys::rotation::records::CompletedRotation, percent};
use wasm_bindgen::JsCast;
use web_sys::{BroadcastChannel, MessageEvent};

use crate::browser;

const CHANNEL: &str = "portal_rotations";

/// What a tab says of a rotation that it did.
pub(crate) struct News {
    /// Which.
    pub(crate) rotated: CompletedRotation,
    /// The new key's first characters.
    pub(crate) start: String,
}

impl News {
    fn parse(text: &str) -> Option<Self> {
        let (start, rotated) = text.split_once(' ')?;
        Some(Self { rotated: CompletedRotation::parse(rotated)?, start: percent::decode(start) })
    }
}

/// The way to the other tabs; absent where the browser has none.
#[derive(Debug, Clone)]
pub(crate) struct Tabs(Option<BroadcastChannel>);

impl Tabs {
    /// Listens until `hear` says that nobody is there any more.
    pub(crate) fn listen(hear: impl Fn(News) -> Option<()> + 'static) -> Self {
        let channel = BroadcastChannel::new(CHANNEL).ok();
        if let Some(channel) = &channel {
            let own = channel.clone();
            browser::add_listener(channel, "message", move |event| {
                let text = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().as_string());
                let news = text.as_deref().and_then(News::parse);
                if news.is_some_and(|news| hear(news).is_none()) {
                    own.close();
                }
            });
        }
        Self(channel)
    }

    /// Tells all other tabs.
    pub(crate) fn tell(&self, news: &News) {
        if let Some(channel) = &self.0 {
            let text = format!("{} {}", percent::encode(&news.start), news.rotated);
            let _ = channel.post_message(&text.into());
        }
    }
}
