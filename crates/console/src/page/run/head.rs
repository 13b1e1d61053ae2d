//! How the run stands, how long it will take, and what comes next.

use leptos::prelude::*;
use lks_app::live::{live, live_if};
use lks_domain::console::run::{RunKind, RunState};

use super::controls::Controls;
use crate::board::{Board, Hearing};
use crate::figure;
use crate::page::runs::{StateBadge, kind_word};
use crate::part::moment::moment;
use crate::part::notice::{bad, good, soft};
use crate::words::{Words, fill, use_speech};

/// The head of the page.
#[component]
pub fn Head(id: String, board: Board) -> impl IntoView {
    let speech = use_speech();
    let run = move || board.summary.get();
    let state =
        Memo::new(move |_| board.summary.with(|run| run.as_ref().map_or(RunState::Running, |run| run.state)));
    let kind =
        Memo::new(move |_| board.summary.with(|run| run.as_ref().map_or(RunKind::Apply, |run| run.kind)));
    let simulated =
        Memo::new(move |_| board.summary.with(|run| run.as_ref().is_some_and(|run| run.simulated)));
    let part =
        Memo::new(move |_| board.summary.with(|run| run.as_ref().map_or((0, 0), |run| (run.done, run.of))));
    let progress = move || {
        let (done, of) = part.get();
        fill(speech.words().run.progress, &[("done", &done.to_string()), ("of", &of.to_string())])
    };
    let width = move || {
        let (done, of) = part.get();
        format!("transform:scaleX({:.3})", done as f64 / of.max(1) as f64)
    };
    let left = move || {
        let run = run()?;
        let time = figure::duration(run.left_seconds, speech.language());
        (run.state.is_live() && run.left_seconds > 0)
            .then(|| fill(speech.words().run.left, &[("time", &time)]))
    };
    let elapsed = move || {
        let (begin, end) = board.span.get()?;
        let seconds = u64::try_from((end.millis() - begin.millis()) / 1000).ok()?;
        Some(format!("{} {}", speech.words().run.elapsed, figure::duration(seconds, speech.language())))
    };
    let started = move || {
        run().map(|run| {
            format!(
                "{} {} · {}",
                speech.words().run.started,
                moment(run.approved_at, speech.language()),
                run.started_by
            )
        })
    };
    view! {
        <section class="run-head card">
            <div class="run-title">
                <h2>{live(move || kind_word(kind.get(), speech.words()))}</h2>
                <StateBadge state/>
                {live_if(move || simulated.get().then(|| view! { <span class="badge">"Sandbox"</span> }))}
                {live_if(move || (board.hearing.get() == Hearing::Live).then(|| view! { <span class="live-dot">{speech.say(|w| w.frame.live)}</span> }))}
            </div>
            <div class="run-progress" role="progressbar" aria-label=speech.say(|w| w.run.steps) aria-valuemin="0" aria-valuenow=move || part.get().0.to_string() aria-valuemax=move || part.get().1.to_string()>
                <span style=width></span>
            </div>
            <p class="run-figures"><b>{live(progress)}</b><span>{live_if(elapsed)}</span><span>{live_if(left)}</span></p>
            <p class="hint">{live_if(started)}{live_if(move || simulated.get().then(|| view! { " · " {speech.say(|w| w.run.cloud_clock)} }))}</p>
            <Controls id state/>
            <Next board state kind/>
        </section>
    }
}

/// What the state means, and what to do next.
#[component]
fn Next(board: Board, state: Memo<RunState>, kind: Memo<RunKind>) -> impl IntoView {
    let speech = use_speech();
    let advice = move || advice(state.get(), kind.get(), board.left.with(Vec::is_empty), speech.words());
    let message = move || board.message.with(|text| (!text.is_empty()).then(|| soft(speech.told(text))));
    let left = move || {
        board.left.with(|left| {
            (!left.is_empty()).then(|| {
                let lines = left.iter().map(|line| view! { <li>{speech.told(line)}</li> }).collect_view();
                view! { <h3>{speech.say(|w| w.run.left_over)}</h3><ul class="losses">{lines}</ul> }
            })
        })
    };
    view! {
        <div class="run-next" role="status">
            {live_if(message)}
            {live_if(advice)}
            {live_if(move || board.successor.get().map(|id| view! {
                <p><a class="button button-primary" href=format!("/admin/runs/{id}")>{speech.say(|w| w.run.goes_on)}</a></p>
            }))}
            {live_if(left)}
        </div>
    }
}

fn advice(state: RunState, kind: RunKind, clean: bool, words: &'static Words) -> Option<AnyView> {
    let link =
        |href: &'static str, text: &'static str| view! { <p><a class="button" href=href>{text}</a></p> };
    let run = &words.run;
    Some(match (state, kind) {
        (RunState::Done, RunKind::Apply) => {
            view! { {good(run.done_apply.to_owned())} {link("/admin/verify", run.to_verify)} }.into_any()
        }
        (RunState::Done, RunKind::Destroy) if clean => good(run.swept_clean.to_owned()).into_any(),
        (RunState::Done, RunKind::Destroy) => soft(run.done_destroy.to_owned()).into_any(),
        (RunState::Cancelled, _) => {
            view! { {soft(run.cancelled_text.to_owned())} {link("/admin/plan", run.to_plan)} }.into_any()
        }
        (RunState::Failed, _) => {
            view! { {bad(run.failed_text.to_owned())} {link("/admin/plan", run.to_plan)} }.into_any()
        }
        (RunState::Interrupted, _) => bad(run.interrupted_text.to_owned()).into_any(),
        (RunState::Waiting, _) => {
            view! { {bad(run.waiting_text.to_owned())} {link("/admin/account", run.reconnect)} }.into_any()
        }
        _ => return None,
    })
}
