//! The audit log: who did what, when, on which plan, and whether the log is as it was written.

use leptos::prelude::*;
use leptos::task::spawn_local;
use lks_app::browser;
use lks_app::client::Api;
use lks_app::client::problem::Problem;
use lks_app::live::{live, live_if, pressed};
use lks_domain::console::audit::{AuditEntry, AuditPage as Entries, Chain};

use crate::client;
use crate::fetched::Fetched;
use crate::part::export::Export;
use crate::part::frame::Frame;
use crate::part::moment::moment;
use crate::part::notice::{Trouble, bad, good};
use crate::words::{fill, use_speech};

/// How long a pause in typing is before the server is asked.
const CALM_MS: u32 = 300;

/// The audit page.
#[component]
pub fn AuditPage() -> impl IntoView {
    view! { <Frame title=|w| w.frame.audit about=|w| w.audit.about><Log/></Frame> }
}

#[component]
fn Log() -> impl IntoView {
    let api: Api = expect_context();
    let speech = use_speech();
    let first = Fetched::<Entries>::new();
    let older = RwSignal::new(Vec::<AuditEntry>::new());
    let next = RwSignal::new(None::<u64>);
    let problem = RwSignal::new(None::<Problem>);
    let search = RwSignal::new(String::new());
    let load = move || {
        let wanted = search.get_untracked();
        first.load(async move { client::audit::entries(api, &wanted, None).await });
    };
    Effect::new(move |_| {
        let wanted = search.get();
        spawn_local(async move {
            browser::sleep(CALM_MS).await;
            if search.try_get_untracked() == Some(wanted) {
                load();
            }
        });
    });
    Effect::new(move |_| {
        first.value.with(|page| next.set(page.as_ref().and_then(|page| page.next)));
        older.set(Vec::new());
    });
    let more = move || {
        let (wanted, before) = (search.get_untracked(), next.get_untracked());
        spawn_local(async move {
            match client::audit::entries(api, &wanted, before).await {
                Ok(page) => {
                    older.try_update(|older| older.extend(page.entries));
                    next.try_set(page.next);
                }
                Err(refusal) => drop(problem.try_set(Some(refusal))),
            }
        });
    };
    let export = |format: &'static str, kind: &'static str| {
        let label =
            Signal::derive(move || format!("{} {}", speech.words().audit.export, format.to_uppercase()));
        view! { <Export label path=Signal::stored(format!("/audit/export?format={format}")) name=format!("audit.{format}") kind/> }
    };
    view! {
        <section class="actions-row">
            <div class="field field-inline field-grow">
                <label for="audit-search" class="visually-hidden">{speech.say(|w| w.audit.search)}</label>
                <input id="audit-search" type="search" autocomplete="off" placeholder=speech.say(|w| w.audit.search) on:input=move |event| search.set(event_target_value(&event))/>
            </div>
            {export("ndjson", "application/x-ndjson")}
            {export("csv", "text/csv")}
        </section>
        {first.show(load, move |page| view! { <ChainCard chain=page.chain/> <Table entries=page.entries older/> })}
        <Trouble problem/>
        {live_if(move || next.get().map(|_| view! { <p><button type="button" class="button" on:click=pressed(more)>{speech.say(|w| w.audit.more)}</button></p> }))}
    }
}

#[component]
fn ChainCard(chain: Chain) -> impl IntoView {
    let speech = use_speech();
    let state = move || match chain.broken_at {
        Some(seq) => bad(fill(speech.words().audit.broken, &[("n", &seq.to_string())])).into_any(),
        None => good(fill(speech.words().audit.intact, &[("n", &chain.entries.to_string())])).into_any(),
    };
    view! {
        <div role="status">{live(state)}</div>
        <p class="hint seal">{speech.say(|w| w.audit.seal)}": "<code>{chain.head}</code></p>
    }
}

#[component]
fn Table(entries: Vec<AuditEntry>, older: RwSignal<Vec<AuditEntry>>) -> impl IntoView {
    let speech = use_speech();
    let none = entries.is_empty();
    let rows = entries.into_iter().map(row).collect_view();
    view! {
        <div class="table-frame" tabindex="0" role="group" aria-label=speech.say(|w| w.frame.audit)>
            <table class="audit-table">
                <thead><tr>
                    <th scope="col" class="number">"#"</th>
                    <th scope="col">{speech.say(|w| w.audit.when)}</th>
                    <th scope="col">{speech.say(|w| w.audit.who)}</th>
                    <th scope="col">{speech.say(|w| w.audit.what)}</th>
                    <th scope="col">{speech.say(|w| w.audit.subject)}</th>
                </tr></thead>
                <tbody>{rows}{live(move || older.get().into_iter().map(row).collect_view())}</tbody>
            </table>
        </div>
        {live_if(move || none.then(|| view! { <p class="hint">{speech.say(|w| w.audit.none)}</p> }))}
    }
}

fn row(entry: AuditEntry) -> impl IntoView {
    let speech = use_speech();
    let at = entry.at;
    let who = entry.who;
    let who = move || if who.is_empty() { speech.words().audit.server.to_owned() } else { who.clone() };
    let what = entry.what.clone();
    let deed = move || speech.words().audit.deed(&what);
    let plan = (!entry.plan.is_empty())
        .then(|| view! { " " <code>{entry.plan.chars().take(12).collect::<String>()}</code> });
    view! {
        <tr>
            <td class="number">{entry.seq}</td>
            <td>{live(move || moment(at, speech.language()))}</td>
            <td>{live(who)}</td>
            <td>{live_if(deed)}<code class="row-kind">{entry.what}</code></td>
            <td>{entry.subject}{plan}<span class="row-kind">{entry.detail}</span></td>
        </tr>
    }
}
