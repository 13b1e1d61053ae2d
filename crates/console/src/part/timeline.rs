//! Steps over time: a table whose last column is the picture, so that it reads aloud too.

use leptos::prelude::*;
use lks_app::live::{live, live_if, pressed};
use lks_domain::console::run::StepState;
use lks_domain::timestamp::Timestamp;

use super::map::scene::short;
use crate::board::{Board, Cell, StepNow};
use crate::figure;
use crate::words::{Words, fill, use_speech};

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
    let scale = move || {
        let left = board.summary.with(|run| run.as_ref().map_or(0, |run| run.left_seconds));
        board.span.get().map_or_else(
            || "--so-far:0;--span:1".to_owned(),
            |(begin, end)| {
                let so_far = end.millis() - begin.millis();
                let whole = so_far + i64::try_from(left).unwrap_or(0) * 1000;
                format!("--so-far:{};--span:{}", seconds(so_far), seconds(whole.max(1000)))
            },
        )
    };
    let begin = Memo::new(move |_| board.span.get().map(|(begin, _)| begin));
    let rows = move || {
        let row = |cell: Cell| row(cell, begin, only, chosen).into_any();
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
            <table class="timeline" style=scale>
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
    only: RwSignal<Only>,
    chosen: RwSignal<Option<String>>,
) -> impl IntoView {
    let speech = use_speech();
    let now = cell.now;
    let look = cell.look();
    let (key, critical) = (cell.step.key.clone(), cell.step.critical);
    let expected = cell.step.expected_seconds;
    let me = Some(key.clone());
    let class = move || {
        let mine = chosen.with(|chosen| *chosen == me);
        format!("{}{}", look.get().class(), if mine { " row-chosen" } else { "" })
    };
    let hidden = move || !only.get().shows(critical, now.with(|now| now.state));
    let took = move || now.with(took).map(|s| figure::duration(s, speech.language()));
    let bar = move || now.with(|now| bar(now, begin.get()?, expected));
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
            <td class="row-detail">{live(move || now.with(|now| now.detail.clone()))}</td>
            <td class="number">{live_if(took)}</td>
            <td class="timeline-bars" aria-hidden="true">{live_if(move || bar().map(|style| view! { <span class="bar-time" style=style></span> }))}</td>
        </tr>
    }
}

/// Seconds a step took; of one under way nothing, since the account's clock is heard of only now and then.
fn took(now: &StepNow) -> Option<u64> {
    let (begun, ended) = (now.started_at?, now.ended_at?);
    u64::try_from((ended.millis() - begun.millis()) / 1000).ok()
}

/// Where the bar lies, in seconds from the beginning: an open one reaches to the end of what is known.
fn bar(now: &StepNow, begin: Timestamp, expected: u64) -> Option<String> {
    let begun = now.started_at?;
    let from = seconds(begun.millis() - begin.millis());
    Some(match now.ended_at {
        Some(ended) => format!("--from:{from};--to:{}", seconds(ended.millis() - begin.millis())),
        None => format!("--from:{from};--to:var(--so-far);--expected:{}", from + expected as f64),
    })
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
            view! { <li><time>{clock(line.at)}</time><span>{line.text.clone()}</span>{request}</li> }
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
            started_at: from.map(at),
            ended_at: to.map(at),
            lines: 0,
        }
    }

    #[test]
    fn a_bar_lies_where_the_step_was_and_an_open_one_reaches_to_now() {
        let begin = Timestamp::from_millis(10_000);
        assert_eq!(bar(&now(None, None), begin, 5), None);
        assert_eq!(bar(&now(Some(12), Some(15)), begin, 5).as_deref(), Some("--from:2;--to:5"));
        assert_eq!(
            bar(&now(Some(12), None), begin, 5).as_deref(),
            Some("--from:2;--to:var(--so-far);--expected:7")
        );
    }

    #[test]
    fn the_time_of_day_is_that_of_the_account() {
        assert_eq!(clock(Timestamp::from_millis(3_661_000)), "01:01:01");
    }
}
