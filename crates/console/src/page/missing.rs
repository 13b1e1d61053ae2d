//! The page for addresses that lead nowhere.

use leptos::prelude::*;
use lks_app::part::arrival::arrive_at;
use lks_app::part::brand::Mark;

use crate::words::use_speech;

/// Says so, and leads back.
#[component]
pub fn MissingPage() -> impl IntoView {
    let speech = use_speech();
    arrive_at("title");
    view! {
        <leptos_meta::Title text=speech.say(|w| w.frame.missing)/>
        <main class="at-rest missing">
            <Mark/>
            <h1 id="title" tabindex="-1">{speech.say(|w| w.frame.missing)}</h1>
            <p>{speech.say(|w| w.frame.missing_text)}</p>
            <a class="button button-primary" href="/admin">{speech.say(|w| w.frame.to_overview)}</a>
        </main>
    }
}
