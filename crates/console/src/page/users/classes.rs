//! Classes: their codes, and the progress of learners who agreed to share it.

use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_app::live::{live, live_if, pressed};
use lks_app::part::dialog::Confirmation;
use lks_app::words::words as app_words;
use lks_domain::console::class::{Class, ClassView, CommonError, LearnerProgress, NAME_CHARS};

use crate::access::use_access;
use crate::client;
use crate::fetched::Fetched;
use crate::part::act::Act;
use crate::part::export::Export;
use crate::part::moment::moment;
use crate::part::notice::Trouble;
use crate::words::{fill, use_speech};

/// The section with the classes.
#[component]
pub fn Classes() -> impl IntoView {
    let api: Api = expect_context();
    let speech = use_speech();
    let access = use_access();
    let classes = Fetched::<Vec<Class>>::new();
    let (busy, problem) = (RwSignal::new(false), RwSignal::new(None::<Problem>));
    let open = RwSignal::new(None::<String>);
    let deleting = RwSignal::new(None::<String>);
    let field = NodeRef::<Input>::new();
    let load = move || classes.load(client::user::classes(api));
    Effect::new(move |_| load());
    let take = move |answer: Result<Vec<Class>, Problem>| {
        busy.try_set(false);
        match answer {
            Ok(all) => classes.take(Ok(all)),
            Err(refusal) => drop(problem.try_set(Some(refusal))),
        }
    };
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = field.get_untracked() else { return };
        let name = input.value().trim().to_owned();
        input.set_value("");
        busy.set(true);
        problem.set(None);
        spawn_local(async move { take(client::user::make_class(api, name).await) });
    };
    let asking = RwSignal::new(false);
    Effect::new(move |_| {
        if deleting.with(Option::is_some) {
            asking.set(true);
        }
    });
    let delete = move |()| {
        let Some(code) = deleting.get_untracked() else { return };
        deleting.set(None);
        open.set(None);
        busy.set(true);
        spawn_local(async move { take(client::user::delete_class(api, &code).await) });
    };
    view! {
        <section aria-labelledby="classes-title">
            <h2 id="classes-title">{speech.say(|w| w.users.classes)}</h2>
            <form class="actions-row" on:submit=make>
                <div class="field field-inline">
                    <label for="class-name">{speech.say(|w| w.users.class_name)}</label>
                    <input id="class-name" type="text" node_ref=field required maxlength=NAME_CHARS.to_string() autocomplete="off"/>
                </div>
                <button type="submit" class="button button-primary button-low" disabled=move || busy.get() || !access.may_act()>{speech.say(|w| w.users.class_make)}</button>
            </form>
            <Trouble problem/>
            {classes.show(load, move |classes| {
                let none = classes.is_empty();
                let items = classes.into_iter().map(|class| item(class, open, deleting, busy)).collect_view();
                view! {
                    {live_if(move || none.then(|| view! { <p class="hint">{speech.say(|w| w.users.classes_none)}</p> }))}
                    <ul class="class-list">{items}</ul>
                }
            })}
            {live_if(move || open.get().map(|code| view! { <Progress code/> }))}
            <Confirmation
                open=asking
                title=Signal::derive(move || speech.words().users.class_delete.to_owned())
                text=Signal::derive(move || speech.words().users.class_delete_text.to_owned())
                action=Signal::derive(move || speech.words().users.class_delete.to_owned())
                cancel=Signal::derive(move || speech.words().frame.cancel.to_owned())
                confirmed=delete
            />
        </section>
    }
}

fn item(
    class: Class,
    open: RwSignal<Option<String>>,
    deleting: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
) -> impl IntoView {
    let speech = use_speech();
    let (members, sharing) = (class.members.to_string(), class.sharing.to_string());
    let count = move || fill(speech.words().users.class_members, &[("n", &members), ("sharing", &sharing)]);
    let (code, gone) = (class.code.clone(), class.code.clone());
    view! {
        <li class="card class-card">
            <div><b>{class.name}</b><span class="row-kind">{live(count)}</span></div>
            <code class="code-big">{class.code}</code>
            <div class="row-actions">
                <button type="button" class="button button-small" on:click=pressed(move || open.set(Some(code.clone())))>{speech.say(|w| w.users.class_open)}</button>
                <Act label=|w| w.users.class_delete class="button-quiet button-small" busy press=move |()| deleting.set(Some(gone.clone()))/>
            </div>
        </li>
    }
}

#[component]
fn Progress(code: String) -> impl IntoView {
    let api: Api = expect_context();
    let class = Fetched::<ClassView>::new();
    let code = StoredValue::new(code);
    let load = move || class.load(async move { client::user::class(api, &code.get_value()).await });
    Effect::new(move |_| load());
    class.show(load, |class| view! { <Learners class/> })
}

#[component]
fn Learners(class: ClassView) -> impl IntoView {
    let speech = use_speech();
    let none = class.learners.is_empty();
    let rows = class.learners.into_iter().map(learner).collect_view();
    let errors = class.errors.into_iter().map(error).collect_view();
    let code = class.class.code;
    view! {
        <section class="card" aria-label=class.class.name.clone()>
            <div class="run-title">
                <h3>{class.class.name.clone()}</h3>
                <Export label=Signal::derive(move || speech.words().users.class_export.to_owned()) path=Signal::stored(format!("/classes/{code}/export")) name=format!("class-{code}.csv") kind="text/csv"/>
            </div>
            {live_if(move || none.then(|| view! { <p class="hint">{speech.say(|w| w.users.class_nobody)}</p> }))}
            <div class="plain-frame" hidden=none tabindex="0" role="group" aria-label=speech.say(|w| w.users.class_open)>
                <table><thead><tr>
                    <th scope="col">{speech.say(|w| w.users.name)}</th>
                    <th scope="col" class="number">{speech.say(|w| w.users.messages)}</th>
                    <th scope="col" class="number">{speech.say(|w| w.users.mistakes)}</th>
                    <th scope="col" class="number">{speech.say(|w| w.users.overall)}</th>
                    <th scope="col">{speech.say(|w| w.users.active)}</th>
                </tr></thead><tbody>{rows}</tbody></table>
            </div>
            <h4>{speech.say(|w| w.users.errors)}</h4>
            <ul class="error-list">{errors}</ul>
        </section>
    }
}

fn learner(learner: LearnerProgress) -> impl IntoView {
    let speech = use_speech();
    let active = learner.active_at;
    let active = move || {
        active.map_or_else(|| speech.words().users.never.to_owned(), |at| moment(at, speech.language()))
    };
    let overall = learner.scores.map(|scores| scores.values()[8]);
    view! {
        <tr>
            <th scope="row">{learner.name}</th>
            <td class="number">{learner.messages}</td>
            <td class="number">{learner.mistakes}</td>
            <td class="number">{overall}</td>
            <td>{live(active)}</td>
        </tr>
    }
}

fn error(error: CommonError) -> impl IntoView {
    let speech = use_speech();
    let text = move || {
        let values = (error.count.to_string(), error.learners.to_string());
        let count = fill(speech.words().users.errors_of, &[("n", &values.0), ("learners", &values.1)]);
        format!("{}: {count}", app_words(speech.language()).category(error.category))
    };
    view! { <li>{live(text)}</li> }
}
