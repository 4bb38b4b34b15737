//! Wrappers around browser APIs that can't throw: a failure becomes `None`, `false` or an empty string, as each function says.

mod address;
pub(crate) mod broadcast;
mod clipboard;
mod cookies;
mod crypto;
pub(crate) mod debounce;
mod download;
mod events;
mod focus;
mod grapheme;
mod hand_over;
mod history;
mod locale;
pub(crate) mod locks;
mod page;
pub(crate) mod retry;
mod storage;
mod text;
mod timers;

pub(crate) use address::{
    address, forget_link, host, navigate_away, origin, read_landing, reload, replace_address, replace_page,
    was_clicked_on_same_site,
};
pub(crate) use clipboard::{CopyGesture, copy_gesture, copy_text, select, selected_length};
pub(crate) use cookies::{accepts_cookies, cookies, set_cookie};
pub(crate) use crypto::{random, random_id, session_tag};
pub(crate) use download::download;
pub(crate) use events::{add_listener, guard_keydown, report_lost_part};
pub(crate) use focus::{
    Focused, focus_by_id, focus_content, focus_without_scroll, focused, restore_focus, reveal, scroll_by, scroll_px,
    scroll_to,
};
pub(crate) use grapheme::first_grapheme;
pub(crate) use hand_over::{Early, EarlyAnswer, EarlyRequest, HandOver, RawResponse, take_bytes};
pub(crate) use history::guard_history;
pub(crate) use locale::{date_locale, js_date, local_day, options};
pub(crate) use page::{
    app_element, clear_skeleton, data_block, install_panic_hook, is_online, is_secure_context, is_visible, saves_data,
    set_icon, until_activated,
};
pub(crate) use storage::{local_storage, session_storage};
pub(crate) use text::{decimal, lower_case, pixels, upper_case};
pub(crate) use timers::{now, parse_date, sleep, spawn, spawn_now, wait_until, within};

/// The window. The program runs in no worker, so there always is one.
pub(crate) fn window() -> web_sys::Window {
    leptos::prelude::window()
}
