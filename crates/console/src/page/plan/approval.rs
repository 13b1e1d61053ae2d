//! The approval: what is carried out is exactly the plan that was read.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_app::live::{live, live_if};
use lks_domain::console::plan::PlanView;
use lks_domain::console::run::Approval;

use crate::client;
use crate::part::act::Act;
use crate::part::notice::Trouble;
use crate::part::typed::TypedConfirmation;
use crate::words::{Words, use_speech};

/// The button that begins a run; it asks for the stack's name where something is lost.
#[component]
pub fn Approve(plan: PlanView) -> impl IntoView {
    let api: Api = expect_context();
    let speech = use_speech();
    let navigate = use_navigate();
    let (busy, asking) = (RwSignal::new(false), RwSignal::new(false));
    let problem = RwSignal::new(None::<Problem>);
    let idle = plan.steps.is_empty() || !plan.blocked.is_empty();
    let (digest, removal) = (plan.digest, plan.removal);
    let start = move |typed: Option<String>| {
        busy.set(true);
        problem.set(None);
        let (approval, navigate) = (Approval { digest: digest.clone(), typed }, navigate.clone());
        spawn_local(async move {
            let started = client::run::approve(api, &approval).await;
            busy.try_set(false);
            match started {
                Ok(run) => navigate(&format!("/admin/runs/{}", run.id), NavigateOptions::default()),
                Err(refusal) => drop(problem.try_set(Some(refusal))),
            }
        });
    };
    let start = StoredValue::new_local(start);
    let confirmation = plan.confirmation;
    let (wanted, because) = confirmation.clone().map(|asked| (asked.text, asked.because)).unwrap_or_default();
    let must_type = confirmation.is_some();
    let press = move |()| {
        if must_type { asking.set(true) } else { start.with_value(|start| start(None)) }
    };
    let confirmed = move |typed: String| start.with_value(|start| start(Some(typed)));
    let button = if removal {
        view! { <Act label=|w| w.destroy.button class="button-danger" busy idle=Signal::stored(idle) press/> }
            .into_any()
    } else {
        view! { <Act label=|w| w.plan.apply busy idle=Signal::stored(idle) press/> }.into_any()
    };
    view! {
        <section class="approve" aria-label=speech.say(|w| w.plan.apply)>
            {button}
            <p class="hint" role="status">{live(move || if busy.get() { speech.words().plan.starting } else { "" })}</p>
            <Trouble problem/>
            {live_if(move || must_type.then(|| view! {
                <TypedConfirmation
                    open=asking title=if removal { |w: &Words| w.destroy.dialog } else { |w: &Words| w.plan.typed_title } wanted=Signal::stored(wanted.clone()) because=Signal::stored(because.clone())
                    action=if removal { |w: &Words| w.destroy.button } else { |w: &Words| w.plan.apply } confirmed
                />
            }))}
        </section>
    }
}
