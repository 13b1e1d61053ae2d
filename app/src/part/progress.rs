//! The nine aspects of the conversation.

use leptos::prelude::*;
use lks_domain::scores::{Level, Scores};

use super::icon::{Icon, icon};
use crate::browser;
use crate::live::{live, pressed};
use crate::words::use_speech;

/// The panel "Your progress".
#[component]
pub fn ProgressPanel(#[prop(into)] scores: Signal<Option<Scores>>, open: RwSignal<bool>) -> impl IntoView {
    let speech = use_speech();
    view! {
        <aside class="progress" class:progress-open=open aria-label=speech.say(|w| w.progress)>
            <div class="progress-head">
                <h2>{speech.say(|w| w.progress)}</h2>
                <button type="button" class="quiet progress-close" id="close-progress" aria-label=speech.say(|w| w.close) on:click=pressed(move || { open.set(false); browser::focus("open-progress"); })>
                    {icon(Icon::Close)}
                </button>
            </div>
            {live(move || match scores.get() {
                None => view! { <p class="hint">{speech.say(|w| w.progress_none)}</p> }.into_any(),
                Some(scores) => view! { <Bars scores/> }.into_any(),
            })}
        </aside>
    }
}

#[component]
fn Bars(scores: Scores) -> impl IntoView {
    let speech = use_speech();
    let bars = move || {
        let words = speech.words();
        let level = Level::estimate(&scores);
        let aspects = words.aspects(&scores);
        let [.., overall] = aspects;
        let rest = aspects.into_iter().take(8).map(|aspect| view! { <li>{bar(aspect)}</li> }).collect_view();
        view! {
            <div class="progress-overall">
                <span class="progress-number">{overall.2}</span>
                <span>{overall.0}</span>
            </div>
            <dl class="progress-level">
                <dt>{words.level}</dt>
                <dd><strong>{level.name()}</strong>" "{words.can_do(level)}</dd>
                <dd class="hint">{words.level_note}</dd>
            </dl>
            <ul class="progress-list">{rest}</ul>
        }
    };
    view! {
        <p class="hint">{speech.say(|w| w.progress_text)}</p>
        {live(bars)}
    }
}

fn bar((name, means, value): (&'static str, &'static str, u8)) -> impl IntoView {
    view! {
        <div class="bar-head"><span class="bar-name">{name}</span><span class="bar-value">{value}</span></div>
        <div
            class="bar"
            role="meter"
            aria-label=name
            aria-valuenow=value.to_string()
            aria-valuemin="0"
            aria-valuemax="100"
        >
            <span style=format!("width:{value}%")></span>
        </div>
        <p class="bar-means">{means}</p>
    }
}
