//! All runs, newest first.

use leptos::prelude::*;
use lks_app::client::Api;
use lks_app::live::live;
use lks_domain::console::run::{RunKind, RunState, RunSummary};

use crate::client;
use crate::fetched::Fetched;
use crate::figure;
use crate::part::frame::Frame;
use crate::part::moment::moment;
use crate::words::{Words, fill, use_speech};

/// How often the list is asked for anew.
const PAUSE_MS: u32 = 4_000;

/// The page with all runs.
#[component]
pub fn RunsPage() -> impl IntoView {
    view! { <Frame title=|w| w.frame.runs about=|w| w.run.about><Runs/></Frame> }
}

#[component]
fn Runs() -> impl IntoView {
    let api: Api = expect_context();
    let runs = Fetched::<Vec<RunSummary>>::new();
    Effect::new(move |_| runs.keep(PAUSE_MS, move || client::run::runs(api)));
    let again = move || runs.load(client::run::runs(api));
    runs.show(again, |runs| {
        if runs.is_empty() { view! { <NoRuns/> }.into_any() } else { view! { <RunTable runs/> }.into_any() }
    })
}

#[component]
fn NoRuns() -> impl IntoView {
    let speech = use_speech();
    view! {
        <section class="card empty">
            <h2>{speech.say(|w| w.run.none)}</h2>
            <p>{speech.say(|w| w.run.none_text)}</p>
            <a class="button button-primary" href="/admin/plan">{speech.say(|w| w.run.to_plan)}</a>
        </section>
    }
}

#[component]
fn RunTable(runs: Vec<RunSummary>) -> impl IntoView {
    let speech = use_speech();
    let row = move |run: RunSummary| {
        let (state, kind) = (run.state, run.kind);
        let (approved, started, ended) = (run.approved_at, run.started_at, run.ended_at);
        let took = move || {
            ended.and_then(|ended| {
                let seconds = u64::try_from((ended.millis() - started.millis()) / 1000).ok()?;
                Some(figure::duration(seconds, speech.language()))
            })
        };
        let simulated = run.simulated.then(|| view! { " " <span class="badge">"Sandbox"</span> });
        view! {
            <tr>
                <th scope="row">
                    <a href=format!("/admin/runs/{}", run.id)>{live(move || kind_word(kind, speech.words()))}</a>{simulated}
                    <span class="row-kind">{live(move || moment(approved, speech.language()))}</span>
                </th>
                <td><StateBadge state=Signal::stored(state)/></td>
                <td class="number">{format!("{} / {}", run.done, run.of)}</td>
                <td class="number">{live(took)}</td>
                <td>{run.started_by}</td>
            </tr>
        }
    };
    view! {
        <div class="table-frame">
            <table class="run-table">
                <thead><tr>
                    <th scope="col">{speech.say(|w| w.run.title)}</th>
                    <th scope="col">{speech.say(|w| w.run.state)}</th>
                    <th scope="col" class="number">{speech.say(|w| w.run.steps)}</th>
                    <th scope="col" class="number">{speech.say(|w| w.run.took)}</th>
                    <th scope="col">{speech.say(|w| w.run.by)}</th>
                </tr></thead>
                <tbody>{runs.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// A run's state as a coloured word.
#[component]
pub fn StateBadge(#[prop(into)] state: Signal<RunState>) -> impl IntoView {
    let speech = use_speech();
    let class = move || format!("run-state {}", state_class(state.get()));
    view! { <span class=class>{live(move || state_word(state.get(), speech.words()))}</span> }
}

/// What a run does.
pub const fn kind_word(kind: RunKind, words: &Words) -> &'static str {
    match kind {
        RunKind::Apply => words.run.apply,
        RunKind::Destroy => words.run.destroy,
    }
}

/// A state's word.
pub const fn state_word(state: RunState, words: &Words) -> &'static str {
    match state {
        RunState::Running => words.run.running,
        RunState::Paused => words.run.paused,
        RunState::Waiting => words.run.waiting,
        RunState::Cancelling => words.run.cancelling,
        RunState::Done => words.run.done,
        RunState::Cancelled => words.run.cancelled,
        RunState::Failed => words.run.failed,
        RunState::Interrupted => words.run.interrupted,
    }
}

const fn state_class(state: RunState) -> &'static str {
    match state {
        RunState::Running => "state-running",
        RunState::Paused | RunState::Waiting | RunState::Cancelling | RunState::Interrupted => "state-held",
        RunState::Done => "state-good",
        RunState::Cancelled => "state-quiet",
        RunState::Failed => "state-bad",
    }
}

/// One sentence for the screen reader: how a run stands.
pub fn spoken(run: &RunSummary, words: &Words) -> String {
    let state = state_word(run.state, words);
    fill(words.run.said, &[("state", state), ("done", &run.done.to_string()), ("of", &run.of.to_string())])
}
