//! How far Sofya's own language model is: a line while it is being fetched, a sentence on the check page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use lks_domain::arrival::{Arrival, ArrivalState};

use crate::atlas::use_atlas;
use crate::browser;
use crate::client::Api;
use crate::live::live_if;
use crate::words::use_speech;

/// Time between two looks while it is coming, in milliseconds.
const PAUSE_MS: u32 = 2_000;
/// Looks while nothing is coming: whoever starts a server a moment before the page sees it begin.
const IDLE_LOOKS: u8 = 3;

/// Follows the model for as long as the calling component lives. Call once, in a component.
fn follow() -> RwSignal<Option<Arrival>> {
    let api: Api = expect_context();
    let atlas = use_atlas();
    let news = RwSignal::new(None::<Arrival>);
    Effect::new(move |_| {
        spawn_local(async move {
            let (mut idle, mut awaited) = (0, false);
            while let Ok(arrival) = api.model_arrival().await {
                let coming = matches!(arrival.state, ArrivalState::Coming | ArrivalState::Opening);
                let here = arrival.state == ArrivalState::Here;
                if news.try_set(Some(arrival)).is_some() {
                    return;
                }
                if here && awaited {
                    atlas.look().await;
                }
                awaited = coming;
                idle = if coming { 0 } else { idle + 1 };
                if here || idle > IDLE_LOOKS {
                    return;
                }
                browser::sleep(PAUSE_MS).await;
            }
        });
    });
    news
}

/// One line while the model is on its way; nothing otherwise.
#[component]
pub fn ModelOnItsWay() -> impl IntoView {
    let speech = use_speech();
    let news = follow();
    let line = move || {
        let arrival = news.get().filter(|arrival| arrival.state == ArrivalState::Coming)?;
        let text = format!("{}: {} %", speech.words().model_coming, arrival.percent);
        Some(view! { <p class="hint model-news">{text}</p> })
    };
    view! { {live_if(line)} }
}

/// What is known of the model, for whoever looks after the machine.
#[component]
pub fn ModelState() -> impl IntoView {
    let speech = use_speech();
    let news = follow();
    let row = move || {
        let arrival = news.get()?;
        let state = match arrival.state {
            ArrivalState::Off => speech.words().model_off.to_owned(),
            ArrivalState::Coming => format!("{}: {} %", speech.words().model_coming, arrival.percent),
            ArrivalState::Opening => speech.words().asking.to_owned(),
            ArrivalState::Here => speech.words().model_here.to_owned(),
            ArrivalState::Failed => speech.words().model_failed.to_owned(),
        };
        Some(view! {
            <dl class="card facts">
                <dt>{speech.words().model_of_sofya}</dt>
                <dd>
                    <code>{arrival.model}</code> " " {state}
                    <p class="hint">{arrival.sentence}</p>
                </dd>
            </dl>
        })
    };
    view! { {live_if(row)} }
}
