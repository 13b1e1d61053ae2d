//! The models on every worker: what is there, pulls with their progress, and a prompt to try.

use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_app::live::{live, live_if};
use lks_app::part::dialog::Confirmation;
use lks_domain::console::models::{InstalledModel, ModelsView, Pull, PullState, WorkerModel, WorkerModels};

use super::trial::TryPrompt;
use crate::access::use_access;
use crate::client;
use crate::fetched::Fetched;
use crate::figure::bytes;
use crate::page::overview::worker_word;
use crate::part::act::Act;
use crate::part::notice::Trouble;
use crate::words::{Words, fill, use_speech};

/// Pulls move: they are looked at this often.
const PAUSE_MS: u32 = 2_500;

/// What can be done with models.
#[derive(Clone, Copy)]
struct Desk {
    api: Api,
    models: Fetched<ModelsView>,
    busy: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
    removing: RwSignal<Option<WorkerModel>>,
}

impl Desk {
    fn change(self, work: impl Future<Output = Result<ModelsView, Problem>> + 'static) {
        self.busy.set(true);
        self.problem.set(None);
        spawn_local(async move {
            let changed = work.await;
            self.busy.try_set(false);
            match changed {
                Ok(view) => self.models.take(Ok(view)),
                Err(refusal) => drop(self.problem.try_set(Some(refusal))),
            }
        });
    }
}

/// The section with the models.
#[component]
pub fn Models() -> impl IntoView {
    let api: Api = expect_context();
    let speech = use_speech();
    let desk = Desk {
        api,
        models: Fetched::new(),
        busy: RwSignal::new(false),
        problem: RwSignal::new(None),
        removing: RwSignal::new(None),
    };
    Effect::new(move |_| desk.models.keep(PAUSE_MS, move || client::monitor::models(api)));
    let again = move || desk.models.load(client::monitor::models(api));
    let workers =
        Memo::new(move |_| desk.models.value.with(|view| view.as_ref().map(|view| view.workers.clone())));
    let pulls = Memo::new(move |_| {
        desk.models.value.with(|view| view.as_ref().map(|view| view.pulls.clone()).unwrap_or_default())
    });
    let wanted = Memo::new(move |_| {
        desk.models.value.with(|view| view.as_ref().map(|view| view.wanted.clone()).unwrap_or_default())
    });
    let there =
        Fetched { value: RwSignal::new(None::<()>), problem: desk.models.problem, busy: desk.models.busy };
    Effect::new(move |_| {
        if workers.with(Option::is_some) && there.value.with_untracked(Option::is_none) {
            there.value.set(Some(()));
        }
    });
    let asking = RwSignal::new(false);
    Effect::new(move |_| {
        if desk.removing.with(Option::is_some) {
            asking.set(true);
        }
    });
    let name =
        move || desk.removing.with(|what| what.as_ref().map(|what| what.model.clone()).unwrap_or_default());
    let remove = move |()| {
        if let Some(what) = desk.removing.get_untracked() {
            desk.removing.set(None);
            desk.change(async move { client::monitor::remove(api, &what).await });
        }
    };
    view! {
        <section aria-labelledby="models-title">
            <h2 id="models-title" class="section-title">{speech.say(|w| w.monitor.models)}</h2>
            <Trouble problem=desk.problem/>
            {there.show(again, move |()| view! {
                {live_if(move || pulls.with(|pulls| !pulls.is_empty()).then(|| view! { <Pulls pulls=pulls.get() desk/> }))}
                {live_if(move || workers.get().map(|workers| {
                    let cards = workers.into_iter().map(|worker| view! { <Worker worker wanted=wanted.get() desk/> }).collect_view();
                    view! { <div class="model-grid">{cards}</div> }
                }))}
                {live_if(move || workers.get().map(|workers| view! { <TryPrompt workers/> }))}
            })}
            <Confirmation
                open=asking
                title=Signal::derive(move || fill(speech.words().monitor.remove_title, &[("name", &name())]))
                text=Signal::derive(move || speech.words().monitor.remove_text.to_owned())
                action=Signal::derive(move || speech.words().monitor.remove.to_owned())
                cancel=Signal::derive(move || speech.words().frame.cancel.to_owned())
                confirmed=remove
            />
        </section>
    }
}

#[component]
fn Worker(worker: WorkerModels, wanted: Vec<String>, desk: Desk) -> impl IntoView {
    let speech = use_speech();
    let access = use_access();
    let state = worker.state;
    let (region, name) = (worker.region, worker.worker.clone());
    let has = |wanted: &String| {
        worker.models.iter().any(|model| model.name.split(':').next() == Some(wanted.as_str()))
    };
    let lacking: Vec<String> = wanted.iter().filter(|wanted| !has(wanted)).cloned().collect();
    let pulls = worker.pulls;
    let (none, built_in) = (worker.models.is_empty(), !pulls);
    let rows = worker.models.into_iter().map(|model| row(model, region, &name, pulls, desk)).collect_view();
    let field = NodeRef::<Input>::new();
    let id = format!("pull-{region}-{name}");
    let to = name.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = field.get_untracked() else { return };
        let what = WorkerModel { region, worker: to.clone(), model: input.value().trim().to_owned() };
        desk.change(async move { client::monitor::pull(desk.api, &what).await });
    };
    let first = lacking.first().cloned().unwrap_or_default();
    let missing = move || {
        (!lacking.is_empty()).then(|| {
            view! {
                <p class="hint">{lacking.join(", ")}": "{speech.say(|w| w.monitor.missing)}</p>
            }
        })
    };
    view! {
        <section class="card model-card" aria-label=format!("{name}, {region}")>
            <div class="run-title"><h3>{name.clone()}</h3><span class="hint">{region.to_string()}" · "{live(move || worker_word(state, speech.words()))}</span></div>
            <ul class="model-list">{rows}</ul>
            {live_if(move || none.then(|| view! { <p class="hint">{speech.say(|w| w.monitor.no_models)}</p> }))}
            {live_if(move || built_in.then(|| view! { <p class="hint">{speech.say(|w| w.monitor.built_in)}</p> }))}
            {pulls.then(|| view! {
                {missing()}
                <form class="actions-row" on:submit=submit>
                    <label class="visually-hidden" for=id.clone()>{speech.say(|w| w.monitor.pull_name)}</label>
                    <input class="plain-input" id=id.clone() type="text" node_ref=field value=first required autocomplete="off" autocapitalize="none" spellcheck="false"/>
                    <button type="submit" class="button button-small" disabled=move || desk.busy.get() || !access.may_act()>{speech.say(|w| w.monitor.pull)}</button>
                </form>
            })}
        </section>
    }
}

fn row(
    model: InstalledModel,
    region: lks_domain::region::Region,
    worker: &str,
    removable: bool,
    desk: Desk,
) -> impl IntoView + use<> {
    let speech = use_speech();
    let what = WorkerModel { region, worker: worker.to_owned(), model: model.name.clone() };
    let facts = [model.family, model.parameters, model.quantization];
    let facts: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    let size = bytes(model.size);
    let facts = move || [facts.as_slice(), &[speech.figure(size.clone())]].concat().join(" · ");
    view! {
        <li>
            <span><b>{model.name}</b><span class="row-kind">{live(facts)}</span></span>
            {removable.then(|| view! { <Act label=|w| w.monitor.remove class="button-quiet button-small" busy=desk.busy press=move |()| desk.removing.set(Some(what.clone()))/> })}
        </li>
    }
}

#[component]
fn Pulls(pulls: Vec<Pull>, desk: Desk) -> impl IntoView {
    let speech = use_speech();
    let item = move |pull: Pull| {
        let (state, id) = (pull.state, pull.id);
        let share = if pull.total > 0 { pull.completed as f64 * 100.0 / pull.total as f64 } else { 0.0 };
        let name = format!("{} → {} ({})", pull.what.model, pull.what.worker, pull.what.region);
        let amount = move || {
            (pull.total > 0)
                .then(|| speech.figure(format!("{} / {}", bytes(pull.completed), bytes(pull.total))))
        };
        let running = state == PullState::Running;
        view! {
            <li>
                <div class="run-title"><b>{name.clone()}</b><span class="hint">{live(move || pull_word(state, speech.words()))}" · "{live(speech.telling(pull.status))}" "{live(amount)}</span></div>
                <div class="run-progress" role="progressbar" aria-label=name aria-valuemin="0" aria-valuemax="100" aria-valuenow=format!("{share:.0}")><span style=format!("width:{share:.1}%")></span></div>
                {running.then(|| view! { <Act label=|w| w.monitor.pull_cancel class="button-quiet button-small" busy=desk.busy press=move |()| desk.change(async move { client::monitor::stop_pull(desk.api, id).await })/> })}
            </li>
        }
    };
    view! {
        <section class="card" aria-labelledby="pulls-title">
            <h3 id="pulls-title">{speech.say(|w| w.monitor.pulls)}</h3>
            <ul class="pull-list">{pulls.into_iter().map(item).collect_view()}</ul>
        </section>
    }
}

const fn pull_word(state: PullState, words: &Words) -> &'static str {
    match state {
        PullState::Running => words.monitor.running,
        PullState::Done => words.monitor.done,
        PullState::Failed => words.monitor.failed,
        PullState::Cancelled => words.monitor.cancelled,
    }
}
