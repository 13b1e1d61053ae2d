//! The ways to connect, each with its form. Keys go to the server and are nowhere kept here.

use leptos::html::{Input, Textarea};
use leptos::prelude::*;
use lks_app::live::{live, live_if};
use lks_domain::console::account::{Connect, ConnectionKind, Keys, Offer, lab_minutes};
use lks_domain::error::Invalid;

use super::connection::kind_word;
use crate::access::use_access;
use crate::words::{Words, fill, use_speech};

/// The card with all ways.
#[component]
pub fn Ways(offers: Vec<Offer>, busy: RwSignal<bool>, connect: Callback<Connect>) -> impl IntoView {
    let speech = use_speech();
    let first =
        offers.iter().find(|offer| offer.available).map_or(ConnectionKind::Sandbox, |offer| offer.kind);
    let chosen = RwSignal::new(first);
    let offer = move |offer: Offer| {
        let (kind, about, available) = (offer.kind, offer.about, offer.available);
        let gone = (!available)
            .then(|| view! { " " <span class="badge">{speech.say(|w| w.account.unavailable)}</span> });
        view! {
            <label class="way">
                <input type="radio" name="way" prop:checked=move || chosen.get() == kind disabled=!available on:change=move |_| chosen.set(kind)/>
                <span><b>{live(move || kind_word(kind, speech.words()))}</b>{gone}<span class="hint">{live(move || speech.of(&about))}</span></span>
            </label>
        }
    };
    view! {
        <section class="card" aria-labelledby="ways-title">
            <h2 id="ways-title">{speech.say(|w| w.account.how)}</h2>
            <div class="ways" role="radiogroup" aria-labelledby="ways-title">{offers.into_iter().map(offer).collect_view()}</div>
            {live(move || view! { <Form kind=chosen.get() busy connect/> })}
        </section>
    }
}

#[component]
fn Form(kind: ConnectionKind, busy: RwSignal<bool>, connect: Callback<Connect>) -> impl IntoView {
    let speech = use_speech();
    let access = use_access();
    let (pasted, text) = (NodeRef::<Textarea>::new(), NodeRef::<Input>::new());
    let wrong = RwSignal::new(None::<String>);
    let ends_in = RwSignal::new(None::<f64>);
    let typed = move || text.get_untracked().map(|field| field.value().trim().to_owned()).unwrap_or_default();
    let lab_clock = NodeRef::<Input>::new();
    let minutes_left = move || -> Result<Option<u32>, Invalid> {
        let shown = lab_clock.get_untracked().map(|field| field.value()).unwrap_or_default();
        let wrong = || Invalid::new(speech.words_now().account.lab_clock_wrong);
        if shown.trim().is_empty() { Ok(None) } else { lab_minutes(&shown).map(Some).ok_or_else(wrong) }
    };
    let keys = move || -> Result<Keys, Invalid> {
        let minutes_left = minutes_left()?;
        let keys = Keys::from_pasted(&pasted.get_untracked().map(|field| field.value()).unwrap_or_default())?;
        Ok(Keys { minutes_left, ..keys })
    };
    let made = move || match kind {
        ConnectionKind::Sandbox => {
            Ok(Connect::Sandbox { speed: None, ends_in_minutes: ends_in.get_untracked() })
        }
        ConnectionKind::Keys => keys().map(Connect::Keys),
        ConnectionKind::Profile => Ok(Connect::Profile { name: typed() }),
        ConnectionKind::InstanceRole => Ok(Connect::InstanceRole),
        ConnectionKind::Endpoint => keys().map(|keys| Connect::Endpoint { url: typed(), keys }),
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match made() {
            Ok(how) => {
                wrong.set(None);
                // Nothing of the keys stays on the page, and the clock that was read goes on.
                if let Some(field) = pasted.get_untracked() {
                    field.set_value("");
                }
                if let Some(field) = lab_clock.get_untracked() {
                    field.set_value("");
                }
                connect.run(how);
            }
            Err(invalid) => wrong.set(Some(invalid.0)),
        }
    };
    let asks_keys = matches!(kind, ConnectionKind::Keys | ConnectionKind::Endpoint);
    let label: Option<fn(&Words) -> &'static str> = match kind {
        ConnectionKind::Profile => Some(|w| w.account.profile_name),
        ConnectionKind::Endpoint => Some(|w| w.account.url),
        _ => None,
    };
    view! {
        <form class="form" on:submit=submit autocomplete="off">
            {(kind == ConnectionKind::Sandbox).then(|| view! { <Lifetime ends_in/> })}
            {label.map(|label| view! {
                <div class="field">
                    <label for="way-text">{speech.say(label)}</label>
                    <input id="way-text" type="text" node_ref=text required autocomplete="off" autocapitalize="none" spellcheck="false"/>
                </div>
            })}
            {asks_keys.then(|| view! {
                <div class="field">
                    <label for="way-keys">{speech.say(|w| w.account.paste)}</label>
                    <textarea id="way-keys" class="secret" rows="4" node_ref=pasted required autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="way-keys-hint"></textarea>
                    <p class="hint" id="way-keys-hint">{speech.say(|w| w.account.paste_hint)}</p>
                </div>
            })}
            {(kind == ConnectionKind::Keys).then(|| view! {
                <div class="field">
                    <label for="way-left">{speech.say(|w| w.account.lab_clock)}</label>
                    <input id="way-left" class="short" type="text" placeholder="3:59" node_ref=lab_clock autocomplete="off" spellcheck="false" aria-describedby="way-left-hint"/>
                    <p class="hint" id="way-left-hint">{speech.say(|w| w.account.lab_clock_hint)}</p>
                </div>
            })}
            <div role="alert">{live_if(move || wrong.get().map(|text| view! { <p class="field-wrong">{text}</p> }))}</div>
            <button
                type="submit" class="button button-primary" disabled=move || busy.get() || !access.may_act()
                aria-describedby=move || (!access.may_act()).then_some("viewer-reason")
            >{speech.say(|w| w.account.connect)}</button>
        </form>
    }
}

/// Credentials of a lab end after some hours; in the Sandbox that can be practised.
#[component]
fn Lifetime(ends_in: RwSignal<Option<f64>>) -> impl IntoView {
    let speech = use_speech();
    let choose = move |event| ends_in.set(event_target_value(&event).parse().ok());
    let option = move |minutes: u32| {
        let word = move || fill(speech.words().account.ends_after, &[("n", &minutes.to_string())]);
        view! { <option value=minutes.to_string()>{live(word)}</option> }
    };
    view! {
        <div class="picker speed">
            <label for="ends-in">{speech.say(|w| w.account.ends_in)}</label>
            <select id="ends-in" on:change=choose>
                <option value="">{speech.say(|w| w.account.never)}</option>
                {[5, 10, 30].map(option).into_iter().collect_view()}
            </select>
        </div>
    }
}
