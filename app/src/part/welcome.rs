//! An empty conversation: a greeting and things to begin with.

use leptos::prelude::*;

use crate::live::pressed;
use crate::session::use_session;
use crate::words::{Words, use_speech};

/// What a button says, and what is sent in the learner's name.
type Starter = (&'static str, &'static str);

const ROLE_PLAYS: [Starter; 4] = [
    ("Job interview", "Let's do a role-play. You interview me for an internship at an IT company."),
    ("At a café", "Let's do a role-play. You work in a café and I order food and a drink."),
    ("Hotel check-in", "Let's do a role-play. You are a hotel receptionist and I want to check in."),
    (
        "Help a customer",
        "Let's do a role-play. You are a customer whose internet does not work, and I help you.",
    ),
];
const TALKS: [Starter; 3] = [
    ("My day at school", "I want to tell you about my day at school."),
    ("A film I like", "Let's talk about films. Ask me about a film I like."),
    ("Plans for the weekend", "Let's talk about my plans for the weekend."),
];
const WORDS: [Starter; 2] = [
    ("Borrow or lend?", "What is the difference between \"borrow\" and \"lend\"?"),
    ("Asking politely", "How do I ask for help politely in an e-mail?"),
];

/// The greeting with the starters; each fills the message and sends it.
#[component]
pub fn Welcome(#[prop(into)] send: Callback<String>) -> impl IntoView {
    let session = use_session();
    let speech = use_speech();
    let greeting = move || {
        let name = session.identity().map(|identity| identity.name).unwrap_or_default();
        let first = name.split_whitespace().next().unwrap_or_default().to_owned();
        speech.words().greeting.replace("{name}", &first)
    };
    let group = move |title: fn(&Words) -> &'static str, starters: &'static [Starter]| {
        let buttons = starters.iter().map(|(label, message)| view! {
            <li>
                <button type="button" class="starter" lang="en" on:click=pressed(move || send.run((*message).to_owned()))>{*label}</button>
            </li>
        });
        view! {
            <div class="starters">
                <h3>{speech.say(title)}</h3>
                <ul>{buttons.collect_view()}</ul>
            </div>
        }
    };
    view! {
        <div class="welcome">
            <h2 class="welcome-title">{greeting}</h2>
            <p class="welcome-text">{speech.say(|w| w.greeting_text)}</p>
            <div class="welcome-starters">
                {group(|w| w.role_plays, &ROLE_PLAYS)}
                {group(|w| w.talks, &TALKS)}
                {group(|w| w.word_help, &WORDS)}
            </div>
        </div>
    }
}
