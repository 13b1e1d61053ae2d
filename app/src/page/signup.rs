//! The sign-up page.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::signin::leave_when_signed_in;
use crate::client::problem::Problem;
use crate::live::live;
use crate::part::code_form::CodeForm;
use crate::part::field::{Field, FieldRef, text_of};
use crate::part::frame::VisitorFrame;
use crate::part::notice::ProblemNotice;
use crate::session::use_session;
use crate::words::use_speech;

/// Name, email and password; then the code, where the user pool wants one.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let session = use_session();
    let speech = use_speech();
    let (name, email, password) = (FieldRef::new(), FieldRef::new(), FieldRef::new());
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<Problem>);
    let unconfirmed = RwSignal::new(None::<(String, String)>);
    leave_when_signed_in(session);

    let sign_in = move |email: String, password: String| {
        spawn_local(async move {
            problem.try_set(session.sign_in(&email, &password).await.err());
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problem.set(None);
        let (name, email, password) = (text_of(name), text_of(email).trim().to_owned(), text_of(password));
        if name.trim().is_empty() {
            let message = speech.words().fill_in.to_owned();
            problem.set(Some(Problem::Refused { code: String::new(), message }));
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let outcome = session.sign_up(name.trim(), &email, &password).await;
            busy.try_set(false);
            match outcome {
                Ok(true) => sign_in(email, password),
                Ok(false) => drop(unconfirmed.try_set(Some((email, password)))),
                Err(found) => drop(problem.try_set(Some(found))),
            }
        });
    };

    view! {
        <VisitorFrame title=|w| w.sign_up_title>
            {live(move || match unconfirmed.get() {
                Some((email, password)) => {
                    let again = email.clone();
                    let confirmed = move |()| sign_in(again.clone(), password.clone());
                    view! { <CodeForm email confirmed/> }.into_any()
                }
                None => view! {
                    <form class="form" on:submit=submit>
                        <ProblemNotice problem/>
                        <Field id="name" label=speech.say(|w| w.name) field=name autocomplete="name" longest=200/>
                        <Field id="email" label=speech.say(|w| w.email) field=email kind="email" autocomplete="username"/>
                        <Field
                            id="password" label=speech.say(|w| w.password) field=password kind="password"
                            autocomplete="new-password" longest=256
                            hint=Signal::derive(speech.say(|w| w.password_hint))
                        />
                        <button class="button button-primary" type="submit" disabled=busy>{speech.say(|w| w.sign_up)}</button>
                        <p class="form-foot">{speech.say(|w| w.have_account)} " " <a href="/signin">{speech.say(|w| w.sign_in)}</a></p>
                    </form>
                }.into_any(),
            })}
        </VisitorFrame>
    }
}
