//! One run, live: map, timeline and log, with the buttons that stop it and let it go on.

mod controls;
mod head;
mod log;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;
use lks_app::client::Api;
use lks_app::live::{live, live_if};
use lks_domain::console::map::{Map, MapNode};
use lks_domain::console::plan::PlanView;

use super::runs::spoken;
use crate::board::{Board, Hearing};
use crate::client;
use crate::fetched::{Fetched, bones};
use crate::part::frame::{Frame, use_announcements};
use crate::part::map::look::Look;
use crate::part::map::{Looks, RegionMap};
use crate::part::notice::{Trouble, soft};
use crate::part::timeline::{StepLog, Timeline};
use crate::words::use_speech;
use head::Head;
use log::RunLog;

/// The page of a run.
#[component]
pub fn RunPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    view! {
        <Frame title=|w| w.run.title about=|w| w.run.about>
            {live(move || view! { <Live id=id.get()/> })}
        </Frame>
    }
}

#[component]
fn Live(id: String) -> impl IntoView {
    let api: Api = expect_context();
    let speech = use_speech();
    let board = Board::new();
    let chosen = RwSignal::new(None::<String>);
    {
        let id = id.clone();
        Effect::new(move |_| spawn_local(board.follow(api, id.clone())));
    }
    announce(board);
    let broken = move || {
        (board.hearing.get() == Hearing::Broken).then(|| soft(speech.words().frame.reconnecting.to_owned()))
    };
    let known = Memo::new(move |_| board.summary.with(Option::is_some));
    let failed = Memo::new(move |_| board.problem.with(Option::is_some));
    view! {
        <Trouble problem=board.problem/>
        <div role="status" class="notice-slot">{live_if(broken)}</div>
        {live(move || {
            let id = id.clone();
            if known.get() {
                view! {
                    <Head id=id.clone() board/>
                    <RunMap id board chosen/>
                    <StepLog board chosen/>
                    <section aria-labelledby="timeline-title">
                        <h2 id="timeline-title">{speech.say(|w| w.run.timeline)}</h2>
                        <Timeline board chosen/>
                    </section>
                    <RunLog board/>
                }.into_any()
            } else if failed.get() {
                view! { <p><a class="button" href="/admin/runs">{speech.say(|w| w.run.all_runs)}</a></p> }.into_any()
            } else {
                bones().into_any()
            }
        })}
    }
}

/// The plan's map, each node with the look of its step.
#[component]
fn RunMap(id: String, board: Board, chosen: RwSignal<Option<String>>) -> impl IntoView {
    let api: Api = expect_context();
    let speech = use_speech();
    let plan = Fetched::<PlanView>::new();
    let id = StoredValue::new(id);
    let load = move || plan.load(async move { client::run::run_plan(api, &id.get_value()).await });
    Effect::new(move |_| load());
    view! {
        <section aria-labelledby="map-title">
            <h2 id="map-title" class="visually-hidden">{speech.say(|w| w.run.map)}</h2>
            {plan.show(load, move |plan| {
                let looks = looks(&plan.map, board);
                view! { <RegionMap map=plan.map looks chosen/> }
            })}
        </section>
    }
}

fn looks(map: &Map, board: Board) -> Looks {
    let steps = board.steps.get();
    let find = |key: &String| steps.iter().find(|cell| cell.step.key == *key);
    let look = |node: &MapNode| {
        // What has an action and no step of its own goes along with its network.
        let along = node.network.as_ref().filter(|_| node.action.is_some());
        let cell = find(&node.key).or_else(|| find(along?));
        cell.map_or_else(|| Signal::stored(Look::Stays), crate::board::Cell::look)
    };
    Arc::new(map.nodes.iter().map(|node| (node.key.clone(), look(node))).collect())
}

/// Says how the run stands when its state changes, and at every quarter.
fn announce(board: Board) {
    let speech = use_speech();
    let announcements = use_announcements();
    let mark = Memo::new(move |_| {
        board.summary.with(|run| run.as_ref().map(|run| (run.state, run.done * 4 / run.of.max(1))))
    });
    Effect::new(move |_| {
        if mark.get().is_some() {
            let text =
                board.summary.with_untracked(|run| run.as_ref().map(|run| spoken(run, speech.words_now())));
            announcements.say(text.unwrap_or_default());
        }
    });
}
