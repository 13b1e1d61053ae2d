//! Removing the stack: first what will be lost, then the name typed, then the run with its final sweep.

use leptos::prelude::*;
use lks_app::live::{live, live_if};
use lks_domain::console::plan::PlanView;

use super::plan::{MakeButton, Making, NotMade, ThePlan};
use crate::part::frame::Frame;
use crate::part::notice::good;
use crate::words::{fill, use_speech};

/// The page that removes.
#[component]
pub fn DestroyPage() -> impl IntoView {
    view! { <Frame title=|w| w.destroy.title about=|w| w.destroy.about><Removal/></Frame> }
}

#[component]
fn Removal() -> impl IntoView {
    let speech = use_speech();
    let making = Making::new(true);
    Effect::new(move |_| making.load());
    view! {
        <section class="card">
            <p>{speech.say(|w| w.destroy.preview_text)}</p>
            <div class="actions-row">
                <MakeButton making label=|w| w.destroy.preview meanwhile=|w| w.destroy.previewing class=""/>
            </div>
        </section>
        <NotMade making/>
        {live_if(move || making.plan.value.get().flatten().map(|plan| view! { <Losses plan/> }))}
    }
}

#[component]
fn Losses(plan: PlanView) -> impl IntoView {
    let speech = use_speech();
    if plan.steps.is_empty() {
        return live(move || good(speech.words().destroy.nothing.to_owned())).into_any();
    }
    let because = plan.confirmation.as_ref().map(|asked| asked.because.clone()).unwrap_or_default();
    let saving = -plan.change_hourly_usd;
    let saves = move || fill(speech.words().destroy.saves, &[("usd", &speech.usd(saving))]);
    view! {
        <section class="card" aria-labelledby="losses-title">
            <h2 id="losses-title">{speech.say(|w| w.destroy.what)}</h2>
            <ul class="losses">{because.into_iter().map(|line| view! { <li>{live(speech.telling(line))}</li> }).collect_view()}</ul>
            {live_if(move || (saving > 0.0).then(saves))}
        </section>
        <ThePlan plan/>
    }
    .into_any()
}
