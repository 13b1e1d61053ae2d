//! Region and model, from what is really there.

use leptos::prelude::*;
use lks_domain::region::Region;

use crate::atlas::{Health, Sight, use_atlas};
use crate::catalog;
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

/// The model, from those that the region has.
#[component]
pub fn ModelPicker(id: String, label: Signal<&'static str>) -> impl IntoView {
    let atlas = use_atlas();
    let preferences = use_preferences();
    let speech = use_speech();
    let models = Memo::new(move |_| atlas.sight(preferences.region()).models);
    let chosen = Memo::new(move |_| {
        models.with(|models| catalog::choose(preferences.choices().model.as_deref(), models))
    });
    let choose = move |event| {
        let model = event_target_value(&event);
        preferences.change(|choices| choices.model = Some(model));
    };
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
                <select id=id on:change=choose disabled=move || models.with(Vec::is_empty)>{live_if(none)}{live(options)}</select>
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
