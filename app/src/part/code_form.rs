//! Confirms an account by the code that was sent to its owner.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::field::{Field, FieldRef, text_of};
use super::notice::{ProblemNotice, SuccessNotice};
use crate::client::problem::Problem;
use crate::session::use_session;
use crate::words::use_speech;

/// Asks for the code; `confirmed` runs once it was right.
#[component]
pub fn CodeForm(email: String, #[prop(into)] confirmed: Callback<()>) -> impl IntoView {
    let session = use_session();
    let speech = use_speech();
    let code = FieldRef::new();
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<Problem>);
    let sent = RwSignal::new(None::<String>);
    let email = StoredValue::new(email);

    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        busy.set(true);
        spawn_local(async move {
            let outcome = session.confirm(&email.get_value(), text_of(code).trim()).await;
            busy.try_set(false);
            match outcome {
                Ok(()) => confirmed.run(()),
                Err(found) => drop(problem.try_set(Some(found))),
            }
        });
    };
    let resend = move |_| {
        spawn_local(async move {
            let outcome = session.resend(&email.get_value()).await;
            sent.try_set(outcome.is_ok().then(|| speech.words_now().code_sent.to_owned()));
            problem.try_set(outcome.err());
        });
    };

    view! {
        <form class="form" on:submit=submit>
            <p>{speech.say(|w| w.code_sent)}</p>
            <ProblemNotice problem/>
            <SuccessNotice text=sent/>
            <Field id="code" label=speech.say(|w| w.code) field=code autocomplete="one-time-code"/>
            <button class="button button-primary" type="submit" disabled=busy>{speech.say(|w| w.confirm)}</button>
            <button class="button button-quiet" type="button" on:click=resend>{speech.say(|w| w.resend)}</button>
        </form>
    }
}
