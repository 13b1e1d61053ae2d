//! What is measured: charts, alarms, the log, and the models on every worker.

mod logs;
mod models;
mod trial;

use leptos::prelude::*;
use lks_app::client::Api;
use lks_app::live::{live, live_if};
use lks_domain::console::monitor::{Alarm, AlarmState, MonitorView, SeriesGroup, Source};

use crate::client;
use crate::client::monitor::source_name;
use crate::fetched::Fetched;
use crate::part::chart::LineChart;
use crate::part::frame::Frame;
use crate::part::moment::moment;
use crate::part::notice::soft;
use crate::words::{Words, fill, use_speech};
use logs::Logs;
use models::Models;

/// How often figures are asked for anew.
const PAUSE_MS: u32 = 10_000;
/// Ranges on offer, in minutes.
const RANGES: [u32; 4] = [15, 60, 180, 1440];

/// The monitor page.
#[component]
pub fn MonitorPage() -> impl IntoView {
    view! { <Frame title=|w| w.frame.monitor about=|w| w.monitor.about><Monitoring/></Frame> }
}

#[component]
fn Monitoring() -> impl IntoView {
    let api: Api = expect_context();
    let speech = use_speech();
    let source = RwSignal::new(Source::Local);
    let minutes = RwSignal::new(RANGES[0]);
    let figures = Fetched::<MonitorView>::new();
    let ask = move || client::monitor::figures(api, source.get_untracked(), minutes.get_untracked());
    let load = move || figures.load(ask());
    Effect::new(move |_| figures.keep(PAUSE_MS, ask));
    Effect::new(move |seen: Option<()>| {
        source.track();
        minutes.track();
        if seen.is_some() {
            load();
        }
    });
    let sources = Memo::new(move |_| {
        figures
            .value
            .with(|view| view.as_ref().map_or_else(|| vec![Source::Local], |view| view.sources.clone()))
    });
    let option = move |this: Source| {
        view! { <option value=source_name(this) prop:selected=move || source.get() == this>{live(move || source_word(this, speech.words()))}</option> }
    };
    let choose_source = move |event| {
        let name = event_target_value(&event);
        let all = [Source::Local, Source::Simulated, Source::Aws];
        source.set(all.into_iter().find(|source| source_name(*source) == name).unwrap_or(Source::Local));
    };
    let range = move |this: u32| {
        let word = move || {
            let words = &speech.words().monitor;
            if this <= 60 {
                fill(words.minutes, &[("n", &this.to_string())])
            } else {
                fill(words.hours, &[("n", &(this / 60).to_string())])
            }
        };
        view! { <option value=this.to_string()>{live(word)}</option> }
    };
    let choose_range = move |event| minutes.set(event_target_value(&event).parse().unwrap_or(RANGES[0]));
    view! {
        <section class="actions-row">
            <div class="picker picker-inline">
                <label for="source">{speech.say(|w| w.monitor.source)}</label>
                <select id="source" on:change=choose_source>{live(move || sources.get().into_iter().map(option).collect_view())}</select>
            </div>
            <div class="picker picker-inline">
                <label for="range">{speech.say(|w| w.monitor.range)}</label>
                <select id="range" on:change=choose_range>{RANGES.map(range).into_iter().collect_view()}</select>
            </div>
        </section>
        {live_if(move || (source.get() == Source::Simulated).then(|| soft(speech.words().monitor.simulated_text.to_owned())))}
        {figures.show(load, move |view| {
            let groups = view.groups.into_iter().map(|group| view! { <Group group/> }).collect_view();
            view! { {groups} <Alarms alarms=view.alarms/> }
        })}
        <Models/>
        <Logs source/>
    }
}

#[component]
fn Group(group: SeriesGroup) -> impl IntoView {
    let speech = use_speech();
    let title = group.title;
    let heading = format!("charts-{}", group.id);
    let charts = group.charts.into_iter().map(|chart| view! { <LineChart chart/> }).collect_view();
    view! {
        <section aria-labelledby=heading.clone()>
            <h2 id=heading.clone() class="section-title">{live(move || speech.of(&title))}</h2>
            <div class="chart-grid">{charts}</div>
        </section>
    }
}

#[component]
fn Alarms(alarms: Vec<Alarm>) -> impl IntoView {
    let speech = use_speech();
    let none = alarms.is_empty();
    let mut alarms = alarms;
    alarms.sort_by_key(|alarm| (alarm.state != AlarmState::Alarm, alarm.name.clone()));
    let row = move |alarm: Alarm| {
        let (state, since) = (alarm.state, alarm.since);
        let class = match state {
            AlarmState::Ok => "run-state state-good",
            AlarmState::Alarm => "run-state state-bad",
            AlarmState::Unknown => "run-state state-quiet",
        };
        let word = move || match state {
            AlarmState::Ok => speech.words().monitor.ok,
            AlarmState::Alarm => speech.words().monitor.alarm,
            AlarmState::Unknown => speech.words().monitor.unknown,
        };
        let since = move || since.map(|at| moment(at, speech.language()));
        view! {
            <tr>
                <th scope="row">{alarm.name}<span class="row-kind">{alarm.region.map(|region| region.to_string())}</span></th>
                <td><span class=class>{live(word)}</span></td>
                <td>{live(speech.telling(alarm.condition))}<span class="row-kind">{live(speech.telling(alarm.reason))}</span></td>
                <td>{live(since)}</td>
            </tr>
        }
    };
    let rows = alarms.into_iter().map(row).collect_view();
    view! {
        <section aria-labelledby="alarms-title">
            <h2 id="alarms-title" class="section-title">{speech.say(|w| w.monitor.alarms)}</h2>
            {live_if(move || none.then(|| view! { <p class="hint">{speech.say(|w| w.monitor.alarms_none)}</p> }))}
            <div class="table-frame" hidden=none tabindex="0" role="group" aria-label=speech.say(|w| w.monitor.alarms)><table><tbody>{rows}</tbody></table></div>
        </section>
    }
}

const fn source_word(source: Source, words: &Words) -> &'static str {
    match source {
        Source::Local => words.monitor.local,
        Source::Simulated => words.monitor.simulated,
        Source::Aws => words.monitor.aws,
    }
}
