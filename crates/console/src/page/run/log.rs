//! What happened, line by line, newest first; only new lines are drawn.

use leptos::prelude::*;
use lks_app::live::{live, live_if};

use crate::board::{Board, Hearing, LOG_LINES, LogLine};
use crate::part::map::scene::short;
use crate::part::timeline::clock;
use crate::words::{fill, use_speech};

/// Lines that are drawn while events come: every new one moves all others, and more than these nobody can read
/// meanwhile.
const LIVE_LINES: usize = 50;

/// The log of the run.
#[component]
pub fn RunLog(board: Board) -> impl IntoView {
    let speech = use_speech();
    let most = Memo::new(move |_| if board.hearing.get() == Hearing::Live { LIVE_LINES } else { LOG_LINES });
    let full = Memo::new(move |_| board.log.with(Vec::len) >= most.get());
    let newest_first =
        move || board.log.with(|log| log.iter().rev().take(most.get()).cloned().collect::<Vec<_>>());
    view! {
        <section class="run-log" aria-labelledby="log-title">
            <h2 id="log-title">{speech.say(|w| w.run.log)}</h2>
            {live_if(move || full.get().then(|| view! { <p class="hint">{fill(speech.words().run.log_more, &[("n", &most.get().to_string())])}</p> }))}
            <div class="log-frame-admin" tabindex="0" role="log" aria-live="off" aria-label=speech.say(|w| w.run.log)>
                <ol class="log-lines">
                    <For each=newest_first key=|line| line.number children=line/>
                </ol>
            </div>
            {live(move || board.log.with(Vec::is_empty).then(|| view! { <p class="hint">{speech.say(|w| w.run.log_none)}</p> }))}
        </section>
    }
}

fn line(line: LogLine) -> impl IntoView {
    let speech = use_speech();
    let request = line.request_id.map(|id| view! { <code class="request">{id}</code> });
    let name = (!line.name.is_empty()).then(|| view! { <b>{short(&line.name).to_owned()}</b> });
    view! { <li class:log-bad=line.bad><time>{clock(line.at)}</time><span>{name}" "{live(speech.telling(line.text))}</span>{request}</li> }
}
