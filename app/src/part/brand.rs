//! The mark and the name: a speech bubble with a pencil's tick in its corner.

use leptos::prelude::*;

/// The mark alone, as decoration.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 40 40" aria-hidden="true" focusable="false">
            <path class="mark-bubble" d="M20 3c10 0 17 6.4 17 15s-7 15-17 15c-1.700 0-3.400-.2-5-.6L6.500 37l1.700-8C5 26.300 3 22.400 3 18 3 9.400 10 3 20 3z"></path>
            <path class="mark-tick" d="M12 18.500l5.500 5.500L29 12.500"></path>
        </svg>
    }
}

/// The mark and the name, as a link home.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <a class="brand" href="/">
            <Mark/>
            <span class="brand-name">"Sofya"</span>
        </a>
    }
}
