//! What only a signed-in learner sees. Until it is known who she is, a page at rest.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use super::brand::Mark;
use crate::live::live;
use crate::session::{Absence, SessionState, use_session};
use crate::words::use_speech;

/// Shows its children to a signed-in learner and sends everyone else to the sign-in page.
#[component]
pub fn Members(children: ChildrenFn) -> impl IntoView {
    let session = use_session();
    let location = use_location();
    let navigate = use_navigate();
    let signed_in = Memo::new(move |_| matches!(session.state.get(), SessionState::In(_)));

    Effect::new(move |_| {
        if let SessionState::Out(absence) = session.state.get() {
            let here = location.pathname.get_untracked();
            session.came_from.set((absence != Absence::Left).then_some(here));
            navigate("/signin", NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });

    live(move || if signed_in.get() { children() } else { view! { <AtRest/> }.into_any() })
}

#[component]
fn AtRest() -> impl IntoView {
    let speech = use_speech();
    view! {
        <main class="at-rest">
            <h1 class="visually-hidden">"Sofya"</h1>
            <Mark/>
            <p role="status">{speech.say(|w| w.loading)}</p>
        </main>
    }
}
