//! The steps of a plan as a table: searched, and opened field by field.

use leptos::prelude::*;
use lks_app::live::{live, pressed};
use lks_domain::console::plan::{Action, FieldChange, PlanStep};
use serde_json::Value;

use crate::figure;
use crate::part::map::look::{Look, action_word};
use crate::part::map::scene::short;
use crate::words::{fill, use_speech};

/// The table of steps.
#[component]
pub fn Steps(steps: Vec<PlanStep>, chosen: RwSignal<Option<String>>) -> impl IntoView {
    let speech = use_speech();
    let search = RwSignal::new(String::new());
    let only = RwSignal::new(None::<Action>);
    let steps = StoredValue::new(steps);
    let shown = Memo::new(move |_| {
        let (wanted, only) = (search.get().to_lowercase(), only.get());
        let fits = |step: &PlanStep| {
            only.is_none_or(|action| step.action == action)
                && (wanted.is_empty()
                    || step.key.to_lowercase().contains(&wanted)
                    || step.reason.to_lowercase().contains(&wanted))
        };
        steps.with_value(|steps| steps.iter().filter(|step| fits(step)).cloned().collect::<Vec<_>>())
    });
    let count = move || {
        let (n, of) = (shown.with(Vec::len).to_string(), steps.with_value(Vec::len).to_string());
        fill(speech.words().plan.shown, &[("n", &n), ("of", &of)])
    };
    let rows = move || shown.get().into_iter().map(|step| row(step, chosen)).collect_view();
    let button = move |action: Action, count: usize| {
        let mine = move || only.get() == Some(action);
        let label = move || format!("{} {count} {}", action.sign(), action_word(action, speech.words()));
        view! {
            <button
                type="button" class=format!("button chip-button {}", Look::Planned(action).class()) aria-pressed=move || mine().to_string()
                on:click=pressed(move || only.update(|only| *only = if *only == Some(action) { None } else { Some(action) }))
            >{live(label)}</button>
        }
    };
    let buttons = Action::ALL.into_iter().filter_map(|action| {
        let count = steps.with_value(|steps| steps.iter().filter(|step| step.action == action).count());
        (count > 0).then(|| button(action, count))
    });
    let buttons = buttons.collect_view();
    view! {
        <section class="steps" aria-labelledby="steps-title">
            <div class="steps-head">
                <h3 id="steps-title">{speech.say(|w| w.plan.steps)}</h3>
                <div class="chip-buttons">{buttons}</div>
                <div class="field field-inline">
                    <label for="step-search" class="visually-hidden">{speech.say(|w| w.plan.filter)}</label>
                    <input id="step-search" type="search" autocomplete="off" placeholder=speech.say(|w| w.plan.filter) on:input=move |event| search.set(event_target_value(&event))/>
                </div>
                <p class="hint" role="status">{live(count)}</p>
            </div>
            <div class="table-frame steps-frame" tabindex="0" role="group" aria-label=speech.say(|w| w.plan.steps)>
                <table class="step-table">
                    <thead><tr>
                        <th scope="col">{speech.say(|w| w.plan.action)}</th>
                        <th scope="col">{speech.say(|w| w.plan.resource)}</th>
                        <th scope="col">{speech.say(|w| w.plan.region)}</th>
                        <th scope="col">{speech.say(|w| w.plan.why)}</th>
                        <th scope="col" class="number">{speech.say(|w| w.plan.per_hour)}</th>
                        <th scope="col" class="number">{speech.say(|w| w.plan.time)}</th>
                    </tr></thead>
                    <tbody>{live(rows)}</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(step: PlanStep, chosen: RwSignal<Option<String>>) -> impl IntoView {
    let speech = use_speech();
    let look = Look::Planned(step.action);
    let (key, me) = (step.key.clone(), Some(step.key.clone()));
    let action = step.action;
    let loses = (!step.loses.is_empty() && matches!(action, Action::Delete | Action::Replace)).then(|| {
        let loses = step.loses.clone();
        view! { <p class="step-loses">{live(move || fill(speech.words().plan.loses, &[("what", &speech.told(&loses))]))}</p> }
    });
    let changes = (!step.changes.is_empty()).then(|| view! { <Changes changes=step.changes.clone()/> });
    let hourly = step.hourly_usd;
    let money = move || (hourly != 0.0).then(|| speech.figure(figure::usd_more(hourly)));
    let seconds = u64::from(step.seconds);
    view! {
        <tr class=move || format!("{}{}", look.class(), if chosen.with(|chosen| *chosen == me) { " row-chosen" } else { "" })>
            <td class="step-action"><span class="sign" aria-hidden="true">{look.sign()}</span>" "{live(move || look.word(speech.words()))}</td>
            <th scope="row">
                <button type="button" class="row-button" on:click=pressed(move || chosen.set(Some(key.clone())))>{short(&step.name).to_owned()}</button>
                <span class="row-kind">{figure::kind(&step.kind)}</span>
            </th>
            <td>{step.region.to_string()}</td>
            <td>{live(speech.telling(step.reason))}{loses}{changes}</td>
            <td class="number">{live(money)}</td>
            <td class="number">{live(move || figure::duration(seconds, speech.language()))}</td>
        </tr>
    }
}

/// Field by field: what is and what shall be.
#[component]
pub fn Changes(changes: Vec<FieldChange>) -> impl IntoView {
    let speech = use_speech();
    let change = move |change: FieldChange| {
        let forces = change.replaces.then(|| view! { <em>{speech.say(|w| w.plan.new_one)}</em> });
        view! {
            <li>
                <code>{change.field}</code>": " <del>{plain(&change.before)}</del> " → " <ins>{plain(&change.after)}</ins> " " {forces}
            </li>
        }
    };
    let count = changes.len();
    view! {
        <details class="changes" open=count <= 2>
            <summary>{speech.say(|w| w.plan.field)}{format!(": {count}")}</summary>
            <ul>{changes.into_iter().map(change).collect_view()}</ul>
        </details>
    }
}

/// A value as people read it, cut where it is long.
pub fn plain(value: &Value) -> String {
    let text = match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if text.chars().count() <= 120 { text } else { text.chars().take(119).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_read_as_people_write_them() {
        for (value, text) in
            [(json!(null), "–"), (json!("t2.large"), "t2.large"), (json!(8), "8"), (json!([1]), "[1]")]
        {
            assert_eq!(plain(&value), text);
        }
        assert_eq!(plain(&json!("x".repeat(200))).chars().count(), 120);
    }
}
