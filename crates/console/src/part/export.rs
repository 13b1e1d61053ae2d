//! A file that the server makes, handed to the admin.

use leptos::prelude::*;
use leptos::task::spawn_local;
use lks_app::browser;
use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_app::live::pressed;

use super::glyph::{Glyph, glyph};
use super::notice::Trouble;

/// A button that fetches a file with the admin's token and saves it.
#[component]
pub fn Export(
    /// What stands on the button.
    #[prop(into)]
    label: Signal<String>,
    /// Below `/admin/api`.
    #[prop(into)]
    path: Signal<String>,
    /// The file's name.
    #[prop(into)]
    name: String,
    /// Its media type.
    kind: &'static str,
) -> impl IntoView {
    let api: Api = expect_context();
    let (busy, problem) = (RwSignal::new(false), RwSignal::new(None::<Problem>));
    let save = move || {
        busy.set(true);
        let (path, name) = (format!("/admin/api{}", path.get_untracked()), name.clone());
        spawn_local(async move {
            let text = api.call("GET", path, None).await;
            busy.try_set(false);
            match text {
                Ok(text) => browser::save_file(&name, kind, &text),
                Err(refusal) => drop(problem.try_set(Some(refusal))),
            }
        });
    };
    view! {
        <button type="button" class="button" disabled=busy on:click=pressed(save)>{glyph(Glyph::Save)}<span>{move || label.get()}</span></button>
        <Trouble problem/>
    }
}
