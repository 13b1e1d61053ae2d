//! A labelled field of a form. It keeps its own text, so that what is typed before the page is alive survives.

use crate::live::live;
use leptos::html::Input;
use leptos::prelude::*;

/// What a form reads its fields by.
pub type FieldRef = NodeRef<Input>;

/// The field's text.
pub fn text_of(field: FieldRef) -> String {
    field.get_untracked().map(|input| input.value()).unwrap_or_default()
}

/// Empties the field.
pub fn clear(field: FieldRef) {
    if let Some(input) = field.get_untracked() {
        input.set_value("");
    }
}

/// A labelled field.
#[component]
pub fn Field<L>(
    id: &'static str,
    label: L,
    field: FieldRef,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(optional)] value: String,
    #[prop(optional)] hint: Option<Signal<&'static str>>,
    #[prop(default = 254)] longest: u32,
) -> impl IntoView
where
    L: Fn() -> &'static str + Copy + Send + Sync + 'static,
{
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                name=id
                type=kind
                autocomplete=autocomplete
                value=value
                maxlength=longest.to_string()
                required
                node_ref=field
                aria-describedby=hint.map(|_| hint_id.clone())
                autocapitalize=(kind != "text").then_some("none")
                spellcheck="false"
            />
            {hint.map(|hint| view! { <p class="hint" id=hint_id.clone()>{live(move || hint.get())}</p> })}
        </div>
    }
}
