//! Where the focus goes when a page has taken another's place.

use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;

use crate::browser;

static LOADED: AtomicBool = AtomicBool::new(false);

/// Moves the focus to the element with this id once the page stands, unless the browser has just
/// loaded the document or the focus is somewhere already.
pub fn arrive_at(id: &'static str) {
    Effect::new(move |_| {
        if !LOADED.swap(true, Ordering::Relaxed) {
            return;
        }
        browser::after_layout(move || {
            if browser::focus_is_free() {
                browser::focus(id);
            }
        });
    });
}
