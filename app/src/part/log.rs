//! The messages of a conversation, and the place where the reader stands in them.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use super::message::MessageView;
use super::welcome::Welcome;
use crate::browser;
use crate::live::{live, live_if};
use crate::thread::{Load, Thread};
use crate::words::use_speech;

/// Id of the scrolling element.
pub const LOG: &str = "log";

/// The conversation. It follows what is written as long as the reader stands at its end.
#[component]
pub fn ConversationLog(
    thread: Thread,
    stick: RwSignal<bool>,
    #[prop(into)] send: Callback<String>,
) -> impl IntoView {
    let speech = use_speech();
    let (entries, load) = (thread.entries.clone(), thread.load.clone());
    let interrupted = thread.interrupted.clone();
    let empty = {
        let (entries, load) = (entries.clone(), load.clone());
        Memo::new(move |_| entries.with(Vec::is_empty) && matches!(load.get(), Load::Fresh | Load::Ready))
    };
    let loading = {
        let load = load.clone();
        Memo::new(move |_| load.get() == Load::Loading)
    };

    // Whatever changes in the messages, the end stays in sight for a reader who stands there.
    {
        let (entries, problem) = (entries.clone(), thread.problem.clone());
        Effect::new(move |_| {
            problem.track();
            entries.with(|all| {
                for entry in all {
                    entry.message.track();
                    entry.phase.track();
                }
            });
            if stick.get_untracked() {
                browser::after_layout(|| browser::scroll_to_bottom(LOG));
            }
        });
    }
    let jump = move |_| {
        stick.set(true);
        browser::scroll_to_bottom(LOG);
    };
    let each = {
        let entries = entries.clone();
        move || entries.get()
    };

    view! {
        <div class="log-frame">
            // Announced as a whole by `Announcer`; word by word would be too much.
            <div
                id=LOG
                class="log"
                role="log"
                aria-live="off"
                aria-label=speech.say(|w| w.conversation)
                tabindex="0"
                on:scroll=move |_| stick.set(browser::at_bottom(LOG))
            >
                <div class="log-column">
                    {live_if(move || loading.get().then(|| view! { <Skeleton/> }))}
                    {live_if(move || empty.get().then(|| view! { <Welcome send/> }))}
                    <For each key=|entry| entry.key let(entry)>
                        <MessageView entry thread=thread.clone()/>
                    </For>
                    {live_if(move || interrupted.get().then(|| view! {
                        <p class="notice notice-soft" role="status">{icon(Icon::Pulse)}<span>{speech.say(|w| w.reconnecting)}</span></p>
                    }))}
                </div>
            </div>
            {live_if(move || (!stick.get() && !empty.get()).then(|| view! {
                <button type="button" class="jump" on:click=jump>{icon(Icon::Down)}<span>{speech.say(|w| w.jump)}</span></button>
            }))}
        </div>
    }
}

/// Tells a screen reader when Sofya begins to write, and the whole reply when it stands.
#[component]
pub fn Announcer(thread: Thread) -> impl IntoView {
    let speech = use_speech();
    let said = RwSignal::new(String::new());
    let running = thread.running.clone();
    Effect::new(move |before: Option<bool>| {
        let now = running.get();
        match (before, now) {
            (_, true) => said.set(speech.words_now().sofya_writes.to_owned()),
            (Some(true), false) => {
                let last = thread.entries.with_untracked(|entries| entries.last().cloned());
                let text = last.map(|entry| entry.message.with_untracked(|message| message.content.clone()));
                said.set(text.unwrap_or_default());
            }
            _ => {}
        }
        now
    });
    view! { <p class="visually-hidden" role="status">{live(move || said.get())}</p> }
}

#[component]
fn Skeleton() -> impl IntoView {
    let speech = use_speech();
    view! {
        <div class="skeleton">
            <p class="visually-hidden" role="status">{speech.say(|w| w.loading)}</p>
            <span class="bone bone-right"></span>
            <span class="bone"></span>
            <span class="bone bone-short"></span>
            <span class="bone bone-right"></span>
            <span class="bone"></span>
        </div>
    }
}
