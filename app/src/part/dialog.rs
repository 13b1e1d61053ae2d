//! A modal dialog: the browser's own, which keeps the focus inside and gives it back.

use crate::live::{live, live_if, pressed};
use leptos::html;
use leptos::prelude::*;

/// A dialog with a title.
#[component]
pub fn Dialog(
    /// Whether it is open; Escape closes it too.
    open: RwSignal<bool>,
    /// Its title.
    #[prop(into)]
    title: Signal<String>,
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        if open.get() && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog class="dialog" node_ref=node on:close=move |_| open.set(false) aria-labelledby="dialog-title">
            {live_if(move || open.get().then(|| view! {
                <h2 id="dialog-title">{live(move || title.get())}</h2>
                {children()}
            }))}
        </dialog>
    }
}

/// Asks before something is deleted.
#[component]
pub fn Confirmation(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] text: Signal<String>,
    #[prop(into)] action: Signal<String>,
    cancel: Signal<String>,
    #[prop(into)] confirmed: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog open title>
            <p>{live(move || text.get())}</p>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=pressed(move || open.set(false))>{live(move || cancel.get())}</button>
                <button
                    type="button"
                    class="button button-danger"
                    on:click=pressed(move || {
                        open.set(false);
                        confirmed.run(());
                    })
                >
                    {live(move || action.get())}
                </button>
            </div>
        </Dialog>
    }
}
