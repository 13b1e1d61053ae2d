//! The regions that serve learners, worker by worker, and how many they serve.

use leptos::prelude::*;
use lks_app::live::{live, live_if};
use lks_domain::console::overview::{Learners, RegionOverview, Traffic, WorkerOverview};
use lks_domain::live::{RegionState, WorkerState};

use crate::words::{Words, use_speech};

/// Both regions.
#[component]
pub fn Regions(regions: Vec<RegionOverview>) -> impl IntoView {
    let speech = use_speech();
    let cards = regions.into_iter().map(|region| view! { <Region region/> }).collect_view();
    view! {
        <section aria-labelledby="regions-title">
            <h2 id="regions-title">{speech.say(|w| w.overview.regions)}</h2>
            <div class="region-grid">{cards}</div>
        </section>
    }
}

#[component]
fn Region(region: RegionOverview) -> impl IntoView {
    let speech = use_speech();
    let state = region.state;
    let heading = format!("region-{}", region.id);
    let rows = region.workers.into_iter().map(row).collect_view();
    let class = match state {
        RegionState::Up => "run-state state-good",
        RegionState::Degraded => "run-state state-held",
        RegionState::Down => "run-state state-bad",
    };
    let word = move || match state {
        RegionState::Up => speech.words().overview.up,
        RegionState::Degraded => speech.words().overview.degraded,
        RegionState::Down => speech.words().overview.down,
    };
    view! {
        <section class="card region-card" aria-labelledby=heading.clone()>
            <div class="run-title">
                <h3 id=heading.clone()>{region.name.clone()}</h3><span class="hint">{region.id.to_string()}</span>
                <span class=class>{live(word)}</span>
            </div>
            <div class="plain-frame" tabindex="0" role="group" aria-label=region.name>
                <table class="worker-table">
                    <thead><tr>
                        <th scope="col">{speech.say(|w| w.overview.worker)}</th>
                        <th scope="col">{speech.say(|w| w.overview.kind)}</th>
                        <th scope="col">{speech.say(|w| w.overview.zone)}</th>
                        <th scope="col" class="number">{speech.say(|w| w.overview.queue)}</th>
                        <th scope="col" class="number">{speech.say(|w| w.overview.latency)}</th>
                        <th scope="col" class="number">{speech.say(|w| w.overview.tokens)}</th>
                        <th scope="col" class="number">{speech.say(|w| w.overview.models_count)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(worker: WorkerOverview) -> impl IntoView {
    let speech = use_speech();
    let state = worker.state;
    let kind = worker.kind.map(|kind| kind.name());
    let backup = worker.backup;
    let dot = match state {
        WorkerState::Up => "worker-dot dot-up",
        WorkerState::Down => "worker-dot dot-down",
        WorkerState::Unknown => "worker-dot",
    };
    view! {
        <tr>
            <th scope="row">
                <span class="worker-name">
                    <span class=dot aria-hidden="true"></span>
                    <span>{worker.name}<span class="row-kind">{live(move || worker_word(state, speech.words()))}</span></span>
                </span>
            </th>
            <td>{live(move || kind.unwrap_or(speech.words().overview.any))}{live_if(move || backup.then(|| view! { " " <span class="hint">{speech.words().overview.backup}</span> }))}</td>
            <td>{worker.zone.unwrap_or_default()}</td>
            <td class="number">{worker.queue}</td>
            <td class="number">{worker.latency_ms.map(|ms| format!("{ms} ms"))}</td>
            <td class="number">{worker.tokens_per_second.map(|rate| format!("{rate:.0}"))}</td>
            <td class="number">{worker.models}</td>
        </tr>
    }
}

/// A worker's state in a word.
pub const fn worker_word(state: WorkerState, words: &Words) -> &'static str {
    match state {
        WorkerState::Up => words.overview.up,
        WorkerState::Down => words.overview.down,
        WorkerState::Unknown => words.overview.unknown,
    }
}

/// Learners and traffic as figures.
#[component]
pub fn Counts(learners: Learners, traffic: Traffic) -> impl IntoView {
    let speech = use_speech();
    let figure = move |value: u64, label: fn(&Words) -> &'static str| {
        view! { <div><dt>{speech.say(label)}</dt><dd>{value}</dd></div> }
    };
    view! {
        <section class="card" aria-labelledby="learners-title">
            <h2 id="learners-title">{speech.say(|w| w.overview.learners)}</h2>
            <dl class="prices">
                {figure(learners.active, |w| w.overview.active)}
                {figure(learners.today, |w| w.overview.today)}
                {figure(learners.registered, |w| w.overview.registered)}
                {figure(learners.unconfirmed, |w| w.overview.unconfirmed)}
            </dl>
            <h3>{speech.say(|w| w.overview.traffic)}</h3>
            <dl class="prices prices-small">
                {figure(traffic.requests, |w| w.overview.requests)}
                {figure(traffic.errors, |w| w.overview.errors)}
                {figure(traffic.replies_live, |w| w.overview.replies)}
            </dl>
        </section>
    }
}
