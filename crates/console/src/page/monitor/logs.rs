//! The log, searched.

use leptos::prelude::*;
use leptos::task::spawn_local;
use lks_app::browser;
use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_app::live::{live, live_if, pressed};
use lks_domain::console::monitor::{LogLine, LogPage, Source};

use crate::client;
use crate::fetched::Fetched;
use crate::part::notice::Trouble;
use crate::part::timeline::clock;
use crate::words::use_speech;

/// How long a pause in typing is before the server is asked.
const CALM_MS: u32 = 300;

/// The section with the log.
#[component]
pub fn Logs(source: RwSignal<Source>) -> impl IntoView {
    let api: Api = expect_context();
    let speech = use_speech();
    let page = Fetched::<LogPage>::new();
    let (search, group) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let older = RwSignal::new(Vec::<LogLine>::new());
    let next = RwSignal::new(None::<u64>);
    let problem = RwSignal::new(None::<Problem>);
    let wanted = move || (source.get_untracked(), group.get_untracked(), search.get_untracked());
    let load = move || {
        let (source, group, search) = wanted();
        page.load(async move { client::monitor::logs(api, source, &group, &search, None).await });
    };
    Effect::new(move |_| {
        let now = (source.get(), group.get(), search.get());
        spawn_local(async move {
            browser::sleep(CALM_MS).await;
            if search.try_get_untracked().is_some() && wanted() == now {
                load();
            }
        });
    });
    Effect::new(move |_| {
        page.value.with(|page| next.set(page.as_ref().and_then(|page| page.next)));
        older.set(Vec::new());
    });
    let more = move || {
        let ((source, group, search), before) = (wanted(), next.get_untracked());
        spawn_local(async move {
            match client::monitor::logs(api, source, &group, &search, before).await {
                Ok(page) => {
                    older.try_update(|older| older.extend(page.lines));
                    next.try_set(page.next);
                }
                Err(refusal) => drop(problem.try_set(Some(refusal))),
            }
        });
    };
    let groups = Memo::new(move |_| {
        page.value.with(|page| page.as_ref().map(|page| page.groups.clone()).unwrap_or_default())
    });
    let option = |name: String| view! { <option value=name.clone()>{name.clone()}</option> };
    view! {
        <section aria-labelledby="logs-title">
            <h2 id="logs-title" class="section-title">{speech.say(|w| w.monitor.logs)}</h2>
            <div class="actions-row">
                <div class="picker picker-inline">
                    <label for="log-group">{speech.say(|w| w.monitor.log_group)}</label>
                    <select id="log-group" on:change=move |event| group.set(event_target_value(&event))>
                        <option value="">{speech.say(|w| w.frame.all)}</option>
                        {live(move || groups.get().into_iter().map(option).collect_view())}
                    </select>
                </div>
                <div class="field field-inline field-grow">
                    <label for="log-search" class="visually-hidden">{speech.say(|w| w.monitor.log_search)}</label>
                    <input id="log-search" type="search" autocomplete="off" placeholder=speech.say(|w| w.monitor.log_search) on:input=move |event| search.set(event_target_value(&event))/>
                </div>
                <button type="button" class="button" on:click=pressed(load)>{speech.say(|w| w.frame.reload)}</button>
            </div>
            {page.show(load, move |page| {
                let none = page.lines.is_empty();
                let lines = page.lines.into_iter().map(line).collect_view();
                view! {
                    {live_if(move || none.then(|| view! { <p class="hint">{speech.say(|w| w.monitor.logs_none)}</p> }))}
                    <div class="log-frame-admin" hidden=none tabindex="0" role="group" aria-label=speech.say(|w| w.monitor.logs)>
                        <ol class="log-lines">{lines}{live(move || older.get().into_iter().map(line).collect_view())}</ol>
                    </div>
                }
            })}
            <Trouble problem/>
            {live_if(move || next.get().map(|_| view! { <p><button type="button" class="button" on:click=pressed(more)>{speech.say(|w| w.monitor.older)}</button></p> }))}
        </section>
    }
}

fn line(line: LogLine) -> impl IntoView {
    let bad = matches!(line.level.as_str(), "ERROR" | "WARN");
    view! { <li class:log-bad=bad><time>{clock(line.at)}</time><code>{line.level}</code><code class="request">{line.group}</code><span>{line.message}</span></li> }
}
