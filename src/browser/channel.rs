//! Tells other tabs that something was written.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

/// A channel of one workspace; it lives as long as this value.
pub struct Channel {
    channel: BroadcastChannel,
    _heard: Closure<dyn FnMut(MessageEvent)>,
}

impl Channel {
    /// `heard` is called when another tab wrote. `None` if the browser gives no channel.
    pub fn open(name: &str, mut heard: impl FnMut() + 'static) -> Option<Channel> {
        let channel = BroadcastChannel::new(name).ok()?;
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |_| heard());
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        Some(Channel { channel, _heard: heard })
    }

    pub fn announce(&self) {
        // A closed channel means that the page is going away.
        let _ = self.channel.post_message(&"written".into());
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.close();
    }
}
