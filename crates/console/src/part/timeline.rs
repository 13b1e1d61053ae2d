//! Steps over time: a table whose last column is the picture, so that it reads aloud too.

use leptos::prelude::*;
use lks_app::live::{live, live_if, pressed};
use lks_domain::console::run::StepState;
use lks_domain::timestamp::Timestamp;

use super::map::scene::short;
use crate::board::{Board, Cell, StepNow};
use crate::figure;
use crate::words::{Speech, Words, fill, use_speech};

/// How many steps the present moves in from one end of the scale to the other.
const STEPS: f64 = 200.0;

/// Which steps are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Only {
    All,
    Open,
    Critical,
}

impl Only {
    const ALL: [(Self, &'static str); 3] =
        [(Self::All, "all"), (Self::Open, "open"), (Self::Critical, "critical")];

    const fn shows(self, critical: bool, state: StepState) -> bool {
        match self {
            Self::All => true,
            Self::Open => matches!(state, StepState::Running | StepState::Failed),
            Self::Critical => critical,
        }
    }

    fn word(self, words: &Words) -> &'static str {
        match self {
            Self::All => words.run.only_all,
            Self::Open => words.run.only_open,
            Self::Critical => words.run.only_critical,
        }
    }
}

/// The timeline of a run. The scale is set once for all bars, by two properties of the table.
#[component]
pub fn Timeline(board: Board, chosen: RwSignal<Option<String>>) -> impl IntoView {
    let speech = use_speech();
    let only = RwSignal::new(Only::All);
    let left = move || board.summary.with(|run| run.as_ref().map_or(0, |run| run.left_seconds));
    let so_far = move || board.span.get().map_or(0.0, |(begin, end)| seconds(end.millis() - begin.millis()));
    // Both move in steps: a change of the scale touches every bar, and one of the present every open one.
    let span = Memo::new(move |_| scale(so_far() + left() as f64));
    let present = Memo::new(move |_| {
        let step = span.get() / STEPS;
        (so_far() / step).ceil() * step
    });
    let begin = Memo::new(move |_| board.span.get().map(|(begin, _)| begin));
    let rows = move || {
        let row = |cell: Cell| row(cell, begin, present, only, chosen).into_any();
        board.steps.get().into_iter().map(row).collect::<Vec<_>>()
    };
    let option = move |(which, value): (Only, &'static str)| {
        view! { <option value=value>{live(move || which.word(speech.words()))}</option> }
    };
    let choose = move |event| {
        let value = event_target_value(&event);
        let found = Only::ALL.into_iter().find(|(_, name)| *name == value);
        only.set(found.map_or(Only::All, |(which, _)| which));
    };
    view! {
        <div class="timeline-head">
            <p class="hint"><span class="critical-mark" aria-hidden="true">"◆"</span>" "{speech.say(|w| w.run.critical)}": "{speech.say(|w| w.run.critical_text)}</p>
            <div class="picker picker-inline">
                <label for="only">{speech.say(|w| w.run.only)}</label>
                <select id="only" on:change=choose>{Only::ALL.map(option).into_iter().collect_view()}</select>
            </div>
        </div>
        <div class="timeline-frame" tabindex="0" role="group" aria-label=speech.say(|w| w.run.timeline)>
            <table class="timeline" style=move || format!("--span:{}", span.get())>
                <thead><tr>
                    <th scope="col">{speech.say(|w| w.run.resource)}</th>
                    <th scope="col">{speech.say(|w| w.run.state)}</th>
                    <th scope="col">{speech.say(|w| w.run.detail)}</th>
                    <th scope="col" class="number">{speech.say(|w| w.run.took)}</th>
                    <th scope="col" class="timeline-bars">{speech.say(|w| w.run.when)}</th>
                </tr></thead>
                <tbody>{live(rows)}</tbody>
            </table>
        </div>
    }
}

fn row(
    cell: Cell,
    begin: Memo<Option<Timestamp>>,
    present: Memo<f64>,
    only: RwSignal<Only>,
    chosen: RwSignal<Option<String>>,
) -> impl IntoView {
    let speech = use_speech();
    let now = cell.now;
    let look = cell.look();
    let (key, critical) = (cell.step.key.clone(), cell.step.critical);
    let me = Some(key.clone());
    let class = move || {
        let mine = chosen.with(|chosen| *chosen == me);
        format!("{}{}", look.get().class(), if mine { " row-chosen" } else { "" })
    };
    let hidden = move || !only.get().shows(critical, now.with(|now| now.state));
    let took = move || now.with(took).map(|s| figure::duration(s, speech.language()));
    let bar = move || now.with(|now| bar(now, begin.get()?, || present.get()));
    let mark = critical.then(|| view! {
        <span class="critical-mark" aria-hidden="true">"◆"</span><span class="visually-hidden">{speech.say(|w| w.run.critical)}</span>
    });
    view! {
        <tr class=class hidden=hidden>
            <th scope="row">
                <button type="button" class="row-button" on:click=pressed(move || chosen.set(Some(key.clone())))>{short(&cell.step.name).to_owned()}</button>
                {mark}
                <span class="row-kind">{figure::kind(&cell.step.kind)}" · "{cell.step.region.to_string()}</span>
            </th>
            <td class="row-state"><span class="sign" aria-hidden="true">{live(move || look.get().sign())}</span>" "{live(move || look.get().word(speech.words()))}</td>
            <td class="row-detail">{live(move || now.with(|now| detail(now, speech)))}</td>
            <td class="number">{live_if(took)}</td>
            <td class="timeline-bars" aria-hidden="true"><span class="bar-time" style=move || bar().unwrap_or_else(|| "display:none".to_owned())></span></td>
        </tr>
    }
}

/// What is worth saying beside the state: of one that is done, under which id it is found.
fn detail(now: &StepNow, speech: Speech) -> AnyView {
    match (&now.id, now.state) {
        (Some(id), StepState::Done) => view! { <code>{id.clone()}</code> }.into_any(),
        (None, StepState::Done) => ().into_any(),
        _ => speech.told(&now.detail).into_any(),
    }
}

/// Seconds a step took; of one under way nothing, since the account's clock is heard of only now and then.
fn took(now: &StepNow) -> Option<u64> {
    let (begun, ended) = (now.started_at?, now.ended_at?);
    u64::try_from((ended.millis() - begun.millis()) / 1000).ok()
}

/// Where the bar lies, in seconds from the beginning: an open one reaches to the present.
fn bar(now: &StepNow, begin: Timestamp, present: impl Fn() -> f64) -> Option<String> {
    let from = seconds(now.started_at?.millis() - begin.millis());
    let to = now.ended_at.map_or_else(present, |ended| seconds(ended.millis() - begin.millis()));
    Some(format!("--from:{from};--to:{to}"))
}

/// How long the whole scale is for a run of so many seconds: a little more, so that it seldom has to change.
fn scale(seconds: f64) -> f64 {
    let step = 2_f64.powf(seconds.max(16.0).log2().floor() - 4.0);
    (seconds.max(1.0) / step).ceil() * step
}

fn seconds(millis: i64) -> f64 {
    (millis as f64 / 100.0).round() / 10.0
}

/// The log of the step that is chosen.
#[component]
pub fn StepLog(board: Board, chosen: RwSignal<Option<String>>) -> impl IntoView {
    let speech = use_speech();
    let text = move || {
        let key = chosen.get()?;
        // Read again whenever the step has said something.
        let cell = board.steps.with(|steps| steps.iter().find(|cell| cell.step.key == key).cloned())?;
        cell.now.track();
        let step = board.step(&key)?;
        let title = fill(speech.words().run.step_log, &[("name", short(&step.name))]);
        let line = |line: &lks_domain::console::run::StepLog| {
            let request = line.request_id.as_ref().map(|id| {
                view! { <code class="request">{fill(speech.words().run.request, &[("id", id)])}</code> }
            });
            view! { <li><time>{clock(line.at)}</time><span>{speech.told(&line.text)}</span>{request}</li> }
        };
        let lines: Vec<_> = step.log.iter().rev().map(line).collect();
        let none = lines.is_empty().then(|| speech.words().run.log_none);
        Some(view! {
            <section class="step-log card" aria-label=title.clone()>
                <div class="step-log-head">
                    <h3>{title.clone()}</h3>
                    <button type="button" class="button button-quiet" on:click=pressed(move || chosen.set(None))>{speech.say(|w| w.frame.close)}</button>
                </div>
                <p class="hint">{figure::kind(&step.kind)}" · "{step.region.to_string()}" · "<code>{step.id.clone().unwrap_or_default()}</code></p>
                <ol class="log-lines">{lines}</ol>
                {none.map(|text| view! { <p class="hint">{text}</p> })}
            </section>
        })
    };
    live_if(text)
}

/// Time of day, by the account's clock.
pub fn clock(at: Timestamp) -> String {
    at.to_string().get(11..19).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now(from: Option<i64>, to: Option<i64>) -> StepNow {
        let at = |seconds: i64| Timestamp::from_millis(seconds * 1000);
        StepNow {
            state: StepState::Running,
            detail: String::new(),
            id: None,
            started_at: from.map(at),
            ended_at: to.map(at),
            lines: 0,
        }
    }

    #[test]
    fn a_bar_lies_where_the_step_was_and_an_open_one_reaches_to_now() {
        let begin = Timestamp::from_millis(10_000);
        let bar = |from, to| bar(&now(from, to), begin, || 7.0);
        assert_eq!(bar(None, None), None);
        assert_eq!(bar(Some(12), Some(15)).as_deref(), Some("--from:2;--to:5"));
        assert_eq!(bar(Some(12), None).as_deref(), Some("--from:2;--to:7"));
    }

    #[test]
    fn the_scale_holds_the_whole_run_and_seldom_changes() {
        let scales: Vec<f64> = (0..600).map(|seconds| scale(f64::from(seconds))).collect();
        assert!(scales.iter().zip(0..).all(|(scale, seconds)| *scale >= f64::from(seconds)));
        assert!(
            scales.iter().zip(0..).skip(30).all(|(scale, seconds)| *scale <= f64::from(seconds) * 1.07 + 1.0)
        );
        let changes = scales.windows(2).filter(|pair| pair[0] != pair[1]).count();
        assert!(changes < 100, "{changes}");
    }

    #[test]
    fn the_time_of_day_is_that_of_the_account() {
        assert_eq!(clock(Timestamp::from_millis(3_661_000)), "01:01:01");
    }
}
