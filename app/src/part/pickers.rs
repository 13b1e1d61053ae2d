//! Region and models, from what is really there.

use leptos::prelude::*;
use leptos::task::spawn_local;
use lks_domain::limits::EMBEDDING_DIMENSIONS;
use lks_domain::region::Region;

use super::icon::{Icon, icon};
use super::notice::ProblemNotice;
use crate::atlas::{Health, Sight, use_atlas};
use crate::catalog;
use crate::client::Api;
use crate::client::problem::Problem;
use crate::live::{live, live_if};
use crate::preferences::use_preferences;
use crate::words::{Words, use_speech};

/// Both pickers. `prefix` keeps their ids apart where a page shows them twice.
#[component]
pub fn Pickers(#[prop(default = "pick")] prefix: &'static str) -> impl IntoView {
    let speech = use_speech();
    view! {
        <RegionPicker id=format!("{prefix}-region") label=Signal::derive(speech.say(|w| w.region))/>
        <ModelPicker id=format!("{prefix}-model") label=Signal::derive(speech.say(|w| w.model))/>
    }
}

/// The region, with live state and latency.
#[component]
pub fn RegionPicker(id: String, label: Signal<&'static str>) -> impl IntoView {
    let atlas = use_atlas();
    let preferences = use_preferences();
    let speech = use_speech();
    let health = move || health_class(atlas.sight(preferences.region()).health);
    let choose = move |event| {
        let region = Region::from_id(&event_target_value(&event));
        preferences.change(|choices| choices.region = region);
    };
    let option = move |region: Region| {
        view! {
            <option value=region.id() prop:selected=move || preferences.region() == region>
                {live(move || region_label(speech.words(), region, &atlas.sight(region)))}
            </option>
        }
    };
    view! {
        <div class="picker">
            <label for=id.clone()>{live(move || label.get())}</label>
            <div class="picker-box">
                <span class=move || format!("dot {}", health()) aria-hidden="true"></span>
                <select id=id on:change=choose>{Region::ALL.map(option).into_iter().collect_view()}</select>
            </div>
        </div>
    }
}

/// The model that answers, from those that the region has.
#[component]
pub fn ModelPicker(id: String, label: Signal<&'static str>) -> impl IntoView {
    let atlas = use_atlas();
    let preferences = use_preferences();
    let models = Memo::new(move |_| atlas.sight(preferences.region()).models);
    let wished = Signal::derive(move || preferences.choices().model);
    let choose = move |model| preferences.change(|choices| choices.model = Some(model));
    view! { <ModelSelect id label models wished choose/> }
}

/// The model that makes vectors. One of another length than is kept is tried, told of, and not taken.
#[component]
pub fn EmbedderPicker(id: String, label: Signal<&'static str>) -> impl IntoView {
    let api: Api = expect_context();
    let atlas = use_atlas();
    let preferences = use_preferences();
    let speech = use_speech();
    let models = Memo::new(move |_| atlas.sight(preferences.region()).embedders);
    let wished = Signal::derive(move || preferences.choices().embedding_model);
    let (wrong, problem) = (RwSignal::new(None::<(String, usize)>), RwSignal::new(None::<Problem>));
    let choose = move |model: String| {
        let before = wished.get_untracked();
        let region = untrack(|| preferences.region());
        wrong.set(None);
        problem.set(None);
        preferences.change(|choices| choices.embedding_model = Some(model.clone()));
        spawn_local(async move {
            let tried = api.embed(region, &model, "Hello!").await;
            if tried.as_ref().is_ok_and(|vector| vector.len() == EMBEDDING_DIMENSIONS)
                || preferences.choices_now().embedding_model.as_ref() != Some(&model)
            {
                return;
            }
            preferences.change(|choices| choices.embedding_model = before);
            match tried {
                Ok(vector) => drop(wrong.try_set(Some((model, vector.len())))),
                Err(lost) => drop(problem.try_set(Some(lost))),
            }
        });
    };
    let told = move || {
        wrong.get().map(|(model, numbers)| {
            let (numbers, kept) = (numbers.to_string(), EMBEDDING_DIMENSIONS.to_string());
            let told = speech.words().embedding_wrong.replace("{model}", &model);
            let told = told.replace("{n}", &numbers).replace("{kept}", &kept);
            view! { <p class="notice notice-error">{icon(Icon::Warning)}<span>{told}</span></p> }
        })
    };
    let hint = format!("{id}-hint");
    view! {
        <ModelSelect id label models wished choose about=hint.clone()/>
        <p class="hint" id=hint>{speech.say(|w| w.embedding_hint)}</p>
        <div role="alert" class="notice-slot">{live_if(told)}</div>
        <ProblemNotice problem/>
    }
}

/// A list of the region's models; the first is used unless another one of them is wished for.
#[component]
fn ModelSelect(
    id: String,
    label: Signal<&'static str>,
    models: Memo<Vec<String>>,
    wished: Signal<Option<String>>,
    choose: impl Fn(String) + 'static,
    /// Id of what describes the list.
    #[prop(optional, into)]
    about: Option<String>,
) -> impl IntoView {
    let speech = use_speech();
    let chosen = Memo::new(move |_| models.with(|models| catalog::choose(wished.get().as_deref(), models)));
    let options = move || {
        let option = |name: String| {
            let (this, value) = (name.clone(), name.clone());
            view! { <option value=value prop:selected=move || chosen.get().as_ref() == Some(&this)>{name}</option> }
        };
        models.get().into_iter().map(option).collect_view()
    };
    let none = move || {
        models.with(Vec::is_empty).then(|| view! { <option value="">{speech.say(|w| w.no_models)}</option> })
    };
    view! {
        <div class="picker">
            <label for=id.clone()>{live(move || label.get())}</label>
            <div class="picker-box">
                <select
                    id=id
                    aria-describedby=about
                    on:change=move |event| choose(event_target_value(&event))
                    disabled=move || models.with(Vec::is_empty)
                >{live_if(none)}{live(options)}</select>
            </div>
        </div>
    }
}

const fn health_class(health: Health) -> &'static str {
    match health {
        Health::Unknown => "",
        Health::Up => "dot-up",
        Health::Degraded => "dot-degraded",
        Health::Down => "dot-down",
    }
}

fn region_label(words: &Words, region: Region, sight: &Sight) -> String {
    let state = match sight.health {
        Health::Unknown => words.asking,
        Health::Up => words.up,
        Health::Degraded => words.degraded,
        Health::Down => words.down,
    };
    match sight.latency_ms {
        Some(ms) => format!("{} · {state} · {ms} ms", region.name()),
        None => format!("{} · {state}", region.name()),
    }
}
