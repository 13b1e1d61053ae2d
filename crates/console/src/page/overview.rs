//! The overview: what is there, what needs attention, and how far the guided first run is.

mod journey;
mod regions;
mod stack;

use leptos::prelude::*;
use lks_app::client::Api;
use lks_app::live::{live, live_if};
use lks_app::part::icon::{Icon, icon};
use lks_domain::console::overview::{Attention, Overview, Urgency};

use crate::client;
use crate::fetched::Fetched;
use crate::part::frame::Frame;
use crate::part::notice::good;
use crate::words::use_speech;
use journey::Journey;
pub use regions::worker_word;
use regions::{Counts, Regions};
use stack::StackCard;

/// How often it is asked for anew.
const PAUSE_MS: u32 = 5_000;

/// The overview page.
#[component]
pub fn OverviewPage() -> impl IntoView {
    view! { <Frame title=|w| w.frame.overview about=|w| w.overview.about><Everything/></Frame> }
}

#[component]
fn Everything() -> impl IntoView {
    let api: Api = expect_context();
    let overview = Fetched::<Overview>::new();
    Effect::new(move |_| overview.keep(PAUSE_MS, move || client::overview::overview(api)));
    let again = move || overview.load(client::overview::overview(api));
    // The parts are there once and follow what they show; only what changed is drawn again.
    let there = Fetched { value: RwSignal::new(None::<()>), problem: overview.problem, busy: overview.busy };
    Effect::new(move |_| {
        if overview.value.with(Option::is_some) && there.value.with_untracked(Option::is_none) {
            there.value.set(Some(()));
        }
    });
    there.show(again, move |()| view! { <Parts overview=overview.value/> })
}

#[component]
fn Parts(overview: RwSignal<Option<Overview>>) -> impl IntoView {
    let journey = Memo::new(move |_| overview.with(|seen| seen.as_ref().map(|seen| seen.journey.clone())));
    let attention =
        Memo::new(move |_| overview.with(|seen| seen.as_ref().map(|seen| seen.attention.clone())));
    let stack = Memo::new(move |_| overview.with(|seen| seen.as_ref().map(|seen| seen.stack.clone())));
    let regions = Memo::new(move |_| overview.with(|seen| seen.as_ref().map(|seen| seen.regions.clone())));
    let counts =
        Memo::new(move |_| overview.with(|seen| seen.as_ref().map(|seen| (seen.learners, seen.traffic))));
    view! {
        {live_if(move || journey.get().map(|steps| view! { <Journey steps/> }))}
        {live_if(move || attention.get().map(|attention| view! { <Attentions attention/> }))}
        <div class="overview-grid">
            {live_if(move || stack.get().map(|stack| view! { <StackCard stack/> }))}
            {live_if(move || counts.get().map(|(learners, traffic)| view! { <Counts learners traffic/> }))}
        </div>
        {live_if(move || regions.get().map(|regions| view! { <Regions regions/> }))}
    }
}

#[component]
fn Attentions(attention: Vec<Attention>) -> impl IntoView {
    let speech = use_speech();
    let none = attention.is_empty();
    let item = move |item: Attention| {
        let class = match item.urgency {
            Urgency::Urgent => "notice notice-error",
            Urgency::Warning => "notice notice-soft",
            Urgency::Notice => "notice notice-plain",
        };
        let words = item.words;
        view! {
            <li class=class>
                {icon(Icon::Warning)}<span>{live(move || speech.of(&words))}</span>
                <a class="button" href=item.link>{speech.say(|w| w.overview.mend)}</a>
            </li>
        }
    };
    view! {
        <section aria-labelledby="attention-title">
            <h2 id="attention-title">{speech.say(|w| w.overview.attention)}</h2>
            {live_if(move || none.then(|| good(speech.words().overview.all_well.to_owned())))}
            <ul class="attention-list">{attention.into_iter().map(item).collect_view()}</ul>
        </section>
    }
}
