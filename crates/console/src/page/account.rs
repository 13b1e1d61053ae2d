//! The account page: who and where, how long, what is allowed, and how to connect.

mod connection;
mod ways;

use leptos::prelude::*;
use leptos::task::spawn_local;
use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_app::live::{live, live_if};
use lks_domain::console::account::{AccountView, Connect};

use crate::client;
use crate::fetched::Fetched;
use crate::part::frame::{Frame, use_announcements};
use crate::part::notice::{Trouble, bad};
use crate::words::{fill, use_speech};
use connection::ConnectionCard;
use ways::Ways;

/// The account may end by itself: it is looked at this often.
const PAUSE_MS: u32 = 10_000;

/// The account page.
#[component]
pub fn AccountPage() -> impl IntoView {
    view! { <Frame title=|w| w.frame.account about=|w| w.account.about><Connecting/></Frame> }
}

#[component]
fn Connecting() -> impl IntoView {
    let api: Api = expect_context();
    let speech = use_speech();
    let announcements = use_announcements();
    let account = Fetched::<AccountView>::new();
    let (busy, problem) = (RwSignal::new(false), RwSignal::new(None::<Problem>));
    Effect::new(move |_| account.keep(PAUSE_MS, move || client::account::account(api)));
    let again = move || account.load(client::account::account(api));
    let connect = Callback::new(move |how: Connect| {
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            let connected = client::account::connect(api, &how).await;
            busy.try_set(false);
            match connected {
                Ok(view) => {
                    let id = view
                        .connection
                        .as_ref()
                        .map(|connection| connection.account.clone())
                        .unwrap_or_default();
                    announcements.say(fill(speech.words_now().account.said, &[("id", &id)]));
                    account.take(Ok(view));
                }
                Err(refusal) => drop(problem.try_set(Some(refusal))),
            }
        });
    });
    let change = Callback::new(move |speed: Option<f64>| {
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            let changed = match speed {
                Some(speed) => client::account::set_speed(api, speed).await,
                None => client::account::disconnect(api).await,
            };
            busy.try_set(false);
            match changed {
                Ok(view) => account.take(Ok(view)),
                Err(refusal) => drop(problem.try_set(Some(refusal))),
            }
        });
    });
    // What is typed into the forms must survive a look at the account.
    let connection =
        Memo::new(move |_| account.value.with(|view| view.as_ref().map(|view| view.connection.clone())));
    let offers =
        Memo::new(move |_| account.value.with(|view| view.as_ref().map(|view| view.on_offer.clone())));
    let waiting = Memo::new(move |_| {
        account.value.with(|view| view.as_ref().and_then(|view| view.waiting_run.clone()))
    });
    let there = Fetched { value: RwSignal::new(None::<()>), problem: account.problem, busy: account.busy };
    Effect::new(move |_| {
        if connection.with(Option::is_some) && there.value.with_untracked(Option::is_none) {
            there.value.set(Some(()));
        }
    });
    there.show(again, move |()| view! {
        {live_if(move || waiting.get().map(|run| view! {
            {bad(speech.words().account.waiting.to_owned())}
            <p><a class="button" href=format!("/admin/runs/{run}")>{speech.say(|w| w.account.to_run)}</a></p>
        }))}
        {live_if(move || connection.get().map(|connection| view! { <ConnectionCard connection busy change/> }))}
        <Trouble problem/>
        <p class="hint" role="status">{live(move || if busy.get() { speech.words().account.connecting } else { "" })}</p>
        {live_if(move || offers.get().map(|offers| view! { <Ways offers busy connect/> }))}
    })
}
