//! Pause, resume, cancel.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_app::live::{live, live_if};
use lks_app::part::dialog::Confirmation;
use lks_domain::console::run::RunState;

use crate::client;
use crate::part::act::Act;
use crate::part::notice::Trouble;
use crate::words::use_speech;

/// Whether a run can be paused, resumed and cancelled as it stands.
const fn possible(state: RunState) -> (bool, bool, bool) {
    match state {
        RunState::Running => (true, false, true),
        RunState::Paused | RunState::Waiting => (false, true, true),
        RunState::Interrupted => (false, true, false),
        _ => (false, false, false),
    }
}

/// The buttons that make sense now. The run's own events say what came of them.
#[component]
pub fn Controls(id: String, state: Memo<RunState>) -> impl IntoView {
    let api: Api = expect_context();
    let speech = use_speech();
    let (busy, asking) = (RwSignal::new(false), RwSignal::new(false));
    let problem = RwSignal::new(None::<Problem>);
    // Calls on their way end before a run stands still, which may take minutes.
    let pausing = RwSignal::new(false);
    Effect::new(move |_| {
        state.track();
        pausing.set(false);
    });
    let id = StoredValue::new(id);
    let navigate = StoredValue::new_local(use_navigate());
    let order = move |verb: &'static str| {
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            let outcome = client::run::command(api, &id.get_value(), verb).await;
            busy.try_set(false);
            match outcome {
                // What was interrupted goes on as a new run.
                Ok(run) if run.id != id.get_value() => {
                    let path = format!("/admin/runs/{}", run.id);
                    navigate.try_with_value(|navigate| navigate(&path, NavigateOptions::default()));
                }
                Ok(run) => {
                    let waits = verb == "pause" && run.state == RunState::Running;
                    let _ = pausing.try_set(waits);
                }
                Err(refusal) => drop(problem.try_set(Some(refusal))),
            }
        });
    };
    let can = Memo::new(move |_| possible(state.get()));
    view! {
        <div class="run-controls">
            {live_if(move || can.get().0.then(|| view! { <Act label=|w| w.run.pause class="" busy press=move |()| order("pause")/> }))}
            {live_if(move || can.get().1.then(|| view! { <Act label=|w| w.run.resume busy press=move |()| order("resume")/> }))}
            {live_if(move || can.get().2.then(|| view! { <Act label=|w| w.run.cancel class="" busy press=move |()| asking.set(true)/> }))}
        </div>
        <p class="hint" role="status">{live(move || if pausing.get() { speech.words().run.pausing } else { "" })}</p>
        <Trouble problem/>
        <Confirmation
            open=asking
            title=Signal::derive(move || speech.words().run.cancel_title.to_owned())
            text=Signal::derive(move || speech.words().run.cancel_text.to_owned())
            action=Signal::derive(move || speech.words().run.cancel.to_owned())
            cancel=Signal::derive(move || speech.words().frame.back.to_owned())
            confirmed=move |()| order("cancel")
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_buttons_that_make_sense_are_there() {
        assert_eq!(possible(RunState::Running), (true, false, true));
        assert_eq!(possible(RunState::Interrupted), (false, true, false));
        for over in [RunState::Done, RunState::Failed, RunState::Cancelled, RunState::Cancelling] {
            assert_eq!(possible(over), (false, false, false));
        }
    }
}
