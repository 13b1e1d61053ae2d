//! One message with what belongs to it.

mod learners;
mod sofyas;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::icon::{Icon, icon};
use crate::browser;
use crate::live::{live, pressed};
use crate::thread::{Entry, Thread};
use crate::words::{Words, use_speech};

use learners::LearnersMessage;
use sofyas::SofyasMessage;

/// A message of either side.
#[component]
pub fn MessageView(entry: Entry, thread: Thread) -> impl IntoView {
    if entry.is_learners() {
        view! { <LearnersMessage entry thread/> }.into_any()
    } else {
        view! { <SofyasMessage entry thread/> }.into_any()
    }
}

/// A small button that is an icon with a name.
pub(super) fn action(
    symbol: Icon,
    name: impl Fn() -> &'static str + Copy + Send + Sync + 'static,
    run: impl Fn() + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <button type="button" class="quiet" aria-label=name title=name on:click=pressed(run)>{icon(symbol)}</button>
    }
}

/// Copies a text and says so for a moment.
#[component]
pub(super) fn CopyButton(#[prop(into)] text: Callback<(), String>) -> impl IntoView {
    let speech = use_speech();
    let outcome = RwSignal::new(None::<bool>);
    let name = move || match outcome.get() {
        None => speech.words().copy,
        Some(true) => speech.words().copied,
        Some(false) => speech.words().copy_failed,
    };
    let copy = move |_| {
        let text = text.run(());
        spawn_local(async move {
            outcome.try_set(Some(browser::copy(&text).await));
            browser::sleep(1_600).await;
            outcome.try_set(None);
        });
    };
    view! {
        <button type="button" class="quiet" class:quiet-done=move || outcome.get() == Some(true) aria-label=name title=name on:click=copy>
            {live(move || icon(if outcome.get() == Some(true) { Icon::Done } else { Icon::Copy }))}
        </button>
    }
}

/// How a reply that did not simply end has ended.
fn ending(words: &Words, state: Option<&str>, failure: Option<(String, String)>) -> Option<String> {
    match state? {
        "cancelled" => Some(words.stopped.to_owned()),
        "failed" => {
            let (code, message) = failure.unwrap_or_default();
            Some(words.failure(&code, &message))
        }
        _ => None,
    }
}
