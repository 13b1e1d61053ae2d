//! The settings: profile, practice, look and language, security.

use leptos::prelude::*;
use leptos::task::spawn_local;
use lks_domain::correction::Language;

use crate::atlas::use_atlas;
use crate::client::problem::Problem;
use crate::live::pressed;
use crate::part::dialog::Confirmation;
use crate::part::field::{Field, FieldRef, clear, text_of};
use crate::part::frame::MemberFrame;
use crate::part::members::Members;
use crate::part::notice::{ProblemNotice, SuccessNotice};
use crate::part::pickers::{EmbedderPicker, ModelPicker, RegionPicker};
use crate::preferences::{Theme, use_preferences};
use crate::session::use_session;
use crate::words::use_speech;

/// The settings page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let speech = use_speech();
    view! {
        <Members>
            <MemberFrame title=|w| w.settings>
                <p class="hint">{speech.say(|w| w.at_once)}</p>
                <Profile/>
                <Practice/>
                <Look/>
                <Security/>
            </MemberFrame>
        </Members>
    }
}

/// How the last thing asked for went.
#[derive(Clone, Copy)]
struct Outcome {
    busy: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
    success: RwSignal<Option<String>>,
}

impl Outcome {
    fn new() -> Self {
        Self { busy: RwSignal::new(false), problem: RwSignal::new(None), success: RwSignal::new(None) }
    }

    fn begin(self) {
        self.busy.set(true);
        self.problem.set(None);
        self.success.set(None);
    }

    /// The page may be gone by now.
    fn end(self, outcome: Result<(), Problem>, success: &str) {
        self.busy.try_set(false);
        self.success.try_set(outcome.is_ok().then(|| success.to_owned()));
        self.problem.try_set(outcome.err());
    }
}

#[component]
fn Profile() -> impl IntoView {
    let session = use_session();
    let speech = use_speech();
    let field = FieldRef::new();
    let outcome = Outcome::new();
    let identity = session.state.with_untracked(|_| untrack(|| session.identity()));
    let (name, email) = identity.map(|identity| (identity.name, identity.email)).unwrap_or_default();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let name = text_of(field).trim().to_owned();
        outcome.begin();
        spawn_local(async move {
            outcome.end(session.rename(&name).await, speech.words_now().saved);
        });
    };
    view! {
        <section class="card" aria-labelledby="profile-title">
            <h2 id="profile-title">{speech.say(|w| w.profile)}</h2>
            <form class="form" on:submit=submit>
                <ProblemNotice problem=outcome.problem/>
                <SuccessNotice text=outcome.success/>
                <Field id="name" label=speech.say(|w| w.name) field autocomplete="name" value=name longest=200/>
                <p class="hint">{email}</p>
                <button class="button button-primary" type="submit" disabled=outcome.busy>{speech.say(|w| w.save)}</button>
            </form>
        </section>
    }
}

#[component]
fn Practice() -> impl IntoView {
    let atlas = use_atlas();
    let speech = use_speech();
    Effect::new(move |_| atlas.watch());
    view! {
        <section class="card" aria-labelledby="practice-title">
            <h2 id="practice-title">{speech.say(|w| w.practice)}</h2>
            <RegionPicker id="settings-region".to_owned() label=Signal::derive(speech.say(|w| w.default_region))/>
            <ModelPicker id="settings-model".to_owned() label=Signal::derive(speech.say(|w| w.chat_model))/>
            <EmbedderPicker id="settings-embedder".to_owned() label=Signal::derive(speech.say(|w| w.embedding_model))/>
        </section>
    }
}

#[component]
fn Look() -> impl IntoView {
    let preferences = use_preferences();
    let speech = use_speech();
    let choose_language = move |event| {
        let language = Language::from_code(&event_target_value(&event));
        preferences.change(|choices| choices.language = language);
    };
    let choose_theme = move |event| {
        let name = event_target_value(&event);
        let theme = Theme::ALL.into_iter().find(|theme| theme.name() == name).unwrap_or_default();
        preferences.change(|choices| choices.theme = theme);
    };
    let language = move |language: Language, name: &'static str| {
        view! {
            <option value=language.code() lang=language.code() prop:selected=move || preferences.language() == language>{name}</option>
        }
    };
    let theme = move |theme: Theme| {
        let name = move || match theme {
            Theme::System => speech.words().theme_system,
            Theme::Light => speech.words().theme_light,
            Theme::Dark => speech.words().theme_dark,
        };
        view! { <option value=theme.name() prop:selected=move || preferences.choices().theme == theme>{name}</option> }
    };
    view! {
        <section class="card" aria-labelledby="look-title">
            <h2 id="look-title">{speech.say(|w| w.look)}</h2>
            <div class="picker">
                <label for="language">{speech.say(|w| w.interface_language)}</label>
                <div class="picker-box">
                    <select id="language" on:change=choose_language>
                        {language(Language::En, "English")}
                        {language(Language::Id, "Bahasa Indonesia")}
                    </select>
                </div>
            </div>
            <div class="picker">
                <label for="theme">{speech.say(|w| w.theme)}</label>
                <div class="picker-box">
                    <select id="theme" on:change=choose_theme>{Theme::ALL.map(theme).into_iter().collect_view()}</select>
                </div>
            </div>
        </section>
    }
}

#[component]
fn Security() -> impl IntoView {
    let session = use_session();
    let speech = use_speech();
    let (old, new) = (FieldRef::new(), FieldRef::new());
    let (change, leaving) = (Outcome::new(), Outcome::new());
    let asking = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        change.begin();
        let (old_password, new_password) = (text_of(old), text_of(new));
        spawn_local(async move {
            let outcome = session.change_password(&old_password, &new_password).await;
            if outcome.is_ok() {
                clear(old);
                clear(new);
            }
            change.end(outcome, speech.words_now().password_changed);
        });
    };
    let leave = move |()| {
        leaving.begin();
        spawn_local(async move { leaving.end(session.leave_everywhere().await, "") });
    };
    view! {
        <section class="card" aria-labelledby="security-title">
            <h2 id="security-title">{speech.say(|w| w.security)}</h2>
            <form class="form" on:submit=submit>
                <ProblemNotice problem=change.problem/>
                <SuccessNotice text=change.success/>
                <Field id="current-password" label=speech.say(|w| w.current_password) field=old kind="password" autocomplete="current-password" longest=256/>
                <Field
                    id="new-password" label=speech.say(|w| w.new_password) field=new kind="password"
                    autocomplete="new-password" longest=256 hint=Signal::derive(speech.say(|w| w.password_hint))
                />
                <button class="button button-primary" type="submit" disabled=change.busy>{speech.say(|w| w.change_password)}</button>
            </form>
            <hr/>
            <ProblemNotice problem=leaving.problem/>
            <button type="button" class="button" on:click=pressed(move || asking.set(true))>{speech.say(|w| w.sign_out_everywhere)}</button>
            <Confirmation
                open=asking
                title=Signal::derive(move || speech.words().sign_out_everywhere.to_owned())
                text=Signal::derive(move || speech.words().sign_out_everywhere_text.to_owned())
                action=Signal::derive(move || speech.words().sign_out_everywhere.to_owned())
                cancel=Signal::derive(move || speech.words().cancel.to_owned())
                confirmed=leave
            />
        </section>
    }
}
