//! Who is signed in, and how every endpoint of the contract answers right now.

use leptos::prelude::*;
use leptos::task::spawn_local;
use lks_domain::region::Region;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::client::Api;
use crate::client::problem::Problem;
use crate::live::{live, live_if, pressed};
use crate::part::frame::MemberFrame;
use crate::part::members::Members;
use crate::part::model_news::ModelState;
use crate::session::{Session, use_session};
use crate::words::use_speech;

/// One endpoint and how it answered.
#[derive(Clone)]
struct Probe {
    method: &'static str,
    path: String,
    body: Option<Value>,
    answer: RwSignal<Option<(Option<Problem>, i64)>>,
}

impl Probe {
    fn new(method: &'static str, path: String, body: Option<Value>) -> Self {
        Self { method, path, body, answer: RwSignal::new(None) }
    }

    async fn run(self, api: Api) {
        let (answer, took_ms) = api.probe(self.method, self.path, self.body).await;
        self.answer.try_set(Some((answer.err(), took_ms)));
    }
}

/// The endpoints around the account. They run in this order: what is created is changed, read and deleted again.
fn account_probes(uid: &str, id: Uuid) -> Vec<Probe> {
    let (all, one) = (format!("/conversations/{uid}"), format!("/conversations/{uid}/{id}"));
    let talk = json!([{ "role": "user", "content": "A check." }]);
    vec![
        Probe::new("GET", all.clone(), None),
        Probe::new("POST", all, Some(json!({ "id": id, "title": "Check", "conversation": talk }))),
        Probe::new("PUT", one.clone(), Some(json!({ "title": "Checked" }))),
        Probe::new("GET", one.clone(), None),
        Probe::new("DELETE", one, None),
        Probe::new(
            "POST",
            "/corrections".to_owned(),
            Some(json!({ "text": "She go home.", "language": "en" })),
        ),
    ]
}

/// The worker endpoints of a region that change nothing. Chat and generate load a model and say nothing.
fn region_probes(region: Region) -> Vec<Probe> {
    let get = |path: &str| Probe::new("GET", format!("/{region}/{path}"), None);
    vec![get("version"), get("tags"), get("ps")]
}

/// Probes that need the name of a model that the region has.
fn model_probes(region: Region, chat: &str, embedder: &str) -> Vec<Probe> {
    let post = |path: &str, body: Value| Probe::new("POST", format!("/{region}/{path}"), Some(body));
    vec![
        post("show", json!({ "model": chat })),
        post(
            "chat",
            json!({ "model": chat, "stream": false, "messages": [{ "role": "user", "content": "Hello!" }] }),
        ),
        post("generate", json!({ "model": chat, "stream": false, "prompt": "Hello!" })),
        post("embed", json!({ "model": embedder, "input": "Hello!" })),
    ]
}

/// The check page.
#[component]
pub fn CheckPage() -> impl IntoView {
    view! { <Members><MemberFrame title=|w| w.check><Check/></MemberFrame></Members> }
}

#[component]
fn Check() -> impl IntoView {
    let api: Api = expect_context();
    let session = use_session();
    let speech = use_speech();
    let account = RwSignal::new(Vec::<Probe>::new());
    let regions = Region::ALL.map(|region| (region, RwSignal::new(Vec::<Probe>::new())));
    let running = RwSignal::new(false);
    let run = move || {
        running.set(true);
        spawn_local(async move {
            futures::join!(
                check_account(api, session, account),
                check_region(api, regions[0].0, regions[0].1),
                check_region(api, regions[1].0, regions[1].1),
            );
            running.try_set(false);
        });
    };
    Effect::new(move |_| run());

    view! {
        <p class="hint">{speech.say(|w| w.check_text)}</p>
        <WhoIsHere/>
        <ModelState/>
        <button type="button" class="button button-primary" disabled=running on:click=pressed(run)>
            {live(move || if running.get() { speech.words().working } else { speech.words().run_again })}
        </button>
        <Table title=Signal::derive(move || speech.words().accounts.to_owned()) probes=account/>
        {regions.map(|(region, probes)| view! {
            <Table title=Signal::derive(move || format!("{} ({region})", region.name())) probes/>
        }).into_iter().collect_view()}
    }
}

async fn check_account(api: Api, session: Session, shown: RwSignal<Vec<Probe>>) {
    let Some(uid) = session.uid() else { return };
    let probes = account_probes(&uid, Uuid::new_v4());
    shown.try_set(probes.clone());
    for probe in probes {
        probe.run(api).await;
    }
}

async fn check_region(api: Api, region: Region, shown: RwSignal<Vec<Probe>>) {
    let probes = region_probes(region);
    shown.try_set(probes.clone());
    for probe in probes {
        probe.run(api).await;
    }
    let Ok((tags, _)) = api.tags(region).await else { return };
    let embeds = |name: &str| name.contains("embed") || name.contains("hash");
    let name_of = |wanted: bool| {
        tags.models.iter().map(|model| model.name.as_str()).find(|name| embeds(name) == wanted)
    };
    let (Some(chat), Some(embedder)) = (name_of(false), name_of(true)) else { return };
    let more = model_probes(region, chat, embedder);
    shown.try_update(|probes| probes.extend(more.clone()));
    for probe in more {
        probe.run(api).await;
    }
}

#[component]
fn WhoIsHere() -> impl IntoView {
    let session = use_session();
    let speech = use_speech();
    let fact = move |value: fn(lks_domain::identity::Identity) -> String| {
        move || session.identity().map(value).unwrap_or_default()
    };
    view! {
        <dl class="card facts">
            <dt>{speech.say(|w| w.signed_in_as)}</dt>
            <dd>{fact(|identity| format!("{} ({})", identity.name, identity.email))}</dd>
            <dt>{speech.say(|w| w.user_id)}</dt>
            <dd><code>{fact(|identity| identity.sub.0)}</code></dd>
            <dt>{speech.say(|w| w.groups)}</dt>
            <dd>{fact(|identity| if identity.groups.is_empty() { "–".to_owned() } else { identity.groups.join(", ") })}</dd>
        </dl>
    }
}

#[component]
fn Table(title: Signal<String>, probes: RwSignal<Vec<Probe>>) -> impl IntoView {
    let speech = use_speech();
    let row = move |probe: Probe| {
        let answer = probe.answer;
        view! {
            <tr>
                <th scope="row"><code><b>{probe.method}</b> " " {shortened(&probe.path)}</code></th>
                <td>{live(move || match answer.get() {
                    None => view! { <span class="state">{speech.words().asking}</span> }.into_any(),
                    Some((None, _)) => view! { <span class="state state-ok">{speech.words().ok}</span> }.into_any(),
                    Some((Some(problem), _)) => view! {
                        <span class="state state-failed">{speech.words().failed}</span> " "
                        <span class="hint">{problem.sentence(speech.words())}</span>
                    }.into_any(),
                })}</td>
                <td class="number">{live_if(move || answer.get().map(|(_, ms)| format!("{ms} ms")))}</td>
            </tr>
        }
    };
    view! {
        <section class="card" aria-label=title>
            <h2>{live(move || title.get())}</h2>
            <div class="table-frame" tabindex="0" role="group" aria-label=title>
                <table>
                    <thead><tr>
                        <th scope="col">{speech.say(|w| w.endpoint)}</th>
                        <th scope="col">{speech.say(|w| w.state)}</th>
                        <th scope="col" class="number">{speech.say(|w| w.latency)}</th>
                    </tr></thead>
                    <tbody>{live(move || probes.get().into_iter().map(row).collect_view())}</tbody>
                </table>
            </div>
        </section>
    }
}

/// Ids in a path are noise to a reader: `/conversations/{uid}/{id}`.
fn shortened(path: &str) -> String {
    let mut names = ["{uid}", "{id}"].into_iter();
    let short = |part: &str| {
        if part.parse::<Uuid>().is_ok() { names.next().unwrap_or("…").to_owned() } else { part.to_owned() }
    };
    path.split('/').map(short).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_in_a_path_are_named() {
        let id = Uuid::nil();
        assert_eq!(shortened(&format!("/conversations/{id}/{id}")), "/conversations/{uid}/{id}");
        assert_eq!(shortened("/us-east-1/tags"), "/us-east-1/tags");
    }
}
