//! The sign-in page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::browser;
use crate::client::problem::Problem;
use crate::live::live;
use crate::part::code_form::CodeForm;
use crate::part::field::{Field, FieldRef, text_of};
use crate::part::frame::VisitorFrame;
use crate::part::notice::ProblemNotice;
use crate::session::{Absence, RETURN, Session, SessionState, use_session};
use crate::words::use_speech;

/// Leads a learner who is signed in to where she wanted to go. Call in a page for visitors.
pub fn leave_when_signed_in(session: Session) {
    let navigate = use_navigate();
    Effect::new(move |_| {
        if matches!(session.state.get(), SessionState::In(_)) {
            let elsewhere = browser::stored(RETURN).filter(|path| path.starts_with("/admin"));
            browser::forget(RETURN);
            if let Some(path) = elsewhere {
                return browser::go(&path);
            }
            let wanted = session.came_from.get_untracked().unwrap_or_else(|| "/".to_owned());
            session.came_from.set(None);
            navigate(&wanted, NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
}

/// Email and password.
#[component]
pub fn SignInPage() -> impl IntoView {
    let session = use_session();
    let speech = use_speech();
    let (email, password) = (FieldRef::new(), FieldRef::new());
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<Problem>);
    let unconfirmed = RwSignal::new(None::<(String, String)>);
    leave_when_signed_in(session);

    let expired = Signal::derive(move || {
        let expired = session.state.get() == SessionState::Out(Absence::Expired);
        problem.get().or_else(|| expired.then_some(Problem::Expired))
    });
    let sign_in = move |email: String, password: String| {
        busy.set(true);
        spawn_local(async move {
            let outcome = session.sign_in(&email, &password).await;
            busy.try_set(false);
            match outcome {
                Err(Problem::Refused { code, .. }) if code == "UserNotConfirmedException" => {
                    unconfirmed.try_set(Some((email, password)));
                }
                outcome => drop(problem.try_set(outcome.err())),
            }
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problem.set(None);
        sign_in(text_of(email).trim().to_owned(), text_of(password));
    };

    view! {
        <VisitorFrame title=|w| w.sign_in_title>
            {live(move || match unconfirmed.get() {
                Some((email, password)) => {
                    let again = email.clone();
                    let confirmed = move |()| sign_in(again.clone(), password.clone());
                    view! { <CodeForm email confirmed/> }.into_any()
                }
                None => view! {
                    <form class="form" on:submit=submit>
                        <ProblemNotice problem=expired/>
                        <Field id="email" label=speech.say(|w| w.email) field=email kind="email" autocomplete="username"/>
                        <Field id="password" label=speech.say(|w| w.password) field=password kind="password" autocomplete="current-password" longest=256/>
                        <button class="button button-primary" type="submit" disabled=busy>{speech.say(|w| w.sign_in)}</button>
                        <p class="form-foot"><a href="/forgot">{speech.say(|w| w.forgot)}</a></p>
                        <p class="form-foot">{speech.say(|w| w.no_account)} " " <a href="/signup">{speech.say(|w| w.sign_up)}</a></p>
                    </form>
                }.into_any(),
            })}
        </VisitorFrame>
    }
}
