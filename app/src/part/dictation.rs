//! Speaking instead of typing, where the browser can write down what is said.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::browser::{self, Listening};
use crate::live::live_if;
use crate::words::use_speech;

/// A button that listens; `heard` gets what was said.
#[component]
pub fn Dictation(#[prop(into)] heard: Callback<String>) -> impl IntoView {
    let speech = use_speech();
    let able = RwSignal::new(false);
    let listening = RwSignal::new(false);
    let ears = StoredValue::new_local(None::<Listening>);
    Effect::new(move |_| able.set(browser::can_listen()));
    let press = move |_| {
        if ears.try_update_value(Option::take).flatten().is_some() {
            return;
        }
        let over = move || {
            listening.try_set(false);
            ears.try_update_value(Option::take);
        };
        let started = browser::listen(move |text| heard.run(text), over);
        listening.set(started.is_some());
        ears.set_value(started);
    };
    let name = move || if listening.get() { speech.words().stop_listening } else { speech.words().dictate };
    live_if(move || {
        able.get().then(|| {
            view! {
                <button
                    type="button" class="quiet dictation" class:dictation-on=listening
                    aria-label=name title=name on:click=press
                >
                    {icon(Icon::Microphone)}
                </button>
            }
        })
    })
}
