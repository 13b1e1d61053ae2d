//! A sentence about something that did or did not work.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::client::problem::Problem;
use crate::live::{live, live_if};
use crate::words::use_speech;

/// What went wrong, if anything did.
#[component]
pub fn ProblemNotice(#[prop(into)] problem: Signal<Option<Problem>>) -> impl IntoView {
    let speech = use_speech();
    view! {
        <div role="alert" class="notice-slot">
            {live(move || {
                problem.get().map(|problem| view! {
                    <p class="notice notice-error">{icon(Icon::Warning)}<span>{problem.sentence(speech.words())}</span></p>
                })
            })}
        </div>
    }
}

/// What worked, if anything did.
#[component]
pub fn SuccessNotice(#[prop(into)] text: Signal<Option<String>>) -> impl IntoView {
    view! {
        <div role="status" class="notice-slot">
            {live_if(move || text.get().map(|text| view! {
                <p class="notice notice-good">{icon(Icon::Done)}<span>{text}</span></p>
            }))}
        </div>
    }
}
