//! A reply: Markdown that grows while it is written, how it ended, and what can be done with it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;

use super::{CopyButton, action, ending};
use crate::browser;
use crate::desk::use_desk;
use crate::live::{live_if, pressed};
use crate::markdown;
use crate::part::brand::Mark;
use crate::part::icon::{Icon, icon};
use crate::thread::{Entry, Phase, Thread};
use crate::words::use_speech;

/// What Sofya wrote.
#[component]
pub fn SofyasMessage(entry: Entry, thread: Thread) -> impl IntoView {
    let desk = use_desk();
    let speech = use_speech();
    let message = entry.message.clone();
    let content = Memo::new(move |_| message.with(|message| message.content.clone()));
    let html = move || content.with(|text| markdown::to_html(text, speech.words().copy));
    let (message, failure) = (entry.message.clone(), entry.failure.clone());
    let ending = Memo::new(move |_| {
        ending(speech.words(), message.with(|m| m.state.clone()).as_deref(), failure.get())
    });
    let (phase, running, key) = (entry.phase.clone(), thread.running.clone(), entry.key);
    let entries = thread.entries.clone();
    let is_last = Memo::new(move |_| entries.with(|all| all.last().is_some_and(|last| last.key == key)));
    let can_ask_again = Memo::new(move |_| is_last.get() && !running.get());
    let (waiting, writing, still) = {
        let (a, b, c) = (phase.clone(), phase.clone(), phase);
        (
            move || a.get() == Phase::Waiting,
            move || b.get() == Phase::Writing,
            move || c.get() == Phase::Still,
        )
    };
    let again = Callback::new(move |()| desk.regenerate(&thread));
    let has_voice = StoredValue::new(browser::can_speak());

    view! {
        <article class="message message-sofya" aria-label=speech.say(|w| w.sofya)>
            <div class="avatar"><Mark/></div>
            <div class="reply">
                {live_if(move || waiting().then(|| view! { <Dots/> }))}
                <div class="prose" class:prose-writing=writing lang="en" dir="auto" inner_html=html on:click=copy_code></div>
                {live_if(move || ending.get().map(|sentence| view! {
                    <p class="notice notice-soft" role="alert">
                        {icon(Icon::Warning)}
                        <span>{sentence}</span>
                        {live_if(move || can_ask_again.get().then(|| view! {
                            <button type="button" class="button" on:click=pressed(move || again.run(()))>{speech.say(|w| w.retry)}</button>
                        }))}
                    </p>
                }))}
                {live_if(move || still().then(|| view! {
                    <div class="actions">
                        <CopyButton text=move |()| content.get_untracked()/>
                        {live_if(move || has_voice.get_value().then(|| action(Icon::Voice, speech.say(|w| w.listen), move || content.with_untracked(|text| browser::speak(text)))))}
                        {live_if(move || can_ask_again.get().then(|| action(Icon::Again, speech.say(|w| w.regenerate), move || again.run(()))))}
                    </div>
                }))}
            </div>
        </article>
    }
}

/// Something is coming.
#[component]
fn Dots() -> impl IntoView {
    view! { <p class="dots" aria-hidden="true"><span></span><span></span><span></span></p> }
}

/// The copy buttons of code blocks are part of the rendered Markdown: one listener for all of them.
fn copy_code(event: leptos::ev::MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(button) = target.filter(|target| target.class_list().contains("copy-code")) else { return };
    let Some(code) = browser::code_beside(&button) else { return };
    spawn_local(async move {
        let mark = if browser::copy(&code).await { "yes" } else { "no" };
        let _ = button.set_attribute("data-copied", mark);
        browser::sleep(1_600).await;
        let _ = button.remove_attribute("data-copied");
    });
}
