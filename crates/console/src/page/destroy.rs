//! Removing the stack: first what will be lost, then the name typed, then the run with its final sweep.

use leptos::prelude::*;
use leptos::task::spawn_local;
use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_app::live::{live, live_if};
use lks_domain::console::plan::PlanView;

use super::plan::ThePlan;
use crate::client;
use crate::fetched::Fetched;
use crate::figure::usd;
use crate::part::act::Act;
use crate::part::frame::{Frame, use_announcements};
use crate::part::notice::{Trouble, good};
use crate::words::{fill, use_speech};

/// The page that removes.
#[component]
pub fn DestroyPage() -> impl IntoView {
    view! { <Frame title=|w| w.destroy.title about=|w| w.destroy.about><Removal/></Frame> }
}

#[component]
fn Removal() -> impl IntoView {
    let api: Api = expect_context();
    let speech = use_speech();
    let announcements = use_announcements();
    let plan = Fetched::<Option<PlanView>>::new();
    let (looking, problem) = (RwSignal::new(false), RwSignal::new(None::<Problem>));
    let preview = move |()| {
        looking.set(true);
        problem.set(None);
        spawn_local(async move {
            let made = client::plan::make_plan(api, true).await;
            looking.try_set(false);
            match made {
                Ok(made) => {
                    let summary = made.as_ref().map(|plan| plan.summary.clone()).unwrap_or_default();
                    announcements.say(fill(speech.words_now().plan.made_said, &[("summary", &summary)]));
                    plan.take(Ok(made));
                }
                Err(refusal) => drop(problem.try_set(Some(refusal))),
            }
        });
    };
    // A removal that was planned before, perhaps by somebody else, is shown again.
    Effect::new(move |_| {
        plan.load(async move { Ok(client::plan::last_plan(api).await?.filter(|plan| plan.removal)) });
    });
    view! {
        <section class="card">
            <p>{speech.say(|w| w.destroy.preview_text)}</p>
            <div class="actions-row">
                <Act label=|w| w.destroy.preview class="" busy=looking press=preview/>
                <p class="hint" role="status">{live(move || if looking.get() { speech.words().destroy.previewing } else { "" })}</p>
            </div>
        </section>
        <Trouble problem/>
        {live_if(move || problem.get().map(|_| view! { <p><a class="button" href="/admin/account">{speech.say(|w| w.plan.to_account)}</a></p> }))}
        {live_if(move || plan.value.get().flatten().map(|plan| view! { <Losses plan/> }))}
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
    let saves = move || fill(speech.words().destroy.saves, &[("usd", &usd(saving))]);
    view! {
        <section class="card" aria-labelledby="losses-title">
            <h2 id="losses-title">{speech.say(|w| w.destroy.what)}</h2>
            <ul class="losses">{because.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            {live_if(move || (saving > 0.0).then(saves))}
        </section>
        <ThePlan plan/>
    }
    .into_any()
}
