//! A prompt for any worker, answered word by word.

use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::task::spawn_local;
use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_app::live::{live, live_if, pressed};
use lks_domain::console::models::{Trial, WorkerModel, WorkerModels};
use lks_domain::ollama::{ChatChunk, Lines};

use crate::access::use_access;
use crate::client;
use crate::part::notice::Trouble;
use crate::words::use_speech;

/// The card with the prompt.
#[component]
pub fn TryPrompt(workers: Vec<WorkerModels>) -> impl IntoView {
    let api: Api = expect_context();
    let speech = use_speech();
    let access = use_access();
    let choices: Vec<WorkerModel> = workers
        .into_iter()
        .flat_map(|worker| {
            let (region, name) = (worker.region, worker.worker);
            worker.models.into_iter().map(move |model| WorkerModel {
                region,
                worker: name.clone(),
                model: model.name,
            })
        })
        .collect();
    let options = choices.iter().enumerate().map(|(at, what)| {
        view! { <option value=at.to_string()>{format!("{} · {} · {}", what.model, what.worker, what.region)}</option> }
    });
    let options = options.collect_view();
    let choices = StoredValue::new(choices);
    let chosen = RwSignal::new(0_usize);
    let field = NodeRef::<Textarea>::new();
    let answer = RwSignal::new(String::new());
    let (busy, problem) = (RwSignal::new(false), RwSignal::new(None::<Problem>));
    // Counts trials: one that was stopped is not listened to any more.
    let trial = RwSignal::new(0_u32);
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let what = choices.with_value(|choices| choices.get(chosen.get_untracked()).cloned());
        let (Some(what), Some(input)) = (what, field.get_untracked()) else { return };
        let request = Trial { what, prompt: input.value() };
        answer.set(String::new());
        problem.set(None);
        busy.set(true);
        let mine = trial.get_untracked() + 1;
        trial.set(mine);
        spawn_local(async move {
            let outcome = listen(api, &request, move |text| {
                let current = trial.try_get_untracked() == Some(mine);
                if current {
                    answer.try_update(|answer| answer.push_str(text));
                }
                current
            })
            .await;
            if trial.try_get_untracked() == Some(mine) {
                busy.try_set(false);
                problem.try_set(outcome.err());
            }
        });
    };
    let stop = move || {
        trial.update(|trial| *trial += 1);
        busy.set(false);
    };
    view! {
        <section class="card" aria-labelledby="try-title">
            <h3 id="try-title">{speech.say(|w| w.monitor.try_it)}</h3>
            <form class="form" on:submit=go>
                <div class="picker">
                    <label for="try-model">{speech.say(|w| w.monitor.try_model)}</label>
                    <select id="try-model" on:change=move |event| chosen.set(event_target_value(&event).parse().unwrap_or(0))>{options}</select>
                </div>
                <div class="field">
                    <label for="try-prompt">{speech.say(|w| w.monitor.try_prompt)}</label>
                    <textarea id="try-prompt" rows="2" node_ref=field required>{speech.words_now().monitor.try_default}</textarea>
                </div>
                <div class="actions-row">
                    <button type="submit" class="button button-primary" disabled=move || busy.get() || !access.may_act()>{speech.say(|w| w.monitor.try_go)}</button>
                    {live_if(move || busy.get().then(|| view! { <button type="button" class="button" on:click=pressed(stop)>{speech.say(|w| w.monitor.try_stop)}</button> }))}
                </div>
            </form>
            <Trouble problem/>
            <p class="try-answer" role="log" aria-live="polite">{live(move || if answer.with(String::is_empty) { speech.words().monitor.try_empty.to_owned() } else { answer.get() })}</p>
        </section>
    }
}

/// Reads the answer to its end, or until nobody listens any more.
async fn listen(api: Api, request: &Trial, heard: impl Fn(&str) -> bool) -> Result<(), Problem> {
    let mut stream = client::monitor::try_prompt(api, request).await?;
    let mut lines = Lines::default();
    while let Some(piece) = stream.chunk().await? {
        for line in lines.push(&piece) {
            let chunk: ChatChunk = serde_json::from_slice(&line).map_err(|_| Problem::Garbled)?;
            if let Some(error) = chunk.error {
                return Err(Problem::Down(error));
            }
            if !heard(&chunk.message.content) || chunk.done {
                return Ok(());
            }
        }
    }
    Ok(())
}
