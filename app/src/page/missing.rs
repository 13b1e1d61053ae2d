//! The page for addresses that lead nowhere.

use leptos::prelude::*;

use crate::part::arrival::arrive_at;
use crate::part::brand::Brand;
use crate::words::use_speech;

/// Says so, and leads back.
#[component]
pub fn MissingPage() -> impl IntoView {
    let speech = use_speech();
    arrive_at("title");
    view! {
        <leptos_meta::Title text=speech.say(|w| w.missing_title)/>
        <main class="at-rest missing">
            <Brand/>
            <h1 id="title" tabindex="-1">{speech.say(|w| w.missing_title)}</h1>
            <p>{speech.say(|w| w.missing_text)}</p>
            <a class="button button-primary" href="/">{speech.say(|w| w.back_to_chat)}</a>
        </main>
    }
}
