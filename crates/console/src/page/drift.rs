//! What is not as it was built, field by field: revert, accept or ignore.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_app::live::{live, live_if};
use lks_domain::console::drift::{DriftChoice, DriftDecision, DriftView, Drifted, Foreign, Missing};
use lks_domain::console::plan::FieldChange;

use super::plan::plain;
use crate::client;
use crate::fetched::Fetched;
use crate::figure;
use crate::part::act::Act;
use crate::part::frame::{Frame, use_announcements};
use crate::part::map::scene::short;
use crate::part::moment::moment;
use crate::part::notice::{Trouble, good};
use crate::words::{fill, use_speech};

/// The drift page.
#[component]
pub fn DriftPage() -> impl IntoView {
    view! { <Frame title=|w| w.frame.drift about=|w| w.drift.about><Drifting/></Frame> }
}

/// What can be done about drift.
#[derive(Clone, Copy)]
struct Desk {
    busy: RwSignal<bool>,
    decide: Callback<DriftDecision>,
    revert: Callback<()>,
}

#[component]
fn Drifting() -> impl IntoView {
    let api: Api = expect_context();
    let speech = use_speech();
    let announcements = use_announcements();
    let navigate = use_navigate();
    let drift = Fetched::<Option<DriftView>>::new();
    let busy = RwSignal::new(false);
    let doing = RwSignal::new("");
    let problem = RwSignal::new(None::<Problem>);
    let load = move || drift.load(client::drift::last(api));
    Effect::new(move |_| load());
    let take = move |found: Result<Option<DriftView>, Problem>| {
        busy.try_set(false);
        doing.try_set("");
        match found {
            Ok(found) => {
                let count = found.as_ref().map_or(0, differences).to_string();
                announcements.say(fill(speech.words_now().drift.said, &[("n", &count)]));
                drift.take(Ok(found));
            }
            Err(refusal) => drop(problem.try_set(Some(refusal))),
        }
    };
    let begin = move |what: &'static str| {
        busy.set(true);
        problem.set(None);
        doing.set(what);
    };
    let look = move |()| {
        begin(speech.words_now().drift.looking);
        spawn_local(async move { take(client::drift::look(api).await) });
    };
    let decide = Callback::new(move |decision: DriftDecision| {
        begin(speech.words_now().drift.looking);
        spawn_local(async move { take(client::drift::decide(api, &decision).await) });
    });
    // Setting back is a plan like any other: it is read and approved before anything is done.
    let revert = Callback::new(move |()| {
        begin(speech.words_now().drift.planning);
        let navigate = navigate.clone();
        spawn_local(async move {
            let made = client::plan::make_plan(api, false).await;
            busy.try_set(false);
            doing.try_set("");
            match made {
                Ok(_) => navigate("/admin/plan", NavigateOptions::default()),
                Err(refusal) => drop(problem.try_set(Some(refusal))),
            }
        });
    });
    let desk = Desk { busy, decide, revert };
    view! {
        <section class="actions-row">
            <Act label=|w| w.drift.look busy press=look/>
            <p class="hint" role="status">{live(move || doing.get())}</p>
        </section>
        <Trouble problem/>
        {live_if(move || problem.get().map(|_| view! { <p><a class="button" href="/admin/account">{speech.say(|w| w.plan.to_account)}</a></p> }))}
        {drift.show(load, move |drift| match drift {
            Some(drift) => view! { <Found drift desk/> }.into_any(),
            None => view! { <Unseen/> }.into_any(),
        })}
    }
}

fn differences(drift: &DriftView) -> usize {
    let fields: usize = drift.changed.iter().map(|changed| changed.fields.len()).sum();
    fields + drift.missing.len() + drift.foreign.len()
}

#[component]
fn Unseen() -> impl IntoView {
    let speech = use_speech();
    view! {
        <section class="card empty">
            <h2>{speech.say(|w| w.drift.none)}</h2>
            <p>{speech.say(|w| w.drift.none_text)}</p>
        </section>
    }
}

#[component]
fn Found(drift: DriftView, desk: Desk) -> impl IntoView {
    let speech = use_speech();
    let at = drift.at;
    let clean = differences(&drift) == 0;
    let simulated = drift.simulated.then(|| view! { <span class="badge">"Sandbox"</span> });
    let (changed, missing, foreign, decided) = (drift.changed, drift.missing, drift.foreign, drift.choices);
    view! {
        <p class="hint">{live(move || fill(speech.words().drift.at, &[("time", &moment(at, speech.language()))]))}" "{simulated}</p>
        {live_if(move || clean.then(|| good(speech.words().drift.clean.to_owned())))}
        {(!changed.is_empty()).then(|| view! { <ChangedCard changed desk/> })}
        {(!missing.is_empty()).then(|| view! { <MissingCard missing desk/> })}
        {(!foreign.is_empty()).then(|| view! { <ForeignCard foreign/> })}
        {(!decided.is_empty()).then(|| view! { <DecidedCard decided desk/> })}
    }
}

#[component]
fn ChangedCard(changed: Vec<Drifted>, desk: Desk) -> impl IntoView {
    let speech = use_speech();
    let resource = move |drifted: Drifted| {
        let fields =
            drifted.fields.into_iter().map(|change| field(drifted.key.clone(), change, desk)).collect_view();
        view! {
            <li class="drifted">
                <p><b>{short(&drifted.name).to_owned()}</b>" "<span class="hint">{figure::kind(&drifted.kind)}" · "{drifted.region.to_string()}" · "<code>{drifted.id}</code></span></p>
                <ul class="drift-fields">{fields}</ul>
            </li>
        }
    };
    view! {
        <section class="card" aria-labelledby="changed-title">
            <h2 id="changed-title">{speech.say(|w| w.drift.changed)}</h2>
            <ul class="drift-list">{changed.into_iter().map(resource).collect_view()}</ul>
        </section>
    }
}

fn field(key: String, change: FieldChange, desk: Desk) -> impl IntoView {
    let speech = use_speech();
    let name = change.field.clone();
    let decide = move |choice: DriftChoice| {
        let decision = DriftDecision { key: key.clone(), field: name.clone(), choice };
        move |()| desk.decide.run(decision.clone())
    };
    let (accept, ignore) = (decide(DriftChoice::Accept), decide(DriftChoice::Ignore));
    view! {
        <li class="drift-field">
            <div class="drift-values">
                <code>{change.field}</code>
                <span>{speech.say(|w| w.drift.is)}": " <del>{plain(&change.before)}</del></span>
                <span>{speech.say(|w| w.drift.specified)}": " <ins>{plain(&change.after)}</ins></span>
            </div>
            <div class="actions-row">
                <Act label=|w| w.drift.revert class="button-small" busy=desk.busy press=desk.revert/>
                <Act label=|w| w.drift.accept class="button-small" busy=desk.busy press=accept/>
                <Act label=|w| w.drift.ignore class="button-small" busy=desk.busy press=ignore/>
            </div>
        </li>
    }
}

#[component]
fn MissingCard(missing: Vec<Missing>, desk: Desk) -> impl IntoView {
    let speech = use_speech();
    let line = |gone: Missing| view! { <li>{gone.key}" "<code>{gone.id}</code></li> };
    view! {
        <section class="card" aria-labelledby="missing-title">
            <h2 id="missing-title">{speech.say(|w| w.drift.missing)}</h2>
            <p class="hint">{speech.say(|w| w.drift.missing_text)}</p>
            <ul class="drift-list">{missing.into_iter().map(line).collect_view()}</ul>
            <div class="actions-row"><Act label=|w| w.drift.revert class="button-small" busy=desk.busy press=desk.revert/></div>
        </section>
    }
}

#[component]
fn ForeignCard(foreign: Vec<Foreign>) -> impl IntoView {
    let speech = use_speech();
    let line = |other: Foreign| {
        view! { <li><b>{other.name}</b>" "<span class="hint">{figure::kind(&other.kind)}" · "{other.region.to_string()}" · "<code>{other.id}</code></span><br/>{live(speech.telling(other.reason))}</li> }
    };
    view! {
        <section class="card" aria-labelledby="foreign-title">
            <h2 id="foreign-title">{speech.say(|w| w.drift.foreign)}</h2>
            <p class="hint">{speech.say(|w| w.drift.foreign_text)}</p>
            <ul class="drift-list">{foreign.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}

#[component]
fn DecidedCard(decided: Vec<DriftDecision>, desk: Desk) -> impl IntoView {
    let speech = use_speech();
    let line = move |decision: DriftDecision| {
        let choice = decision.choice;
        let word = move || match choice {
            DriftChoice::Ignore => speech.words().drift.ignored,
            DriftChoice::Accept | DriftChoice::Revert => speech.words().drift.accepted,
        };
        let back = DriftDecision { choice: DriftChoice::Revert, ..decision.clone() };
        view! {
            <li class="drift-field">
                <div class="drift-values"><code>{decision.field}</code><span>{decision.key}</span><span class="badge">{live(word)}</span></div>
                <div class="actions-row"><Act label=|w| w.drift.take_back class="button-small" busy=desk.busy press=move |()| desk.decide.run(back.clone())/></div>
            </li>
        }
    };
    view! {
        <section class="card" aria-labelledby="decided-title">
            <h2 id="decided-title">{speech.say(|w| w.drift.decided)}</h2>
            <ul class="drift-list">{decided.into_iter().map(line).collect_view()}</ul>
        </section>
    }
}
