//! A button that changes something: disabled for viewers, with the reason, and while it works.

use leptos::prelude::*;
use lks_app::live::{live, pressed};

use crate::access::use_access;
use crate::words::{Words, use_speech};

/// Such a button.
#[component]
pub fn Act(
    label: fn(&Words) -> &'static str,
    /// Besides `button`: `button-primary`, `button-danger`, …
    #[prop(default = "button-primary")]
    class: &'static str,
    /// While it works.
    #[prop(into, default = Signal::stored(false))]
    busy: Signal<bool>,
    /// When there is nothing to do.
    #[prop(into, default = Signal::stored(false))]
    idle: Signal<bool>,
    #[prop(into)] press: Callback<()>,
) -> impl IntoView {
    let access = use_access();
    let speech = use_speech();
    let title = move || (!access.may_act()).then(|| speech.words().frame.viewer_short);
    view! {
        <button
            type="button"
            class=format!("button {class}")
            disabled=move || !access.may_act() || busy.get() || idle.get()
            aria-busy=move || busy.get().then_some("true")
            title=title
            aria-describedby=move || (!access.may_act()).then_some("viewer-reason")
            on:click=pressed(move || press.run(()))
        >
            {live(move || label(speech.words()))}
        </button>
    }
}
