//! A learner's message: the text, the notes under it, and a way to change it.

use leptos::html::Textarea;
use leptos::prelude::*;

use super::{CopyButton, action};
use crate::browser;
use crate::desk::use_desk;
use crate::live::{live, live_if, pressed};
use crate::part::corrections::CorrectionNotes;
use crate::part::icon::Icon;
use crate::thread::{Entry, Phase, Thread};
use crate::words::use_speech;

/// What the learner wrote.
#[component]
pub fn LearnersMessage(entry: Entry, thread: Thread) -> impl IntoView {
    let speech = use_speech();
    let editing = RwSignal::new(false);
    let message = entry.message.clone();
    let content = Memo::new(move |_| message.with(|message| message.content.clone()));
    let (running, key) = (thread.running.clone(), entry.key);
    // The notes of the last message are open; those of a long talk stay folded until someone wants them.
    let open = RwSignal::new(
        thread.entries.with_untracked(|all| all.iter().rev().take(2).any(|other| other.key == key)),
    );
    let notes = {
        let (message, phase) = (entry.message.clone(), entry.phase.clone());
        let corrections = Memo::new(move |_| message.with(|message| message.corrections.clone()));
        move || match corrections.get() {
            Some(corrections) => view! {
                <CorrectionNotes text=content.get_untracked() corrections open/>
            }
            .into_any(),
            None if phase.get() == Phase::Checking => {
                view! { <p class="notes-none notes-checking">{speech.say(|w| w.checking)}</p> }.into_any()
            }
            None => ().into_any(),
        }
    };
    view! {
        <article class="message message-mine" aria-label=speech.say(|w| w.you)>
            {live(move || {
                let (entry, thread, running) = (entry.clone(), thread.clone(), running.clone());
                if editing.get() {
                    view! { <Editor entry thread editing/> }.into_any()
                } else {
                    view! {
                        <div class="mine-row">
                            <div class="bubble" dir="auto">{live(move || content.get())}</div>
                            <div class="actions">
                                <CopyButton text=move |()| content.get_untracked()/>
                                {live_if(move || (!running.get()).then(|| action(Icon::Edit, speech.say(|w| w.edit), move || editing.set(true))))}
                            </div>
                        </div>
                    }.into_any()
                }
            })}
            {notes}
        </article>
    }
}

#[component]
fn Editor(entry: Entry, thread: Thread, editing: RwSignal<bool>) -> impl IntoView {
    let desk = use_desk();
    let speech = use_speech();
    let field = NodeRef::<Textarea>::new();
    let id = format!("edit-{}", entry.key);
    let text = entry.message.with_untracked(|message| message.content.clone());
    let key = entry.key;
    {
        let id = id.clone();
        Effect::new(move |_| {
            let id = id.clone();
            browser::after_layout(move || {
                browser::grow(&id);
                browser::focus(&id);
            });
        });
    }
    let submit = move || {
        let Some(text) = field.get_untracked().map(|area| area.value()) else { return };
        let at = thread.entries.with_untracked(|entries| entries.iter().position(|entry| entry.key == key));
        if !text.trim().is_empty() && at.is_some() {
            editing.set(false);
            desk.send(&thread, &text, at);
        }
    };
    let on_key = {
        let submit = submit.clone();
        move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
            "Escape" => editing.set(false),
            "Enter" if !event.shift_key() && !event.is_composing() => {
                event.prevent_default();
                submit();
            }
            _ => {}
        }
    };
    view! {
        <form
            class="editor"
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            <label class="visually-hidden" for=id.clone()>{speech.say(|w| w.edit_message)}</label>
            <textarea id=id.clone() node_ref=field on:keydown=on_key prop:value=text></textarea>
            <p class="hint">{speech.say(|w| w.edit_note)}</p>
            <div class="editor-actions">
                <button type="button" class="button" on:click=pressed(move || editing.set(false))>{speech.say(|w| w.cancel)}</button>
                <button type="submit" class="button button-primary">{speech.say(|w| w.resend_edited)}</button>
            </div>
        </form>
    }
}
