//! What went wrong, in the console's words: what happened and what to do next.

use leptos::prelude::*;
use lks_app::client::problem::Problem;
use lks_app::live::live;
use lks_app::part::icon::{Icon, icon};

use crate::words::{Speech, use_speech};

/// The sentence for a problem; the server's own where it has one.
pub fn sentence(problem: &Problem, speech: Speech) -> String {
    if let Problem::Refused { code, .. } = problem
        && let Some(known) = speech.words().refusal.of(code)
    {
        return known.to_owned();
    }
    let words = &speech.words().frame;
    let known = match problem {
        Problem::Offline => words.offline,
        Problem::Expired => words.expired,
        Problem::NotFound => words.not_found,
        Problem::Busy { .. } => words.busy,
        Problem::Garbled => words.garbled,
        Problem::Down(message) if message.is_empty() => words.down,
        Problem::Refused { message, .. } if message.is_empty() => words.refused,
        Problem::Down(message) | Problem::Refused { message, .. } => return speech.told(message),
    };
    known.to_owned()
}

/// What went wrong, if anything did.
#[component]
pub fn Trouble(#[prop(into)] problem: Signal<Option<Problem>>) -> impl IntoView {
    let speech = use_speech();
    view! {
        <div role="alert" class="notice-slot">
            {live(move || problem.get().map(|problem| bad(sentence(&problem, speech))))}
        </div>
    }
}

/// A bad thing in a box.
pub fn bad(text: String) -> impl IntoView {
    view! { <p class="notice notice-error">{icon(Icon::Warning)}<span>{text}</span></p> }
}

/// A thing to look at in a box.
pub fn soft(text: String) -> impl IntoView {
    view! { <p class="notice notice-soft">{icon(Icon::Warning)}<span>{text}</span></p> }
}

/// A good thing in a box.
pub fn good(text: String) -> impl IntoView {
    view! { <p class="notice notice-good">{icon(Icon::Done)}<span>{text}</span></p> }
}
