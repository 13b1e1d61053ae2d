//! The page for a forgotten password: ask for a code, then choose a new password with it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::signin::leave_when_signed_in;
use crate::client::problem::Problem;
use crate::live::live;
use crate::part::field::{Field, FieldRef, text_of};
use crate::part::frame::VisitorFrame;
use crate::part::notice::ProblemNotice;
use crate::session::use_session;
use crate::words::use_speech;

/// Two steps: the email, then code and new password; it signs in at the end.
#[component]
pub fn ForgotPage() -> impl IntoView {
    let session = use_session();
    let speech = use_speech();
    let (email, code, password) = (FieldRef::new(), FieldRef::new(), FieldRef::new());
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<Problem>);
    let asked_for = RwSignal::new(None::<String>);
    leave_when_signed_in(session);

    let ask = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let email = text_of(email).trim().to_owned();
        busy.set(true);
        spawn_local(async move {
            let outcome = session.forgot(&email).await;
            busy.try_set(false);
            if outcome.is_ok() {
                asked_for.try_set(Some(email));
            }
            problem.try_set(outcome.err());
        });
    };
    let reset = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (email, password) = (asked_for.get_untracked().unwrap_or_default(), text_of(password));
        busy.set(true);
        spawn_local(async move {
            let mut outcome = session.reset(&email, text_of(code).trim(), &password).await;
            if outcome.is_ok() {
                outcome = session.sign_in(&email, &password).await;
            }
            busy.try_set(false);
            problem.try_set(outcome.err());
        });
    };

    view! {
        <VisitorFrame title=|w| w.forgot_title>
            {live(move || if asked_for.get().is_some() {
                view! {
                    <form class="form" on:submit=reset>
                        <p role="status">{speech.say(|w| w.code_sent)}</p>
                        <ProblemNotice problem/>
                        <Field id="code" label=speech.say(|w| w.code) field=code autocomplete="one-time-code"/>
                        <Field
                            id="new-password" label=speech.say(|w| w.new_password) field=password kind="password"
                            autocomplete="new-password" longest=256
                            hint=Signal::derive(speech.say(|w| w.password_hint))
                        />
                        <button class="button button-primary" type="submit" disabled=busy>{speech.say(|w| w.set_password)}</button>
                    </form>
                }.into_any()
            } else {
                view! {
                    <form class="form" on:submit=ask>
                        <p>{speech.say(|w| w.forgot_text)}</p>
                        <ProblemNotice problem/>
                        <Field id="email" label=speech.say(|w| w.email) field=email kind="email" autocomplete="username"/>
                        <button class="button button-primary" type="submit" disabled=busy>{speech.say(|w| w.send_code)}</button>
                    </form>
                }.into_any()
            })}
            <p class="form-foot"><a href="/signin">{speech.say(|w| w.sign_in)}</a></p>
        </VisitorFrame>
    }
}
