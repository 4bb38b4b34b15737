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

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, rc::Rc};

    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::browser::{sleep, wait_until};

    /// A channel, and the messages that it has received.
    struct Tab {
        channel: BroadcastChannel<String>,
        received: Rc<RefCell<Vec<String>>>,
    }

    impl Tab {
        fn open(name: &str) -> Self {
            let received = Rc::new(RefCell::new(Vec::new()));
            let on_message = {
                let received = Rc::clone(&received);
                move |message| received.borrow_mut().push(message)
            };
            let parse = |text: &str| text.strip_prefix("message ").map(str::to_owned);
            let channel = BroadcastChannel::open(name, parse, |message| format!("message {message}"), on_message);
            Self { channel, received }
        }

        /// Whether exactly these messages arrive.
        async fn receives(&self, messages: &[&str]) -> bool {
            wait_until(|| *self.received.borrow() == messages, 5, 2_000).await
        }
    }

    #[wasm_bindgen_test]
    async fn a_message_reaches_the_other_tabs_of_its_channel_only() {
        let [sender, same, other] = ["a", "a", "b"].map(Tab::open);
        sender.channel.post(&"hello".to_owned());
        assert!(same.receives(&["hello"]).await);
        assert!(other.received.borrow().is_empty());
        assert!(sender.received.borrow().is_empty());
    }

    #[wasm_bindgen_test]
    async fn a_message_that_cannot_be_parsed_is_ignored() {
        let tab = Tab::open("c");
        let old_version = web_sys::BroadcastChannel::new("c").unwrap();
        old_version.post_message(&"something else".into()).unwrap();
        old_version.post_message(&7.into()).unwrap();
        old_version.post_message(&"message last".into()).unwrap();
        assert!(tab.receives(&["last"]).await);
    }

    #[wasm_bindgen_test]
    async fn a_channel_that_was_dropped_receives_nothing() {
        let [sender, open, dropped] = ["d", "d", "d"].map(Tab::open);
        let received = Rc::clone(&dropped.received);
        drop(dropped);
        sender.channel.post(&"hello".to_owned());
        assert!(open.receives(&["hello"]).await);
        sleep(20).await;
        assert!(received.borrow().is_empty());
    }
}
