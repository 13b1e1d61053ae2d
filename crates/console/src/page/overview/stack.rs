//! The stack in the connected account.

use leptos::prelude::*;
use lks_app::live::{live, live_if};
use lks_domain::console::overview::{StackOverview, StackState};

use crate::page::runs::{StateBadge, kind_word};
use crate::words::{Words, fill, use_speech};

/// The card of the stack.
#[component]
pub fn StackCard(stack: StackOverview) -> impl IntoView {
    let speech = use_speech();
    let state = stack.state;
    let class = match state {
        StackState::Standing => "run-state state-good",
        StackState::Working => "run-state state-running",
        StackState::Partial => "run-state state-held",
        StackState::Absent | StackState::Unknown => "run-state state-quiet",
    };
    let (n, of) = (stack.resources.to_string(), stack.wanted.to_string());
    let resources = move || fill(speech.words().overview.resources, &[("n", &n), ("of", &of)]);
    let simulated = stack.simulated.then(|| view! { <span class="badge">"Sandbox"</span> });
    let points = stack.points.map(|points| view! {
        <div><dt>{speech.say(|w| w.overview.points)}</dt><dd>{format!("{}/{}", points.got, points.of)}</dd></div>
    });
    let hourly = stack.hourly_usd;
    let so_far = stack.so_far_usd.map(|so_far| {
        view! {
            <div><dt>{speech.say(|w| w.overview.so_far)}</dt><dd>{live(move || speech.usd(so_far))}</dd></div>
        }
    });
    let run = stack.run.map(|run| {
        let (kind, href) = (run.kind, format!("/admin/runs/{}", run.id));
        view! {
            <p>{speech.say(|w| w.overview.last_run)}": " <a href=href>{live(move || kind_word(kind, speech.words()))}</a>" "<StateBadge state=Signal::stored(run.state)/>" "<span class="hint">{format!("{} / {}", run.done, run.of)}</span></p>
        }
    });
    let there = stack.resources > 0;
    let account =
        (!stack.account.is_empty()).then(|| view! { " " <span class="hint">{stack.account.clone()}</span> });
    view! {
        <section class="card" aria-labelledby="stack-title">
            <div class="run-title">
                <h2 id="stack-title">{speech.say(|w| w.overview.stack)}": "{stack.name.clone()}</h2>
                {simulated}
                <span class=class>{live(move || word(state, speech.words()))}</span>
            </div>
            <p>{live(resources)}{account}</p>
            <dl class="prices">
                <div><dt>{speech.say(|w| w.overview.an_hour)}</dt><dd>{live(move || speech.usd(hourly))}</dd></div>
                {so_far}
                {points}
            </dl>
            {run}
            {live_if(move || there.then(|| view! { <p><a class="danger-link" href="/admin/destroy">{speech.say(|w| w.destroy.overview)}</a></p> }))}
        </section>
    }
}

const fn word(state: StackState, words: &Words) -> &'static str {
    match state {
        StackState::Absent => words.overview.absent,
        StackState::Working => words.overview.working,
        StackState::Standing => words.overview.standing,
        StackState::Partial => words.overview.partial,
        StackState::Unknown => words.overview.not_known,
    }
}
