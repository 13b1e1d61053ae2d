//! What is connected now.

use leptos::prelude::*;
use lks_app::live::{live, live_if};
use lks_domain::console::account::{Connection, ConnectionKind, Permission};

use crate::figure;
use crate::part::act::Act;
use crate::part::moment::moment;
use crate::part::notice::bad;
use crate::words::{Words, fill, use_speech};

/// Speeds of the simulated clock that are offered; 0 is as fast as it can.
const SPEEDS: [f64; 5] = [1.0, 10.0, 60.0, 300.0, 0.0];

/// The card with the connection, or what to do without one.
#[component]
pub fn ConnectionCard(
    connection: Option<Connection>,
    busy: RwSignal<bool>,
    /// A new speed, or none to disconnect.
    change: Callback<Option<f64>>,
) -> impl IntoView {
    match connection {
        Some(connection) => view! { <Connected connection busy change/> }.into_any(),
        None => view! { <Nothing/> }.into_any(),
    }
}

#[component]
fn Nothing() -> impl IntoView {
    let speech = use_speech();
    view! {
        <section class="card empty">
            <h2>{speech.say(|w| w.account.none)}</h2>
            <p>{speech.say(|w| w.account.none_text)}</p>
        </section>
    }
}

#[component]
fn Connected(connection: Connection, busy: RwSignal<bool>, change: Callback<Option<f64>>) -> impl IntoView {
    let speech = use_speech();
    let kind = connection.kind;
    let (expires, since, by) =
        (connection.expires_at, connection.connected_at, connection.connected_by.clone());
    let ending = connection.ending;
    // By the account's clock, which a simulated one sets as it likes.
    let seconds_left = connection.seconds_left;
    let ends = move || match (expires, seconds_left) {
        (None, _) if kind == ConnectionKind::Sandbox => speech.words().account.never.to_owned(),
        (None, _) => speech.words().account.not_told.to_owned(),
        (Some(at), left) => {
            let words = &speech.words().account;
            let left = left.and_then(|left| u64::try_from(left).ok()).filter(|left| *left > 0);
            let text = left.map_or_else(
                || words.over.to_owned(),
                |left| fill(words.left, &[("time", &figure::duration(left, speech.language()))]),
            );
            format!("{text} ({})", moment(at, speech.language()))
        }
    };
    let speed = connection.sandbox_speed.map(|speed| view! { <Speed speed change/> });
    let endpoint = connection.endpoint.map(
        |endpoint| view! { <dt>{speech.say(|w| w.account.address)}</dt><dd><code>{endpoint}</code></dd> },
    );
    let permissions = connection.permissions.into_iter().map(permission).collect_view();
    view! {
        <section class="card" aria-labelledby="connected-title">
            <div class="run-title">
                <h2 id="connected-title">{speech.say(|w| w.account.connected)}": "{live(move || kind_word(kind, speech.words()))}</h2>
                {connection.simulated.then(|| view! { <span class="badge">{speech.say(|w| w.frame.simulated)}</span> })}
            </div>
            {live_if(move || ending.then(|| bad(speech.words().account.ending.to_owned())))}
            <dl class="facts">
                <dt>{speech.say(|w| w.account.account_id)}</dt><dd><code>{connection.account}</code></dd>
                <dt>{speech.say(|w| w.account.caller)}</dt><dd><code>{connection.caller}</code></dd>
                {endpoint}
                <dt>{speech.say(|w| w.account.ends)}</dt><dd>{live(ends)}</dd>
                <dt>{speech.say(|w| w.account.since)}</dt><dd>{live(move || moment(since, speech.language()))}" "<span class="hint">{by}</span></dd>
            </dl>
            {speed}
            <details>
                <summary>{speech.say(|w| w.account.permissions)}</summary>
                <ul class="permissions">{permissions}</ul>
            </details>
            <div class="actions-row"><Act label=|w| w.account.disconnect class="" busy press=move |()| change.run(None)/></div>
        </section>
    }
}

fn permission(permission: Permission) -> impl IntoView {
    let speech = use_speech();
    let (class, sign, word): (_, _, fn(&Words) -> &'static str) = match permission.allowed {
        Some(true) => ("check-pass", "✓", |w| w.account.allowed),
        Some(false) => ("check-fail", "✕", |w| w.account.denied),
        None => ("check-unknown", "?", |w| w.account.not_known),
    };
    let words = permission.words;
    view! {
        <li class=class>
            <span class="check-sign" aria-hidden="true">{sign}</span><code>{permission.id}</code>" "<span class="visually-hidden">{speech.say(word)}</span>
            <span>{live(move || speech.of(&words))}</span>
        </li>
    }
}

#[component]
fn Speed(speed: f64, change: Callback<Option<f64>>) -> impl IntoView {
    let speech = use_speech();
    let access = crate::access::use_access();
    let option = move |offered: f64| {
        let word = move || speed_word(offered, speech.words());
        view! { <option value=offered.to_string() selected=(offered - speed).abs() < 0.01>{live(word)}</option> }
    };
    let choose = move |event| {
        if let Ok(speed) = event_target_value(&event).parse() {
            change.run(Some(speed));
        }
    };
    view! {
        <div class="picker speed">
            <label for="speed">{speech.say(|w| w.account.speed)}</label>
            <select id="speed" disabled=move || !access.may_act() on:change=choose>{SPEEDS.map(option).into_iter().collect_view()}</select>
        </div>
    }
}

/// A speed in words.
pub fn speed_word(speed: f64, words: &Words) -> String {
    let words = &words.account;
    match speed {
        s if s <= 0.0 => words.speed_max.to_owned(),
        s if (s - 1.0).abs() < 0.01 => words.speed_real.to_owned(),
        s => fill(words.speed_times, &[("n", &s.to_string())]),
    }
}

/// A way to connect in words.
pub const fn kind_word(kind: ConnectionKind, words: &Words) -> &'static str {
    match kind {
        ConnectionKind::Sandbox => words.account.sandbox,
        ConnectionKind::Keys => words.account.keys,
        ConnectionKind::Profile => words.account.profile,
        ConnectionKind::InstanceRole => words.account.instance_role,
        ConnectionKind::Endpoint => words.account.endpoint,
    }
}
