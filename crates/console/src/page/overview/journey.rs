//! The guided first run: what is done, what comes next, and the link for the learners at its end.

use leptos::prelude::*;
use leptos::task::spawn_local;
use lks_app::browser;
use lks_app::deployment::Deployment;
use lks_app::live::{live, live_if, pressed};
use lks_domain::console::overview::JourneyStep;

use crate::words::{Words, fill, use_speech};

/// The steps; folded away once all are done.
#[component]
pub fn Journey(steps: Vec<JourneyStep>) -> impl IntoView {
    let speech = use_speech();
    let (done, of) = (steps.iter().filter(|step| step.done).count(), steps.len());
    let next = steps.iter().position(|step| !step.done);
    let text = move || {
        fill(speech.words().overview.first_run_text, &[("done", &done.to_string()), ("of", &of.to_string())])
    };
    let items = steps.into_iter().enumerate().map(|(at, step)| {
        let current = next == Some(at);
        view! { <Step number=at + 1 step current/> }
    });
    let items = items.collect_view();
    view! {
        <details class="journey card" open=next.is_some()>
            <summary><span class="choices-title">{speech.say(|w| w.overview.first_run)}</span>" "<span class="hint">{live(text)}</span></summary>
            <ol class="journey-steps">{items}</ol>
        </details>
    }
}

#[component]
fn Step(number: usize, step: JourneyStep, current: bool) -> impl IntoView {
    let speech = use_speech();
    let (id, id_text) = (step.id.clone(), step.id.clone());
    let shares = step.id == "share";
    let class = match (step.done, current) {
        (true, _) => "journey-step journey-done",
        (_, true) => "journey-step journey-next",
        _ => "journey-step",
    };
    let done = step.done;
    let state = move || match (done, current) {
        (true, _) => speech.words().overview.step_done,
        (_, true) => speech.words().overview.step_next,
        _ => "",
    };
    view! {
        <li class=class aria-current=current.then_some("step")>
            <span class="journey-number" aria-hidden="true">{if done { "✓".to_owned() } else { number.to_string() }}</span>
            <div>
                <a class="journey-link" href=step.link>{live(move || words_of(&id, speech.words()).0.to_owned())}</a>
                <span class="visually-hidden">{live(state)}</span>
                <p class="hint">{live(move || words_of(&id_text, speech.words()).1)}</p>
                {shares.then(|| view! { <LearnersLink/> })}
            </div>
        </li>
    }
}

/// The address at which learners sign up.
#[component]
fn LearnersLink() -> impl IntoView {
    let speech = use_speech();
    let deployment: Deployment = expect_context();
    let address = RwSignal::new(String::new());
    let copied = RwSignal::new(false);
    Effect::new(move |_| {
        spawn_local(async move {
            if let Ok(config) = deployment.config().await {
                address.try_set(format!("{}/signup", config.api.trim_end_matches('/')));
            }
        });
    });
    let copy = move || {
        let text = address.get_untracked();
        spawn_local(async move {
            let _ = copied.try_set(browser::copy(&text).await);
        });
    };
    view! {
        <p class="share-link">
            <code>{live(move || address.get())}</code>
            <button type="button" class="button button-small" on:click=pressed(copy)>
                {live_if(move || Some(if copied.get() { speech.words().overview.copied } else { speech.words().overview.copy }))}
            </button>
        </p>
    }
}

fn words_of<'a>(id: &'a str, words: &'a Words) -> (&'a str, &'static str) {
    let words = &words.overview;
    match id {
        "connect" => (words.connect, words.connect_text),
        "plan" => (words.plan, words.plan_text),
        "apply" => (words.apply, words.apply_text),
        "models" => (words.models, words.models_text),
        "verify" => (words.verify, words.verify_text),
        "share" => (words.share, words.share_text),
        other => (other, ""),
    }
}
