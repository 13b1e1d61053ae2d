//! The plan page: choices, then the plan as table and map, its cost, and the approval.

mod approval;
mod choices;
mod cost;
mod making;
mod steps;

pub use making::{MakeButton, Making, NotMade};
pub use steps::plain;

use leptos::prelude::*;
use lks_app::live::{live, live_if};
use lks_domain::console::plan::Finding;
use lks_domain::console::plan::{PlanView, Severity};

use crate::figure;
use crate::part::frame::Frame;
use crate::part::map::{RegionMap, planned};
use crate::part::moment::moment;
use crate::part::notice::{bad, good, soft};
use crate::words::{fill, use_speech};
use approval::Approve;
use choices::Choices;
use cost::CostCard;
use steps::Steps;

/// The plan page.
#[component]
pub fn PlanPage() -> impl IntoView {
    view! { <Frame title=|w| w.frame.plan about=|w| w.plan.about><Planning/></Frame> }
}

#[component]
fn Planning() -> impl IntoView {
    let speech = use_speech();
    let making = Making::new(false);
    let load = move || making.load();
    Effect::new(move |_| load());
    let unready = RwSignal::new(false);
    view! {
        <Choices unready/>
        <section class="make-plan" aria-label=speech.say(|w| w.plan.make)>
            <MakeButton making label=|w| w.plan.make meanwhile=|w| w.plan.making idle=unready/>
        </section>
        <NotMade making/>
        {making.plan.show(load, move |plan| match plan {
            Some(plan) => view! { <ThePlan plan/> }.into_any(),
            None => view! { <NoPlan/> }.into_any(),
        })}
    }
}

#[component]
fn NoPlan() -> impl IntoView {
    let speech = use_speech();
    view! {
        <section class="card empty">
            <h2>{speech.say(|w| w.plan.none)}</h2>
            <p>{speech.say(|w| w.plan.none_text)}</p>
        </section>
    }
}

/// A plan, to be read and approved.
#[component]
pub fn ThePlan(plan: PlanView) -> impl IntoView {
    let speech = use_speech();
    let chosen = RwSignal::new(None::<String>);
    let (who, at, unchanged) = (plan.made_by.clone(), plan.made_at, plan.unchanged);
    let made = move || {
        let time = moment(at, speech.language());
        fill(speech.words().plan.made, &[("time", &time), ("who", &who)])
    };
    let seconds = plan.seconds;
    let takes =
        move || fill(speech.words().plan.takes, &[("time", &figure::duration(seconds, speech.language()))]);
    let simulated = plan.simulated.then(|| view! { <span class="badge">"Sandbox"</span> });
    let removal = plan
        .removal
        .then(|| view! { <p class="notice notice-soft"><span>{speech.say(|w| w.plan.removal)}</span></p> });
    let looks = planned(&plan.map);
    let empty = plan.steps.is_empty();
    view! {
        <section class="plan" aria-labelledby="plan-title">
            <div class="plan-head">
                <h2 id="plan-title">{speech.say(|w| w.plan.the_plan)}</h2>
                {simulated}
                <p class="plan-summary">{live(speech.telling(plan.summary.clone()))}{(!empty).then(|| view! { " · " {live(takes)} })}</p>
                <p class="hint">{live(made)}" · "<code>{plan.digest.chars().take(12).collect::<String>()}</code></p>
            </div>
            {removal}
            {live_if(move || empty.then(|| good(fill(speech.words().plan.nothing_to_do, &[("n", &unchanged.to_string())]))))}
            <div class="plan-grid">
                <CostCard plan=plan.clone()/>
                <Findings findings=plan.findings.clone() blocked=plan.blocked.clone()/>
            </div>
            <Approve plan=plan.clone()/>
            <RegionMap map=plan.map.clone() looks chosen/>
            {(!empty).then(|| view! { <Steps steps=plan.steps.clone() chosen/> })}
        </section>
    }
}

#[component]
fn Findings(findings: Vec<Finding>, blocked: Vec<String>) -> impl IntoView {
    let speech = use_speech();
    let none = findings.is_empty() && blocked.is_empty();
    let finding = move |finding: Finding| {
        let text = if finding.resource.is_empty() {
            finding.message
        } else {
            format!("{}: {}", finding.resource, finding.message)
        };
        let wrong = finding.severity == Severity::Error;
        let said = live(move || {
            let text = speech.told(&text);
            if wrong { bad(text).into_any() } else { soft(text).into_any() }
        });
        view! { <li>{said}<p class="hint">{live(speech.telling(finding.requirement))}" "<code>{finding.id}</code></p></li> }
    };
    let stops = (!blocked.is_empty()).then(|| view! {
        <h4>{speech.say(|w| w.plan.blocked)}</h4>
        <ul class="finding-list">{blocked.into_iter().map(|why| view! { <li>{live(move || bad(speech.told(&why)))}</li> }).collect_view()}</ul>
    });
    view! {
        <section class="card findings" aria-labelledby="findings-title">
            <h3 id="findings-title">{speech.say(|w| w.plan.findings)}</h3>
            {stops}
            {live_if(move || none.then(|| good(speech.words().plan.no_findings.to_owned())))}
            <ul class="finding-list">{findings.into_iter().map(finding).collect_view()}</ul>
        </section>
    }
}
