//! Where the learner writes.

use leptos::prelude::*;

use super::dictation::Dictation;
use super::icon::{Icon, icon};
use super::notice::ProblemNotice;
use crate::browser;
use crate::desk::use_desk;
use crate::live::live;
use crate::thread::Thread;
use crate::words::use_speech;

/// Id of the text box.
pub const BOX: &str = "message";

/// The message box with Send or Stop.
#[component]
pub fn Composer(thread: Thread, #[prop(into)] send: Callback<String>) -> impl IntoView {
    let desk = use_desk();
    let speech = use_speech();
    let (draft, running, problem) = (thread.draft.clone(), thread.running.clone(), thread.problem.clone());
    let blank = {
        let draft = draft.clone();
        Signal::derive(move || draft.with(|text| text.trim().is_empty()))
    };

    let submit = {
        let (draft, running) = (draft.clone(), running.clone());
        move || {
            let text = draft.get_untracked();
            if !text.trim().is_empty() && !running.get_untracked() {
                draft.set(String::new());
                send.run(text);
            }
        }
    };
    let on_key = {
        let submit = submit.clone();
        move |event: leptos::ev::KeyboardEvent| {
            if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
                event.prevent_default();
                submit();
            }
        }
    };
    let on_input = {
        let (draft, thread) = (draft.clone(), thread.clone());
        move |event: leptos::ev::Event| {
            let text = event_target_value(&event);
            desk.keep_draft(&thread, &text);
            draft.set(text);
        }
    };
    {
        let draft = draft.clone();
        Effect::new(move |_| {
            draft.track();
            browser::after_layout(|| browser::grow(BOX));
        });
    }
    let heard = {
        let (draft, thread) = (draft.clone(), thread.clone());
        move |said: String| {
            draft.update(|text| {
                if !text.is_empty() && !text.ends_with(char::is_whitespace) {
                    text.push(' ');
                }
                text.push_str(said.trim());
            });
            desk.keep_draft(&thread, &draft.get_untracked());
            browser::focus(BOX);
        }
    };
    let on_stop = {
        let thread = thread.clone();
        move |_| thread.press_stop()
    };

    view! {
        <form
            class="composer"
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            <ProblemNotice problem/>
            <div class="composer-box">
                <label class="visually-hidden" for=BOX>{speech.say(|w| w.message)}</label>
                <textarea
                    id=BOX
                    rows="1"
                    maxlength=lks_domain::limits::MESSAGE_CHARS.to_string()
                    placeholder=speech.say(|w| w.message_hint)
                    aria-describedby="composer-hint"
                    prop:value=move || draft.get()
                    on:input=on_input
                    on:keydown=on_key
                ></textarea>
                <Dictation heard/>
                {live(move || {
                    let on_stop = on_stop.clone();
                    if running.get() {
                        view! {
                            <button type="button" class="round round-stop" aria-label=speech.say(|w| w.stop) title=speech.say(|w| w.stop) on:click=on_stop>
                                {icon(Icon::Stop)}
                            </button>
                        }.into_any()
                    } else {
                        view! {
                            <button type="submit" class="round" aria-label=speech.say(|w| w.send) title=speech.say(|w| w.send) disabled=blank>
                                {icon(Icon::Send)}
                            </button>
                        }.into_any()
                    }
                })}
            </div>
            <p class="composer-hint" id="composer-hint">{speech.say(|w| w.keys_hint)}</p>
        </form>
    }
}
