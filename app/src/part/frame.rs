//! The frames of the pages around the chat: one for visitors, one for members.

use leptos::prelude::*;

use super::arrival::arrive_at;
use super::brand::Brand;
use super::icon::{Icon, icon};
use crate::words::{Words, use_speech};

/// A page for visitors: a form beside what awaits them.
#[component]
pub fn VisitorFrame(title: fn(&Words) -> &'static str, children: Children) -> impl IntoView {
    let speech = use_speech();
    arrive_at("title");
    view! {
        <leptos_meta::Title text=speech.say(title)/>
        <div class="visitor">
            <header class="visitor-side">
                <Brand/>
                <p class="visitor-tagline">{speech.say(|w| w.tagline)}</p>
                <Specimen/>
                <ul class="visitor-points">
                    <li>{speech.say(|w| w.point_talk)}</li>
                    <li>{speech.say(|w| w.point_notes)}</li>
                    <li>{speech.say(|w| w.point_keep)}</li>
                </ul>
            </header>
            <main class="visitor-main">
                <h1 id="title" tabindex="-1">{speech.say(title)}</h1>
                {children()}
            </main>
        </div>
    }
}

/// A corrected sentence, to show at a glance what the notes look like.
#[component]
fn Specimen() -> impl IntoView {
    view! {
        <p class="specimen" aria-hidden="true" lang="en">
            "Yesterday I " <del>"go"</del> " " <ins>"went"</ins> " to " <del>"a"</del> " school with my "
            <del>"friend"</del> " " <ins>"friends"</ins> "."
        </p>
    }
}

/// A page for members beside the chat.
#[component]
pub fn MemberFrame(title: fn(&Words) -> &'static str, children: Children) -> impl IntoView {
    let speech = use_speech();
    arrive_at("title");
    view! {
        <leptos_meta::Title text=speech.say(title)/>
        <div class="sheet">
            <a class="skip" href="#content">{speech.say(|w| w.skip_content)}</a>
            <header class="sheet-head">
                <Brand/>
                <a class="button button-quiet" href="/">{icon(Icon::Back)}<span>{speech.say(|w| w.back_to_chat)}</span></a>
            </header>
            <main class="sheet-main" id="content">
                <h1 id="title" tabindex="-1">{speech.say(title)}</h1>
                {children()}
            </main>
        </div>
    }
}
