//! Asks for a name to be typed before something is lost.

use leptos::html::Input;
use leptos::prelude::*;
use lks_app::live::{live, pressed};
use lks_app::part::dialog::Dialog;

use crate::words::{Words, fill, use_speech};

/// A dialog that lets go only when exactly `wanted` has been typed.
#[component]
pub fn TypedConfirmation(
    open: RwSignal<bool>,
    title: fn(&Words) -> &'static str,
    /// What must be typed.
    #[prop(into)]
    wanted: Signal<String>,
    /// What will be lost, one sentence each.
    #[prop(into)]
    because: Signal<Vec<String>>,
    action: fn(&Words) -> &'static str,
    #[prop(into)] confirmed: Callback<String>,
) -> impl IntoView {
    let speech = use_speech();
    let typed = RwSignal::new(String::new());
    let field = NodeRef::<Input>::new();
    let same = Memo::new(move |_| typed.get().trim() == wanted.get());
    Effect::new(move |_| {
        if open.get() {
            typed.set(String::new());
        }
    });
    let go = move || {
        if same.get_untracked() {
            open.set(false);
            confirmed.run(wanted.get_untracked());
        }
    };
    view! {
        <Dialog open title=Signal::derive(move || title(speech.words()).to_owned())>
            <form class="form" on:submit=move |event| { event.prevent_default(); go(); }>
                {live(move || {
                    let lines = because.get();
                    (!lines.is_empty()).then(|| view! {
                        <ul class="losses" tabindex="0">{lines.into_iter().map(|line| view! { <li>{speech.told(&line)}</li> }).collect_view()}</ul>
                    })
                })}
                <div class="field">
                    <label for="typed-name">{live(move || fill(speech.words().frame.type_name, &[("name", &wanted.get())]))}</label>
                    <input
                        id="typed-name" type="text" autocomplete="off" autocapitalize="none" spellcheck="false" node_ref=field
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                    <p class="hint" role="status">{live(move || if typed.with(String::is_empty) || same.get() { "" } else { speech.words().frame.typed_wrong })}</p>
                </div>
                <div class="dialog-actions">
                    <button type="button" class="button" on:click=pressed(move || open.set(false))>{speech.say(|w| w.frame.cancel)}</button>
                    <button type="submit" class="button button-danger" disabled=move || !same.get()>{live(move || action(speech.words()))}</button>
                </div>
            </form>
        </Dialog>
    }
}
