//! A line chart, with the same figures as a table below it.

mod plot;

use leptos::prelude::*;
use lks_app::live::{live, live_if};
use lks_domain::console::monitor::{Chart, Series};

use super::timeline::clock;
use crate::figure::compact;
use crate::words::{Speech, fill, use_speech};
use plot::{HEIGHT, Plot, WIDTH};

/// How many colours lines have before they begin anew.
const COLOURS: usize = 6;
/// Rows of the table: more say no more.
const ROWS: usize = 24;

/// A chart.
#[component]
pub fn LineChart(chart: Chart) -> impl IntoView {
    let speech = use_speech();
    let title = chart.title;
    let unit = chart.unit.clone();
    let plot = Plot::of(&chart.series);
    let empty = plot.is_none();
    let name = {
        let (title, series, unit) = (title.clone(), chart.series.clone(), unit.clone());
        move || {
            let now: Vec<String> =
                series.iter().filter_map(|line| said(line, &speech.told(&unit), speech)).collect();
            format!("{}: {}", speech.of(&title), now.join(", "))
        }
    };
    let keys = chart.series.iter().enumerate().map(|(at, line)| key(at, line, &unit)).collect_view();
    let series = StoredValue::new(chart.series);
    let open = RwSignal::new(false);
    view! {
        <figure class="chart card">
            <figcaption><h3>{live(move || speech.of(&title))}</h3><span class="hint">{live(speech.telling(unit))}</span></figcaption>
            {live_if(move || empty.then(|| view! { <p class="hint">{speech.say(|w| w.monitor.no_figures)}</p> }))}
            {plot.map(|plot| view! { <div role="img" aria-label=name>{drawing(&plot, speech)}</div> })}
            <ul class="chart-keys">{keys}</ul>
            <details hidden=empty on:toggle=move |_| open.set(true)>
                <summary>{speech.say(|w| w.frame.as_table)}</summary>
                {live_if(move || open.get().then(|| series.with_value(|series| view! { <Figures series=series.clone()/> })))}
            </details>
        </figure>
    }
}

fn key(at: usize, line: &Series, unit: &str) -> impl IntoView + use<> {
    let speech = use_speech();
    let name = named(line);
    let now = line.points.iter().rev().find_map(|point| point.value);
    let unit = unit.to_owned();
    let now = move || {
        let value = format!("{} {}", speech.figure(compact(now?)), speech.told(&unit));
        Some(fill(speech.words().monitor.now, &[("value", &value)]))
    };
    view! { <li><span class=format!("key key-{}", at % COLOURS + 1) aria-hidden="true"></span>{name}" "<span class="hint">{live(now)}</span></li> }
}

fn named(line: &Series) -> String {
    line.region.map_or_else(|| line.name.clone(), |region| format!("{} ({region})", line.name))
}

fn said(line: &Series, unit: &str, speech: Speech) -> Option<String> {
    let now = line.points.iter().rev().find_map(|point| point.value)?;
    Some(format!("{} {} {unit}", named(line), speech.figure(compact(now))))
}

fn drawing(plot: &Plot, speech: Speech) -> impl IntoView + use<> {
    let grid = plot.ticks.iter().map(|tick| {
        let label = tick.label.clone();
        let label = move || speech.figure(label.clone());
        view! {
        <line class="grid" x1="44" x2=WIDTH.to_string() y1=format!("{:.1}", tick.at) y2=format!("{:.1}", tick.at)></line>
        <text class="axis" x="38" y=format!("{:.1}", tick.at + 3.5) text-anchor="end">{live(label)}</text>
    }});
    let grid = grid.collect_view();
    let lines = plot.paths.iter().enumerate().map(|(at, path)| {
        view! {
            <path class=format!("series series-{}", at % COLOURS + 1) d=path.clone()></path>
        }
    });
    let lines = lines.collect_view();
    let times = plot.times.iter().map(|tick| view! {
        <text class="axis" x=format!("{:.1}", tick.at) y=format!("{}", HEIGHT - 4.0) text-anchor="middle">{tick.label.clone()}</text>
    });
    let times = times.collect_view();
    view! { <svg class="chart-picture" viewBox=format!("0 0 {WIDTH} {HEIGHT}") aria-hidden="true">{grid}{times}{lines}</svg> }
}

/// The newest figures, a row a moment.
#[component]
fn Figures(series: Vec<Series>) -> impl IntoView {
    let speech = use_speech();
    let heads =
        series.iter().map(|line| view! { <th scope="col" class="number">{named(line)}</th> }).collect_view();
    let mut moments: Vec<_> =
        series.iter().flat_map(|line| line.points.iter().map(|point| point.at)).collect();
    moments.sort_unstable();
    moments.dedup();
    let rows = moments.into_iter().rev().take(ROWS).map(|at| {
        let value = |line: &Series| {
            let found = line.points.iter().find(|point| point.at == at).and_then(|point| point.value);
            let text = move || found.map_or_else(|| "–".to_owned(), |found| speech.figure(compact(found)));
            view! { <td class="number">{live(text)}</td> }
        };
        view! { <tr><th scope="row">{clock(at)}</th>{series.iter().map(value).collect_view()}</tr> }
    });
    let rows = rows.collect_view();
    view! { <div class="plain-frame"><table><thead><tr><th scope="col">{speech.say(|w| w.monitor.time)}" (UTC)"</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div> }
}
