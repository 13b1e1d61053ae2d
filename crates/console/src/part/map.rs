//! The map of the two regions, drawn once; after that only what changes about a resource is touched.
//!
//! It is a picture: whoever cannot see it has the same in the table beside it.

pub mod look;
pub mod scene;

use std::collections::HashMap;
use std::sync::Arc;

use leptos::prelude::*;
use lks_app::browser;
use lks_app::live::{live, live_if};
use lks_domain::console::map::{EdgeKind, Map};

use crate::figure;
use crate::words::{fill, use_speech};
use look::Look;
use scene::{Around, Enclosure, Line, Placed, Scene, fitted, scene, short};

/// How each resource looks now, by its key.
pub type Looks = Arc<HashMap<String, Signal<Look>>>;

/// Below this the regions stand one below the other.
const NARROW: &str = "(max-width: 70rem)";

/// The looks of a plan's map: they stay as they are.
pub fn planned(map: &Map) -> Looks {
    let look = |node: &lks_domain::console::map::MapNode| {
        Signal::stored(node.action.map_or(Look::Stays, Look::Planned))
    };
    Arc::new(map.nodes.iter().map(|node| (node.key.clone(), look(node))).collect())
}

/// The map, and what is chosen on it.
#[component]
pub fn RegionMap(map: Map, looks: Looks, chosen: RwSignal<Option<String>>) -> impl IntoView {
    let speech = use_speech();
    let drawn = scene(&map, browser::matches(NARROW));
    let pointed = RwSignal::new(None::<String>);
    let flows = RwSignal::new(false);
    let count = drawn.nodes.len() + drawn.around.iter().filter(|around| around.key.is_some()).count();
    let about = move || fill(speech.words().map.summary, &[("n", &count.to_string())]);
    let known = Arc::new(map);
    let told = Signal::derive(move || pointed.get().or_else(|| chosen.get()));
    let picture = picture(drawn, &looks, Pointer { chosen, pointed, told, flows });
    view! {
        <figure class="map">
            <div class="map-frame" tabindex="0" role="img" aria-label=about>{picture}</div>
            <figcaption class="map-foot">
                <Legend looks=looks.clone()/>
                <label class="tick"><input type="checkbox" on:change=move |event| flows.set(event_target_checked(&event))/><span>{speech.say(|w| w.map.flows)}</span></label>
            </figcaption>
            <Told map=known looks told/>
        </figure>
    }
}

/// What the pointer does on the map.
#[derive(Clone, Copy)]
struct Pointer {
    chosen: RwSignal<Option<String>>,
    pointed: RwSignal<Option<String>>,
    told: Signal<Option<String>>,
    flows: RwSignal<bool>,
}

fn picture(drawn: Scene, looks: &Looks, pointer: Pointer) -> impl IntoView + use<> {
    let view_box = format!("-1 -1 {:.0} {:.0}", drawn.width + 2.0, drawn.height + 2.0);
    let selected = Selector::new(move || pointer.chosen.get());
    let of = |key: &str| looks.get(key).copied().unwrap_or_else(|| Signal::stored(Look::Stays));
    let boxes = drawn.around.into_iter().map(|around| {
        let look = around.key.as_deref().map(of);
        enclosure(around, look).into_any()
    });
    let boxes: Vec<AnyView> = boxes.collect();
    let nodes = drawn.nodes.into_iter().map(|placed| {
        let look = of(&placed.key);
        node(placed, look, selected.clone(), pointer).into_any()
    });
    let nodes: Vec<AnyView> = nodes.collect();
    let lines: Vec<AnyView> = drawn.lines.into_iter().map(|line| flow(line, pointer).into_any()).collect();
    view! {
        <svg class="map-picture" class:map-flows=pointer.flows viewBox=view_box style=format!("--width:{:.0}px", drawn.width) on:pointerleave=move |_| pointer.pointed.set(None)>
            <g>{boxes}</g>
            <g class="lines">{lines}</g>
            <g>{nodes}</g>
        </svg>
    }
}

fn enclosure(around: Around, look: Option<Signal<Look>>) -> impl IntoView {
    let Around { rect, sort, title, note, .. } = around;
    let sort_class = match sort {
        Enclosure::Region => "around-region",
        Enclosure::Network => "around-network",
        Enclosure::Public => "around-public",
        Enclosure::Private => "around-private",
    };
    let class = move || format!("around {sort_class} {}", look.map_or("", |look| look.get().class()));
    let sign = move || look.map_or("", |look| look.get().sign());
    let stacked = matches!(sort, Enclosure::Public | Enclosure::Private);
    let (note_x, note_y, anchor) = if stacked {
        (rect.x + 12.0, rect.y + 34.0, "start")
    } else {
        (rect.x + rect.width - 28.0, rect.y + 19.0, "end")
    };
    view! {
        <g class=class>
            <rect x=px(rect.x) y=px(rect.y) width=px(rect.width) height=px(rect.height) rx="10"></rect>
            <text class="around-title" x=px(rect.x + 12.0) y=px(rect.y + 19.0)>{fitted(short(&title), rect.width - 60.0)}</text>
            <text class="around-note" x=px(note_x) y=px(note_y) text-anchor=anchor>{note}</text>
            <text class="sign" x=px(rect.x + rect.width - 14.0) y=px(rect.y + 19.0)>{live(sign)}</text>
        </g>
    }
}

fn node(
    placed: Placed,
    look: Signal<Look>,
    selected: Selector<Option<String>>,
    pointer: Pointer,
) -> impl IntoView {
    let Placed { key, name, kind, rect, chip } = placed;
    let me = Some(key.clone());
    let class = move || {
        let chosen = if selected.selected(&me) { " node-chosen" } else { "" };
        format!("node {}{chosen}", look.get().class())
    };
    let sign = move || look.get().sign();
    let (over, pressed) = (key.clone(), key);
    let text = (!chip).then(|| {
        view! {
            <text class="node-name" x=px(rect.x + 26.0) y=px(rect.y + 16.0)>{fitted(short(&name), rect.width - 32.0)}</text>
            <text class="node-kind" x=px(rect.x + 26.0) y=px(rect.y + 29.0)>{fitted(&figure::kind(&kind), rect.width - 20.0)}</text>
        }
    });
    let (sign_x, sign_y) = if chip { (rect.x + 9.0, rect.y + 13.5) } else { (rect.x + 13.0, rect.y + 23.5) };
    view! {
        <g
            class=class
            on:pointerenter=move |_| pointer.pointed.set(Some(over.clone()))
            on:click=move |_| pointer.chosen.set(Some(pressed.clone()))
        >
            <rect x=px(rect.x) y=px(rect.y) width=px(rect.width) height=px(rect.height) rx=if chip { "4" } else { "7" }></rect>
            {text}
            <text class="sign" x=px(sign_x) y=px(sign_y)>{live(sign)}</text>
        </g>
    }
}

fn flow(line: Line, pointer: Pointer) -> impl IntoView {
    let sort = if line.kind == EdgeKind::Route { "line line-route" } else { "line" };
    let class = move || {
        let mine =
            pointer.told.with(|told| told.as_ref().is_some_and(|key| *key == line.from || *key == line.to));
        if mine { format!("{sort} line-told") } else { sort.to_owned() }
    };
    view! { <path class=class d=line.path></path> }
}

/// What each look on the map means, with how often it is there.
#[component]
fn Legend(looks: Looks) -> impl IntoView {
    let speech = use_speech();
    let counted = Memo::new(move |_| {
        let mut counts: Vec<(Look, usize)> = Vec::new();
        for look in looks.values().map(Signal::get) {
            let class = look.class();
            match counts.iter_mut().find(|(known, _)| known.class() == class) {
                Some((_, count)) => *count += 1,
                None => counts.push((look, 1)),
            }
        }
        counts.sort_by_key(|(look, _)| look.class());
        counts
    });
    let entry = move |(look, count): (Look, usize)| {
        view! {
            <li class=format!("legend {}", look.class())><span class="legend-sign" aria-hidden="true">{look.sign()}</span>{format!("{count} {}", look.word(speech.words()))}</li>
        }
    };
    view! { <ul class="legends">{live(move || counted.get().into_iter().map(entry).collect_view())}</ul> }
}

/// What is pointed at, in words.
#[component]
fn Told(map: Arc<Map>, looks: Looks, told: Signal<Option<String>>) -> impl IntoView {
    let speech = use_speech();
    let text = move || {
        let key = told.get()?;
        let node = map.nodes.iter().find(|node| node.key == key)?;
        let look = looks.get(&key).map_or("", |look| look.get().word(speech.words()));
        let name_of = |key: &str| {
            map.nodes.iter().find(|node| node.key == key).map_or(key, |node| short(&node.name)).to_owned()
        };
        let edges = map.edges.iter().filter(|edge| edge.kind != EdgeKind::Needs);
        let flows = edges.filter(|edge| edge.from == key || edge.to == key).map(|edge| {
            let label = if edge.label.is_empty() { String::new() } else { format!(" ({})", edge.label) };
            format!("{} → {}{label}", name_of(&edge.from), name_of(&edge.to))
        });
        let flows: Vec<String> = flows.take(12).collect();
        Some(view! {
            <b>{node.name.clone()}</b>" "<span class="hint">{figure::kind(&node.kind)}" · "{node.region.to_string()}" · "{look}</span>
            {(!flows.is_empty()).then(|| view! { <span class="map-flow-list">{flows.join("  ·  ")}</span> })}
        })
    };
    let text = StoredValue::new(Box::new(text) as Box<dyn Fn() -> Option<_> + Send + Sync>);
    view! {
        <p class="map-told" aria-hidden="true">
            {live_if(move || text.with_value(|text| text()))}
            {live_if(move || told.with(Option::is_none).then(|| speech.words().map.choose))}
        </p>
    }
}

fn px(value: f64) -> String {
    format!("{value:.1}")
}
