//! The stack's choices as a form, checked by the server as they are made: limits and cost beside each.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use lks_app::browser;
use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_app::live::{live, live_if, pressed};
use lks_domain::console::form::{Choice, ChoiceGroup, ChoiceOption, Input, StackChoices, StackForm};
use lks_domain::correction::Language;
use serde_json::Value;

use super::steps::plain;
use crate::access::use_access;
use crate::client;
use crate::fetched::Fetched;
use crate::part::notice::{Trouble, soft};
use crate::words::{Speech, fill, use_speech};

/// How long a pause in typing is before the server is asked.
const CALM_MS: u32 = 350;

/// How long before a server that did not answer is asked again.
const AGAIN_MS: u32 = 3_000;

/// The form's state.
#[derive(Clone, Copy)]
struct Draft {
    api: Api,
    /// What differs from the specification, by field.
    values: RwSignal<BTreeMap<String, Value>>,
    /// What the server made of it.
    form: Fetched<StackForm>,
    problem: RwSignal<Option<Problem>>,
    /// Counts changes, so that only the last one is sent.
    change: RwSignal<u64>,
    /// No plan can be made of what is chosen, or not yet.
    unready: RwSignal<bool>,
}

impl Draft {
    fn set(self, field: &str, value: Value) {
        self.values.update(|values| drop(values.insert(field.to_owned(), value)));
        self.send();
    }

    fn reset(self) {
        self.values.set(BTreeMap::new());
        self.send();
    }

    /// Checks what was chosen once it is calm, and saves it if nothing is wrong. Until then no plan can be made,
    /// which would be one of older choices.
    fn send(self) {
        let mine = self.change.get_untracked() + 1;
        self.change.set(mine);
        self.unready.set(true);
        spawn_local(async move {
            let is_newest = || self.change.try_get_untracked() == Some(mine);
            let mut pause = CALM_MS;
            loop {
                browser::sleep(pause).await;
                let Some(values) = self.values.try_get_untracked().filter(|_| is_newest()) else { return };
                let checked = self.checked(StackChoices { values }).await;
                if !is_newest() {
                    return;
                }
                self.problem.try_set(checked.as_ref().err().cloned());
                match checked {
                    Ok(form) => return self.form.take(Ok(form)),
                    Err(problem) if problem.is_passing() => pause = AGAIN_MS,
                    Err(_) => return,
                }
            }
        });
    }

    async fn checked(self, choices: StackChoices) -> Result<StackForm, Problem> {
        match client::plan::check(self.api, &choices).await {
            Ok(form) if form.problems.is_empty() => client::plan::save(self.api, &choices).await,
            other => other,
        }
    }
}

/// The card with the choices. `unready` says that no plan can be made of them.
#[component]
pub fn Choices(unready: RwSignal<bool>) -> impl IntoView {
    let api: Api = expect_context();
    let speech = use_speech();
    let form = Fetched::<StackForm>::new();
    let draft = Draft {
        api,
        values: RwSignal::new(BTreeMap::new()),
        form,
        problem: RwSignal::new(None),
        change: RwSignal::new(0),
        unready,
    };
    let load = move || form.load(client::plan::stack(api));
    Effect::new(move |_| load());
    // The fields are drawn once, from what was saved; after that the server's answers only add to them.
    let drawn = RwSignal::new(None::<StackForm>);
    Effect::new(move |_| {
        let Some(now) = form.value.get() else { return };
        unready.set(!now.problems.is_empty());
        if drawn.with_untracked(Option::is_none) {
            draft.values.set(chosen(&now));
            drawn.set(Some(now));
        }
    });
    let redraw = move || {
        drawn.set(None);
        draft.reset();
    };
    view! {
        <details class="card choices">
            <summary>
                <span class="choices-title">{speech.say(|w| w.plan.choices)}</span>
                <span class="choices-cost" role="status">{live(move || form.value.with(|form| form.as_ref().map(|form| summary(form, speech))))}</span>
            </summary>
            <p class="hint">{speech.say(|w| w.plan.choices_text)}</p>
            <Trouble problem=draft.problem/>
            <Trouble problem=form.problem/>
            {live_if(move || {
                let wrong = form.value.with(|form| form.as_ref().map_or(0, |form| form.problems.len()));
                (wrong > 0).then(|| soft(fill(speech.words().plan.problems, &[("n", &wrong.to_string())])))
            })}
            {live_if(move || drawn.get().map(|form| {
                let groups = form.groups.into_iter().map(|group| view! { <Group group draft/> }).collect_view();
                view! { <div class="choice-groups">{groups}</div> }
            }))}
            <div class="choices-foot">
                <button type="button" class="button" on:click=pressed(redraw)>{speech.say(|w| w.plan.defaults)}</button>
                <details class="stack-file">
                    <summary>{speech.say(|w| w.plan.as_file)}</summary>
                    <pre tabindex="0">{live(move || form.value.with(|form| form.as_ref().map(|form| form.file.clone())))}</pre>
                </details>
            </div>
        </details>
    }
}

/// What is chosen otherwise than the specification has it.
fn chosen(form: &StackForm) -> BTreeMap<String, Value> {
    let choices = form.groups.iter().flat_map(|group| &group.choices);
    choices
        .filter(|choice| choice.value != choice.default)
        .map(|choice| (choice.field.clone(), choice.value.clone()))
        .collect()
}

fn summary(form: &StackForm, speech: Speech) -> String {
    let words = &speech.words().plan;
    let Some(cost) = &form.cost else {
        return fill(words.problems, &[("n", &form.problems.len().to_string())]);
    };
    let count = fill(words.resources, &[("n", &form.resources.unwrap_or_default().to_string())]);
    format!(
        "{count} · {} {} · {} {}",
        speech.usd(cost.hourly_usd),
        words.per_hour,
        speech.usd(cost.monthly_usd),
        words.per_month
    )
}

#[component]
fn Group(group: ChoiceGroup, draft: Draft) -> impl IntoView {
    let speech = use_speech();
    let access = use_access();
    let title = group.title;
    let fields = group.choices.into_iter().map(|choice| view! { <Field choice draft/> }).collect_view();
    view! {
        <fieldset class="choice-group" disabled=move || !access.may_act()>
            <legend>{live(move || speech.of(&title))}</legend>
            {fields}
        </fieldset>
    }
}

#[component]
fn Field(choice: Choice, draft: Draft) -> impl IntoView {
    let speech = use_speech();
    let Choice { field, label, help, input, value, default } = choice;
    let id = format!("choice-{}", field.replace('.', "-"));
    let (hint_id, wrong_id) = (format!("{id}-hint"), format!("{id}-wrong"));
    let wrong = {
        let field = field.clone();
        Memo::new(move |_| {
            draft.form.value.with(|form| {
                let problems = form.as_ref().map(|form| form.problems.as_slice()).unwrap_or_default();
                problems
                    .iter()
                    .find(|problem| problem.field == field)
                    .map(|problem| speech.told(&problem.message))
            })
        })
    };
    let differs = {
        let (field, default) = (field.clone(), default.clone());
        move || draft.values.with(|values| values.get(&field).is_some_and(|value| *value != default))
    };
    let default_text = plain(&default);
    let describe = format!("{hint_id} {wrong_id}");
    let control = control(&id, &field, &input, &value, &describe, wrong, draft);
    let is_set = matches!(input, Input::Several { .. });
    let caption = move || speech.of(&label);
    let caption = if is_set {
        view! { <span class="choice-label" id=format!("{id}-label")>{live(caption)}</span> }.into_any()
    } else {
        view! { <label for=id.clone()>{live(caption)}</label> }.into_any()
    };
    view! {
        <div class="field choice">
            {caption}
            {control}
            <p class="hint" id=hint_id>
                {live(move || speech.of(&help))}
                {live_if(move || differs().then(|| view! { " " <span class="badge">{speech.say(|w| w.plan.changed)}": "{default_text.clone()}</span> }))}
            </p>
            <p class="field-wrong" id=wrong_id>{live(move || wrong.get())}</p>
        </div>
    }
}

/// An option with what the whole stack costs if it is chosen.
fn priced(option: &ChoiceOption, speech: Speech) -> impl Fn() -> String + Clone + Send + Sync + use<> {
    let (label, hourly) = (option.label.clone(), option.stack_hourly_usd);
    move || match hourly {
        Some(hourly) => {
            let usd = an_hour(hourly, speech);
            fill(speech.words().plan.stack_with, &[("label", &label), ("usd", &usd)])
        }
        None => label.clone(),
    }
}

/// `$0.0464/h`
fn an_hour(usd: f64, speech: Speech) -> String {
    let hour = if speech.language() == Language::Id { "jam" } else { "h" };
    format!("{}/{hour}", speech.usd(usd))
}

fn control(
    id: &str,
    field: &str,
    input: &Input,
    value: &Value,
    describe: &str,
    wrong: Memo<Option<String>>,
    draft: Draft,
) -> AnyView {
    let (id, field, describe) = (id.to_owned(), field.to_owned(), describe.to_owned());
    let speech = use_speech();
    let invalid = move || wrong.get().map(|_| "true");
    match input {
        Input::Text { max_chars, optional } => {
            let optional = *optional;
            let changed = move |event| {
                let text = event_target_value(&event).trim().to_owned();
                draft.set(&field, if text.is_empty() && optional { Value::Null } else { text.into() });
            };
            view! { <input id=id type="text" autocomplete="off" maxlength=max_chars.to_string() value=text_of(value) aria-describedby=describe aria-invalid=invalid on:input=changed/> }.into_any()
        }
        Input::Number { min, max, unit, hourly_usd_each } => {
            let changed = move |event| {
                let text = event_target_value(&event);
                draft.set(&field, text.trim().parse::<u32>().map_or(Value::String(text), Into::into));
            };
            let (min, max, hourly_usd_each, unit) = (*min, *max, *hourly_usd_each, unit.clone());
            let said = move || {
                let unit = speech.told(&unit);
                let each = hourly_usd_each
                    .map(|each| format!(" · {} × {unit}", an_hour(each, speech)))
                    .unwrap_or_default();
                format!("{unit} ({min}–{max}){each}")
            };
            view! {
                <div class="number-box">
                    <input id=id type="number" inputmode="numeric" min=min.to_string() max=max.to_string() value=text_of(value) aria-describedby=describe aria-invalid=invalid on:input=changed/>
                    <span class="hint">{live(said)}</span>
                </div>
            }
            .into_any()
        }
        Input::One { options } => {
            let values: Vec<Value> = options.iter().map(|option| option.value.clone()).collect();
            let changed = move |event| {
                let at: Option<usize> = event_target_value(&event).parse().ok();
                if let Some(value) = at.and_then(|at| values.get(at)) {
                    draft.set(&field, value.clone());
                }
            };
            let option = |(at, option): (usize, &ChoiceOption)| {
                let text = priced(option, speech);
                view! { <option value=at.to_string() selected=option.value == *value>{live(text)}</option> }
            };
            let options = options.iter().enumerate().map(option).collect_view();
            view! { <div class="picker"><select id=id aria-describedby=describe aria-invalid=invalid on:change=changed>{options}</select></div> }.into_any()
        }
        Input::Several { options } => {
            let chosen = RwSignal::new(value.as_array().cloned().unwrap_or_default());
            let option = |option: &ChoiceOption| {
                let (value, field) = (option.value.clone(), field.clone());
                let on = chosen.with_untracked(|chosen| chosen.contains(&value));
                let changed = move |event| {
                    chosen.update(|chosen| {
                        chosen.retain(|other| *other != value);
                        if event_target_checked(&event) {
                            chosen.push(value.clone());
                        }
                    });
                    draft.set(&field, Value::Array(chosen.get_untracked()));
                };
                let text = priced(option, speech);
                view! { <label class="tick"><input type="checkbox" checked=on on:change=changed/><span>{live(text)}</span></label> }
            };
            let options = options.iter().map(option).collect_view();
            view! { <div class="ticks" id=id.clone() role="group" aria-labelledby=format!("{id}-label") aria-describedby=describe>{options}</div> }.into_any()
        }
        Input::List { max_chars } => {
            let lines: Vec<String> =
                value.as_array().map(|list| list.iter().map(text_of).collect()).unwrap_or_default();
            let longest = max_chars * 40;
            let changed = move |event| {
                let text = event_target_value(&event);
                let list = text.split(['\n', ',']).map(str::trim).filter(|line| !line.is_empty());
                draft.set(&field, list.map(Value::from).collect());
            };
            view! {
                <textarea id=id rows=(lines.len() + 1).to_string() maxlength=longest.to_string() spellcheck="false" aria-describedby=describe aria-invalid=invalid on:input=changed>{lines.join("\n")}</textarea>
            }
            .into_any()
        }
    }
}

/// A value as it stands in a field.
fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
