//! Typed messages between the tabs of this origin in one browser, over a `BroadcastChannel`.

use wasm_bindgen::JsCast;
use web_sys::MessageEvent;

use super::add_listener;

/// A channel to the other tabs. Closed when dropped, so a value kept in a `StoredValue` ends with its reactive owner. Without
/// `BroadcastChannel` in the browser nothing is sent or received.
#[derive(Debug)]
pub(crate) struct BroadcastChannel<M> {
    channel: Option<web_sys::BroadcastChannel>,
    format: fn(&M) -> String,
}

impl<M: 'static> BroadcastChannel<M> {
    /// Opens the channel `name` and calls `on_message` for each message of another tab that `parse` can read. The browser
    /// never delivers a tab's own messages to it. `format` is the reverse of `parse`.
    pub(crate) fn open(
        name: &str,
        parse: fn(&str) -> Option<M>,
        format: fn(&M) -> String,
        on_message: impl Fn(M) + 'static,
    ) -> Self {
        let channel = web_sys::BroadcastChannel::new(name).ok();
        if let Some(channel) = &channel {
            add_listener(channel, "message", move |event| {
                let text = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().as_string());
                if let Some(message) = text.as_deref().and_then(parse) {
                    on_message(message);
                }
            });
        }
        Self { channel, format }
    }

    /// Sends a message to all other tabs.
    pub(crate) fn post(&self, message: &M) {
        if let Some(channel) = &self.channel {
            // Fails only on a closed channel and for values that can't be cloned, which a string can.
            let _ = channel.post_message(&(self.format)(message).into());
        }
    }
}

impl<M> Drop for BroadcastChannel<M> {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}
